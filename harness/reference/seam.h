/* seam.h - where a mutant may lay a hand on the reference implementation.
 *
 * A mutant is a table of hooks, all of them optional. The service calls them, under its lock, at
 * the points below and nowhere else; without a mutant there are none. Each gets the request under
 * way, struct call, and may change only what its comment says. A hook that changes nothing leaves
 * the reference as it is, so that a mutant differs in one thing. */
#ifndef REFERENCE_SEAM_H
#define REFERENCE_SEAM_H

#include "base/message.h"
#include "reference/uri.h"

#include <cjson/cJSON.h>
#include <stdbool.h>

/* Something wrong with the request. In the order in which they are looked for:
 *   UnclearLength 400; Unauthorized 401; InvalidUri 400; ResourceTypeNotFound 404;
 *   MissingApiVersion, InvalidApiVersion 400; MethodNotAllowed 405;
 *   ConnectionNotFound, GatewayResourceNotFound 404;
 *   UnsupportedMediaType 415; InvalidPrecondition 400 and PreconditionFailed 412 (`where` is
 *   "If-Match" or "If-None-Match"), NotModified 304;
 *   BodyTooLarge 413; EmptyBody, InvalidJson, BodyNotAnObject 400; then all of these, 400:
 *   MissingMember, NullMember, WrongType, NotOneOf (of the two enumerations), TooManyTags,
 *   TagTooLong, NameMismatch, LocationChanged, GatewayNotFound, InvalidKeyLength. */
struct fault {
    int status;
    const char *code;
    char where[80]; /* JSON pointer ("/properties/gateway1/name"; "/tags" for any tag), or header */
    const char *message;
};

struct answer {
    int status;
    struct headers headers; /* all but Content-Type and Content-Length */
    cJSON *body;            /* owned; NULL is an empty body */
};

struct call {
    const struct request *request; /* as on_request left it */
    struct uri uri;       /* uri.resource, .subscription, .group, .name: as sent, decoded */
    unsigned long serial; /* of this request since the service opened, from 1 */
    unsigned long line;   /* the client's connection that it came on, from 1; 0 in-process */

    /* The connection that the URI names, as it was when this request was checked. A document has
     * the members of the request: name, location, tags, properties; no id or etag. */
    bool existed;
    unsigned writes;      /* PUTs and PATCHes of it carried out before this one; 0: none exists */
    cJSON *before;        /* its document; NULL without one. Owned by the call, like the next */
    char *key;            /* its shared key; NULL without one */
    char etag_before[64]; /* "" without one */
    const cJSON *current; /* its document as stored now: differs from `before` only after on_gap */

    /* What was made of the body. Owned by the call. */
    cJSON *sent;   /* the body as it came; NULL before it was read */
    cJSON *after;  /* about to be stored: a connection's document, {"value": key}, a gateway's */
    char etag[64]; /* about to be stored with a connection; the old one when nothing changes */

    struct answer answer;
    unsigned wait_ms; /* for hooks to set: the answer leaves so much later, and others do not */
    bool refused;     /* the answer says so */
    const void *data; /* the mutant's own (mutant.h): tells several users of one hook apart */
    cJSON *memory;    /* an object to keep things in between requests; emptied by a reset */
    struct service *service; /* not the hooks' */
};

struct seam {
    /* Before anything is looked at. May change the request; `call` has only serial, line, data,
     * memory, wait_ms. */
    void (*on_request)(struct call *c, struct request *request);

    /* A fault was found: true overlooks it, false refuses the request with it. May change status,
     * code and message. What the checks guarded is carried out as well as can be: a body that is no
     * JSON is read by cJSON alone, or taken for {}; a missing connection reads as {}. */
    bool (*on_fault)(struct call *c, struct fault *fault);

    /* Called WITHOUT the lock, between reading the old state and storing the new one (PUT, PATCH,
     * DELETE, key). Other requests may come in meanwhile; only `current` knows about them, and on_store
     * sees it. It must not touch memory. */
    void (*on_gap)(struct call *c);

    /* `after` is about to be stored (NULL: about to be deleted). May change after and etag. False
     * does not store (delete) it, yet answers as if it were. */
    bool (*on_store)(struct call *c);

    /* The request was refused. True stores `after` in spite of it: the candidate document when the
     * body had been read by then, else NULL (which stores nothing), or one put there by the hook. */
    bool (*on_refused)(struct call *c);

    /* The answer is made, refusals too, not yet text. May change all of c->answer. */
    void (*on_answer)(struct call *c);

    /* The answer is text. May change all of it; delivery DROPPED closes the connection instead, and
     * TIMED_OUT does so once the client went away or SERVER_HOLD_MS passed. */
    void (*on_text)(struct call *c, struct response *rs);

    /* Not a hook: the server reads the body of a request whose length is unclear, as libmicrohttpd
     * understands it, and takes what comes after it for the next request. UnclearLength is a fault
     * all the same. */
    bool guesses_length;
};

#endif
