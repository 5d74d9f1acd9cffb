/* framing.h - where an answer ends (RFC 9112 section 6), for bytes that no library takes apart.
 *
 * Fed with what comes in, in pieces of any size; hands lines and pieces to an answer. Bounded like
 * it, and besides by 256 KiB of chunk sizes and trailers. */
#ifndef TARGET_FRAMING_H
#define TARGET_FRAMING_H

#include "target/answer.h"

#include <stdint.h>

enum framing_state {
    FRAMING_HEAD,
    FRAMING_LENGTH, /* so many bytes are left */
    FRAMING_SIZE,
    FRAMING_CHUNK,
    FRAMING_CHUNK_END,
    FRAMING_TRAILERS,
    FRAMING_CLOSE, /* the body ends with the connection */
    FRAMING_DONE,
    FRAMING_BROKEN, /* answer->rs->note says why */
};

struct framing {
    struct answer *answer;
    enum framing_state state;
    struct buf line;
    uint64_t left;
    size_t overhead; /* bytes of chunk sizes and trailers */
    bool head;       /* the request was HEAD: there is no body */
};

struct framing framing_new(struct answer *answer, bool head);
void framing_free(struct framing *f);

/* Takes bytes until the answer is whole or broken; gives how many. */
size_t framing_feed(struct framing *f, struct bytes data);

/* The connection has ended: true when that is a whole answer. */
bool framing_close(struct framing *f);

/* The answer lets the connection be used again (RFC 9112 section 9.3). */
bool framing_keeps(const struct framing *f);

#endif
