/* How long a target may ask to be left alone, and what asks for nothing. */
#include "conformance/retry.h"

#include "conformance/pace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define NOW 784111777.5 /* half a second past Sun, 06 Nov 1994 08:49:37 GMT */

/* The wait, or -1. */
static double asked(enum delivery delivery, int status, const char *after, const char *date)
{
    struct response rs = {.delivery = delivery, .status = status};
    double seconds = -2;
    if (after)
        headers_add(&rs.headers, "retry-after", after);
    if (date)
        headers_add(&rs.headers, "Date", date);
    bool any = retry_after(&rs, NOW, &seconds);
    response_free(&rs);
    return any ? seconds : -1;
}

static void what_is_honoured(void **state)
{
    static const struct {
        const char *after, *date;
        double seconds;
    } rows[] = {
        {"0", NULL, 0},
        {"1", NULL, 1},
        {"007", NULL, 7},
        {"Sun, 06 Nov 1994 08:49:40 GMT", NULL, 2.5},
        {"Sunday, 06-Nov-94 08:49:40 GMT", NULL, 2.5},
        {"Sun Nov  6 08:49:40 1994", NULL, 2.5},
        {"Wed Nov 16 08:49:40 1994", NULL, 864002.5},
        {"Wed, 28 Feb 2024 23:59:58 GMT", "Wed, 28 Feb 2024 23:59:55 GMT", 3},
        {"Fri, 01 Mar 2024 00:00:00 GMT", "Wed, 28 Feb 2024 00:00:00 GMT", 172800},
        {"Sun, 06 Nov 1994 08:49:40 GMT", "yesterday", 2.5},
        {"Sun, 06 Nov 1994 08:49:36 GMT", NULL, -1},
        {"Thu, 01 Jan 1970 00:00:00 GMT", NULL, -1},
        {"-5", NULL, -1},
        {"+5", NULL, -1},
        {"1.5", NULL, -1},
        {"1 ", NULL, -1},
        {"5s", NULL, -1},
        {"", NULL, -1},
        {NULL, NULL, -1},
        {"soon", NULL, -1},
        {"Sun, 06 Nov 1994 08:49:40", NULL, -1},
        {"Sun, 6 Nov 1994 08:49:40 GMT", NULL, -1},
        {"Sun, 06 Nov 1994 24:49:40 GMT", NULL, -1},
        {"Sun, 06 Nob 1994 08:49:40 GMT", NULL, -1},
        {"Sun, 06 Nov 1994 08:49:40 GMT, 3", NULL, -1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double seconds = asked(ANSWERED, 503, rows[i].after, rows[i].date);
        if (seconds != rows[i].seconds)
            fail_msg("%s: %f", rows[i].after, seconds);
    }
    assert_true(asked(ANSWERED, 429, "99999999999999999999999999999999999", NULL) >
                1000 * RETRY_WAIT_MAX);
}

static void who_may_ask(void **state)
{
    (void)state;
    assert_true(asked(ANSWERED, 429, "1", NULL) == 1);
    assert_true(asked(ANSWERED, 500, "1", NULL) == -1);
    assert_true(asked(ANSWERED, 200, "1", NULL) == -1);
    assert_true(asked(ANSWERED, 301, "1", NULL) == -1);
    assert_true(asked(GARBLED, 503, "1", NULL) == -1);
    struct response twice = {.delivery = ANSWERED, .status = 503};
    double seconds;
    headers_add(&twice.headers, "Retry-After", "1");
    headers_add(&twice.headers, "Retry-After", "1");
    assert_false(retry_after(&twice, NOW, &seconds));
    response_free(&twice);
}

static void a_run_is_patient_for_a_minute(void **state)
{
    (void)state;
    struct pace *p = pace_new(0);
    for (int i = 0; i < 11; i++)
        assert_true(pace_grant(p, 5));
    assert_false(pace_grant(p, 5.5));
    assert_true(pace_grant(p, 5));
    assert_false(pace_grant(p, 0.5));
    assert_true(pace_grant(p, 0));
    pace_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_honoured),
        cmocka_unit_test(who_may_ask),
        cmocka_unit_test(a_run_is_patient_for_a_minute),
    };
    return cmocka_run_group_tests_name("retry", tests, NULL, NULL);
}
