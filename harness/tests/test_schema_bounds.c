/* Hostile instances and runaway schemas: every check ends, says which bound it met, and what it
 * says is short and valid UTF-8. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "contract/schema.h"
#include "contract/utf8.h"

#include <stdlib.h>

enum { MANY = 100000 };

static cJSON *parse(struct bytes text)
{
    struct json_limits deep = {.max_depth = JSON_READ_DEPTH};
    struct json_problem problem = {.text = ""};
    cJSON *json = json_read(text, &deep, &problem);
    if (!json)
        fail_msg("%s", problem.text);
    return json;
}

static struct schema_errors check(const char *schema, const cJSON *instance)
{
    struct schema *s;
    struct err err = {""};
    struct schema_errors errors;
    cJSON *document = parse(bytes_of(schema));
    if (schema_load(&s, document, (const char *const[]){"", NULL}, NULL, &err) != 0)
        fail_msg("%s: %s", schema, err.text);
    bool valid = schema_check(s, "", instance, NULL, &errors);
    assert_int_equal(valid, errors.count == 0);
    assert_int_equal(valid, schema_check(s, "", instance, NULL, NULL));
    schema_free(s);
    cJSON_Delete(document);
    return errors;
}

static struct schema_errors check_text(const char *schema, struct buf *instance)
{
    assert_false(instance->failed);
    cJSON *json = parse(buf_view(instance));
    struct schema_errors errors = check(schema, json);
    for (size_t i = 0; i < errors.count; i++) {
        const struct schema_error *e = &errors.list[i];
        assert_true(utf8_valid(bytes_of(e->expected)) && utf8_valid(bytes_of(e->found)));
        assert_true(strlen(e->found) <= 200 && strlen(e->expected) <= 400);
        assert_non_null(pointer_get(json, e->instance));
    }
    cJSON_Delete(json);
    buf_free(instance);
    return errors;
}

static struct buf text(const char *begin)
{
    struct buf b = buf_new((size_t)64 << 20);
    buf_text(&b, begin);
    return b;
}

/* The instance is valid. */
static void accept(const char *schema, struct buf instance)
{
    struct schema_errors errors = check_text(schema, &instance);
    if (errors.count)
        fail_msg("%s: expected %s", schema, errors.list[0].expected);
    schema_errors_free(&errors);
}

/* The instance is not, and the last error is this one. */
static void refuse(const char *schema, struct buf instance, size_t count, const char *expected)
{
    struct schema_errors errors = check_text(schema, &instance);
    assert_int_equal(errors.count, count);
    assert_string_equal(errors.list[count - 1].expected, expected);
    schema_errors_free(&errors);
}

static struct buf nested(size_t depth)
{
    struct buf b = text("");
    for (size_t i = 0; i < depth; i++)
        buf_byte(&b, '[');
    for (size_t i = 0; i < depth; i++)
        buf_byte(&b, ']');
    return b;
}

static struct buf numbers(size_t count)
{
    struct buf b = text("[");
    for (size_t i = 0; i < count; i++)
        buf_format(&b, "%s%zu", i ? "," : "", i);
    buf_byte(&b, ']');
    return b;
}

static struct buf members(size_t count)
{
    struct buf b = text("{");
    for (size_t i = 0; i < count; i++)
        buf_format(&b, "%s\"m%zu\":%zu", i ? "," : "", i, i);
    buf_byte(&b, '}');
    return b;
}

static const char too_deep[] = "a check within 512 schemas inside each other";
static const char too_long[] = "a check within 5000000 steps";

static void test_depth(void **state)
{
    (void)state;
    accept("{\"items\": {\"$ref\": \"#\"}}", nested(200));
    accept("{\"type\": \"array\", \"uniqueItems\": true}", nested(900));
    refuse("{\"items\": {\"$ref\": \"#\"}}", nested(900), 1, too_deep);
    refuse("{\"not\": {\"items\": {\"$ref\": \"#\"}}}", nested(900), 1, too_deep);
    refuse("{\"$ref\": \"#\"}", text("1"), 1, too_deep);
    refuse("{\"allOf\": [{\"$ref\": \"#\"}, {\"$ref\": \"#\"}]}", text("1"), 1, too_deep);
    refuse("{\"not\": {\"$ref\": \"#\"}}", text("1"), 1, too_deep);
    refuse("{\"anyOf\": [{\"$ref\": \"#\"}, true]}", text("1"), 1, too_deep);
    refuse("{\"if\": {\"$ref\": \"#\"}}", text("1"), 1, too_deep);
    refuse(
        "{\"contains\": {\"$ref\": \"#/$defs/a\"}, \"$defs\": {\"a\": {\"$ref\": \"#/$defs/a\"}}}",
        text("[1]"), 1, too_deep);
}

/* Two to the power of forty ways to go. */
static void test_steps(void **state)
{
    struct buf b = text("{\"$ref\": \"#/$defs/d0\", \"$defs\": {");
    (void)state;
    for (int i = 0; i < 40; i++)
        buf_format(
            &b,
            "\"d%d\": {\"allOf\": [{\"$ref\": \"#/$defs/d%d\"}, {\"$ref\": \"#/$defs/d%d\"}]}, ", i,
            i + 1, i + 1);
    buf_text(&b, "\"d40\": {\"type\": \"integer\"}}}");
    refuse(buf_view(&b).ptr, text("1"), 1, too_long);
    buf_free(&b);
}

static void test_hostile_patterns(void **state)
{
    static const char limit[] = "a string that can be matched against ^(a+)+$ within its limits";
    (void)state;
    refuse("{\"pattern\": \"^(a+)+$\"}", text("\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\""), 1,
           limit);
    refuse("{\"not\": {\"pattern\": \"^(a+)+$\"}}",
           text("\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\""), 1, limit);
    refuse("{\"patternProperties\": {\"^(a+)+$\": false}}",
           text("{\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\": 1}"), 1, limit);
    refuse("{\"patternProperties\": {\"^(a+)+$\": {}}, \"additionalProperties\": false}",
           text("{\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\": 1}"), 1, limit);

    /* each of them short of its own limit, all of them together beyond the steps */
    struct buf b = text("[\"\"");
    for (int i = 0; i < MANY; i++)
        buf_text(&b, ",\"aaaaaaaaaa!\"");
    buf_byte(&b, ']');
    refuse("{\"items\": {\"not\": {\"pattern\": \"^(a+)+[bc]$\"}}}", b, 1, too_long);
}

static void test_many_members(void **state)
{
    (void)state;
    accept("{\"additionalProperties\": {\"type\": \"integer\"}, \"minProperties\": 100000}",
           members(MANY));
    accept("{\"propertyNames\": {\"pattern\": \"^m[0-9]+$\"}, \"required\": [\"m99999\"]}",
           members(MANY));
    accept("{\"patternProperties\": {\"^m\": {\"minimum\": 0}}, \"additionalProperties\": false}",
           members(MANY));
    refuse("{\"properties\": {\"m77\": {\"type\": \"null\"}}, \"maxProperties\": 99999}",
           members(MANY), 2, "at most 99999 members");
    refuse("{\"additionalProperties\": false}", members(MANY), SCHEMA_MAX_ERRORS,
           "no member \"m63\"");
    refuse("{\"additionalProperties\": {\"anyOf\": [false, {\"type\": \"null\"}]}}", members(MANY),
           SCHEMA_MAX_ERRORS, "no member \"m31\"");
}

static void test_many_items(void **state)
{
    (void)state;
    accept("{\"uniqueItems\": true, \"items\": {\"type\": \"integer\"}}", numbers(MANY));
    accept("{\"contains\": {\"const\": 99999}, \"maxContains\": 1}", numbers(MANY));
    accept("{\"items\": {\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"number\"}]}}",
           numbers(MANY));
    struct buf twice = numbers(MANY);
    twice.len--;
    buf_text(&twice, ",0]");
    refuse("{\"uniqueItems\": true}", twice, 1, "items that all differ (0 and 100000 are equal)");
    refuse("{\"items\": {\"type\": \"null\"}}", numbers(MANY), SCHEMA_MAX_ERRORS, "null");
}

/* The error of the bound is there even when the list was full before. */
static void test_full_and_stopped(void **state)
{
    (void)state;
    refuse("{\"items\": {\"type\": \"null\"}, \"contains\": {\"$ref\": \"#/$defs/a\"},"
           " \"$defs\": {\"a\": {\"$ref\": \"#/$defs/a\"}}}",
           numbers(100), SCHEMA_MAX_ERRORS, too_deep);
}

static void test_cutting(void **state)
{
    (void)state;
    for (size_t lead = 190; lead < 210; lead++) {
        struct buf b = text("\"");
        for (size_t i = 0; i < lead; i++)
            buf_byte(&b, 'a');
        buf_text(&b, "\xF0\x9F\x90\xB2\\u0000\xC3\xA9\\u0085\xF0\x9F\x90\xB2\"");
        struct schema_errors errors = check_text("{\"type\": \"null\"}", &b);
        assert_int_equal(errors.count, 1);
        const char *found = errors.list[0].found;
        size_t len = strlen(found);
        assert_in_range(len, 190, 200);
        assert_string_equal(found + len - 3, "...");
        assert_null(strchr(found, '\xC0'));
        schema_errors_free(&errors);
    }
}

/* 200 bytes are not cut, 201 are. */
static void test_exactly_full(void **state)
{
    (void)state;
    for (size_t more = 0; more < 2; more++) {
        struct buf b = text("\"");
        for (size_t i = 0; i < 198 + more; i++)
            buf_byte(&b, 'a');
        buf_byte(&b, '"');
        struct schema_errors errors = check_text("{\"type\": \"null\"}", &b);
        assert_int_equal(strlen(errors.list[0].found), 200);
        assert_int_equal(strstr(errors.list[0].found, "...") != NULL, more);
        schema_errors_free(&errors);
    }
}

static void test_long_names(void **state)
{
    struct buf b = text("{\"a\": {\"");
    (void)state;
    for (int i = 0; i < 1 << 20; i++)
        buf_byte(&b, 'n');
    buf_text(&b, "\": {\"b\": 1}}}");
    struct schema_errors errors = check_text(
        "{\"additionalProperties\": {\"additionalProperties\": {\"additionalProperties\": false}}}",
        &b);
    assert_int_equal(errors.count, 1);
    assert_string_equal(errors.list[0].instance, "/a");
    assert_string_equal(errors.list[0].found, "1");
    schema_errors_free(&errors);
}

/* Trees that json_read did not make may hold anything. */
static void test_invalid_utf8(void **state)
{
    (void)state;
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "\xFF", "\xC3(\xED\xA0\x80\xF0\x9F");
    struct schema_errors errors =
        check("{\"type\": \"null\", \"additionalProperties\": false}", json);
    assert_int_equal(errors.count, 2);
    assert_string_equal(errors.list[0].found,
                        "{\"\\ufffd\":\"\\ufffd(\\ufffd\\ufffd\\ufffd\\ufffd\\ufffd\"}");
    assert_string_equal(errors.list[1].expected, "no member \"\\ufffd\"");
    schema_errors_free(&errors);
    cJSON_Delete(json);
}

/* A chain of references as long as it likes: loading does not recurse. */
static void test_long_chain(void **state)
{
    struct buf b = text("{\"$defs\": {");
    struct schema *s;
    struct err err;
    (void)state;
    for (int i = 0; i < 5000; i++)
        buf_format(&b, "\"d%d\": {\"$ref\": \"#/$defs/d%d\"}, ", i, i + 1);
    buf_text(&b, "\"d5000\": true}}");
    cJSON *document = parse(buf_view(&b));
    assert_int_equal(
        schema_load(&s, document, (const char *const[]){"/$defs/d0", NULL}, NULL, &err), 0);
    schema_free(s);
    cJSON_Delete(document);
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_depth),
                                       cmocka_unit_test(test_steps),
                                       cmocka_unit_test(test_hostile_patterns),
                                       cmocka_unit_test(test_many_members),
                                       cmocka_unit_test(test_many_items),
                                       cmocka_unit_test(test_full_and_stopped),
                                       cmocka_unit_test(test_cutting),
                                       cmocka_unit_test(test_exactly_full),
                                       cmocka_unit_test(test_long_names),
                                       cmocka_unit_test(test_invalid_utf8),
                                       cmocka_unit_test(test_long_chain)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
