#include "contract/verdict.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct clause clauses[] = {
    {"CORE-01", LEVEL_CORE, true, "creates", "page"},
    {"CORE-05", LEVEL_CORE, true, "refuses", "page"},
    {"CORE-13", LEVEL_CORE, false, "echoes", "page"},
    {"FAM-01", LEVEL_FAMILY, true, "reads", "family"},
    {"PLAT-01", LEVEL_PLATFORM, true, "explains", "platform"},
    {"ROB-01", LEVEL_ROBUST, true, "survives", "robust"},
};
static const struct contract contract = {.clauses = {clauses, sizeof clauses / sizeof *clauses}};

#define CORE_LIST "a@CORE-01 b@CORE-05 "
#define ALL_LIST CORE_LIST "c@FAM-01 d@PLAT-01 e@ROB-01"
#define CORE_PASS "a@CORE-01=pass b@CORE-05=pass "
#define ALL_PASS CORE_PASS "c@FAM-01=pass d@PLAT-01=pass e@ROB-01=pass"

enum { WHOLE = 0, PARTIAL = 1, INTERRUPTED = 2 };

struct situation {
    const char *name;
    const char *required; /* ids, between spaces */
    const char *checks;   /* id=status, between spaces */
    int asked, run;
    int level;
    enum outcome outcome;
    const char *reason; /* the first one begins with this; NULL: there is none */
};

static const struct situation situations[] = {
    {"everything holds", ALL_LIST, ALL_PASS, LEVELS, WHOLE, LEVEL_PLATFORM, OUTCOME_CERTIFIED,
     NULL},
    {"core is asked and holds", ALL_LIST, CORE_PASS, LEVEL_CORE, WHOLE, LEVEL_CORE,
     OUTCOME_CERTIFIED, NULL},
    {"nothing was run", ALL_LIST, "", LEVEL_CORE, WHOLE, -1, OUTCOME_INCOMPLETE,
     "2 checks were not run"},
    {"no checks and no list", "", "", LEVEL_CORE, WHOLE, -1, OUTCOME_INCOMPLETE,
     "CORE-01 has no check in this suite"},
    {"checks that hold, but no list", "", ALL_PASS, LEVEL_CORE, WHOLE, -1, OUTCOME_INCOMPLETE,
     "CORE-01 has no check in this suite"},
    {"a must is broken", ALL_LIST, "a@CORE-01=pass b@CORE-05=fail", LEVEL_CORE, WHOLE, -1,
     OUTCOME_NOT_CONFORMING, "CORE-05 is broken: refuses"},
    {"a must is not implemented", ALL_LIST, "a@CORE-01=pass b@CORE-05=not-implemented", LEVEL_CORE,
     WHOLE, -1, OUTCOME_NOT_CONFORMING, "CORE-05 is not implemented: refuses"},
    {"broken comes before not implemented", ALL_LIST, "a@CORE-01=not-implemented b@CORE-05=fail",
     LEVEL_CORE, WHOLE, -1, OUTCOME_NOT_CONFORMING, "CORE-05 is broken"},
    {"a must is inconclusive", ALL_LIST, "a@CORE-01=inconclusive b@CORE-05=pass", LEVEL_CORE, WHOLE,
     -1, OUTCOME_INCOMPLETE, "1 check was inconclusive, the first because of blocker"},
    {"a must was skipped", ALL_LIST, "a@CORE-01=skipped b@CORE-05=pass", LEVEL_CORE, PARTIAL, -1,
     OUTCOME_INCOMPLETE, "1 check was skipped (--skip)"},
    {"a must was not run", ALL_LIST, "a@CORE-01=not-run b@CORE-05=pass", LEVEL_CORE, WHOLE, -1,
     OUTCOME_INCOMPLETE, "1 check was not run"},
    {"only a part was selected", ALL_LIST, "a@CORE-01=not-run b@CORE-05=pass", LEVEL_CORE, PARTIAL,
     -1, OUTCOME_INCOMPLETE, "1 check was not run (--only)"},
    {"a part that holds everything", ALL_LIST, CORE_PASS, LEVEL_CORE, PARTIAL, -1,
     OUTCOME_INCOMPLETE, "only a part of the suite was selected"},
    {"a part in which a must is broken", ALL_LIST, "b@CORE-05=fail", LEVEL_CORE, PARTIAL, -1,
     OUTCOME_NOT_CONFORMING, "CORE-05 is broken"},
    {"interrupted, all hold so far", ALL_LIST, CORE_PASS, LEVEL_CORE, INTERRUPTED, -1,
     OUTCOME_INCOMPLETE, "the run was ended before its time"},
    {"interrupted and broken", ALL_LIST, "a@CORE-01=fail", LEVEL_CORE, INTERRUPTED, -1,
     OUTCOME_NOT_CONFORMING, "CORE-01 is broken"},
    {"a warning on a should never blocks", ALL_LIST, CORE_PASS "x@CORE-13=warn", LEVEL_CORE, WHOLE,
     LEVEL_CORE, OUTCOME_CERTIFIED, NULL},
    {"a warning on a required should never blocks", ALL_LIST " x@CORE-13",
     CORE_PASS "x@CORE-13=warn", LEVEL_CORE, WHOLE, LEVEL_CORE, OUTCOME_CERTIFIED, NULL},
    {"a warning on a must never blocks", ALL_LIST, "a@CORE-01=warn b@CORE-05=pass", LEVEL_CORE,
     WHOLE, LEVEL_CORE, OUTCOME_CERTIFIED, NULL},
    {"a required should that was not run does not block", ALL_LIST " x@CORE-13", CORE_PASS,
     LEVEL_CORE, WHOLE, LEVEL_CORE, OUTCOME_CERTIFIED, NULL},
    {"a note holds", ALL_LIST, "a@CORE-01=note b@CORE-05=pass", LEVEL_CORE, WHOLE, LEVEL_CORE,
     OUTCOME_CERTIFIED, NULL},
    {"a failed check that is not in the list blocks", ALL_LIST, CORE_PASS "new@CORE-01=fail",
     LEVEL_CORE, WHOLE, -1, OUTCOME_NOT_CONFORMING, "CORE-01 is broken"},
    {"a missing operation that is not in the list blocks", ALL_LIST,
     CORE_PASS "new@CORE-01=not-implemented", LEVEL_CORE, WHOLE, -1, OUTCOME_NOT_CONFORMING,
     "CORE-01 is not implemented"},
    {"an inconclusive check that is not in the list does not block", ALL_LIST,
     CORE_PASS "new@CORE-01=inconclusive", LEVEL_CORE, WHOLE, LEVEL_CORE, OUTCOME_CERTIFIED, NULL},
    {"one of two required checks is missing", ALL_LIST " z@CORE-05", CORE_PASS, LEVEL_CORE, WHOLE,
     -1, OUTCOME_INCOMPLETE, "1 check was not run"},
    {"the same id passed and failed", ALL_LIST, CORE_PASS "a@CORE-01=fail", LEVEL_CORE, WHOLE, -1,
     OUTCOME_NOT_CONFORMING, "CORE-01 is broken"},
    {"the same id passed and was inconclusive", ALL_LIST, CORE_PASS "a@CORE-01=inconclusive",
     LEVEL_CORE, WHOLE, -1, OUTCOME_INCOMPLETE, "1 check was inconclusive"},
    {"family fails: core is still certified", ALL_LIST, CORE_PASS "c@FAM-01=fail d@PLAT-01=pass",
     LEVEL_PLATFORM, WHOLE, LEVEL_CORE, OUTCOME_NOT_CONFORMING, "FAM-01 is broken: reads"},
    {"family fails, but core was asked", ALL_LIST, CORE_PASS "c@FAM-01=fail", LEVEL_CORE, WHOLE,
     LEVEL_CORE, OUTCOME_CERTIFIED, NULL},
    {"core fails: nothing above it is certified", ALL_LIST,
     "a@CORE-01=fail b@CORE-05=pass c@FAM-01=pass d@PLAT-01=pass", LEVEL_PLATFORM, WHOLE, -1,
     OUTCOME_NOT_CONFORMING, "CORE-01 is broken"},
    {"more than was asked may be certified", ALL_LIST, CORE_PASS "c@FAM-01=pass", LEVEL_CORE, WHOLE,
     LEVEL_FAMILY, OUTCOME_CERTIFIED, NULL},
    {"family has no check in the list", CORE_LIST, CORE_PASS "c@FAM-01=pass", LEVEL_FAMILY, WHOLE,
     LEVEL_CORE, OUTCOME_INCOMPLETE, "FAM-01 has no check in this suite"},
    {"robust stands apart", ALL_LIST, "e@ROB-01=pass", LEVEL_ROBUST, WHOLE, LEVEL_ROBUST,
     OUTCOME_CERTIFIED, NULL},
    {"robust is asked, core is broken", ALL_LIST, "a@CORE-01=fail e@ROB-01=pass", LEVEL_ROBUST,
     WHOLE, LEVEL_ROBUST, OUTCOME_CERTIFIED, NULL},
    {"robust fails: platform is still certified", ALL_LIST,
     CORE_PASS "c@FAM-01=pass d@PLAT-01=pass e@ROB-01=fail", LEVEL_PLATFORM, WHOLE, LEVEL_PLATFORM,
     OUTCOME_CERTIFIED, NULL},
    {"all is asked and robust fails", ALL_LIST,
     CORE_PASS "c@FAM-01=pass d@PLAT-01=pass e@ROB-01=fail", LEVELS, WHOLE, LEVEL_PLATFORM,
     OUTCOME_NOT_CONFORMING, "ROB-01 is broken: survives"},
    {"all is asked and only robust holds", ALL_LIST, "e@ROB-01=pass", LEVELS, WHOLE, LEVEL_ROBUST,
     OUTCOME_INCOMPLETE, "4 checks were not run"},
    {"the list names a clause that is not there", ALL_LIST " y@CORE-99", CORE_PASS, LEVEL_CORE,
     WHOLE, -1, OUTCOME_INCOMPLETE, "1 check was listed for clauses"},
    {"the list holds what is no check id", ALL_LIST " rubbish", CORE_PASS, LEVEL_CORE, WHOLE, -1,
     OUTCOME_INCOMPLETE, "1 check was listed for clauses"},
};

struct words {
    char *text, *list[32];
    size_t count;
};

static struct words split(const char *text)
{
    struct words w = {.text = mem_string(text)};
    char *at = w.text;
    while (at && *at) {
        char *word = strsep(&at, " ");
        if (*word)
            w.list[w.count++] = word;
    }
    return w;
}

static struct check check_of(char *word)
{
    char *equals = strchr(word, '=');
    assert_non_null(equals);
    *equals = '\0';
    struct check c = {.id = word, .blocked_by = "blocker"};
    c.clause = clause_find(&contract, strchr(word, '@') + 1);
    assert_true(c.clause >= 0);
    assert_true(status_parse(equals + 1, &c.status));
    return c;
}

static void reach(const char *required, const char *checks, int asked, int run, struct verdict *out)
{
    struct words needed = split(required), given = split(checks);
    struct check list[32];
    for (size_t i = 0; i < given.count; i++)
        list[i] = check_of(given.list[i]);
    struct required frozen = {needed.list, needed.count};
    struct verdict_input in = {.contract = &contract,
                               .required = &frozen,
                               .checks = list,
                               .count = given.count,
                               .asked = asked,
                               .partial = run == PARTIAL,
                               .interrupted = run == INTERRUPTED};
    verdict_reach(&in, out);
    free(needed.text);
    free(given.text);
}

static void each_situation(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof situations / sizeof *situations; i++) {
        const struct situation *s = &situations[i];
        struct verdict v;
        reach(s->required, s->checks, s->asked, s->run, &v);
        const char *first = v.reason_count ? v.reasons[0] : NULL;
        bool said = s->reason ? first && strncmp(first, s->reason, strlen(s->reason)) == 0 : !first;
        if (v.level != s->level || v.outcome != s->outcome || !said)
            fail_msg("%s: level %d, outcome %d, reason \"%s\"", s->name, v.level, (int)v.outcome,
                     first ? first : "");
        verdict_free(&v);
    }
}

static void clauses_show_the_worst(void **state)
{
    (void)state;
    struct verdict v;
    reach(ALL_LIST,
          "a@CORE-01=pass b@CORE-01=note c@CORE-05=fail d@CORE-05=inconclusive "
          "e@CORE-13=warn f@CORE-13=inconclusive g@FAM-01=pass g2@FAM-01=skipped",
          LEVEL_CORE, WHOLE, &v);
    assert_int_equal(v.clauses[0], STATUS_NOTE);
    assert_int_equal(v.clauses[1], STATUS_FAIL);
    assert_int_equal(v.clauses[2], STATUS_WARN);
    assert_int_equal(v.clauses[3], STATUS_SKIPPED);
    assert_int_equal(v.clauses[4], STATUS_NOT_RUN);
    assert_int_equal(v.checks[0], 2);
    assert_int_equal(v.checks[1], 1);
    assert_int_equal(v.checks[3], 1);
    assert_int_equal(v.checks[4], 0);
    verdict_free(&v);
}

static void counts_all_checks(void **state)
{
    (void)state;
    struct verdict v;
    reach(ALL_LIST, CORE_PASS "x@CORE-13=warn c@FAM-01=fail", LEVEL_CORE, WHOLE, &v);
    assert_int_equal(v.counts[STATUS_PASS], 2);
    assert_int_equal(v.counts[STATUS_WARN], 1);
    assert_int_equal(v.counts[STATUS_FAIL], 1);
    assert_int_equal(v.counts[STATUS_NOT_RUN], 2); /* d@PLAT-01 and e@ROB-01 of the list */
    verdict_free(&v);
}

static void a_level_without_musts_is_not_certified(void **state)
{
    (void)state;
    struct contract only_core = {.clauses = {clauses, 2}};
    char *ids[] = {"a@CORE-01", "b@CORE-05"};
    struct check checks[] = {{.id = ids[0], .clause = 0}, {.id = ids[1], .clause = 1}};
    struct required frozen = {ids, 2};
    struct verdict_input in = {.contract = &only_core,
                               .required = &frozen,
                               .checks = checks,
                               .count = 2,
                               .asked = LEVEL_ROBUST};
    struct verdict v;
    verdict_reach(&in, &v);
    assert_int_equal(v.level, LEVEL_CORE);
    assert_int_equal(v.outcome, OUTCOME_INCOMPLETE);
    assert_string_equal(v.reasons[0], "the contract has no clause at this level");
    verdict_free(&v);
}

static void a_check_for_another_clause_does_not_count(void **state)
{
    (void)state;
    char *ids[] = {"a@CORE-01", "b@CORE-05"};
    struct check checks[] = {{.id = ids[0], .clause = 0}, {.id = ids[1], .clause = 0}};
    struct required frozen = {ids, 2};
    struct verdict_input in = {.contract = &contract,
                               .required = &frozen,
                               .checks = checks,
                               .count = 2,
                               .asked = LEVEL_CORE};
    struct verdict v;
    verdict_reach(&in, &v);
    assert_int_equal(v.level, -1);
    assert_int_equal(v.outcome, OUTCOME_INCOMPLETE);
    assert_int_equal(v.reason_count, 1);
    verdict_free(&v);
}

static void status_names_round_trip(void **state)
{
    (void)state;
    enum status back;
    for (int i = 0; i < STATUSES; i++) {
        assert_true(status_parse(status_name((enum status)i), &back));
        assert_int_equal(back, i);
        assert_int_equal(status_held((enum status)i), i == STATUS_PASS || i == STATUS_NOTE);
    }
    assert_false(status_parse("PASS", &back));
    assert_false(status_parse("", &back));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_situation),
        cmocka_unit_test(clauses_show_the_worst),
        cmocka_unit_test(counts_all_checks),
        cmocka_unit_test(a_level_without_musts_is_not_certified),
        cmocka_unit_test(a_check_for_another_clause_does_not_count),
        cmocka_unit_test(status_names_round_trip),
    };
    return cmocka_run_group_tests_name("verdict", tests, NULL, NULL);
}
