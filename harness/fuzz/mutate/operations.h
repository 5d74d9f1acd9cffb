/* operations.h - sequences of operations, as the sequence harness takes them: each is RS (0x1E), a head
 * line, LF and the bytes of its body, up to the next RS. What comes before the first RS is the body of a
 * "PUT a". A head line is METHOD NAME [OPTION...]: NAME is a letter, with a sub path or without, or "-"
 * for the list. */
#ifndef MUTATE_OPERATIONS_H
#define MUTATE_OPERATIONS_H

#include "fuzz/mutate/body.h"

#define OPERATIONS_SEPARATOR '\x1e'

/* Mutates it in place; the new size, or 0 when there was no room for what was tried. */
size_t operations_mutate(struct job *j, struct arena *a, const struct rules *rules, char *data,
                         size_t size, size_t max);

/* The first ones of a and the last ones of b. */
size_t operations_cross(struct job *j, struct text a, struct text b, char *out, size_t max);

/* The sequence without its step-th operation; then without the parts of each body in turn. 0: no more. */
size_t operations_without(struct job *j, struct arena *a, const struct rules *rules, struct text in,
                          size_t step, char *out, size_t max);

#endif
