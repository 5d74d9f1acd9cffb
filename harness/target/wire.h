/* wire.h - requests byte for byte, over one connection at a time: libcurl makes it (names, TLS) and
 * carries bytes, framing.h says where answers end; for harness/target/ only. */
#ifndef TARGET_WIRE_H
#define TARGET_WIRE_H

#include "base/buf.h"
#include "base/err.h"
#include "target/target.h"

#include <stdbool.h>

struct wire {
    void *model;        /* a handle set up for the origin, CONNECT_ONLY; borrowed */
    const char *origin; /* for notes; borrowed */
    const struct target_options *options; /* with no 0 for its bounds; borrowed */
    bool pipelined; /* what comes behind an answer is the next one; else it ends the connection */
    void *curl;     /* a copy of the model that made the last connection; owned; may be NULL */
    bool connected; /* its connection may be used again */
    struct buf residue; /* what came behind the last answer */
};

struct outbound {
    struct bytes head, body;
    size_t answer_max; /* bytes of its body; 0: the options' */
    bool no_body;      /* the answer has none whatever its headers say: HEAD */
    bool last; /* the connection is not used again: who knows what the peer is waiting for */
};

/* Sends it and reads the answer; *rs is zeroed. An answer that comes before all was sent ends the
 * sending. A kept connection that was closed meanwhile is replaced, and so is one, once, that ends
 * before a byte of the answer. -1: libcurl could not even try to connect. */
int wire_send(struct wire *w, const struct outbound *out, struct response *rs, struct err *err);

void wire_close(struct wire *w);

#endif
