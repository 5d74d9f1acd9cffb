/* The mutator itself: whatever the bytes, it stays within its bounds, changes nothing beyond, and does the
 * same twice. The input is what is mutated; its bytes also make the seeds and the room. */
#include "base/mem.h"
#include "fuzz/fuzz.h"
#include "fuzz/mutate.h"

#include <string.h>

#define GUARD 16 /* bytes behind the room, which stay as they are */
#define KINDS 3

static struct mutator *open_one(enum mutate_kind kind)
{
    struct err err;
    struct mutator *m = mutator_open(kind, &err);
    must(m, "%s", err.text);
    return m;
}

static uint32_t hash(const uint8_t *data, size_t size)
{
    uint32_t sum = 2166136261u;
    for (size_t i = 0; i < size; i++)
        sum = (sum ^ data[i]) * 16777619u;
    return sum;
}

static uint8_t *room_for(const uint8_t *data, size_t size, size_t max)
{
    uint8_t *room = mem_alloc(max + GUARD);
    memset(room, 0xA5, max + GUARD);
    if (size)
        memcpy(room, data, size < max ? size : max);
    return room;
}

static void hold_guard(const uint8_t *room, size_t len, size_t max)
{
    must(len <= max, "%zu bytes where there is room for %zu", len, max);
    must(!max || len, "nothing came out");
    for (size_t i = 0; i < GUARD; i++)
        must(room[max + i] == 0xA5, "a byte behind the room was changed");
}

static void mutate(struct mutator *m, const uint8_t *data, size_t size, size_t max, uint32_t seed)
{
    uint8_t *first = room_for(data, size, max), *second = room_for(data, size, max);
    size_t a = mutator_mutate(m, first, size, max, seed);
    hold_guard(first, a, max);
    size_t b = mutator_mutate(m, second, size, max, seed);
    must(a == b && memcmp(first, second, a) == 0, "the same seed, and something else: %s",
         mutator_describe(m));
    size_t half = size / 2;
    a = mutator_cross(m, data, half, data + half, size - half, first, max, seed);
    hold_guard(first, a, max);
    b = mutator_cross(m, data, half, data + half, size - half, second, max, seed);
    must(a == b && memcmp(first, second, a) == 0, "the same two, and something else");
    free(first);
    free(second);
}

/* Each step is smaller or written anew, and there is an end of them. */
static void trim(struct mutator *m, const uint8_t *data, size_t size)
{
    uint8_t *room = room_for(data, size, size);
    size_t step = 0, len;
    while ((len = mutator_trim(m, data, size, room, step))) {
        hold_guard(room, len, size);
        must(++step < 5000, "no end of trimming");
    }
    free(room);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct mutator *all[KINDS]; /* opened once: an execution would be nothing beside it */
    uint32_t seed = hash(data, size);
    size_t room[] = {size + 4096, size, 1 + seed % 64};
    for (size_t i = 0; i < KINDS; i++) {
        if (!all[i])
            all[i] = open_one((enum mutate_kind)i);
        for (size_t k = 0; k < sizeof room / sizeof *room; k++)
            mutate(all[i], data, size, room[k], seed + (uint32_t)k);
        if (size < 2048)
            trim(all[i], data, size);
    }
    return 0;
}
