/* text.h - ASCII case, percent-encoding and UTF-8, for names in URIs. No locale takes part. */
#ifndef REFERENCE_TEXT_H
#define REFERENCE_TEXT_H

#include "base/bytes.h"

#include <stdbool.h>
#include <stddef.h>

char text_lower(char c);                            /* A to Z alone */
bool text_same(const char *a, const char *b);       /* equal but for the case of ASCII letters */
bool text_same_place(const char *a, const char *b); /* ... and but for spaces */

size_t text_points(const char *text); /* code points of valid UTF-8 */

/* Valid UTF-8 without control characters (C0, DEL, C1). */
bool text_is_plain(const char *text);

/* Percent-decodes into *out, to free(), which is set in any case. False when a '%' lacks its two
 * hex digits or when %00 occurs (which ends *out). */
bool text_decode(struct bytes raw, char **out);

#endif
