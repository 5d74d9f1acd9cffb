/* The reader of DSSE envelopes, which may be anybody's: refused with a reason, or a payload that ends. */
#include "fuzz/fuzz.h"
#include "reports/dsse.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct dsse envelope;
    struct err err = {0};
    struct bytes text = {size ? (const char *)data : "", size};
    if (dsse_open(&envelope, text, "application/vnd.in-toto+json", NULL, &err)) {
        must(*err.text, "refused without a reason");
        must(!envelope.payload, "a payload of what was refused");
        return 0;
    }
    must(!envelope.payload[envelope.len], "a payload without an end");
    must(!envelope.verified, "verified by no key");
    must(strlen(envelope.key_id) < DSSE_KEY_ID, "a key id without an end");
    free(envelope.payload);
    return 0;
}
