/* The body of a PUT: an adapter's handler takes it or refuses it as the contract asks, and what it stores
 * is what it was sent. The input is the body. */
#include "fuzz/fuzz.h"
#include "fuzz/oracle/journal.h"
#include "fuzz/oracle/model.h"

const enum mutate_kind fuzz_kind = MUTATE_PUT;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct model *m = model_opened();
    struct operation o = {
        .method = "PUT", .below = {"", 0}, .body = {size ? (const char *)data : "", size}};
    model_reset(m);
    journal_add(o.body);
    model_do(m, &o);
    model_repeat(m, &o);
    model_end(m);
    return 0;
}
