/* Who is under suspicion when a target has gone: what was dropped and is not older than an answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "conformance/run.h"
#include "conformance/suspects.h"

#include <stdio.h>
#include <stdlib.h>

static void add(struct suspects *s, const char *case_id, unsigned step)
{
    struct request rq = request_new("PUT", "/x");
    request_body(&rq, "12345", 5);
    suspects_add(s, case_id, step, &rq);
    request_free(&rq); /* a copy is kept */
}

/* "CASE-STEP " of each, in order; they are gone then. */
static void take(struct suspects *s, char out[400])
{
    struct suspect list[SUSPECTS_MAX];
    size_t count = suspects_take(s, list), len = 0;
    *out = '\0';
    for (size_t i = 0; i < count; i++) {
        len += (size_t)snprintf(out + len, 400 - len, "%s-%u ",
                                list[i].case_id ? list[i].case_id : "", list[i].step);
        assert_int_equal(list[i].request.body_len, 5);
        suspect_clear(&list[i]);
    }
}

static void test_who(void **state)
{
    (void)state;
    char got[400];
    struct suspects *s = suspects_new();
    double start = clock_now();
    add(s, "a", 1);
    add(s, "b", 2);
    suspects_answered(s, start); /* what was sent before they were dropped says nothing */
    take(s, got);
    assert_string_equal(got, "a-1 b-2 ");
    take(s, got);
    assert_string_equal(got, "");
    add(s, "a", 1);
    double between = clock_now();
    while (clock_now() <= between)
        ;
    add(s, "b", 2);
    suspects_answered(s, between); /* the target was alive after a */
    take(s, got);
    assert_string_equal(got, "b-2 ");
    suspects_free(s);
    suspects_free(NULL);
}

static void test_bound(void **state)
{
    (void)state;
    struct suspect list[SUSPECTS_MAX];
    struct suspects *s = suspects_new();
    for (unsigned i = 0; i < SUSPECTS_MAX + 5; i++)
        add(s, "many", i);
    size_t count = suspects_take(s, list);
    assert_int_equal(count, SUSPECTS_MAX);
    for (unsigned i = 0; i < count; i++) {
        assert_int_equal(list[i].step, i); /* the first ones */
        suspect_clear(&list[i]);
    }
    add(s, "left", 1); /* and what is left is freed with the rest */
    suspects_free(s);
}

static void test_words(void **state)
{
    (void)state;
    struct suspect one = {
        .case_id = (char *)"core/x", .step = 2, .request = request_new("PUT", "/")};
    char *words = suspect_words(&one);
    assert_string_equal(words, "core/x, step 2: PUT with 0 bytes of body");
    free(words);
    one.case_id = NULL;
    words = suspect_words(&one);
    assert_string_equal(words, "discovery, step 2: PUT with 0 bytes of body");
    free(words);
    request_free(&one.request);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_who), cmocka_unit_test(test_bound),
                                       cmocka_unit_test(test_words)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
