/* pointer.h - RFC 6901 pointers into cJSON trees. */
#ifndef BASE_POINTER_H
#define BASE_POINTER_H

#include "base/buf.h"

#include <cjson/cJSON.h>
#include <stdbool.h>

/* The value at the pointer ("" is the root), still the tree's; NULL when there is none or the
 * pointer is malformed. */
cJSON *pointer_get(const cJSON *root, const char *pointer);

/* Puts `value` (now the tree's) at the pointer, replacing what was there; "-" or the length of an
 * array appends. Missing objects on the way are created. False, and `value` still the caller's,
 * when the way leads through something that is not a container, or the pointer is "" or malformed. */
bool pointer_set(cJSON *root, const char *pointer, cJSON *value);

/* Removes what is at the pointer; false when nothing was there. */
bool pointer_remove(cJSON *root, const char *pointer);

/* Appends "/part", escaped ("~" as ~0, "/" as ~1). */
bool pointer_add(struct buf *b, const char *part);

/* Takes "/part" off the front of *pointer: the part unescaped, to free(). NULL at the end and, with
 * *pointer where it was, when what is there is malformed. */
char *pointer_part(const char **pointer);

/* The index a part stands for; false for "-", "01", "+1", and what no array can hold. */
bool pointer_index(const char *part, size_t *index);

#endif
