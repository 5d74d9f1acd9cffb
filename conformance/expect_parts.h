/* expect_parts.h - the single expectations, for expect.c: each takes the value of its member. */
#ifndef CONFORMANCE_EXPECT_PARTS_H
#define CONFORMANCE_EXPECT_PARTS_H

#include "conformance/expect.h"

typedef bool expectation(const struct expect_context *c, const cJSON *value, const struct seen *x,
                         struct miss *out);

/* (expect_values.c) of the answer alone */
expectation headers_holds, members_holds, among_holds, ends_holds, has_holds, lacks_holds,
    length_holds, never_holds;

/* (expect_kept.c) beside what was sent or answered before */
expectation stored_holds, merged_holds, same_holds, differs_holds, keeps_holds;

/* (expect_one_of.c) after writes at one time */
expectation one_of_holds;

/* False, and *out is that one value is there and not the other; both borrowed. */
bool miss_value(struct miss *out, const char *where, const cJSON *expected, const cJSON *actual,
                const char *message);

/* Compares what the contract says is kept; both trees are borrowed. */
bool views_equal(const struct expect_context *c, const cJSON *expected, const cJSON *actual,
                 const char *message, struct miss *out);

/* The answer's body is an object. */
bool needs_object(const struct seen *x, struct miss *out);

#endif
