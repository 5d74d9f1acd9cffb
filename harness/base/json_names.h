/* json_names.h - the member names of the objects that are open, for json_check.c alone. */
#ifndef BASE_JSON_NAMES_H
#define BASE_JSON_NAMES_H

#include <stddef.h>
#include <stdint.h>

struct json_name {
    uint64_t hash;
    const char *quote; /* the opening one, in the text */
};

struct json_names {
    struct json_name *list;
    size_t count, cap;
};

void json_names_add(struct json_names *names, const char *quote); /* of a scanned string */

/* Drops the names from `first` on, and gives the earliest that repeats another of them, or NULL.
 * Sorting bounds the time whatever the hashes are: n log n comparisons of names. */
const char *json_names_close(struct json_names *names, size_t first);

#endif
