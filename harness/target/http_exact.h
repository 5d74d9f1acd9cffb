/* http_exact.h - requests byte for byte, over connections that libcurl makes and nothing more; for
 * harness/target/ only. */
#ifndef TARGET_HTTP_EXACT_H
#define TARGET_HTTP_EXACT_H

#include "base/buf.h"
#include "base/err.h"
#include "base/message.h"

#include <stdbool.h>

struct exact {
    void *model;        /* a handle set up for the target, CONNECT_ONLY; owned; NULL: not yet */
    void *curl;         /* a copy of it that made the last connection; owned; may be NULL */
    bool connected;     /* its connection may be used again */
    struct buf residue; /* what came behind the last answer */
    unsigned timeout_ms;
    size_t max_answer;
    bool (*give_up)(void *context);
    void *context;
};

void exact_close(struct exact *e);

/* Sends head and body and reads the answer; *rs is zeroed. An answer that comes before all was sent
 * ends the sending. A connection that was closed between two requests is replaced; one that ends
 * before a byte of the answer is replaced once, if it was used before. */
void exact_send(struct exact *e, struct bytes head, struct bytes body, bool is_head,
                struct response *rs);

#endif
