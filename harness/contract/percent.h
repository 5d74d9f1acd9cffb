/* percent.h - percent-encoding of URIs undone (RFC 3986 section 2.1). */
#ifndef CONTRACT_PERCENT_H
#define CONTRACT_PERCENT_H

#include "base/bytes.h"

/* The decoded text, to free(). A '%' without two hex digits stays as it is; %00 becomes the bytes
 * C0 80, as in the trees of json.h. */
char *percent_decode(struct bytes text);

#endif
