/* Mutants of the core clauses: gateways in answers. */
#include "base/mem.h"
#include "reference/mutants_core_tools.h"

#include <stdlib.h>

static void copy_text(cJSON *body, const char *to, const char *from)
{
    char *text = mem_string(tool_text(body, from));
    tool_set(body, to, text);
    free(text);
}

static void swap_texts(cJSON *body, const char *a, const char *b)
{
    char *text = mem_string(tool_text(body, a));
    copy_text(body, a, b);
    tool_set(body, b, text);
    free(text);
}

static void answer_swapped(struct call *c)
{
    if (!tool_shows(c))
        return;
    cJSON *properties = cJSON_GetObjectItemCaseSensitive(c->answer.body, "properties");
    cJSON *one = cJSON_DetachItemFromObjectCaseSensitive(properties, "gateway1");
    cJSON *two = cJSON_DetachItemFromObjectCaseSensitive(properties, "gateway2");
    if (two)
        cJSON_AddItemToObject(properties, "gateway1", two);
    if (one)
        cJSON_AddItemToObject(properties, "gateway2", one);
}

static void answer_swapped_ids(struct call *c)
{
    if (tool_shows(c))
        swap_texts(c->answer.body, "/properties/gateway1/id", "/properties/gateway2/id");
}

static void answer_same_id(struct call *c)
{
    if (tool_shows(c))
        copy_text(c->answer.body, "/properties/gateway2/id", "/properties/gateway1/id");
}

static void append_to(cJSON *body, const char *pointer, const char *more)
{
    char *text = mem_format("%s%s", tool_text(body, pointer), more);
    tool_set(body, pointer, text);
    free(text);
}

static void answer_slashed_ids(struct call *c)
{
    if (!tool_shows(c))
        return;
    append_to(c->answer.body, "/properties/gateway1/id", "/");
    append_to(c->answer.body, "/properties/gateway2/id", "/");
}

static void answer_strings(struct call *c)
{
    static const char *const which[] = {"gateway1", "gateway2"};
    if (!tool_shows(c))
        return;
    cJSON *properties = cJSON_GetObjectItemCaseSensitive(c->answer.body, "properties");
    for (size_t i = 0; i < 2; i++) {
        cJSON *gateway = cJSON_GetObjectItemCaseSensitive(properties, which[i]);
        cJSON *name = cJSON_DetachItemFromObjectCaseSensitive(gateway, "name");
        if (name)
            tool_put(properties, which[i], name);
    }
}

static const struct mutant table[] = {
    {.name = "gateways-swapped",
     .clause = "CORE-24",
     .says = "answers with the gateways swapped",
     .seam = {.on_answer = answer_swapped}},
    {.name = "gateways-swapped-dedicated",
     .clause = "CORE-24",
     .says = "answers with the gateways swapped on a Dedicated connection",
     .rare = true,
     .seam = {.on_answer = answer_swapped},
     .data = &(const struct twist){.when = is_dedicated}},
    {.name = "gateways-swapped-in-patch",
     .clause = "CORE-24",
     .says = "answers a PATCH with the gateways swapped",
     .rare = true,
     .seam = {.on_answer = answer_swapped},
     .data = &(const struct twist){.when = is_patch}},
    {.name = "gateway-ids-swapped",
     .clause = "CORE-24",
     .says = "answers with the ids of the gateways swapped",
     .seam = {.on_answer = answer_swapped_ids}},
    {.name = "gateway-ids-same",
     .clause = "CORE-24",
     .says = "answers with the id of gateway1 for both",
     .seam = {.on_answer = answer_same_id}},
    {.name = "gateway-ids-slash",
     .clause = "CORE-24",
     .says = "ends gateway ids with a slash",
     .seam = {.on_answer = answer_slashed_ids}},
    {.name = "gateway-strings",
     .clause = "CORE-24",
     .says = "answers with gateways as strings",
     .seam = {.on_answer = answer_strings}},
    {.name = "gateway1-without-id",
     .clause = "CORE-24",
     .says = "answers without the id of gateway1",
     .seam = {.on_answer = answer_without},
     .data = &(const struct twist){.where = "/properties/gateway1/id"}},
    {.name = "gateway2-null-id",
     .clause = "CORE-24",
     .says = "answers with null for the id of gateway2",
     .seam = {.on_answer = answer_value},
     .data = &(const struct twist){.where = "/properties/gateway2/id", .value = "null"}},
    {.name = "gateway2-without-name",
     .clause = "CORE-24",
     .says = "answers without the name of gateway2",
     .seam = {.on_answer = answer_without},
     .data = &(const struct twist){.where = "/properties/gateway2/name"}},
    {.name = "gateway1-name-lower",
     .clause = "CORE-24",
     .says = "stores the name of gateway1 in lower case",
     .rare = true,
     .seam = {.on_store = store_lower},
     .data = &(const struct twist){.where = "/properties/gateway1/name"}},
};

const struct mutant *mutants_core_gateways_shown(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
