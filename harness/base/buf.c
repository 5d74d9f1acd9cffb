#include "base/buf.h"
#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct buf buf_new(size_t max)
{
    return (struct buf){.max = max};
}

void buf_free(struct buf *b)
{
    free(b->data);
    *b = buf_new(b->max);
}

void buf_clear(struct buf *b)
{
    b->len = 0;
    b->failed = false;
    if (b->data)
        b->data[0] = '\0';
}

static bool room_for(struct buf *b, size_t len)
{
    if (b->failed || len > b->max - b->len) {
        b->failed = true;
        return false;
    }
    if (b->data && b->cap - b->len > len)
        return true;
    size_t cap = b->cap ? b->cap : 256;
    while (cap - b->len <= len)
        cap *= 2;
    b->data = mem_grow(b->data, cap, 1);
    b->cap = cap;
    return true;
}

bool buf_add(struct buf *b, const void *ptr, size_t len)
{
    if (!room_for(b, len))
        return false;
    if (len)
        memcpy(b->data + b->len, ptr, len);
    b->len += len;
    b->data[b->len] = '\0';
    return true;
}

bool buf_text(struct buf *b, const char *text)
{
    return buf_add(b, text, strlen(text));
}

bool buf_byte(struct buf *b, char c)
{
    if (!room_for(b, 1))
        return false;
    b->data[b->len++] = c;
    b->data[b->len] = '\0';
    return true;
}

bool buf_repeat(struct buf *b, const void *ptr, size_t len, size_t times)
{
    bool fits = !len || times <= (SIZE_MAX - 1) / len;
    if (!room_for(b, fits ? len * times : SIZE_MAX))
        return false;
    char *to = b->data + b->len;
    size_t all = len * times, done = all ? len : 0;
    if (all)
        memcpy(to, ptr, len);
    for (size_t piece; done < all;
         done += piece) { /* what is there, again: twice as much each time */
        piece = done < all - done ? done : all - done;
        memcpy(to + done, to, piece);
    }
    b->len += all;
    b->data[b->len] = '\0';
    return true;
}

bool buf_format(struct buf *b, const char *format, ...)
{
    va_list args, again;
    if (!room_for(b, 0))
        return false;
    size_t room = b->cap - b->len;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(b->data + b->len, room, format, args);
    va_end(args);
    bool ok = len >= 0 && room_for(b, (size_t)len);
    if (ok && (size_t)len >= room)
        vsnprintf(b->data + b->len, (size_t)len + 1, format, again);
    va_end(again);
    b->len += ok ? (size_t)len : 0;
    b->data[b->len] = '\0';
    return ok;
}

char *buf_room(struct buf *b, size_t len)
{
    return room_for(b, len) ? b->data + b->len : NULL;
}

void buf_fill(struct buf *b, const char *end)
{
    b->len = (size_t)(end - b->data);
    b->data[b->len] = '\0';
}

struct bytes buf_view(const struct buf *b)
{
    return (struct bytes){b->data ? b->data : "", b->len};
}

char *buf_take(struct buf *b)
{
    char *data = b->data ? b->data : mem_copy("", 0);
    *b = buf_new(b->max);
    return data;
}
