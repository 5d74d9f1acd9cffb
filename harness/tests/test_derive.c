/* What the contract derives for a body, and that each row breaks what it says it breaks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "contract/derive.h"

#include <stdlib.h>
#include <string.h>

#define API "2015-05-01-preview"
#define PUT "createOrReplaceConnection"
#define PATCH "updateConnection"

struct world {
    struct assets suite;
    struct contract *contract;
};

static int open_world(void **state)
{
    struct world *w = mem_alloc(sizeof *w);
    struct err err;
    *state = w;
    if (assets_open(&w->suite, ".", &err) || contract_open(&w->contract, &w->suite, API, &err)) {
        print_error("%s\n", err.text);
        return -1;
    }
    return 0;
}

static int close_world(void **state)
{
    struct world *w = *state;
    contract_close(w->contract);
    assets_close(&w->suite);
    free(w);
    return 0;
}

static cJSON *corpus(const struct world *w, const char *name)
{
    struct bytes text;
    struct err err;
    char *path = mem_format("corpus/put/accept/%s.json", name);
    assert_true(assets_get(&w->suite, path, &text));
    cJSON *body = json_read_named(path, text, &err);
    free(path);
    assert_non_null(body);
    return body;
}

static cJSON *rows_of(const struct contract *c, const char *operation, const char *keyword,
                      const char *clause, const cJSON *body)
{
    struct err err;
    struct derivation d = {operation, keyword, clause};
    cJSON *rows = derive_rows(c, &d, body, &err);
    if (!rows)
        print_error("%s\n", err.text);
    assert_non_null(rows);
    return rows;
}

static bool has_case(const cJSON *rows, const char *name)
{
    const cJSON *row;
    cJSON_ArrayForEach(row, rows)
    {
        if (strcmp(cJSON_GetObjectItem(row, "case")->valuestring, name) == 0)
            return true;
    }
    return false;
}

static void rows_are_counted(void **state)
{
    const struct world *w = *state;
    static const struct {
        const char *body, *operation, *keyword, *clause;
        int rows;
    } list[] = {
        {"dedicated", PUT, "required", "CORE-30", 8},
        {"site-to-site", PUT, "required", "CORE-30", 8},
        {"site-to-site", PUT, "required", "CORE-31", 6},
        {"dedicated", PUT, "optional", "CORE-16", 1},
        /* six strings by five types, two plain objects by five, two gateways by four */
        {"dedicated", PUT, "type", "CORE-33", 6 * 5 + 2 * 5 + 2 * 4},
        {"site-to-site", PUT, "type", "CORE-33", 11 * 5 + 3 * 5 + 2 * 4},
        {"dedicated", PUT, "enum", "CORE-32", 2 * 6},
        /* without location; null is PLAT-12's, or takes a member away */
        {"dedicated", PATCH, "type", "CORE-33", 5 * 4 + 2 * 4 + 2 * 3},
        {"site-to-site", PATCH, "type", "CORE-33", 10 * 4 + 3 * 4 + 2 * 3},
        {"dedicated", PATCH, "type", "PLAT-12", 7},
        {"dedicated", PATCH, "enum", "CORE-32", 2 * 6},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        cJSON *body = corpus(w, list[i].body);
        cJSON *rows =
            rows_of(w->contract, list[i].operation, list[i].keyword, list[i].clause, body);
        assert_int_equal(cJSON_GetArraySize(rows), list[i].rows);
        cJSON_Delete(rows);
        cJSON_Delete(body);
    }
}

static void the_page_rules(void **state)
{
    const struct world *w = *state;
    cJSON *body = corpus(w, "dedicated");
    cJSON *rows = rows_of(w->contract, PUT, "type", "CORE-33", body);
    assert_true(has_case(rows, "properties.gateway1.name/object"));
    assert_true(has_case(rows, "tags.key1/null"));
    assert_true(has_case(rows, "properties.gateway1/array"));
    assert_false(has_case(rows, "properties.gateway1/string"));        /* E11 */
    assert_false(has_case(rows, "name/number"));                       /* E7 */
    assert_false(has_case(rows, "properties.ipsecParameters/number")); /* E9 */
    cJSON_Delete(rows);
    rows = rows_of(w->contract, PATCH, "type", "CORE-33", body);
    assert_false(has_case(rows, "properties.gateway1.name/null")); /* PLAT-12 */
    assert_false(has_case(rows, "tags.key1/null"));
    assert_false(has_case(rows, "location/number")); /* PLAT-13 */
    cJSON_Delete(rows);
    cJSON_Delete(body);
}

/* --- every row does what it says --- */

static bool valid(const struct contract *c, const char *schema, const cJSON *body)
{
    return schema_check(c->schemas, schema, body, NULL, NULL);
}

static void breaks(const struct contract *c, const cJSON *row, const char *value, const cJSON *base,
                   const char *schema)
{
    const char *at = cJSON_GetObjectItem(row, "at")->valuestring;
    const cJSON *put = cJSON_GetObjectItem(row, value);
    cJSON *body = cJSON_Duplicate(base, true);
    if (put)
        assert_true(pointer_set(body, at, cJSON_Duplicate(put, true)));
    else
        assert_true(pointer_remove(body, at));
    if (valid(c, schema, body))
        fail_msg("%s/%s breaks nothing", cJSON_GetObjectItem(row, "case")->valuestring, value);
    cJSON_Delete(body);
}

static void rows_break_the_schema(void **state)
{
    const struct world *w = *state;
    static const char *const bodies[] = {"dedicated", "point-to-site", "site-to-site"};
    static const char *const list[][4] = {
        {PUT, "required", "CORE-30", "/components/schemas/ConnectionRequest"},
        {PUT, "type", "CORE-33", "/components/schemas/ConnectionRequest"},
        {PUT, "enum", "CORE-32", "/components/schemas/ConnectionRequest"},
        {PATCH, "type", "CORE-33", "/components/schemas/ConnectionPatch"},
        {PATCH, "type", "PLAT-12", "/components/schemas/ConnectionPatch"},
        {PATCH, "enum", "CORE-32", "/components/schemas/ConnectionPatch"}};
    for (size_t b = 0; b < 3; b++) {
        cJSON *body = corpus(w, bodies[b]);
        for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
            cJSON *rows = rows_of(w->contract, list[i][0], list[i][1], list[i][2], body), *row;
            assert_true(valid(w->contract, list[i][3], body));
            cJSON_ArrayForEach(row, rows)
            {
                breaks(w->contract, row, "wrong", body, list[i][3]);
                breaks(w->contract, row, "empty", body, list[i][3]);
            }
            cJSON_Delete(rows);
        }
        cJSON_Delete(body);
    }
}

/* --- a contract of our own --- */

/* The real one with another schema for the PUT body. */
static struct contract with_schema(const struct contract *c, const char *schema)
{
    struct contract own = *c;
    struct err err;
    own.openapi = cJSON_Duplicate(c->openapi, true);
    cJSON *read = json_read_named("schema", bytes_of(schema), &err);
    assert_non_null(read);
    assert_true(pointer_set(own.openapi, "/components/schemas/ConnectionRequest", read));
    return own;
}

static cJSON *own_rows(const struct world *w, const char *schema, const char *keyword,
                       const char *text, struct err *err)
{
    struct contract own = with_schema(w->contract, schema);
    struct derivation d = {PUT, keyword, "CORE-33"};
    cJSON *body = json_read_named("body", bytes_of(text), err);
    assert_non_null(body);
    cJSON *rows = derive_rows(&own, &d, body, err);
    cJSON_Delete(body);
    cJSON_Delete(own.openapi);
    return rows;
}

static void lengths_have_rows(void **state)
{
    struct err err;
    static const char schema[] =
        "{\"x-connspec-derive\":{\"maxLength\":\"CORE-33\",\"minLength\":\"CORE-33\"},"
        "\"properties\":{\"a\":{\"maxLength\":4,\"minLength\":2}}}";
    cJSON *rows = own_rows(*state, schema, "maxLength", "{\"a\":\"h\xc3\xa9!\"}", &err);
    assert_non_null(rows);
    assert_string_equal(pointer_get(rows, "/0/fits")->valuestring, "h\xc3\xa9!!");
    assert_string_equal(pointer_get(rows, "/0/wrong")->valuestring, "h\xc3\xa9!!!");
    cJSON_Delete(rows);
    rows = own_rows(*state, schema, "minLength", "{\"a\":\"h\xc3\xa9!\"}", &err);
    assert_non_null(rows);
    assert_string_equal(pointer_get(rows, "/0/fits")->valuestring, "h\xc3\xa9");
    assert_string_equal(pointer_get(rows, "/0/wrong")->valuestring, "h");
    cJSON_Delete(rows);
}

static void absent_members_need_an_example(void **state)
{
    struct err err;
    static const char bare[] = "{\"x-connspec-derive\":{\"type\":\"CORE-33\"},"
                               "\"properties\":{\"a\":{\"type\":\"string\"}}}";
    static const char shown[] =
        "{\"x-connspec-derive\":{\"type\":\"CORE-33\"},"
        "\"properties\":{\"a/b\":{\"type\":\"string\",\"examples\":[\"x\"]}}}";
    assert_null(own_rows(*state, bare, "type", "{}", &err));
    assert_non_null(strstr(err.text, "/a: the schema has no \"examples\""));
    cJSON *rows = own_rows(*state, shown, "type", "{}", &err);
    assert_int_equal(cJSON_GetArraySize(rows), 5);
    assert_string_equal(pointer_get(rows, "/0/at")->valuestring, "/a~1b");
    assert_string_equal(pointer_get(rows, "/0/good")->valuestring, "x");
    assert_string_equal(pointer_get(rows, "/0/case")->valuestring, "a_1b/number");
    cJSON_Delete(rows);
}

static void the_nearest_annotation_wins(void **state)
{
    struct err err;
    static const char schema[] =
        "{\"x-connspec-derive\":{\"type\":\"CORE-33\"},\"properties\":{"
        "\"off\":{\"type\":\"string\",\"x-connspec-derive\":false},"
        "\"part\":{\"type\":\"string\",\"x-connspec-derive\":{\"type/null\":false}},"
        "\"other\":{\"type\":\"string\",\"x-connspec-derive\":{\"type\":\"CORE-30\"}},"
        "\"nothing\":{\"type\":\"string\",\"x-connspec-derive\":{\"enum\":\"CORE-32\"}}}}";
    cJSON *rows = own_rows(*state, schema, "type",
                           "{\"off\":\"\",\"part\":\"\",\"other\":\"\",\"nothing\":\"\"}", &err);
    assert_non_null(rows);
    assert_int_equal(cJSON_GetArraySize(rows), 4 + 5);
    assert_false(has_case(rows, "part/null"));
    assert_true(has_case(rows, "nothing/null"));
    cJSON_Delete(rows);
}

static void what_is_not_there_is_an_error(void **state)
{
    const struct world *w = *state;
    static const struct derivation list[] = {{"noSuchOperation", "type", "CORE-33"},
                                             {"getConnection", "type", "CORE-33"},
                                             {PUT, "type", "CORE-30"},
                                             {PUT, "patern", "CORE-33"}};
    cJSON *body = corpus(w, "dedicated");
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct err err;
        assert_null(derive_rows(w->contract, &list[i], body, &err));
        assert_non_null(strstr(err.text, i < 2 ? "there is no operation" : "derives nothing"));
    }
    cJSON_Delete(body);
}

static void recursion_is_bounded(void **state)
{
    struct err err;
    static const char schema[] = "{\"x-connspec-derive\":{\"type\":\"CORE-33\"},"
                                 "\"properties\":{\"a\":{\"examples\":[{}],\"$ref\":"
                                 "\"#/components/schemas/ConnectionRequest\"}},"
                                 "\"type\":\"object\",\"examples\":[{}]}";
    assert_null(own_rows(*state, schema, "type", "{\"a\":{}}", &err));
    assert_non_null(strstr(err.text, "nests deeper"));
}

/* --- what there is to derive --- */

static int count_one(void *context, const struct derivation *d)
{
    if (strcmp(d->operation, PATCH) == 0 && strcmp(d->keyword, "type") == 0)
        ++*(int *)context;
    return strcmp(d->clause, "FAM-07") == 0 ? 7 : 0;
}

static void each_is_seen(void **state)
{
    const struct world *w = *state;
    int count = 0;
    assert_int_equal(derive_each(w->contract, count_one, &count), 7);
    assert_int_equal(count, 2); /* CORE-33 and, for null, PLAT-12 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_counted),
        cmocka_unit_test(the_page_rules),
        cmocka_unit_test(rows_break_the_schema),
        cmocka_unit_test(lengths_have_rows),
        cmocka_unit_test(absent_members_need_an_example),
        cmocka_unit_test(the_nearest_annotation_wins),
        cmocka_unit_test(what_is_not_there_is_an_error),
        cmocka_unit_test(recursion_is_bounded),
        cmocka_unit_test(each_is_seen),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
