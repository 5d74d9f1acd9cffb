/* engine.h - counters of our own that libFuzzer and AFL++ take for those of code they run. */
#ifndef HTTP_ENGINE_H
#define HTTP_ENGINE_H

#include <stddef.h>
#include <stdint.h>

struct engine_counters {
    volatile uint8_t *counters; /* libFuzzer's, which reads and clears them with each input */
    uintptr_t *places;          /* what it takes for their addresses in code; it keeps this */
    uint32_t *guards;           /* AFL++'s: 0 each without it */
    size_t count;
};

/* For as long as the process lives. Before an engine's first input, and before it forks. Without an engine they
 * count too, and nobody looks. */
struct engine_counters engine_counters(size_t count);

/* It ran in this input. */
void engine_set(const struct engine_counters *e, size_t at);
void engine_clear(const struct engine_counters *e);

#endif
