/* Mutants of the family clauses: a list of a gateway's connections that is kept beside them. */
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/mutants_family_tools.h"
#include "reference/state.h"
#include "reference/text.h"

#include <stdlib.h>
#include <string.h>

/* An object of memory by this name, with one member for each connection. */
static cJSON *shelf(struct call *c, const char *name)
{
    cJSON *found = cJSON_GetObjectItemCaseSensitive(c->memory, name);
    return found ? found : cJSON_AddObjectToObject(c->memory, name);
}

static void put_on(struct call *c, const char *name, const cJSON *body)
{
    char *key = state_key(c->uri.subscription, c->uri.group, c->uri.name);
    cJSON_DeleteItemFromObjectCaseSensitive(shelf(c, name), key);
    if (body)
        cJSON_AddItemToObject(shelf(c, name), key, cJSON_Duplicate(body, true));
    free(key);
}

static bool writes(const struct call *c)
{
    return (is_put(c) || is_patch(c)) && c->uri.resource == RESOURCE_CONNECTION &&
           c->answer.status == 200 && c->answer.body;
}

static bool is_listed(const struct call *c, const cJSON *body)
{
    const cJSON *item;
    cJSON_ArrayForEach(
        item, c->answer.body) if (list_item_has(item, "/id", tool_text(body, "/id"))) return true;
    return false;
}

static bool is_of_group(const struct call *c, const cJSON *body)
{
    char *prefix =
        mem_format("/subscriptions/%s/resourceGroups/%s/", c->uri.subscription, c->uri.group);
    bool same = strncasecmp(tool_text(body, "/id"), prefix, strlen(prefix)) == 0;
    free(prefix);
    return same;
}

/* Adds what is on the shelf, chosen, and not in the list yet. */
static void add_from(struct call *c, const char *name, list_choice *chosen)
{
    const cJSON *body;
    if (list_is_shown(c))
        cJSON_ArrayForEach(body, shelf(c, name)) if (chosen(c, body) && !is_listed(c, body))
            cJSON_AddItemToArray(c->answer.body, cJSON_Duplicate(body, true));
}

static bool uses(const struct call *c, const cJSON *body)
{
    return list_by_gateway1(c, body) || list_by_gateway2(c, body);
}

static bool uses_in_group(const struct call *c, const cJSON *body)
{
    return is_of_group(c, body) && uses(c, body);
}

static bool uses_longer_name(const struct call *c, const cJSON *body)
{
    size_t len = strlen(c->uri.name);
    return is_of_group(c, body) &&
           (strncasecmp(tool_text(body, LIST_GATEWAY1), c->uri.name, len) == 0 ||
            strncasecmp(tool_text(body, LIST_GATEWAY2), c->uri.name, len) == 0);
}

/* data: the list_choice of what is added of all connections that there are */
static void list_more(struct call *c)
{
    list_choice *const *chosen = c->data;
    if (writes(c))
        put_on(c, "all", c->answer.body);
    if (is_delete(c) && c->answer.status == 200)
        put_on(c, "all", NULL);
    add_from(c, "all", *chosen);
}

static void list_deleted(struct call *c)
{
    if (writes(c))
        put_on(c, "all", c->answer.body);
    add_from(c, "all", uses_in_group);
}

/* Entered when it is created, and never again. */
static void list_as_created(struct call *c)
{
    cJSON *item;
    if (writes(c) && is_create(c))
        put_on(c, "created", c->answer.body);
    if (list_is_shown(c))
        cJSON_ArrayForEach(item, c->answer.body)
        {
            const cJSON *body;
            cJSON_ArrayForEach(
                body, shelf(c, "created")) if (list_item_has(body, "/id", tool_text(item, "/id")))
                tool_move(item, "/tags", pointer_get(body, "/tags"));
        }
}

/* A PATCH to another gateway does not take it out of the old one's list. */
static void list_patched_away(struct call *c)
{
    if (writes(c) && is_patch(c) && c->before) {
        cJSON *was = cJSON_Duplicate(c->answer.body, true);
        tool_move(was, "/properties", pointer_get(c->before, "/properties"));
        put_on(c, "was", was);
        cJSON_Delete(was);
    }
    if (is_delete(c))
        put_on(c, "was", NULL);
    add_from(c, "was", uses_in_group);
}

/* An update to another gateway is not entered in the new one's list. */
static void list_as_first_written(struct call *c)
{
    cJSON *next;
    if (writes(c) && is_create(c))
        put_on(c, "created", c->answer.body);
    if (!list_is_shown(c))
        return;
    for (cJSON *item = c->answer.body->child; item; item = next) {
        const cJSON *body;
        next = item->next;
        bool moved = false;
        cJSON_ArrayForEach(body, shelf(c, "created")) moved |=
            list_item_has(body, "/id", tool_text(item, "/id")) && !uses(c, body);
        if (moved)
            cJSON_Delete(cJSON_DetachItemViaPointer(c->answer.body, item));
    }
}

static const struct mutant table[] = {
    {.name = "list-of-group",
     .clause = "FAM-08",
     .says = "lists all connections of the group",
     .seam = {.on_answer = list_more},
     .data = LIST_CHOICE(is_of_group)},
    {.name = "list-of-all-groups",
     .clause = "FAM-08",
     .says = "lists connections of other groups with a gateway of the same name",
     .rare = true,
     .seam = {.on_answer = list_more},
     .data = LIST_CHOICE(uses)},
    {.name = "list-of-prefix",
     .clause = "FAM-08",
     .says = "lists connections of gateways whose names begin with this one",
     .rare = true,
     .seam = {.on_answer = list_more},
     .data = LIST_CHOICE(uses_longer_name)},
    {.name = "list-deleted",
     .clause = "FAM-08",
     .says = "lists deleted connections",
     .seam = {.on_answer = list_deleted}},
    {.name = "list-as-created",
     .clause = "FAM-08",
     .says = "lists connections with the tags they were created with",
     .rare = true,
     .seam = {.on_answer = list_as_created}},
    {.name = "list-patched-away",
     .clause = "FAM-08",
     .says = "lists a connection that was patched to other gateways",
     .rare = true,
     .seam = {.on_answer = list_patched_away}},
    {.name = "list-as-first-written",
     .clause = "FAM-08",
     .says = "does not list a connection that was moved to the gateway",
     .rare = true,
     .seam = {.on_answer = list_as_first_written}},
};

const struct mutant *mutants_family_lists_kept(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
