/* server.h - the reference service behind HTTP/1.1 on a loopback port (libmicrohttpd). */
#ifndef REFERENCE_SERVER_H
#define REFERENCE_SERVER_H

#include "base/err.h"
#include "reference/service.h"

struct server;

/* Listens on 127.0.0.1; port 0 takes a free one. The service must outlive the server. */
int server_start(struct server **out, struct service *service, unsigned port, struct err *err);
unsigned server_port(const struct server *s);
void server_stop(struct server *s); /* answers what is under way, then closes */

#endif
