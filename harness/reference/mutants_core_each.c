/* Mutants of the core clauses: one laxness at one member, on one kind of write, for one type of
 * connection. They show that every derived case sees something that no other does. */
#include "base/pointer.h"
#include "reference/mutants_core_tools.h"

#include <string.h>

struct each {
    occasion *when;
    occasion *type; /* NULL: any, since the body does not show it */
    const char *where;
    const char *kind; /* of the value; NULL: there is none */
};

static bool is_any(const struct call *c)
{
    (void)c;
    return true;
}

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
    if (text[len - 1] == '\n')
        return "line";
    if (*text == ' ')
        return "padded";
    if (strchr(text, ','))
        return "joined";
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (begins(text, list[i]) || begins(list[i], text))
            return begins(text, list[i]) ? "longer" : "cut";
    return *text >= '0' && *text <= '9' ? "index" : "unknown";
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
        !e->type(c) || !value != !e->kind)
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

#define ROW(WHEN, TYPE, AT, CLAUSE, HOW, KIND)                                                    \
    {.name = "lax-" #WHEN "-" #TYPE "-" #AT "-" HOW,                                              \
     .clause = CLAUSE,                                                                            \
     .says = "takes " HOW " for " POINTER_##AT " on " #WHEN ", " #TYPE,                            \
     .rare = true,                                                                                \
     .seam = {.on_fault = overlook_one},                                                          \
     .data = &(const struct each){is_##WHEN, is_##TYPE, POINTER_##AT, KIND}},
#define TYPED(WHEN, TYPE, AT, KIND) ROW(WHEN, TYPE, AT, "CORE-33", KIND, KIND)
#define LISTED(WHEN, TYPE, AT, KIND) ROW(WHEN, TYPE, AT, "CORE-32", KIND, KIND)
#define WITHOUT(WHEN, TYPE, AT, CLAUSE) ROW(WHEN, TYPE, AT, CLAUSE, "nothing", NULL)

/* Where null is no wrong type but takes away, or is PLAT-12's. */
#define PATCHED_STRING(WHEN, TYPE, AT) \
    TYPED(WHEN, TYPE, AT, "number") TYPED(WHEN, TYPE, AT, "boolean") \
    TYPED(WHEN, TYPE, AT, "array") TYPED(WHEN, TYPE, AT, "object")
#define STRING(WHEN, TYPE, AT) PATCHED_STRING(WHEN, TYPE, AT) TYPED(WHEN, TYPE, AT, "null")
#define PATCHED_GATEWAY(WHEN, TYPE, AT) \
    TYPED(WHEN, TYPE, AT, "number") TYPED(WHEN, TYPE, AT, "boolean") TYPED(WHEN, TYPE, AT, "array")
#define GATEWAY(WHEN, TYPE, AT) PATCHED_GATEWAY(WHEN, TYPE, AT) TYPED(WHEN, TYPE, AT, "null")
#define PATCHED_OBJECT(WHEN, TYPE, AT) PATCHED_GATEWAY(WHEN, TYPE, AT) TYPED(WHEN, TYPE, AT, "string")
#define OBJECT(WHEN, TYPE, AT) PATCHED_OBJECT(WHEN, TYPE, AT) TYPED(WHEN, TYPE, AT, "null")

#define LIST(WHEN, TYPE, AT) \
    LISTED(WHEN, TYPE, AT, "empty") LISTED(WHEN, TYPE, AT, "unknown") LISTED(WHEN, TYPE, AT, "cut") \
    LISTED(WHEN, TYPE, AT, "longer") LISTED(WHEN, TYPE, AT, "padded") LISTED(WHEN, TYPE, AT, "line") \
    LISTED(WHEN, TYPE, AT, "index") LISTED(WHEN, TYPE, AT, "joined")

#define TYPE_OF(WHEN, TYPE) \
    STRING(WHEN, TYPE, connection_type) LIST(WHEN, TYPE, connection_type) \
    WITHOUT(WHEN, TYPE, connection_type, "CORE-30")
#define WHOLE(WHEN, TYPE) \
    OBJECT(WHEN, TYPE, properties) WITHOUT(WHEN, TYPE, properties, "CORE-30")
#define MEMBERS(WHEN, TYPE) \
    STRING(WHEN, TYPE, location) STRING(WHEN, TYPE, tag) OBJECT(WHEN, TYPE, tags) \
    STRING(WHEN, TYPE, gateway1_name) STRING(WHEN, TYPE, gateway2_name) \
    GATEWAY(WHEN, TYPE, gateway1) GATEWAY(WHEN, TYPE, gateway2) \
    STRING(WHEN, TYPE, connectivity_state) LIST(WHEN, TYPE, connectivity_state) \
    WITHOUT(WHEN, TYPE, location, "CORE-30") \
    WITHOUT(WHEN, TYPE, gateway1, "CORE-30") \
    WITHOUT(WHEN, TYPE, gateway1_name, "CORE-30") \
    WITHOUT(WHEN, TYPE, gateway2, "CORE-30") \
    WITHOUT(WHEN, TYPE, gateway2_name, "CORE-30") \
    WITHOUT(WHEN, TYPE, connectivity_state, "CORE-30")
#define IPSEC(DO, WHEN) \
    DO(WHEN, site_to_site, encryption_type) \
    DO(WHEN, site_to_site, pfs_group) \
    DO(WHEN, site_to_site, sa_data_size) \
    DO(WHEN, site_to_site, sa_life_time) \
    DO(WHEN, site_to_site, hash_algorithm)
#define WITHOUT_IPSEC(WHEN, TYPE, AT) WITHOUT(WHEN, TYPE, AT, "CORE-31")
#define ALL_IPSEC(WHEN) \
    OBJECT(WHEN, site_to_site, ipsec) \
    WITHOUT_IPSEC(WHEN, site_to_site, ipsec) \
    IPSEC(STRING, WHEN) IPSEC(WITHOUT_IPSEC, WHEN)
#define PATCHED(TYPE) \
    PATCHED_STRING(patch, TYPE, tag) PATCHED_OBJECT(patch, TYPE, tags) \
    PATCHED_OBJECT(patch, TYPE, properties) \
    PATCHED_STRING(patch, TYPE, gateway1_name) \
    PATCHED_STRING(patch, TYPE, gateway2_name) \
    PATCHED_GATEWAY(patch, TYPE, gateway1) \
    PATCHED_GATEWAY(patch, TYPE, gateway2) \
    PATCHED_STRING(patch, TYPE, connection_type) LIST(patch, TYPE, connection_type) \
    PATCHED_STRING(patch, TYPE, connectivity_state) \
    LIST(patch, TYPE, connectivity_state)

static const struct mutant table[] = {
    WHOLE(create, any) TYPE_OF(create, any)
    MEMBERS(create, site_to_site) MEMBERS(create, point_to_site) MEMBERS(create, dedicated)
    ALL_IPSEC(create)
    WHOLE(update, site_to_site) WHOLE(update, point_to_site) WHOLE(update, dedicated)
    TYPE_OF(update, site_to_site) TYPE_OF(update, point_to_site) TYPE_OF(update, dedicated)
    MEMBERS(update, site_to_site) MEMBERS(update, point_to_site) MEMBERS(update, dedicated)
    ALL_IPSEC(update)
    PATCHED(site_to_site) PATCHED(point_to_site) PATCHED(dedicated)
    PATCHED_OBJECT(patch, site_to_site, ipsec)
    IPSEC(PATCHED_STRING, patch)
};
/* clang-format on */

const struct mutant *mutants_core_each(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
