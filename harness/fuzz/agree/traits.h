/* traits.h - what is questionable in a body, in words: the kinds of JSON that parsers may differ over. */
#ifndef AGREE_TRAITS_H
#define AGREE_TRAITS_H

#include "base/bytes.h"
#include "base/json.h"

#define TRAITS_MAX 16

struct traits {
    const char *list[TRAITS_MAX]; /* static texts: "nul-in-name", "duplicate-member" */
    size_t count;
};

/* Of a body that is strict JSON: all that it has, "no-object" or none. Of one that is not: its first
 * fault alone, by json_fault_name. Linear in the length. */
void traits_find(struct bytes body, enum json_fault fault, struct traits *out);

#endif
