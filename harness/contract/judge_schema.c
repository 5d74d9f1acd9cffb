#include "contract/judging.h"

#include "base/mem.h"
#include "base/pointer.h"

#include <stdlib.h>

static bool ends_with(const char *text, const char *end)
{
    size_t len = strlen(text), tail = strlen(end);
    return len >= tail && strcmp(text + len - tail, end) == 0;
}

static char *member_pointer(const char *object, const char *member)
{
    struct buf pointer = buf_new(ASSET_MAX);
    buf_text(&pointer, object);
    pointer_add(&pointer, member);
    return buf_take(&pointer);
}

/* An echo that failed because the member is missing says nothing where `required` says so too. */
static bool said_by_required(const struct schema_errors *errors, const struct miss_of_echo *miss,
                             const char *pointer)
{
    for (size_t i = 0; i < errors->count; i++) {
        const struct schema_error *e = &errors->list[i];
        if (!ends_with(e->schema, "/required"))
            continue;
        if (strcmp(e->instance, pointer) == 0 ||
            (strcmp(e->instance, miss->object) == 0 && strstr(e->expected, miss->member)))
            return true;
    }
    return false;
}

static struct miss_of_echo *miss_of(struct relations *r, const struct schema_error *e)
{
    for (size_t i = 0; i < r->miss_count; i++) {
        struct miss_of_echo *m = &r->misses[i];
        if (!m->used && strcmp(m->object, e->instance) == 0 && strcmp(m->clause, e->clause) == 0)
            return m;
    }
    return NULL;
}

static void report_echo(struct judging *j, const struct schema_errors *errors,
                        const struct schema_error *e)
{
    struct miss_of_echo *miss = miss_of(&j->relations, e);
    if (!miss)
        return;
    miss->used = true;
    char *pointer = member_pointer(miss->object, miss->member);
    char *message = mem_format("The answer's %s is not what was sent.", pointer);
    struct fault fault = {e->clause, pointer, e->expected, e->found, message, e->schema};
    if (!miss->absent || !said_by_required(errors, miss, pointer))
        judging_report(j, &fault);
    free(message);
    free(pointer);
}

/* The member that `required` misses: the one of its names that the error speaks of. */
static const char *missing_member(const struct judging *j, const struct schema_error *e)
{
    const cJSON *name;
    if (!ends_with(e->schema, "/required"))
        return NULL;
    cJSON_ArrayForEach(name, pointer_get(j->contract->openapi, e->schema))
    {
        char *quoted = mem_format("\"%s\"", name->valuestring);
        bool spoken_of = strstr(e->expected, quoted);
        free(quoted);
        if (spoken_of)
            return name->valuestring;
    }
    return NULL;
}

/* x-connspec-expected beside the keyword that failed, else the keyword's own words. */
static const char *expectation(const struct judging *j, const struct schema_error *e)
{
    char *holder = mem_copy(e->schema, strlen(e->schema));
    char *slash = strrchr(holder, '/');
    if (slash)
        *slash = '\0';
    const cJSON *schema = pointer_get(j->contract->openapi, holder);
    const cJSON *said = cJSON_GetObjectItemCaseSensitive(schema, "x-connspec-expected");
    free(holder);
    return cJSON_IsString(said) ? said->valuestring : e->expected;
}

static void report_error(struct judging *j, const struct schema_error *e, const char *clause,
                         const char *where)
{
    const char *missing = missing_member(j, e);
    char *member = missing ? member_pointer(e->instance, missing) : NULL;
    const char *expected = missing ? e->expected : expectation(j, e);
    const char *place = where ? where : member ? member : e->instance[0] ? e->instance : "body";
    char *message = missing ? mem_format("The answer has no %s.", place)
                            : mem_format("The answer's %s must be %s.", place, expected);
    struct fault fault = {clause, place, expected, e->found, message, e->schema};
    judging_report(j, &fault);
    free(message);
    free(member);
}

void judge_schema(struct judging *j, const char *schema, const char *clause, cJSON *instance,
                  const char *where)
{
    struct schema_options options = {
        .keywords = relation_keywords(), .context = &j->relations, .applied = judging_apply};
    struct schema_errors errors = {0};
    j->relations.answer = instance;
    schema_check(j->contract->schemas, schema, instance, &options, &errors);
    for (size_t i = 0; i < errors.count; i++) {
        const struct schema_error *e = &errors.list[i];
        if (ends_with(e->schema, "/x-connspec-echo"))
            report_echo(j, &errors, e);
        else
            report_error(j, e, e->clause ? e->clause : clause, where);
    }
    schema_errors_free(&errors);
}
