/* payload.h - bodies that are bytes (SCENARIOS.md, `bytes`). */
#ifndef CONFORMANCE_PAYLOAD_H
#define CONFORMANCE_PAYLOAD_H

#include "base/buf.h"
#include "conformance/corpus.h"

#define PAYLOAD_MAX ((size_t)80 << 20) /* bytes */

/* Appends what `bytes` says: a string, or an array of parts. -1 and err for a file that is not there
 * and for more than PAYLOAD_MAX. */
int payload_add(struct buf *out, const cJSON *bytes, const struct assets *assets,
                const struct corpus_names *names, struct err *err);

/* Appends the body as JSON text, with what `bytes` says in the place of the value at a pointer. */
int payload_add_within(struct buf *out, cJSON *body, const char *at, const cJSON *bytes,
                       const struct assets *assets, const struct corpus_names *names,
                       struct err *err);

/* Appends the body in chunks of `size` bytes, and the last one (RFC 9112 section 7.1). */
void payload_chunk(struct buf *out, struct bytes body, size_t size);

#endif
