/* connection.h - GET, PUT, PATCH and DELETE of a connection. */
#ifndef REFERENCE_CONNECTION_H
#define REFERENCE_CONNECTION_H

#include "reference/state.h"

#include <stdbool.h>

void connection_get(struct call *c);
void connection_put(struct call *c);
void connection_patch(struct call *c);
void connection_delete(struct call *c);

/* True when the request is refused because the connection is not there. */
bool connection_missing(struct call *c);

/* Stores c->after under c->etag. */
const struct connection *connection_save(struct call *c);

void connection_free(void *connection); /* for the table */

#endif
