/* Mutants of the core clauses: one laxness at one member, on one kind of write. With a type behind the
 * name (narrow.h) they show that every derived case sees something that no other does. */
#include "base/pointer.h"
#include "reference/mutants_core_tools.h"

#include <string.h>

struct each {
    occasion *when;
    const char *where;
    const char *kind; /* of the value; NULL: there is none */
};

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

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* How a careless comparison comes to take a value for one of the list. */
static const char *likeness_of(const char *text)
{
    static const char *const list[] = {"SiteToSite", "PointToSite", "Dedicated", "Connected",
                                       "Disconnected"};
    size_t len = strlen(text);
    if (!len)
        return "empty";
    if (*text == ' ')
        return "padded";
    if (strchr(text, ','))
        return "joined";
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (begins(text, list[i]) || begins(list[i], text))
            return begins(text, list[i]) ? "longer" : "cut";
    return "unknown";
}

/* A fault of a tag is said to be one of the tags: the first value that is no string. */
static const cJSON *value_at(const struct call *c, const struct fault *fault, const char **where)
{
    const cJSON *value = c->sent ? pointer_get(c->sent, fault->where) : NULL, *tag;
    *where = fault->where;
    if (strcmp(fault->where, "/tags") != 0 || !cJSON_IsObject(value))
        return value;
    cJSON_ArrayForEach(tag, value)
    {
        if (!cJSON_IsString(tag)) {
            *where = "/tags/*";
            return tag;
        }
    }
    return value;
}

static bool overlook_one(struct call *c, struct fault *fault)
{
    const struct each *e = c->data;
    const char *where;
    const cJSON *value = value_at(c, fault, &where);
    bool listed = strcmp(fault->code, "NotOneOf") == 0;
    bool typed = strcmp(fault->code, "WrongType") == 0 || strcmp(fault->code, "NullMember") == 0;
    bool missing = strcmp(fault->code, "MissingMember") == 0;
    if (strcmp(where, e->where) != 0 || !(listed || typed || missing) || !e->when(c) ||
        !value != !e->kind)
        return false;
    return missing ||
           strcmp(e->kind, listed ? likeness_of(value->valuestring) : kind_of(value)) == 0;
}

/* clang-format off */
#define POINTER_location "/location"
#define POINTER_tag "/tags/*"
#define POINTER_tags "/tags"
#define POINTER_properties "/properties"
#define POINTER_gateway1 "/properties/gateway1"
#define POINTER_gateway2 "/properties/gateway2"
#define POINTER_gateway1_name "/properties/gateway1/name"
#define POINTER_gateway2_name "/properties/gateway2/name"
#define POINTER_connection_type "/properties/connectionType"
#define POINTER_connectivity_state "/properties/connectivityState"
#define POINTER_ipsec "/properties/ipsecParameters"
#define POINTER_encryption_type "/properties/ipsecParameters/encryptionType"
#define POINTER_pfs_group "/properties/ipsecParameters/pfsGroup"
#define POINTER_sa_data_size "/properties/ipsecParameters/saDataSizeKilobytes"
#define POINTER_sa_life_time "/properties/ipsecParameters/saLifeTimeSeconds"
#define POINTER_hash_algorithm "/properties/ipsecParameters/hashAlgorithm"

#define ROW(WHEN, AT, CLAUSE, HOW, KIND)                                                    \
    {.name = "lax-" #WHEN "-" #AT "-" HOW,                                              \
     .clause = CLAUSE,                                                                            \
     .says = "takes " HOW " for " POINTER_##AT " on " #WHEN,                            \
     .rare = true,                                                                                \
     .seam = {.on_fault = overlook_one},                                                          \
     .data = &(const struct each){is_##WHEN, POINTER_##AT, KIND}},
#define TYPED(WHEN, AT, KIND) ROW(WHEN, AT, "CORE-33", KIND, KIND)
#define LISTED(WHEN, AT, KIND) ROW(WHEN, AT, "CORE-32", KIND, KIND)
#define WITHOUT(WHEN, AT, CLAUSE) ROW(WHEN, AT, CLAUSE, "nothing", NULL)

/* Where null is no wrong type but takes away, or is PLAT-12's. */
#define PATCHED_STRING(WHEN, AT) \
    TYPED(WHEN, AT, "number") TYPED(WHEN, AT, "boolean") \
    TYPED(WHEN, AT, "array") TYPED(WHEN, AT, "object")
#define STRING(WHEN, AT) PATCHED_STRING(WHEN, AT) TYPED(WHEN, AT, "null")
#define PATCHED_GATEWAY(WHEN, AT) \
    TYPED(WHEN, AT, "number") TYPED(WHEN, AT, "boolean") TYPED(WHEN, AT, "array")
#define GATEWAY(WHEN, AT) PATCHED_GATEWAY(WHEN, AT) TYPED(WHEN, AT, "null")
#define PATCHED_OBJECT(WHEN, AT) PATCHED_GATEWAY(WHEN, AT) TYPED(WHEN, AT, "string")
#define OBJECT(WHEN, AT) PATCHED_OBJECT(WHEN, AT) TYPED(WHEN, AT, "null")

#define LIST(WHEN, AT) \
    LISTED(WHEN, AT, "empty") LISTED(WHEN, AT, "unknown") LISTED(WHEN, AT, "cut") \
    LISTED(WHEN, AT, "longer") LISTED(WHEN, AT, "padded") \
    LISTED(WHEN, AT, "joined")

#define TYPE_OF(WHEN) \
    STRING(WHEN, connection_type) LIST(WHEN, connection_type) \
    WITHOUT(WHEN, connection_type, "CORE-30")
#define WHOLE(WHEN) \
    OBJECT(WHEN, properties) WITHOUT(WHEN, properties, "CORE-30")
#define MEMBERS(WHEN) \
    STRING(WHEN, location) STRING(WHEN, tag) OBJECT(WHEN, tags) \
    STRING(WHEN, gateway1_name) STRING(WHEN, gateway2_name) \
    GATEWAY(WHEN, gateway1) GATEWAY(WHEN, gateway2) \
    STRING(WHEN, connectivity_state) LIST(WHEN, connectivity_state) \
    WITHOUT(WHEN, location, "CORE-30") \
    WITHOUT(WHEN, gateway1, "CORE-30") \
    WITHOUT(WHEN, gateway1_name, "CORE-30") \
    WITHOUT(WHEN, gateway2, "CORE-30") \
    WITHOUT(WHEN, gateway2_name, "CORE-30") \
    WITHOUT(WHEN, connectivity_state, "CORE-30")
#define IPSEC(DO, WHEN) \
    DO(WHEN, encryption_type) \
    DO(WHEN, pfs_group) \
    DO(WHEN, sa_data_size) \
    DO(WHEN, sa_life_time) \
    DO(WHEN, hash_algorithm)
#define WITHOUT_IPSEC(WHEN, AT) WITHOUT(WHEN, AT, "CORE-31")
#define ALL_IPSEC(WHEN) \
    OBJECT(WHEN, ipsec) \
    WITHOUT_IPSEC(WHEN, ipsec) \
    IPSEC(STRING, WHEN) IPSEC(WITHOUT_IPSEC, WHEN)
#define PATCHED(WHEN) \
    PATCHED_STRING(WHEN, tag) PATCHED_OBJECT(WHEN, tags) \
    PATCHED_OBJECT(WHEN, properties) \
    PATCHED_STRING(WHEN, gateway1_name) \
    PATCHED_STRING(WHEN, gateway2_name) \
    PATCHED_GATEWAY(WHEN, gateway1) \
    PATCHED_GATEWAY(WHEN, gateway2) \
    PATCHED_STRING(WHEN, connection_type) LIST(WHEN, connection_type) \
    PATCHED_STRING(WHEN, connectivity_state) \
    LIST(WHEN, connectivity_state)

static const struct mutant table[] = {
    WHOLE(create) TYPE_OF(create) MEMBERS(create) ALL_IPSEC(create)
    WHOLE(update) TYPE_OF(update) MEMBERS(update) ALL_IPSEC(update)
    PATCHED(patch) PATCHED_OBJECT(patch, ipsec) IPSEC(PATCHED_STRING, patch)
};
/* clang-format on */

const struct mutant *mutants_core_each(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
