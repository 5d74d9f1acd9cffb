/* The smallest input that does the same, and stays readable. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/mem.h"
#include "fuzz/campaign/minimise.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct wanted {
    const char *const *all; /* an input that has them all does it */
    unsigned asked;
};

static bool has_all(void *of, struct bytes input)
{
    struct wanted *w = of;
    w->asked++;
    for (const char *const *word = w->all; *word; word++)
        if (!input.len || !memmem(input.ptr, input.len, *word, strlen(*word)))
            return false;
    return true;
}

static char *smallest(const char *text, const char *const *all, unsigned tries)
{
    struct wanted w = {all, 0};
    size_t len;
    char *small = minimise(bytes_of(text), has_all, &w, tries, &len);
    assert_true(w.asked <= tries);
    assert_int_equal(strlen(small), len);
    assert_true(has_all(&w, bytes_of(small)));
    return small;
}

static void check(const char *text, const char *const *all, const char *expected)
{
    char *small = smallest(text, all, 2000);
    if (strcmp(small, expected) != 0)
        fail_msg("%s became %s, not %s", text, small, expected);
    free(small);
}

#define BODY                                                                                       \
    "{ \"location\": \"West US\", \"tags\": {\"a\": \"b\", \"c\": \"d\"},\n"                       \
    "  \"properties\": {\"gateway1\": {\"name\": \"firstgateway\", \"x\": [1, 22, 333]}} }"

static void test_members_go(void **state)
{
    (void)state;
    check(BODY, (const char *const[]){"\"gateway1\"", NULL}, "{\"\":{\"gateway1\":{}}}");
    check(BODY, (const char *const[]){"\"x\":[", "333", NULL}, "{\"\":{\"\":{\"x\":[333]}}}");
    check(BODY, (const char *const[]){"{", NULL}, "{}");
}

static void test_texts_go(void **state)
{
    (void)state;
    check("{\"location\": \"a long text with a needle in it\"}",
          (const char *const[]){"needle", NULL}, "{\"\":\"needle\"}");
}

static void test_operations_go(void **state)
{
    (void)state;
    check("\x1ePUT a\n" BODY "\x1eGET a\n\x1e"
          "DELETE a\n\x1ePATCH a\n{\"tags\":{}}\x1eGET -\n",
          (const char *const[]){"\x1e"
                                "DELETE a\n",
                                "\x1ePATCH a\n{", NULL},
          "\x1e"
          "DELETE a\n\x1ePATCH a\n{}");
}

/* What is no JSON from the start may lose any byte. */
static void test_bytes_go(void **state)
{
    (void)state;
    check("{\"a\":\"xyz\",,\"b\":\\u12}", (const char *const[]){"\\u1", NULL}, "\\u1");
    check("", (const char *const[]){NULL}, "");
}

static void test_stays_json(void **state)
{
    (void)state;
    static const char *const words[] = {"gateway1", "West", "333", "\"c\"", NULL};
    char *small = smallest(BODY, words, 3000);
    assert_true(json_check(bytes_of(small), NULL, NULL));
    free(small);
}

/* It ends when it may ask no more, with the best until then. */
static void test_few_tries(void **state)
{
    (void)state;
    for (unsigned tries = 0; tries < 30; tries++) {
        char *small = smallest(BODY, (const char *const[]){"gateway1", NULL}, tries);
        assert_true(strlen(small) <= strlen(BODY));
        free(small);
    }
}

static void test_long_and_deep(void **state)
{
    (void)state;
    size_t len = 200000;
    char *deep = mem_alloc(len + 1);
    memset(deep, '[', len);
    free(smallest(deep, (const char *const[]){"[[[", NULL}, 300));
    free(deep);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_members_go),    cmocka_unit_test(test_texts_go),
        cmocka_unit_test(test_operations_go), cmocka_unit_test(test_bytes_go),
        cmocka_unit_test(test_stays_json),    cmocka_unit_test(test_few_tries),
        cmocka_unit_test(test_long_and_deep)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
