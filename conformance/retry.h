/* retry.h - how long an answer asks to be left alone (RFC 9110 section 10.2.3). */
#ifndef CONFORMANCE_RETRY_H
#define CONFORMANCE_RETRY_H

#include "base/message.h"

#include <stdbool.h>

#define RETRY_WAIT_MAX                                                                             \
    5.0               /* seconds that are waited at once; who asks for more is not waited for */
#define RETRY_TIMES 3 /* a request */
#define RETRY_RUN_MAX 60.0 /* seconds in all of a run */

/* A whole 429 or 503 whose one Retry-After is a number of seconds or a date that is not past, by the
 * answer's own Date or else by `now` (seconds since 1970). False: there is nothing to wait for. */
bool retry_after(const struct response *rs, double now, double *seconds);

#endif
