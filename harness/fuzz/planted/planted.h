/* planted.h - bugs planted into an implementation, to measure what finds them.
 *
 * The implementation is the built-in reference; each bug looks on at what goes through it, in code of its
 * own with the branches that such a bug has, and tells its canary when that code is reached and when the
 * fault is triggered. By themselves bugs do nothing else: a campaign goes on and counts. With PLANTED=NAME,...
 * in the environment the bugs of those names do their harm when they are triggered; all with PLANTED=all.
 *
 * To add one: a function and a row in the table of the file it belongs to (parser_bugs.c ...), and an input
 * that triggers it, witness/NAME.sequence (oracle/sequence.h). Say in a comment what real bug it is like. */
#ifndef PLANTED_PLANTED_H
#define PLANTED_PLANTED_H

#include "base/bytes.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

enum harm {
    HARM_OVERFLOW, /* reads a byte beyond the heap's */
    HARM_NULL,     /* reads where nothing is */
    HARM_STATUS,   /* answers 500 */
    HARM_LEAK,     /* loses some memory */
};

struct canary;
void canary_reached(struct canary *c);
void canary_triggered(struct canary *c); /* reached too */

#define PLANTED_NAMES 4
#define PLANTED_HISTORY 16

/* One operation of the input so far. */
struct planted_step {
    const char *method;
    unsigned name;
    bool below;    /* on the shared key */
    bool accepted; /* 2xx */
    bool if_match, if_none_match;
};

struct planted_call {
    const char *method;                   /* of the request under way */
    unsigned name;                        /* whose connection it is, from 0 */
    struct bytes below;                   /* "", "/sharedkey" ... */
    const char *if_match, *if_none_match; /* NULL without one */
    struct bytes body;
    const cJSON *sent; /* the body; NULL when it is no strict JSON, or not there */
    const cJSON
        *before;        /* the connection as last answered, with id and etag; NULL: none is there */
    const cJSON *after; /* the same afterwards */
    const cJSON *others[PLANTED_NAMES]; /* the connections as they are now, by name */
    int status;
    bool accepted;
    const struct planted_step *history; /* what came before, the oldest first */
    size_t history_count;
};

struct planted_bug {
    const char *name, *says;
    enum harm harm;
    void (*look)(const struct planted_call *call, struct canary *c);
};

/* Ends with a NULL name. Those that only look at the body's bytes come first. */
extern const struct planted_bug parser_bugs[], member_bugs[], across_bugs[], patch_bugs[],
    sequence_bugs[];
/* The same, by two who have not seen the mutator: of bytes, of bodies, of what is stored. */
extern const struct planted_bug first_text_bugs[], first_body_bugs[], first_state_bugs[];
extern const struct planted_bug second_body_bugs[], second_state_bugs[];

/* --- what the bugs share --- */

static inline bool planted_is(const struct planted_call *call, const char *method)
{
    return strcmp(call->method, method) == 0;
}

/* The member below properties, or NULL. */
const cJSON *planted_property(const cJSON *connection, const char *name);
const char *planted_text(const cJSON *object, const char *name);          /* or NULL */
const char *planted_gateway(const cJSON *connection, const char *member); /* its name; or NULL */

#endif
