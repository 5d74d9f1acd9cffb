/* What the public suite does not say: texts and pointers of errors, clauses, keywords
 * of the caller's own, and what is told to `applied`. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/mem.h"
#include "contract/schema.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const root[] = {"", NULL};

static cJSON *parse(const char *text)
{
    struct json_problem problem = {.text = ""};
    cJSON *json = json_read(bytes_of(text), NULL, &problem);
    if (!json)
        fail_msg("%s: %s", text, problem.text);
    return json;
}

/* One schema held against one instance. */
struct trial {
    cJSON *document, *instance;
    struct schema *schema;
    struct schema_errors errors;
    bool valid;
};

static struct trial try_with(const char *schema, const char *instance,
                             const struct schema_options *options)
{
    struct err err = {""};
    struct trial t = {.document = parse(schema), .instance = parse(instance)};
    const struct schema_keyword *keywords = options ? options->keywords : NULL;
    if (schema_load(&t.schema, t.document, root, keywords, &err) != 0)
        fail_msg("%s: %s", schema, err.text);
    t.valid = schema_check(t.schema, "", t.instance, options, &t.errors);
    assert_int_equal(t.valid, t.errors.count == 0);
    return t;
}

static void done(struct trial *t)
{
    schema_errors_free(&t->errors);
    schema_free(t->schema);
    cJSON_Delete(t->document);
    cJSON_Delete(t->instance);
}

static void test_annotations(void **state)
{
    (void)state;
    struct trial t = try_with("{\"title\": \"\", \"description\": \"\", \"$comment\": \"\","
                              " \"default\": {\"nope\": 1}, \"examples\": [1], \"example\": 1,"
                              " \"deprecated\": true, \"readOnly\": true, \"writeOnly\": false,"
                              " \"$schema\": \"https://json-schema.org/draft/2020-12/schema\"}",
                              "1", NULL);
    assert_true(t.valid);
    done(&t);
}

static const struct text {
    const char *schema, *instance, *expected, *found, *where, *rule;
} texts[] = {
    {"{\"type\": \"string\"}", "[1, {\"a\": null}]", "a string", "[1,{\"a\":null}]", "", "/type"},
    {"{\"type\": [\"string\", \"null\"]}", "1", "null or a string", "1", "", "/type"},
    {"{\"type\": [\"array\", \"object\", \"integer\"]}", "1.5", "an integer, an array or an object",
     "1.5", "", "/type"},
    {"{\"enum\": [\"SiteToSite\", \"PointToSite\", \"Dedicated\"]}", "\"Site\\u0000\\n\"",
     "one of \"SiteToSite\", \"PointToSite\", \"Dedicated\"", "\"Site\\u0000\\n\"", "", "/enum"},
    {"{\"enum\": [true]}", "false", "true", "false", "", "/enum"},
    {"{\"enum\": []}", "1", "one of no values", "1", "", "/enum"},
    {"{\"const\": {\"a\": [1]}}", "-0.5", "{\"a\":[1]}", "-0.5", "", "/const"},
    {"{\"minLength\": 1}", "\"\"", "at least 1 character", "\"\"", "", "/minLength"},
    {"{\"maxLength\": 2}", "\"abc\"", "at most 2 characters", "\"abc\"", "", "/maxLength"},
    {"{\"maxLength\": 1}", "\"\\u0000a\"", "at most 1 character", "\"\\u0000a\"", "", "/maxLength"},
    {"{\"pattern\": \"^W/\\\".*\\\"$\"}", "\"0\"", "a string that matches ^W/\".*\"$", "\"0\"", "",
     "/pattern"},
    {"{\"pattern\": \"^\\u0000$\"}", "\"a\"", "a string that matches ^\\u0000$", "\"a\"", "",
     "/pattern"},
    {"{\"format\": \"ipv4\"}", "\"1.2.3\"", "an IPv4 address", "\"1.2.3\"", "", "/format"},
    {"{\"minimum\": 1e20}", "1e19", "at least 1e20", "1e19", "", "/minimum"},
    {"{\"maximum\": 0.001}", "12345678", "at most 0.001", "12345678", "", "/maximum"},
    {"{\"exclusiveMinimum\": 3}", "3", "more than 3", "3", "", "/exclusiveMinimum"},
    {"{\"exclusiveMaximum\": -1e-9}", "0", "less than -1e-9", "0", "", "/exclusiveMaximum"},
    {"{\"multipleOf\": 0.01}", "0.015", "a multiple of 0.01", "0.015", "", "/multipleOf"},
    {"{\"required\": [\"a\", \"etag\"]}", "{\"a\": 1}", "member \"etag\"", "nothing", "",
     "/required"},
    {"{\"dependentRequired\": {\"a\": [\"b\"]}}", "{\"a\": 1}", "member \"b\" beside member \"a\"",
     "nothing", "", "/dependentRequired"},
    {"{\"properties\": {\"a\": {}}, \"additionalProperties\": false}", "{\"a\": 1, \"b/\": 2}",
     "no member \"b/\"", "2", "/b~1", "/additionalProperties"},
    {"{\"properties\": {\"a\": {\"$ref\": \"#/$defs/n\"}}, \"$defs\": {\"n\": false}}",
     "{\"a\": 1}", "no member \"a\"", "1", "/a", "/$defs/n"},
    {"{\"prefixItems\": [true], \"items\": false}", "[1, 2]", "no item here", "2", "/1", "/items"},
    {"false", "{}", "no value at all", "{}", "", ""},
    {"{\"propertyNames\": {\"maxLength\": 1}}", "{\"a\": 1, \"bc\": 2}",
     "a name that is at most 1 character", "\"bc\"", "/bc", "/propertyNames/maxLength"},
    {"{\"patternProperties\": {\"^a\": {\"type\": \"null\"}}}", "{\"b\": 1, \"ab\": 2}", "null",
     "2", "/ab", "/patternProperties/^a/type"},
    {"{\"minItems\": 1}", "[]", "at least 1 item", "[]", "", "/minItems"},
    {"{\"maxItems\": 0}", "[0]", "at most 0 items", "[0]", "", "/maxItems"},
    {"{\"minProperties\": 2}", "{}", "at least 2 members", "{}", "", "/minProperties"},
    {"{\"maxProperties\": 1}", "{\"a\": 1, \"b\": 2}", "at most 1 member", "{\"a\":1,\"b\":2}", "",
     "/maxProperties"},
    {"{\"uniqueItems\": true}", "[1, {\"a\": 0, \"b\": 2}, 1.5, {\"b\": 2, \"a\": -0.0}]",
     "items that all differ (1 and 3 are equal)", "[1,{\"a\":0,\"b\":2},1.5,{\"b\":2,\"a\":0}]", "",
     "/uniqueItems"},
    {"{\"contains\": {\"type\": \"null\"}}", "[1]",
     "at least 1 item that matches the schema of contains", "[1]", "", "/contains"},
    {"{\"contains\": true, \"minContains\": 2}", "[1]",
     "at least 2 items that match the schema of contains", "[1]", "", "/minContains"},
    {"{\"contains\": true, \"maxContains\": 1}", "[1, 2]",
     "at most 1 item that matches the schema of contains", "[1,2]", "", "/maxContains"},
    {"{\"not\": {\"required\": [\"a\"]}}", "{\"a\": 1}",
     "a value that does not match the schema of not", "{\"a\":1}", "", "/not"},
    {"{\"oneOf\": [true, {\"type\": \"null\"}, true]}", "1",
     "a value that matches exactly one of 3 alternatives, not two or more", "1", "", "/oneOf"},
    {"{\"if\": {\"minimum\": 5}, \"then\": {\"maximum\": 7}, \"else\": false}", "8", "at most 7",
     "8", "", "/then/maximum"},
    {"{\"if\": {\"minimum\": 5}, \"else\": {\"maximum\": 3}}", "4", "at most 3", "4", "",
     "/else/maximum"},
    {"{\"allOf\": [true, {\"items\": {\"$ref\": \"#/$defs/a~1b\"}}],"
     " \"$defs\": {\"a/b\": {\"properties\": {\"~\": {\"type\": \"null\"}}}}}",
     "[{}, {\"~\": true}]", "null", "true", "/1/~0", "/$defs/a~1b/properties/~0/type"},
    {"{\"dependentSchemas\": {\"a\": {\"maxProperties\": 1}}}",
     "{\"a\": 1, \"b\": \"\\u0080\\u2028\"}", "at most 1 member",
     "{\"a\":1,\"b\":\"\\u0080\\u2028\"}", "", "/dependentSchemas/a/maxProperties"},
};

static void test_texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct text *x = &texts[i];
        struct trial t = try_with(x->schema, x->instance, NULL);
        if (t.errors.count != 1)
            fail_msg("%s and %s: %zu errors", x->schema, x->instance, t.errors.count);
        const struct schema_error *e = t.errors.list;
        assert_string_equal(e->expected, x->expected);
        assert_string_equal(e->found, x->found);
        assert_string_equal(e->instance, x->where);
        assert_string_equal(e->schema, x->rule);
        assert_null(e->clause);
        done(&t);
    }
}

/* The schema pointers of all errors, with a space between. */
static char *rules_of(const struct schema_errors *errors)
{
    char *text = mem_string("");
    for (size_t i = 0; i < errors->count; i++) {
        char *longer = mem_format("%s%s%s", text, i ? " " : "", errors->list[i].schema);
        free(text);
        text = longer;
    }
    return text;
}

static void test_branches(void **state)
{
    static const struct {
        const char *schema, *instance, *rules;
    } samples[] = {
        /* the right shape is nearer than the wrong one, whatever the order */
        {"{\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"object\", \"required\": [\"a\"]}]}",
         "{}", "/anyOf /anyOf/1/required"},
        {"{\"anyOf\": [{\"type\": \"object\", \"required\": [\"a\"]}, {\"type\": \"string\"}]}",
         "{}", "/anyOf /anyOf/0/required"},
        {"{\"anyOf\": [{\"type\": \"string\", \"minLength\": 3}, {\"type\": \"object\"}]}", "\"a\"",
         "/anyOf /anyOf/0/minLength"},
        /* deeper is nearer */
        {"{\"anyOf\": [{\"required\": [\"b\"]}, {\"properties\": {\"a\": {\"type\": \"null\"}}}]}",
         "{\"a\": 1}", "/anyOf /anyOf/1/properties/a/type"},
        /* then fewer errors, then the first */
        {"{\"oneOf\": [{\"minimum\": 5, \"multipleOf\": 2}, {\"minimum\": 4}, {\"minimum\": 3}]}",
         "1", "/oneOf /oneOf/1/minimum"},
        {"{\"anyOf\": [{\"anyOf\": [{\"minimum\": 5}]}, {\"type\": \"null\"}]}", "1",
         "/anyOf /anyOf/0/anyOf /anyOf/0/anyOf/0/minimum"},
        /* nothing leaks from what is not asserted */
        {"{\"anyOf\": [{\"type\": \"null\"}, {\"minimum\": 1}], \"maximum\": 0}", "1", "/maximum"},
        {"{\"if\": {\"type\": \"null\"}, \"not\": {\"type\": \"null\"},"
         " \"contains\": {\"type\": \"null\"}, \"maximum\": 0}",
         "1", "/maximum"},
        {"{\"not\": {\"not\": {\"type\": \"null\"}}}", "1", "/not"},
        {"{\"allOf\": [{\"type\": \"null\"}, {\"maximum\": 0}]}", "1",
         "/allOf/0/type /allOf/1/maximum"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        struct trial t = try_with(samples[i].schema, samples[i].instance, NULL);
        char *rules = rules_of(&t.errors);
        assert_string_equal(rules, samples[i].rules);
        free(rules);
        done(&t);
    }
}

#define CLAUSE(id) "\"x-connspec-clause\": \"" id "\""
static const struct {
    const char *schema, *instance, *clause;
} clause_samples[] = {
    {"{\"type\": \"null\"}", "1", NULL},
    {"{\"type\": \"null\", " CLAUSE("A") "}", "1", "A"},
    {"{" CLAUSE("A") ", \"properties\": {\"a\": {" CLAUSE("B") ", \"type\": \"null\"}}}",
     "{\"a\": 1}", "B"},
    {"{" CLAUSE("A") ", \"properties\": {\"a\": {\"type\": \"null\"}}}", "{\"a\": 1}", "A"},
    {"{" CLAUSE("A") ", \"$ref\": \"#/$defs/x\", \"$defs\": {\"x\": {\"type\": "
                     "\"null\"," CLAUSE("B") "}}}",
     "1", "B"},
    {"{" CLAUSE("A") ", \"allOf\": [{" CLAUSE("B") "}, {\"type\": \"null\"}]}", "1", "A"},
    {"{" CLAUSE("A") ", \"allOf\": [true], \"additionalProperties\": false}", "{\"a\": 1}", "A"},
    {"{" CLAUSE("A") ", \"required\": [\"a\"]}", "{}", "A"},
    {"{" CLAUSE("A") ", \"required\": [\"a\"], \"properties\": {\"a\": {" CLAUSE("B") "}}}", "{}",
     "B"},
    {"{" CLAUSE("A") ", \"required\": [\"a\"], \"properties\": {\"a\": {}}}", "{}", "A"},
    {"{\"required\": [\"a\"], \"properties\": {\"a\": {\"$ref\": \"#/$defs/x\"}},"
     " \"$defs\": {\"x\": {" CLAUSE("B") "}}}",
     "{}", "B"},
    {"{\"required\": [\"a\"], \"properties\": {\"a\": {\"$ref\": \"#/$defs/x\"," CLAUSE(
         "B") "}}, \"$defs\": {\"x\": {\"$ref\": \"#/$defs/x\"}}}",
     "{}", "B"},
    {"{\"required\": [\"a\"], \"properties\": {\"a\": {\"$ref\": \"#/$defs/x\"," CLAUSE(
         "B") "}}, \"$defs\": {\"x\": {" CLAUSE("C") "}}}",
     "{}", "C"},
    {"{\"properties\": {\"a\": {" CLAUSE("B") "}}, \"if\": true,"
                                              " \"then\": {\"required\": [\"a\"], " CLAUSE(
                                                  "C") "}}",
     "{}", "C"},
    {"{" CLAUSE("A") ", \"dependentRequired\": {\"a\": [\"b\"]},"
                     " \"properties\": {\"b\": {" CLAUSE("B") "}}}",
     "{\"a\": 1}", "B"},
    {"{" CLAUSE("A") ", \"anyOf\": [{\"type\": \"null\", " CLAUSE("B") "}]}", "1", "A"},
};

static void test_clauses(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof clause_samples / sizeof *clause_samples; i++) {
        struct trial t = try_with(clause_samples[i].schema, clause_samples[i].instance, NULL);
        const char *got = t.errors.list[0].clause, *want = clause_samples[i].clause;
        if (!got != !want || (got && strcmp(got, want) != 0))
            fail_msg("%s: %s", clause_samples[i].schema, got ? got : "(none)");
        done(&t);
    }
}

struct log {
    char text[256];
};

static void note(void *context, const char *clause)
{
    struct log *log = context;
    size_t len = strlen(log->text);
    snprintf(log->text + len, sizeof log->text - len, "%s ", clause);
}

static const struct {
    const char *schema, *instance, *applied;
} applied_samples[] = {
    {"{" CLAUSE("A") ", \"properties\": {\"a\": {" CLAUSE("B") "}, \"b\": {" CLAUSE("C") "}}}",
     "{\"a\": 1}", "A B "},
    {"{\"items\": {" CLAUSE("A") ", \"type\": \"null\"}}", "[1, null]", "A A "},
    {"{\"if\": {\"type\": \"null\", " CLAUSE("A") "}, \"then\": {" CLAUSE(
         "B") "},"
              " \"else\": {" CLAUSE("C") "}}",
     "null", "B "},
    {"{\"if\": {\"type\": \"null\", " CLAUSE("A") "}, \"then\": {" CLAUSE(
         "B") "},"
              " \"else\": {" CLAUSE("C") "}}",
     "1", "C "},
    {"{\"not\": {" CLAUSE("A") ", \"type\": \"null\"}}", "1", ""},
    {"{\"not\": {\"not\": {" CLAUSE("A") "}}}", "1", ""},
    {"{\"anyOf\": [{" CLAUSE("A") ", \"type\": \"null\"}, {" CLAUSE("B") "}]}", "1", "B "},
    {"{\"anyOf\": [{" CLAUSE("A") ", \"type\": \"null\"}]}", "1", ""},
    {"{\"oneOf\": [{" CLAUSE("A") "}, {" CLAUSE("B") ", \"type\": \"null\"}]}", "1", "A "},
    {"{\"oneOf\": [{" CLAUSE("A") "}, {" CLAUSE("B") "}]}", "1", ""},
    {"{\"anyOf\": [{\"oneOf\": [{" CLAUSE("A") "}]}]}", "1", "A "},
    {"{\"contains\": {" CLAUSE("A") ", \"type\": \"null\"}}", "[1, null]", "A "},
    {"{\"allOf\": [{\"$ref\": \"#/$defs/a\"}], \"$defs\": {\"a\": {" CLAUSE("A") "}}}", "1", "A "},
};

static void test_applied(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof applied_samples / sizeof *applied_samples; i++) {
        struct log log = {""};
        struct schema_options options = {.context = &log, .applied = note};
        struct trial t = try_with(applied_samples[i].schema, applied_samples[i].instance, &options);
        assert_string_equal(log.text, applied_samples[i].applied);
        log.text[0] = '\0';
        assert_int_equal(schema_check(t.schema, "", t.instance, &options, NULL), t.valid);
        assert_string_equal(log.text, applied_samples[i].applied);
        done(&t);
    }
}

static int load_even(const cJSON *value, struct err *err)
{
    return cJSON_IsBool(value) ? 0 : err_set(err, "neither true nor false");
}

static bool check_even(struct schema_run *run, const cJSON *value, const cJSON *instance)
{
    char clause[] = "EVEN";
    note(schema_context(run), schema_instance_pointer(run));
    if (!cJSON_IsNumber(instance) || (instance->valueint % 2 == 0) == cJSON_IsTrue(value)) {
        schema_applies(run, clause);
        return true;
    }
    schema_fail(run, instance->valueint == 7 ? clause : NULL, "an even\nnumber", "odd\xFF");
    return false;
}

static bool check_silent(struct schema_run *run, const cJSON *value, const cJSON *instance)
{
    (void)run;
    (void)instance;
    return cJSON_IsTrue(value);
}

static const struct schema_keyword keywords[] = {{"x-even", load_even, check_even},
                                                 {"x-silent", NULL, check_silent},
                                                 {"x-note", NULL, NULL},
                                                 {NULL, NULL, NULL}};

static void test_custom(void **state)
{
    static const char schema[] = "{\"x-note\": 1, \"items\": {\"x-even\": true, " CLAUSE("A") "}}";
    struct log log = {""};
    struct schema_options options = {.keywords = keywords, .context = &log};
    (void)state;
    struct trial t = try_with(schema, "[2, 3, 7, \"a\"]", &options);
    assert_string_equal(log.text, "/0 /1 /2 /3 ");
    assert_int_equal(t.errors.count, 2);
    assert_string_equal(t.errors.list[0].expected, "an even\\nnumber");
    assert_string_equal(t.errors.list[0].found, "odd\\ufffd");
    assert_string_equal(t.errors.list[0].instance, "/1");
    assert_string_equal(t.errors.list[0].schema, "/items/x-even");
    assert_string_equal(t.errors.list[0].clause, "A");
    assert_string_equal(t.errors.list[1].clause, "EVEN");
    assert_false(schema_check(t.schema, "", t.instance, &options, NULL));
    /* a check that is not given the keywords reads over them */
    assert_true(schema_check(t.schema, "", t.instance, NULL, NULL));
    done(&t);
}

static void test_custom_in_branches(void **state)
{
    struct log log = {""};
    struct schema_options options = {.keywords = keywords, .context = &log, .applied = note};
    (void)state;
    struct trial t =
        try_with("{\"anyOf\": [{\"x-even\": true}, {\"x-even\": false}]}", "3", &options);
    assert_true(t.valid);
    assert_string_equal(log.text, "  EVEN ");
    done(&t);
    log.text[0] = '\0';
    t = try_with("{\"if\": {\"x-even\": true}, \"then\": {\"x-silent\": false}}", "2", &options);
    assert_int_equal(t.errors.count, 1);
    assert_string_equal(t.errors.list[0].expected, "what x-silent asks for");
    assert_string_equal(t.errors.list[0].schema, "/then/x-silent");
    assert_string_equal(log.text, " ");
    done(&t);
}

static void test_custom_load(void **state)
{
    struct schema *s;
    struct err err;
    (void)state;
    cJSON *document = parse("{\"not\": {\"x-even\": 1}}");
    assert_int_equal(schema_load(&s, document, root, keywords, &err), -1);
    assert_string_equal(err.text, "schema \"/not/x-even\": neither true nor false");
    cJSON_Delete(document);
}

static void test_values(void **state)
{
    static const struct {
        const char *schema, *instance;
        bool valid;
    } samples[] = {
        {"{\"maxLength\": 1}", "\"\\u0000\"", true},
        {"{\"minLength\": 2}", "\"\\uD83D\\uDC32\"", false},
        {"{\"pattern\": \"^[\\\\0]$\"}", "\"\\u0000\"", true},
        {"{\"pattern\": \"^\\u0000b$\"}", "\"\\u0000b\"", true},
        {"{\"const\": \"a\\u0000\"}", "\"a\\u0000b\"", false},
        {"{\"required\": [\"\\u0000\"]}", "{\"\\u0000\": 1}", true},
        {"{\"$ref\": \"#/$defs/%00\", \"$defs\": {\"\\u0000\": false}}", "1", false},
        {"{\"properties\": {\"A\": false}}", "{\"a\": 1}", true},
        {"{\"required\": [\"A\"]}", "{\"a\": 1}", false},
        {"{\"multipleOf\": 0.1}", "0.3", true},
        {"{\"multipleOf\": 0.01}", "4.35", true},
        {"{\"multipleOf\": 100}", "1e300", true},
        {"{\"multipleOf\": 1e300}", "10", false},
        {"{\"multipleOf\": 1e-300}", "1e300", true},
        {"{\"multipleOf\": 3}", "9007199254740993e10", false},
        {"{\"multipleOf\": 7}", "0", true},
        {"{\"type\": \"integer\"}", "1.0", true},
        {"{\"type\": \"integer\"}", "1e300", true},
        {"{\"type\": \"integer\"}", "1e-300", false},
        {"{\"uniqueItems\": true}", "[1, true, \"1\", [1], {\"1\": 1}, null, false, 0, \"\"]",
         true},
        {"{\"uniqueItems\": true}", "[0, -0.0]", false},
        {"{\"uniqueItems\": true}", "[[1, 2], [2, 1], {\"a\": 1, \"b\": 2}, {\"a\": 2, \"b\": 1}]",
         true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        struct trial t = try_with(samples[i].schema, samples[i].instance, NULL);
        if (t.valid != samples[i].valid)
            fail_msg("%s and %s", samples[i].schema, samples[i].instance);
        done(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_annotations),
                                       cmocka_unit_test(test_texts),
                                       cmocka_unit_test(test_branches),
                                       cmocka_unit_test(test_clauses),
                                       cmocka_unit_test(test_applied),
                                       cmocka_unit_test(test_custom),
                                       cmocka_unit_test(test_custom_in_branches),
                                       cmocka_unit_test(test_custom_load),
                                       cmocka_unit_test(test_values)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
