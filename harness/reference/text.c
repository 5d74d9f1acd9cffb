#include "reference/text.h"
#include "base/mem.h"

#include <stdint.h>

char text_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool text_same(const char *a, const char *b)
{
    while (*a && text_lower(*a) == text_lower(*b))
        a++, b++;
    return text_lower(*a) == text_lower(*b);
}

static const char *skip_spaces(const char *text)
{
    while (*text == ' ')
        text++;
    return text;
}

bool text_same_place(const char *a, const char *b)
{
    for (;; a++, b++) {
        a = skip_spaces(a);
        b = skip_spaces(b);
        if (text_lower(*a) != text_lower(*b))
            return false;
        if (!*a)
            return true;
    }
}

size_t text_points(const char *text)
{
    size_t points = 0;
    for (; *text; text++)
        points += ((unsigned char)*text & 0xC0) != 0x80;
    return points;
}

/* One character off the front, or -1. Reads nothing behind a NUL, since that continues nothing. */
static int32_t take_point(const unsigned char **at)
{
    static const int32_t least[] = {0, 0x80, 0x800, 0x10000};
    const unsigned char *p = *at;
    int more = *p < 0x80 ? 0 : *p < 0xC0 ? -1 : *p < 0xE0 ? 1 : *p < 0xF0 ? 2 : *p < 0xF8 ? 3 : -1;
    if (more < 0)
        return -1;
    int32_t point = more ? *p & (0x3F >> more) : *p;
    for (int i = 1; i <= more; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return -1;
        point = point << 6 | (p[i] & 0x3F);
    }
    *at = p + 1 + more;
    if (point < least[more] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF))
        return -1;
    return point;
}

bool text_is_plain(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    while (*at) {
        int32_t point = take_point(&at);
        if (point < 0x20 || (point >= 0x7F && point <= 0x9F))
            return false;
    }
    return true;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = text_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool text_decode(struct bytes raw, char **out)
{
    char *to = *out = mem_alloc(raw.len + 1);
    for (size_t i = 0; i < raw.len; i++) {
        if (raw.ptr[i] != '%') {
            *to++ = raw.ptr[i];
            continue;
        }
        if (raw.len - i < 3 || hex(raw.ptr[i + 1]) < 0 || hex(raw.ptr[i + 2]) < 0)
            return false;
        *to = (char)(hex(raw.ptr[i + 1]) << 4 | hex(raw.ptr[i + 2]));
        if (!*to++)
            return false;
        i += 2;
    }
    return true;
}
