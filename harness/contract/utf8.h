/* utf8.h - UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef CONTRACT_UTF8_H
#define CONTRACT_UTF8_H

#include "base/buf.h"
#include "base/bytes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How many bytes the first character takes (1 to 4) and which one it is; 0 when the text is empty
 * or does not begin with a whole valid character. `code` may be NULL. */
size_t utf8_next(struct bytes text, uint32_t *code);

bool utf8_valid(struct bytes text);

#define UTF8_MAX 4 /* bytes of a character */

/* Writes the character, at most UTF8_MAX bytes, and says how many; a code point that UTF-8 cannot have
 * becomes U+FFFD. utf8_add appends it. */
size_t utf8_put(char *to, uint32_t code);
void utf8_add(struct buf *out, uint32_t code);

/* The longest length up to `max` that cuts no character of the text in two. */
size_t utf8_cut(struct bytes text, size_t max);

#endif
