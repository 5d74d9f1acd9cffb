/* discover.h - what the target has, found out before the run: which URI spelling each operation is
 * served under (E1), and whether there is GET and DELETE. */
#ifndef CONFORMANCE_DISCOVER_H
#define CONFORMANCE_DISCOVER_H

#include "conformance/client.h"

#include <stdbool.h>

struct discovery {
    struct surface surface;
    bool put_works;     /* a good PUT was accepted */
    char *trouble;      /* what stands in the way of the whole run, for the user; NULL: nothing */
    bool set_up_failed; /* the trouble is access or set-up, not conformance: nothing can be said */
};

/* Creates the gateways first if the options say so. -1 only when nothing could even be tried. */
int discover(struct client *client, struct discovery *out, struct err *err);
void discovery_free(struct discovery *d);

/* Creates the gateways again, where the options say so: a target that was restarted may have lost them.
 * False when it does not take them. */
bool discover_again(struct client *client);

#endif
