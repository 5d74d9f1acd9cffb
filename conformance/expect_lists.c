#include "conformance/expect_lists.h"

#include "base/mem.h"
#include "base/pointer.h"
#include "contract/compare.h"

#include <stdlib.h>
#include <strings.h>

const cJSON *list_of(const struct seen *x)
{
    const cJSON *wrapped = pointer_get(x->answer, "/value");
    return cJSON_IsArray(x->answer) ? x->answer : cJSON_IsArray(wrapped) ? wrapped : NULL;
}

/* "/resourceGroups/G/providers/microsoft.network/connections/N" ends the id, in any case. */
static bool is_of(const cJSON *item, const char *group, const char *name)
{
    const char *id = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "id"));
    char *end = mem_format("/%s/providers/microsoft.network/connections/%s", group, name);
    size_t len = strlen(end), have = id ? strlen(id) : 0;
    bool same = have > len && strcasecmp(id + have - len, end) == 0;
    free(end);
    return same;
}

static size_t times_listed(const struct expect_context *c, const cJSON *list, const char *word)
{
    const cJSON *name = cJSON_GetObjectItemCaseSensitive(c->names, word), *item;
    const cJSON *group = cJSON_GetObjectItemCaseSensitive(name, "resource-group");
    size_t count = 0;
    cJSON_ArrayForEach(item, list) count +=
        is_of(item, group ? group->valuestring : c->group,
              cJSON_GetObjectItemCaseSensitive(name, "name")->valuestring);
    return count;
}

static bool miss_listed(const struct expect_context *c, const char *word, size_t times,
                        size_t wanted, struct miss *out)
{
    const cJSON *name = cJSON_GetObjectItemCaseSensitive(c->names, word);
    const char *text = cJSON_GetObjectItemCaseSensitive(name, "name")->valuestring;
    *out = (struct miss){
        .where = mem_string("body"),
        .expected = mem_format("%s %s", text, wanted ? "once" : "not at all"),
        .actual = mem_format("%zu times", times),
        .message = mem_format("The list %s %s.", times > wanted ? "has" : "does not have", text)};
    return false;
}

static bool each_listed(const struct expect_context *c, const cJSON *list, const cJSON *words,
                        size_t wanted, struct miss *out)
{
    const cJSON *word;
    cJSON_ArrayForEach(word, words)
    {
        size_t times = times_listed(c, list, word->valuestring);
        if (times != wanted)
            return miss_listed(c, word->valuestring, times, wanted, out);
    }
    return true;
}

static bool nothing_else(const cJSON *list, const cJSON *only, struct miss *out)
{
    int has = cJSON_GetArraySize(list), wanted = cJSON_GetArraySize(only);
    if (!only || has == wanted)
        return true;
    *out = (struct miss){.where = mem_string("body"),
                         .expected = mem_format("%d connections", wanted),
                         .actual = mem_format("%d", has),
                         .message = mem_string("The list has others than it must have.")};
    return false;
}

bool lists_hold(const struct expect_context *c, const cJSON *value, const struct seen *x,
                struct miss *out)
{
    const cJSON *list = list_of(x);
    const cJSON *only = cJSON_GetObjectItemCaseSensitive(value, "only");
    if (!list) {
        *out = (struct miss){.where = mem_string("body"),
                             .expected = mem_string("a JSON array"),
                             .actual = x->answer ? value_words(x->answer) : mem_string("no JSON"),
                             .message = mem_string("The answer is no list.")};
        return false;
    }
    if (!each_listed(c, list, cJSON_GetObjectItemCaseSensitive(value, "has"), 1, out) ||
        !each_listed(c, list, only, 1, out) ||
        !each_listed(c, list, cJSON_GetObjectItemCaseSensitive(value, "lacks"), 0, out) ||
        !nothing_else(list, only, out))
        return false;
    if (cJSON_IsArray(x->answer))
        return true;
    *out = (struct miss){.where = mem_string("body"),
                         .expected = mem_string("a JSON array"),
                         .actual = mem_string("{\"value\": [...]}"),
                         .message = mem_string("The list stands inside an object."),
                         .should = true};
    return false;
}
