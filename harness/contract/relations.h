/* relations.h - the x-connspec-* keywords that hold an answer against its request. */
#ifndef CONTRACT_RELATIONS_H
#define CONTRACT_RELATIONS_H

#include "contract/route.h"

/* A member that did not come back as it was sent: schema_fail can only name the object it is in. */
struct miss_of_echo {
    char *object, *member; /* pointer, name */
    char *clause;
    bool absent; /* not in the answer at all */
    bool used;
};

/* What the keywords look at: the `context` of schema_check. Fill the first four (and `owner`). */
struct relations {
    const struct route *route;
    const cJSON *sent;    /* the request's body; NULL: nothing is echoed */
    const cJSON *answer;  /* the whole instance */
    bool patch;           /* the request is a PATCH */
    const char *respells; /* as in struct exchange */
    struct miss_of_echo *misses;
    size_t miss_count;
    void *owner; /* for the caller's `applied` */
};
void relations_free(struct relations *r); /* the misses */

/* For schema_load; ends with a NULL name. Some are only vetted and assert
 * nothing. */
const struct schema_keyword *relation_keywords(void);

/* The clause in a member of x-connspec-echo: "ID" or {"clause": ID, ...}; NULL if it has neither. */
const char *echo_clause(const cJSON *member);

#endif
