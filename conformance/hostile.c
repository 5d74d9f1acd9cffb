#include "conformance/hostile.h"

#include "base/mem.h"
#include "conformance/state.h"
#include "contract/compare.h"

#include <stdlib.h>

#define TRIES_WHEN_GONE 3
#define GONE_PAUSE 0.2   /* seconds */
#define LONG_SECONDS 0.5 /* what takes so long is not tried again to see whether it can be less */

static const cJSON *member(const cJSON *step, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(step, name);
}

static struct draft hostile_draft(const cJSON *step)
{
    enum method method;
    const char *target;
    step_method(step, &method, &target);
    return draft_of(step, method, target);
}

/* --- 1 and 2: the answer --- */

static bool miss_delivery(const struct seen *x, struct miss *out)
{
    const char *what = x->response.delivery == TIMED_OUT ? "is not answered in time"
                       : x->response.delivery == GARBLED ? "is answered with what is no HTTP"
                                                         : "ends the connection without an answer";
    *out = miss_new(mem_string("status"), mem_string("an answer: 2xx or 4xx"), seen_words(x),
                    mem_format("The hostile %s %s.", x->request.method, what));
    return false;
}

static bool answer_holds(const struct scene *s, const cJSON *expect, const struct seen *x,
                         struct miss *out)
{
    int status = seen_status(x);
    struct expect_context c = {.contract = s->client->run->contract,
                               .labelled = scene_labelled,
                               .of = (void *)s,
                               .names = s->names,
                               .group = s->client->run->options->resource_group,
                               .patch = x->sent};
    if (!status)
        return miss_delivery(x, out);
    bool fixed = member(expect, "status") || member(expect, "refused");
    if (!fixed && status / 100 != 2 && status / 100 != 4) {
        *out = miss_new(mem_string("status"), mem_string("2xx or 4xx"), seen_words(x),
                        mem_format("The hostile %s is answered %d.", x->request.method, status));
        return false;
    }
    if (!expect || (!fixed && status / 100 != 2))
        return true; /* what is expected of the answer is said of one that accepts */
    cJSON *any = fixed ? NULL : cJSON_Duplicate(expect, true);
    if (any)
        cJSON_AddStringToObject(any, "status", "2XX");
    bool held = expect_holds(&c, any ? any : expect, x, out);
    cJSON_Delete(any);
    return held;
}

/* --- 3: the state --- */

static int state_holds(struct scene *s, const char *owner, const struct state *before,
                       struct hostile *h, struct err *err)
{
    struct state after;
    struct finding f = {0};
    if (state_read(s, owner, &after, err))
        return -1;
    if (after.presence == UNKNOWN) {
        h->held = false;
        h->trace = after.trace;
        h->miss =
            miss_new(mem_string("status"), mem_string("200 or 404"), seen_words(&after.trace->seen),
                     mem_string("After the hostile request the connection cannot be read."));
    } else if (before->presence != UNKNOWN &&
               state_changed(s, before, &after, &h->request->seen, &f)) {
        h->held = false;
        h->trace = after.trace;
        h->miss = miss_new(f.where, f.expected, f.actual,
                           mem_string("A hostile request that was not accepted changed the "
                                      "connection."));
        f = (struct finding){.message = f.message};
    }
    finding_clear(&f);
    return 0;
}

/* --- 4: the good PUT --- */

static bool good_holds(const struct scene *s, const struct trace *t, struct miss *out)
{
    struct expect_context c = {
        .contract = s->client->run->contract, .labelled = scene_labelled, .of = (void *)s};
    if (seen_status(&t->seen) != 200) {
        *out =
            miss_new(mem_string("status"), mem_string("200"), seen_words(&t->seen),
                     mem_string("A good PUT right after the hostile request is not answered 200."));
        return false;
    }
    cJSON *wrapped = cJSON_CreateObject();
    cJSON_AddStringToObject(wrapped, "stored", t->label);
    bool held = expect_holds(&c, wrapped, &t->seen, out);
    cJSON_Delete(wrapped);
    if (!held) {
        free(out->message);
        out->message =
            mem_string("The answer to the good PUT after the hostile request is not its own.");
    }
    return held;
}

static const struct trace *send_good(struct scene *s, const cJSON *step, struct err *err)
{
    const cJSON *twin = member(step, "twin"), *body = member(twin, "body");
    struct draft hostile = hostile_draft(step);
    char *owner = scene_owner(s, hostile.target);
    char *target = mem_format("{%s}", owner ? owner : "connection");
    cJSON *standard = cJSON_CreateString("@put/accept/dedicated");
    bool put = hostile.method == METHOD_PUT;
    struct draft d = {.method = METHOD_PUT,
                      .target = target,
                      .body = body                  ? body
                              : put && hostile.body ? hostile.body
                                                    : standard,
                      .with = member(twin, "with"),
                      .without = member(twin, "without")};
    const struct trace *t = scene_send(s, &d, "good", ROLE_TWIN, err);
    cJSON_Delete(standard);
    free(target);
    free(owner);
    return t;
}

/* A supervisor may be about to bring it back: that is asked for a few times. */
static int good_put(struct scene *s, const cJSON *step, struct hostile *h, struct err *err)
{
    const struct trace *t = NULL;
    for (int i = 0; i < TRIES_WHEN_GONE; i++) {
        if (i)
            run_wait(s->client->run, GONE_PAUSE);
        t = send_good(s, step, err);
        if (!t)
            return -1;
        if (seen_status(&t->seen))
            break;
        if (h->held) {
            h->held = false;
            h->trace = t;
            h->miss = miss_new(mem_string("status"), mem_string("200"), seen_words(&t->seen),
                               mem_string("A good PUT right after the hostile request is not "
                                          "answered."));
        }
    }
    h->gone = !seen_status(&t->seen);
    struct miss miss = {0};
    if (h->gone || !h->held || good_holds(s, t, &miss))
        return 0;
    h->held = false;
    h->trace = t;
    h->miss = miss;
    return 0;
}

/* --- all of it --- */

static int play(struct scene *s, const cJSON *step, const char *owner, struct hostile *out,
                struct err *err)
{
    struct state before = {ABSENT, NULL};
    struct draft d = hostile_draft(step);
    const char *label = cJSON_GetStringValue(member(step, "label"));
    if (owner && state_before(s, owner, &before, err))
        return -1;
    s->exact = true;
    out->request = out->trace = scene_send(s, &d, label, ROLE_STEP, err);
    if (!out->request)
        return -1;
    const struct seen *x = &out->request->seen;
    out->held = answer_holds(s, member(step, "expect"), x, &out->miss);
    bool refused = seen_status(x) / 100 != 2;
    if (out->held && owner && refused && state_holds(s, owner, &before, out, err))
        return -1;
    return good_put(s, step, out, err);
}

int hostile_play(struct scene *s, const cJSON *step, struct hostile *out, struct err *err)
{
    struct draft d = hostile_draft(step);
    char *owner = *d.target ? scene_owner(s, d.target) : NULL;
    *out = (struct hostile){0};
    int result = play(s, step, owner, out, err);
    s->exact = false;
    free(owner);
    return result;
}

int hostile_time(struct scene *s, const cJSON *step, unsigned tries, double *seconds,
                 const struct trace **trace, struct err *err)
{
    struct draft d = hostile_draft(step);
    int result = 0;
    s->exact = true;
    *seconds = -1;
    for (unsigned i = 0; i < tries && !result && *seconds < LONG_SECONDS; i++) {
        *trace = scene_send(s, &d, NULL, ROLE_STEP, err);
        result = *trace ? 0 : -1;
        if (result || !seen_status(&(*trace)->seen)) {
            *seconds = -1;
            break;
        }
        double took = (*trace)->seen.response.micros / 1e6;
        if (*seconds < 0 || took < *seconds)
            *seconds = took;
    }
    s->exact = false;
    return result;
}
