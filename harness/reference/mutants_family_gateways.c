/* Mutants of the family clauses: gateways that are PUT, and the connections that name them. */
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/mutants_family_tools.h"
#include "reference/text.h"

#include <stdlib.h>
#include <string.h>

static bool is_local_put(const struct call *c)
{
    return is_gateway_put(c) && c->uri.local;
}

static bool is_virtual_put(const struct call *c)
{
    return is_gateway_put(c) && !c->uri.local;
}

/* What is remembered of a gateway that was PUT: {"name", "puts", "local"}; NULL if it was not. */
static cJSON *known(const struct call *c, const char *name)
{
    cJSON *gateways = cJSON_GetObjectItemCaseSensitive(c->memory, "gateways"), *gateway;
    cJSON_ArrayForEach(gateway, gateways) if (text_same(gateway->string, name)) return gateway;
    return NULL;
}

static void note_gateway(struct call *c)
{
    if (!tool_has(c->memory, "gateways"))
        cJSON_AddObjectToObject(c->memory, "gateways");
    cJSON *old = known(c, c->uri.name), *gateway = cJSON_CreateObject();
    double puts = old ? cJSON_GetObjectItemCaseSensitive(old, "puts")->valuedouble : 0;
    cJSON_AddStringToObject(gateway, "name", c->uri.name);
    cJSON_AddNumberToObject(gateway, "puts", puts + 1);
    cJSON_AddBoolToObject(gateway, "local", c->uri.local);
    char *key = mem_string(old ? old->string : c->uri.name);
    tool_put(cJSON_GetObjectItemCaseSensitive(c->memory, "gateways"), key, gateway);
    free(key);
    tool_put(c->memory, "last gateway", cJSON_CreateString(c->uri.name));
}

static bool is_gateway_again(const struct call *c)
{
    return is_gateway_put(c) && known(c, c->uri.name);
}

static bool is_other_kind(const struct call *c)
{
    const cJSON *gateway = is_gateway_put(c) ? known(c, c->uri.name) : NULL;
    return gateway &&
           cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(gateway, "local")) != c->uri.local;
}

/* The gateway that a connection is about to name, if it was PUT. */
static const cJSON *named(const struct call *c, const char *which)
{
    char *pointer = mem_format("/properties/%s/name", which);
    bool writes = c->uri.resource == RESOURCE_CONNECTION && (is_put(c) || is_patch(c));
    const char *name = writes ? tool_text(c->sent, pointer) : "";
    free(pointer);
    return *name ? known(c, name) : NULL;
}

static bool names_one(const struct call *c)
{
    return named(c, "gateway1") || named(c, "gateway2");
}

static bool is_local(const cJSON *gateway)
{
    return gateway && cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(gateway, "local"));
}

static bool names_local_as_gateway1(const struct call *c)
{
    return is_local(named(c, "gateway1"));
}

static bool names_virtual_as_gateway2(const struct call *c)
{
    const cJSON *gateway = named(c, "gateway2");
    return gateway && !is_local(gateway);
}

static bool is_upper(const cJSON *gateway)
{
    return strpbrk(tool_text(gateway, "/name"), "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != NULL;
}

static bool names_upper(const struct call *c)
{
    return is_upper(named(c, "gateway1")) || is_upper(named(c, "gateway2"));
}

static bool is_put_twice(const cJSON *gateway)
{
    return gateway && cJSON_GetObjectItemCaseSensitive(gateway, "puts")->valuedouble > 1;
}

static bool names_put_twice(const struct call *c)
{
    return is_put_twice(named(c, "gateway1")) || is_put_twice(named(c, "gateway2"));
}

static bool is_not_last(const struct call *c, const cJSON *gateway)
{
    return gateway && !text_same(gateway->string, tool_text(c->memory, "/last gateway"));
}

static bool names_earlier(const struct call *c)
{
    return is_not_last(c, named(c, "gateway1")) || is_not_last(c, named(c, "gateway2"));
}

static bool names_in_patch(const struct call *c)
{
    return is_patch(c) && names_one(c);
}

static bool names_in_other_case(const struct call *c)
{
    const cJSON *one = named(c, "gateway1"), *two = named(c, "gateway2");
    return (one &&
            strcmp(tool_text(one, "/name"), tool_text(c->sent, "/properties/gateway1/name"))) ||
           (two &&
            strcmp(tool_text(two, "/name"), tool_text(c->sent, "/properties/gateway2/name")));
}

/* Refuses on the row's occasion; what it is asked for is settled before it is remembered. */
static bool store_noted(struct call *c)
{
    bool stores = !rule_twists(c);
    rule_keep(c, "refused", stores ? NULL : cJSON_CreateTrue());
    if (is_gateway_put(c) && stores)
        note_gateway(c);
    return stores;
}

static void answer_noted(struct call *c)
{
    const struct twist *t = c->data;
    if (!c->uri.name || c->answer.status != 200 || !rule_kept(c, "refused"))
        return;
    rule_keep(c, "refused", NULL);
    rule_error(c, t->status, "GatewayNotFound");
}

/* The first write that names the gateway comes too early. */
static bool names_too_early(const struct call *c)
{
    const cJSON *one = named(c, "gateway1"), *two = named(c, "gateway2");
    return (one && !tool_has(one, "used")) || (two && !tool_has(two, "used"));
}

static bool store_later(struct call *c)
{
    static const char *const which[] = {"gateway1", "gateway2"};
    bool stores = store_noted(c);
    for (int i = 0; i < 2; i++) {
        const cJSON *gateway = named(c, which[i]);
        cJSON *own = gateway ? known(c, gateway->string) : NULL;
        if (own && !tool_has(own, "used"))
            cJSON_AddTrueToObject(own, "used");
    }
    return stores;
}

/* clang-format off */
#define NOTED {.on_store = store_noted, .on_answer = answer_noted}
/* clang-format on */

static const struct mutant table[] = {
    {.name = "gateway-put-201",
     .clause = "FAM-09",
     .says = "answers 201 to PUT of a gateway",
     .seam = {.on_answer = rule_status},
     .data = TWIST(.when = is_gateway_put, .status = 201)},
    {.name = "gateway-local-put-204",
     .clause = "FAM-09",
     .says = "answers 204 to PUT of a local network gateway",
     .rare = true,
     .seam = {.on_answer = rule_status},
     .data = TWIST(.when = is_local_put, .status = 204)},
    {.name = "gateway-virtual-put-202",
     .clause = "FAM-09",
     .says = "answers 202 to PUT of a virtual network gateway",
     .seam = {.on_answer = rule_status},
     .data = TWIST(.when = is_virtual_put, .status = 202)},
    {.name = "gateway-virtual-put-nothing",
     .clause = "FAM-09",
     .says = "answers 200 to PUT of a virtual network gateway and stores nothing",
     .seam = {.on_store = rule_store_nothing},
     .data = TWIST(.when = is_virtual_put)},
    {.name = "gateway-local-put-nothing",
     .clause = "FAM-09",
     .says = "answers 200 to PUT of a local network gateway and stores nothing",
     .seam = {.on_store = rule_store_nothing},
     .data = TWIST(.when = is_local_put)},
    {.name = "gateway-local-404",
     .clause = "FAM-09",
     .says = "has no local network gateways",
     .seam = REFUSE,
     .data = TWIST(.when = is_local_put, .status = 404)},
    {.name = "gateway-again-409",
     .clause = "FAM-09",
     .says = "answers 409 to a second PUT of a gateway",
     .rare = true,
     .seam = NOTED,
     .data = TWIST(.when = is_gateway_again, .status = 409)},
    {.name = "gateway-of-other-kind-409",
     .clause = "FAM-09",
     .says = "answers 409 to PUT of a gateway when one of the other kind has its name",
     .rare = true,
     .seam = NOTED,
     .data = TWIST(.when = is_other_kind, .status = 409)},
    {.name = "gateway-again-lost",
     .clause = "FAM-09",
     .says = "does not know a gateway any more that was PUT twice",
     .rare = true,
     .seam = NOTED,
     .data = TWIST(.when = names_put_twice, .status = 400)},
    {.name = "gateway-last-only",
     .clause = "FAM-09",
     .says = "knows only the gateway that was PUT last",
     .rare = true,
     .seam = NOTED,
     .data = TWIST(.when = names_earlier, .status = 400)},
    {.name = "gateway-local-not-first",
     .clause = "FAM-09",
     .says = "does not take a local network gateway for gateway1",
     .rare = true,
     .seam = NOTED,
     .data = TWIST(.when = names_local_as_gateway1, .status = 400)},
    {.name = "gateway-virtual-not-second",
     .clause = "FAM-09",
     .says = "does not take a virtual network gateway for gateway2",
     .rare = true,
     .seam = NOTED,
     .data = TWIST(.when = names_virtual_as_gateway2, .status = 400)},
    {.name = "gateway-upper-unknown",
     .clause = "FAM-09",
     .says = "does not know a gateway that was PUT with upper case in its name",
     .rare = true,
     .seam = NOTED,
     .data = TWIST(.when = names_upper, .status = 400)},
    {.name = "gateway-unknown-in-patch",
     .clause = "FAM-09",
     .says = "does not know a gateway that was PUT when a PATCH names it",
     .rare = true,
     .seam = NOTED,
     .data = TWIST(.when = names_in_patch, .status = 400)},
    {.name = "gateway-known-later",
     .clause = "FAM-09",
     .says = "does not know a new gateway the first time it is named",
     .seam = {.on_store = store_later, .on_answer = answer_noted},
     .data = TWIST(.when = names_too_early, .status = 400)},
    {.name = "gateway-case-matters",
     .clause = "PLAT-06",
     .says = "does not know a gateway by its name in another case",
     .rare = true,
     .should = true,
     .seam = NOTED,
     .data = TWIST(.when = names_in_other_case, .status = 400)},
};

const struct mutant *mutants_family_gateways(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
