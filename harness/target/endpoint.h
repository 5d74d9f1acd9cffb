/* endpoint.h - the URL of a target, taken apart. */
#ifndef TARGET_ENDPOINT_H
#define TARGET_ENDPOINT_H

#include "base/err.h"

#include <stdbool.h>

struct endpoint {
    char *origin; /* "https://host:port" */
    char *prefix; /* its path without one last '/'; "" for none */
    bool tls, loopback;
};

/* Refuses what a target's URL must not have: user and password, query, fragment, no host. */
int endpoint_parse(struct endpoint *out, const char *url, struct err *err);
void endpoint_free(struct endpoint *e);

#endif
