/* once.h - a set of texts that were there before, by their hashes. Not thread-safe. */
#ifndef CONFORMANCE_ONCE_H
#define CONFORMANCE_ONCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ONCE_MAX ((size_t)1 << 20) /* texts; what comes after them counts as new */

struct once {
    uint64_t *slots; /* 0: free */
    size_t capacity, count;
};

/* True when the text was not there before. Two texts are taken for one about once in 2^64. */
bool once_add(struct once *o, const char *text);
void once_free(struct once *o);

#endif
