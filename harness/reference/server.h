/* server.h - the reference service behind HTTP/1.1 on a loopback port (libmicrohttpd). */
#ifndef REFERENCE_SERVER_H
#define REFERENCE_SERVER_H

#include "base/err.h"
#include "reference/service.h"

/* A header of an answer that is not sent as one: its value is the status line of an interim answer
 * (RFC 9110 section 15.2) that goes before, "103 Early Hints". May stand more than once. */
#define SERVER_INTERIM "Connspec-Interim"

/* How long an answer that never comes (TIMED_OUT) holds a connection, unless the client closes it or
 * the server stops before. Nothing else waits for it. */
#define SERVER_HOLD_MS 5000

struct server;

/* Listens on 127.0.0.1; port 0 takes a free one. The service must outlive the server. */
int server_start(struct server **out, struct service *service, unsigned port, struct err *err);
unsigned server_port(const struct server *s);
void server_stop(struct server *s); /* answers what is under way, then closes */

#endif
