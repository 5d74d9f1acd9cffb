#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "exact.h"

/* json_read, json_print, json_equal, json_where. */

static cJSON *read_text(const char *text)
{
    struct json_problem p;
    cJSON *root = exact_read(bytes_of(text), NULL, &p);
    if (!root)
        fail_msg("%s: %s", text, p.text);
    return root;
}

static void assert_prints(const char *text, bool pretty, const char *expected)
{
    cJSON *root = read_text(text);
    char *printed = json_print(root, pretty);
    assert_string_equal(printed, expected);
    free(printed);
    cJSON_Delete(root);
}

static void text_is_printed_as_it_was_read(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "null",
        "\"\"",
        "-1.5",
        "1",
        "\"\\n\"",
        "\"\\\\\"",
        "\"a\\u0000b\"",
        "[\"\\u0000\",\"\\u0000\\u0000\",\"\\\\u0000\",\"\\\\\\u0000\",\"\\\"\\u0000\"]",
        "{\"a\\u0000\":1,\"a\":2,\"\\u0000\":{\"\":[]}}",
        "[{},[],[[]],true,false]",
        "\"\xc3\xa9\xf0\x9f\x98\x80\xdf\x80\"",
        "\"0\xc2\x80\"",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_prints(texts[i], false, texts[i]);
}

static void pretty_text_is_indented(void **state)
{
    (void)state;
    assert_prints("{\"a\":[1,{\"b,:[\\\"\":{}}],\"c\":[],\"\\u0000\":\"x\\u0000\"}", true,
                  "{\n  \"a\": [\n    1,\n    {\n      \"b,:[\\\"\": {}\n    }\n  ],\n"
                  "  \"c\": [],\n  \"\\u0000\": \"x\\u0000\"\n}");
    assert_prints("[]", true, "[]");
    assert_prints("\"a\"", true, "\"a\"");
    assert_null(json_print(NULL, false));
}

static void numbers_are_printed_with_the_digits_they_need(void **state)
{
    (void)state;
    assert_prints("[1.0,0.1,-0,1e2,12345.5]", false, "[1,0.1,-0,100,12345.5]");
    assert_prints("[9007199254740993,123456789012345678]", false,
                  "[9007199254740992,1.2345678901234568e+17]");
    assert_prints("[1.7976931348623157e308,5e-324,0.30000000000000004]", false,
                  "[1.7976931348623157e+308,4.94065645841247e-324,0.30000000000000004]");
    cJSON *infinite = cJSON_CreateNumber(1e308 * 10);
    char *text = json_print(infinite, false);
    assert_string_equal(text, "null");
    free(text);
    cJSON_Delete(infinite);
}

static void control_characters_are_escaped(void **state)
{
    (void)state;
    assert_prints(
        "\"\\u0001\\u001F\\u0008\\u000c\\u000a\\u000d\\u0009\\u0022\\u005c\\u002f\\u007f\"", false,
        "\"\\u0001\\u001f\\b\\f\\n\\r\\t\\\"\\\\/\x7f\"");
}

/* What is spelled out and what is not, next to each other, and the same value in both. */
static void what_deceives_is_spelled_out(void **state)
{
    (void)state;
    static const char text[] = "{\"\x7f\":\"~\x7f \xc2\x80\xc2\x9f\xc2\xa0 "
                               "\xe2\x80\xa7\xe2\x80\xa8\xe2\x80\xae\xe2\x80\xaf "
                               "\xe2\x81\xa5\xe2\x81\xa6\xe2\x81\xa9\xe2\x81\xaa "
                               "\xe2\x82\xac\xc3\xa9\xf0\x9f\x98\x80\\u0000\"}";
    cJSON *root = json_read(bytes_of(text), NULL, NULL);
    struct buf out = buf_new((size_t)1 << 20);
    assert_non_null(root);
    json_add_visible(&out, root);
    assert_string_equal(out.data,
                        "{\"\\u007f\":\"~\\u007f \\u0080\\u009f\xc2\xa0 \xe2\x80\xa7\\u2028\\u202e"
                        "\xe2\x80\xaf \xe2\x81\xa5\\u2066\\u2069\xe2\x81\xaa \xe2\x82\xac\xc3\xa9"
                        "\xf0\x9f\x98\x80\\u0000\"}");
    cJSON *again = json_read(buf_view(&out), NULL, NULL);
    assert_true(json_equal(root, again));
    buf_clear(&out);
    json_add(&out, root);
    assert_string_equal(out.data, text);
    cJSON_Delete(root);
    cJSON_Delete(again);
    buf_free(&out);
}

static void a_nul_neither_cuts_nor_confuses(void **state)
{
    (void)state;
    cJSON *root = read_text("[\"x\\u0000y\",\"x\",\"\\\\u0000\"]");
    assert_string_equal(root->child->valuestring, "x\xC0\x80y");
    assert_string_equal(root->child->next->valuestring, "x");
    assert_string_equal(root->child->next->next->valuestring, "\\u0000");
    cJSON_Delete(root);
}

static void numbers_of_any_length_are_read(void **state)
{
    (void)state;
    struct buf b = buf_new(100000);
    buf_text(&b, "[0.");
    for (int i = 0; i < 5000; i++)
        buf_byte(&b, '0');
    buf_text(&b, "12e5001,-1");
    for (int i = 0; i < 300; i++)
        buf_byte(&b, '0');
    buf_text(&b, ".0,0.");
    for (int i = 0; i < 5000; i++)
        buf_byte(&b, '0');
    buf_text(&b, "1,0.3333333333333333333333333333333333333333333333333333333333333333333333333]");
    struct json_problem p;
    cJSON *root = exact_read(buf_view(&b), NULL, &p);
    assert_non_null(root);
    assert_true(cJSON_GetArrayItem(root, 0)->valuedouble == 1.2);
    assert_true(cJSON_GetArrayItem(root, 1)->valuedouble == -1e300);
    assert_true(cJSON_GetArrayItem(root, 2)->valuedouble == 0);
    assert_true(cJSON_GetArrayItem(root, 3)->valuedouble == 1.0 / 3);
    cJSON_Delete(root);
    buf_free(&b);
}

static void reading_stops_at_the_depth_of_cjson(void **state)
{
    (void)state;
    struct buf b = buf_new(4096);
    for (int i = 0; i < 1000; i++)
        buf_byte(&b, '[');
    for (int i = 0; i < 1000; i++)
        buf_byte(&b, ']');
    struct json_limits deep = {.max_depth = 5000};
    struct json_problem p;
    cJSON *root = exact_read(buf_view(&b), &deep, &p);
    assert_non_null(root);
    char *printed = json_print(root, true);
    assert_non_null(printed);
    assert_true(json_equal(root, root));
    free(printed);
    cJSON_Delete(root);
    buf_free(&b);
    for (int i = 0; i < 1001; i++)
        buf_byte(&b, '[');
    assert_null(exact_read(buf_view(&b), &deep, &p));
    assert_int_equal(p.fault, JSON_DEPTH);
    assert_int_equal(p.offset, 1000);
    buf_free(&b);
}

static void a_problem_of_a_file_names_it_and_the_line(void **state)
{
    (void)state;
    struct err err = {0};
    assert_null(json_read_named("corpus/a.json", bytes_of("{\n  \"a\": 01 }"), &err));
    assert_non_null(strstr(err.text, "corpus/a.json:2:9: "));
    cJSON *root = json_read_named("corpus/a.json", bytes_of("[]"), &err);
    assert_true(cJSON_IsArray(root));
    cJSON_Delete(root);
}

static void equality_is_that_of_json(void **state)
{
    (void)state;
    static const struct {
        const char *left, *right;
        bool equal;
    } rows[] = {
        {"1", "1.0", true},
        {"-0", "0", true},
        {"1e2", "100", true},
        {"1", "\"1\"", false},
        {"true", "false", false},
        {"null", "null", true},
        {"null", "false", false},
        {"[]", "{}", false},
        {"[1,2]", "[2,1]", false},
        {"[1]", "[1,1]", false},
        {"[1,1]", "[1]", false},
        {"{\"a\":1,\"b\":[{\"c\":2,\"d\":3}]}", "{\"b\":[{\"d\":3,\"c\":2}],\"a\":1}", true},
        {"{\"a\":1,\"b\":2}", "{\"b\":1,\"a\":2}", false},
        {"{\"a\":1,\"b\":2}", "{\"a\":1}", false},
        {"{\"a\":1}", "{\"a\":1,\"b\":2}", false},
        {"{\"a\":1,\"b\":2}", "{\"a\":1,\"c\":2}", false},
        {"{\"a\":1}", "{\"A\":1}", false},
        {"{\"a\":1}", "{\"a\\u0000\":1}", false},
        {"\"x\\u0000y\"", "\"x\\u0000z\"", false},
        {"\"\\u00e9\"", "\"\xc3\xa9\"", true},
        {"\"a\"", "\"A\"", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cJSON *left = read_text(rows[i].left), *right = read_text(rows[i].right);
        if (json_equal(left, right) != rows[i].equal || json_equal(right, left) != rows[i].equal)
            fail_msg("%s, %s", rows[i].left, rows[i].right);
        assert_false(json_equal(left, NULL) || json_equal(NULL, left));
        cJSON_Delete(left);
        cJSON_Delete(right);
    }
    assert_true(json_equal(NULL, NULL));
}

static cJSON *many_members(int from, int to, int by)
{
    struct buf b = buf_new((size_t)8 << 20);
    for (int i = from; i != to; i += by)
        buf_format(&b, "%s\"name%d\":%d", b.len ? "," : "{", i, i);
    buf_text(&b, "}");
    struct json_problem p;
    cJSON *root = exact_read(buf_view(&b), NULL, &p);
    assert_non_null(root);
    buf_free(&b);
    return root;
}

static void large_objects_are_equal_in_any_order(void **state)
{
    (void)state;
    cJSON *up = many_members(0, 50000, 1), *down = many_members(49999, -1, -1);
    assert_true(json_equal(up, down));
    down->child->valuedouble = -1;
    assert_false(json_equal(up, down));
    cJSON_Delete(up);
    cJSON_Delete(down);
}

static void places_are_found_by_pointer(void **state)
{
    (void)state;
    static const char text[] = "\n{ \"a\": [ 10, {\"b\": \"]}\\\"\"},\n  [[], {}], 3 ],\n"
                               "  \"\\u0067w/~\": {\"\": true,\n\"x\\u0000\": -1.5e3 } }";
    static const struct {
        const char *pointer;
        bool there;
        size_t line, column;
    } rows[] = {
        {"", true, 2, 1},
        {"/a", true, 2, 3},
        {"/a/0", true, 2, 10},
        {"/a/1", true, 2, 14},
        {"/a/1/b", true, 2, 15},
        {"/a/2", true, 3, 3},
        {"/a/2/0", true, 3, 4},
        {"/a/2/1", true, 3, 8},
        {"/a/3", true, 3, 13},
        {"/gw~1~0", true, 4, 3},
        {"/gw~1~0/", true, 4, 17},
        {"/gw~1~0/x\xC0\x80", true, 5, 1},
        {"/gw~1~0/x", false, 1, 1},
        {"/a/4", false, 1, 1},
        {"/a/-", false, 1, 1},
        {"/a/01", false, 1, 1},
        {"/a/99999999999999999999", false, 1, 1},
        {"/a/2/0/0", false, 1, 1},
        {"/a/2/1/0", false, 1, 1},
        {"/a/0/0", false, 1, 1},
        {"/A", false, 1, 1},
        {"/", false, 1, 1},
        {"a", false, 1, 1},
        {"/a~2", false, 1, 1},
    };
    struct bytes exact = {mem_copy(text, sizeof text - 1), sizeof text - 1};
    assert_true(exact_check(exact, NULL, NULL));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t line = 9, column = 9;
        bool there = json_where(exact, rows[i].pointer, &line, &column);
        if (there != rows[i].there || line != rows[i].line || column != rows[i].column)
            fail_msg("%s: %d %zu:%zu", rows[i].pointer, there, line, column);
    }
    free((char *)exact.ptr);
}

static void values_are_found_by_pointer(void **state)
{
    (void)state;
    static const char text[] = " {\"a\" : [1, {\"b\":\"}]\\\"\"} ,[ ]] ,\n\"c/d\":null} ";
    static const struct {
        const char *pointer, *value;
    } rows[] = {
        {"/a/0", "1"},     {"/a/1", "{\"b\":\"}]\\\"\"}"},
        {"/a/2", "[ ]"},   {"/a/1/b", "\"}]\\\"\""},
        {"/c~1d", "null"}, {"", "{\"a\" : [1, {\"b\":\"}]\\\"\"} ,[ ]] ,\n\"c/d\":null}"},
        {"/a/3", NULL},    {"/b", NULL},
        {"/a/0/x", NULL},  {"x", NULL},
    };
    struct bytes exact = {mem_copy(text, sizeof text - 1), sizeof text - 1};
    assert_true(exact_check(exact, NULL, NULL));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bytes value = {0};
        bool there = json_find(exact, rows[i].pointer, &value);
        if (there != !!rows[i].value || (there && !bytes_equal(value, bytes_of(rows[i].value))))
            fail_msg("%s: %.*s", rows[i].pointer, (int)value.len, value.ptr);
    }
    assert_false(json_find((struct bytes){"", 0}, "", &exact));
    free((char *)exact.ptr);
}

static void places_in_deep_text_cost_no_stack(void **state)
{
    (void)state;
    struct buf b = buf_new((size_t)1 << 20);
    buf_text(&b, "{\"a\":");
    for (int i = 0; i < 100000; i++)
        buf_byte(&b, '[');
    for (int i = 0; i < 100000; i++)
        buf_byte(&b, ']');
    buf_text(&b, ",\n\"b\":1}");
    size_t line, column;
    assert_true(json_where(buf_view(&b), "/b", &line, &column));
    assert_true(line == 2 && column == 1);
    assert_false(json_where((struct bytes){"", 0}, "", &line, &column));
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_printed_as_it_was_read),
        cmocka_unit_test(pretty_text_is_indented),
        cmocka_unit_test(numbers_are_printed_with_the_digits_they_need),
        cmocka_unit_test(control_characters_are_escaped),
        cmocka_unit_test(what_deceives_is_spelled_out),
        cmocka_unit_test(a_nul_neither_cuts_nor_confuses),
        cmocka_unit_test(numbers_of_any_length_are_read),
        cmocka_unit_test(reading_stops_at_the_depth_of_cjson),
        cmocka_unit_test(a_problem_of_a_file_names_it_and_the_line),
        cmocka_unit_test(equality_is_that_of_json),
        cmocka_unit_test(large_objects_are_equal_in_any_order),
        cmocka_unit_test(places_are_found_by_pointer),
        cmocka_unit_test(values_are_found_by_pointer),
        cmocka_unit_test(places_in_deep_text_cost_no_stack),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
