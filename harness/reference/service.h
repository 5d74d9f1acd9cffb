/* service.h - the built-in reference implementation: a request in, a response out, no sockets.
 *
 * It is written from the page and clauses.md and never includes the contract code, so that "the
 * reference passes" is a cross-check of two readings. It implements core, family and platform,
 * strictly, in memory. One service may be used by many threads; each request is handled whole
 * under one lock. */
#ifndef REFERENCE_SERVICE_H
#define REFERENCE_SERVICE_H

#include "base/err.h"
#include "base/message.h"

#include <stdbool.h>
#include <stddef.h>

struct service;

/* A longer body is answered 413, whatever its first bytes are: nobody need keep more than one byte
 * beyond this. */
#define SERVICE_MAX_BODY ((size_t)8 << 20)

struct service_options {
    const char *token;           /* NULL: no authentication. Else "Bearer TOKEN" is required */
    const char *const *gateways; /* that exist in every resource group from the start; NULL-ended */
    const char *mutant;          /* NULL: the plain reference (narrow.h) */
    const char *variant;         /* the same (variants.h); not both */
};

/* 0, or -1 and err (an unknown mutant or variant, for one). */
int service_open(struct service **out, const struct service_options *options, struct err *err);
void service_close(struct service *s);

/* Forgets every connection and every gateway that was PUT; starts as service_open left it. */
void service_reset(struct service *s);

/* Never fails: what is wrong with the request is said in the answer. *rs is filled anew. HEAD is
 * answered like GET, with a Content-Length header in place of the body. */
void service_handle(struct service *s, const struct request *rq, struct response *rs);

/* The same for a server, which numbers its clients' connections from 1. */
void service_handle_on(struct service *s, unsigned long line, const struct request *rq,
                       struct response *rs);

/* Whether to read a body whose length is unclear (seam.h): never without a mutant. */
bool service_guesses_length(const struct service *s);

#endif
