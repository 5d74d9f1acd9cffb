#include "reference/patch.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* MergePatch with a target that is no object: nothing to look up, so linear. */
static cJSON *without_nulls(const cJSON *patch)
{
    if (!cJSON_IsObject(patch))
        return cJSON_Duplicate(patch, true);
    cJSON *result = cJSON_CreateObject();
    for (const cJSON *item = patch->child; item; item = item->next)
        if (!cJSON_IsNull(item))
            cJSON_AddItemToObject(result, item->string, without_nulls(item));
    return result;
}

static void put(cJSON *object, cJSON *old, const char *name, cJSON *value)
{
    if (old)
        cJSON_ReplaceItemInObjectCaseSensitive(object, name, value);
    else
        cJSON_AddItemToObject(object, name, value);
}

static void merge_into(cJSON *target, const cJSON *patch);

static void merge_member(cJSON *target, const cJSON *item)
{
    cJSON *old = cJSON_GetObjectItemCaseSensitive(target, item->string);
    if (cJSON_IsNull(item))
        cJSON_DeleteItemFromObjectCaseSensitive(target, item->string);
    else if (cJSON_IsObject(item) && cJSON_IsObject(old))
        merge_into(old, item);
    else
        put(target, old, item->string, without_nulls(item));
}

static void merge_into(cJSON *target, const cJSON *patch)
{
    for (const cJSON *item = patch->child; item; item = item->next)
        merge_member(target, item);
}

cJSON *patch_connection(const cJSON *base, const cJSON *patch)
{
    cJSON *result = cJSON_Duplicate(base, true);
    for (const cJSON *item = patch->child; item; item = item->next) {
        if (strcmp(item->string, "tags") == 0 && cJSON_IsObject(item)) {
            cJSON *old = cJSON_GetObjectItemCaseSensitive(result, "tags");
            put(result, old, "tags", cJSON_Duplicate(item, true));
        } else {
            merge_member(result, item);
        }
    }
    return result;
}
