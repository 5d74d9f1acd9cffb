/* Time against size: linear is never suspected for good, square always is, whatever the noise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "conformance/growth.h"

#include <math.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

static struct growth_series series(const double *ms, size_t count)
{
    struct growth_series s = {.count = count};
    for (size_t i = 0; i < count; i++) {
        s.sizes[i] = 12500.0 * (double)(1u << i);
        s.seconds[i] = ms[i] / 1000;
    }
    return s;
}

static void test_exponent(void **state)
{
    (void)state;
    static const struct {
        double ms[4], exponent;
    } rows[] = {
        {{10, 20, 40, 80}, 1},  {{10, 40, 160, 640}, 2},
        {{20, 20, 20, 20}, 0},  {{0.1, 0.2, 0.4, 0.8}, 0}, /* below the floor all the way */
        {{10, 20, 400, 80}, 1},                            /* one is off */
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct growth_series s = series(rows[i].ms, 4);
        if (fabs(growth_exponent(&s) - rows[i].exponent) > 0.3)
            fail_msg("row %zu: %g", i, growth_exponent(&s));
    }
    struct growth_series none = {.count = 1, .sizes = {1}, .seconds = {1}};
    assert_true(growth_exponent(&none) == 0);
    none.count = 0;
    assert_true(growth_exponent(&none) == 0);
}

static void test_suspected(void **state)
{
    (void)state;
    static const struct {
        double ms[4];
        bool suspected;
    } rows[] = {
        {{10, 20, 40, 80}, false},  {{10, 22, 48, 106}, false}, /* n log n */
        {{10, 40, 160, 640}, true}, {{0.1, 1, 10, 45}, false},  /* too short to matter */
        {{0.5, 2, 8, 60}, true},    {{2, 4, 8, 5000}, true},    /* a cliff */
        {{400, 20, 40, 80}, false},                             /* noise in the first, ... */
        {{10, 300, 40, 80}, false},                             /* ... the second, ... */
        {{10, 20, 200, 80}, false},                             /* ... and the third */
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct growth_series s = series(rows[i].ms, 4);
        if (growth_suspected(&s) != rows[i].suspected)
            fail_msg("row %zu: exponent %g", i, growth_exponent(&s));
    }
}

static void test_confirmed(void **state)
{
    (void)state;
    static const struct {
        struct growth_pair pair;
        bool confirmed;
    } rows[] = {
        {{.largest = 0.8, .control = 0.8, .times = 8}, false},
        {{.largest = 4.0, .control = 4.0, .times = 8}, false},    /* the same under load */
        {{.largest = 6.4, .control = 0.8, .times = 8}, true},     /* square */
        {{.largest = 1.6, .control = 0.8, .times = 8}, false},    /* twice is noise */
        {{.largest = 0.04, .control = 0.001, .times = 8}, false}, /* too short to matter */
        {{.largest = 0.06, .control = 0.001, .times = 8}, true},
        {{.largest = 0.1, .control = 0.001, .times = 40}, false}, /* 40 times 2 ms at least */
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        if (growth_confirmed(&rows[i].pair) != rows[i].confirmed)
            fail_msg("row %zu", i);
}

static void test_verdict(void **state)
{
    (void)state;
    static const struct growth_pair slow = {.largest = 6.4, .control = 0.8, .times = 8};
    static const struct growth_pair fine = {.largest = 0.8, .control = 0.8, .times = 8};
    struct growth_pair list[GROWTH_PAIRS] = {slow, fine, slow};
    assert_int_equal(growth_verdict(list, 0), -1);
    assert_int_equal(growth_verdict(list, 1), -1);
    assert_int_equal(growth_verdict(list, 2), -1);
    assert_int_equal(growth_verdict(list, 3), 1);
    list[1] = slow;
    assert_int_equal(growth_verdict(list, 2), 1);
    list[0] = list[1] = fine;
    assert_int_equal(growth_verdict(list, 2), 0);
    assert_int_equal(growth_verdict(list, 3), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exponent), cmocka_unit_test(test_suspected),
        cmocka_unit_test(test_confirmed), cmocka_unit_test(test_verdict)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
