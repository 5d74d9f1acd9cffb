/* suspects.h - the requests that were under way when the target was last heard of.
 *
 * A request whose connection ended without a whole answer is under suspicion until an answer comes to
 * one that was sent later: then the target is alive, and dropped it for another reason. Locks
 * itself. */
#ifndef CONFORMANCE_SUSPECTS_H
#define CONFORMANCE_SUSPECTS_H

#include "base/message.h"

#include <stddef.h>

#define SUSPECTS_MAX 32 /* the first ones; more are not kept */

struct suspect {
    char *case_id; /* NULL: discovery */
    unsigned step;
    double dropped; /* clock_now() */
    struct request request;
};

struct suspects;

struct suspects *suspects_new(void);
void suspects_free(struct suspects *s); /* NULL is fine */

/* A copy of the request is kept. */
void suspects_add(struct suspects *s, const char *case_id, unsigned step,
                  const struct request *request);
void suspects_answered(struct suspects *s, double sent); /* to what was sent then, clock_now() */

/* Hands all of them over, in the order they were dropped; how many. */
size_t suspects_take(struct suspects *s, struct suspect out[SUSPECTS_MAX]);
void suspect_clear(struct suspect *one);

char *suspect_words(const struct suspect *one); /* "CASE, step 2: PUT with 312 bytes of body" */

#endif
