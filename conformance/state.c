#include "conformance/state.h"

#include "base/mem.h"
#include "contract/compare.h"

#include <stdlib.h>

static enum presence presence_of(const struct scene *s, const struct seen *x)
{
    int status = seen_status(x);
    bool has_get = s->client->run->surface.has[OP_GET];
    if (status == 200 && cJSON_IsObject(x->answer))
        return PRESENT;
    return status == 404 || status == 410 || (!has_get && status / 100 == 4) ? ABSENT : UNKNOWN;
}

/* What the last exchange of all was about, if it read this very connection back. */
static const struct trace *just_read(const struct scene *s, const char *owner)
{
    const struct trace *last = s->count ? s->traces[s->count - 1] : NULL;
    return last && last->reads && trace_speaks_of(last, owner) ? last : NULL;
}

int state_read(struct scene *s, const char *owner, struct state *out, struct err *err)
{
    char *target = mem_format("{%s}", owner);
    out->trace = scene_read(s, target, NULL, ROLE_READ_BACK, err);
    free(target);
    if (!out->trace)
        return -1;
    out->presence = presence_of(s, &out->trace->seen);
    return 0;
}

int state_before(struct scene *s, const char *owner, struct state *out, struct err *err)
{
    *out = (struct state){ABSENT, just_read(s, owner)};
    if (out->trace)
        out->presence = presence_of(s, &out->trace->seen);
    return out->trace || !scene_written(s, owner) ? 0 : state_read(s, owner, out, err);
}

static void finding_of(struct finding *f, const char *where, const cJSON *expected,
                       const cJSON *actual, const char *message)
{
    *f = (struct finding){.where = mem_string(where),
                          .expected = value_words(expected),
                          .actual = value_words(actual),
                          .message = mem_string(message)};
}

static bool obeyed(const struct seen *before, const struct seen *after, const struct seen *refused,
                   struct difference *d)
{
    struct bytes text = {refused->request.body, refused->request.body_len};
    return refused->sent ? compare_obeyed(before->answer, after->answer, refused->sent, d)
                         : compare_obeyed_text(before->answer, after->answer, text, d);
}

static bool found_changed(const struct scene *s, const struct seen *before,
                          const struct seen *after, const struct seen *refused, struct finding *f)
{
    cJSON *was = contract_view(s->client->run->contract, before->answer);
    cJSON *is = contract_view(s->client->run->contract, after->answer);
    struct difference d;
    bool changed = compare_first(was, is, &d);
    if (!changed) {
        difference_free(&d);
        changed = obeyed(before, after, refused, &d);
    }
    if (changed)
        finding_of(f, buf_view(&d.pointer).ptr, d.expected, d.actual,
                   "A refused request changed the connection.");
    difference_free(&d);
    cJSON_Delete(was);
    cJSON_Delete(is);
    return changed;
}

bool state_changed(const struct scene *s, const struct state *before, const struct state *after,
                   const struct seen *refused, struct finding *f)
{
    if (before->presence == ABSENT && after->presence == PRESENT) {
        finding_of(f, "body", NULL, after->trace->seen.answer,
                   "A refused request left a connection behind.");
        return true;
    }
    if (before->presence == PRESENT && after->presence == ABSENT) {
        finding_of(f, "body", before->trace->seen.answer, NULL,
                   "A refused request took the connection away.");
        return true;
    }
    return before->presence == PRESENT && after->presence == PRESENT &&
           found_changed(s, &before->trace->seen, &after->trace->seen, refused, f);
}

void finding_clear(struct finding *f)
{
    free(f->where);
    free(f->expected);
    free(f->actual);
    free(f->message);
}
