#include "base/json.h"
#include "base/mem.h"

#include <stdlib.h>

/* The tree's own depth bounds the recursion: json_read makes none deeper than JSON_READ_DEPTH. */

static bool same_items(const cJSON *a, const cJSON *b)
{
    const cJSON *left = a->child, *right = b->child;
    while (left && right && json_equal(left, right)) {
        left = left->next;
        right = right->next;
    }
    return !left && !right;
}

static bool in_same_order(const cJSON *a, const cJSON *b)
{
    const cJSON *left = a->child, *right = b->child;
    while (left && right && strcmp(left->string, right->string) == 0) {
        left = left->next;
        right = right->next;
    }
    return !left && !right;
}

static int by_name(const void *left, const void *right)
{
    const cJSON *const *a = left, *const *b = right;
    return strcmp((*a)->string, (*b)->string);
}

static const cJSON **sorted(const cJSON *object, size_t count)
{
    const cJSON **list = mem_alloc(count * sizeof *list), *member;
    size_t n = 0;
    cJSON_ArrayForEach(member, object) list[n++] = member;
    qsort(list, count, sizeof *list, by_name);
    return list;
}

static size_t count_members(const cJSON *object)
{
    size_t count = 0;
    const cJSON *member;
    cJSON_ArrayForEach(member, object) count++;
    return count;
}

static bool same_members(const cJSON *a, const cJSON *b)
{
    if (in_same_order(a, b))
        return same_items(a, b);
    size_t count = count_members(a), i = 0;
    if (count != count_members(b))
        return false;
    const cJSON **left = sorted(a, count), **right = sorted(b, count);
    while (i < count && by_name(&left[i], &right[i]) == 0 && json_equal(left[i], right[i]))
        i++;
    free(left);
    free(right);
    return i == count;
}

bool json_equal(const cJSON *a, const cJSON *b)
{
    if (!a || !b || (a->type & 0xFF) != (b->type & 0xFF))
        return a == b;
    switch (a->type & 0xFF) {
    case cJSON_Number:
        return a->valuedouble == b->valuedouble;
    case cJSON_String:
    case cJSON_Raw:
        return strcmp(a->valuestring, b->valuestring) == 0;
    case cJSON_Array:
        return same_items(a, b);
    case cJSON_Object:
        return same_members(a, b);
    default:
        return true;
    }
}
