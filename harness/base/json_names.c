#include "base/json_names.h"
#include "base/json_text.h"
#include "base/mem.h"

#include <stdlib.h>

#define FEW ((size_t)16) /* names that are compared each with each */

/* FNV-1a, 64 bits */
static uint64_t hash_byte(uint64_t hash, unsigned c)
{
    return (hash ^ c) * 0x100000001B3u;
}

static uint64_t hash_of(const char *quote)
{
    struct json_reader r = {.at = quote + 1};
    uint64_t hash = 0xCBF29CE484222325u;
    for (; json_plain(*r.at); r.at++)
        hash = hash_byte(hash, (unsigned char)*r.at);
    for (int c; (c = json_next(&r)) >= 0;)
        hash = hash_byte(hash, (unsigned)c);
    return hash;
}

void json_names_add(struct json_names *names, const char *quote)
{
    if (names->count == names->cap) {
        names->cap = names->cap ? names->cap * 2 : 32;
        names->list = mem_grow(names->list, names->cap, sizeof *names->list);
    }
    names->list[names->count++] = (struct json_name){hash_of(quote), quote};
}

static int compare_text(const struct json_name *a, const struct json_name *b)
{
    struct json_reader left = {.at = a->quote + 1}, right = {.at = b->quote + 1};
    int l, r;
    do {
        l = json_next(&left);
        r = json_next(&right);
    } while (l == r && l >= 0);
    return l - r;
}

static int by_name_then_place(const void *left, const void *right)
{
    const struct json_name *a = left, *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    int order = compare_text(a, b);
    return order ? order : (a->quote > b->quote) - (a->quote < b->quote);
}

static bool are_same(const struct json_name *a, const struct json_name *b)
{
    return a->hash == b->hash && compare_text(a, b) == 0;
}

/* The names are in the order of the text. */
static const char *first_repeated(const struct json_name *list, size_t count)
{
    for (size_t i = 1; i < count; i++)
        for (size_t k = 0; k < i; k++)
            if (are_same(&list[k], &list[i]))
                return list[i].quote;
    return NULL;
}

const char *json_names_close(struct json_names *names, size_t first)
{
    const char *earliest = NULL;
    size_t count = names->count - first;
    names->count = first;
    if (count < 2)
        return NULL;
    struct json_name *list = names->list + first;
    if (count <= FEW)
        return first_repeated(list, count);
    qsort(list, count, sizeof *list, by_name_then_place);
    for (size_t i = 1; i < count; i++) {
        if (are_same(&list[i - 1], &list[i]) && (!earliest || list[i].quote < earliest))
            earliest = list[i].quote;
    }
    return earliest;
}
