/* regex.h - regular expressions as ECMA-262 has them with the flag "u", on top of PCRE2.
 *
 * A pattern is translated strictly: what ECMA-262 does not know (possessive quantifiers, \A, \h,
 * (?i), (*VERB), POSIX classes, \- outside a class, a lone "]") is an error and never given
 * another meaning. \d, \w and \b are ASCII, \s and "." are ECMA's, $ is the very end of the text,
 * \p{...} knows general categories by both names, scripts and PCRE2's binary properties.
 *
 * Left as PCRE2 has it: a group inside a repeated one keeps what it captured in an earlier round,
 * lookbehinds must have a bounded length per branch, and counts end at 65535. */
#ifndef CONTRACT_REGEX_H
#define CONTRACT_REGEX_H

#include "base/err.h"

#include <stddef.h>

struct regex; /* immutable; may be used by many threads */

enum regex_result {
    REGEX_NO_MATCH,
    REGEX_MATCH,
    REGEX_LIMIT, /* too much work for a text of that length, or 64 MiB of memory: a repeated
                  group takes about 200 bytes each time round */
};

/* `pattern` and `text` are UTF-8 in which the bytes C0 80 stand for U+0000 (json.h). */
int regex_compile(struct regex **out, const char *pattern, struct err *err);

/* Looks anywhere in the text. The work is bounded linearly in its length; *steps is what was done,
 * in pieces of well below a microsecond, at least 1. */
enum regex_result regex_match(const struct regex *r, const char *text, size_t *steps);
void regex_free(struct regex *r);

#endif
