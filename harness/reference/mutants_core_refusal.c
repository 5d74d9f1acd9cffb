/* Mutants of the core clauses: refusals and what comes after them. */
#include "base/pointer.h"
#include "reference/mutants_core_tools.h"

#include <string.h>

static bool is_dedicated_put(const struct call *c)
{
    return is_put(c) && is_dedicated(c);
}

static const char *code_of(const struct call *c)
{
    return tool_text(c->answer.body, "/error/code");
}

/* A refusal of this code, on this occasion, of a document that is there. */
static bool refuses(const struct call *c)
{
    const struct twist *t = c->data;
    return c->after && tool_refuses(c) && (!t || !t->code || strcmp(t->code, code_of(c)) == 0);
}

static bool keep_all(struct call *c)
{
    return refuses(c);
}

static bool keep_third(struct call *c)
{
    return refuses(c) && seam_bump(c, "refused") >= 3;
}

/* Something was made before the checks, and stays. */
static bool keep_stub(struct call *c)
{
    if (!refuses(c))
        return false;
    tool_put(c->after, "properties", cJSON_CreateObject());
    return true;
}

/* Of a refused change only what `where` points to. */
static bool keep_part(struct call *c, const char *where)
{
    if (!refuses(c) || !c->before)
        return false;
    cJSON *changed = cJSON_Duplicate(c->before, true);
    tool_move(changed, where, pointer_get(c->after, where));
    cJSON_Delete(c->after);
    c->after = changed;
    return true;
}

static bool keep_tags(struct call *c)
{
    return keep_part(c, "/tags");
}

static bool keep_gateway1(struct call *c)
{
    return strstr(tool_text(c->answer.body, "/error/target"), "gateway2") &&
           keep_part(c, "/properties/gateway1");
}

static bool keep_state(struct call *c)
{
    return keep_part(c, "/properties/connectivityState");
}

static bool keep_ipsec(struct call *c)
{
    return keep_part(c, "/properties/ipsecParameters");
}

static bool is_gateway_refusal(const struct call *c)
{
    return c->uri.resource == RESOURCE_CONNECTION && c->uri.name &&
           strcmp(code_of(c), "GatewayNotFound") == 0;
}

static bool poison(struct call *c)
{
    if (is_gateway_refusal(c))
        seam_bump(c, "poison");
    return false;
}

static bool poison_by_gateway2(struct call *c)
{
    if (is_gateway_refusal(c) && strstr(tool_text(c->answer.body, "/error/target"), "gateway2"))
        seam_bump(c, "poison");
    return false;
}

static bool poison_by_patch(struct call *c)
{
    return is_patch(c) && poison(c);
}

static bool count_refusal(struct call *c)
{
    seam_bump(c, "refused");
    return false;
}

static bool is_patch_after_refusal(const struct call *c)
{
    return is_patch(c) && seam_count(c, "refused") > 0;
}

static bool is_poisoned(const struct call *c)
{
    return is_put(c) && seam_count(c, "poison") > 0;
}

static bool is_poisoned_twice(const struct call *c)
{
    return is_put(c) && seam_count(c, "poison") > 1;
}

static bool is_poisoned_update(const struct call *c)
{
    return is_update(c) && seam_count(c, "poison") > 0;
}

static bool is_poisoned_patch(const struct call *c)
{
    return is_patch(c) && seam_count(c, "poison") > 0;
}

static bool is_half_cured(const struct call *c)
{
    return is_put(c) && seam_count(c, "poison") > seam_count(c, "cured");
}

static void reject_once(struct call *c)
{
    bool rejects = tool_shows(c);
    reject_answer(c);
    if (rejects)
        seam_bump(c, "cured");
}

static const struct mutant table[] = {
    {.name = "refused-create-stored",
     .clause = "CORE-09",
     .says = "creates a connection that it refuses",
     .seam = {.on_refused = keep_all},
     .data = &(const struct twist){.when = is_create}},
    {.name = "refused-update-stored",
     .clause = "CORE-09",
     .says = "stores an update that it refuses",
     .seam = {.on_refused = keep_all},
     .data = &(const struct twist){.when = is_update}},
    {.name = "refused-create-stub",
     .clause = "CORE-09",
     .says = "leaves a connection without properties behind a refused create",
     .seam = {.on_refused = keep_stub},
     .data = &(const struct twist){.when = is_create}},
    {.name = "refused-for-gateway-stored",
     .clause = "CORE-09",
     .says = "stores a PUT that it refuses for its gateways",
     .seam = {.on_refused = keep_all},
     .data = &(const struct twist){.when = is_put, .code = "GatewayNotFound"}},
    {.name = "refused-for-gateway-stored-in-patch",
     .clause = "CORE-09",
     .says = "stores a PATCH that it refuses for its gateways",
     .rare = true,
     .seam = {.on_refused = keep_all},
     .data = &(const struct twist){.when = is_patch, .code = "GatewayNotFound"}},
    {.name = "refused-for-value-stored",
     .clause = "CORE-09",
     .says = "stores what it refuses for a value outside its list",
     .rare = true,
     .seam = {.on_refused = keep_all},
     .data = &(const struct twist){.code = "NotOneOf"}},
    {.name = "refused-for-type-stored",
     .clause = "CORE-09",
     .says = "stores what it refuses for a wrong type",
     .rare = true,
     .seam = {.on_refused = keep_all},
     .data = &(const struct twist){.code = "WrongType"}},
    {.name = "refused-for-missing-stored",
     .clause = "CORE-09",
     .says = "stores a PUT that it refuses for a missing member",
     .rare = true,
     .seam = {.on_refused = keep_all},
     .data = &(const struct twist){.when = is_put, .code = "MissingMember"}},
    {.name = "refused-dedicated-stored",
     .clause = "CORE-09",
     .says = "stores a Dedicated PUT that it refuses",
     .rare = true,
     .seam = {.on_refused = keep_all},
     .data = &(const struct twist){.when = is_dedicated_put}},
    {.name = "refused-third-stored",
     .clause = "CORE-09",
     .says = "stores every refused write of a connection from the third on",
     .rare = true,
     .seam = {.on_refused = keep_third}},
    {.name = "refused-update-takes-tags",
     .clause = "CORE-09",
     .says = "takes the tags of an update that it refuses",
     .seam = {.on_refused = keep_tags},
     .data = &(const struct twist){.when = is_update}},
    {.name = "refused-for-missing-takes-tags",
     .clause = "CORE-09",
     .says = "takes the tags of an update that it refuses for a missing member",
     .rare = true,
     .seam = {.on_refused = keep_tags},
     .data = &(const struct twist){.when = is_update, .code = "MissingMember"}},
    {.name = "patch-after-refusal-answers-in-part",
     .clause = "CORE-26",
     .says = "answers a PATCH that comes after a refused one without the location",
     .rare = true,
     .seam = {.on_refused = count_refusal, .on_answer = answer_without},
     .data = &(const struct twist){.when = is_patch_after_refusal, .where = "/location"}},
    {.name = "refused-patch-takes-tags",
     .clause = "CORE-09",
     .says = "takes the tags of a PATCH that it refuses",
     .seam = {.on_refused = keep_tags},
     .data = &(const struct twist){.when = is_patch}},
    {.name = "refused-patch-takes-state",
     .clause = "CORE-09",
     .says = "takes the connectivityState of a PATCH that it refuses",
     .rare = true,
     .seam = {.on_refused = keep_state},
     .data = &(const struct twist){.when = is_patch}},
    {.name = "refused-update-takes-ipsec",
     .clause = "CORE-09",
     .says = "takes the ipsecParameters of an update that it refuses",
     .rare = true,
     .seam = {.on_refused = keep_ipsec},
     .data = &(const struct twist){.when = is_update}},
    {.name = "refused-for-gateway2-takes-gateway1",
     .clause = "CORE-09",
     .says = "takes gateway1 of what it refuses for gateway2",
     .rare = true,
     .seam = {.on_refused = keep_gateway1}},
    {.name = "poisoned",
     .clause = "CORE-10",
     .says = "answers 409 to every PUT after a refusal for a gateway",
     .seam = {.on_refused = poison, .on_store = reject_store, .on_answer = reject_answer},
     .data = &(const struct twist){.when = is_poisoned, .status = 409}},
    {.name = "poisoned-update",
     .clause = "CORE-10",
     .says = "answers 400 to every update after a refusal for a gateway",
     .rare = true,
     .seam = {.on_refused = poison, .on_store = reject_store, .on_answer = reject_answer},
     .data = &(const struct twist){.when = is_poisoned_update, .status = 400}},
    {.name = "poisoned-patch",
     .clause = "CORE-10",
     .says = "answers 400 to every PATCH after a PATCH refused for a gateway",
     .seam = {.on_refused = poison_by_patch, .on_store = reject_store, .on_answer = reject_answer},
     .data = &(const struct twist){.when = is_poisoned_patch, .status = 400}},
    {.name = "poisoned-by-gateway2",
     .clause = "CORE-10",
     .says = "answers 409 to every PUT after a refusal for gateway2",
     .rare = true,
     .seam = {.on_refused = poison_by_gateway2,
              .on_store = reject_store,
              .on_answer = reject_answer},
     .data = &(const struct twist){.when = is_poisoned, .status = 409}},
    {.name = "poisoned-by-two",
     .clause = "CORE-10",
     .says = "answers 409 to every PUT after two refusals for a gateway",
     .rare = true,
     .seam = {.on_refused = poison, .on_store = reject_store, .on_answer = reject_answer},
     .data = &(const struct twist){.when = is_poisoned_twice, .status = 409}},
    {.name = "poisoned-once",
     .clause = "CORE-10",
     .says = "answers 409 to the next PUT after a refusal for a gateway",
     .seam = {.on_refused = poison, .on_store = reject_store, .on_answer = reject_once},
     .data = &(const struct twist){.when = is_half_cured, .status = 409}},
    {.name = "poisoned-unstored",
     .clause = "CORE-10",
     .says = "answers PUT after a refusal for a gateway but does not store it",
     .rare = true,
     .seam = {.on_refused = poison, .on_store = store_nothing},
     .data = &(const struct twist){.when = is_poisoned, .status = 409}},
};

const struct mutant *mutants_core_refusal(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
