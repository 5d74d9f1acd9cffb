/* signature.h - what an answer looks like, as coverage: the only feedback there is from a target behind a
 * network.
 *
 * Counters of our own, which libFuzzer and AFL++ take for code (registered before main where an engine is
 * linked in). An answer counts for its status, its error's code and message (without what varies), the names of
 * its headers, its members and what kind and length each is, how long it took (in four classes), and for what
 * came before it. Never values: each input would look new. CONNSPEC_NO_SIGNATURES in the environment: nothing
 * counts, to measure what that is worth (scripts/bench-http). */
#ifndef HTTP_SIGNATURE_H
#define HTTP_SIGNATURE_H

#include "base/message.h"

/* An input begins. */
void signature_begin(void);
void signature_add(const char *method, const struct response *rs);

#endif
