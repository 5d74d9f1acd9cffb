/* Two JSON values side by side, a refused request obeyed, RFC 7396. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"
#include "contract/compare.h"

#include <stdlib.h>
#include <string.h>

static cJSON *tree(const char *text)
{
    struct json_problem problem;
    cJSON *value = json_read(bytes_of(text), NULL, &problem);
    assert_non_null(value);
    return value;
}

static void test_first_difference(void **state)
{
    (void)state;
    static const struct {
        const char *expected, *actual, *pointer; /* NULL: equal */
    } rows[] = {
        {"{\"a\":1,\"b\":{\"c\":[1,2]}}", "{\"b\":{\"c\":[1,2]},\"a\":1}", NULL},
        {"{\"a\":1}", "{\"a\":2}", "/a"},
        {"{\"a\":1}", "{}", "/a"},
        {"{}", "{\"a\":1}", "/a"},
        {"{\"a\":{\"x/y\":1}}", "{\"a\":{\"x/y\":\"1\"}}", "/a/x~1y"},
        {"{\"a\":{\"b\":1},\"c\":2}", "{\"a\":{\"b\":1},\"c\":3}", "/c"},
        {"{\"a\":\"x\"}", "{\"A\":\"x\"}", "/a"},
        {"{\"a\":null}", "{}", "/a"},
        {"[1]", "[2]", ""},
        {"{\"a\":[1]}", "{\"a\":[1,2]}", "/a"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cJSON *expected = tree(rows[i].expected), *actual = tree(rows[i].actual);
        struct difference d;
        bool differs = compare_first(expected, actual, &d);
        assert_int_equal(differs, rows[i].pointer != NULL);
        if (differs)
            assert_string_equal(buf_view(&d.pointer).ptr, rows[i].pointer);
        difference_free(&d);
        cJSON_Delete(expected);
        cJSON_Delete(actual);
    }
}

static void test_obeyed(void **state)
{
    (void)state;
    static const struct {
        const char *before, *after, *sent, *pointer;
    } rows[] = {
        {"{\"a\":\"1\"}", "{\"a\":\"2\"}", "{\"a\":\"2\"}", "/a"},
        {"{\"a\":\"1\"}", "{\"a\":\"3\"}", "{\"a\":\"2\"}", NULL}, /* changed by itself */
        {"{\"a\":\"2\"}", "{\"a\":\"2\"}", "{\"a\":\"2\"}", NULL}, /* was so before */
        {"{\"p\":{\"a\":\"1\"}}", "{\"p\":{\"a\":\"2\"}}", "{\"p\":{\"a\":\"2\"}}", "/p/a"},
        {"{}", "{\"p\":{\"a\":\"2\"}}", "{\"p\":{\"a\":\"2\"}}", "/p/a"},
        {"{\"a\":1}", "{\"a\":1}", "{\"b\":1}", NULL},
        {"{\"p\":1}", "{\"p\":1}", "{\"p\":{}}", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cJSON *before = tree(rows[i].before), *after = tree(rows[i].after);
        cJSON *sent = tree(rows[i].sent);
        struct difference d;
        bool obeyed = compare_obeyed(before, after, sent, &d);
        assert_int_equal(obeyed, rows[i].pointer != NULL);
        if (obeyed)
            assert_string_equal(buf_view(&d.pointer).ptr, rows[i].pointer);
        difference_free(&d);
        cJSON_Delete(before);
        cJSON_Delete(after);
        cJSON_Delete(sent);
    }
}

static void test_obeyed_text(void **state)
{
    (void)state;
    static const struct {
        const char *before, *after, *sent, *pointer;
    } rows[] = {
        {"{\"a\":\"x\"}", "{\"a\":\"y\"}", "{\"a\":\"y\"", "/a"},
        {"{\"p\":{\"a\":\"x\"}}", "{\"p\":{\"a\":\"y\"}}", "[\"y\",", "/p/a"},
        {"{\"a\":\"x\"}", "{\"a\":\"y\"}", "{\"a\":\"z\"", NULL}, /* changed by itself */
        {"{\"a\":\"x\"}", "{\"a\":\"y\"}", "{\"a\":\"yes\"", NULL},
        {"{\"a\":\"x\"}", "{\"a\":\"x\"}", "{\"a\":\"x\"", NULL},
        {"{\"a\":\"x\"}", "{\"a\":\"y\"}", "", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cJSON *before = tree(rows[i].before), *after = tree(rows[i].after);
        struct difference d;
        bool obeyed = compare_obeyed_text(before, after, bytes_of(rows[i].sent), &d);
        assert_int_equal(obeyed, rows[i].pointer != NULL);
        if (obeyed)
            assert_string_equal(buf_view(&d.pointer).ptr, rows[i].pointer);
        difference_free(&d);
        cJSON_Delete(before);
        cJSON_Delete(after);
    }
}

static void test_merge_patch(void **state)
{
    (void)state;
    /* RFC 7396 appendix A, those with objects on both sides, and the tags of PLAT-12 */
    static const struct {
        const char *base, *patch, *result;
    } rows[] = {
        {"{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
        {"{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}"},
        {"{\"a\":\"b\"}", "{\"a\":null}", "{}"},
        {"{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}"},
        {"{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
        {"{\"a\":\"c\"}", "{\"a\":[\"b\"]}", "{\"a\":[\"b\"]}"},
        {"{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}", "{\"a\":{\"b\":\"d\"}}"},
        {"{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}"},
        {"{\"e\":null}", "{\"a\":1}", "{\"e\":null,\"a\":1}"},
        {"{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}"},
        {"{\"tags\":{\"a\":\"1\"}}", "{\"tags\":{\"b\":\"2\"}}", "{\"tags\":{\"b\":\"2\"}}"},
        {"{\"tags\":{\"a\":\"1\"}}", "{\"tags\":{}}", "{\"tags\":{}}"},
        {"{\"p\":{\"tags\":{\"a\":\"1\"}}}", "{\"p\":{\"tags\":{\"b\":\"2\"}}}",
         "{\"p\":{\"tags\":{\"a\":\"1\",\"b\":\"2\"}}}"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cJSON *base = tree(rows[i].base), *patch = tree(rows[i].patch);
        cJSON *wanted = tree(rows[i].result), *merged = merge_patch(base, patch);
        if (!json_equal(wanted, merged))
            fail_msg("%s + %s is not %s", rows[i].base, rows[i].patch, rows[i].result);
        cJSON_Delete(base);
        cJSON_Delete(patch);
        cJSON_Delete(wanted);
        cJSON_Delete(merged);
    }
}

static void test_words(void **state)
{
    (void)state;
    char *words = value_words(NULL);
    assert_string_equal(words, "nothing");
    free(words);
    char text[1003];
    text[0] = '"';
    for (int i = 1; i < 1001; i += 2)
        memcpy(text + i, "\xc3\xa4", 2);
    memcpy(text + 1001, "\"", 2);
    cJSON *value = tree(text);
    words = value_words(value);
    assert_true(strlen(words) < 450);
    assert_non_null(strstr(words, "... (1002 bytes)"));
    assert_true(((unsigned char)strstr(words, "...")[-1] & 0xC0) == 0x80); /* no half character */
    free(words);
    cJSON_Delete(value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_difference),
        cmocka_unit_test(test_obeyed),
        cmocka_unit_test(test_obeyed_text),
        cmocka_unit_test(test_merge_patch),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
