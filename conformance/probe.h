/* probe.h - single requests that find out what a target has. */
#ifndef CONFORMANCE_PROBE_H
#define CONFORMANCE_PROBE_H

#include "conformance/client.h"

/* One connection and one gateway of the run's own, which are created and asked for. */
struct probe {
    struct client *client;
    char *name, *gateway;
    struct surface surface; /* as asked for now */
};

/* Asks for an operation in the spelling of p->surface. `body` is a corpus reference, or NULL. -1 and
 * err when nothing could even be tried. */
int probe_ask(const struct probe *p, enum operation op, struct seen *out, struct err *err);

/* Asks in both spellings, the page's own for that operation first, and notes in p->surface which of
 * them is served. *out is the exchange to judge by: the first that was accepted, else the first of
 * all. */
int probe_both(struct probe *p, enum operation op, struct seen *out, struct err *err);

bool probe_accepted(const struct seen *x);

#endif
