/* message.h - an HTTP request and what came of it, as plain data (RFC 9110, RFC 9112).
 *
 * Only struct request crosses to an implementation and only struct response comes back. Both own
 * everything they point to. */
#ifndef BASE_MESSAGE_H
#define BASE_MESSAGE_H

#include "base/bytes.h"

#include <stdbool.h>
#include <stddef.h>

struct header {
    char *name, *value;
};

struct headers {
    struct header *list;
    size_t count;
};

struct request {
    char *method;
    char *path; /* path and query exactly as sent, beginning with '/' */
    struct headers headers;
    char *body; /* may hold NULs; NULL is no body at all */
    size_t body_len;
    bool anonymous;    /* a target's token is not added */
    size_t answer_max; /* bytes of an answer's body that are read; 0: as the target has it */
    bool exact;        /* goes out as it is written, also what is no HTTP (target.h) */
};

/* Anything but ANSWERED is something to judge, not an error of ours. */
enum delivery {
    ANSWERED,  /* a whole answer */
    REFUSED,   /* no connection could be made */
    DROPPED,   /* the connection ended before a whole answer */
    TIMED_OUT, /* no whole answer in time */
    GARBLED,   /* not HTTP/1.1, or beyond our bounds (see response.note) */
};

struct response {
    enum delivery delivery;
    int status; /* 0 unless a status line came */
    struct headers headers;
    char *body; /* never NULL once ANSWERED */
    size_t body_len;
    char *note;      /* for a delivery other than ANSWERED: what happened, in words; else NULL */
    bool too_long;   /* GARBLED, because its body is beyond our bound */
    unsigned micros; /* from sending to the end of the answer */
};

void headers_add(struct headers *h, const char *name, const char *value);
void headers_set(struct headers *h, const char *name, const char *value); /* replaces every one */
void headers_remove(struct headers *h, const char *name);                 /* every one, any case */
const char *headers_get(const struct headers *h,
                        const char *name); /* the first, any case; or NULL */
size_t headers_count(const struct headers *h, const char *name);
void headers_free(struct headers *h);

struct request request_new(const char *method, const char *path);
void request_body(struct request *rq, const void *body, size_t len); /* copies; replaces */
struct request request_copy(const struct request *rq);
bool request_same(const struct request *a, const struct request *b); /* byte for byte */
void request_free(struct request *rq);
void response_free(struct response *rs); /* leaves a zeroed struct */

const char *delivery_name(enum delivery d); /* "answered", "refused", ... as in results.jsonl */

#endif
