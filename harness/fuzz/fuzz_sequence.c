/* A sequence of operations on up to four connections (oracle/sequence.h): after each, an adapter's handler
 * has stored what the contract asks, and nothing else. */
#include "fuzz/fuzz.h"
#include "fuzz/oracle/journal.h"
#include "fuzz/oracle/model.h"

const enum mutate_kind fuzz_kind = MUTATE_SEQUENCE;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct model *m = model_opened();
    struct operation list[SEQUENCE_MAX];
    struct bytes input = {size ? (const char *)data : "", size};
    size_t count = sequence_read(input, list);
    model_reset(m);
    journal_add(input);
    for (size_t i = 0; i < count; i++)
        model_do(m, &list[i]);
    model_end(m);
    return 0;
}
