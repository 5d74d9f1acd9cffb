#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"

#include <string.h>

/* By every count up to where it doubles a few times, each copy is whole and in its place. */
static void what_is_repeated_is_there_as_often(void **state)
{
    (void)state;
    for (size_t times = 0; times < 40; times++) {
        struct buf b = buf_new(1000);
        buf_text(&b, "<");
        assert_true(buf_repeat(&b, "abc", 3, times));
        assert_true(buf_text(&b, ">"));
        assert_int_equal(b.len, 3 * times + 2);
        for (size_t i = 0; i < times; i++)
            assert_memory_equal(b.data + 1 + 3 * i, "abc", 3);
        assert_string_equal(b.data + 1 + 3 * times, ">");
        buf_free(&b);
    }
}

static void nothing_is_repeated_for_ever(void **state)
{
    (void)state;
    struct buf b = buf_new(10);
    assert_true(buf_repeat(&b, "", 0, SIZE_MAX));
    assert_int_equal(b.len, 0);
    buf_free(&b);
}

static void more_than_fits_is_not_begun(void **state)
{
    (void)state;
    const size_t times[] = {4, SIZE_MAX / 3, SIZE_MAX / 3 + 1, SIZE_MAX};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        struct buf b = buf_new(10);
        assert_true(buf_repeat(&b, "abc", 3, 1));
        assert_false(buf_repeat(&b, "abc", 3, times[i]));
        assert_true(b.failed);
        assert_int_equal(b.len, 3);
        assert_string_equal(b.data, "abc");
        buf_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_repeated_is_there_as_often),
        cmocka_unit_test(nothing_is_repeated_for_ever),
        cmocka_unit_test(more_than_fits_is_not_begun),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
