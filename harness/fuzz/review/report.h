/* report.h - what a review found, in the words of the conformance report: clause, where, expected beside
 * actual. What breaks the same clause at the same place in the same way is one finding, with the first
 * input that shows it and how many do. */
#ifndef FUZZ_REVIEW_REPORT_H
#define FUZZ_REVIEW_REPORT_H

#include "base/buf.h"
#include "contract/judge.h"

struct complaint {
    const char *clause; /* NULL for what no clause is about, such as a leak */
    const char *where, *expected, *actual;
    const char *message; /* or NULL */
};

struct found {
    struct finding what; /* a copy; its clause is "" where there is none */
    char *input;         /* the first that shows it: a corpus file, or a step in words */
    size_t count;
};

struct report {
    const struct contract *contract;
    struct found *list;
    size_t count;
    size_t sent, accepted,
        refused; /* requests with a body of the corpus, and what they were answered */
};

void report_add(struct report *r, const struct complaint *c,
                const char *input); /* copies all of it */
/* The number of findings that are no mere should. */
size_t report_broken(const struct report *r);
/* A clause after the other, in their order, what no clause is about first. */
void report_print(const struct report *r, struct buf *out);
void report_free(struct report *r);

#endif
