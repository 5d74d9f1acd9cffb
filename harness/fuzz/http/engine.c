#include "fuzz/http/engine.h"

#include "base/mem.h"

/* What an engine gives, where one is linked in (sanitizer_coverage of LLVM). */
__attribute__((weak)) void __sanitizer_cov_8bit_counters_init(uint8_t *begin, uint8_t *end);
__attribute__((weak)) void __sanitizer_cov_pcs_init(const uintptr_t *begin, const uintptr_t *end);
__attribute__((weak)) void __sanitizer_cov_trace_pc_guard_init(uint32_t *begin, uint32_t *end);
__attribute__((weak)) void __sanitizer_cov_trace_pc_guard(uint32_t *guard);
__attribute__((weak)) extern uint8_t *__afl_area_ptr;

struct engine_counters engine_counters(size_t count)
{
    uint8_t *counters = mem_alloc(count);
    struct engine_counters e = {counters, NULL, mem_alloc(count * sizeof *e.guards), count};
    if (&__afl_area_ptr && __sanitizer_cov_trace_pc_guard_init) {
        __sanitizer_cov_trace_pc_guard_init(e.guards, e.guards + count);
    } else if (__sanitizer_cov_8bit_counters_init && __sanitizer_cov_pcs_init) {
        e.places = mem_alloc(2 * count * sizeof *e.places);
        for (size_t i = 0; i < count; i++)
            e.places[2 * i] = (uintptr_t)&counters[i];
        __sanitizer_cov_8bit_counters_init(counters, counters + count);
        __sanitizer_cov_pcs_init(e.places, e.places + 2 * count);
    }
    return e;
}

void engine_set(const struct engine_counters *e, size_t at)
{
    e->counters[at] = 1;
    if (e->guards[at] && __sanitizer_cov_trace_pc_guard)
        __sanitizer_cov_trace_pc_guard(&e->guards[at]);
}

void engine_clear(const struct engine_counters *e)
{
    for (size_t i = 0; i < e->count; i++)
        e->counters[i] = 0;
}
