/* mutate_libfuzzer.c - the mutator in front of libFuzzer. Linked with a harness that says what its inputs
 * are (fuzz_kind, fuzz.h). */
#include "fuzz/fuzz.h"
#include "fuzz/mutate.h"

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size,
                                 uint8_t *out, size_t max, unsigned seed);

static struct mutator *mutator(void)
{
    static struct mutator *m; /* libFuzzer hands nothing on from call to call */
    struct err err;
    if (!m)
        must(m = mutator_open(fuzz_kind, &err), "%s", err.text);
    return m;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    return mutator_mutate(mutator(), data, size, max, seed);
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size,
                                 uint8_t *out, size_t max, unsigned seed)
{
    return mutator_cross(mutator(), a, a_size, b, b_size, out, max, seed);
}
