/* Mutants of the family clauses: the list of a gateway's connections. */
#include "base/pointer.h"
#include "reference/mutants_family_tools.h"
#include "reference/text.h"

#include <string.h>

/* Takes out of the list what is not chosen. */
static void filter(struct call *c, list_choice *chosen)
{
    cJSON *next;
    if (list_is_shown(c))
        for (cJSON *item = c->answer.body->child; item; item = next) {
            next = item->next;
            if (!chosen(c, item))
                cJSON_Delete(cJSON_DetachItemViaPointer(c->answer.body, item));
        }
}

static bool is_other_than_dedicated(const struct call *c, const cJSON *item)
{
    (void)c;
    return !list_item_has(item, "/properties/connectionType", "Dedicated");
}

static bool is_connected(const struct call *c, const cJSON *item)
{
    (void)c;
    return list_item_has(item, "/properties/connectivityState", "Connected");
}

static bool is_of_the_first_two(const struct call *c, const cJSON *item)
{
    const cJSON *first = c->answer.body->child;
    return item == first || item == first->next;
}

static bool has_lower_name(const struct call *c, const cJSON *item)
{
    (void)c;
    return !strpbrk(tool_text(item, "/name"), "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

static void list_chosen(struct call *c)
{
    list_choice *const *chosen = c->data;
    filter(c, *chosen);
}

/* data: `where` of each item is gone */
static void list_without(struct call *c)
{
    const struct twist *t = c->data;
    cJSON *item;
    if (list_is_shown(c))
        cJSON_ArrayForEach(item, c->answer.body) pointer_remove(item, t->where);
}

/* data: each item is only what is at `where` */
static void list_only(struct call *c)
{
    const struct twist *t = c->data;
    cJSON *item, *list = cJSON_CreateArray();
    if (list_is_shown(c)) {
        cJSON_ArrayForEach(item, c->answer.body)
            cJSON_AddItemToArray(list, cJSON_CreateString(tool_text(item, t->where)));
        rule_show(c, list);
    } else {
        cJSON_Delete(list);
    }
}

/* data: the list is the member `where` of an object */
static void list_wrapped(struct call *c)
{
    const struct twist *t = c->data;
    if (!list_is_shown(c))
        return;
    cJSON *wrapper = cJSON_CreateObject();
    cJSON_AddItemToObject(wrapper, t->where, c->answer.body);
    c->answer.body = wrapper;
}

static void list_of_one_bare(struct call *c)
{
    if (list_is_shown(c) && cJSON_GetArraySize(c->answer.body) == 1)
        rule_show(c, cJSON_DetachItemFromArray(c->answer.body, 0));
}

static void list_of_none(struct call *c)
{
    const struct twist *t = c->data;
    if (!list_is_shown(c) || c->answer.body->child)
        return;
    if (t->status == 404) {
        rule_error(c, 404, "NotFound");
    } else {
        rule_show(c, t->status == 204 ? NULL : cJSON_CreateNull());
        c->answer.status = t->status;
    }
}

static void list_twice(struct call *c)
{
    const cJSON *last =
        list_is_shown(c)
            ? cJSON_GetArrayItem(c->answer.body, cJSON_GetArraySize(c->answer.body) - 1)
            : NULL;
    if (last && list_by_gateway1(c, last) && list_by_gateway2(c, last))
        cJSON_AddItemToArray(c->answer.body, cJSON_Duplicate(last, true));
}

#define UNKNOWN .when = is_list, .code = "GatewayResourceNotFound"

static const struct mutant table[] = {
    {.name = "list-in-value",
     .clause = "FAM-08",
     .says = "lists connections in a member value",
     .should = true,
     .seam = {.on_answer = list_wrapped},
     .data = TWIST(.where = "value")},
    {.name = "list-in-connections",
     .clause = "FAM-08",
     .says = "lists connections in a member connections",
     .seam = {.on_answer = list_wrapped},
     .data = TWIST(.where = "connections")},
    {.name = "list-of-one-bare",
     .clause = "FAM-08",
     .says = "answers an object when a gateway has one connection",
     .rare = true,
     .seam = {.on_answer = list_of_one_bare}},
    {.name = "list-of-none-204",
     .clause = "FAM-08",
     .says = "answers 204 when a gateway has no connections",
     .rare = true,
     .seam = {.on_answer = list_of_none},
     .data = TWIST(.status = 204)},
    {.name = "list-of-none-404",
     .clause = "FAM-08",
     .says = "answers 404 when a gateway has no connections",
     .rare = true,
     .seam = {.on_answer = list_of_none},
     .data = TWIST(.status = 404)},
    {.name = "list-of-none-null",
     .clause = "FAM-08",
     .says = "answers null when a gateway has no connections",
     .rare = true,
     .seam = {.on_answer = list_of_none},
     .data = TWIST(.status = 200)},
    {.name = "list-of-gateway1",
     .clause = "FAM-08",
     .says = "lists connections that use the gateway as gateway1 alone",
     .seam = {.on_answer = list_chosen},
     .data = LIST_CHOICE(list_by_gateway1)},
    {.name = "list-of-gateway2",
     .clause = "FAM-08",
     .says = "lists connections that use the gateway as gateway2 alone",
     .seam = {.on_answer = list_chosen},
     .data = LIST_CHOICE(list_by_gateway2)},
    {.name = "list-of-two",
     .clause = "FAM-08",
     .says = "lists two connections at most",
     .rare = true,
     .seam = {.on_answer = list_chosen},
     .data = LIST_CHOICE(is_of_the_first_two)},
    {.name = "list-without-dedicated",
     .clause = "FAM-08",
     .says = "leaves Dedicated connections out of the list",
     .rare = true,
     .seam = {.on_answer = list_chosen},
     .data = LIST_CHOICE(is_other_than_dedicated)},
    {.name = "list-of-connected",
     .clause = "FAM-08",
     .says = "leaves Disconnected connections out of the list",
     .rare = true,
     .seam = {.on_answer = list_chosen},
     .data = LIST_CHOICE(is_connected)},
    {.name = "list-of-lower",
     .clause = "FAM-08",
     .says = "leaves connections with upper case in their names out of the list",
     .rare = true,
     .seam = {.on_answer = list_chosen},
     .data = LIST_CHOICE(has_lower_name)},
    {.name = "list-names",
     .clause = "FAM-08",
     .says = "lists the names of connections",
     .seam = {.on_answer = list_only},
     .data = TWIST(.where = "/name")},
    {.name = "list-ids",
     .clause = "FAM-08",
     .says = "lists the ids of connections",
     .seam = {.on_answer = list_only},
     .data = TWIST(.where = "/id")},
    {.name = "list-without-properties",
     .clause = "FAM-08",
     .says = "lists connections without properties",
     .seam = {.on_answer = list_without},
     .data = TWIST(.where = "/properties")},
    {.name = "list-without-etag",
     .clause = "FAM-08",
     .says = "lists connections without etag",
     .rare = true,
     .seam = {.on_answer = list_without},
     .data = TWIST(.where = "/etag")},
    {.name = "list-without-gateway-id",
     .clause = "FAM-08",
     .says = "lists connections without the id of gateway2",
     .rare = true,
     .seam = {.on_answer = list_without},
     .data = TWIST(.where = "/properties/gateway2/id")},
    {.name = "list-without-ipsec",
     .clause = "FAM-08",
     .says = "lists connections without ipsecParameters",
     .rare = true,
     .seam = {.on_answer = list_without},
     .data = TWIST(.where = "/properties/ipsecParameters")},
    {.name = "list-twice",
     .clause = "FAM-08",
     .says = "lists a connection twice when both its gateways are the same",
     .rare = true,
     .seam = {.on_answer = list_twice}},
    {.name = "list-unknown-200",
     .clause = "FAM-08",
     .says = "lists no connections of an unknown gateway",
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(UNKNOWN)},
    {.name = "list-unknown-400",
     .clause = "FAM-08",
     .says = "answers 400 to a list of an unknown gateway",
     .seam = {.on_fault = rule_restate},
     .data = TWIST(UNKNOWN, .status = 400)},
};

const struct mutant *mutants_family_lists(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
