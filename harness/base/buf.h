/* buf.h - bytes of our own that grow up to a maximum fixed at creation.
 *
 * Everything made out of outside bytes is collected in one of these. A write that would pass `max`
 * writes nothing and sets `failed`; every later write is then refused too, so that a caller may
 * write a whole document and look once at the end. `data` is NUL-terminated whenever it is not
 * NULL; the NUL does not count in `len`. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/bytes.h"

#include <stdbool.h>
#include <stddef.h>

struct buf {
    char *data;
    size_t len, cap, max;
    bool failed;
};

struct buf buf_new(size_t max); /* empty; allocates nothing yet */
void buf_free(struct buf *b);   /* releases and empties; the maximum stays */
void buf_clear(struct buf *b);  /* empties, keeps the memory, forgets a failure */

/* All return false when the buffer has failed, now or before. */
bool buf_add(struct buf *b, const void *ptr, size_t len);
bool buf_text(struct buf *b, const char *text);
bool buf_byte(struct buf *b, char c);
bool buf_repeat(struct buf *b, const void *ptr, size_t len,
                size_t times); /* all of it or nothing */
bool buf_format(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* For who writes by himself: the place behind what is there, with room for len bytes, or NULL; then
 * up to where it was written. Fails where less than that room is left, however little is written. */
char *buf_room(struct buf *b, size_t len);
void buf_fill(struct buf *b, const char *end);

struct bytes buf_view(const struct buf *b); /* valid until the next write */
char *buf_take(struct buf *b);              /* the bytes, now the caller's to free; never NULL */

#endif
