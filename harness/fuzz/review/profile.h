/* profile.h - what a parser does with every probe, and what that means. */
#ifndef FUZZ_REVIEW_PROFILE_H
#define FUZZ_REVIEW_PROFILE_H

#include "base/buf.h"
#include "base/err.h"
#include "fuzz/review/guest.h"
#include "fuzz/review/probe.h"

enum verdict_of {
    MADE_FINE,    /* as the rules have it, or one of the ways they leave free */
    MADE_LAX,     /* accepted what is to be refused */
    MADE_STRICT,  /* refused what is to be accepted */
    MADE_ALTERED, /* accepted, and understood something that was not sent */
    MADE_RISKY,   /* understood it in one of the ways that a probe warns of */
    MADE_DIES,    /* crashed, hung, or took all memory */
    MADE_NOTHING, /* not asked: it hung too often, or does not tell what is looked at */
};
const char *made_name(enum verdict_of v); /* "fine", "lax", ... */

struct made {
    enum fate fate;
    bool accepted;
    char word
        [96];    /* for the table: "refused", "first", "as sent", "9.2e+18", "crashed"; printable */
    char *value; /* what was looked at, escaped to printable ASCII; NULL: nothing there */
    bool number; /* ... which is one */
    size_t deepest; /* of a probe with `deepest`: how many were accepted */
    char *note;     /* how it died; NULL */
    enum verdict_of verdict;
    const char *risk; /* why it matters to the API; NULL: it does not */
};

struct profile {
    struct guest *guests;
    size_t count;
    size_t probes;     /* over all classes, in their order */
    struct made *made; /* [probe * count + guest] */
};

/* Asks every guest (the caller's, open) every probe; each is asked by a process of its own, so that none
 * sees what another left behind. After five hangs the rest of a guest's are MADE_NOTHING, and so is what it
 * does not even tell of a good body. -1 when a
 * guest has no parser, or does not even accept the good body and read its gateways: there is nothing
 * to tell then. */
int profile_run(struct profile *out, struct guest *guests, size_t count, struct err *err);
void profile_free(struct profile *p); /* not the guests */

/* Whether the guests understood different things in a body they accepted. */
bool profile_differs(const struct profile *p, size_t probe);
/* In what became of a probe, the first guest that understood the same as this one. */
size_t profile_first(const struct profile *p, size_t probe, size_t guest);

void profile_markdown(const struct profile *p, struct buf *out); /* for a person */
void profile_json(const struct profile *p, struct buf *out);     /* for a program */

#endif
