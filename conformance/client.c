#include "conformance/client.h"

#include "base/json.h"
#include "base/mem.h"
#include "conformance/alike.h"
#include "conformance/pace.h"
#include "conformance/retry.h"
#include "conformance/suspects.h"
#include "conformance/tape.h"
#include "contract/judge.h"

#include <stdlib.h>
#include <time.h>

#define SENT_MAX ((size_t)1 << 20) /* bytes of a body that is still taken apart, to be compared */
#define ANSWER_MAX ((size_t)2 << 20)
#define ANSWER_MAX_EVER ((size_t)16 << 20)
#define SPELLED_OUT 7 /* bytes that one byte may come back as: \u0061, and something around it */
#define VALUES_EVER ((size_t)300000)
#define VALUE_BYTES 5 /* that a value of a body takes at the least, with its name or comma */

static bool give_up(void *client)
{
    return run_over(((const struct client *)client)->run);
}

static void settle_meanwhile(void *client)
{
    client_settle(client);
}

int client_open(struct client *out, struct run *run, struct err *err)
{
    const struct options *o = run->options;
    struct target_options how = {.token = o->token,
                                 .headers = (const char *const *)o->headers.list,
                                 .cacert = o->cacert,
                                 .insecure = o->insecure,
                                 .timeout_ms = o->timeout_ms,
                                 .max_answer = ANSWER_MAX,
                                 .give_up = give_up,
                                 .waiting = settle_meanwhile,
                                 .context = out};
    *out = (struct client){.run = run};
    return target_open(&out->target, o->url, &how, err);
}

void client_close(struct client *c)
{
    if (c->target)
        target_close(c->target);
    *c = (struct client){0};
}

void client_headers(const struct client *c, struct request *rq)
{
    const struct options *o = c->run->options;
    headers_add(&rq->headers, "Accept", "application/json");
    headers_add(&rq->headers, "Accept-Encoding",
                "identity"); /* RFC 9110 12.5.3: else any will do */
    for (size_t i = 0; i < o->headers.count; i++) {
        const char *line = o->headers.list[i], *colon = strchr(line, ':');
        char *name = mem_copy(line, (size_t)(colon - line));
        headers_add(&rq->headers, name, colon + 1 + strspn(colon + 1, " \t"));
        free(name);
    }
}

static void keep_record(struct client *c, const struct pending *p)
{
    struct record_exchange line = {.case_id = p->case_id,
                                   .step = p->step,
                                   .role = p->role,
                                   .origin = target_origin(c->target),
                                   .prefix = target_prefix(c->target),
                                   .request = &p->seen->request,
                                   .response = &p->seen->response,
                                   .at = p->at,
                                   .again = p->again,
                                   .wait = p->wait};
    p->seen->exchange = record_exchange(c->run->record, &line);
}

static void judge(struct client *c, const struct pending *p)
{
    const struct seen *x = p->seen;
    if (!c->run->standing || x->too_long || (x->request.exact && !request_ordinary(&x->request)))
        return;
    struct exchange judged = {.request = &x->request,
                              .response = &x->response,
                              .prefix = target_prefix(c->target),
                              .respells = x->respells,
                              .sent = x->sent,
                              .answer = x->answer};
    struct findings findings = {0};
    judge_exchange(c->run->contract, &judged, &findings);
    struct standing_place at = {.case_id = p->case_id,
                                .request_id = headers_get(&x->response.headers, "x-ms-request-id"),
                                .step = p->step,
                                .exchange = x->exchange};
    standing_count(c->run->standing, &findings, &at);
    standing_request_id(c->run->standing, at.request_id, &at);
    findings_free(&findings);
}

/* What was sent may come back, now or later in the case, in a longer spelling. */
static size_t answer_bound(const struct client *c)
{
    size_t wanted = c->largest * SPELLED_OUT;
    return wanted < ANSWER_MAX ? ANSWER_MAX : wanted < ANSWER_MAX_EVER ? wanted : ANSWER_MAX_EVER;
}

static cJSON *body_tree(const struct client *c, const char *body, size_t len,
                        struct json_problem *problem)
{
    size_t values = c->largest / VALUE_BYTES;
    values = values < VALUES_EVER ? values : VALUES_EVER;
    struct json_limits outside = {.max_values =
                                      values < JSON_OUTSIDE_VALUES ? JSON_OUTSIDE_VALUES : values};
    *problem = (struct json_problem){0};
    return body ? json_read((struct bytes){body, len}, &outside, problem) : NULL;
}

static bool asks_for_list(const struct request *rq)
{
    static const char segment[] = "/connections";
    size_t path = strcspn(rq->path, "?"), len = sizeof segment - 1;
    return strcmp(rq->method, "GET") == 0 && path > len &&
           strncasecmp(rq->path + path - len, segment, len) == 0;
}

static void take_answer(const struct client *c, struct seen *x)
{
    struct json_problem problem = {0};
    if (seen_status(x))
        x->answer = body_tree(c, x->response.body, x->response.body_len, &problem);
    x->too_long = asks_for_list(&x->request) && x->response.status == 200 &&
                  (x->response.too_long || problem.fault == JSON_VALUES);
}

void client_settle(struct client *c)
{
    struct pending now = c->pending;
    c->pending = (struct pending){0};
    if (!now.seen || c->run->tape)
        return;
    keep_record(c, &now);
    if (!now.again)
        judge(c, &now);
}

static void heard_of(struct client *c, const struct seen *x, double sent)
{
    if (x->response.delivery == ANSWERED) {
        atomic_store(&c->run->unreachable, 0);
        suspects_answered(c->run->suspects, sent);
        return;
    }
    c->dropped |= x->response.delivery == DROPPED;
    c->cut_short |= x->response.delivery == REFUSED || run_over(c->run);
    atomic_fetch_add(&c->run->unreachable, 1);
    if (x->response.delivery == DROPPED)
        suspects_add(c->run->suspects, c->case_id, c->step, &x->request);
}

static void ask_tape(struct client *c, enum role role, struct seen *x)
{
    struct tape_question q = {.origin = target_origin(c->target),
                              .prefix = target_prefix(c->target),
                              .step = c->step,
                              .role = role,
                              .request = &x->request};
    tape_answer(c->run->tape, &q, &x->response, &c->again);
}

static int send_once(struct client *c, enum role role, struct seen *x, struct err *err)
{
    pace_wait(c->run->pace);
    double sent = clock_now();
    if (c->run->tape)
        ask_tape(c, role, x);
    else if (target_send(c->target, &x->request, &x->response, err))
        return -1;
    client_settle(c); /* the one before, if there was no time while we waited */
    heard_of(c, x, sent);
    return 0;
}

static bool asks_for_patience(struct client *c, const struct seen *x, double *wait)
{
    const struct run *run = c->run;
    struct timespec now;
    if (run->tape) {
        *wait = 0;
        return c->again;
    }
    clock_gettime(CLOCK_REALTIME, &now);
    return retry_after(&x->response, (double)now.tv_sec + (double)now.tv_nsec / 1e9, wait) &&
           *wait <= RETRY_WAIT_MAX && !run_over(run) &&
           (run->deadline <= 0 || clock_now() + *wait < run->deadline) &&
           pace_grant(run->pace, *wait);
}

static struct pending pending_of(const struct client *c, enum role role, struct seen *x)
{
    return (struct pending){.seen = x,
                            .role = role,
                            .case_id = c->case_id,
                            .step = c->step,
                            .at = clock_now() - c->run->started};
}

int client_send(struct client *c, enum role role, struct seen *x, struct err *err)
{
    c->largest = c->largest < x->request.body_len ? x->request.body_len : c->largest;
    x->request.answer_max = answer_bound(c);
    if (send_once(c, role, x, err))
        return -1;
    double wait;
    for (int times = 0; times < RETRY_TIMES && asks_for_patience(c, x, &wait); times++) {
        c->pending = pending_of(c, role, x);
        c->pending.again = true;
        c->pending.wait = wait;
        client_settle(c);
        response_free(&x->response);
        run_wait(c->run, wait);
        if (send_once(c, role, x, err))
            return -1;
    }
    alike_count(c->run->alike, &x->response);
    struct json_problem problem;
    if (!x->sent && x->request.body_len <= SENT_MAX)
        x->sent = body_tree(c, x->request.body, x->request.body_len, &problem);
    take_answer(c, x);
    c->pending = pending_of(c, role, x);
    if (role == ROLE_DISCOVERY)
        client_settle(c);
    return 0;
}

int seen_status(const struct seen *x)
{
    return x->response.delivery == ANSWERED ? x->response.status : 0;
}

char *seen_words(const struct seen *x)
{
    if (x->response.delivery != ANSWERED)
        return mem_format("no answer: %s%s%s", delivery_name(x->response.delivery),
                          x->response.note ? ", " : "", x->response.note ? x->response.note : "");
    cJSON *error = cJSON_GetObjectItemCaseSensitive(x->answer, "error");
    char *text = error ? json_print(error, false) : NULL;
    char *words = text && strlen(text) <= 300 ? mem_format("%d %s", x->response.status, text)
                                              : mem_format("%d", x->response.status);
    free(text);
    return words;
}

void seen_free(struct seen *x)
{
    request_free(&x->request);
    response_free(&x->response);
    cJSON_Delete(x->sent);
    free(x->respells);
    cJSON_Delete(x->answer);
    *x = (struct seen){0};
}
