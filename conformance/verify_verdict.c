#include "conformance/verify.h"

#include "base/mem.h"
#include "reports/line.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void check_digests(struct verification *v)
{
    char suite[65];
    const cJSON *head = v->results->head;
    assets_digest(&v->loaded.assets, "", suite);
    verify_say(v, strcmp(line_text(line_member(head, "suite"), "digest"), suite) == 0,
               "the suite is that of this connspec (" CONNSPEC_VERSION "; the run's was of %s)",
               line_text(line_member(head, "tool"), "version"));
    verify_say(
        v,
        strcmp(line_text(line_member(head, "contract"), "digest"), v->loaded.contract->digest) == 0,
        "the contract is that of this connspec");
}

static void check_required(struct verification *v)
{
    size_t missing = 0;
    const char *first = "";
    for (size_t i = 0; i < v->loaded.required.count; i++) {
        if (results_check(v->results, v->loaded.required.list[i]))
            continue;
        first = missing++ ? first : v->loaded.required.list[i];
    }
    if (missing)
        verify_say(v, false, "%zu required checks are missing, %s first", missing, first);
    else
        verify_say(v, true, "every required check is there (%zu)", v->loaded.required.count);
}

/* Of known clauses alone: those of others can certify nothing. */
static struct check *checks_of(const struct verification *v, size_t *count)
{
    const struct results *r = v->results;
    struct check *list = mem_alloc((r->check_count + 1) * sizeof *list);
    *count = 0;
    for (size_t i = 0; i < r->check_count; i++) {
        const char *id = line_text(r->checks[i], "id"), *at = strrchr(id, '@');
        const char *clause = line_text(r->checks[i], "clause");
        int index = clause_find(v->loaded.contract, clause);
        if (index < 0 || !at || strcmp(at + 1, clause) != 0)
            continue;
        list[(*count)++] = (struct check){
            .id = (char *)(uintptr_t)id, .clause = index, .status = line_status(r->checks[i])};
    }
    return list;
}

static bool is_partial(const cJSON *head)
{
    const cJSON *selection = line_member(head, "selection");
    return cJSON_GetArraySize(line_member(selection, "only")) > 0 ||
           cJSON_GetArraySize(line_member(selection, "skip")) > 0;
}

static bool same_verdict(const cJSON *told, const struct verdict *v)
{
    static const char *const outcomes[] = {"certified",   "not-conforming", "usage",
                                           "unreachable", "internal",       "incomplete"};
    const char *level = cJSON_GetStringValue(line_member(told, "level"));
    bool same =
        strcmp(line_text(told, "outcome"), outcomes[v->outcome]) == 0 &&
        (v->level < 0 ? !level : level && strcmp(level, level_name((enum level)v->level)) == 0);
    for (int s = 0; s < STATUSES; s++)
        same = same && line_real(line_member(told, "counts"), status_name((enum status)s)) ==
                           (double)v->counts[s];
    return same;
}

static void check_verdict(struct verification *v)
{
    const cJSON *told = v->results->verdict;
    enum level asked = LEVEL_CORE;
    bool named = level_parse(line_text(told, "asked"), &asked);
    struct verdict verdict;
    size_t count;
    struct check *checks = checks_of(v, &count);
    struct verdict_input in = {.contract = v->loaded.contract,
                               .required = &v->loaded.required,
                               .checks = checks,
                               .count = count,
                               .asked = named ? (int)asked : LEVELS,
                               .partial = is_partial(v->results->head),
                               .interrupted = cJSON_IsTrue(line_member(told, "interrupted"))};
    verdict_reach(&in, &verdict);
    verify_say(v, count == v->results->check_count, "every check is of a clause of the contract");
    /* that no answer came at all is the run's to say */
    bool unreachable = strcmp(line_text(told, "outcome"), "unreachable") == 0;
    verify_say(v, unreachable || same_verdict(told, &verdict), "the checks come to the verdict");
    v->certified = !unreachable && verdict.outcome == OUTCOME_CERTIFIED;
    verdict_free(&verdict);
    free(checks);
}

void verify_verdict(struct verification *v)
{
    check_digests(v);
    check_required(v);
    if (v->results->verdict)
        check_verdict(v);
    else
        verify_say(v, false, "there is no verdict: the run was killed");
}
