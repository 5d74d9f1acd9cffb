/* shape.h - what a JSON text is made of, without its values: each value's place, kind and about how long it is.
 *
 * One pass over bytes nobody vouches for, with no memory beyond the stack: as deep as they nest (below
 * SHAPE_DEPTH nothing is told), and up to SHAPE_BYTES. It checks no grammar; that is json_check's. */
#ifndef HTTP_SHAPE_H
#define HTTP_SHAPE_H

#include "base/bytes.h"

#include <stdint.h>

#define SHAPE_DEPTH 7
#define SHAPE_BYTES ((size_t)256 << 10)

/* FNV-1a, to go on with from `hash`. */
uint32_t shape_mix(uint32_t hash, const void *data, size_t len);
uint32_t shape_mix_number(uint32_t hash, unsigned number);

/* 0, 1, 2, 3 and 4, up to 16, 64, 256 ... are one class each. */
unsigned shape_class(size_t len);

/* Calls `tell` with one number for each value: of its place (names of members, not of tags, which are the
 * client's, and one place for all elements of an array), its kind, and the class of its length or count.
 * False when it is no whole object or array. */
bool shape_tell(struct bytes text, uint32_t seed, void (*tell)(uint32_t number));

#endif
