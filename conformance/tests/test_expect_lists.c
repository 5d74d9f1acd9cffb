/* `lists`: who is in a list, once, not at all, and nobody else; wrapped lists are a should. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"
#include "conformance/expect_lists.h"

#include <string.h>

#define ID(group, name)                                                                            \
    "{\"id\":\"/subscriptions/s/resourceGroups/" group                                             \
    "/providers/microsoft.network/connections/" name "\"}"
#define A ID("g", "cs-a")
#define B ID("g", "cs-b")
#define ELSEWHERE ID("h", "cs-there")

/* `a` and `b` live in the run's group g, `there` in h. */
static const char names[] = "{\"a\":{\"name\":\"cs-a\"},\"b\":{\"name\":\"cs-b\"},"
                            "\"there\":{\"name\":\"cs-there\",\"resource-group\":\"h\"}}";

static cJSON *tree(const char *text)
{
    struct json_problem problem;
    cJSON *value = json_read(bytes_of(text), NULL, &problem);
    if (!value)
        fail_msg("%s: %s", text, problem.text);
    return value;
}

struct row {
    const char *answer, *lists, *message; /* answer NULL: no JSON; message NULL: it holds */
    bool should;
};

static void check(const struct row *row)
{
    struct seen x = {.answer = row->answer ? tree(row->answer) : NULL};
    cJSON *value = tree(row->lists), *of = tree(names);
    struct expect_context c = {.names = of, .group = "g"};
    struct miss miss = {0};
    bool held = lists_hold(&c, value, &x, &miss);
    if (held != !row->message || miss.should != row->should ||
        (!held && !strstr(miss.message, row->message)))
        fail_msg("%s against %s: %d %s", row->lists, row->answer, held, miss.message);
    miss_free(&miss);
    cJSON_Delete(x.answer);
    cJSON_Delete(value);
    cJSON_Delete(of);
}

static void test_lists(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"[" A "," B "]", "{\"has\":[\"a\"]}", NULL, false},
        {"[" B "," A "]", "{\"has\":[\"a\",\"b\"],\"only\":[\"a\",\"b\"]}", NULL, false},
        {"[" A "]", "{\"has\":[\"b\"]}", "does not have cs-b", false},
        {"[" A "," B "," A "]", "{\"has\":[\"a\"]}", "has cs-a", false},
        {"[" A "," B "]", "{\"lacks\":[\"b\"]}", "has cs-b", false},
        {"[" A "]", "{\"lacks\":[\"b\"]}", NULL, false},
        {"[" A "," B "]", "{\"only\":[\"a\"]}", "others than it must", false},
        {"[" A ",7]", "{\"only\":[\"a\"]}", "others than it must", false},
        {"[" A "," A "]", "{\"only\":[\"a\"]}", "has cs-a", false},
        {"[]", "{\"only\":[\"a\"]}", "does not have cs-a", false},
        {"[]", "{\"only\":[]}", NULL, false},
        {"[]", "{\"lacks\":[\"a\"]}", NULL, false},
        /* another's group, and names that only look alike */
        {"[" ELSEWHERE "]", "{\"has\":[\"there\"]}", NULL, false},
        {"[" ID("g", "cs-there") "]", "{\"has\":[\"there\"]}", "does not have", false},
        {"[" ID("h", "cs-a") "]", "{\"lacks\":[\"a\"]}", NULL, false},
        {"[" ID("g", "xcs-a") "," ID("xg", "cs-a") "]", "{\"lacks\":[\"a\"]}", NULL, false},
        {"[" ID("g", "cs-a/") "," ID("g", "cs-a1") "]", "{\"lacks\":[\"a\"]}", NULL, false},
        {"[" ID("G", "CS-A") "]", "{\"has\":[\"a\"]}", NULL, false},
        {"[\"cs-a\",{\"id\":7},{\"name\":\"cs-a\"},null]", "{\"has\":[\"a\"]}", "does not have",
         false},
        /* no list */
        {"{\"connections\":[" A "]}", "{\"has\":[\"a\"]}", "is no list", false},
        {A, "{\"has\":[\"a\"]}", "is no list", false},
        {"{\"value\":\"x\"}", "{\"only\":[]}", "is no list", false},
        {NULL, "{\"only\":[]}", "is no list", false},
        /* a wrapped one is a should, unless what it holds is wrong */
        {"{\"value\":[" A "]}", "{\"only\":[\"a\"]}", "inside an object", true},
        {"{\"value\":[" B "]}", "{\"only\":[\"a\"]}", "does not have cs-a", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(&rows[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lists)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
