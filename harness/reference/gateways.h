/* gateways.h - virtual network gateways and local network gateways. */
#ifndef REFERENCE_GATEWAYS_H
#define REFERENCE_GATEWAYS_H

#include "reference/refuse.h"
#include "reference/state.h"

/* Is there a gateway of either kind, created or preset, by this name (without case) in the group? */
bool gateway_exists(const struct service *s, const struct uri *u, const char *name);

/* "/subscriptions/.../NAME" for a gateway in the same group, to free(); NAME as given. */
char *gateway_id(const struct service *s, const char *subscription, const char *group,
                 const char *name);

/* Adds GatewayNotFound for each gateway the connection's document names that is not there. */
void gateways_check(const struct call *c, const cJSON *document, struct faults *out);

void gateway_put(struct call *c);
void gateway_get(struct call *c);
void gateway_connections_get(struct call *c);

void gateway_save(struct call *c); /* stores c->after */
void gateway_free(void *gateway);  /* for the table */

#endif
