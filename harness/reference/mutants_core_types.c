/* Mutants of the core clauses: JSON types. */
#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/mutants_core_tools.h"

#include <stdlib.h>
#include <string.h>

static const char *kind_of(const cJSON *value)
{
    if (cJSON_IsNumber(value))
        return "number";
    if (cJSON_IsBool(value))
        return "boolean";
    if (cJSON_IsArray(value))
        return "array";
    if (cJSON_IsObject(value))
        return "object";
    return cJSON_IsNull(value) ? "null" : "string";
}

static bool has_kind(const cJSON *value, const char *kind)
{
    return value && strcmp(kind_of(value), kind) == 0;
}

/* The fault of a tag is said to be that of the tags. */
static bool all_tags_fit(const cJSON *tags, const char *kind)
{
    for (const cJSON *tag = tags->child; tag; tag = tag->next)
        if (!cJSON_IsString(tag) && !has_kind(tag, kind))
            return false;
    return true;
}

/* Overlooks a value of the wrong type when it has the type that `value` names. A gateway as a
 * string is not wrong enough (E11). */
static bool overlook_kind(struct call *c, struct fault *fault)
{
    const struct twist *t = c->data;
    const cJSON *value = c->sent ? pointer_get(c->sent, fault->where) : NULL;
    if (!value || !overlook(c, fault))
        return false;
    if (strcmp(fault->where, "/tags") == 0 && cJSON_IsObject(value))
        return all_tags_fit(value, t->value);
    bool gateway = strncmp(fault->where, "/properties/gateway", 19) == 0;
    return has_kind(value, t->value) && !(gateway && cJSON_IsString(value));
}

/* Numbers and booleans become strings, as deserializers of typed languages do it. */
static void coerce(cJSON *object)
{
    for (cJSON *next, *item = object->child; item; item = next) {
        next = item->next;
        if (cJSON_IsObject(item))
            coerce(item);
        if (!cJSON_IsNumber(item) && !cJSON_IsBool(item))
            continue;
        char *text = json_print(item, false);
        char *name = mem_string(item->string);
        tool_put(object, name, cJSON_CreateString(text));
        free(name);
        free(text);
    }
}

static bool store_coerced(struct call *c)
{
    if (tool_twists(c) && c->after)
        coerce(c->after);
    return true;
}

/* The enumeration's number, as deserializers of typed languages take it. */
static bool store_type_of_number(struct call *c)
{
    static const char *const types[] = {"SiteToSite", "PointToSite", "Dedicated"};
    const cJSON *type = pointer_get(c->after, "/properties/connectionType");
    if (tool_twists(c) && cJSON_IsNumber(type)) {
        size_t at = type->valuedouble >= 0 && type->valuedouble < 3 ? (size_t)type->valuedouble : 0;
        tool_set(c->after, "/properties/connectionType", types[at]);
    }
    return true;
}

static bool store_state_of_boolean(struct call *c)
{
    const cJSON *state = pointer_get(c->after, "/properties/connectivityState");
    if (tool_twists(c) && cJSON_IsBool(state))
        tool_set(c->after, "/properties/connectivityState",
                 cJSON_IsTrue(state) ? "Connected" : "Disconnected");
    return true;
}

static bool store_object_ipsec(struct call *c)
{
    const struct twist *t = c->data;
    if (tool_twists(c) && c->after && !cJSON_IsObject(pointer_get(c->after, t->where)))
        pointer_remove(c->after, t->where);
    return true;
}

static const struct mutant table[] = {
    {.name = "number-for-string",
     .clause = "CORE-33",
     .says = "takes a number for any string",
     .seam = {.on_fault = overlook_kind},
     .data = &(const struct twist){.code = "WrongType", .value = "number"}},
    {.name = "number-for-string-coerced",
     .clause = "CORE-33",
     .says = "takes a number for any string and stores it as one",
     .seam = {.on_fault = overlook_kind, .on_store = store_coerced},
     .data = &(const struct twist){.code = "WrongType", .value = "number"}},
    {.name = "boolean-for-string",
     .clause = "CORE-33",
     .says = "takes a boolean for any string",
     .seam = {.on_fault = overlook_kind},
     .data = &(const struct twist){.code = "WrongType", .value = "boolean"}},
    {.name = "boolean-for-string-coerced",
     .clause = "CORE-33",
     .says = "takes a boolean for any string and stores it as one",
     .seam = {.on_fault = overlook_kind, .on_store = store_coerced},
     .data = &(const struct twist){.code = "WrongType", .value = "boolean"}},
    {.name = "array-for-anything",
     .clause = "CORE-33",
     .says = "takes an array for any string or object",
     .seam = {.on_fault = overlook_kind},
     .data = &(const struct twist){.code = "WrongType", .value = "array"}},
    {.name = "object-for-string",
     .clause = "CORE-33",
     .says = "takes an object for any string",
     .seam = {.on_fault = overlook_kind},
     .data = &(const struct twist){.code = "WrongType", .value = "object"}},
    {.name = "null-for-anything",
     .clause = "CORE-33",
     .says = "takes null for any member in a PUT",
     .seam = {.on_fault = overlook_kind},
     .data = &(const struct twist){.when = is_put, .code = "NullMember", .value = "null"}},
    {.name = "number-in-patch",
     .clause = "CORE-33",
     .says = "takes a number for any string in a PATCH",
     .seam = {.on_fault = overlook_kind},
     .data = &(const struct twist){.when = is_patch, .code = "WrongType", .value = "number"}},
    {.name = "string-for-ipsec",
     .clause = "CORE-33",
     .says = "takes a string for ipsecParameters",
     .seam = {.on_fault = overlook_kind},
     .data = &(const struct twist){.code = "WrongType",
                                   .where = "/properties/ipsecParameters",
                                   .value = "string"}},
    {.name = "array-for-ipsec",
     .clause = "CORE-33",
     .says = "takes an array for ipsecParameters and drops it",
     .rare = true,
     .seam = {.on_fault = overlook_kind, .on_store = store_object_ipsec},
     .data = &(const struct twist){.code = "WrongType",
                                   .where = "/properties/ipsecParameters",
                                   .value = "array"}},
    {.name = "string-for-properties",
     .clause = "CORE-33",
     .says = "takes a string for properties",
     .seam = {.on_fault = overlook_kind},
     .data = &(const struct twist){.code = "WrongType", .where = "/properties", .value = "string"}},
    {.name = "number-for-location",
     .clause = "CORE-33",
     .says = "takes a number for location",
     .seam = {.on_fault = overlook_kind},
     .data = &(const struct twist){.code = "WrongType", .where = "/location", .value = "number"}},
    {.name = "number-for-life-time",
     .clause = "CORE-33",
     .says = "takes a number for saLifeTimeSeconds and stores it as a string",
     .rare = true,
     .seam = {.on_fault = overlook_kind, .on_store = store_coerced},
     .data = &(const struct twist){.code = "WrongType",
                                   .where = "/properties/ipsecParameters/saLifeTimeSeconds",
                                   .value = "number"}},
    {.name = "number-for-gateway-name",
     .clause = "CORE-33",
     .says = "takes a number for the name of gateway2",
     .rare = true,
     .seam = {.on_fault = overlook_kind},
     .data = &(const struct twist){.code = "WrongType",
                                   .where = "/properties/gateway2/name",
                                   .value = "number"}},
    {.name = "number-for-type",
     .clause = "CORE-33",
     .says = "takes the number of a connectionType",
     .rare = true,
     .seam = {.on_fault = overlook_kind, .on_store = store_type_of_number},
     .data = &(const struct twist){.code = "WrongType",
                                   .where = "/properties/connectionType",
                                   .value = "number"}},
    {.name = "boolean-for-state",
     .clause = "CORE-33",
     .says = "takes true for Connected and false for Disconnected",
     .rare = true,
     .seam = {.on_fault = overlook_kind, .on_store = store_state_of_boolean},
     .data = &(const struct twist){.code = "WrongType",
                                   .where = "/properties/connectivityState",
                                   .value = "boolean"}},
    {.name = "tags-number",
     .clause = "CORE-33",
     .says = "takes a number for the value of a tag",
     .seam = {.on_fault = overlook_kind},
     .data = &(const struct twist){.code = "WrongType", .where = "/tags", .value = "number"}},
    {.name = "tags-boolean-coerced",
     .clause = "CORE-33",
     .says = "takes a boolean for the value of a tag and stores it as a string",
     .rare = true,
     .seam = {.on_fault = overlook_kind, .on_store = store_coerced},
     .data = &(const struct twist){.code = "WrongType", .where = "/tags", .value = "boolean"}},
    {.name = "tags-array",
     .clause = "CORE-33",
     .says = "takes an array for tags",
     .seam = {.on_fault = overlook_kind},
     .data = &(const struct twist){.code = "WrongType", .where = "/tags", .value = "array"}},
    {.name = "tags-string",
     .clause = "CORE-33",
     .says = "takes a string for tags",
     .rare = true,
     .seam = {.on_fault = overlook_kind},
     .data = &(const struct twist){.code = "WrongType", .where = "/tags", .value = "string"}},
};

const struct mutant *mutants_core_types(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
