/* patch_bugs.c - bugs of a merge (RFC 7396). */
#include "fuzz/planted/planted.h"

static bool patches(const struct planted_call *call)
{
    return !call->below.len && planted_is(call, "PATCH") && call->before && call->sent;
}

static const cJSON *member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static const char *type_of(const cJSON *connection)
{
    return planted_text(member(connection, "properties"), "connectionType");
}

static bool is_type(const cJSON *connection, const char *type)
{
    const char *is = type_of(connection);
    return is && strcmp(is, type) == 0;
}

/* null takes away, also what everything else stands in. */
static void null_properties(const struct planted_call *call, struct canary *c)
{
    if (!patches(call) || !member(call->sent, "properties"))
        return;
    canary_reached(c);
    if (cJSON_IsNull(member(call->sent, "properties")))
        canary_triggered(c);
}

/* null for what is required is taken away first, and looked for after. */
static void null_gateway(const struct planted_call *call, struct canary *c)
{
    const cJSON *gateway = planted_property(call->sent, "gateway2");
    if (!patches(call) || !gateway)
        return;
    canary_reached(c);
    if (cJSON_IsNull(gateway) || cJSON_IsNull(member(gateway, "name")))
        canary_triggered(c);
}

/* What is taken away is not there. */
static void null_tags_without_tags(const struct planted_call *call, struct canary *c)
{
    if (!patches(call) || !cJSON_IsNull(member(call->sent, "tags")))
        return;
    canary_reached(c);
    const cJSON *tags = member(call->before, "tags");
    if (!tags || !tags->child)
        canary_triggered(c);
}

/* A null below something that is not there makes it, empty. */
static void null_below_nothing(const struct planted_call *call, struct canary *c)
{
    const cJSON *ipsec = planted_property(call->sent, "ipsecParameters"), *m;
    if (!patches(call) || !cJSON_IsObject(ipsec))
        return;
    canary_reached(c);
    if (planted_property(call->before, "ipsecParameters"))
        return;
    cJSON_ArrayForEach(m, ipsec)
    {
        if (cJSON_IsNull(m))
            canary_triggered(c);
    }
}

/* A tag that is null, beside one that is not. */
static void null_among_tags(const struct planted_call *call, struct canary *c)
{
    const cJSON *tag;
    unsigned nulls = 0, others = 0;
    if (!patches(call))
        return;
    cJSON_ArrayForEach(tag, member(call->sent, "tags"))
    {
        nulls += cJSON_IsNull(tag) != 0;
        others += cJSON_IsString(tag) != 0;
    }
    if (nulls)
        canary_reached(c);
    if (nulls && others)
        canary_triggered(c);
}

/* An array has members by number. */
static void array_for_object(const struct planted_call *call, struct canary *c)
{
    const cJSON *properties = member(call->sent, "properties");
    if (!patches(call) || !properties || cJSON_IsObject(properties))
        return;
    canary_reached(c);
    if (cJSON_IsArray(properties) && properties->child)
        canary_triggered(c);
}

/* The type goes and its parameters with it, which are freed twice. */
static void away_with_parameters(const struct planted_call *call, struct canary *c)
{
    const char *type = type_of(call->sent);
    if (!patches(call) || !is_type(call->before, "SiteToSite") || !type)
        return;
    canary_reached(c);
    if (strcmp(type, "SiteToSite") != 0 &&
        cJSON_IsNull(planted_property(call->sent, "ipsecParameters")))
        canary_triggered(c);
}

/* The type comes, and its parameters are taken for there. */
static void type_without_parameters(const struct planted_call *call, struct canary *c)
{
    if (!patches(call) || !is_type(call->sent, "SiteToSite"))
        return;
    canary_reached(c);
    if (!is_type(call->before, "SiteToSite") &&
        !cJSON_IsObject(planted_property(call->sent, "ipsecParameters")))
        canary_triggered(c);
}

/* Nothing to merge: the first member is taken without a look. */
static void empty_patch(const struct planted_call *call, struct canary *c)
{
    if (!patches(call) || !cJSON_IsObject(call->sent))
        return;
    canary_reached(c);
    const cJSON *properties = member(call->sent, "properties");
    if (!call->sent->child || (cJSON_IsObject(properties) && !properties->child))
        canary_triggered(c);
}

/* More members than a list on the stack has room for. */
static void many_at_once(const struct planted_call *call, struct canary *c)
{
    if (!patches(call))
        return;
    int count = cJSON_GetArraySize(member(call->sent, "properties"));
    if (count > 2)
        canary_reached(c);
    if (count >= 5 && call->accepted)
        canary_triggered(c);
}

const struct planted_bug patch_bugs[] = {
    {"null-properties", "takes everything away", HARM_NULL, null_properties},
    {"null-gateway", "takes away and then looks", HARM_NULL, null_gateway},
    {"null-tags-without-tags", "takes away what is not there", HARM_NULL, null_tags_without_tags},
    {"null-below-nothing", "makes what it takes away from", HARM_STATUS, null_below_nothing},
    {"null-among-tags", "counts a tag that goes", HARM_OVERFLOW, null_among_tags},
    {"array-for-object", "has members by number", HARM_STATUS, array_for_object},
    {"away-with-parameters", "frees parameters twice", HARM_NULL, away_with_parameters},
    {"type-without-parameters", "takes parameters for there", HARM_NULL, type_without_parameters},
    {"empty-patch", "takes the first of none", HARM_NULL, empty_patch},
    {"many-at-once", "has room for four", HARM_OVERFLOW, many_at_once},
    {0}};
