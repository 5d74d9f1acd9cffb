/* Mutants of the core clauses: required members and lists of values. */
#include "base/pointer.h"
#include "reference/mutants_core_tools.h"

#include <string.h>

static bool puts_empty_ipsec(const struct call *c)
{
    const cJSON *ipsec = pointer_get(c->sent, "/properties/ipsecParameters");
    return is_put(c) && cJSON_IsObject(ipsec) && !ipsec->child;
}

static bool has_empty_type(const struct call *c)
{
    const cJSON *type = pointer_get(c->sent, "/properties/connectionType");
    return cJSON_IsString(type) && !*type->valuestring;
}

static bool store_default_state(struct call *c)
{
    cJSON *properties = tool_twists(c) ? pointer_get(c->after, "/properties") : NULL;
    if (cJSON_IsObject(properties) && !tool_has(properties, "connectivityState"))
        cJSON_AddStringToObject(properties, "connectivityState", "Disconnected");
    return true;
}

static void fill_in(cJSON *object, const cJSON *old)
{
    for (const cJSON *item = old->child; item; item = item->next) {
        cJSON *now = cJSON_GetObjectItemCaseSensitive(object, item->string);
        bool optional = strcmp(item->string, "ipsecParameters") == 0;
        if (!now && !optional)
            tool_put(object, item->string, cJSON_Duplicate(item, true));
        else if (cJSON_IsObject(now) && cJSON_IsObject(item))
            fill_in(now, item);
    }
}

static bool store_filled_in(struct call *c)
{
    cJSON *properties = tool_twists(c) ? pointer_get(c->after, "/properties") : NULL;
    const cJSON *old = pointer_get(c->before, "/properties");
    if (cJSON_IsObject(properties) && old)
        fill_in(properties, old);
    return true;
}

static bool is_listed(const char *value)
{
    static const char *const listed[] = {"SiteToSite", "PointToSite", "Dedicated", "Connected",
                                         "Disconnected"};
    for (size_t i = 0; i < sizeof listed / sizeof *listed; i++)
        if (strcmp(listed[i], value) == 0)
            return true;
    return false;
}

static bool store_listed(struct call *c, const char *value)
{
    const struct twist *t = c->data;
    if (tool_twists(c) && c->after && !is_listed(tool_text(c->after, t->where)))
        tool_set(c->after, t->where, value);
    return true;
}

static bool store_known_type(struct call *c)
{
    return store_listed(c, "Dedicated");
}

static bool store_known_state(struct call *c)
{
    return store_listed(c, "Disconnected");
}

static const struct mutant table[] = {
    {.name = "optional-location",
     .clause = "CORE-30",
     .says = "takes a PUT without location",
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_put, .code = "MissingMember", .where = "/location"}},
    {.name = "optional-gateway1",
     .clause = "CORE-30",
     .says = "takes a PUT without gateway1",
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_put,
                                   .code = "MissingMember",
                                   .where = "/properties/gateway1"}},
    {.name = "optional-gateway1-name",
     .clause = "CORE-30",
     .says = "takes a PUT without gateway1.name",
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_put,
                                   .code = "MissingMember",
                                   .where = "/properties/gateway1/name"}},
    {.name = "optional-gateway2",
     .clause = "CORE-30",
     .says = "takes a PUT without gateway2",
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_put,
                                   .code = "MissingMember",
                                   .where = "/properties/gateway2"}},
    {.name = "optional-gateway2-name",
     .clause = "CORE-30",
     .says = "takes a PUT without gateway2.name",
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_put,
                                   .code = "MissingMember",
                                   .where = "/properties/gateway2/name"}},
    {.name = "optional-type",
     .clause = "CORE-30",
     .says = "takes a PUT without connectionType",
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_put,
                                   .code = "MissingMember",
                                   .where = "/properties/connectionType"}},
    {.name = "optional-state",
     .clause = "CORE-30",
     .says = "takes a PUT without connectivityState",
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_put,
                                   .code = "MissingMember",
                                   .where = "/properties/connectivityState"}},
    {.name = "optional-properties",
     .clause = "CORE-30",
     .says = "takes a PUT without properties",
     .seam = {.on_fault = overlook},
     .data =
         &(const struct twist){.when = is_put, .code = "MissingMember", .where = "/properties"}},
    {.name = "optional-state-on-update",
     .clause = "CORE-30",
     .says = "takes an update without connectivityState",
     .rare = true,
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_update,
                                   .code = "MissingMember",
                                   .where = "/properties/connectivityState"}},
    {.name = "optional-state-defaults",
     .clause = "CORE-30",
     .says = "stores Disconnected for a missing connectivityState",
     .seam = {.on_fault = overlook, .on_store = store_default_state},
     .data = &(const struct twist){.when = is_put,
                                   .code = "MissingMember",
                                   .where = "/properties/connectivityState"}},
    {.name = "update-fills-in",
     .clause = "CORE-30",
     .says = "fills in from the old connection what an update lacks",
     .rare = true,
     .seam = {.on_fault = overlook, .on_store = store_filled_in},
     .data = &(const struct twist){.when = is_update, .code = "MissingMember"}},
    {.name = "optional-ipsec",
     .clause = "CORE-31",
     .says = "takes a SiteToSite PUT without ipsecParameters",
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_put,
                                   .code = "MissingMember",
                                   .where = "/properties/ipsecParameters"}},
    {.name = "optional-encryption",
     .clause = "CORE-31",
     .says = "takes a SiteToSite PUT without encryptionType",
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_put,
                                   .code = "MissingMember",
                                   .where = "/properties/ipsecParameters/encryptionType"}},
    {.name = "optional-pfs-group",
     .clause = "CORE-31",
     .says = "takes a SiteToSite PUT without pfsGroup",
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_put,
                                   .code = "MissingMember",
                                   .where = "/properties/ipsecParameters/pfsGroup"}},
    {.name = "optional-data-size",
     .clause = "CORE-31",
     .says = "takes a SiteToSite PUT without saDataSizeKilobytes",
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_put,
                                   .code = "MissingMember",
                                   .where = "/properties/ipsecParameters/saDataSizeKilobytes"}},
    {.name = "optional-life-time",
     .clause = "CORE-31",
     .says = "takes a SiteToSite PUT without saLifeTimeSeconds",
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_put,
                                   .code = "MissingMember",
                                   .where = "/properties/ipsecParameters/saLifeTimeSeconds"}},
    {.name = "optional-hash",
     .clause = "CORE-31",
     .says = "takes a SiteToSite PUT without hashAlgorithm",
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_put,
                                   .code = "MissingMember",
                                   .where = "/properties/ipsecParameters/hashAlgorithm"}},
    {.name = "optional-ipsec-on-update",
     .clause = "CORE-31",
     .says = "takes a SiteToSite update without ipsecParameters",
     .rare = true,
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_update,
                                   .code = "MissingMember",
                                   .where = "/properties/ipsecParameters"}},
    {.name = "optional-ipsec-members-when-empty",
     .clause = "CORE-31",
     .says = "takes a SiteToSite PUT with empty ipsecParameters",
     .rare = true,
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = puts_empty_ipsec, .code = "MissingMember"}},
    {.name = "type-unchecked",
     .clause = "CORE-32",
     .says = "takes any connectionType in a PUT",
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_put,
                                   .code = "NotOneOf",
                                   .where = "/properties/connectionType"}},
    {.name = "state-unchecked",
     .clause = "CORE-32",
     .says = "takes any connectivityState in a PUT",
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_put,
                                   .code = "NotOneOf",
                                   .where = "/properties/connectivityState"}},
    {.name = "type-unchecked-in-patch",
     .clause = "CORE-32",
     .says = "takes any connectionType in a PATCH",
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_patch,
                                   .code = "NotOneOf",
                                   .where = "/properties/connectionType"}},
    {.name = "state-unchecked-in-patch",
     .clause = "CORE-32",
     .says = "takes any connectivityState in a PATCH",
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_patch,
                                   .code = "NotOneOf",
                                   .where = "/properties/connectivityState"}},
    {.name = "type-unknown-dedicated",
     .clause = "CORE-32",
     .says = "stores Dedicated for an unknown connectionType",
     .seam = {.on_fault = overlook, .on_store = store_known_type},
     .data = &(const struct twist){.when = is_put,
                                   .code = "NotOneOf",
                                   .where = "/properties/connectionType"}},
    {.name = "state-unknown-disconnected",
     .clause = "CORE-32",
     .says = "stores Disconnected for an unknown connectivityState",
     .seam = {.on_fault = overlook, .on_store = store_known_state},
     .data = &(const struct twist){.code = "NotOneOf", .where = "/properties/connectivityState"}},
    {.name = "type-empty",
     .clause = "CORE-32",
     .says = "takes an empty connectionType",
     .rare = true,
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = has_empty_type,
                                   .code = "NotOneOf",
                                   .where = "/properties/connectionType"}},
    {.name = "type-unchecked-on-update",
     .clause = "CORE-32",
     .says = "takes any connectionType in an update",
     .rare = true,
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_update,
                                   .code = "NotOneOf",
                                   .where = "/properties/connectionType"}},
    {.name = "state-unchecked-dedicated",
     .clause = "CORE-32",
     .says = "takes any connectivityState on a Dedicated connection",
     .rare = true,
     .seam = {.on_fault = overlook},
     .data = &(const struct twist){.when = is_dedicated,
                                   .code = "NotOneOf",
                                   .where = "/properties/connectivityState"}},
};

const struct mutant *mutants_core_required(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
