#include "conformance/verify.h"

#include "base/json.h"
#include "base/mem.h"
#include "conformance/standing.h"
#include "reports/chain.h"
#include "reports/line.h"
#include "reports/shell.h"
#include "target/target.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define REDACTED "[redacted]"

struct evidence {
    struct verification *v;
    struct standing *standing;
    char **cases; /* of exchanges, borrowed, sorted */
    size_t case_count, judged, named, unnamed, secrets;
};

static void judge(struct evidence *e, const cJSON *x, const struct request *rq,
                  const struct response *rs)
{
    const char *at = strcasestr(rq->path, "/subscriptions/");
    char *prefix = mem_copy(rq->path, at ? (size_t)(at - rq->path) : 0);
    struct exchange judged = {
        .request = rq, .response = rs, .prefix = prefix, .respells = RESPELLS_ANY};
    struct findings findings = {0};
    struct standing_place place = {.request_id = headers_get(&rs->headers, "x-ms-request-id"),
                                   .exchange = line_number(x, "id")};
    judge_exchange(e->v->loaded.contract, &judged, &findings);
    standing_count(e->standing, &findings, &place);
    standing_request_id(e->standing, place.request_id, &place);
    e->judged++;
    findings_free(&findings);
    free(prefix);
}

/* A connection that was made has the name that was made up for it, in which the run's id is. */
static void look_for_name(struct evidence *e, const struct request *rq, const struct response *rs)
{
    const char *run = line_text(e->v->results->head, "run");
    if (strcmp(rq->method, "PUT") != 0 || rs->status != 200 || !*run || !strstr(rq->path, run) ||
        !strcasestr(rq->path, "/connections/") || strcasestr(rq->path, "/sharedkey"))
        return; /* an answer about a gateway, or a key, need not name it */
    if (rs->body_len && memmem(rs->body, rs->body_len, run, strlen(run)))
        e->named++;
    else
        e->unnamed++;
}

static void look_for_secrets(struct evidence *e, const cJSON *x)
{
    const cJSON *header;
    cJSON_ArrayForEach(header, line_member(line_member(x, "request"), "headers"))
    {
        if (strcasecmp(line_text(header, "name"), "Authorization") == 0 &&
            strcmp(line_text(header, "value"), REDACTED) != 0)
            e->secrets++;
    }
}

/* Of a shared key no more than that there was one. */
static void look_for_key(struct evidence *e, const cJSON *message)
{
    const char *text = cJSON_GetStringValue(line_member(message, "body"));
    cJSON *body = text ? json_read(bytes_of(text), NULL, NULL) : NULL;
    const char *value = cJSON_GetStringValue(line_member(body, "value"));
    e->secrets += value && strcmp(value, REDACTED) != 0;
    cJSON_Delete(body);
}

static void look_at(struct evidence *e, const cJSON *x)
{
    struct request rq = {0};
    struct response rs = {0};
    const cJSON *request = line_member(x, "request");
    look_for_secrets(e, x);
    if (strcasestr(line_text(request, "url"), "/sharedkey")) {
        look_for_key(e, request);
        look_for_key(e, line_member(x, "response"));
    }
    bool whole = kept_request(request, url_origin(line_text(request, "url")), REDACTED, &rq);
    whole = kept_response(line_member(x, "response"), &rs) && whole;
    if (whole && rs.delivery == ANSWERED && request_ordinary(&rq)) {
        if (strcmp(line_text(x, "role"), "discovery") != 0)
            judge(e, x, &rq, &rs);
        look_for_name(e, &rq, &rs);
    }
    request_free(&rq);
    response_free(&rs);
}

static void compare_standing(struct evidence *e)
{
    size_t total = standing_total(e->standing), against = 0;
    struct check *checks = mem_alloc((total + 1) * sizeof *checks);
    standing_checks(e->standing, checks);
    for (size_t i = 0; i < total; i++) {
        const cJSON *line = results_check(e->v->results, checks[i].id);
        bool broken = checks[i].status == STATUS_FAIL || checks[i].status == STATUS_WARN;
        if (broken && line && status_held(line_status(line))) {
            against++;
            verify_say(e->v, false, "%s passed in the run, and exchange %u breaks it: %s",
                       checks[i].id, checks[i].exchange, checks[i].message);
        }
        check_clear(&checks[i]);
    }
    free(checks);
    if (!against)
        verify_say(e->v, e->judged > 0,
                   "the recorded answers, judged anew, break nothing that passed (%zu of %zu)",
                   e->judged, e->v->results->exchange_count);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void collect_cases(struct evidence *e)
{
    const struct results *r = e->v->results;
    e->cases = mem_alloc((r->exchange_count + 1) * sizeof *e->cases);
    for (size_t i = 0; i < r->exchange_count; i++)
        if (r->exchanges[i].case_id)
            e->cases[e->case_count++] = r->exchanges[i].case_id;
    qsort(e->cases, e->case_count, sizeof *e->cases, by_text);
}

static void check_cases(struct evidence *e)
{
    const struct results *r = e->v->results;
    size_t without = 0, decided = 0;
    const char *first = "";
    for (size_t i = 0; i < r->check_count; i++) {
        const char *of = line_text(r->checks[i], "case");
        enum status status = line_status(r->checks[i]);
        if (!*of || (status != STATUS_PASS && status != STATUS_FAIL && status != STATUS_WARN))
            continue; /* a note may be that there was nothing to ask */
        decided++;
        if (bsearch(&of, e->cases, e->case_count, sizeof *e->cases, by_text))
            continue;
        first = without++ ? first : line_text(r->checks[i], "id");
    }
    if (without)
        verify_say(e->v, false, "%zu checks were decided without an exchange, %s first", without,
                   first);
    else
        verify_say(e->v, true, "each of %zu decided checks has exchanges", decided);
}

void verify_evidence(struct verification *v)
{
    struct evidence e = {.v = v, .standing = standing_new(v->loaded.contract)};
    for (size_t i = 0; i < v->results->exchange_count; i++) {
        const cJSON *x = exchange_tree(v->results, i);
        if (x)
            look_at(&e, x);
        results_forget(v->results);
    }
    compare_standing(&e);
    collect_cases(&e);
    check_cases(&e);
    verify_say(v, e.named && (!v->certified || !e.unnamed),
               "the names made up for run %s came back in the answers (%zu did, %zu did not)",
               line_text(v->results->head, "run"), e.named, e.unnamed);
    verify_say(v, !e.secrets, "no token and no shared key is in the recording (%zu are)",
               e.secrets);
    free(e.cases);
    standing_free(e.standing);
}
