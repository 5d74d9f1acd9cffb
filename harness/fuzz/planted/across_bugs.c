/* across_bugs.c - bugs that need two members of one body. */
#include "fuzz/planted/planted.h"

#include <strings.h>

static bool is_put(const struct planted_call *call)
{
    return !call->below.len && planted_is(call, "PUT");
}

static const char *type_of(const cJSON *connection)
{
    return planted_text(cJSON_GetObjectItemCaseSensitive(connection, "properties"),
                        "connectionType");
}

static bool is_type(const cJSON *connection, const char *type)
{
    const char *is = type_of(connection);
    return is && strcmp(is, type) == 0;
}

/* Parameters that are not asked for are read all the same, each of them. */
static void part_of_ipsec(const struct planted_call *call, struct canary *c)
{
    const cJSON *ipsec = planted_property(call->sent, "ipsecParameters");
    if (!is_put(call) || is_type(call->sent, "SiteToSite") || !cJSON_IsObject(ipsec))
        return;
    canary_reached(c);
    if (call->accepted && !planted_text(ipsec, "hashAlgorithm"))
        canary_triggered(c);
}

/* A loop in the graph of gateways. */
static void gateway_to_itself(const struct planted_call *call, struct canary *c)
{
    const char *first = planted_gateway(call->sent, "gateway1");
    const char *second = planted_gateway(call->sent, "gateway2");
    if (call->below.len || !first || !second)
        return;
    canary_reached(c);
    if (strcasecmp(first, second) == 0)
        canary_triggered(c);
}

/* The second gateway is looked for in the list of the first one's kind. */
static void gateways_swapped(const struct planted_call *call, struct canary *c)
{
    const char *first = planted_gateway(call->sent, "gateway1");
    const char *second = planted_gateway(call->sent, "gateway2");
    if (!is_put(call) || !call->accepted || !first || !second)
        return;
    if (strcmp(first, "secondgateway") != 0)
        return;
    canary_reached(c);
    if (strcmp(second, "firstgateway") == 0 && is_type(call->sent, "PointToSite"))
        canary_triggered(c);
}

/* Four of five: the last one is read where nothing is, before what is missing is looked for. */
static void four_of_five(const struct planted_call *call, struct canary *c)
{
    const cJSON *ipsec = planted_property(call->sent, "ipsecParameters");
    if (!is_put(call) || !is_type(call->sent, "SiteToSite") || !cJSON_IsObject(ipsec))
        return;
    canary_reached(c);
    if (cJSON_GetArraySize(ipsec) == 4 && planted_text(ipsec, "encryptionType") &&
        !planted_text(ipsec, "pfsGroup"))
        canary_triggered(c);
}

/* Names of connections and of gateways are in one table. */
static void named_as_gateway(const struct planted_call *call, struct canary *c)
{
    const char *name = planted_text(call->sent, "name");
    const char *first = planted_gateway(call->sent, "gateway1");
    if (!is_put(call) || !name || !first)
        return;
    canary_reached(c);
    if (strcmp(name, first) == 0)
        canary_triggered(c);
}

/* The body's name is used for the answer's place, with the URI's length. */
static void longer_name(const struct planted_call *call, struct canary *c)
{
    const char *name = planted_text(call->sent, "name");
    if (!is_put(call) || !name || strncmp(name, "cn", 2) != 0)
        return;
    canary_reached(c);
    if (strlen(name) > 3 && name[2] == (char)('1' + call->name))
        canary_triggered(c);
}

/* A tag whose value is its key is one entry too few. */
static void tag_of_itself(const struct planted_call *call, struct canary *c)
{
    const cJSON *tags = cJSON_GetObjectItemCaseSensitive(call->sent, "tags"), *tag;
    if (!is_put(call) || !cJSON_IsObject(tags))
        return;
    cJSON_ArrayForEach(tag, tags)
    {
        const char *value = cJSON_GetStringValue(tag);
        if (!value || strlen(value) != strlen(tag->string))
            continue;
        canary_reached(c);
        if (call->accepted && strcmp(value, tag->string) == 0)
            canary_triggered(c);
    }
}

/* Keys that differ by case alone are one in the index and two in the list. */
static void keys_by_case(const struct planted_call *call, struct canary *c)
{
    const cJSON *tags = cJSON_GetObjectItemCaseSensitive(call->sent, "tags"), *a, *b;
    if (!is_put(call) || !cJSON_IsObject(tags) || cJSON_GetArraySize(tags) > 64)
        return; /* each beside each */
    cJSON_ArrayForEach(a, tags)
    {
        for (b = a->next; b; b = b->next) {
            canary_reached(c);
            if (strcasecmp(a->string, b->string) == 0)
                canary_triggered(c);
        }
    }
}

/* What may be left out is, all of it: nothing is there to take the first of. */
static void tags_there_but_empty(const struct planted_call *call, struct canary *c)
{
    const cJSON *tags = cJSON_GetObjectItemCaseSensitive(call->sent, "tags");
    if (!is_put(call) || !call->accepted || !cJSON_IsObject(tags))
        return;
    canary_reached(c);
    const char *state = planted_text(cJSON_GetObjectItemCaseSensitive(call->sent, "properties"),
                                     "connectivityState");
    if (!tags->child && state && strcmp(state, "Disconnected") == 0)
        canary_triggered(c);
}

const struct planted_bug across_bugs[] = {
    {"part-of-ipsec", "reads parameters that are not there", HARM_NULL, part_of_ipsec},
    {"gateway-to-itself", "goes round in a loop", HARM_NULL, gateway_to_itself},
    {"gateways-swapped", "looks in the wrong list", HARM_NULL, gateways_swapped},
    {"four-of-five", "reads the fifth of four", HARM_NULL, four_of_five},
    {"named-as-gateway", "has one table for two kinds of names", HARM_STATUS, named_as_gateway},
    {"longer-name", "copies a name of another length", HARM_OVERFLOW, longer_name},
    {"tag-of-itself", "counts an entry too few", HARM_OVERFLOW, tag_of_itself},
    {"keys-by-case", "counts two keys as one", HARM_OVERFLOW, keys_by_case},
    {"tags-there-but-empty", "takes the first of none", HARM_NULL, tags_there_but_empty},
    {0}};
