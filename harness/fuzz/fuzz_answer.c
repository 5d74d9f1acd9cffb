/* An HTTP/1.1 answer as it comes in: however the bytes are cut, the same answer comes out, within its
 * bounds. */
#include "fuzz/fuzz.h"
#include "target/framing.h"

#include <stdlib.h>
#include <string.h>

#define BODY_MAX 4096

struct outcome {
    struct response rs;
    size_t taken;
    bool whole;
};

/* In pieces of `step` bytes. */
static struct outcome take(struct bytes wire, size_t step, bool head)
{
    struct outcome o = {.taken = 0};
    struct answer answer = answer_new(&o.rs, BODY_MAX);
    struct framing framing = framing_new(&answer, head);
    while (o.taken < wire.len && framing.state != FRAMING_DONE && framing.state != FRAMING_BROKEN) {
        size_t len = wire.len - o.taken < step ? wire.len - o.taken : step;
        o.taken += framing_feed(&framing, (struct bytes){wire.ptr + o.taken, len});
    }
    o.whole = framing_close(&framing) && answer_end(&answer);
    (void)framing_keeps(&framing);
    framing_free(&framing);
    buf_free(&answer.body);
    must(o.rs.headers.count <= 1000, "%zu headers", o.rs.headers.count);
    must(o.rs.body_len <= BODY_MAX, "%zu bytes of body", o.rs.body_len);
    return o;
}

static void hold_same(const struct outcome *a, const struct outcome *b, size_t step)
{
    must(a->whole == b->whole, "whole or not depends on the pieces (%zu)", step);
    must(a->rs.status == b->rs.status, "the status depends on the pieces (%zu)", step);
    must(!a->whole || a->taken == b->taken, "the end depends on the pieces (%zu)", step);
    must(a->rs.headers.count == b->rs.headers.count, "headers depend on the pieces (%zu)", step);
    must(!a->whole || (a->rs.body_len == b->rs.body_len &&
                       memcmp(a->rs.body, b->rs.body, a->rs.body_len) == 0),
         "the body depends on the pieces (%zu)", step);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const size_t steps[] = {1, 2, 7};
    struct bytes wire = {(const char *)data, size};
    for (int head = 0; head < 2; head++) {
        struct outcome once = take(wire, size + 1, head);
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
            struct outcome cut = take(wire, steps[i], head);
            hold_same(&once, &cut, steps[i]);
            response_free(&cut.rs);
        }
        response_free(&once.rs);
    }
    return 0;
}
