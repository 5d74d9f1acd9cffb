/* precondition.h - If-Match and If-None-Match (RFC 9110 sections 13.1.1, 13.1.2 and 13.2). */
#ifndef REFERENCE_PRECONDITION_H
#define REFERENCE_PRECONDITION_H

#include "reference/seam.h"

#include <stdbool.h>

/* True when the request is refused: 412, 304 for GET and HEAD, 400 for a header that is neither "*"
 * nor a list of entity tags. `etag` is that of what is there now, NULL for nothing. Tags compare
 * weakly in If-Match too, since every tag of ours is weak and would never match otherwise
 * (PLAT-09). */
bool precondition_refuses(struct call *c, const char *etag);

#endif
