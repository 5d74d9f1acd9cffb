/* second_body_bugs.c - more bugs in what is made of one body, the shared key's and merges too. Written
 * without knowledge of the mutator. */
#include "fuzz/planted/planted.h"

#include <ctype.h>
#include <stdlib.h>

static const cJSON *at(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static bool on_connection(const struct planted_call *call, const char *method)
{
    return planted_is(call, method) && !call->below.len;
}

static bool on_key(const struct planted_call *call, const char *method, const char *below)
{
    return planted_is(call, method) && call->below.len == strlen(below) &&
           memcmp(call->below.ptr, below, call->below.len) == 0;
}

static bool same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

/* The number behind a word, as in AES256; false where there is none, or something else behind it. */
static bool number_behind(const char *text, const char *word, unsigned long *number)
{
    size_t len = strlen(word);
    char *end;
    if (!text || strncmp(text, word, len) != 0 || !isdigit((unsigned char)text[len]))
        return false;
    *number = strtoul(text + len, &end, 10);
    return *end == '\0';
}

static const cJSON *tags_of_put(const struct planted_call *call)
{
    const cJSON *tags = on_connection(call, "PUT") ? at(call->sent, "tags") : NULL;
    return cJSON_IsObject(tags) ? tags : NULL;
}

/* Class 3. A key of n characters ends at key[n - 1], and n is 0 (CWE-191). */
static void key_of_none(const struct planted_call *call, struct canary *c)
{
    unsigned long length;
    if (!on_key(call, "POST", "/sharedkey/reset") || !call->before)
        return;
    if (!number_behind(planted_text(call->sent, "KeyLength"), "", &length))
        return;
    canary_reached(c);
    if (length == 0)
        canary_triggered(c);
}

/* Class 7. Whether there is a value is checked, not whether it is a string. */
static void key_of_no_text(const struct planted_call *call, struct canary *c)
{
    if (!on_key(call, "PUT", "/sharedkey") || !call->before)
        return;
    const cJSON *value = at(call->sent, "value");
    if (!value)
        return;
    canary_reached(c);
    if (!cJSON_IsString(value))
        canary_triggered(c);
}

/* Class 4. The bits in the cipher's name say how much of a buffer of 256 bits is filled (CWE-787). */
static void bits_by_name(const struct planted_call *call, struct canary *c)
{
    const cJSON *ipsec = planted_property(call->sent, "ipsecParameters");
    unsigned long bits;
    if (!number_behind(planted_text(ipsec, "encryptionType"), "AES", &bits))
        return;
    canary_reached(c);
    if (bits / 8 > 32)
        canary_triggered(c);
}

/* Class 7. A table of groups by their number; 24 is the last that there is (CWE-129). */
static void group_by_number(const struct planted_call *call, struct canary *c)
{
    const cJSON *ipsec = planted_property(call->sent, "ipsecParameters");
    unsigned long group;
    if (!number_behind(planted_text(ipsec, "pfsGroup"), "PFS", &group))
        return;
    canary_reached(c);
    if (group > 24 && call->accepted)
        canary_triggered(c);
}

/* Class 3. Behind the digits a unit is looked up, and what is none is not found. */
static void unit_of_time(const struct planted_call *call, struct canary *c)
{
    const cJSON *ipsec = planted_property(call->sent, "ipsecParameters");
    const char *time = planted_text(ipsec, "saLifeTimeSeconds");
    if (!time || !isdigit((unsigned char)*time))
        return;
    while (isdigit((unsigned char)*time))
        time++;
    if (!*time)
        return;
    canary_reached(c);
    if (!strchr("smhd", *time) || time[1])
        canary_triggered(c);
}

/* Class 6. Tags in a tree by letters: a key that ends inside of an older one splits a node, and the node
 * has no second half. */
static void key_inside_key(const struct planted_call *call, struct canary *c)
{
    const cJSON *older, *tag, *tags = tags_of_put(call);
    if (cJSON_GetArraySize(tags) > 64)
        return; /* each beside each */
    cJSON_ArrayForEach(tag, tags) for (older = tags->child; older != tag; older = older->next)
    {
        size_t len = strlen(tag->string);
        if (!len || older->string[0] != tag->string[0])
            continue;
        canary_reached(c);
        if (strncmp(older->string, tag->string, len) == 0 && older->string[len])
            canary_triggered(c);
    }
}

/* Class 9. Equal values are kept once, with a count of two bits: the fourth is nobody's (CWE-911). */
static void four_values_alike(const struct planted_call *call, struct canary *c)
{
    const cJSON *a, *b, *tags = tags_of_put(call);
    if (!call->accepted || cJSON_GetArraySize(tags) > 64)
        return;
    cJSON_ArrayForEach(a, tags)
    {
        unsigned alike = 0;
        const char *value = cJSON_GetStringValue(a);
        if (!value || !*value)
            continue;
        cJSON_ArrayForEach(b, tags) alike += same(value, cJSON_GetStringValue(b));
        if (alike > 1)
            canary_reached(c);
        if (alike > 3)
            canary_triggered(c);
    }
}

/* Classes 7 and 10. An answer that is sent back, its gateway by its id alone: the name is read anyway. */
static void gateway_by_id_alone(const struct planted_call *call, struct canary *c)
{
    static const char *const members[] = {"gateway1", "gateway2"};
    for (size_t i = 0; i < 2; i++) {
        const cJSON *gateway = planted_property(call->sent, members[i]);
        if (!cJSON_IsObject(gateway) || cJSON_IsString(at(gateway, "name")))
            continue;
        canary_reached(c);
        const char *id = planted_text(gateway, "id");
        if (id && strchr(id, '/'))
            canary_triggered(c);
    }
}

/* Class 10. An etag in the body is taken out of its quotes, with only the first looked at. */
static void etag_half_quoted(const struct planted_call *call, struct canary *c)
{
    const char *etag = call->below.len ? NULL : planted_text(call->sent, "etag");
    if (!etag)
        return;
    canary_reached(c);
    if (strncmp(etag, "W/", 2) == 0)
        etag += 2;
    if (*etag == '"' && !strchr(etag + 1, '"'))
        canary_triggered(c);
}

/* Classes 8 and 10. Addresses that a client sends are given back to a pool that this type has not. */
static void addresses_without_pool(const struct planted_call *call, struct canary *c)
{
    const cJSON *addresses = planted_property(call->sent, "allocatedIPAddresses");
    if (!on_connection(call, "PUT") || !cJSON_IsArray(addresses))
        return;
    canary_reached(c);
    const char *type = planted_text(at(call->sent, "properties"), "connectionType");
    if (call->accepted && addresses->child && same(type, "Dedicated"))
        canary_triggered(c);
}

/* Class 11. What belongs below properties is found beside them, and merged where there are none. */
static void state_on_top(const struct planted_call *call, struct canary *c)
{
    if (!on_connection(call, "PATCH") || !call->before || !cJSON_IsObject(call->sent))
        return;
    if (at(call->sent, "properties"))
        return;
    canary_reached(c);
    if (at(call->sent, "connectivityState") || at(call->sent, "connectionType"))
        canary_triggered(c);
}

/* Class 11. An array is taken for operations of RFC 6902, and the first one's "op" is read. */
static void list_of_changes(const struct planted_call *call, struct canary *c)
{
    if (!on_connection(call, "PATCH") || !cJSON_IsArray(call->sent) || !call->sent->child)
        return;
    canary_reached(c);
    if (call->before && !planted_text(call->sent->child, "op"))
        canary_triggered(c);
}

const struct planted_bug second_body_bugs[] = {
    {"key-of-none", "ends a key before its beginning", HARM_OVERFLOW, key_of_none},
    {"key-of-no-text", "measures a key that is no string", HARM_NULL, key_of_no_text},
    {"bits-by-name", "believes the bits in a cipher's name", HARM_OVERFLOW, bits_by_name},
    {"group-by-number", "takes a group behind the table", HARM_OVERFLOW, group_by_number},
    {"unit-of-time", "looks for a unit that is none", HARM_NULL, unit_of_time},
    {"key-inside-key", "goes on in half a node", HARM_NULL, key_inside_key},
    {"four-values-alike", "counts references up to three", HARM_NULL, four_values_alike},
    {"gateway-by-id-alone", "looks a gateway up by no name", HARM_NULL, gateway_by_id_alone},
    {"etag-half-quoted", "looks for the second quote", HARM_OVERFLOW, etag_half_quoted},
    {"addresses-without-pool", "gives addresses back to nobody", HARM_NULL, addresses_without_pool},
    {"state-on-top", "merges into a wrong object", HARM_STATUS, state_on_top},
    {"list-of-changes", "reads an operation that is none", HARM_NULL, list_of_changes},
    {0},
};
