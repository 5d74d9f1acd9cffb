#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "fuzz/http/shape.h"

#include <stdlib.h>

#define TOLD_MAX 1024

/* What was told, in order. */
static struct told {
    uint32_t numbers[TOLD_MAX];
    size_t count;
    bool whole;
} last;

static void take(uint32_t number)
{
    assert_true(last.count < TOLD_MAX);
    last.numbers[last.count++] = number;
}

/* From bytes of their own, so that a sanitizer sees one beyond them. */
static struct told tell(struct bytes text)
{
    char *own = malloc(text.len ? text.len : 1);
    memcpy(own, text.ptr, text.len);
    last = (struct told){0};
    last.whole = shape_tell((struct bytes){own, text.len}, 1, take);
    free(own);
    return last;
}

static bool same(const char *a, const char *b)
{
    struct told one = tell(bytes_of(a)), other = tell(bytes_of(b));
    return one.count == other.count &&
           memcmp(one.numbers, other.numbers, one.count * sizeof *one.numbers) == 0;
}

static void values_do_not_count(void **state)
{
    (void)state;
    assert_true(same("{\"a\":\"West US\"}", "{\"a\":\"East US\"}"));
    assert_true(same("{\"a\":17}", "{ \"a\" : -4.5e7 }"));
    assert_true(same("{\"tags\":{\"mine\":\"x\"}}", "{\"tags\":{\"yours\":\"y\"}}"));
    assert_true(same("[{\"a\":1},2]", "[{\"a\":3},4]"));
}

static void places_kinds_and_lengths_count(void **state)
{
    (void)state;
    static const char *const texts[] = {"{\"a\":\"x\"}",
                                        "{\"b\":\"x\"}",
                                        "{\"a\":\"xxxxxxxxx\"}",
                                        "{\"a\":1}",
                                        "{\"a\":null}",
                                        "{\"a\":true}",
                                        "{\"a\":false}",
                                        "{\"a\":[]}",
                                        "{\"a\":{}}",
                                        "{\"a\":{\"b\":1}}",
                                        "[1]",
                                        "[1,2]",
                                        "{\"tags\":\"x\"}",
                                        "{\"x\":{\"a\":{}}}",
                                        "{\"x\":{},\"a\":{}}",
                                        "{\"a\":[{}]}",
                                        "{\"a\":\"\\\"x\"}",
                                        "{\"a\":\"\"}",
                                        "{}",
                                        "[]"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t k = 0; k < i; k++)
            if (same(texts[i], texts[k]))
                fail_msg("%s looks like %s", texts[i], texts[k]);
}

static void each_value_is_told_once(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t count;
    } rows[] = {{"{}", 1},
                {"{\"a\":1,\"b\":[true,\"x\",{}]}", 6},
                {"{\"a\":\"]}\\\\\",\"b\\\"\":\"{\"}", 3},
                {" ", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(tell(bytes_of(rows[i].text)).count, rows[i].count);
}

static void what_is_not_whole_is_said(void **state)
{
    (void)state;
    static const char *const broken[] = {"",         "{",         "}",      "[}",   "{]",
                                         "{\"a",     "{\"a\\",    "\"a\"",  "{}{}", "{} 1",
                                         "{\"a\":1", "{\"a\":[}", "truely", "\\"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        if (tell(bytes_of(broken[i])).whole)
            fail_msg("'%s' is no whole object or array", broken[i]);
    assert_true(tell(bytes_of("{\"a\":[1,{\"b\":null}]}\n")).whole);
}

static void nesting_and_size_are_bounded(void **state)
{
    (void)state;
    struct buf deep = buf_new(SHAPE_BYTES + 1);
    for (size_t i = 0; i < 50000; i++)
        buf_byte(&deep, '[');
    assert_int_equal(tell(buf_view(&deep)).count, 0);
    for (size_t i = 0; i < 50000; i++)
        buf_byte(&deep, ']');
    assert_int_equal(tell(buf_view(&deep)).count, SHAPE_DEPTH);
    assert_true(last.whole);
    while (buf_byte(&deep, ' '))
        continue;
    assert_int_equal(deep.len, SHAPE_BYTES + 1);
    deep.data[SHAPE_BYTES] = '['; /* is not looked at */
    assert_true(tell(buf_view(&deep)).whole);
    buf_free(&deep);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_do_not_count),
        cmocka_unit_test(places_kinds_and_lengths_count),
        cmocka_unit_test(each_value_is_told_once),
        cmocka_unit_test(what_is_not_whole_is_said),
        cmocka_unit_test(nesting_and_size_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
