/* member_bugs.c - bugs in what is made of one member. */
#include "fuzz/planted/planted.h"

#include <errno.h>
#include <stdlib.h>
#include <strings.h>

static bool writes(const struct planted_call *call)
{
    return !call->below.len && (planted_is(call, "PUT") || planted_is(call, "PATCH"));
}

static const cJSON *sent_tags(const struct planted_call *call)
{
    const cJSON *tags = cJSON_GetObjectItemCaseSensitive(call->sent, "tags");
    return writes(call) && cJSON_IsObject(tags) ? tags : NULL;
}

/* strncmp with the length of what was sent: a beginning of a word is the word. */
static void beginning_of_type(const struct planted_call *call, struct canary *c)
{
    static const char *const types[] = {"SiteToSite", "PointToSite", "Dedicated"};
    const cJSON *type = planted_property(call->sent, "connectionType");
    if (!writes(call) || !cJSON_IsString(type))
        return;
    const char *text = type->valuestring;
    size_t len = strlen(text);
    for (size_t i = 0; i < 3; i++) {
        if (len == 0 || len >= strlen(types[i]))
            continue;
        canary_reached(c);
        if (strncmp(text, types[i], len) == 0)
            canary_triggered(c);
    }
}

/* The two enumerations are looked up in one table. */
static void state_as_type(const struct planted_call *call, struct canary *c)
{
    const char *type =
        planted_text(cJSON_GetObjectItemCaseSensitive(call->sent, "properties"), "connectionType");
    if (!writes(call) || !type)
        return;
    canary_reached(c);
    if (strcmp(type, "Connected") == 0 || strcmp(type, "Disconnected") == 0)
        canary_triggered(c);
}

/* An array of as many as are allowed, and one more before that is looked at. */
static void sixteenth_tag(const struct planted_call *call, struct canary *c)
{
    int count = 0;
    const cJSON *tag;
    cJSON_ArrayForEach(tag, sent_tags(call))
    {
        count++;
        if (count > 8)
            canary_reached(c);
        if (count == 16)
            canary_triggered(c);
    }
}

/* A key in a buffer of 256 bytes with its end, when there is another tag before it. */
static void long_key_second(const struct planted_call *call, struct canary *c)
{
    int count = 0;
    const cJSON *tag;
    cJSON_ArrayForEach(tag, sent_tags(call))
    {
        size_t len = strlen(tag->string);
        if (len > 64)
            canary_reached(c);
        if (count > 0 && len >= 256)
            canary_triggered(c);
        count++;
    }
}

/* A hash table whose empty key means a free place. */
static void empty_key(const struct planted_call *call, struct canary *c)
{
    const cJSON *tag;
    cJSON_ArrayForEach(tag, sent_tags(call))
    {
        if (strlen(tag->string) > 1)
            continue;
        canary_reached(c);
        if (tag->string[0] == '\0' && call->accepted)
            canary_triggered(c);
    }
}

static const char *ipsec_text(const struct planted_call *call, const char *name)
{
    return writes(call) ? planted_text(planted_property(call->sent, "ipsecParameters"), name)
                        : NULL;
}

/* atoi: what does not fit an int is anything. */
static void life_time_overflow(const struct planted_call *call, struct canary *c)
{
    const char *text = ipsec_text(call, "saLifeTimeSeconds");
    if (!text || text[0] < '0' || text[0] > '9')
        return;
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (*end)
        return;
    if (value > 1000000)
        canary_reached(c);
    if (value > 2147483647u || errno == ERANGE)
        canary_triggered(c);
}

/* Kilobytes in an unsigned: what is negative becomes huge. */
static void negative_size(const struct planted_call *call, struct canary *c)
{
    const char *text = ipsec_text(call, "saDataSizeKilobytes");
    if (!text || *text != '-')
        return;
    canary_reached(c);
    if (text[1] >= '1' && text[1] <= '9')
        canary_triggered(c);
}

/* Hexadecimal and octal, since strtol was asked to guess. */
static void guessed_base(const struct planted_call *call, struct canary *c)
{
    const char *text = ipsec_text(call, "saLifeTimeSeconds");
    if (!text || text[0] != '0')
        return;
    canary_reached(c);
    if (text[1] == 'x' || (text[1] >= '1' && text[1] <= '7'))
        canary_triggered(c);
}

/* A location that is trimmed from its end, without a look at its beginning. */
static void blank_location(const struct planted_call *call, struct canary *c)
{
    const char *location = planted_text(call->sent, "location");
    if (!writes(call) || !location || !*location)
        return;
    size_t len = strlen(location);
    if (location[len - 1] != ' ')
        return;
    canary_reached(c);
    while (len && location[len - 1] == ' ')
        len--;
    if (!len)
        canary_triggered(c);
}

/* A location that is logged as a format. */
static void format_location(const struct planted_call *call, struct canary *c)
{
    const char *location = planted_text(call->sent, "location");
    const char *percent = writes(call) && location ? strchr(location, '%') : NULL;
    if (!percent)
        return;
    canary_reached(c);
    if (percent[1] == 'n' || percent[1] == 's')
        canary_triggered(c);
}

/* A gateway's name goes into a path as it is. */
static void gateway_path(const struct planted_call *call, struct canary *c)
{
    const char *const names[] = {planted_gateway(call->sent, "gateway1"),
                                 planted_gateway(call->sent, "gateway2")};
    for (size_t i = 0; i < 2 && writes(call); i++) {
        const char *slash = names[i] ? strchr(names[i], '/') : NULL;
        if (!slash)
            continue;
        canary_reached(c);
        if (slash[1])
            canary_triggered(c);
    }
}

/* The id that was sent is believed. */
static void sent_id(const struct planted_call *call, struct canary *c)
{
    const char *id = planted_text(call->sent, "id");
    if (!writes(call) || !id)
        return;
    canary_reached(c);
    const char *last = strrchr(id, '/');
    if (last && call->accepted && strncmp(last, "/cn", 3) != 0)
        canary_triggered(c);
}

/* Members are bound without case: two of them are one. */
static void member_in_two_cases(const struct planted_call *call, struct canary *c)
{
    const cJSON *location = cJSON_GetObjectItemCaseSensitive(call->sent, "location"), *m;
    if (!writes(call) || !location)
        return;
    cJSON_ArrayForEach(m, call->sent)
    {
        if (m == location || strcasecmp(m->string, "location") != 0)
            continue;
        canary_reached(c);
        if (cJSON_IsString(m) || cJSON_IsNull(m))
            canary_triggered(c);
    }
}

/* Text in UTF-16 inside: what is beyond it takes two, and the buffer was counted in characters. */
static void beyond_the_plane(const struct planted_call *call, struct canary *c)
{
    const cJSON *tag;
    cJSON_ArrayForEach(tag, sent_tags(call))
    {
        const char *text = cJSON_GetStringValue(tag);
        unsigned wide = 0;
        for (; text && *text; text++)
            wide += (unsigned char)*text >= 0xF0;
        if (wide)
            canary_reached(c);
        if (wide >= 8)
            canary_triggered(c);
    }
}

const struct planted_bug member_bugs[] = {
    {"beginning-of-type", "takes a beginning for the word", HARM_STATUS, beginning_of_type},
    {"state-as-type", "looks two enumerations up in one table", HARM_STATUS, state_as_type},
    {"sixteenth-tag", "writes behind an array of tags", HARM_OVERFLOW, sixteenth_tag},
    {"long-key-second", "writes behind a key", HARM_OVERFLOW, long_key_second},
    {"empty-key", "takes an empty key for a free place", HARM_STATUS, empty_key},
    {"life-time-overflow", "reads a number that does not fit", HARM_STATUS, life_time_overflow},
    {"negative-size", "makes a negative number huge", HARM_OVERFLOW, negative_size},
    {"guessed-base", "reads octal and hexadecimal", HARM_STATUS, guessed_base},
    {"blank-location", "trims beyond the beginning", HARM_OVERFLOW, blank_location},
    {"format-location", "logs a location as a format", HARM_NULL, format_location},
    {"gateway-path", "puts a gateway's name into a path", HARM_STATUS, gateway_path},
    {"sent-id", "believes the id that was sent", HARM_STATUS, sent_id},
    {"member-in-two-cases", "binds members without case", HARM_STATUS, member_in_two_cases},
    {"beyond-the-plane", "counts characters and writes units", HARM_OVERFLOW, beyond_the_plane},
    {0}};
