#include "conformance/once.h"

#include "base/mem.h"

#include <stdlib.h>

static uint64_t hash_of(const char *text) /* FNV-1a */
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
    return hash ? hash : 1;
}

/* The slot that holds it, or the free one where it belongs. */
static uint64_t *slot_of(const struct once *o, uint64_t hash)
{
    size_t at = (size_t)hash & (o->capacity - 1);
    while (o->slots[at] && o->slots[at] != hash)
        at = (at + 1) & (o->capacity - 1);
    return &o->slots[at];
}

static void grow(struct once *o)
{
    struct once bigger = {.capacity = o->capacity ? o->capacity * 2 : 1024, .count = o->count};
    bigger.slots = mem_alloc(bigger.capacity * sizeof *bigger.slots);
    for (size_t i = 0; i < o->capacity; i++)
        if (o->slots[i])
            *slot_of(&bigger, o->slots[i]) = o->slots[i];
    free(o->slots);
    *o = bigger;
}

bool once_add(struct once *o, const char *text)
{
    uint64_t hash = hash_of(text);
    if (o->count >= ONCE_MAX)
        return true;
    if (o->count * 2 >= o->capacity)
        grow(o);
    uint64_t *slot = slot_of(o, hash);
    if (*slot)
        return false;
    *slot = hash;
    o->count++;
    return true;
}

void once_free(struct once *o)
{
    free(o->slots);
    *o = (struct once){0};
}
