/* baseline.h - failures that are known, each with its reason, so that CI stops for new ones alone.
 *
 * A JSON array of {"check": GLOB, "reason": TEXT}: the id of a check, its case, scenario or clause, as for --only. It
 * says what is known and changes no verdict: a target with known failures is not certified. An entry that nothing fails
 * for any more is stale, which is an error: what was mended is not to break again unseen. */
#ifndef CONFORMANCE_BASELINE_H
#define CONFORMANCE_BASELINE_H

#include "conformance/suite.h"

struct known_failure {
    char *check, *reason;
    size_t failed, held, open; /* its checks, of this run; open: left out or undecided */
};

struct baseline {
    struct known_failure *list; /* in the order of the file */
    size_t count;
    size_t known, new; /* checks that failed and have an entry; that broke a must and have none */
    char **new_ids;    /* of those without */
};

/* -1 with file and line for a file that is none, an entry without a reason, or one that is there twice. */
int baseline_read(struct baseline *out, const char *path, struct err *err);
void baseline_free(struct baseline *b);

/* Counts what failed, warned or is not implemented, and what held of that which is known. */
void baseline_weigh(struct baseline *b, const struct suite *s, const struct contract *c);

/* Every check that an entry names held in this run, or there is none in the suite: nothing that was left out, or could
 * not be decided, makes it stale. */
bool baseline_stale(const struct known_failure *k);

/* Says on standard output what of the failures is known and what is new, and on standard error what is stale: how many
 * are. */
size_t baseline_tell(const struct baseline *b, const char *path);

#endif
