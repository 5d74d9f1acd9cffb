/* The body of a PATCH, on the page's SiteToSite connection: an adapter's handler merges it or refuses it
 * as the contract asks. The input is the body. */
#include "fuzz/fuzz.h"
#include "fuzz/oracle/journal.h"
#include "fuzz/oracle/model.h"

const enum mutate_kind fuzz_kind = MUTATE_PATCH;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct model *m = model_opened();
    struct operation o = {
        .method = "PATCH", .below = {"", 0}, .body = {size ? (const char *)data : "", size}};
    model_reset(m);
    journal_add(o.body);
    model_store(m, "SiteToSite");
    model_do(m, &o);
    model_end(m);
    return 0;
}
