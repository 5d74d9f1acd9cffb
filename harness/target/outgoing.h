/* outgoing.h - what goes out besides the request itself, and what cannot go out at all. */
#ifndef TARGET_OUTGOING_H
#define TARGET_OUTGOING_H

#include "base/buf.h"
#include "target/target.h"

#define REQUEST_HEAD_MAX ((size_t)900000) /* bytes of request line and headers */

/* The options' headers and token as headers to be added to every request. No error text holds a
 * value: it may be a secret. */
int outgoing_open(struct headers *extra, const struct target_options *options, struct err *err);

/* The request's headers and those of `extra` whose name it does not have. Borrowed: free the list
 * alone, before either of them. */
struct headers outgoing_merge(const struct headers *extra, const struct request *rq);

/* 0 when a request with these headers is HTTP/1.1 that any server reads alike; else -1, and why not. */
int outgoing_vet(const struct request *rq, const struct headers *all, struct err *err);

/* Appends the head of a request that goes out exactly so: request line, Host, headers, empty line. */
void outgoing_head(struct buf *out, const struct request *rq, const char *origin,
                   const char *prefix, const struct headers *all);

bool is_token(struct bytes text); /* RFC 9110 section 5.6.2 */

#endif
