/* mem.h - allocation that does not fail.
 *
 * Running out of memory outside a struct buf is not something the suite can judge or report on, so
 * it ends the program here, in one place, with exit status 4 (our own error). Everything returned
 * is released with free(). What outside bytes can make large goes through struct buf instead,
 * which has a ceiling. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

void *mem_alloc(size_t size); /* zero-filled; size 0 is fine */
void *mem_grow(void *old, size_t count,
               size_t size);                  /* realloc to count * size, overflow checked */
char *mem_copy(const void *from, size_t len); /* len bytes and a NUL after them */
char *mem_string(const char *text);           /* strdup; NULL gives NULL */
char *mem_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
