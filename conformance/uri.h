/* uri.h - the request targets of the connection API, as the target under test serves them. */
#ifndef CONFORMANCE_URI_H
#define CONFORMANCE_URI_H

#include "base/buf.h"

#include <stdbool.h>

enum method { METHOD_PUT, METHOD_PATCH, METHOD_GET, METHOD_DELETE, METHOD_POST, METHOD_OTHER };
#define METHODS 5                       /* METHOD_OTHER is named by the step that uses it */
const char *method_name(enum method m); /* "PUT" */

/* What a target can be asked for, each under a spelling of its own (E1). */
enum operation {
    OP_PUT,
    OP_PATCH,
    OP_GET,
    OP_DELETE,
    OP_KEY,
    OP_SET_KEY,
    OP_RESET_KEY,
    OP_LIST,
    OP_GATEWAY,
    OP_LOCAL_GATEWAY,
};
#define OPERATIONS 10
const char *operation_name(enum operation op);  /* "set-key", as in a scenario's `requires` */
const char *operation_words(enum operation op); /* "PUT .../sharedkey" */
bool operation_parse(const char *name, enum operation *out);

/* Of a method and what stands behind a connection's URI ("", "/sharedkey") or a group's
 * ("/providers/microsoft.network/virtualNetworkGateways/NAME"). What the API does not have counts as
 * the operation on the same resource that it is nearest to. */
enum operation operation_of(enum method method, const char *rest);

/* What was found out about the target before the run (E1, and what it has). */
struct surface {
    bool plural[OPERATIONS]; /* resourceGroups rather than resourceGroup */
    bool both[OPERATIONS];   /* it serves either spelling */
    bool has[OPERATIONS];
};

/* Whose URI: the names of one connection, or of a group (name NULL). */
struct place {
    const char *subscription, *group, *name;
    const char
        *segments; /* "upper", "lower": the fixed segments are written so; NULL: as printed */
};

/* "/subscriptions/S/resourceGroup/G", then for a connection
 * "/providers/microsoft.network/connections/N"; names percent-encoded (RFC 3986 unreserved stay).
 */
void uri_of(struct buf *out, const struct surface *surface, enum operation op,
            const struct place *place);

/* Appends a name, percent-encoded. */
void uri_encode(struct buf *out, const char *name);

#endif
