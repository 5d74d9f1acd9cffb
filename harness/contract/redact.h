/* redact.h - secrets taken out of text, however they are spelled there.
 *
 * A secret is found raw, with any of its characters percent-encoded or JSON-escaped (once or more
 * often), and as the Base64 or Base64url of the whole of it. */
#ifndef CONTRACT_REDACT_H
#define CONTRACT_REDACT_H

#include "base/buf.h"
#include "base/bytes.h"

#include <stdbool.h>
#include <stddef.h>

#define REDACTED "[redacted]"
#define SECRET_MIN 4 /* bytes; anything shorter would be found everywhere */

#define SECRET_STARTS 65536u

struct secrets {
    struct spelling {
        char *text;     /* owned; an entry for SLASHED shares that of another */
        unsigned start; /* a hash of its first three bytes, or SLASHED */
    } * list; /* by start; the same spelling is there once, or twice when it is SLASHED, too */
    size_t count;
    bool first[256];                         /* bytes a spelling can begin with */
    unsigned char starts[SECRET_STARTS / 8]; /* bits: the hashes there are */
};

/* Shorter than SECRET_MIN, or known: ignored. */
void secrets_add(struct secrets *s, const char *secret);
void secrets_free(struct secrets *s);

/* Appends the text with REDACTED in the place of each secret. What begins at or behind byte `keep`
 * is left out; a secret that begins before it is found whole. */
void secrets_apply(const struct secrets *s, struct bytes text, size_t keep, struct buf *out);

/* Base64 (RFC 4648 section 4), with padding. */
void base64_add(struct buf *out, struct bytes data);

#endif
