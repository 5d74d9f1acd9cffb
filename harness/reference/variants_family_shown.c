/* Variants of the family: lists of a gateway's connections, GET and DELETE. */
#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/render.h"
#include "reference/state.h"
#include "reference/text.h"
#include "reference/variants_tools.h"

#include <stdlib.h>
#include <string.h>

typedef void item_edit(cJSON *item);

/* data: what is done to each item */
static void list_edited(struct call *c)
{
    item_edit *const *edit = c->data;
    cJSON *item;
    if (list_is_shown(c))
        cJSON_ArrayForEach(item, c->answer.body) (*edit)(item);
}

static void item_bare_gateways(cJSON *item)
{
    tool_set(item, "/properties/gateway1/id", tool_text(item, LIST_GATEWAY1));
    tool_set(item, "/properties/gateway2/id", tool_text(item, LIST_GATEWAY2));
}

static void item_capital_id(cJSON *item)
{
    variant_spell_id(pointer_get(item, "/id"), variant_upper, variant_same);
}

static void item_extra(cJSON *item)
{
    pointer_set(item, "/type", cJSON_CreateString("Microsoft.Network/connections"));
    pointer_set(item, "/properties/provisioningState", cJSON_CreateString("Succeeded"));
    pointer_set(item, "/properties/gateway1/location", cJSON_CreateNull());
}

static void item_without_ipsec(cJSON *item)
{
    if (!list_item_has(item, "/properties/connectionType", "SiteToSite"))
        pointer_remove(item, "/properties/ipsecParameters");
}

static void list_reversed(struct call *c)
{
    if (!list_is_shown(c))
        return;
    cJSON *kept = cJSON_CreateArray();
    while (c->answer.body->child)
        cJSON_InsertItemInArray(kept, 0, cJSON_DetachItemFromArray(c->answer.body, 0));
    variant_show(c, kept);
}

/* Another one comes first each time. */
static void list_turned(struct call *c)
{
    int count = list_is_shown(c) ? cJSON_GetArraySize(c->answer.body) : 0;
    for (int i = count ? (int)(c->serial % (unsigned)count) : 0; i > 0; i--)
        cJSON_AddItemToArray(c->answer.body, cJSON_DetachItemFromArray(c->answer.body, 0));
}

static void list_wrapped(struct call *c)
{
    if (!list_is_shown(c))
        return;
    cJSON *wrapper = cJSON_CreateObject();
    cJSON_AddItemToObject(wrapper, "value", c->answer.body);
    c->answer.body = wrapper;
}

static void get_reversed(struct call *c)
{
    if (is_get(c) && tool_shows(c))
        variant_reverse(c->answer.body);
}

static void get_pretty(struct call *c, struct response *rs)
{
    if (is_get(c) && c->answer.body)
        variant_set_text(rs, json_print(c->answer.body, true));
}

static void delete_shown(struct call *c)
{
    struct connection last = {.subscription = c->uri.subscription,
                              .group = c->uri.group,
                              .document = c->before,
                              .address = "10.0.0.1"};
    memcpy(last.etag, c->etag_before, sizeof last.etag);
    if (is_delete(c) && c->answer.status == 200)
        variant_show(c, render_connection(c->service, &last));
}

static void delete_object(struct call *c)
{
    if (is_delete(c) && c->answer.status == 200)
        variant_show(c, cJSON_CreateObject());
}

/* clang-format off */
#define EACH(edit) &(item_edit *const) { edit }
/* clang-format on */

static const struct variant table[] = {
    {.name = "list-reversed",
     .free = "FAM-08",
     .says = "lists a gateway's connections with the last one first",
     .whole = true,
     .seam = {.on_answer = list_reversed}},
    {.name = "list-turned",
     .free = "FAM-08",
     .says = "lists a gateway's connections in another order each time",
     .whole = true,
     .seam = {.on_answer = list_turned}},
    {.name = "list-wrapped",
     .free = "FAM-08",
     .says = "wraps the list of a gateway's connections in an object",
     .whole = true,
     .warns_above = true,
     .seam = {.on_answer = list_wrapped}},
    {.name = "list-gateways-bare",
     .free = "E6",
     .says = "has the names of gateways for their ids in lists",
     .whole = true,
     .seam = {.on_answer = list_edited},
     .data = EACH(item_bare_gateways)},
    {.name = "list-ids-capitals",
     .free = "CORE-22",
     .says = "spells the ids of connections with capitals in lists",
     .whole = true,
     .seam = {.on_answer = list_edited},
     .data = EACH(item_capital_id)},
    {.name = "list-extra",
     .free = "FAM-08",
     .says = "shows members that nobody asked for in lists",
     .whole = true,
     .seam = {.on_answer = list_edited},
     .data = EACH(item_extra)},
    {.name = "list-ipsec-hidden",
     .free = "CORE-15",
     .says = "shows ipsecParameters on SiteToSite alone in lists",
     .whole = true,
     .seam = {.on_answer = list_edited},
     .data = EACH(item_without_ipsec)},
    {.name = "get-reversed",
     .free = "FAM-01",
     .says = "shows the members in the opposite order to GET",
     .whole = true,
     .seam = {.on_answer = get_reversed}},
    {.name = "get-pretty",
     .free = "FAM-01",
     .says = "indents its JSON for GET",
     .whole = true,
     .seam = {.on_text = get_pretty}},
    {.name = "delete-shown",
     .free = "FAM-02",
     .says = "answers DELETE with the connection that is gone",
     .whole = true,
     .seam = {.on_answer = delete_shown}},
    {.name = "delete-object",
     .free = "FAM-02",
     .says = "answers DELETE with an empty object",
     .whole = true,
     .seam = {.on_answer = delete_object}},
};

const struct variant *variants_family_shown(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
