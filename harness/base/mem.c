#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LARGE ((size_t)4096)

static void out_of_memory(void)
{
    static const char text[] = "connspec: out of memory\n";
    fwrite(text, 1, sizeof text - 1, stderr);
    _Exit(4);
}

void *mem_alloc(size_t size)
{
    void *ptr = calloc(1, size ? size : 1);
    if (!ptr)
        out_of_memory();
    return ptr;
}

/* Large blocks grow in steps of a quarter to an eighth of themselves, so that a list that grows one
 * by one is not copied each time. */
static size_t with_room(size_t bytes)
{
    size_t step = 1;
    while (step <= bytes / 8)
        step *= 2;
    return bytes < LARGE || bytes > SIZE_MAX / 2 ? bytes : (bytes + step - 1) / step * step;
}

void *mem_grow(void *old, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        out_of_memory();
    size_t bytes = with_room(count * size);
    void *ptr = realloc(old, bytes ? bytes : 1);
    if (!ptr)
        out_of_memory();
    return ptr;
}

char *mem_copy(const void *from, size_t len)
{
    char *copy = mem_alloc(len + 1);
    if (len)
        memcpy(copy, from, len);
    return copy;
}

char *mem_string(const char *text)
{
    return text ? mem_copy(text, strlen(text)) : NULL;
}

char *mem_format(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = NULL;
    if (vasprintf(&text, format, args) < 0)
        out_of_memory();
    va_end(args);
    return text;
}
