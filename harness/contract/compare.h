/* compare.h - two JSON values side by side. */
#ifndef CONTRACT_COMPARE_H
#define CONTRACT_COMPARE_H

#include "base/buf.h"

#include <cjson/cJSON.h>
#include <stdbool.h>

/* The first place where two values differ: pointer, and what is there on either side (borrowed;
 * NULL: nothing). False when they are equal as json_equal has it. */
struct difference {
    struct buf pointer;
    const cJSON *expected, *actual;
};
bool compare_first(const cJSON *expected, const cJSON *actual, struct difference *out);
void difference_free(struct difference *d);

/* Finds a member that is not as it was before and now is what was sent: a refused request obeyed.
 * NULL-able trees. */
bool compare_obeyed(const cJSON *before, const cJSON *after, const cJSON *sent,
                    struct difference *out);

/* The same where what was sent is no JSON: a string that is not as it was before and now is one that
 * stands in quotes among the bytes that were sent. */
bool compare_obeyed_text(const cJSON *before, const cJSON *after, struct bytes sent,
                         struct difference *out);

/* A copy of an answer without its top-level "etag", for cJSON_Delete; NULL of NULL. */
cJSON *without_etag(const cJSON *answer);

/* RFC 7396 of two objects, but "tags" is replaced whole (PLAT-12). A new tree. */
cJSON *merge_patch(const cJSON *base, const cJSON *patch);

/* Compact JSON of at most about 400 bytes, "nothing" of NULL; to free(). */
char *value_words(const cJSON *value);

#endif
