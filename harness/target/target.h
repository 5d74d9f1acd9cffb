/* target.h - the one door to any implementation.
 *
 * A target is opened once per thread: each has its own keep-alive connection. */
#ifndef TARGET_TARGET_H
#define TARGET_TARGET_H

#include "base/err.h"
#include "base/message.h"

#include <stdbool.h>
#include <stddef.h>

struct target;

struct target_options {
    const char *token;          /* sent as "Authorization: Bearer ..."; NULL: none */
    const char *const *headers; /* "Name: value", added to every request; NULL-ended; may be NULL */
    const char *cacert;         /* PEM file to trust beside nothing else; NULL: the system's */
    bool insecure;              /* do not verify TLS */
    unsigned timeout_ms;        /* for a whole exchange; 0: 30,000 */
    size_t max_answer;          /* bytes of body; 0: 16 MiB */
    bool (*give_up)(void *context); /* asked about once a second while an answer is awaited: true
                                       ends the exchange as TIMED_OUT; may be NULL */
    void (*waiting)(void *context); /* called once a request is out and its answer is waited for: a
                                       moment to do other work in; never for a target in this
                                       process. It must not send. May be NULL */
    void *context;
};

/* `spec` is an http:// or https:// URL, whose path (without a last '/') goes before each request's
 * path, or "reference", "reference:MUTANT" or "reference:VARIANT": the built-in implementation in this
 * process. */
int target_open(struct target **out, const char *spec, const struct target_options *options,
                struct err *err);
void target_close(struct target *t);

/* Sends exactly this request (Host, Content-Length, User-Agent and the options' headers are added
 * unless it has them) and fills *rs anew. What the target does wrong is in rs->delivery, not an
 * error; -1 means that nothing could even be tried. A request that is `exact` goes out byte for byte,
 * whatever it holds, on a connection that exact ones alone share: Host and the options' headers are
 * added, and Content-Length where there is a body and neither that nor Transfer-Encoding; bytes that
 * came behind one answer are the beginning of the next. A kept-alive connection that turns out to be
 * dead is replaced once, silently, if no byte of an answer had come. */
int target_send(struct target *t, const struct request *rq, struct response *rs, struct err *err);

/* Makes it forget everything, as if just opened. False when it cannot: only one in this process can. */
bool target_reset(struct target *t);

/* Whether this is HTTP/1.1 that any server hands to what stands behind it: not a malformed head, one
 * of more than 8 KiB, a Content-Length or Transfer-Encoding of its own, or a body of more than 1 MiB.
 * An answer to anything else may be that of the HTTP server in front of an implementation. */
bool request_ordinary(const struct request *rq);

/* The URL's path, "" for none: judge.h's `prefix`. And the URL without it, for reproductions. */
const char *target_prefix(const struct target *t);
const char *target_origin(const struct target *t);

#endif
