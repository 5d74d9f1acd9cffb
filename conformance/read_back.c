#include "conformance/scene.h"

#include <stdlib.h>

#define READ_BACK_BODY "@patch/accept/read-back"

/* Gives each member of `patch` the value it was last sent with, so that it changes nothing. */
static void overlay(cJSON *patch, const cJSON *sent)
{
    cJSON *m = patch->child;
    while (m) {
        cJSON *next = m->next;
        const cJSON *last = cJSON_GetObjectItemCaseSensitive(sent, m->string);
        if (cJSON_IsObject(m))
            overlay(m, last);
        else if (last)
            cJSON_ReplaceItemInObjectCaseSensitive(patch, m->string, cJSON_Duplicate(last, true));
        m = next;
    }
}

static bool accepted(const struct trace *t)
{
    return seen_status(&t->seen) / 100 == 2;
}

static const struct trace *read_by_patch(struct scene *s, const char *target, const char *label,
                                         enum role role, struct err *err)
{
    cJSON *ref = cJSON_CreateString(READ_BACK_BODY);
    struct draft d = {.method = METHOD_PATCH, .target = target, .body = ref};
    cJSON *patch = scene_body(s, &d, err);
    const struct trace *t = NULL;
    char *owner = scene_owner(s, target);
    if (patch && owner) {
        for (size_t i = 0; i < s->count; i++)
            if (trace_speaks_of(s->traces[i], owner) && accepted(s->traces[i]))
                overlay(patch, s->traces[i]->seen.sent);
        d.body = patch;
        t = scene_send(s, &d, label, role, err);
    }
    free(owner);
    cJSON_Delete(patch);
    cJSON_Delete(ref);
    return t;
}

const struct trace *scene_read(struct scene *s, const char *target, const char *label,
                               enum role role, struct err *err)
{
    struct draft d = {.method = METHOD_GET, .target = target};
    const struct trace *t = s->client->run->surface.has[OP_GET]
                                ? scene_send(s, &d, label, role, err)
                                : read_by_patch(s, target, label, role, err);
    if (t)
        s->traces[s->count - 1]->reads = true;
    return t;
}
