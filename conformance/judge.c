/* connspec judge RECORDING.har [--report-dir DIR] [--api-version VERSION]: what each answer shows by itself, of
 * traffic that was recorded. */
#include "conformance/commands.h"

#include "base/file.h"
#include "base/mem.h"
#include "conformance/head.h"
#include "conformance/loaded.h"
#include "conformance/publish.h"
#include "conformance/standing.h"
#include "contract/record.h"
#include "reports/har.h"
#include "target/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct judging {
    const char *recording, *dir, *api_version;
    struct loaded loaded;
    struct record *record;
    struct standing *standing;
    size_t judged, cut, unanswered, strange, foreign; /* exchanges */
};

static int read_judge_options(struct judging *j, int argc, char **argv, struct err *err)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--report-dir") == 0 && i + 1 < argc)
            j->dir = argv[++i];
        else if (strcmp(argv[i], "--api-version") == 0 && i + 1 < argc)
            j->api_version = argv[++i];
        else if (argv[i][0] != '-' && !j->recording)
            j->recording = argv[i];
        else
            return err_set(err, "judge: unexpected '%s'", argv[i]);
    }
    return j->recording ? 0 : err_set(err, "judge what? connspec judge RECORDING.har");
}

static void write_head(const struct judging *j)
{
    cJSON *head = head_new(&j->loaded, "recording", j->recording, "all");
    cJSON *selection = cJSON_AddObjectToObject(head, "selection"), *only;
    only = cJSON_AddArrayToObject(selection, "only");
    cJSON_AddItemToArray(only, cJSON_CreateString("every-answer@*"));
    cJSON_AddArrayToObject(selection, "skip");
    record_head(j->record, head);
}

/* What the endpoint's own URL has in front of the API's paths. */
static char *prefix_of(const char *path)
{
    const char *at = strcasestr(path, "/subscriptions/");
    return mem_copy(path, at ? (size_t)(at - path) : 0);
}

static unsigned keep(struct judging *j, const struct har_exchange *x)
{
    struct record_exchange line = {.role = ROLE_STEP,
                                   .origin = x->origin,
                                   .prefix = "",
                                   .request = &x->request,
                                   .response = &x->response};
    return record_exchange(j->record, &line);
}

static int judge_one(void *of, size_t number, const struct har_exchange *x)
{
    struct judging *j = of;
    (void)number;
    unsigned id = keep(j, x);
    bool strange = !request_ordinary(&x->request), unanswered = x->response.delivery != ANSWERED;
    j->unanswered += unanswered;
    j->cut += x->cut && !unanswered;
    j->strange += strange && !x->cut && !unanswered;
    if (unanswered || x->cut || strange)
        return 0;
    char *prefix = prefix_of(x->request.path);
    struct exchange judged = {.request = &x->request,
                              .response = &x->response,
                              .prefix = prefix,
                              .respells = RESPELLS_ANY};
    struct findings findings = {0};
    judge_exchange(j->loaded.contract, &judged, &findings);
    struct standing_place at = {.request_id = headers_get(&x->response.headers, "x-ms-request-id"),
                                .exchange = id};
    standing_count(j->standing, &findings, &at);
    standing_request_id(j->standing, at.request_id, &at);
    j->judged += findings.applied != NULL;
    j->foreign += findings.applied == NULL;
    findings_free(&findings);
    free(prefix);
    return 0;
}

static int open_record(struct judging *j, struct err *err)
{
    char *path = mem_format("%s/results.jsonl", j->dir);
    int status = file_make_dir(j->dir, err) || record_open(&j->record, path, err) ? -1 : 0;
    free(path);
    if (status)
        return -1;
    write_head(j);
    j->standing = standing_new(j->loaded.contract);
    return 0;
}

/* 0 nothing is broken, 1 a must is. */
static int decide(struct judging *j)
{
    const struct contract *c = j->loaded.contract;
    size_t total = standing_total(j->standing);
    struct check *checks = mem_alloc(total * sizeof *checks);
    struct verdict verdict;
    standing_checks(j->standing, checks);
    for (size_t i = 0; i < total; i++)
        record_check(j->record, c, &checks[i]);
    struct verdict_input in = {.contract = c,
                               .required = &j->loaded.required,
                               .checks = checks,
                               .count = total,
                               .asked = LEVELS,
                               .partial = true};
    verdict_reach(&in, &verdict);
    record_verdict(j->record, c, &verdict, LEVELS, false, 0);
    int result = verdict.counts[STATUS_FAIL] ? OUTCOME_NOT_CONFORMING : OUTCOME_CERTIFIED;
    verdict_free(&verdict);
    for (size_t i = 0; i < total; i++)
        check_clear(&checks[i]);
    free(checks);
    return result;
}

static void tell(const struct judging *j)
{
    static const char *const words[] = {"are of no operation of the contract", "are not whole",
                                        "have no answer", "are no HTTP as clients send it"};
    const size_t left[] = {j->foreign, j->cut, j->unanswered, j->strange};
    fprintf(stderr, "connspec: %zu exchanges were judged", j->judged);
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        if (left[i])
            fprintf(stderr, "; %zu %s", left[i], words[i]);
    fprintf(stderr, "\n");
}

static int run(struct judging *j, struct err *err)
{
    if (open_record(j, err) || har_read(j->recording, judge_one, j, err))
        return -1;
    int result = decide(j);
    int unwritten = record_close(j->record, err);
    j->record = NULL;
    char *results = mem_format("%s/results.jsonl", j->dir);
    if (unwritten || publish(results, j->dir, j->loaded.contract, err))
        result = -1;
    free(results);
    tell(j);
    return result;
}

int command_judge(int argc, char **argv)
{
    struct judging j = {.dir = "reports/out/judged", .api_version = "2015-05-01-preview"};
    struct err err, unwritten;
    if (read_judge_options(&j, argc, argv, &err) ||
        loaded_open_contract(&j.loaded, NULL, j.api_version, &err))
        return complain(&err, OUTCOME_USAGE);
    int status = run(&j, &err);
    if (status < 0)
        status = complain(&err, OUTCOME_USAGE);
    if (j.record)
        record_close(j.record, &unwritten);
    standing_free(j.standing);
    loaded_close(&j.loaded);
    return status;
}
