#include "contract/derive_values.h"

#include "base/buf.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool names(const cJSON *listed, const char *type)
{
    const char *name = cJSON_GetStringValue(listed);
    return name && (strcmp(name, type) == 0 ||
                    (strcmp(name, "integer") == 0 && strcmp(type, "number") == 0));
}

bool type_lists(const cJSON *type, const char *name)
{
    const cJSON *listed;
    if (!type)
        return true;
    if (!cJSON_IsArray(type))
        return names(type, name);
    cJSON_ArrayForEach(listed, type) if (names(listed, name)) return true;
    return false;
}

static cJSON *array_with(const cJSON *item)
{
    cJSON *array = cJSON_CreateArray();
    cJSON_AddItemToArray(array, cJSON_Duplicate(item, true));
    return array;
}

static cJSON *object_with(const cJSON *value)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddItemToObject(object, "name", cJSON_Duplicate(value, true));
    return object;
}

void values_of_other_types(const cJSON *type, const cJSON *good, value_seen see, void *context)
{
    if (!type_lists(type, "string"))
        see(context, "string", cJSON_CreateString("text"), cJSON_CreateString(""));
    if (!type_lists(type, "number"))
        see(context, "number", cJSON_CreateNumber(1), cJSON_CreateNumber(0));
    if (!type_lists(type, "boolean"))
        see(context, "boolean", cJSON_CreateTrue(), cJSON_CreateFalse());
    if (!type_lists(type, "array"))
        see(context, "array", array_with(good), cJSON_CreateArray());
    if (!type_lists(type, "object"))
        see(context, "object", object_with(good), cJSON_CreateObject());
}

static bool is_listed(const cJSON *list, const char *text)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, list)
    {
        if (cJSON_IsString(item) && strcasecmp(item->valuestring, text) == 0)
            return true;
    }
    return false;
}

static void beside(const cJSON *list, const char *how, char *text, value_seen see, void *context)
{
    if (!is_listed(list, text))
        see(context, how, cJSON_CreateString(text), NULL);
    free(text);
}

void values_beside(const cJSON *list, value_seen see, void *context)
{
    const char *first = cJSON_GetStringValue(cJSON_GetArrayItem(list, 0));
    if (!first || !*first)
        return;
    beside(list, "empty", mem_string(""), see, context);
    beside(list, "unknown", mem_string("Unknown"), see, context);
    beside(list, "cut", mem_copy(first, strlen(first) - 1), see, context);
    beside(list, "longer", mem_format("%ss", first), see, context);
    beside(list, "padded", mem_format(" %s", first), see, context);
    beside(list, "joined", mem_format("%s,%s", first, first), see, context);
}

static size_t character_bytes(const char *text)
{
    size_t n = *text != '\0';
    while (n && ((unsigned char)text[n] & 0xc0) == 0x80)
        n++;
    return n;
}

cJSON *value_of_length(const cJSON *good, size_t length)
{
    const char *from = cJSON_GetStringValue(good);
    struct buf text = buf_new(length * 4 + 1);
    if (!from || !*from)
        from = "x";
    while (length--) {
        size_t n = character_bytes(from);
        buf_add(&text, from, n);
        if (from[n])
            from += n;
    }
    char *taken = buf_take(&text);
    cJSON *value = cJSON_CreateString(taken);
    free(taken);
    return value;
}
