/* uri.h - the request targets of the connection API, as the target under test serves them. */
#ifndef CONFORMANCE_URI_H
#define CONFORMANCE_URI_H

#include "base/buf.h"

#include <stdbool.h>

enum method { METHOD_PUT, METHOD_PATCH, METHOD_GET, METHOD_DELETE, METHOD_POST };
#define METHODS 5
const char *method_name(enum method m); /* "PUT" */

/* What was found out about the target before the run (E1, and what it has). */
struct surface {
    bool plural[METHODS]; /* resourceGroups rather than resourceGroup, for this method */
    bool both[METHODS];   /* it serves either spelling */
    bool has_get, has_delete;
};

/* Whose URI: the names of one connection, or of a group (name NULL). */
struct place {
    const char *subscription, *group, *name;
};

/* "/subscriptions/S/resourceGroup/G", then for a connection
 * "/providers/microsoft.network/connections/N"; names percent-encoded (RFC 3986 unreserved stay).
 */
void uri_of(struct buf *out, const struct surface *surface, enum method method,
            const struct place *place);

#endif
