/* uri.h - which resource a request is about. */
#ifndef REFERENCE_URI_H
#define REFERENCE_URI_H

#include <stdbool.h>
#include <stddef.h>

enum resource {
    RESOURCE_NONE,
    RESOURCE_CONNECTION,
    RESOURCE_KEY,                 /* .../connections/{name}/sharedkey */
    RESOURCE_KEY_RESET,           /* .../connections/{name}/sharedkey/reset */
    RESOURCE_GATEWAY,             /* .../{virtualNetworkGateways|localnetworkgateways}/{name} */
    RESOURCE_GATEWAY_CONNECTIONS, /* .../virtualNetworkGateways/{name}/connections */
};

#define URI_MAX_NAME 260 /* code points in a subscription, group, connection or gateway name */

struct uri {
    enum resource resource;
    char *subscription, *group, *name; /* decoded, in the case they were sent in; NULL for NONE */
    bool local;                        /* of a gateway: localnetworkgateways */
    char *version;                     /* the decoded api-version; NULL without one */
    bool several_versions;
    const char *problem; /* why the URI cannot be accepted; NULL: it can */
};

/* Takes path and query as they were sent. Everything that can be made out is filled in even where
 * there is a problem. Fixed segments match without case, resourceGroup in either spelling. */
void uri_parse(struct uri *out, const char *target);
void uri_free(struct uri *u);

#endif
