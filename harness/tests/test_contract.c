#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "contract/contract.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define VERSION "2015-05-01-preview"
#define FOLDER "harness/contract/" VERSION "/"

struct set {
    struct assets assets;
    struct contract *contract;
};

/* --- what is there --- */

static void clauses_are_all_there(void **state)
{
    const struct contract *c = ((struct set *)*state)->contract;
    size_t counts[LEVELS] = {0}, shoulds = 0;
    for (size_t i = 0; i < c->clauses.count; i++) {
        counts[c->clauses.list[i].level]++;
        shoulds += !c->clauses.list[i].must;
    }
    assert_int_equal(counts[LEVEL_CORE], 30);
    assert_int_equal(counts[LEVEL_FAMILY], 11);
    assert_int_equal(counts[LEVEL_PLATFORM], 19);
    assert_int_equal(counts[LEVEL_ROBUST], 12);
    assert_int_equal(shoulds, 6);
    assert_string_equal(c->api_version, VERSION);
    assert_int_equal(strlen(c->digest), 64);
    const cJSON *errata = cJSON_GetObjectItemCaseSensitive(c->clauses_json, "errata");
    assert_int_equal(cJSON_GetArraySize(errata), 11);
}

static void clauses_are_found(void **state)
{
    const struct contract *c = ((struct set *)*state)->contract;
    const struct clause *clause = &c->clauses.list[clause_find(c, "CORE-13")];
    assert_string_equal(clause->id, "CORE-13");
    assert_int_equal(clause->level, LEVEL_CORE);
    assert_false(clause->must);
    assert_string_equal(clause->text, "the response's `connectivityState` is the one sent");
    assert_int_equal(clause_find(c, "CORE-17"), -1);
    assert_int_equal(clause_find(c, "core-13"), -1);
    assert_int_equal(clause_find(c, NULL), -1);
}

static void levels_have_names(void **state)
{
    (void)state;
    enum level level;
    for (int i = 0; i < LEVELS; i++) {
        assert_true(level_parse(level_name((enum level)i), &level));
        assert_int_equal(level, i);
    }
    assert_false(level_parse("Core", &level));
}

/* The examples of the document are valid by its own schemas: requests and answers. */
static void examples_are_valid(void **state)
{
    const struct contract *c = ((struct set *)*state)->contract;
    static const char *const list[][2] = {{"SiteToSiteRequest", "ConnectionRequest"},
                                          {"PointToSiteRequest", "ConnectionRequest"},
                                          {"DedicatedRequest", "ConnectionRequest"},
                                          {"PatchRequest", "ConnectionPatch"},
                                          {"SharedKey", "SharedKey"},
                                          {"ResetSharedKey", "ResetSharedKey"},
                                          {"Gateway", "Gateway"},
                                          {"SiteToSiteAnswer", "Connection"},
                                          {"PointToSiteAnswer", "PatchedConnection"},
                                          {"DedicatedAnswer", "Connection"},
                                          {"SharedKey", "SharedKeyAnswer"},
                                          {"Refusal", "Error"}};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        char *value = mem_format("/components/examples/%s/value", list[i][0]);
        char *schema = mem_format("/components/schemas/%s", list[i][1]);
        assert_true(schema_check(c->schemas, schema, pointer_get(c->openapi, value), NULL, NULL));
        free(value);
        free(schema);
    }
}

/* --- requests --- */

static void requests_need_their_members(void **state)
{
    const struct contract *c = ((struct set *)*state)->contract;
    static const struct {
        const char *type, *without;
        bool fine;
    } list[] = {{"SiteToSite", "/name", true},
                {"SiteToSite", "/tags", true},
                {"SiteToSite", "/location", false},
                {"SiteToSite", "/properties", false},
                {"Dedicated", "/properties/gateway1", false},
                {"Dedicated", "/properties/gateway1/name", false},
                {"Dedicated", "/properties/gateway2", false},
                {"Dedicated", "/properties/gateway2/name", false},
                {"Dedicated", "/properties/connectionType", false},
                {"Dedicated", "/properties/connectivityState", false},
                {"SiteToSite", "/properties/ipsecParameters", false},
                {"SiteToSite", "/properties/ipsecParameters/pfsGroup", false},
                {"SiteToSite", "/properties/ipsecParameters/encryptionType", false},
                {"SiteToSite", "/properties/ipsecParameters/saDataSizeKilobytes", false},
                {"SiteToSite", "/properties/ipsecParameters/saLifeTimeSeconds", false},
                {"SiteToSite", "/properties/ipsecParameters/hashAlgorithm", false}};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        char *pointer = mem_format("/components/examples/%sRequest/value", list[i].type);
        cJSON *body = cJSON_Duplicate(pointer_get(c->openapi, pointer), true);
        assert_true(pointer_remove(body, list[i].without));
        if (schema_check(c->schemas, "/components/schemas/ConnectionRequest", body, NULL, NULL) !=
            list[i].fine)
            fail_msg("%s without %s", list[i].type, list[i].without);
        cJSON_Delete(body);
        free(pointer);
    }
}

/* --- documents that are broken --- */

static cJSON *read_asset(const struct assets *a, const char *name)
{
    struct bytes text;
    struct err err;
    assert_true(assets_get(a, name, &text));
    cJSON *tree = json_read_named(name, text, &err);
    assert_non_null(tree);
    return tree;
}

/* Opens a contract of two texts; the sentence that says why it cannot is in *err. */
static int open_texts(const char *clauses, const char *openapi, struct err *err)
{
    struct asset list[] = {{(char *)FOLDER "clauses.json", bytes_of(clauses)},
                           {(char *)FOLDER "openapi.json", bytes_of(openapi)}};
    struct assets assets = {.list = list, .count = 2};
    struct contract *c;
    int result = contract_open(&c, &assets, VERSION, err);
    contract_close(c);
    return result;
}

static void change(cJSON *tree, const char *pointer, const char *json)
{
    if (!json)
        assert_true(pointer_remove(tree, pointer));
    else
        assert_true(pointer_set(tree, pointer, cJSON_Parse(json)));
}

struct broken {
    const char *file, *at, *json; /* NULL: taken out */
    const char *says[2];          /* both stand in the error */
};

static void expect_broken(const struct assets *a, const struct broken *b)
{
    cJSON *clauses = read_asset(a, FOLDER "clauses.json");
    cJSON *openapi = read_asset(a, FOLDER "openapi.json");
    change(b->file[0] == 'c' ? clauses : openapi, b->at, b->json);
    char *texts[] = {json_print(clauses, true), json_print(openapi, true)};
    struct err err = {""};
    if (!open_texts(texts[0], texts[1], &err))
        fail_msg("%s: nothing wrong with %s", b->file, b->at);
    if (!strstr(err.text, b->file) || !strstr(err.text, b->says[0]) ||
        !strstr(err.text, b->says[1]))
        fail_msg("%s: %s: %s", b->file, b->at, err.text);
    free(texts[0]);
    free(texts[1]);
    cJSON_Delete(clauses);
    cJSON_Delete(openapi);
}

#define CONNECTION "/components/schemas/ConnectionMembers/properties"

static const struct broken brokens[] = {
    {"clauses.json", "/apiVersion", "\"2016-01-01\"", {"/apiVersion", VERSION}},
    {"clauses.json", "/clauses", "[]", {"clauses", "something in it"}},
    {"clauses.json", "/clauses/3/level", "\"corr\"", {"/clauses/3", "corr"}},
    {"clauses.json", "/clauses/3/strength", "\"may\"", {"/clauses/3", "may"}},
    {"clauses.json", "/clauses/3/id", "\"CORE-01\"", {"/clauses/3", "CORE-01"}},
    {"clauses.json", "/clauses/3/text", NULL, {"/clauses/3", "text"}},
    {"clauses.json", "/clauses/3/source", "\"\"", {"/clauses/3", "source"}},
    {"clauses.json", "/clauses/3/why", "\"\"", {"/clauses/3", "belong"}},
    {"clauses.json", "/errata", NULL, {"errata", ""}},
    {"clauses.json", "/errata/2/readAs", "3", {"/errata/2", "readAs"}},
    {"openapi.json", "/openapi", "\"3.0.3\"", {"/openapi", "3.1"}},
    {"openapi.json", "/info/version", "\"1\"", {"/info/version", VERSION}},
    {"openapi.json", "/paths", "{}", {"/paths", ""}},
    {"openapi.json", "/paths/x", "{}", {"/paths", "\"x\""}},
    {"openapi.json", "/paths/~1a{b}", "{}", {"/paths", "a{b}"}},
    {"openapi.json", "/components/schemas/ConnectionRequest", NULL, {"/", "ConnectionRequest"}},
    {"openapi.json",
     "/components/pathItems/Connection/put/responses",
     NULL,
     {"/components/pathItems/Connection/put", "responses"}},
    {"openapi.json",
     "/components/responses/Connection/content/application~1json/schema",
     NULL,
     {"/components/responses/Connection", "schema"}},
    {"openapi.json",
     "/components/responses/Connection/x-connspec-clause",
     "\"CORE-99\"",
     {"/components/responses/Connection/x-connspec-clause", "CORE-99"}},
    {"openapi.json",
     "/components/headers/ETag/x-connspec-clause",
     "7",
     {"/components/headers/ETag/x-connspec-clause", ""}},
    {"openapi.json",
     "/components/schemas/ConnectionMembers/x-connspec-echo/tags",
     "\"CORE-17\"",
     {"/components/schemas/ConnectionMembers/x-connspec-echo", "CORE-17"}},
    {"openapi.json",
     "/components/schemas/IpsecParameters/x-connspec-derive/required",
     "\"E9\"",
     {"/components/schemas/IpsecParameters/x-connspec-derive", "E9"}},
    {"openapi.json",
     "/components/schemas/Error/x-connspec-claus",
     "\"PLAT-01\"",
     {"/components/schemas/Error/x-connspec-claus", "extension"}},
    {"openapi.json",
     "/components/schemas/Error/$ref",
     "\"#/components/schemas/Nothing\"",
     {"/components/schemas/Error", "Nothing"}},
    {"openapi.json", CONNECTION "/name/$ref", "\"other.json#/x\"", {CONNECTION "/name", "other"}},
    {"openapi.json", CONNECTION "/name/minLenght", "1", {CONNECTION "/name", "minLenght"}},
    {"openapi.json", CONNECTION "/name/type", "\"strin\"", {CONNECTION "/name", ""}},
    {"openapi.json", CONNECTION "/etag/pattern", "\"(\"", {CONNECTION "/etag", ""}},
    {"openapi.json",
     CONNECTION "/name/x-connspec-equals",
     "\"name\"",
     {CONNECTION "/name", "equals"}},
    {"openapi.json", CONNECTION "/id/x-connspec-resource-id", "5", {CONNECTION "/id", "template"}},
    {"openapi.json",
     "/components/schemas/GatewayReference/x-connspec-echo/name",
     "{\"clause\": \"CORE-24\", \"ignoring\": \"all\"}",
     {"/components/schemas/GatewayReference", "ignoring"}},
    {"openapi.json",
     "/components/schemas/GatewayName/x-connspec-stored",
     "true",
     {"/components/schemas/GatewayName", "stored"}},
};

static void broken_documents_are_refused(void **state)
{
    for (size_t i = 0; i < sizeof brokens / sizeof *brokens; i++)
        expect_broken(&((struct set *)*state)->assets, &brokens[i]);
}

static void a_clause_that_is_cited_must_be_there(void **state)
{
    const struct assets *a = &((struct set *)*state)->assets;
    cJSON *clauses = read_asset(a, FOLDER "clauses.json");
    cJSON *list = cJSON_GetObjectItemCaseSensitive(clauses, "clauses");
    struct bytes openapi;
    struct err err;
    int at = 0;
    assert_true(assets_get(a, FOLDER "openapi.json", &openapi));
    char *whole = mem_copy(openapi.ptr, openapi.len);
    for (cJSON *clause = list->child; clause; clause = clause->next, at++)
        if (strcmp(cJSON_GetObjectItemCaseSensitive(clause, "id")->valuestring, "CORE-20") == 0)
            break;
    cJSON_DeleteItemFromArray(list, at);
    char *text = json_print(clauses, false);
    assert_int_equal(open_texts(text, whole, &err), -1);
    assert_non_null(strstr(err.text, "openapi.json:"));
    assert_non_null(strstr(err.text, "/components/responses/Connection/x-connspec-clause"));
    assert_non_null(strstr(err.text, "CORE-20"));
    free(text);
    free(whole);
    cJSON_Delete(clauses);
}

static void broken_json_is_refused(void **state)
{
    (void)state;
    struct err err;
    static const char *const texts[] = {"", "[]", "{", "{} x", "{\"a\": 1, \"a\": 1}", "null"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(open_texts(texts[i], "{}", &err), -1);
        assert_non_null(strstr(err.text, FOLDER "clauses.json"));
    }
}

static void errors_name_the_line(void **state)
{
    struct err err;
    (void)state;
    assert_int_equal(open_texts("{\"apiVersion\": \"" VERSION "\",\n\"clauses\": [\n"
                                "{\"id\": \"A\", \"level\": \"core\", \"strength\": \"must\", "
                                "\"text\": \"t\", \"source\": \"s\"},\n"
                                "{}]}",
                                "{}", &err),
                     -1);
    assert_non_null(strstr(err.text, "clauses.json:4: /clauses/1: "));
}

static void an_unknown_version_is_refused(void **state)
{
    struct contract *c;
    struct err err;
    assert_int_equal(contract_open(&c, &((struct set *)*state)->assets, "2099-01-01", &err), -1);
    assert_null(c);
    assert_non_null(strstr(err.text, "2099-01-01"));
}

static int open_contract(void **state)
{
    struct set *s = mem_alloc(sizeof *s);
    struct err err;
    if (assets_open(&s->assets, NULL, &err) ||
        contract_open(&s->contract, &s->assets, VERSION, &err)) {
        print_error("%s\n", err.text);
        return -1;
    }
    *state = s;
    return 0;
}

static int close_contract(void **state)
{
    struct set *s = *state;
    contract_close(s->contract);
    assets_close(&s->assets);
    free(s);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clauses_are_all_there),
        cmocka_unit_test(clauses_are_found),
        cmocka_unit_test(levels_have_names),
        cmocka_unit_test(examples_are_valid),
        cmocka_unit_test(requests_need_their_members),
        cmocka_unit_test(broken_documents_are_refused),
        cmocka_unit_test(a_clause_that_is_cited_must_be_there),
        cmocka_unit_test(broken_json_is_refused),
        cmocka_unit_test(errors_name_the_line),
        cmocka_unit_test(an_unknown_version_is_refused),
    };
    return cmocka_run_group_tests(tests, open_contract, close_contract);
}
