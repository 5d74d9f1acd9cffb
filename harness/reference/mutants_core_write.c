/* Mutants of the core clauses: creating and updating. */
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/mutants_core_tools.h"

#include <stdlib.h>

static bool lacks_tags(const struct call *c)
{
    return is_create(c) && !tool_has(c->sent, "tags");
}

static bool is_dedicated_create(const struct call *c)
{
    return is_create(c) && is_dedicated(c);
}

static bool is_upper_create(const struct call *c)
{
    return is_create(c) && name_has_upper(c);
}

static bool changes_type(const struct call *c)
{
    static const char type[] = "/properties/connectionType";
    return is_update(c) && strcmp(tool_text(c->sent, type), tool_text(c->before, type)) != 0;
}

static bool is_unchanged(const struct call *c)
{
    return is_update(c) && strcmp(c->etag, c->etag_before) == 0;
}

/* Remembers in which groups there has been a connection before. */
static void answer_second_of_group(struct call *c)
{
    if (!tool_shows(c) || !is_create(c))
        return;
    char *group = mem_format("group %s/%s", c->uri.subscription, c->uri.group);
    if (tool_has(c->memory, group))
        c->answer.status = 201;
    else
        cJSON_AddTrueToObject(c->memory, group);
    free(group);
}

static void answer_old_body(struct call *c)
{
    if (tool_shows(c))
        for (const cJSON *item = c->before ? c->before->child : NULL; item; item = item->next)
            if (strcmp(item->string, "properties") != 0)
                tool_put(c->answer.body, item->string, cJSON_Duplicate(item, true));
}

static bool store_old(struct call *c)
{
    if (tool_twists(c) && c->after && c->before) {
        cJSON_Delete(c->after);
        c->after = cJSON_Duplicate(c->before, true);
    }
    return true;
}

static bool store_merged_ipsec(struct call *c)
{
    const cJSON *old = pointer_get(c->before, "/properties/ipsecParameters");
    cJSON *now = pointer_get(c->after, "/properties/ipsecParameters");
    if (tool_twists(c) && now)
        for (const cJSON *item = old ? old->child : NULL; item; item = item->next)
            if (strcmp(item->string, "hashAlgorithm") != 0)
                tool_put(now, item->string, cJSON_Duplicate(item, true));
    return true;
}

static bool store_merged_tags(struct call *c)
{
    const cJSON *old = cJSON_GetObjectItemCaseSensitive(c->before, "tags");
    if (!tool_twists(c) || !c->after || !old)
        return true;
    cJSON *tags = cJSON_GetObjectItemCaseSensitive(c->after, "tags");
    if (!tags)
        tags = cJSON_AddObjectToObject(c->after, "tags");
    for (const cJSON *tag = old->child; tag; tag = tag->next)
        if (!cJSON_GetObjectItemCaseSensitive(tags, tag->string))
            cJSON_AddItemToObject(tags, tag->string, cJSON_Duplicate(tag, true));
    return true;
}

/* A PUT after a PATCH of the same connection is lost. */
static bool store_unless_patched(struct call *c)
{
    if (tool_twists(c) && c->after && is_patch(c))
        seam_bump(c, "patched");
    return !(tool_twists(c) && c->after && is_update(c) && seam_count(c, "patched"));
}

static const struct mutant table[] = {
    {.name = "create-204",
     .clause = "CORE-01",
     .says = "answers 204 without a body when a connection is created",
     .seam = {.on_answer = answer_status},
     .data = &(const struct twist){.when = is_create, .status = 204}},
    {.name = "create-202",
     .clause = "CORE-01",
     .says = "answers 202 when a connection is created",
     .seam = {.on_answer = answer_status},
     .data = &(const struct twist){.when = is_create, .status = 202}},
    {.name = "create-dedicated-201",
     .clause = "CORE-01",
     .says = "answers 201 when a Dedicated connection is created",
     .rare = true,
     .seam = {.on_answer = answer_status},
     .data = &(const struct twist){.when = is_dedicated_create, .status = 201}},
    {.name = "create-upper-201",
     .clause = "CORE-01",
     .says = "answers 201 when a connection with an upper-case letter in its name is created",
     .rare = true,
     .seam = {.on_answer = answer_status},
     .data = &(const struct twist){.when = is_upper_create, .status = 201}},
    {.name = "create-second-of-group-201",
     .clause = "CORE-01",
     .says = "answers 201 for the second connection of a resource group",
     .rare = true,
     .seam = {.on_answer = answer_second_of_group}},
    {.name = "create-not-stored",
     .clause = "CORE-01",
     .says = "answers a create with 200 and stores nothing",
     .seam = {.on_store = store_nothing},
     .data = &(const struct twist){.when = is_create}},
    {.name = "create-without-tags-500",
     .clause = "CORE-16",
     .says = "answers 500 when a connection is created without tags",
     .rare = true,
     .seam = REJECT,
     .data = &(const struct twist){.when = lacks_tags, .status = 500}},
    {.name = "update-201",
     .clause = "CORE-02",
     .says = "answers 201 when a connection is replaced",
     .seam = {.on_answer = answer_status},
     .data = &(const struct twist){.when = is_update, .status = 201}},
    {.name = "update-204",
     .clause = "CORE-02",
     .says = "answers 204 when a connection is replaced",
     .seam = {.on_answer = answer_status},
     .data = &(const struct twist){.when = is_update, .status = 204}},
    {.name = "update-refused",
     .clause = "CORE-02",
     .says = "answers 409 when the connection exists already",
     .seam = REJECT,
     .data = &(const struct twist){.when = is_update, .status = 409}},
    {.name = "update-not-stored",
     .clause = "CORE-02",
     .says = "answers the new body on PUT to an existing connection but keeps the old one",
     .seam = {.on_store = store_nothing},
     .data = &(const struct twist){.when = is_update}},
    {.name = "update-ignored",
     .clause = "CORE-02",
     .says = "creates only: PUT to an existing connection answers and keeps the old body",
     .seam = {.on_store = store_old},
     .data = &(const struct twist){.when = is_update}},
    {.name = "update-third-lost",
     .clause = "CORE-02",
     .says = "loses every update from the third on",
     .rare = true,
     .seam = {.on_store = store_nothing},
     .data = &(const struct twist){.when = is_third_update}},
    {.name = "update-after-patch-lost",
     .clause = "CORE-02",
     .says = "loses a PUT after a PATCH",
     .rare = true,
     .seam = {.on_store = store_unless_patched}},
    {.name = "update-unchanged-304",
     .clause = "CORE-02",
     .says = "answers 304 when a PUT changes nothing",
     .rare = true,
     .seam = REJECT,
     .data = &(const struct twist){.when = is_unchanged, .status = 304}},
    {.name = "update-merges-tags",
     .clause = "CORE-02",
     .says = "merges tags with the old ones on PUT",
     .seam = {.on_store = store_merged_tags},
     .data = &(const struct twist){.when = is_update}},
    {.name = "update-merges-ipsec",
     .clause = "CORE-02",
     .says = "takes a new hashAlgorithm on PUT and keeps the other ipsec members",
     .rare = true,
     .seam = {.on_store = store_merged_ipsec},
     .data = &(const struct twist){.when = is_update}},
    {.name = "update-keeps-old-ipsec",
     .clause = "CORE-02",
     .says = "keeps the old ipsecParameters on PUT",
     .seam = {.on_store = store_stale},
     .data = &(const struct twist){.when = is_update, .where = "/properties/ipsecParameters"}},
    {.name = "update-keeps-old-gateway2",
     .clause = "CORE-02",
     .says = "keeps the old gateway2 on PUT",
     .seam = {.on_store = store_stale},
     .data = &(const struct twist){.when = is_update, .where = "/properties/gateway2"}},
    {.name = "update-keeps-old-state",
     .clause = "CORE-13",
     .says = "keeps the old connectivityState on PUT",
     .seam = {.on_store = store_stale},
     .data = &(const struct twist){.when = is_update, .where = "/properties/connectivityState"}},
    {.name = "update-keeps-old-type",
     .clause = "CORE-02",
     .says = "keeps the old connectionType on PUT",
     .seam = {.on_store = store_stale},
     .data = &(const struct twist){.when = is_update, .where = "/properties/connectionType"}},
    {.name = "update-keeps-old-tags",
     .clause = "CORE-02",
     .says = "keeps the old tags on PUT",
     .seam = {.on_store = store_stale},
     .data = &(const struct twist){.when = is_update, .where = "/tags"}},
    {.name = "update-of-type-loses-gateway1",
     .clause = "CORE-02",
     .says = "keeps the old gateway1 when the type changes",
     .rare = true,
     .seam = {.on_store = store_stale},
     .data = &(const struct twist){.when = changes_type, .where = "/properties/gateway1"}},
    {.name = "update-answers-old-tags",
     .clause = "CORE-16",
     .says = "stores a PUT, but answers it with the tags and location of before",
     .rare = true,
     .seam = {.on_answer = answer_old_body},
     .data = &(const struct twist){.when = is_update}},
};

const struct mutant *mutants_core_write(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
