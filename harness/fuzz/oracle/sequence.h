/* sequence.h - an input that is a sequence of operations.
 *
 * Each begins with RS (0x1E, as in RFC 7464), a head line, LF, and then the bytes of its body up to the
 * next RS or the end. What comes before the first RS is the body of a "PUT a": so each body is a sequence.
 * Head line: METHOD NAME [OPTION...], words with one space between them. METHOD is GET, PUT, PATCH, POST or
 * DELETE; NAME is a letter from a to d, which stands for a connection, with a sub path or without
 * ("a/sharedkey"), or "-" for a gateway's list; options are if-match=current, =stale, =star, =none-such
 * and if-none-match=star. What is none of these is read over; a line without a method is a "PUT a". */
#ifndef ORACLE_SEQUENCE_H
#define ORACLE_SEQUENCE_H

#include "base/bytes.h"

#include <stdbool.h>
#include <stddef.h>

#define SEQUENCE_MAX 16 /* operations; the rest of the input is read over */
#define SEQUENCE_NAMES 4

enum match { MATCH_NONE, MATCH_CURRENT, MATCH_STALE, MATCH_STAR, MATCH_NONE_SUCH };

struct operation {
    const char *method;
    bool list;          /* NAME is "-" */
    unsigned name;      /* 0 for a */
    struct bytes below; /* the sub path: "" or "/sharedkey"; borrowed */
    enum match if_match;
    bool if_none_match;
    struct bytes body; /* borrowed */
};

/* How many there are; `out` has room for SEQUENCE_MAX. */
size_t sequence_read(struct bytes input, struct operation *out);

#endif
