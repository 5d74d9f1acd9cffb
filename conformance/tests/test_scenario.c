/* Scenario files that are wrong: each mistake is named with file, line and pointer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "conformance/scenario.h"

#include <stdlib.h>
#include <string.h>

#define API "2015-05-01-preview"

struct world {
    struct assets suite; /* the checkout's */
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

/* The checkout's files but the scenarios, and these instead; sorted, as assets are. */
static int load(const struct world *w, const char *const *files, struct plan **plan,
                struct err *err)
{
    struct assets a = {.list = mem_alloc((w->suite.count + 8) * sizeof *a.list)};
    for (size_t i = 0; i < w->suite.count; i++)
        if (strncmp(w->suite.list[i].name, "conformance/scenarios/", 22) != 0)
            a.list[a.count++] = w->suite.list[i];
    size_t at = 0;
    while (at < a.count && strcmp(a.list[at].name, "conformance/scenarios/") < 0)
        at++;
    for (; *files; files += 2, at++) {
        memmove(a.list + at + 1, a.list + at, (a.count++ - at) * sizeof *a.list);
        a.list[at] = (struct asset){(char *)files[0], bytes_of(files[1])};
    }
    int result = plan_load(plan, &a, w->contract, true, err);
    free(a.list);
    return result;
}

#define HEAD "{\"says\": \"A test that says it.\",\n\"clauses\": [\"CORE-01\"],\n"
#define PUT "{\"put\": \"{connection}\", \"body\": \"@put/accept/dedicated\"}"

#define DERIVE(keyword, operation, body)                                                           \
    "\"cases\": {\"m\": {\"derive\": \"" keyword "\", \"from\": \"" operation                      \
    "\", \"body\": \"@put/accept/" body "\"}}, \"steps\": [" PUT "]}"

static void test_mistakes(void **state)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"{", ":1"},
        {"[]", "expected"},
        {HEAD "\"steps\": []}", ":3: /steps"},
        {HEAD "\"stepz\": [" PUT "]}", "stepz"},
        {"{\"says\": \"No full stop\", \"clauses\": [\"CORE-01\"], \"steps\": [" PUT "]}",
         ":1: /says"},
        {"{\"says\": \"A test that says it.\",\n\"clauses\": [\"CORE-99\"], \"steps\": [" PUT "]}",
         ":2: /clauses/0: there is no clause CORE-99"},
        {"{\"says\": \"A test that says it.\",\n\"clauses\": [\"FAM-01\"], \"steps\": [" PUT "]}",
         ":2: /clauses/0: FAM-01 is of level family"},
        {"{\"says\": \"A test that says it.\",\n\"clauses\": [\"CORE-01\", "
         "\"CORE-02\"],\n\"steps\": [" PUT "]}",
         ":2: /clauses/1: no step counts for CORE-02"},
        {HEAD "\"steps\": [{\"put\": \"{connection}\", \"clause\": \"CORE-02\"}]}",
         ":3: /steps/0/clause: CORE-02 is not among"},
        {HEAD "\"steps\": [{\"put\": \"{connection}\", \"expct\": {}}]}", "expct"},
        {HEAD "\"steps\": [{\"put\": \"{connection}\", \"get\": \"{connection}\"}]}",
         ":3: /steps/0"},
        {HEAD "\"steps\": [\n" PUT ",\n{\"put\": \"{nowhere}\"}]}", ":5: /steps/1: the target"},
        {HEAD "\"steps\": [{\"read\": \"{group}\"}]}", "/steps/0: the target"},
        {HEAD "\"steps\": [{\"read\": \"{connection}/sharedkey\"}]}", "takes a connection alone"},
        {HEAD "\"steps\": [{\"put\": \"{connection}\", \"body\": \"@put/accept/nothing\"}]}",
         "corpus/put/accept/nothing.json"},
        {HEAD "\"steps\": [{\"put\": \"{connection}\", \"body\": {\"a\": \"{nonsense}\"}}]}",
         "there is no variable {nonsense}"},
        {HEAD "\"steps\": [{\"put\": \"{connection}\", \"body\": \"@put/accept/dedicated\", "
              "\"without\": \"/properties/nothing\"}]}",
         "the body has no /properties/nothing"},
        {HEAD "\"steps\": [{\"put\": \"{connection}\", \"with\": {\"/a\": 1}}]}",
         "need a \"body\""},
        {HEAD "\"steps\": [{\"put\": \"{connection}\", \"body\": {}, \"with\": {\"a\": 1}}]}",
         "/steps/0/with"},
        {HEAD "\"steps\": [{\"read\": \"{connection}\", \"expect\": {\"stored\": \"made\"}}]}",
         "no earlier step has the label \"made\""},
        {HEAD "\"steps\": [{\"patch\": \"{connection}\", \"body\": {}, \"label\": \"a\"}, "
              "{\"read\": \"{connection}\", \"expect\": {\"stored\": \"a\"}}]}",
         "is not a put"},
        {HEAD "\"steps\": [{\"put\": \"{connection}\", \"label\": \"a\"}, {\"put\": "
              "\"{connection}\", \"label\": \"a\"}]}",
         "the label \"a\" is there twice"},
        {HEAD "\"steps\": [{\"put\": \"{connection}\", \"expect\": {\"absent\": true}}]}",
         "\"absent\" goes with \"read\""},
        {HEAD "\"steps\": [{\"read\": \"{connection}\", \"expect\": {\"refused\": true}}]}",
         "does not go with \"read\""},
        {HEAD "\"steps\": [{\"put\": \"{connection}\", \"body\": {}, \"expect\": {\"refused\": "
              "true}}]}",
         "to tell it from its twin"},
        {HEAD "\"steps\": [{\"put\": \"{connection}\", \"bytes\": \"{{\", \"expect\": "
              "{\"refused\": true}}]}",
         "needs a \"twin\" with \"body\""},
        {HEAD "\"steps\": [{\"put\": \"{connection}\", \"body\": {}, \"twin\": {\"body\": {}}}]}",
         "\"twin\" goes with \"refused\""},
        {HEAD "\"steps\": [{\"put\": \"{connection}\", \"body\": {}, \"twin\": \"core/other\", "
              "\"expect\": {\"refused\": true}}]}",
         "the twin core/other is not among this scenario's \"needs\""},
        {HEAD "\"names\": {\"other\": \"{connection}\"}, \"steps\": [" PUT "]}",
         ":3: /names: there is no variable {connection}"},
        {HEAD "\"needs\": [\"core/nothing\"], \"steps\": [" PUT "]}",
         "there is no scenario or case core/nothing"},
        {HEAD "\"needs\": [\"core/wrong\"], \"steps\": [" PUT "]}", "goes round in a circle"},
        {HEAD "\"cases\": {\"type\": [\"a\", \"a\"]}, \"steps\": [" PUT "]}",
         "the case core/wrong/a is there twice"},
        {HEAD "\"steps\": [{\"put\": \"{connection}\", \"expect\": {\"status\": 42}}]}",
         "/steps/0/expect"},
        {HEAD "\"cases\": {\"connection\": [\"a\"]}, \"names\": {\"a\": \"{unique}\"},\n"
              "\"steps\": [{\"put\": \"{connection}\"}]}",
         ":4: /steps/0: the target is no name any more"},
        {HEAD "\"cases\": {\"m\": {\"derive\": \"tpye\"}}, \"steps\": [" PUT "]}", ":3: /cases/m"},
        {HEAD DERIVE("type", "nothing", "dedicated"),
         ":3: /cases/m: there is no operation \"nothing\""},
        {HEAD DERIVE("type", "updateConnection", "nothing"),
         ":3: /cases/m: there is no corpus/put/accept/nothing.json"},
        {HEAD DERIVE("type", "updateConnection", "dedicated"),
         ":3: /cases/m: the contract derives nothing for CORE-01 from \"type\""},
    };
    const struct world *w = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *files[] = {"conformance/scenarios/core/wrong.json", rows[i].text, NULL};
        struct plan *plan = NULL;
        struct err err = {{0}};
        if (!load(w, files, &plan, &err))
            fail_msg("accepted: %s", rows[i].text);
        if (!strstr(err.text, rows[i].says) ||
            !strstr(err.text, "conformance/scenarios/core/wrong.json"))
            fail_msg("%s\n  says \"%s\"\n  not  \"%s\"", rows[i].text, err.text, rows[i].says);
    }
}

static void test_folder(void **state)
{
    const char *files[] = {"conformance/scenarios/gold/x.json", HEAD "\"steps\": [" PUT "]}", NULL};
    struct plan *plan = NULL;
    struct err err = {{0}};
    assert_int_equal(load(*state, files, &plan, &err), -1);
    assert_non_null(strstr(err.text, "conformance/scenarios/gold/x.json: a scenario lives in"));
}

static void test_cases_multiply(void **state)
{
    const char *files[] = {
        "conformance/scenarios/core/a.json",
        HEAD "\"cases\": {\"type\": [\"dedicated\", \"point-to-site\"], \"member\": [{\"case\": "
             "\"l\", \"at\": \"/location\", \"to\": 5}]}, \"needs\": [\"core/b\"], \"steps\": "
             "[{\"put\": \"{connection}\", \"body\": \"@put/accept/{type}\", \"with\": {\"{at}\": "
             "\"{to}\", \"/tags/x\": \"{unique}-{type}\"}}]}",
        "conformance/scenarios/core/b.json", HEAD "\"steps\": [" PUT "]}", NULL};
    struct plan *plan = NULL;
    struct err err = {{0}};
    if (load(*state, files, &plan, &err))
        fail_msg("%s", err.text);
    assert_int_equal(plan->count, 3);
    assert_string_equal(plan->list[0].id, "core/b");
    assert_string_equal(plan->list[1].id, "core/a/dedicated/l");
    assert_string_equal(plan->list[2].id, "core/a/point-to-site/l");
    assert_int_equal(plan->list[1].need_count, 1);
    assert_int_equal(plan->list[1].needs[0], 0);
    struct script script;
    assert_int_equal(script_open(&script, &plan->list[2], &err), 0);
    const cJSON *step = script.steps->child;
    const cJSON *with = cJSON_GetObjectItemCaseSensitive(step, "with");
    assert_string_equal(cJSON_GetObjectItemCaseSensitive(step, "body")->valuestring,
                        "@put/accept/point-to-site");
    assert_true(cJSON_GetObjectItemCaseSensitive(with, "/location")->valuedouble == 5);
    assert_string_equal(cJSON_GetObjectItemCaseSensitive(with, "/tags/x")->valuestring,
                        "{unique}-point-to-site");
    script_close(&script);
    plan_free(plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_folder),
        cmocka_unit_test(test_cases_multiply),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
