/* body.h - a message's body as members of a line: "bodyLength", and as much of the body as is kept,
 * redacted, in "body" or "bodyBase64". */
#ifndef CONTRACT_BODY_H
#define CONTRACT_BODY_H

#include "base/bytes.h"
#include "contract/record_line.h"

enum body_kind {
    BODY_PLAIN,
    BODY_KEY_REQUEST, /* to .../sharedkey or .../sharedkey/reset */
    BODY_KEY_ANSWER,  /* from there */
};

/* Whether a request target leads to a connection's shared key. */
bool body_is_key(const char *path);

/* Registers the shared keys in it, then adds the members: at most `max` bytes of it,
 * and of what is cut away the length alone. */
void body_line(struct record_line *to, struct secrets *secrets, struct bytes body,
               enum body_kind kind, size_t max);

#endif
