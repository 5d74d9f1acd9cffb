/* adapter.h - the one interface between connspec's fuzzing and anything that can be fuzzed: an adapter is
 * one C file that includes this header (which needs nothing else) and defines one symbol,
 * `connspec_adapter`, with a parser, a handler, or both. REVIEW.md is the ten-minute tutorial;
 * parsers/ and handlers/ have the built-in ones.
 *
 * Threads: everything is called from one thread, one call at a time. Start none in `open`: engines
 * fork behind it. Ends: an adapter never calls exit, and does not catch signals. Memory: what it is
 * handed is borrowed for the call; what it hands out stays its own. Whatever body comes, it must
 * return: a crash, a read beyond the body, a leak or a hang is what is being looked for. */
#ifndef FUZZ_ADAPTER_H
#define FUZZ_ADAPTER_H

#include <stdbool.h>
#include <stddef.h>

#define CONNSPEC_ADAPTER_VERSION 1 /* of this interface; another one is refused, not guessed at */

struct connspec_text { /* may hold NULs, ends without one; ptr may be NULL when len is 0 */
    const char *ptr;
    size_t len;
};

enum connspec_kind {
    CONNSPEC_NULL, /* this and those without more said: no text */
    CONNSPEC_FALSE,
    CONNSPEC_TRUE,
    CONNSPEC_NUMBER, /* text: the value that is now held, in decimal ("%.17g" of a double, "inf") */
    CONNSPEC_STRING, /* text: its bytes as the implementation sees them: of a C string, up to its NUL */
    CONNSPEC_OBJECT, /* its members are told one by one */
    CONNSPEC_ARRAY,
};

struct connspec_sink {
    /* Copies what it is given. `pointer` is an RFC 6901 pointer into the body, "/properties/gateway1/name";
     * in a member's name "~" is ~0 and "/" is ~1. */
    void (*member)(struct connspec_sink *sink, struct connspec_text pointer,
                   enum connspec_kind kind, struct connspec_text text);
};

struct connspec_parser { /* what an implementation makes of the body of a PUT */
    /* Reads the `len` bytes at `body` (exactly so many on the heap, and no NUL behind them) as the
     * implementation would. False: refused; what was told before counts for nothing. True: accepted,
     * and each member that the implementation looks up was told once, as it would be used: the
     * page's own (name, location, tags and each of them, properties and what the page has in there)
     * where present. Whether the values are allowed is not asked here. Keeps nothing for the next call. */
    bool (*parse)(const char *body, size_t len, struct connspec_sink *sink);
};

struct connspec_header {
    const char *name, *value;
};

struct connspec_request {
    const char *method, *path; /* "PUT"; path and query as sent, not decoded */
    const struct connspec_header *headers;
    size_t header_count;
    const char *body; /* exactly body_len bytes on the heap; NULL: none was sent */
    size_t body_len;
};

struct connspec_response { /* zeroed at first */
    int status;
    const struct connspec_header *headers;
    size_t header_count;
    const char *body;
    size_t body_len;
};

struct connspec_handler { /* a whole implementation, without its HTTP server */
    void *(*open)(void); /* the state that `reset` describes; NULL: cannot, which ends everything */
    /* Everything *rs points to is the handler's, and stays until its next call. Requests carry no token:
     * one that wants any adds it here. */
    void (*handle)(void *self, const struct connspec_request *rq, struct connspec_response *rs);
    /* Afterwards, in every subscription and resource group: no connection, no shared key, no gateway
     * but `firstgateway` and `secondgateway`, which exist. The same requests then get the same
     * answers, etags and request ids apart. Called between inputs: it should be quick. */
    void (*reset)(void *self);
    void (*close)(void *self); /* frees everything: what is left is reported as a leak */
};

struct connspec_adapter {
    int version;                            /* CONNSPEC_ADAPTER_VERSION */
    const char *name;                       /* short: the head of a column */
    const char *about;                      /* library and version; may be NULL */
    const struct connspec_parser *parser;   /* or NULL */
    const struct connspec_handler *handler; /* or NULL */
};
extern const struct connspec_adapter connspec_adapter;

#endif
