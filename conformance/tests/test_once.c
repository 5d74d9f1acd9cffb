/* A set of texts: each is new once, however many there are, up to the bound. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "conformance/once.h"

#include <stdio.h>

static bool add_number(struct once *o, unsigned long number)
{
    char text[32];
    snprintf(text, sizeof text, "request-%lu", number);
    return once_add(o, text);
}

static void test_new_once(void **state)
{
    (void)state;
    struct once o = {0};
    assert_true(once_add(&o, "a"));
    assert_false(once_add(&o, "a"));
    assert_true(once_add(&o, "A"));
    assert_true(once_add(&o, "ab"));
    assert_true(once_add(&o, "ba"));
    assert_true(once_add(&o, ""));
    assert_false(once_add(&o, ""));
    assert_false(once_add(&o, "ba"));
    assert_int_equal(o.count, 5);
    once_free(&o);
    assert_int_equal(o.count, 0);
    assert_true(once_add(&o, "a"));
    once_free(&o);
}

/* It grows several times on the way, and forgets nothing. */
static void test_many(void **state)
{
    (void)state;
    struct once o = {0};
    for (unsigned long i = 0; i < 20000; i++)
        if (!add_number(&o, i))
            fail_msg("%lu counts as there", i);
    for (unsigned long i = 0; i < 20000; i++)
        if (add_number(&o, i))
            fail_msg("%lu counts as new", i);
    assert_int_equal(o.count, 20000);
    assert_true(o.capacity >= 2 * o.count);
    once_free(&o);
}

/* What comes after the bound counts as new each time, and takes no memory. */
static void test_bound(void **state)
{
    (void)state;
    struct once o = {0};
    for (unsigned long i = 0; i < ONCE_MAX; i++)
        add_number(&o, i);
    size_t capacity = o.capacity;
    assert_int_equal(o.count, ONCE_MAX);
    assert_true(add_number(&o, ONCE_MAX));
    assert_true(add_number(&o, ONCE_MAX));
    assert_int_equal(o.count, ONCE_MAX);
    assert_int_equal(o.capacity, capacity);
    once_free(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_new_once), cmocka_unit_test(test_many),
                                       cmocka_unit_test(test_bound)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
