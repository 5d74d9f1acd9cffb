/* The data of the checkout: every clause is checked, every cited clause exists, every scenario
 * holds against the published schema, the frozen list is the list. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/mem.h"
#include "conformance/loaded.h"
#include "contract/schema.h"

#include <stdlib.h>
#include <string.h>

#define API "2015-05-01-preview"

static int open_suite(void **state)
{
    struct loaded *l = mem_alloc(sizeof *l);
    struct err err;
    if (loaded_open(l, ".", API, true, &err)) {
        print_error("%s\n", err.text);
        free(l);
        return -1;
    }
    *state = l;
    return 0;
}

static int close_suite(void **state)
{
    loaded_close(*state);
    free(*state);
    return 0;
}

static bool is_required(const struct loaded *l, const char *id)
{
    for (size_t i = 0; i < l->required.count; i++)
        if (strcmp(l->required.list[i], id) == 0)
            return true;
    return false;
}

static size_t required_checks(const struct loaded *l, size_t clause)
{
    size_t checks = 0;
    for (size_t i = 0; i < l->suite.count; i++)
        checks += l->suite.checks[i].clause == (int)clause && is_required(l, l->suite.checks[i].id);
    return checks;
}

static void test_every_clause_has_a_required_check(void **state)
{
    static const size_t expected[LEVELS] = {
        [LEVEL_CORE] = 30, [LEVEL_FAMILY] = 11, [LEVEL_PLATFORM] = 19, [LEVEL_ROBUST] = 12};
    const struct loaded *l = *state;
    size_t clauses[LEVELS] = {0};
    for (size_t i = 0; i < l->contract->clauses.count; i++) {
        const struct clause *clause = &l->contract->clauses.list[i];
        if (!required_checks(l, i))
            fail_msg("%s has no required check", clause->id);
        clauses[clause->level]++;
    }
    assert_memory_equal(clauses, expected, sizeof expected);
}

static void test_the_frozen_list_is_the_list(void **state)
{
    const struct loaded *l = *state;
    assert_int_equal(l->required.count, l->suite.count);
    for (size_t i = 0; i < l->suite.count; i++)
        if (!is_required(l, l->suite.checks[i].id))
            fail_msg("%s is not in suite.json: make freeze", l->suite.checks[i].id);
}

static void test_every_cited_clause_exists(void **state)
{
    const struct loaded *l = *state;
    for (size_t i = 0; i < l->suite.count; i++)
        assert_in_range(l->suite.checks[i].clause, 0, l->contract->clauses.count - 1);
}

static cJSON *read_asset(const struct loaded *l, const char *name)
{
    struct bytes text;
    struct err err;
    assert_true(assets_get(&l->assets, name, &text));
    cJSON *tree = json_read_named(name, text, &err);
    if (!tree)
        fail_msg("%s", err.text);
    return tree;
}

static void test_every_scenario_holds_against_the_schema(void **state)
{
    const struct loaded *l = *state;
    static const char *const root[] = {"", NULL};
    cJSON *document = read_asset(l, "conformance/scenario.schema.json");
    struct schema *schema;
    struct err err;
    assert_int_equal(schema_load(&schema, document, root, NULL, &err), 0);
    size_t held = 0;
    for (size_t i = 0; i < l->assets.count; i++) {
        const char *name = l->assets.list[i].name;
        if (strncmp(name, "conformance/scenarios/", 22) != 0)
            continue;
        cJSON *scenario = read_asset(l, name);
        if (!schema_check(schema, "", scenario, NULL, NULL))
            fail_msg("%s does not hold against the schema", name);
        cJSON_AddTrueToObject(scenario, "unknown");
        assert_false(schema_check(schema, "", scenario, NULL, NULL));
        cJSON_Delete(scenario);
        held++;
    }
    assert_true(held > 40);
    schema_free(schema);
    cJSON_Delete(document);
}

static void test_needs_come_first(void **state)
{
    const struct loaded *l = *state;
    for (size_t i = 0; i < l->plan->count; i++)
        for (size_t k = 0; k < l->plan->list[i].need_count; k++)
            assert_true(l->plan->list[i].needs[k] < i);
}

static void test_levels(void **state)
{
    (void)state;
    assert_true(level_asked(LEVEL_CORE, LEVEL_CORE));
    assert_false(level_asked(LEVEL_CORE, LEVEL_FAMILY));
    assert_true(level_asked(LEVEL_PLATFORM, LEVEL_CORE));
    assert_true(level_asked(LEVEL_PLATFORM, LEVEL_FAMILY));
    assert_false(level_asked(LEVEL_PLATFORM, LEVEL_ROBUST));
    assert_true(level_asked(LEVEL_ROBUST, LEVEL_ROBUST));
    assert_false(level_asked(LEVEL_ROBUST, LEVEL_CORE));
    assert_true(level_asked(LEVELS, LEVEL_ROBUST) && level_asked(LEVELS, LEVEL_CORE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_clause_has_a_required_check),
        cmocka_unit_test(test_the_frozen_list_is_the_list),
        cmocka_unit_test(test_every_cited_clause_exists),
        cmocka_unit_test(test_every_scenario_holds_against_the_schema),
        cmocka_unit_test(test_needs_come_first),
        cmocka_unit_test(test_levels),
    };
    return cmocka_run_group_tests(tests, open_suite, close_suite);
}
