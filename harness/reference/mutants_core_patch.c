/* Mutants of the core clauses: PATCH. */
#include "base/pointer.h"
#include "reference/mutants_core_tools.h"

#include <string.h>

static bool is_patch_of_dedicated(const struct call *c)
{
    return is_patch(c) && is_dedicated(c);
}

static bool is_later_patch(const struct call *c)
{
    return is_patch(c) && c->writes >= 3;
}

static const cJSON *sent_properties(const struct call *c)
{
    return cJSON_GetObjectItemCaseSensitive(c->sent, "properties");
}

/* PATCH of connectivityState alone. */
static bool is_patch_of_state(const struct call *c)
{
    const cJSON *properties = sent_properties(c);
    const cJSON *only = properties ? properties->child : NULL;
    return is_patch(c) && only && !only->next && strcmp(only->string, "connectivityState") == 0;
}

static bool is_patch_of_ipsec(const struct call *c)
{
    return is_patch(c) && tool_has(sent_properties(c), "ipsecParameters");
}

static bool is_patch_to_point_to_site(const struct call *c)
{
    return is_patch(c) &&
           strcmp(tool_text(c->sent, "/properties/connectionType"), "PointToSite") == 0;
}

static bool lacks_location(const struct call *c)
{
    return is_patch(c) && !tool_has(c->sent, "location");
}

static bool lacks_a_gateway(const struct call *c)
{
    const cJSON *properties = sent_properties(c);
    return is_patch(c) && properties && !tool_has(properties, "gateway1");
}

static bool lacks_state(const struct call *c)
{
    return is_patch(c) && !pointer_get(c->sent, "/properties/connectivityState");
}

static bool lacks_tags(const struct call *c)
{
    return is_patch(c) && !tool_has(c->sent, "tags");
}

static bool lacks_properties(const struct call *c)
{
    return is_patch(c) && !sent_properties(c);
}

static bool patches(const struct call *c)
{
    return tool_twists(c) && is_patch(c) && c->after && c->sent;
}

/* What is at `where` becomes what was sent there, whole. */
static bool store_as_sent(struct call *c)
{
    const struct twist *t = c->data;
    const cJSON *sent = patches(c) ? pointer_get(c->sent, t->where) : NULL;
    if (sent)
        tool_move(c->after, t->where, sent);
    return true;
}

static bool store_first_property(struct call *c)
{
    const cJSON *sent = patches(c) ? sent_properties(c) : NULL;
    cJSON *after = sent ? cJSON_GetObjectItemCaseSensitive(c->after, "properties") : NULL;
    const cJSON *before = cJSON_GetObjectItemCaseSensitive(c->before, "properties");
    for (const cJSON *item = after && sent->child ? sent->child->next : NULL; item;
         item = item->next) {
        const cJSON *old = cJSON_GetObjectItemCaseSensitive(before, item->string);
        if (old)
            tool_put(after, item->string, cJSON_Duplicate(old, true));
    }
    return true;
}

static bool store_both_gateways(struct call *c)
{
    const cJSON *sent = patches(c) ? pointer_get(c->sent, "/properties/gateway1") : NULL;
    if (sent && !pointer_get(c->sent, "/properties/gateway2"))
        tool_move(c->after, "/properties/gateway2", sent);
    return true;
}

static void take(cJSON *body, const char *name, const cJSON *from)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(from, name);
    if (item)
        cJSON_AddItemToObject(body, name, cJSON_Duplicate(item, true));
}

static void answer_only_patched(struct call *c)
{
    static const char *const kept[] = {"id", "name", "etag"};
    if (!tool_shows(c) || !is_patch(c))
        return;
    cJSON *body = cJSON_Duplicate(c->sent, true);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (!tool_has(body, kept[i]))
            take(body, kept[i], c->answer.body);
    cJSON_Delete(c->answer.body);
    c->answer.body = body;
}

static void answer_old(struct call *c)
{
    if (!tool_shows(c) || !is_patch(c))
        return;
    static const char *const members[] = {"/tags",
                                          "/properties/connectionType",
                                          "/properties/connectivityState",
                                          "/properties/gateway1/name",
                                          "/properties/gateway2/name",
                                          "/properties/ipsecParameters"};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        tool_move(c->answer.body, members[i], pointer_get(c->before, members[i]));
}

static void answer_bare_properties(struct call *c)
{
    if (!tool_shows(c) || !is_patch(c))
        return;
    cJSON *bare = cJSON_DetachItemFromObjectCaseSensitive(c->answer.body, "properties");
    cJSON_Delete(c->answer.body);
    c->answer.body = bare;
}

static void answer_only_tags(struct call *c)
{
    if (!tool_shows(c))
        return;
    cJSON *body = cJSON_CreateObject();
    take(body, "tags", c->answer.body);
    cJSON_Delete(c->answer.body);
    c->answer.body = body;
}

static const struct mutant table[] = {
    {.name = "patch-202",
     .clause = "CORE-03",
     .says = "answers 202 to PATCH",
     .seam = {.on_answer = answer_status},
     .data = &(const struct twist){.when = is_patch, .status = 202}},
    {.name = "patch-204",
     .clause = "CORE-03",
     .says = "answers 204 without a body to PATCH",
     .seam = {.on_answer = answer_status},
     .data = &(const struct twist){.when = is_patch, .status = 204}},
    {.name = "patch-405",
     .clause = "CORE-03",
     .says = "does not know PATCH",
     .seam = REJECT,
     .data = &(const struct twist){.when = is_patch, .status = 405}},
    {.name = "patch-needs-location",
     .clause = "CORE-03",
     .says = "refuses a PATCH without location",
     .seam = REJECT,
     .data = &(const struct twist){.when = lacks_location, .status = 400}},
    {.name = "patch-needs-gateway",
     .clause = "CORE-03",
     .says = "refuses a PATCH of properties without gateway1",
     .seam = REJECT,
     .data = &(const struct twist){.when = lacks_a_gateway, .status = 400}},
    {.name = "patch-tags-alone-204",
     .clause = "CORE-03",
     .says = "answers 204 to a PATCH of tags alone",
     .rare = true,
     .seam = {.on_answer = answer_status},
     .data = &(const struct twist){.when = is_patch_of_tags, .status = 204}},
    {.name = "patch-ipsec-refused",
     .clause = "CORE-03",
     .says = "refuses a PATCH of ipsecParameters",
     .rare = true,
     .seam = REJECT,
     .data = &(const struct twist){.when = is_patch_of_ipsec, .status = 400}},
    {.name = "patch-dedicated-500",
     .clause = "CORE-03",
     .says = "answers 500 to a PATCH of a Dedicated connection",
     .rare = true,
     .seam = REJECT,
     .data = &(const struct twist){.when = is_patch_of_dedicated, .status = 500}},
    {.name = "patch-to-point-to-site-500",
     .clause = "CORE-03",
     .says = "answers 500 to a PATCH to PointToSite",
     .rare = true,
     .seam = REJECT,
     .data = &(const struct twist){.when = is_patch_to_point_to_site, .status = 500}},
    {.name = "patch-not-stored",
     .clause = "CORE-04",
     .says = "answers a PATCH but does not store it",
     .seam = {.on_store = store_nothing},
     .data = &(const struct twist){.when = is_patch}},
    {.name = "patch-later-lost",
     .clause = "CORE-04",
     .says = "loses every PATCH after the third write",
     .rare = true,
     .seam = {.on_store = store_nothing},
     .data = &(const struct twist){.when = is_later_patch}},
    {.name = "patch-replaces-properties",
     .clause = "CORE-04",
     .says = "replaces the whole of properties on PATCH",
     .seam = {.on_store = store_as_sent},
     .data = &(const struct twist){.when = is_patch, .where = "/properties"}},
    {.name = "patch-replaces-ipsec",
     .clause = "CORE-04",
     .says = "merges one level only: replaces the whole of ipsecParameters on PATCH",
     .seam = {.on_store = store_as_sent},
     .data = &(const struct twist){.when = is_patch, .where = "/properties/ipsecParameters"}},
    {.name = "patch-drops-tags",
     .clause = "CORE-04",
     .says = "drops the tags on a PATCH without tags",
     .seam = {.on_store = store_without},
     .data = &(const struct twist){.when = lacks_tags, .where = "/tags"}},
    {.name = "patch-drops-ipsec",
     .clause = "CORE-04",
     .says = "drops ipsecParameters on a PATCH of connectivityState alone",
     .rare = true,
     .seam = {.on_store = store_without},
     .data =
         &(const struct twist){.when = is_patch_of_state, .where = "/properties/ipsecParameters"}},
    {.name = "patch-tags-drops-ipsec",
     .clause = "CORE-04",
     .says = "drops ipsecParameters on a PATCH of tags alone",
     .rare = true,
     .seam = {.on_store = store_without},
     .data =
         &(const struct twist){.when = is_patch_of_tags, .where = "/properties/ipsecParameters"}},
    {.name = "patch-connects",
     .clause = "CORE-13",
     .says = "sets connectivityState to Connected on a PATCH without it",
     .seam = {.on_store = store_value},
     .data = &(const struct twist){.when = lacks_state,
                                   .where = "/properties/connectivityState",
                                   .value = "\"Connected\""}},
    {.name = "patch-tags-lowers-location",
     .clause = "CORE-04",
     .says = "lower-cases the location on a PATCH without properties",
     .rare = true,
     .seam = {.on_store = store_lower},
     .data = &(const struct twist){.when = lacks_properties, .where = "/location"}},
    {.name = "patch-ignores-tags",
     .clause = "CORE-04",
     .says = "ignores tags in a PATCH",
     .seam = {.on_store = store_stale},
     .data = &(const struct twist){.when = is_patch, .where = "/tags"}},
    {.name = "patch-ignores-type",
     .clause = "CORE-04",
     .says = "ignores connectionType in a PATCH",
     .seam = {.on_store = store_stale},
     .data = &(const struct twist){.when = is_patch, .where = "/properties/connectionType"}},
    {.name = "patch-ignores-state",
     .clause = "CORE-13",
     .says = "ignores connectivityState in a PATCH",
     .seam = {.on_store = store_stale},
     .data = &(const struct twist){.when = is_patch, .where = "/properties/connectivityState"}},
    {.name = "patch-ignores-gateway1",
     .clause = "CORE-04",
     .says = "ignores gateway1 in a PATCH",
     .seam = {.on_store = store_stale},
     .data = &(const struct twist){.when = is_patch, .where = "/properties/gateway1"}},
    {.name = "patch-ignores-gateway2",
     .clause = "CORE-04",
     .says = "ignores gateway2 in a PATCH",
     .seam = {.on_store = store_stale},
     .data = &(const struct twist){.when = is_patch, .where = "/properties/gateway2"}},
    {.name = "patch-ignores-hash",
     .clause = "CORE-04",
     .says = "ignores hashAlgorithm in a PATCH",
     .seam = {.on_store = store_stale},
     .data = &(const struct twist){.when = is_patch,
                                   .where = "/properties/ipsecParameters/hashAlgorithm"}},
    {.name = "patch-ignores-pfs-group",
     .clause = "CORE-04",
     .says = "ignores pfsGroup in a PATCH",
     .seam = {.on_store = store_stale},
     .data =
         &(const struct twist){.when = is_patch, .where = "/properties/ipsecParameters/pfsGroup"}},
    {.name = "patch-ignores-data-size",
     .clause = "CORE-04",
     .says = "ignores saDataSizeKilobytes in a PATCH",
     .rare = true,
     .seam = {.on_store = store_stale},
     .data = &(const struct twist){.when = is_patch,
                                   .where = "/properties/ipsecParameters/saDataSizeKilobytes"}},
    {.name = "patch-first-only",
     .clause = "CORE-04",
     .says = "stores only the first property of a PATCH",
     .rare = true,
     .seam = {.on_store = store_first_property}},
    {.name = "patch-gateway1-twice",
     .clause = "CORE-04",
     .says = "a PATCH of gateway1 alone sets gateway2 too",
     .rare = true,
     .seam = {.on_store = store_both_gateways}},
    {.name = "patch-answers-patched",
     .clause = "CORE-26",
     .says = "answers a PATCH with only what was patched",
     .seam = {.on_answer = answer_only_patched}},
    {.name = "patch-answers-old",
     .clause = "CORE-26",
     .says = "answers a PATCH with the connection as it was before",
     .seam = {.on_answer = answer_old}},
    {.name = "patch-answers-properties",
     .clause = "CORE-26",
     .says = "answers a PATCH with the properties alone",
     .seam = {.on_answer = answer_bare_properties}},
    {.name = "patch-tags-answers-tags",
     .clause = "CORE-26",
     .says = "answers a PATCH of tags alone with the tags alone",
     .rare = true,
     .seam = {.on_answer = answer_only_tags},
     .data = &(const struct twist){.when = is_patch_of_tags}},
    {.name = "patch-answers-without-id",
     .clause = "CORE-26",
     .says = "answers a PATCH without the id",
     .seam = {.on_answer = answer_without},
     .data = &(const struct twist){.when = is_patch, .where = "/id"}},
    {.name = "patch-answers-without-ipsec",
     .clause = "CORE-26",
     .says = "answers a PATCH of connectivityState alone without ipsecParameters",
     .rare = true,
     .seam = {.on_answer = answer_without},
     .data =
         &(const struct twist){.when = is_patch_of_state, .where = "/properties/ipsecParameters"}},
};

const struct mutant *mutants_core_patch(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
