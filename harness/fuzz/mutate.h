/* mutate.h - the structure-aware mutator of bodies and of sequences of operations.
 *
 * What it knows of bodies comes from the request schemas and examples of an OpenAPI document. Most of
 * what it makes is right by them, or wrong in one place; a part is broken JSON (see DIAL in
 * mutate/dial.h). The same bytes, seed and document give the same result on every machine. All memory
 * is made by mutator_new; nothing else allocates. The front ends are mutate_libfuzzer.c and
 * mutate_afl.c; its rooms are in mutate/. */
#ifndef FUZZ_MUTATE_H
#define FUZZ_MUTATE_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

/* What an input is: the body of a PUT, of a PATCH, or a sequence (sequence.h). */
enum mutate_kind { MUTATE_PUT, MUTATE_PATCH, MUTATE_SEQUENCE };

struct mutator;

/* Reads the document, which need not stay. NULL and err when it has no operations to learn from. */
struct mutator *mutator_new(enum mutate_kind kind, const char *openapi, size_t len,
                            struct err *err);
/* The same of the contract that is embedded in the program. */
struct mutator *mutator_open(enum mutate_kind kind, struct err *err);
void mutator_free(struct mutator *m); /* NULL is fine */

/* Changes the `size` bytes at `data` in place; there is room for `max`. Returns the new size, at most
 * `max`, at least 1 where max is. Whatever the bytes are. */
size_t mutator_mutate(struct mutator *m, uint8_t *data, size_t size, size_t max, uint32_t seed);

/* Makes one of two, at `out`: b's value of a member in a, or operations of both. */
size_t mutator_cross(struct mutator *m, const uint8_t *a, size_t a_size, const uint8_t *b,
                     size_t b_size, uint8_t *out, size_t max, uint32_t seed);

/* Makes a smaller one: without the `step`-th operation, or member, or element, from 0 (operations first,
 * large things before small ones in them). Its size at `out`, which has room for `size`; 0: there is no
 * such step any more. For trimming: where the smaller one does the same, it takes the place of the input and
 * the step stays; else the next one is tried. */
size_t mutator_trim(struct mutator *m, const uint8_t *data, size_t size, uint8_t *out, size_t step);

/* What the last call did: "heal,enum,truncate". Its own, until the next call. */
const char *mutator_describe(const struct mutator *m);

#endif
