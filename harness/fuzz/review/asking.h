/* asking.h - one request of a review and what came of it; for review*.c alone. */
#ifndef FUZZ_REVIEW_ASKING_H
#define FUZZ_REVIEW_ASKING_H

#include "fuzz/review/review.h"

struct asking {
    struct guest *guest;
    const struct assets *assets;
    struct report *report;
    bool plural
        [3];    /* of each method: "resourceGroups" is what it serves, not "resourceGroup" (E1) */
    bool reads; /* GET is implemented */
    unsigned hangs; /* so far */
};

struct answered {
    struct request rq;
    struct response rs;
    cJSON *json; /* the body, NULL if it is no strict JSON */
};

enum method { PUT, PATCH, GET };

/* Sends. The body may be NULL. `input` is what a finding is shown with; no answer, and a 5xx, are some. */
int asking_send(struct asking *a, enum method method, const struct bytes *body, const char *input,
                struct answered *out, struct err *err);
/* Holds it against the contract: not worth it where it should have been another answer altogether. */
void asking_judge(struct asking *a, const struct answered *got, const char *input);
void answered_free(struct answered *a);
int asking_reset(struct asking *a, struct err *err);

bool answered_ok(const struct answered *a);      /* 200 */
bool answered_refused(const struct answered *a); /* 4xx */
/* "200", "no answer (killed by SIGSEGV)": at most 200 characters, to free() */
char *answered_text(const struct answered *a);

/* The clause that a body of the corpus is about, by its place there: "CORE-05". */
const char *clause_of_input(const char *input);

#endif
