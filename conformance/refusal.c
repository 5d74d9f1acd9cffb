#include "conformance/refusal.h"

#include "base/mem.h"
#include "conformance/state.h"

#include <stdlib.h>

static int look_after(struct scene *s, const char *owner, const struct state *before,
                      const struct trace *refused, struct err *err)
{
    struct state after;
    struct finding f = {0};
    if (before->presence == UNKNOWN)
        return 0;
    if (state_read(s, owner, &after, err))
        return -1;
    if (after.presence == UNKNOWN)
        return 0;
    bool changed = state_changed(s, before, &after, &refused->seen, &f);
    client_settle(s->client); /* the exchange has its id only now */
    struct standing_place at = {
        .case_id = s->tc->id,
        .step = s->client->step,
        .exchange = after.trace->seen.exchange,
        .request_id = headers_get(&after.trace->seen.response.headers, "x-ms-request-id")};
    standing_refusal(s->client->run->standing, changed ? &f : NULL, &at);
    finding_clear(&f);
    return 0;
}

/* --- the twin --- */

static const struct trace *send_twin(struct scene *s, const cJSON *step, struct err *err)
{
    enum method method;
    const char *target;
    step_method(step, &method, &target);
    const cJSON *twin = cJSON_GetObjectItemCaseSensitive(step, "twin");
    struct draft d = draft_of(twin, method, target);
    if (!d.body)
        d.body = cJSON_GetObjectItemCaseSensitive(step, "body");
    const struct trace *earlier;
    if (scene_accepted(s, &d, &earlier, err))
        return NULL;
    return earlier ? earlier : scene_send(s, &d, NULL, ROLE_TWIN, err);
}

static void inconclusive(struct refusal *out, const struct trace *twin)
{
    miss_free(&out->miss);
    out->status = STATUS_INCONCLUSIVE;
    out->trace = twin;
    out->miss = miss_new(mem_string("status"), mem_string("200"), seen_words(&twin->seen),
                         mem_string("The same request with nothing wrong was not accepted, so "
                                    "the refusal says nothing."));
}

/* The twin may be a case that this one needs: it has held, or this one would not be under way. */
static bool twin_is_needed_case(const cJSON *step)
{
    return cJSON_IsString(cJSON_GetObjectItemCaseSensitive(step, "twin"));
}

static int judge_refusal(struct scene *s, const cJSON *step, const struct trace *t,
                         struct refusal *out, struct err *err)
{
    struct expect_context c = {.contract = s->client->run->contract,
                               .labelled = scene_labelled,
                               .of = s,
                               .patch = t->seen.sent};
    const cJSON *expect = cJSON_GetObjectItemCaseSensitive(step, "expect");
    out->trace = t;
    out->status = expect_holds(&c, expect, &t->seen, &out->miss) ? STATUS_PASS : STATUS_FAIL;
    if (seen_status(&t->seen) / 100 == 2)
        return 0; /* accepted: the twin could not make it better */
    if (twin_is_needed_case(step))
        return 0;
    const struct trace *twin = send_twin(s, step, err);
    if (!twin)
        return -1;
    if (seen_status(&twin->seen) / 100 != 2)
        inconclusive(out, twin);
    return 0;
}

int refusal_play(struct scene *s, const cJSON *step, struct refusal *out, struct err *err)
{
    enum method method;
    const char *target;
    step_method(step, &method, &target);
    char *owner = scene_owner(s, target);
    const cJSON *label = cJSON_GetObjectItemCaseSensitive(step, "label");
    struct state before = {ABSENT, NULL};
    struct draft d = draft_of(step, method, target);
    int result = -1;
    *out = (struct refusal){0};
    if (owner && state_before(s, owner, &before, err))
        goto out;
    const struct trace *t = scene_send(s, &d, cJSON_GetStringValue(label), ROLE_STEP, err);
    if (!t)
        goto out;
    if (owner && seen_status(&t->seen) >= 400 && look_after(s, owner, &before, t, err))
        goto out;
    result = judge_refusal(s, step, t, out, err);
out:
    free(owner);
    return result;
}
