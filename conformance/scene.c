#include "conformance/scene_parts.h"

#include "base/mem.h"
#include "conformance/variables.h"

#include <stdlib.h>

int scene_open(struct scene *out, struct client *client, const struct test_case *tc,
               const cJSON *names, struct err *err)
{
    *out = (struct scene){.client = client, .tc = tc};
    out->values = cJSON_CreateObject();
    out->names = cJSON_Duplicate(names, true);
    scene_set_unique(out->values, client->run, tc);
    scene_set_run_values(out->values, client->run);
    if (variables_expand(out->names, scene_lookup, out, err))
        return -1;
    const cJSON *name;
    cJSON_ArrayForEach(name, out->names)
    {
        const cJSON *text = cJSON_GetObjectItemCaseSensitive(name, "name");
        scene_set_value(out->values, name->string, text->valuestring);
    }
    return 0;
}

void trace_free(struct trace *t)
{
    free(t->label);
    free(t->owner);
    free(t->target);
    seen_free(&t->seen);
    free(t);
}

void scene_close(struct scene *s)
{
    client_settle(s->client);
    for (size_t i = 0; i < s->count; i++)
        trace_free(s->traces[i]);
    free(s->traces);
    cJSON_Delete(s->names);
    cJSON_Delete(s->values);
    free(s->lacking);
    *s = (struct scene){0};
}

struct trace *scene_prepare(struct scene *s, const struct draft *d, const char *label,
                            struct err *err)
{
    struct trace *t = mem_alloc(sizeof *t);
    t->method = d->method;
    t->label = mem_string(label);
    t->owner = scene_owner(s, d->target);
    t->target = mem_string(d->target);
    t->seen.respells = mem_string(d->respells);
    if (!scene_request(s, d, &t->seen.request, &t->seen.sent, err))
        return t;
    trace_free(t);
    return NULL;
}

void scene_keep(struct scene *s, struct trace *t)
{
    s->traces = mem_grow(s->traces, s->count + 1, sizeof *s->traces);
    s->traces[s->count++] = t;
}

const struct trace *scene_send(struct scene *s, const struct draft *d, const char *label,
                               enum role role, struct err *err)
{
    struct trace *t = scene_prepare(s, d, label, err);
    if (!t)
        return NULL;
    if (client_send(s->client, role, &t->seen, err)) {
        trace_free(t);
        return NULL;
    }
    scene_keep(s, t);
    return t;
}

int scene_accepted(const struct scene *s, const struct draft *d, const struct trace **out,
                   struct err *err)
{
    struct request rq;
    cJSON *body;
    if (scene_request(s, d, &rq, &body, err))
        return -1;
    cJSON_Delete(body);
    *out = NULL;
    for (size_t i = s->count; i-- > 0 && !*out;)
        if (seen_status(&s->traces[i]->seen) / 100 == 2 &&
            request_same(&s->traces[i]->seen.request, &rq))
            *out = s->traces[i];
    request_free(&rq);
    return 0;
}

bool trace_speaks_of(const struct trace *t, const char *owner)
{
    return t->owner && strcmp(t->owner, owner) == 0;
}

bool scene_written(const struct scene *s, const char *name)
{
    char *word = mem_format("{%s}", name);
    bool found = false;
    for (size_t i = 0; i < s->count && !found; i++) {
        const struct trace *t = s->traces[i];
        bool write = t->method == METHOD_PUT || t->method == METHOD_PATCH;
        found = write && seen_status(&t->seen) < 400 && strstr(t->target, word);
    }
    free(word);
    return found;
}

static const struct trace *labelled(const struct scene *s, const char *label, size_t *at)
{
    for (*at = s->count; (*at)-- > 0;)
        if (s->traces[*at]->label && strcmp(s->traces[*at]->label, label) == 0)
            return s->traces[*at];
    return NULL;
}

const struct seen *scene_labelled(void *scene, const char *label)
{
    size_t at;
    const struct trace *t = labelled(scene, label, &at);
    return t ? &t->seen : NULL;
}

const struct seen *scene_before(void *scene, const char *label)
{
    const struct scene *s = scene;
    size_t at;
    const struct trace *t = labelled(s, label, &at);
    if (!t || !t->owner)
        return NULL;
    for (size_t i = t->beside ? t->beside - 1 : at; i-- > 0;) {
        const struct trace *one = s->traces[i];
        if (!trace_speaks_of(one, t->owner) || seen_status(&one->seen) / 100 != 2)
            continue;
        if (one->method == METHOD_DELETE)
            return NULL;
        if (cJSON_GetObjectItemCaseSensitive(one->seen.answer, "properties"))
            return &one->seen; /* and not a key */
    }
    return NULL;
}

int scene_clean(struct scene *s, struct err *err)
{
    const struct run *run = s->client->run;
    if (run->options->keep || !run->surface.has[OP_DELETE])
        return 0;
    const cJSON *name;
    cJSON_ArrayForEach(name, s->names)
    {
        if (!scene_written(s, name->string))
            continue;
        char *target = mem_format("{%s}", name->string);
        struct draft d = {.method = METHOD_DELETE, .target = target};
        const struct trace *t = scene_send(s, &d, NULL, ROLE_CLEANUP, err);
        free(target);
        if (!t)
            return -1;
    }
    return 0;
}
