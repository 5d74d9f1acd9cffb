/* answers.h - what the OpenAPI document says of each answer, looked up once when it is loaded. */
#ifndef CONTRACT_ANSWERS_H
#define CONTRACT_ANSWERS_H

#include "contract/place.h"

#include <stddef.h>

struct header_rules {
    const char *name; /* the document's */
    char *where;      /* "header NAME" */
    struct place at;
    char *schema; /* the pointer of its schema */
};

struct answer_rules {
    const cJSON *operation;
    int status; /* ANY_STATUS: "default" */
    struct place response;
    char *schema; /* the pointer of the schema of its JSON; NULL: no JSON is promised */
    struct header_rules *headers;
    size_t header_count;
};

#define ANY_STATUS 0

struct answers;

struct answers *answers_new(const cJSON *document); /* which it borrows */
void answers_free(struct answers *a);               /* NULL is fine */

/* The rules of that status, else of "default", of an operation that route_find found; or NULL. */
const struct answer_rules *answers_find(const struct answers *a, const cJSON *operation,
                                        int status);

#endif
