/* expect_lists.h - `lists`: which connections the answer, a list, has in it (FAM-08). */
#ifndef CONFORMANCE_EXPECT_LISTS_H
#define CONFORMANCE_EXPECT_LISTS_H

#include "conformance/expect.h"

/* "has", "lacks" and "only" name connections of the case. Items are told apart by the last segments
 * of their ids, without case. A list inside {"value": [...]} is a should. */
bool lists_hold(const struct expect_context *c, const cJSON *value, const struct seen *x,
                struct miss *out);

/* The array that an answer is or wraps; NULL without one. */
const cJSON *list_of(const struct seen *x);

#endif
