/* Schemas that are refused when they are loaded, and what of a document is looked at. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/mem.h"
#include "contract/schema.h"

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

static const struct {
    const char *schema, *where, *why;
} faults[] = {
    {"{\"typ\": \"string\"}", "/typ", "not implemented"},
    {"{\"$id\": \"a\"}", "/$id", "not implemented"},
    {"{\"$anchor\": \"a\"}", "/$anchor", "not implemented"},
    {"{\"unevaluatedProperties\": false}", "/unevaluatedProperties", "not implemented"},
    {"{\"contentEncoding\": \"base64\"}", "/contentEncoding", "not implemented"},
    {"{\"x-connspec-claus\": \"CORE-01\"}", "/x-connspec-claus", "not implemented"},
    {"{\"x-other\": 1}", "/x-other", "not implemented"},
    {"{\"a/b~\": 1}", "/a~1b~0", "not implemented"},
    {"{\"x-connspec-clause\": 1}", "/x-connspec-clause", "clause"},
    {"{\"x-connspec-clause\": \"\"}", "/x-connspec-clause", "clause"},
    {"{\"type\": \"strin\"}", "/type", "found \"strin\""},
    {"{\"type\": []}", "/type", "at least one"},
    {"{\"type\": [\"string\", \"string\"]}", "/type", "different"},
    {"{\"type\": [\"string\", 1]}", "/type", "types"},
    {"{\"type\": 1}", "/type", "a type"},
    {"{\"enum\": \"a\"}", "/enum", "an array"},
    {"{\"required\": \"x\"}", "/required", "different strings"},
    {"{\"required\": [1]}", "/required", "different strings"},
    {"{\"required\": [\"a\", \"a\"]}", "/required", "different strings"},
    {"{\"dependentRequired\": {\"a\": \"b\"}}", "/dependentRequired", "arrays"},
    {"{\"dependentRequired\": []}", "/dependentRequired", "an object"},
    {"{\"minLength\": -1}", "/minLength", "found -1"},
    {"{\"maxLength\": 1.5}", "/maxLength", "integer"},
    {"{\"minItems\": \"1\"}", "/minItems", "integer"},
    {"{\"maxItems\": null}", "/maxItems", "found null"},
    {"{\"minContains\": -1}", "/minContains", "integer"},
    {"{\"maxContains\": {}}", "/maxContains", "found {}"},
    {"{\"minProperties\": true}", "/minProperties", "integer"},
    {"{\"maxProperties\": 0.5}", "/maxProperties", "integer"},
    {"{\"minimum\": \"1\"}", "/minimum", "a number"},
    {"{\"exclusiveMaximum\": true}", "/exclusiveMaximum", "a number"},
    {"{\"multipleOf\": 0}", "/multipleOf", "above 0"},
    {"{\"multipleOf\": -2}", "/multipleOf", "above 0"},
    {"{\"uniqueItems\": 1}", "/uniqueItems", "true or false"},
    {"{\"pattern\": 1}", "/pattern", "a string"},
    {"{\"pattern\": \"(\"}", "/pattern", "malformed pattern"},
    {"{\"pattern\": \"a++\"}", "/pattern", "nothing to repeat"},
    {"{\"patternProperties\": {\"(\": {}}}", "/patternProperties/(", "malformed pattern"},
    {"{\"format\": \"email\"}", "/format", "found \"email\""},
    {"{\"format\": 1}", "/format", "a format"},
    {"{\"title\": 1}", "/title", "a string"},
    {"{\"description\": []}", "/description", "a string"},
    {"{\"examples\": {}}", "/examples", "an array"},
    {"{\"readOnly\": \"yes\"}", "/readOnly", "true or false"},
    {"{\"$schema\": \"http://json-schema.org/draft-07/schema#\"}", "/$schema", "2020-12"},
    {"{\"not\": {\"$schema\": \"https://json-schema.org/draft/2020-12/schema\"}}", "/not/$schema",
     "root only"},
    {"{\"items\": [{}]}", "/items", "an object, true or false"},
    {"{\"not\": null}", "/not", "an object, true or false"},
    {"{\"properties\": []}", "/properties", "an object of schemas"},
    {"{\"properties\": {\"a/b\": 1}}", "/properties/a~1b", "an object, true or false"},
    {"{\"$defs\": {\"unused\": {\"nope\": 1}}}", "/$defs/unused/nope", "not implemented"},
    {"{\"allOf\": []}", "/allOf", "at least one schema"},
    {"{\"anyOf\": {}}", "/anyOf", "at least one schema"},
    {"{\"oneOf\": [{}, {\"type\": \"x\"}]}", "/oneOf/1/type", "a type"},
    {"{\"prefixItems\": []}", "/prefixItems", "at least one schema"},
    {"{\"then\": 1}", "/then", "an object, true or false"},
    {"{\"else\": {\"else\": 1}}", "/else/else", "an object, true or false"},
    {"{\"$ref\": 1}", "/$ref", "a string"},
    {"{\"$ref\": \"#/nope\"}", "/$ref", "leads nowhere"},
    {"{\"$ref\": \"#nope\"}", "/$ref", "leads nowhere"},
    {"{\"$ref\": \"#/%zz\"}", "/$ref", "leads nowhere"},
    {"{\"$ref\": \"#/$defs/a~2\", \"$defs\": {\"a~2\": {}}}", "/$ref", "leads nowhere"},
    {"{\"$ref\": \"other.json\"}", "/$ref", "out of the document"},
    {"{\"$ref\": \"\"}", "/$ref", "out of the document"},
    {"{\"$ref\": \"#/title\", \"title\": \"a\"}", "/title", "an object, true or false"},
    {"{\"$ref\": \"#/default/a\", \"default\": {\"a\": {\"nope\": 1}}}", "/default/a/nope",
     "not implemented"},
    {"[]", "", "an object, true or false"},
};

static void test_load_errors(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct schema *s;
        struct err err = {""};
        cJSON *document = parse(faults[i].schema);
        if (schema_load(&s, document, root, NULL, &err) == 0)
            fail_msg("%s is loaded", faults[i].schema);
        assert_null(s);
        char *where = mem_format("schema \"%s\": ", faults[i].where);
        if (strncmp(err.text, where, strlen(where)) != 0 || !strstr(err.text, faults[i].why))
            fail_msg("%s: %s", faults[i].schema, err.text);
        free(where);
        cJSON_Delete(document);
    }
}

static void test_reach(void **state)
{
    static const char text[] =
        "{\"a\": {\"$ref\": \"#/b\"}, \"b\": {\"items\": {\"$ref\": \"#/a\"}},"
        " \"c\": {\"nope\": 1}, \"d\": {\"$ref\": \"#/c\"}}";
    static const char *const good[] = {"/a", NULL}, *const bad[] = {"/a", "/d", NULL},
                             *const none[] = {"/e", NULL};
    struct schema *s;
    struct err err;
    (void)state;
    cJSON *document = parse(text);
    assert_int_equal(schema_load(&s, document, good, NULL, &err), 0);
    assert_true(schema_check(s, "/a", document, NULL, NULL));
    assert_true(schema_check(s, "/b", document, NULL, NULL));
    schema_free(s);
    assert_int_equal(schema_load(&s, document, bad, NULL, &err), -1);
    assert_non_null(strstr(err.text, "\"/c/nope\""));
    assert_int_equal(schema_load(&s, document, none, NULL, &err), -1);
    assert_non_null(strstr(err.text, "\"/e\": nothing is there"));
    schema_free(NULL);
    cJSON_Delete(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_load_errors),
                                       cmocka_unit_test(test_reach)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
