/* body.h - the body of a request, as far as a JSON object. */
#ifndef REFERENCE_BODY_H
#define REFERENCE_BODY_H

#include "reference/seam.h"

#include <stdbool.h>

/* True when the request is refused for its Content-Type: application/json (in UTF-8, if it says),
 * and in a PATCH application/merge-patch+json too. A request without a body need not have one. */
bool body_type_refuses(struct call *c);

/* Reads the body into c->sent, an object; true when the request is refused instead. */
bool body_refuses(struct call *c);

#endif
