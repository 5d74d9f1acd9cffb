/* Mutants of the core clauses: gateways. */
#include "base/mem.h"
#include "reference/mutants_core_tools.h"

#include <stdlib.h>
#include <string.h>

static bool puts_dedicated(const struct call *c)
{
    return is_put(c) && is_dedicated(c);
}

static bool puts_point_to_site(const struct call *c)
{
    return is_put(c) && is_point_to_site(c);
}

static bool puts_disconnected(const struct call *c)
{
    return is_put(c) && is_disconnected(c);
}

static bool names_one_twice(const struct call *c)
{
    const char *one = tool_text(c->sent, "/properties/gateway1/name");
    return is_put(c) && *one && strcmp(one, tool_text(c->sent, "/properties/gateway2/name")) == 0;
}

static bool patches_both(const struct call *c)
{
    return is_patch(c) && *tool_text(c->sent, "/properties/gateway1/name") &&
           *tool_text(c->sent, "/properties/gateway2/name");
}

static bool patches_tags_too(const struct call *c)
{
    return is_patch(c) && tool_has(c->sent, "tags");
}

/* Gateways that a connection was stored with are known to exist. */
static void learn(struct call *c, const char *pointer)
{
    char *word = mem_format("gateway %s", tool_text(c->after, pointer));
    if (!cJSON_GetObjectItemCaseSensitive(c->memory, word))
        cJSON_AddTrueToObject(c->memory, word);
    free(word);
}

static bool store_and_learn(struct call *c)
{
    if (tool_twists(c) && c->after) {
        learn(c, "/properties/gateway1/name");
        learn(c, "/properties/gateway2/name");
    }
    return true;
}

static bool known(const struct call *c, const char *name)
{
    char *word = mem_format("gateway %s", name);
    bool found = cJSON_GetObjectItemCaseSensitive(c->memory, word) != NULL;
    free(word);
    return found;
}

/* Checks with "and" what wants an "or". A missing gateway1 is overlooked until it is known whether
 * gateway2 is missing too. */
static bool lacks_one(const struct call *c)
{
    const cJSON *half = cJSON_GetObjectItemCaseSensitive(c->memory, "half");
    return cJSON_IsNumber(half) && half->valuedouble == (double)c->serial;
}

static bool overlook_both(struct call *c, struct fault *fault)
{
    if (!tool_twists(c) || !is_put(c) || strcmp(fault->code, "GatewayNotFound") != 0)
        return false;
    bool second = strstr(fault->where, "gateway2") != NULL, half = lacks_one(c);
    tool_put(c->memory, "half", cJSON_CreateNumber(second ? 0 : (double)c->serial));
    return half || !second;
}

static bool store_unless_half(struct call *c)
{
    return !lacks_one(c);
}

static void answer_half(struct call *c)
{
    if (lacks_one(c))
        reject_answer(c);
}

/* "vpn" exists, and so "vpn-2" is taken to exist. */
static bool overlook_longer(struct call *c, struct fault *fault)
{
    bool found = false;
    if (!tool_twists(c) || strcmp(fault->code, "GatewayNotFound") != 0)
        return false;
    char *name = mem_string(tool_text(c->sent, fault->where));
    for (size_t len = strlen(name); len > 0 && !found; len--) {
        name[len] = '\0';
        found = known(c, name);
    }
    free(name);
    return found;
}

static const struct mutant table[] = {
    {.name = "gateway1-unchecked",
     .clause = "CORE-05",
     .says = "takes a gateway1 that does not exist",
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_put,
                                   .code = "GatewayNotFound",
                                   .where = "/properties/gateway1/name"}},
    {.name = "gateway1-404",
     .clause = "CORE-05",
     .says = "answers 404 when gateway1 does not exist",
     .seam = {.on_fault = restate},
     .data = &(const struct twist){.when = is_put,
                                   .code = "GatewayNotFound",
                                   .where = "/properties/gateway1/name",
                                   .status = 404}},
    {.name = "gateway1-500",
     .clause = "CORE-05",
     .says = "answers 500 when gateway1 does not exist",
     .seam = {.on_fault = restate},
     .data = &(const struct twist){.when = is_put,
                                   .code = "GatewayNotFound",
                                   .where = "/properties/gateway1/name",
                                   .status = 500}},
    {.name = "gateway1-409",
     .clause = "CORE-05",
     .says = "answers 409 when gateway1 does not exist",
     .seam = {.on_fault = restate},
     .data = &(const struct twist){.when = is_put,
                                   .code = "GatewayNotFound",
                                   .where = "/properties/gateway1/name",
                                   .status = 409}},
    {.name = "gateway1-200-with-error",
     .clause = "CORE-05",
     .says = "answers 200 with an error body when gateway1 does not exist",
     .seam = {.on_fault = restate},
     .data = &(const struct twist){.when = is_put,
                                   .code = "GatewayNotFound",
                                   .where = "/properties/gateway1/name",
                                   .status = 200}},
    {.name = "gateway1-unchecked-on-update",
     .clause = "CORE-05",
     .says = "takes a missing gateway1 when the connection exists already",
     .rare = true,
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_update,
                                   .code = "GatewayNotFound",
                                   .where = "/properties/gateway1/name"}},
    {.name = "gateway1-unchecked-dedicated",
     .clause = "CORE-05",
     .says = "takes a missing gateway1 on a Dedicated connection",
     .rare = true,
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = puts_dedicated,
                                   .code = "GatewayNotFound",
                                   .where = "/properties/gateway1/name"}},
    {.name = "gateway1-unchecked-disconnected",
     .clause = "CORE-05",
     .says = "takes a missing gateway1 while Disconnected",
     .rare = true,
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = puts_disconnected,
                                   .code = "GatewayNotFound",
                                   .where = "/properties/gateway1/name"}},
    {.name = "gateway2-404",
     .clause = "CORE-06",
     .says = "answers 404 when gateway2 does not exist",
     .seam = {.on_fault = restate},
     .data = &(const struct twist){.when = is_put,
                                   .code = "GatewayNotFound",
                                   .where = "/properties/gateway2/name",
                                   .status = 404}},
    {.name = "gateway2-422",
     .clause = "CORE-06",
     .says = "answers 422 when gateway2 does not exist",
     .seam = {.on_fault = restate},
     .data = &(const struct twist){.when = is_put,
                                   .code = "GatewayNotFound",
                                   .where = "/properties/gateway2/name",
                                   .status = 422}},
    {.name = "gateway2-unchecked-point-to-site",
     .clause = "CORE-06",
     .says = "takes a missing gateway2 on a PointToSite connection",
     .rare = true,
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = puts_point_to_site,
                                   .code = "GatewayNotFound",
                                   .where = "/properties/gateway2/name"}},
    {.name = "gateway2-unchecked-on-update",
     .clause = "CORE-06",
     .says = "takes a missing gateway2 when the connection exists already",
     .rare = true,
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_update,
                                   .code = "GatewayNotFound",
                                   .where = "/properties/gateway2/name"}},
    {.name = "gateway-prefix-known",
     .clause = "CORE-06",
     .says = "takes a gateway whose name begins with that of one in use",
     .rare = true,
     .seam = {.on_fault = overlook_longer, .on_store = store_and_learn}},
    {.name = "gateways-both-missing",
     .clause = "CORE-07",
     .says = "takes two gateways when neither exists",
     .seam = {.on_fault = overlook_both, .on_store = store_unless_half, .on_answer = answer_half},
     .data = &(const struct twist){.status = 400}},
    {.name = "gateways-same-missing",
     .clause = "CORE-07",
     .says = "takes a missing gateway that is named twice",
     .rare = true,
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = names_one_twice, .code = "GatewayNotFound"}},
    {.name = "patch-gateway1-unchecked",
     .clause = "CORE-08",
     .says = "takes a PATCH to a gateway1 that does not exist",
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_patch,
                                   .code = "GatewayNotFound",
                                   .where = "/properties/gateway1/name"}},
    {.name = "patch-gateway2-unchecked",
     .clause = "CORE-08",
     .says = "takes a PATCH to a gateway2 that does not exist",
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_patch,
                                   .code = "GatewayNotFound",
                                   .where = "/properties/gateway2/name"}},
    {.name = "patch-gateway1-404",
     .clause = "CORE-08",
     .says = "answers 404 to a PATCH to a gateway1 that does not exist",
     .seam = {.on_fault = restate},
     .data = &(const struct twist){.when = is_patch,
                                   .code = "GatewayNotFound",
                                   .where = "/properties/gateway1/name",
                                   .status = 404}},
    {.name = "patch-gateway2-409",
     .clause = "CORE-08",
     .says = "answers 409 to a PATCH to a gateway2 that does not exist",
     .seam = {.on_fault = restate},
     .data = &(const struct twist){.when = is_patch,
                                   .code = "GatewayNotFound",
                                   .where = "/properties/gateway2/name",
                                   .status = 409}},
    {.name = "patch-both-gateways-unchecked",
     .clause = "CORE-08",
     .says = "takes missing gateways in a PATCH of both",
     .rare = true,
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = patches_both, .code = "GatewayNotFound"}},
    {.name = "patch-gateway-with-tags-unchecked",
     .clause = "CORE-08",
     .says = "takes missing gateways in a PATCH with tags",
     .rare = true,
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = patches_tags_too, .code = "GatewayNotFound"}},
};

const struct mutant *mutants_core_gateways(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
