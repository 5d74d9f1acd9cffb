#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/pointer.h"

#include <stdlib.h>

static cJSON *read_text(const char *text)
{
    struct json_problem p;
    cJSON *root = json_read(bytes_of(text), NULL, &p);
    if (!root)
        fail_msg("%s: %s", text, p.text);
    return root;
}

static void assert_tree(const cJSON *root, const char *expected, const char *label)
{
    char *text = json_print(root, false);
    if (strcmp(text, expected) != 0)
        fail_msg("%s: %s, not %s", label, text, expected);
    free(text);
}

/* The document of RFC 6901 section 5, and a few more members. */
static const char document[] =
    "{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\"e^f\":3,\"g|h\":4,\"i\\\\j\":5,"
    "\"k\\\"l\":6,\" \":7,\"m~n\":8,\"~1\":9,\"n\\u0000\":10,\"0\":{\"00\":11,\"\":{\"\":12}}}";

static void values_are_found(void **state)
{
    (void)state;
    static const struct {
        const char *pointer, *value;
    } rows[] = {
        {"", document},
        {"/foo", "[\"bar\",\"baz\"]"},
        {"/foo/0", "\"bar\""},
        {"/foo/1", "\"baz\""},
        {"/", "0"},
        {"/a~1b", "1"},
        {"/c%d", "2"},
        {"/e^f", "3"},
        {"/g|h", "4"},
        {"/i\\j", "5"},
        {"/k\"l", "6"},
        {"/ ", "7"},
        {"/m~0n", "8"},
        {"/~01", "9"},
        {"/n\xC0\x80", "10"},
        {"/0/00", "11"},
        {"/0//", "12"},
        {"/0/", "{\"\":12}"},
        {"/foo/2", NULL},
        {"/foo/-", NULL},
        {"/foo/00", NULL},
        {"/foo/01", NULL},
        {"/foo/+1", NULL},
        {"/foo/ 1", NULL},
        {"/foo/1 ", NULL},
        {"/foo/", NULL},
        {"/foo/0x1", NULL},
        {"/foo/-1", NULL},
        {"/foo/1e0", NULL},
        {"/foo/4294967296", NULL},
        {"/Foo", NULL},
        {"/foo/18446744073709551616", NULL},
        {"/bar", NULL},
        {"/foo/18446744073709551617", NULL},
        {"/n", NULL},
        {"/foo/999999999", NULL},
        {"foo", NULL},
        {"#/foo", NULL},
        {"/m~n", NULL},
        {"/m~", NULL},
        {"/~2", NULL},
        {"/~1", NULL},
        {"/foo/0/0", NULL},
        {"/ /x", NULL},
        {"//x", NULL},
        {"/foo/~", NULL},
    };
    cJSON *root = read_text(document);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const cJSON *value = pointer_get(root, rows[i].pointer);
        if (value && rows[i].value)
            assert_tree(value, rows[i].value, rows[i].pointer);
        else if (value || rows[i].value)
            fail_msg("%s", rows[i].pointer);
    }
    assert_null(pointer_get(NULL, ""));
    assert_null(pointer_get(NULL, "/a"));
    cJSON_Delete(root);
}

static void values_are_set(void **state)
{
    (void)state;
    static const struct {
        const char *before, *pointer, *after; /* NULL: refused */
    } rows[] = {
        {"{}", "/a", "{\"a\":9}"},
        {"{}", "/", "{\"\":9}"},
        {"{\"a\":1,\"b\":2}", "/a", "{\"a\":9,\"b\":2}"},
        {"{\"a\":1,\"A\":2}", "/A", "{\"a\":1,\"A\":9}"},
        {"{\"a\":{\"b\":1}}", "/a", "{\"a\":9}"},
        {"{}", "/a/b/c", "{\"a\":{\"b\":{\"c\":9}}}"},
        {"{}", "/a~1~0/~01", "{\"a/~\":{\"~1\":9}}"},
        {"{}", "/0/-", "{\"0\":{\"-\":9}}"},
        {"[1,2]", "/0", "[9,2]"},
        {"[1,2]", "/1", "[1,9]"},
        {"[1,2]", "/2", "[1,2,9]"},
        {"[1,2]", "/-", "[1,2,9]"},
        {"[]", "/0", "[9]"},
        {"[]", "/-/a", "[{\"a\":9}]"},
        {"[[]]", "/0/0", "[[9]]"},
        {"[{}]", "/0/x/y", "[{\"x\":{\"y\":9}}]"},
        {"{\"a\":[]}", "/a/-", "{\"a\":[9]}"},
        {"[1,2]", "/3", NULL},
        {"[1,2]", "/01", NULL},
        {"[1,2]", "/x", NULL},
        {"[1,2]", "/", NULL},
        {"[1,2]", "/-1", NULL},
        {"[1,2]", "/3/a", NULL},
        {"[1,2]", "/4294967296", NULL},
        {"[1,2]", "/18446744073709551618", NULL},
        {"{\"a\":1}", "/a/b", NULL},
        {"{\"a\":null}", "/a/b", NULL},
        {"{\"a\":\"s\"}", "/a/0/c", NULL},
        {"{}", "", NULL},
        {"{}", "a", NULL},
        {"{}", "/a/~2", NULL},
        {"{}", "/a/b~", NULL},
        {"1", "/a", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cJSON *root = read_text(rows[i].before), *value = cJSON_CreateNumber(9);
        bool done = pointer_set(root, rows[i].pointer, value);
        if (done != (rows[i].after != NULL))
            fail_msg("%s in %s: %d", rows[i].pointer, rows[i].before, done);
        assert_tree(root, done ? rows[i].after : rows[i].before, rows[i].pointer);
        if (!done)
            cJSON_Delete(value);
        cJSON_Delete(root);
    }
}

static void what_was_set_is_found(void **state)
{
    (void)state;
    cJSON *root = cJSON_CreateObject(), *value = cJSON_CreateString("x");
    assert_true(pointer_set(root, "/p/q", value));
    assert_ptr_equal(pointer_get(root, "/p/q"), value);
    cJSON *other = cJSON_CreateArray();
    assert_true(pointer_set(root, "/p/q", other));
    assert_ptr_equal(pointer_get(root, "/p/q"), other);
    assert_false(pointer_set(root, "/p/q", NULL));
    cJSON_Delete(root);
}

static void values_are_removed(void **state)
{
    (void)state;
    static const struct {
        const char *before, *pointer, *after;
    } rows[] = {
        {"{\"a\":1,\"b\":2}", "/a", "{\"b\":2}"},
        {"{\"a\":1,\"b\":2}", "/b", "{\"a\":1}"},
        {"{\"a\":1,\"A\":2}", "/A", "{\"a\":1}"},
        {"{\"\":1}", "/", "{}"},
        {"{\"a\":{\"b\":{\"c\":[1]}}}", "/a/b", "{\"a\":{}}"},
        {"{\"x/y\":{\"~\":1}}", "/x~1y/~0", "{\"x/y\":{}}"},
        {"[1,2,3]", "/1", "[1,3]"},
        {"[1,2,3]", "/0", "[2,3]"},
        {"[1,2,3]", "/2", "[1,2]"},
        {"[1]", "/0", "[]"},
        {"[1]", "/1", NULL},
        {"[1]", "/-", NULL},
        {"[1]", "/00", NULL},
        {"{\"a\":1}", "/b", NULL},
        {"{\"a\":1}", "", NULL},
        {"{\"a\":1}", "a", NULL},
        {"{\"a\":1}", "a/a", NULL},
        {"{\"a\":1}", "/a/b", NULL},
        {"{\"a\":1}", "/a~", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cJSON *root = read_text(rows[i].before);
        bool done = pointer_remove(root, rows[i].pointer);
        if (done != (rows[i].after != NULL))
            fail_msg("%s in %s: %d", rows[i].pointer, rows[i].before, done);
        assert_tree(root, done ? rows[i].after : rows[i].before, rows[i].pointer);
        cJSON_Delete(root);
    }
}

static void parts_are_escaped_and_taken_again(void **state)
{
    (void)state;
    static const char *const parts[] = {"a", "", "~", "/", "~1", "a/b~c", "0", "\xC0\x80"};
    struct buf b = buf_new(100);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        assert_true(pointer_add(&b, parts[i]));
    assert_string_equal(b.data, "/a//~0/~1/~01/a~1b~0c/0/\xC0\x80");
    const char *at = b.data;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char *part = pointer_part(&at);
        assert_string_equal(part, parts[i]);
        free(part);
    }
    assert_null(pointer_part(&at));
    assert_string_equal(at, "");
    buf_free(&b);
    struct buf full = buf_new(3);
    assert_true(pointer_add(&full, "ab"));
    assert_false(pointer_add(&full, "c"));
    buf_free(&full);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_found),
        cmocka_unit_test(values_are_set),
        cmocka_unit_test(what_was_set_is_found),
        cmocka_unit_test(values_are_removed),
        cmocka_unit_test(parts_are_escaped_and_taken_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
