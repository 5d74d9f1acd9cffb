/* random.h - numbers that look random and are the same for the same seed, on every machine. */
#ifndef MUTATE_RANDOM_H
#define MUTATE_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dice {
    uint64_t state;
};

/* One step of splitmix64: a bijection of the counter, so that near seeds are far apart at once. */
static inline uint32_t dice_roll(struct dice *d)
{
    uint64_t z = d->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (uint32_t)(z >> 32);
}

/* 0 .. count-1; 0 when count is 0. */
static inline uint32_t dice_below(struct dice *d, size_t count)
{
    return (uint32_t)(((uint64_t)dice_roll(d) * (uint64_t)count) >> 32);
}

static inline bool dice_percent(struct dice *d, unsigned percent)
{
    return dice_below(d, 100) < percent;
}

#endif
