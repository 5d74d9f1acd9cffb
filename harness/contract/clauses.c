#include "base/mem.h"
#include "contract/source.h"

#include <stdlib.h>

static const char *const level_names[LEVELS] = {"core", "family", "platform", "robust"};

const char *level_name(enum level level)
{
    return level_names[level];
}

bool level_parse(const char *name, enum level *out)
{
    for (int i = 0; i < LEVELS; i++) {
        if (strcmp(level_names[i], name) == 0) {
            *out = (enum level)i;
            return true;
        }
    }
    return false;
}

int clause_find(const struct contract *c, const char *id)
{
    size_t low = 0, high = id ? c->clauses.count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(c->clauses.list[middle].id, id);
        if (order == 0)
            return (int)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

/* Each of the members named, and no other, is a string with something in it. */
static int vet_strings(const struct source *s, const cJSON *entry, const char *pointer,
                       const char *const *names, struct err *err)
{
    int count = 0;
    for (; names[count]; count++) {
        const cJSON *m = cJSON_GetObjectItemCaseSensitive(entry, names[count]);
        if (!cJSON_IsString(m) || !m->valuestring[0])
            return source_fail(s, pointer, err, "\"%s\" must be a string that says something",
                               names[count]);
    }
    return cJSON_GetArraySize(entry) == count
               ? 0
               : source_fail(s, pointer, err, "has a member that does not belong here");
}

static const char *text_of(const cJSON *entry, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(entry, name)->valuestring;
}

static int load_clause(struct contract *c, const struct source *s, const cJSON *entry,
                       const char *pointer, struct err *err)
{
    static const char *const names[] = {"id", "level", "strength", "text", "source", NULL};
    if (vet_strings(s, entry, pointer, names, err))
        return -1;
    const char *strength = text_of(entry, "strength");
    struct clause clause = {.id = text_of(entry, "id"),
                            .must = strcmp(strength, "must") == 0,
                            .text = text_of(entry, "text"),
                            .source = text_of(entry, "source")};
    if (!level_parse(text_of(entry, "level"), &clause.level))
        return source_fail(s, pointer, err, "unknown level \"%s\"", text_of(entry, "level"));
    if (!clause.must && strcmp(strength, "should") != 0)
        return source_fail(s, pointer, err, "strength is must or should, not \"%s\"", strength);
    const struct clause *last = c->clauses.count ? &c->clauses.list[c->clauses.count - 1] : NULL;
    if (last && strcmp(last->id, clause.id) >= 0) /* clause_find relies on it */
        return source_fail(s, pointer, err, "%s is there twice, or not in the order of the ids",
                           clause.id);
    c->clauses.list = mem_grow(c->clauses.list, c->clauses.count + 1, sizeof clause);
    c->clauses.list[c->clauses.count++] = clause;
    return 0;
}

static int vet_erratum(struct contract *c, const struct source *s, const cJSON *entry,
                       const char *pointer, struct err *err)
{
    static const char *const names[] = {"id", "page", "readAs", NULL};
    (void)c;
    return vet_strings(s, entry, pointer, names, err);
}

static int each(struct contract *c, const struct source *s, const char *member,
                int (*load)(struct contract *, const struct source *, const cJSON *, const char *,
                            struct err *),
                struct err *err)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(s->tree, member), *entry;
    if (!cJSON_IsArray(list) || !list->child)
        return source_fail(s, "", err, "\"%s\" must be an array with something in it", member);
    size_t i = 0;
    cJSON_ArrayForEach(entry, list)
    {
        char *pointer = mem_format("/%s/%zu", member, i++);
        int result = load(c, s, entry, pointer, err);
        free(pointer);
        if (result)
            return -1;
    }
    return 0;
}

int clauses_load(struct contract *c, const struct source *s, struct err *err)
{
    const cJSON *version = cJSON_GetObjectItemCaseSensitive(s->tree, "apiVersion");
    if (!cJSON_IsString(version) || strcmp(version->valuestring, c->api_version) != 0)
        return source_fail(s, "/apiVersion", err, "must be \"%s\"", c->api_version);
    return each(c, s, "clauses", load_clause, err) || each(c, s, "errata", vet_erratum, err) ? -1
                                                                                             : 0;
}
