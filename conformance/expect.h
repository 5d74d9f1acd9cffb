/* expect.h - a step's `expect` held against what was seen (SCENARIOS.md, "Expectations").
 *
 * Of `refused` only the status is looked at here; refusal.c reads back and sends the twin. */
#ifndef CONFORMANCE_EXPECT_H
#define CONFORMANCE_EXPECT_H

#include "conformance/client.h"

#include <cjson/cJSON.h>
#include <stdbool.h>

/* A broken expectation. */
struct miss {
    char *where, *expected, *actual, *message; /* `where` as in struct finding */
    bool should;                               /* no more than a warning, whatever the clause */
};
struct miss miss_new(char *where, char *expected, char *actual, char *message); /* takes them */
void miss_free(struct miss *m);

/* What a step can be compared with. */
struct expect_context {
    const struct contract *contract;
    const struct seen *(*labelled)(void *of, const char *label); /* NULL: no such step yet */
    /* For `one-of`: the last answer before that step, and before those that went out at the same
     * moment, that shows its connection; NULL: nothing showed one. May be NULL itself. */
    const struct seen *(*before)(void *of, const char *label);
    void *of;
    const cJSON *names; /* struct scene's, for `lists`; ... */
    const char *group;  /* ... and the resource group of those that name none */
    const cJSON *patch; /* what `merged` merges: this step's body, or the last PATCH's on a read */
};

/* True when the status is among `codes`: a number, a class such as "4XX", or an array of them. */
bool code_among(const cJSON *codes, int status);

/* The sentence of "noted" or of an object "enough" when the status is among its; else NULL. */
const char *noted_says(const cJSON *noted, const struct seen *x);

/* All expectations on this one answer, in order; false and *out for the first broken one. `expect`
 * NULL expects status 200. */
bool expect_holds(const struct expect_context *c, const cJSON *expect, const struct seen *x,
                  struct miss *out);

#endif
