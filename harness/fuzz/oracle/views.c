#include "fuzz/oracle/views.h"

#include "base/mem.h"
#include "base/pointer.h"
#include "contract/compare.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *view_etag(const cJSON *shown)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(shown, "etag"));
}

cJSON *view_steady(const cJSON *shown)
{
    cJSON *copy = without_etag(shown);
    pointer_remove(copy, "/properties/connectivityState");
    pointer_remove(copy, "/properties/allocatedIPAddresses");
    return copy;
}

static char *folded(const char *place)
{
    char *out = mem_string(place), *end = out;
    for (const char *c = place; *c; c++) {
        bool letter = (*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z');
        if (letter || (*c >= '0' && *c <= '9') || (unsigned char)*c >= 0x80)
            *end++ = letter ? (char)(*c | 0x20) : *c;
    }
    *end = '\0';
    return out;
}

bool view_same_place(const char *a, const char *b)
{
    char *first = folded(a), *second = folded(b);
    bool same = strcmp(first, second) == 0;
    free(first);
    free(second);
    return same;
}

const char *view_text(const cJSON *tree, const char *pointer)
{
    return cJSON_GetStringValue(pointer_get(tree, pointer));
}

/* E11: a service may take a name for the gateway of that name. */
static void gateway_object(cJSON *wanted, const char *pointer)
{
    const char *name = view_text(wanted, pointer);
    if (!name)
        return;
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "name", name);
    pointer_set(wanted, pointer, object);
}

void view_respell(cJSON *wanted, const cJSON *shown, bool moved)
{
    static const char *const pointers[] = {
        "/properties/connectionType", "/properties/gateway1/name", "/properties/gateway2/name"};
    const char *sent = view_text(wanted, "/location"), *now = view_text(shown, "/location");
    gateway_object(wanted, "/properties/gateway1");
    gateway_object(wanted, "/properties/gateway2");
    if (moved && sent && now && view_same_place(sent, now))
        pointer_set(wanted, "/location", cJSON_CreateString(now));
    for (size_t i = 0; i < sizeof pointers / sizeof *pointers; i++) {
        sent = view_text(wanted, pointers[i]);
        now = view_text(shown, pointers[i]);
        if (sent && now && strcasecmp(sent, now) == 0)
            pointer_set(wanted, pointers[i], cJSON_CreateString(now));
    }
}
