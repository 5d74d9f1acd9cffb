/* known.h - the differences between parsers that are known, each with its reason
 * (harness/fuzz/parsers/known.json). */
#ifndef AGREE_KNOWN_H
#define AGREE_KNOWN_H

#include "base/err.h"
#include "fuzz/agree/traits.h"

struct known;

/* What a parser does that it should not, of strict JSON or of what is none: */
#define DOES_ACCEPT "accepts" /* what is none, or no object */
#define DOES_REFUSE "refuses" /* an object */
#define DOES_DIFFER "differs" /* in a member, from what was sent */
#define DOES_DISAGREE                                                                              \
    "disagrees" /* in a member of what is open (duplicates, ...), with another that accepts it too */
#define DOES_DIE "dies" /* crashes, hangs, takes all memory */

/* A list of {"parser", "does", "body", "because"}, where "body" is one of traits.h. -1 where it is none,
 * or says a thing twice. */
int known_open(struct known **out, const char *path, struct err *err);
void known_close(struct known *k); /* NULL is fine */

/* The trait of the body by which it is known; NULL: it is not. */
const char *known_why(const struct known *k, const char *parser, const char *does,
                      const struct traits *traits);

#endif
