/* connspec replay RESULTS CHECK [URL] [OPTION]...: sends what led to a check again, and says whether it still fails. */
#include "conformance/commands.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "conformance/loaded.h"
#include "conformance/options.h"
#include "contract/judge.h"
#include "reports/chain.h"
#include "reports/escape.h"
#include "reports/line.h"
#include "reports/shell.h"
#include "target/target.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SECRET "a-secret-of-my-own" /* where results have none */
#define TEXT_MAX ((size_t)1 << 20)

struct replay {
    const char *path, *id;
    struct options options;
    struct loaded loaded;
    struct results *results;
    const cJSON *check;
    struct chain chain;
    struct target *target;
    size_t prefix; /* of the URLs of the run: its endpoint */
};

enum again { HOLDS, FAILS, UNDECIDED };

/* --- what is printed: all of it may come from a target --- */

static void print(const char *label, const char *text)
{
    struct buf line = buf_new(TEXT_MAX);
    if (!text || !*text)
        return;
    escape_terminal(&line, bytes_of(text));
    printf("%-10s %s\n", label, line.data ? line.data : "");
    buf_free(&line);
}

static void print_step(size_t number, const cJSON *x, const struct response *rs)
{
    const cJSON *response = line_member(x, "response");
    char label[32], *text;
    snprintf(label, sizeof label, "%zu", number);
    char *was = line_number(response, "status") ? mem_format("%u", line_number(response, "status"))
                                                : mem_string(line_text(response, "delivery"));
    if (rs->delivery == ANSWERED)
        text = mem_format("%s: %d (in the run %s)", line_text(line_member(x, "request"), "method"),
                          rs->status, was);
    else
        text = mem_format("%s: %s (in the run %s)", line_text(line_member(x, "request"), "method"),
                          delivery_name(rs->delivery), was);
    print(label, text);
    free(was);
    free(text);
}

/* --- what became of it --- */

/* "400", "200 or 201": whether the status is one of the numbers in there. */
static bool names_status(const char *words, int status)
{
    char number[16];
    size_t len = (size_t)snprintf(number, sizeof number, "%d", status);
    for (const char *at = words; (at = strstr(at, number)); at += len)
        if ((at == words || at[-1] < '0' || at[-1] > '9') && (at[len] < '0' || at[len] > '9'))
            return true;
    return false;
}

static enum again by_status(const struct replay *r, const struct response *rs)
{
    const cJSON *was = line_member(r->chain.shown, "response");
    if ((int)line_number(was, "status") == rs->status)
        return FAILS;
    return names_status(line_text(r->check, "expected"), rs->status) ? HOLDS : UNDECIDED;
}

static cJSON *body_in_run(const struct replay *r)
{
    const char *text =
        cJSON_GetStringValue(line_member(line_member(r->chain.shown, "response"), "body"));
    return text ? json_read(bytes_of(text), NULL, NULL) : NULL;
}

static enum again by_value(const struct replay *r, const char *pointer, const struct response *rs)
{
    cJSON *was = body_in_run(r), *is = response_json(rs);
    cJSON *wanted = json_read(bytes_of(line_text(r->check, "expected")), NULL, NULL);
    const cJSON *before = pointer_get(was, pointer), *now = pointer_get(is, pointer);
    enum again result = UNDECIDED;
    if ((!before && !now && was && is) || (before && json_equal(before, now)))
        result = FAILS;
    else if (wanted && now && json_equal(wanted, now))
        result = HOLDS;
    char *text = now ? json_print(now, false) : mem_string("nothing");
    print("now", text);
    free(text);
    cJSON_Delete(was);
    cJSON_Delete(is);
    cJSON_Delete(wanted);
    return result;
}

static enum again by_header(const struct replay *r, const char *name, const struct response *rs)
{
    const char *now = headers_get(&rs->headers, name), *before = NULL;
    const cJSON *header;
    cJSON_ArrayForEach(header, line_member(line_member(r->chain.shown, "response"), "headers"))
    {
        if (!before && strcasecmp(line_text(header, "name"), name) == 0)
            before = line_text(header, "value");
    }
    print("now", now ? now : "nothing");
    if ((!before && !now) || (before && now && strcmp(before, now) == 0))
        return FAILS;
    return now && strcmp(now, line_text(r->check, "expected")) == 0 ? HOLDS : UNDECIDED;
}

/* A standing check is about each answer by itself: it is judged as in a run. */
static enum again by_judge(const struct replay *r, const struct request *rq,
                           const struct response *rs)
{
    struct exchange x = {.request = rq, .response = rs, .prefix = target_prefix(r->target)};
    struct findings findings = {0};
    enum again result = HOLDS;
    judge_exchange(r->loaded.contract, &x, &findings);
    for (size_t i = 0; i < findings.count; i++)
        if (strcmp(findings.list[i].clause, line_text(r->check, "clause")) == 0)
            result = FAILS;
    findings_free(&findings);
    return result;
}

static enum again decide(const struct replay *r, const struct request *rq,
                         const struct response *rs)
{
    const char *where = line_text(r->check, "where");
    const char *was = line_text(line_member(r->chain.shown, "response"), "delivery");
    bool answered = strcmp(was, "answered") == 0;
    if (!answered || rs->delivery != ANSWERED)
        return strcmp(was, delivery_name(rs->delivery)) == 0 ? FAILS : UNDECIDED;
    if (strncmp(line_text(r->check, "id"), "every-answer@", 13) == 0)
        return by_judge(r, rq, rs);
    if (strcmp(where, "status") == 0)
        return by_status(r, rs);
    if (by_status(r, rs) != FAILS) /* another answer altogether */
        return UNDECIDED;
    if (*where == '/')
        return by_value(r, where, rs);
    return strncmp(where, "header ", 7) == 0 ? by_header(r, where + 7, rs) : UNDECIDED;
}

/* --- sending --- */

static int send_one(struct replay *r, size_t number, const cJSON *x, enum again *out,
                    struct err *err)
{
    struct request rq;
    struct response rs = {0};
    if (!kept_request(line_member(x, "request"), r->prefix, SECRET, &rq)) {
        request_free(&rq);
        return err_set(err, "replay: request %zu was too long to be kept", number);
    }
    rq.exact = !request_ordinary(&rq);
    int status = target_send(r->target, &rq, &rs, err);
    if (!status) {
        print_step(number, x, &rs);
        if (line_number(x, "id") == r->chain.shown_id)
            *out = decide(r, &rq, &rs);
        if (rs.delivery == REFUSED)
            status = err_set(err, "replay: no connection to %s", r->options.url);
    }
    request_free(&rq);
    response_free(&rs);
    return status;
}

static int send_all(struct replay *r, enum again *out, struct err *err)
{
    size_t number = 0;
    for (size_t i = 0; i < r->results->exchange_count; i++)
        if (chain_has(&r->chain, i) &&
            send_one(r, ++number, exchange_tree(r->results, i), out, err))
            return -1;
    return 0;
}

/* --- the command --- */

static int find_check(struct replay *r, struct err *err)
{
    for (size_t i = 0; i < r->results->check_count && !r->check; i++)
        if (strcmp(line_text(r->results->checks[i], "id"), r->id) == 0)
            r->check = r->results->checks[i];
    if (!r->check)
        return err_set(err, "replay: %s has no check '%s'", r->path, r->id);
    if (status_held(line_status(r->check)))
        return err_set(err, "replay: %s held in that run", r->id);
    chain_of(&r->chain, r->results, r->check);
    return r->chain.shown ? 0 : err_set(err, "replay: nothing that was sent shows %s", r->id);
}

/* What stands in front of the API's paths is the endpoint, which another may take the place of. */
static int read_replay_options(struct replay *r, int argc, char **argv, struct err *err)
{
    char **rest = mem_alloc(((size_t)argc + 2) * sizeof *rest);
    bool url = argc > 3 && argv[3][0] != '-';
    int count = 0;
    rest[count++] = argv[0];
    rest[count++] = url ? argv[3] : (char *)(uintptr_t)line_text(r->results->head, "target");
    for (int i = url ? 4 : 3; i < argc; i++)
        rest[count++] = argv[i];
    int status = options_read(&r->options, count, rest, err);
    free(rest);
    const char *recorded = line_text(line_member(r->chain.shown, "request"), "url");
    const char *endpoint = line_text(r->results->head, "target");
    size_t len = strlen(endpoint);
    len -= len && endpoint[len - 1] == '/';
    r->prefix = strncmp(recorded, endpoint, len) == 0 ? len : url_origin(recorded);
    return status;
}

static int open_target(struct replay *r, struct err *err)
{
    const struct options *o = &r->options;
    struct target_options options = {.token = o->token,
                                     .headers = (const char *const *)o->headers.list,
                                     .cacert = o->cacert,
                                     .insecure = o->insecure,
                                     .timeout_ms = o->timeout_ms};
    return target_open(&r->target, o->url, &options, err);
}

static int tell(const struct replay *r, enum again again)
{
    static const char *const words[] = {
        [HOLDS] = "HOLDS NOW: the answer is the expected one",
        [FAILS] = "STILL FAILS, as in the run",
        [UNDECIDED] =
            "UNDECIDED: the answer is neither that of the run nor plainly the expected one"};
    print("expected", line_text(r->check, "expected"));
    print("was", line_text(r->check, "actual"));
    puts(words[again]);
    if (again == UNDECIDED)
        printf("connspec certify %s --only '%s' plays the scenario anew\n", r->options.url, r->id);
    return again == HOLDS ? 0 : again == FAILS ? OUTCOME_NOT_CONFORMING : OUTCOME_INCOMPLETE;
}

static int run(struct replay *r, struct err *err)
{
    enum again again = UNDECIDED;
    print("check", r->id);
    print("says", line_text(r->check, "says"));
    if (open_target(r, err))
        return complain(err, OUTCOME_USAGE);
    if (send_all(r, &again, err))
        return complain(err, OUTCOME_UNREACHABLE);
    return tell(r, again);
}

int command_replay(int argc, char **argv)
{
    struct replay r = {0};
    struct err err;
    int status;
    if (argc < 3) {
        err_set(&err,
                "replay what? connspec replay reports/out/results.jsonl CHECK [URL] [OPTION]...");
        return complain(&err, OUTCOME_USAGE);
    }
    r.path = argv[1];
    r.id = argv[2];
    if (results_read(&r.results, r.path, false, &err) || find_check(&r, &err) ||
        read_replay_options(&r, argc, argv, &err) ||
        loaded_open_contract(&r.loaded, NULL, r.options.api_version, &err))
        status = complain(&err, OUTCOME_USAGE);
    else
        status = run(&r, &err);
    target_close(r.target);
    options_free(&r.options);
    results_free(r.results);
    loaded_close(&r.loaded);
    return status;
}
