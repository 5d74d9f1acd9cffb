/* first_body_bugs.c - bugs in what is made of a body's members. Written without knowledge of the mutator. */
#include "fuzz/planted/planted.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

static const cJSON *at(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static bool put(const struct planted_call *call)
{
    return planted_is(call, "PUT") && !call->below.len && cJSON_IsObject(call->sent);
}

static bool same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

/* Room for a tag's value is doubled until it fits, its NUL not counted (CWE-193). */
static void tag_of_512(const struct planted_call *call, struct canary *c)
{
    const cJSON *tag;
    if (!cJSON_IsObject(at(call->sent, "tags")))
        return;
    cJSON_ArrayForEach(tag, at(call->sent, "tags"))
    {
        size_t len = cJSON_IsString(tag) ? strlen(tag->valuestring) : 0;
        if (len < 512)
            continue;
        canary_reached(c);
        if ((len & (len - 1)) == 0)
            canary_triggered(c);
    }
}

/* "West US" becomes "westus" in 32 bytes, measured for regions that there were. */
static void long_region(const struct planted_call *call, struct canary *c)
{
    const char *region = put(call) ? planted_text(call->sent, "location") : NULL;
    if (!region || !strchr(region, ' '))
        return;
    canary_reached(c);
    size_t written = 0;
    for (; *region; region++)
        written += isalnum((unsigned char)*region) != 0;
    if (written > 31)
        canary_triggered(c);
}

/* Recognised by strcasecmp, switched on by strcmp: what is neither falls through. */
static void type_in_another_case(const struct planted_call *call, struct canary *c)
{
    static const char *const types[] = {"SiteToSite", "PointToSite", "Dedicated"};
    const char *type = planted_text(at(call->sent, "properties"), "connectionType");
    for (size_t i = 0; type && i < sizeof types / sizeof *types; i++) {
        if (strcasecmp(type, types[i]) != 0)
            continue;
        canary_reached(c);
        if (strcmp(type, types[i]) != 0)
            canary_triggered(c);
    }
}

/* strtol(item->valuestring): NULL where a number was sent for a string (OSS-Fuzz, many times over). */
static void life_time_as_number(const struct planted_call *call, struct canary *c)
{
    const cJSON *ipsec = planted_property(call->sent, "ipsecParameters");
    const cJSON *seconds = at(ipsec, "saLifeTimeSeconds");
    if (!seconds)
        return;
    canary_reached(c);
    if (cJSON_IsNumber(seconds))
        canary_triggered(c);
}

/* The page's table says that gateways are strings, its example that they are objects. */
static void gateway_as_text(const struct planted_call *call, struct canary *c)
{
    static const char *const members[] = {"gateway1", "gateway2"};
    for (size_t i = 0; i < 2; i++) {
        const cJSON *gateway = planted_property(call->sent, members[i]);
        if (!gateway)
            continue;
        canary_reached(c);
        if (cJSON_IsString(gateway) && *gateway->valuestring)
            canary_triggered(c);
    }
}

/* A gateway by its id, checked by its name. */
static void id_of_another(const struct planted_call *call, struct canary *c)
{
    const cJSON *gateway = planted_property(call->sent, "gateway2");
    const char *id = planted_text(gateway, "id"), *name = planted_text(gateway, "name");
    const char *last = id ? strrchr(id, '/') : NULL;
    if (!last || !name)
        return;
    canary_reached(c);
    if (strcmp(last + 1, name) != 0 && last[1])
        canary_triggered(c);
}

/* Nothing wrong with any of them: a table of circuits by first gateway has no row for one that is down. */
static void dedicated_down_swapped(const struct planted_call *call, struct canary *c)
{
    if (!put(call) || !call->accepted)
        return;
    const cJSON *properties = at(call->sent, "properties");
    if (!same(planted_text(properties, "connectionType"), "Dedicated"))
        return;
    if (!same(planted_gateway(call->sent, "gateway1"), "secondgateway"))
        return;
    canary_reached(c);
    if (same(planted_text(properties, "connectivityState"), "Disconnected"))
        canary_triggered(c);
}

/* How fast may it be: kilobytes by seconds in whole numbers, and then something divided by that. */
static void slower_than_one(const struct planted_call *call, struct canary *c)
{
    const cJSON *ipsec = planted_property(call->sent, "ipsecParameters");
    const char *size = planted_text(ipsec, "saDataSizeKilobytes");
    const char *time = planted_text(ipsec, "saLifeTimeSeconds");
    if (!size || !time || !isdigit((unsigned char)*size) || !isdigit((unsigned char)*time))
        return;
    char *size_end, *time_end;
    unsigned long kilobytes = strtoul(size, &size_end, 10), seconds = strtoul(time, &time_end, 10);
    if (*size_end || *time_end || !kilobytes || !seconds)
        return;
    canary_reached(c);
    if (kilobytes / seconds == 0)
        canary_triggered(c);
}

/* Members that nobody knows are kept for the answer, the tree below them by its pointer only. */
static void unknown_tree(const struct planted_call *call, struct canary *c)
{
    static const char *const known[] = {"gateway1",        "gateway2",
                                        "connectionType",  "connectivityState",
                                        "ipsecParameters", "allocatedIPAddresses"};
    const cJSON *member;
    cJSON_ArrayForEach(member, at(call->sent, "properties"))
    {
        bool found = !member->string;
        for (size_t i = 0; !found && i < sizeof known / sizeof *known; i++)
            found = strcmp(member->string, known[i]) == 0;
        if (found)
            continue;
        canary_reached(c);
        if (member->child)
            canary_triggered(c);
    }
}

/* What only the service writes, read where a client sends it, into an array of eight. */
static void ninth_address(const struct planted_call *call, struct canary *c)
{
    const cJSON *addresses = planted_property(call->sent, "allocatedIPAddresses"), *address;
    int count = 0;
    if (!cJSON_IsArray(addresses))
        return;
    canary_reached(c);
    cJSON_ArrayForEach(address, addresses) count += cJSON_IsString(address);
    if (count > 8)
        canary_triggered(c);
}

/* sscanf of "%hhu.%hhu.%hhu.%hhu": 256 is 0. */
static void address_of_256(const struct planted_call *call, struct canary *c)
{
    const cJSON *addresses = planted_property(call->sent, "allocatedIPAddresses");
    const cJSON *first = cJSON_IsArray(addresses) ? addresses->child : NULL;
    if (!cJSON_IsString(first))
        return;
    const char *digits = first->valuestring;
    for (int octet = 0; octet < 4; octet++) {
        char *end;
        if (!isdigit((unsigned char)*digits))
            return;
        canary_reached(c);
        if (strtoul(digits, &end, 10) > 255 && (octet || *end == '.')) {
            canary_triggered(c);
            return;
        }
        digits = *end == '.' ? end + 1 : "";
    }
}

/* Names that begin so are the platform's own; a client's of that name goes into its table. */
static void reserved_tag(const struct planted_call *call, struct canary *c)
{
    const cJSON *tag;
    if (!cJSON_IsObject(at(call->sent, "tags")))
        return;
    cJSON_ArrayForEach(tag, at(call->sent, "tags"))
    {
        if (strncasecmp(tag->string, "mi", 2) != 0)
            continue;
        canary_reached(c);
        if (strncasecmp(tag->string, "microsoft", 9) == 0)
            canary_triggered(c);
    }
}

const struct planted_bug first_body_bugs[] = {
    {"tag-of-512", "ends a tag's value behind its room", HARM_OVERFLOW, tag_of_512},
    {"long-region", "makes a region's name short in 32 bytes", HARM_OVERFLOW, long_region},
    {"type-in-another-case", "knows a type, and then not", HARM_STATUS, type_in_another_case},
    {"life-time-as-number", "reads the text of a number", HARM_NULL, life_time_as_number},
    {"gateway-as-text", "takes members of a string", HARM_NULL, gateway_as_text},
    {"id-of-another", "checks the name and takes the id", HARM_STATUS, id_of_another},
    {"dedicated-down-swapped", "has no row for it", HARM_NULL, dedicated_down_swapped},
    {"slower-than-one", "divides by zero", HARM_STATUS, slower_than_one},
    {"unknown-tree", "frees a borrowed tree", HARM_NULL, unknown_tree},
    {"ninth-address", "has room for eight", HARM_OVERFLOW, ninth_address},
    {"address-of-256", "reads 256 as 0", HARM_STATUS, address_of_256},
    {"reserved-tag", "mixes its own tags with a client's", HARM_STATUS, reserved_tag},
    {0},
};
