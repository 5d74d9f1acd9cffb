/* dsse.h - a payload in a Dead Simple Signing Envelope (DSSE 1.0), signed with Ed25519 (RFC 8032) or not at all. */
#ifndef REPORTS_DSSE_H
#define REPORTS_DSSE_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>

#define DSSE_KEY_ID 65 /* SHA-256 of the raw public key, in hexadecimal */

/* The envelope as JSON. `key` is the path of an Ed25519 private key in PEM (openssl genpkey -algorithm ed25519), which
 * is read and nowhere written; NULL: there is no signature. -1 for what is no such key. */
int dsse_seal(struct buf *out, const char *type, struct bytes payload, const char *key,
              struct err *err);

struct dsse {
    char *payload; /* NUL-terminated, to free() */
    size_t len;
    size_t signatures;
    char key_id[DSSE_KEY_ID]; /* what the first one says it is of; "": nothing. Printable */
    bool verified;            /* by the key that was asked for */
};

/* Reads an envelope of that type. `key` is the path of an Ed25519 public key in PEM; NULL: no signature is looked at. -1
 * for what is no envelope, has another type, or where the key cannot be read; a signature that is not the key's is
 * no error: `verified` is false. */
int dsse_open(struct dsse *out, struct bytes envelope, const char *type, const char *key,
              struct err *err);

#endif
