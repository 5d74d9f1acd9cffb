#include "contract/derive.h"

#include "base/mem.h"
#include "contract/place.h"
#include "contract/surface.h"

#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 64

static const cJSON *keyword_of(const cJSON *schema, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(schema, name);
}

struct survey {
    const struct contract *contract;
    const char *operation;
    int (*see)(void *context, const struct derivation *d);
    void *context;
    size_t depth;
};

static int survey_annotation(const struct survey *s, const cJSON *annotation)
{
    const cJSON *m;
    int result = 0;
    cJSON_ArrayForEach(m, annotation)
    {
        char *keyword = mem_copy(m->string, strcspn(m->string, "/"));
        struct derivation d = {s->operation, keyword, m->valuestring};
        if (cJSON_IsString(m))
            result = s->see(s->context, &d);
        free(keyword);
        if (result)
            return result;
    }
    return 0;
}

static int survey_schema(struct survey *s, const cJSON *schema)
{
    const cJSON *target = place_follow(s->contract->openapi, schema, NULL), *m;
    int result = 0;
    if (s->depth++ == DEPTH_MAX)
        return 0;
    if (target != schema)
        result = survey_annotation(s, keyword_of(schema, DERIVE_KEYWORD));
    if (!result)
        result = survey_annotation(s, keyword_of(target, DERIVE_KEYWORD));
    cJSON_ArrayForEach(m, target)
    {
        bool plain = !m->string || strncmp(m->string, "x-", 2) != 0;
        if (!result && plain && (cJSON_IsObject(m) || cJSON_IsArray(m)))
            result = survey_schema(s, m);
    }
    s->depth--;
    return result;
}

static int survey_operation(void *context, const char *path, const struct place *at)
{
    struct survey *s = context;
    const cJSON *schema = operation_request(s->contract->openapi, at);
    (void)path;
    s->operation = cJSON_GetStringValue(keyword_of(at->node, "operationId"));
    return schema && s->operation ? survey_schema(s, schema) : 0;
}

int derive_each(const struct contract *c, int (*see)(void *context, const struct derivation *d),
                void *context)
{
    struct survey s = {.contract = c, .see = see, .context = context};
    return each_operation(c->openapi, survey_operation, &s);
}
