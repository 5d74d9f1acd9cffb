#include "contract/percent.h"

#include "base/mem.h"

static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The byte that the "%" at the beginning of the text stands for with the two behind it, or -1. */
static int encoded_byte(struct bytes text)
{
    if (text.len < 3)
        return -1;
    int high = digit(text.ptr[1]), low = digit(text.ptr[2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

char *percent_decode(struct bytes text)
{
    char *out = mem_alloc(text.len + 1), *to = out;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '%') {
            *to++ = text.ptr[i];
            continue;
        }
        int byte = encoded_byte((struct bytes){text.ptr + i, text.len - i});
        if (byte == 0)
            *to++ = (char)0xC0;
        *to++ = byte < 0 ? text.ptr[i] : byte == 0 ? (char)0x80 : (char)byte;
        i += byte < 0 ? 0 : 2;
    }
    return out;
}
