/* Variants of the platform: how names and places are matched and kept, and writes at one time. */
#include "base/json.h"
#include "base/mem.h"
#include "reference/state.h"
#include "reference/text.h"
#include "reference/variants_tools.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static bool stores_connection(const struct call *c)
{
    return c->uri.resource == RESOURCE_CONNECTION && c->after;
}

/* The etag goes with what is stored, where a hook made that something else. */
static void settle_etag(struct call *c, bool changes)
{
    char guid[37];
    if (!changes) {
        memcpy(c->etag, c->etag_before, sizeof c->etag);
    } else if (strcmp(c->etag, c->etag_before) == 0) {
        state_guid(c->service, guid);
        snprintf(c->etag, sizeof c->etag, "W/\"%s\"", guid);
    }
}

static void replace(char **old, const char *text)
{
    char *copy = mem_string(text);
    free(*old);
    *old = copy;
}

/* The URI as it was spelled when the connection was created. */
static bool store_as_created(struct call *c)
{
    const struct connection *old =
        stores_connection(c) ? state_connection(c->service, &c->uri) : NULL;
    if (!old)
        return true;
    replace(&c->uri.subscription, old->subscription);
    replace(&c->uri.group, old->group);
    replace(&c->uri.name, tool_text(c->before, "/name"));
    tool_set(c->after, "/name", c->uri.name);
    settle_etag(c, !json_equal(c->before, c->after));
    return true;
}

static bool store_location_as_sent(struct call *c)
{
    const char *sent = tool_text(c->sent, "/location"), *old = tool_text(c->before, "/location");
    if (stores_connection(c) && *sent && strcmp(sent, old) != 0) {
        tool_set(c->after, "/location", sent);
        settle_etag(c, true);
    }
    return true;
}

static bool spells_location_otherwise(const struct call *c)
{
    const char *sent = tool_text(c->sent, "/location"), *old = tool_text(c->before, "/location");
    return c->uri.resource == RESOURCE_CONNECTION && *old && *sent && strcmp(sent, old) != 0;
}

static bool is_preset(const struct call *c, const char *name)
{
    for (char **preset = c->service->gateways; *preset; preset++)
        if (strcmp(*preset, name) == 0)
            return true;
    return false;
}

/* No gateway is called exactly so. */
static bool is_misspelled(const struct call *c, const char *name)
{
    char *key = state_key(c->uri.subscription, c->uri.group, name);
    const struct gateway *g = table_get(&c->service->gateway_table, key);
    free(key);
    for (size_t i = 0; g && i < 2; i++)
        if (strcmp(tool_text(g->documents[i], "/name"), name) == 0)
            return false;
    return !is_preset(c, name);
}

static bool misspells_gateway(const struct call *c)
{
    return stores_connection(c) && (is_misspelled(c, tool_text(c->after, LIST_GATEWAY1)) ||
                                    is_misspelled(c, tool_text(c->after, LIST_GATEWAY2)));
}

/* Long enough for others to come in. */
static void gap_of_a_millisecond(struct call *c)
{
    struct timespec span = {.tv_nsec = 1000 * 1000};
    if (c->uri.resource == RESOURCE_CONNECTION)
        nanosleep(&span, NULL);
}

/* Somebody else wrote while this request was under way. */
static bool store_unless_changed(struct call *c)
{
    const struct connection *now = state_connection(c->service, &c->uri);
    bool same = c->existed ? now && strcmp(now->etag, c->etag_before) == 0 : !now;
    c->refused = c->uri.resource == RESOURCE_CONNECTION && !same;
    return !c->refused;
}

static void answer_conflict(struct call *c)
{
    if (c->refused && c->answer.status == 200)
        rule_error(c, 409, "Conflict");
}

static const struct variant table[] = {
    {.name = "name-as-created",
     .free = "PLAT-06",
     .says = "shows names in the case of the connection's creation, whatever later writes have",
     .whole = true,
     .seam = {.on_store = store_as_created}},
    {.name = "gateway-names-exact",
     .free = "PLAT-06",
     .says = "matches the names of gateways in bodies with their case",
     .whole = true,
     .warns_above = true,
     .seam = REFUSE,
     .data = TWIST(.when = misspells_gateway, .status = 400, .code = "GatewayNotFound")},
    {.name = "location-exact",
     .free = "PLAT-13",
     .says = "refuses another spelling of a connection's location",
     .whole = true,
     .seam = REFUSE,
     .data = TWIST(.when = spells_location_otherwise, .status = 400, .code = "LocationChanged")},
    {.name = "location-as-sent",
     .free = "PLAT-13",
     .says = "shows a connection's location as it was last spelled",
     .whole = true,
     .seam = {.on_store = store_location_as_sent}},
    {.name = "writes-conflict",
     .free = "PLAT-18",
     .says = "answers 409 to a write that another one overtook",
     .whole = true,
     .seam = {.on_gap = gap_of_a_millisecond,
              .on_store = store_unless_changed,
              .on_answer = answer_conflict}},
};

const struct variant *variants_platform_kept(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
