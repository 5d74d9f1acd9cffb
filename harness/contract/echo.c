#include "contract/echo.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "contract/judge.h"
#include "contract/relations.h"
#include "contract/utf8.h"

#include <stdlib.h>
#include <strings.h>

#define SHOWN_MAX 200

const char *echo_clause(const cJSON *member)
{
    const cJSON *clause =
        cJSON_IsObject(member) ? cJSON_GetObjectItemCaseSensitive(member, "clause") : member;
    return cJSON_IsString(clause) ? clause->valuestring : NULL;
}

static bool ignores_case(const cJSON *member)
{
    return cJSON_GetObjectItemCaseSensitive(member, "ignoring") != NULL;
}

int echo_load(const cJSON *value, struct err *err)
{
    bool ok = cJSON_IsObject(value);
    const cJSON *m;
    cJSON_ArrayForEach(m, value)
    {
        const cJSON *ignoring = cJSON_GetObjectItemCaseSensitive(m, "ignoring");
        bool known =
            !ignoring || (cJSON_IsString(ignoring) && strcmp(ignoring->valuestring, "case") == 0);
        ok &= echo_clause(m) && known &&
              (!cJSON_IsObject(m) || cJSON_GetArraySize(m) == 1 + (ignoring != NULL));
    }
    return ok ? 0
              : err_set(err, "x-connspec-echo must be {MEMBER: CLAUSE}, or {MEMBER: {\"clause\": "
                             "CLAUSE, \"ignoring\": \"case\"}}");
}

static int by_name(const void *a, const void *b)
{
    return strcmp((*(const cJSON *const *)a)->string, (*(const cJSON *const *)b)->string);
}

/* The members by name, to free(): an object of an answer may have very many. */
static const cJSON **sorted(const cJSON *object, size_t *count)
{
    const cJSON **list = mem_alloc((size_t)cJSON_GetArraySize(object) * sizeof *list), *m;
    *count = 0;
    cJSON_ArrayForEach(m, object) list[(*count)++] = m;
    qsort(list, *count, sizeof *list, by_name);
    return list;
}

/* Every member that was sent, null apart, is in the answer too. */
static bool contains(const cJSON *answer, const cJSON *sent)
{
    if (!cJSON_IsObject(sent) || !cJSON_IsObject(answer))
        return json_equal(sent, answer);
    size_t wanted, there, k = 0;
    const cJSON **want = sorted(sent, &wanted), **have = sorted(answer, &there);
    bool ok = true;
    for (size_t i = 0; i < wanted && ok; i++) {
        while (k < there && strcmp(have[k]->string, want[i]->string) < 0)
            k++;
        bool found = k < there && strcmp(have[k]->string, want[i]->string) == 0;
        ok = cJSON_IsNull(want[i]) || (found && contains(have[k], want[i]));
    }
    free(want);
    free(have);
    return ok;
}

/* Equal but for blanks, and the case of ASCII letters: "westus" and "West US". */
static bool is_spelling(const char *a, const char *b)
{
    for (;; a++, b++) {
        a += strspn(a, " ");
        b += strspn(b, " ");
        if (!*a || !*b || strncasecmp(a, b, 1) != 0)
            return *a == *b;
    }
}

static bool is_respelled(const struct schema_run *run, const struct relations *r, const cJSON *rule)
{
    const char *object = schema_instance_pointer(run);
    size_t len = strlen(object);
    if (r->respells && strcmp(r->respells, RESPELLS_ANY) == 0)
        return true;
    return r->respells && strncmp(r->respells, object, len) == 0 && r->respells[len] == '/' &&
           strcmp(r->respells + len + 1, rule->string) == 0;
}

static bool came_back(const cJSON *rule, const cJSON *sent, const cJSON *answer, bool patch)
{
    if (cJSON_IsObject(sent) && !sent->child && !answer)
        return true;
    if (!answer)
        return false;
    if (ignores_case(rule) && cJSON_IsString(sent) && cJSON_IsString(answer))
        return strcasecmp(sent->valuestring, answer->valuestring) == 0;
    return patch ? contains(answer, sent) : json_equal(sent, answer);
}

static char *shown(const cJSON *value)
{
    char *text = value ? json_print(value, false) : mem_string("nothing");
    text[utf8_cut(bytes_of(text), SHOWN_MAX)] = '\0';
    return text;
}

static void missed(struct schema_run *run, struct relations *r, const cJSON *rule,
                   const cJSON *sent, const cJSON *answer)
{
    r->misses = mem_grow(r->misses, r->miss_count + 1, sizeof *r->misses);
    r->misses[r->miss_count++] =
        (struct miss_of_echo){.object = mem_string(schema_instance_pointer(run)),
                              .member = mem_string(rule->string),
                              .clause = mem_string(echo_clause(rule)),
                              .absent = !answer};
    char *expected = shown(sent), *found = shown(answer);
    schema_fail(run, echo_clause(rule), expected, found);
    free(expected);
    free(found);
}

bool echo_check(struct schema_run *run, const cJSON *value, const cJSON *instance)
{
    struct relations *r = schema_context(run);
    if (!r || !r->sent || !cJSON_IsObject(instance))
        return true;
    const cJSON *body = pointer_get(r->sent, schema_instance_pointer(run)), *rule;
    bool ok = true;
    cJSON_ArrayForEach(rule, value)
    {
        const cJSON *sent = cJSON_GetObjectItemCaseSensitive(body, rule->string);
        const cJSON *answer = cJSON_GetObjectItemCaseSensitive(instance, rule->string);
        if (!cJSON_IsString(sent) && !cJSON_IsObject(sent))
            continue;
        schema_applies(run, echo_clause(rule));
        if (came_back(rule, sent, answer, r->patch))
            continue;
        if (is_respelled(run, r, rule) && cJSON_IsString(sent) && cJSON_IsString(answer) &&
            is_spelling(sent->valuestring, answer->valuestring))
            continue;
        missed(run, r, rule, sent, answer);
        ok = false;
    }
    return ok;
}

void relations_free(struct relations *r)
{
    for (size_t i = 0; i < r->miss_count; i++) {
        free(r->misses[i].object);
        free(r->misses[i].member);
        free(r->misses[i].clause);
    }
    free(r->misses);
    *r = (struct relations){0};
}
