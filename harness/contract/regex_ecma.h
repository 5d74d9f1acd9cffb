/* regex_ecma.h - an ECMA-262 pattern (flag "u") rewritten for PCRE2; for regex.c alone. */
#ifndef CONTRACT_REGEX_ECMA_H
#define CONTRACT_REGEX_ECMA_H

#include "base/buf.h"
#include "base/err.h"

/* Appends the pattern in PCRE2's words. 0, or -1 and err, which says what ECMA-262 does not know
 * and at which byte; PCRE2 still finds unbalanced parentheses and references to nothing. */
int regex_from_ecma(struct buf *out, const char *pattern, struct err *err);

/* The short name of a Unicode general category, which is the only one PCRE2 knows, for a long name
 * or an alias; NULL for anything else. */
const char *regex_category(const char *name, size_t len);

#endif
