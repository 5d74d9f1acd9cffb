#include "reference/table.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

struct table table_new(uint64_t seed, void (*release)(void *value))
{
    return (struct table){.seed = seed, .release = release};
}

static void free_entry(struct table *t, struct entry *e)
{
    t->release(e->value);
    free(e->key);
    free(e);
}

void table_clear(struct table *t)
{
    for (struct entry *e = t->first, *next; e; e = next) {
        next = e->next;
        free_entry(t, e);
    }
    free(t->slots);
    *t = table_new(t->seed, t->release);
}

static uint64_t mix(uint64_t h)
{
    h ^= h >> 32;
    h *= UINT64_C(0xD6E8FEB86659FD93);
    return h ^ h >> 32;
}

static uint64_t hash_of(const struct table *t, const char *key)
{
    uint64_t h = t->seed;
    for (; *key; key++)
        h = mix(h ^ (unsigned char)*key) + t->seed;
    return mix(h);
}

static struct entry **find(const struct table *t, const char *key, uint64_t hash)
{
    struct entry **at = &t->slots[hash & (t->size - 1)];
    while (*at && ((*at)->hash != hash || strcmp((*at)->key, key) != 0))
        at = &(*at)->chain;
    return at;
}

void *table_get(const struct table *t, const char *key)
{
    if (!t->size)
        return NULL;
    struct entry *e = *find(t, key, hash_of(t, key));
    return e ? e->value : NULL;
}

static void grow(struct table *t)
{
    t->size = t->size ? t->size * 2 : 16;
    free(t->slots);
    t->slots = mem_alloc(t->size * sizeof *t->slots);
    for (struct entry *e = t->first; e; e = e->next) {
        struct entry **slot = &t->slots[e->hash & (t->size - 1)];
        e->chain = *slot;
        *slot = e;
    }
}

void table_add(struct table *t, const char *key, void *value)
{
    if (t->count == t->size)
        grow(t);
    struct entry *e = mem_alloc(sizeof *e);
    *e = (struct entry){.key = mem_string(key), .value = value, .hash = hash_of(t, key)};
    *find(t, key, e->hash) = e;
    e->before = t->last;
    *(t->last ? &t->last->next : &t->first) = e;
    t->last = e;
    t->count++;
}

void table_remove(struct table *t, const char *key)
{
    struct entry **at = t->size ? find(t, key, hash_of(t, key)) : NULL;
    if (!at || !*at)
        return;
    struct entry *e = *at;
    *at = e->chain;
    *(e->before ? &e->before->next : &t->first) = e->next;
    *(e->next ? &e->next->before : &t->last) = e->before;
    t->count--;
    free_entry(t, e);
}
