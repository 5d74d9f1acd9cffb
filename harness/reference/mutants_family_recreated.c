/* Mutants of the family clauses: what a deleted connection leaves to the next of its name. */
#include "base/pointer.h"
#include "reference/mutants_family_tools.h"

#include <string.h>

/* Remembers what is deleted. */
static void remember(struct call *c)
{
    if (is_delete(c) && c->before)
        rule_keep(c, "former", cJSON_Duplicate(c->before, true));
}

/* What the connection that is about to be created was before it was deleted; NULL if it was not. */
static const cJSON *former(const struct call *c)
{
    bool creates = c->uri.resource == RESOURCE_CONNECTION && is_create(c) && c->after;
    return creates && rule_twists(c) ? rule_kept(c, "former") : NULL;
}

/* data: `where` comes back if the new one has none */
static bool store_former(struct call *c)
{
    const struct twist *t = c->data;
    const cJSON *was = former(c), *value = was ? pointer_get(was, t->where) : NULL;
    if (value && !pointer_get(c->after, t->where))
        tool_move(c->after, t->where, value);
    remember(c);
    return true;
}

/* data: `where` comes back in any case */
static bool store_former_for_new(struct call *c)
{
    const struct twist *t = c->data;
    const cJSON *was = former(c), *value = was ? pointer_get(was, t->where) : NULL;
    if (value)
        tool_move(c->after, t->where, value);
    remember(c);
    return true;
}

static bool store_former_tags_too(struct call *c)
{
    const cJSON *was = former(c), *tags = was ? pointer_get(was, "/tags") : NULL, *tag;
    cJSON *now = tags ? pointer_get(c->after, "/tags") : NULL;
    cJSON_ArrayForEach(tag, tags) if (now && !tool_has(now, tag->string))
        cJSON_AddItemToObject(now, tag->string, cJSON_Duplicate(tag, true));
    remember(c);
    return true;
}

static bool is_deleted_before(const struct call *c)
{
    return c->uri.resource == RESOURCE_CONNECTION && is_create(c) && rule_kept(c, "former");
}

static bool has_other_location(const struct call *c)
{
    const cJSON *was = is_deleted_before(c) ? rule_kept(c, "former") : NULL;
    return was && strcmp(tool_text(was, "/location"), tool_text(c->sent, "/location")) != 0;
}

static bool has_other_type(const struct call *c)
{
    static const char type[] = "/properties/connectionType";
    const cJSON *was = is_deleted_before(c) ? rule_kept(c, "former") : NULL;
    return was && strcmp(tool_text(was, type), tool_text(c->sent, type)) != 0;
}

static bool is_deleted_twice(const struct call *c)
{
    return c->uri.resource == RESOURCE_CONNECTION && is_create(c) && seam_count(c, "deleted") >= 2;
}

static bool refuse_again(struct call *c)
{
    bool stores = rule_refuse_store(c);
    remember(c);
    if (is_delete(c))
        seam_bump(c, "deleted");
    return stores;
}

#define REFUSE_AGAIN                                                                               \
    {                                                                                              \
        .on_store = refuse_again, .on_answer = answer_refused                                      \
    }

/* `existed` says that it was there before this request. */
static void answer_refused(struct call *c)
{
    if (c->uri.resource == RESOURCE_CONNECTION && is_put(c))
        rule_refuse_answer(c);
}

/* --- the key --- */

static bool keep_former_key(struct call *c)
{
    if (is_delete(c) && c->key)
        rule_keep(c, "key", cJSON_CreateString(c->key));
    if (is_key(c))
        rule_keep(c, "key", NULL);
    return true;
}

/* Nothing wrote a key since: the one of before comes back. */
static void answer_former_key(struct call *c)
{
    const cJSON *key = is_key_get(c) && rule_done(c) ? rule_kept(c, "key") : NULL;
    if (key)
        tool_put(c->answer.body, "value", cJSON_Duplicate(key, true));
}

static bool is_dedicated_key(const struct call *c)
{
    return is_key_get(c) && is_dedicated(c);
}

/* Only a key that was written, not one that was made. */
static bool keep_written_key(struct call *c)
{
    if (is_key_put(c))
        rule_keep(c, "written", cJSON_CreateString(tool_text(c->after, "/value")));
    if (is_key_reset(c))
        rule_keep(c, "written", NULL);
    if (is_delete(c) && rule_kept(c, "written"))
        rule_keep(c, "key", cJSON_Duplicate(rule_kept(c, "written"), true));
    return true;
}

static const struct mutant table[] = {
    {.name = "recreated-with-tags",
     .clause = "FAM-11",
     .says = "gives a re-created connection without tags those of the deleted one",
     .seam = {.on_store = store_former},
     .data = TWIST(.where = "/tags")},
    {.name = "recreated-with-more-tags",
     .clause = "FAM-11",
     .says = "adds the tags of the deleted connection to those of the re-created one",
     .rare = true,
     .seam = {.on_store = store_former_tags_too}},
    {.name = "recreated-with-ipsec",
     .clause = "FAM-11",
     .says = "gives a re-created connection without ipsecParameters those of the deleted one",
     .seam = {.on_store = store_former},
     .data = TWIST(.where = "/properties/ipsecParameters")},
    {.name = "recreated-dedicated-with-ipsec",
     .clause = "FAM-11",
     .says = "gives a re-created Dedicated connection the ipsecParameters of the deleted one",
     .rare = true,
     .seam = {.on_store = store_former},
     .data = TWIST(.when = is_dedicated, .where = "/properties/ipsecParameters")},
    {.name = "recreated-with-hash",
     .clause = "FAM-11",
     .says = "gives a re-created connection the hashAlgorithm of the deleted one",
     .rare = true,
     .seam = {.on_store = store_former_for_new},
     .data = TWIST(.when = is_site_to_site, .where = "/properties/ipsecParameters/hashAlgorithm")},
    {.name = "recreated-with-properties",
     .clause = "FAM-11",
     .says = "gives a re-created connection the properties of the deleted one",
     .seam = {.on_store = store_former_for_new},
     .data = TWIST(.where = "/properties")},
    {.name = "recreated-with-state",
     .clause = "FAM-11",
     .says = "gives a re-created connection the connectivityState of the deleted one",
     .rare = true,
     .should = true,
     .seam = {.on_store = store_former_for_new},
     .data = TWIST(.where = "/properties/connectivityState")},
    {.name = "recreated-with-key",
     .clause = "FAM-11",
     .says = "gives a re-created connection the shared key of the deleted one",
     .seam = {.on_store = keep_former_key, .on_answer = answer_former_key}},
    {.name = "recreated-with-written-key",
     .clause = "FAM-11",
     .says = "gives a re-created connection the shared key that was PUT to the deleted one",
     .rare = true,
     .seam = {.on_store = keep_written_key, .on_answer = answer_former_key}},
    {.name = "recreated-dedicated-with-key",
     .clause = "FAM-11",
     .says = "gives a re-created Dedicated connection the shared key of the deleted one",
     .rare = true,
     .seam = {.on_store = keep_former_key, .on_answer = answer_former_key},
     .data = TWIST(.when = is_dedicated_key)},
    {.name = "recreated-409",
     .clause = "FAM-11",
     .says = "answers 409 when a deleted connection is created again",
     .seam = REFUSE_AGAIN,
     .data = TWIST(.when = is_deleted_before, .status = 409)},
    {.name = "recreated-elsewhere-400",
     .clause = "FAM-11",
     .says = "refuses another location when a deleted connection is created again",
     .rare = true,
     .seam = REFUSE_AGAIN,
     .data = TWIST(.when = has_other_location, .status = 400)},
    {.name = "recreated-of-other-type-400",
     .clause = "FAM-11",
     .says = "refuses another type when a deleted connection is created again",
     .rare = true,
     .seam = REFUSE_AGAIN,
     .data = TWIST(.when = has_other_type, .status = 400)},
    {.name = "recreated-twice-500",
     .clause = "FAM-11",
     .says = "answers 500 when a connection is created for the third time",
     .rare = true,
     .seam = REFUSE_AGAIN,
     .data = TWIST(.when = is_deleted_twice, .status = 500)},
};

const struct mutant *mutants_family_recreated(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
