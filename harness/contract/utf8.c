#include "contract/utf8.h"

#include <string.h>

static size_t length_of(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first <= 0xdf)
        return 2;
    if (first >= 0xe0 && first <= 0xef)
        return 3;
    return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

size_t utf8_next(struct bytes text, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t len = text.len ? length_of((unsigned char)text.ptr[0]) : 0;
    if (len == 0 || len > text.len)
        return 0;
    uint32_t c = (unsigned char)text.ptr[0] & (len == 1 ? 0x7fu : 0xffu >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        if ((byte & 0xc0) != 0x80)
            return 0;
        c = c << 6 | (byte & 0x3fu);
    }
    if (c < least[len] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
        return 0;
    if (code)
        *code = c;
    return len;
}

/* Eight bytes at once: most text is all of this kind. */
static size_t ascii_run(struct bytes text)
{
    size_t len = 0;
    for (uint64_t eight; len + sizeof eight <= text.len; len += sizeof eight) {
        memcpy(&eight, text.ptr + len, sizeof eight);
        if (eight & 0x8080808080808080u)
            break;
    }
    return len;
}

bool utf8_valid(struct bytes text)
{
    size_t ascii = ascii_run(text);
    text.ptr += ascii;
    text.len -= ascii;
    while (text.len) {
        size_t len = (unsigned char)*text.ptr < 0x80 ? 1 : utf8_next(text, NULL);
        if (!len)
            return false;
        text.ptr += len;
        text.len -= len;
    }
    return true;
}

size_t utf8_put(char *to, uint32_t code)
{
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        code = 0xfffd;
    if (code < 0x80) {
        *to = (char)code;
        return 1;
    }
    int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    *to++ = (char)((0xff00u >> (more + 1) & 0xff) | code >> (6 * more));
    for (int left = more; left--;)
        *to++ = (char)(0x80 | (code >> (6 * left) & 0x3f));
    return (size_t)more + 1;
}

void utf8_add(struct buf *out, uint32_t code)
{
    char text[UTF8_MAX];
    buf_add(out, text, utf8_put(text, code));
}

size_t utf8_cut(struct bytes text, size_t max)
{
    if (text.len <= max)
        return text.len;
    size_t at = max;
    while (at > 0 && max - at < 3 && ((unsigned char)text.ptr[at] & 0xc0) == 0x80)
        at--;
    bool whole = utf8_next((struct bytes){text.ptr + at, text.len - at}, NULL) > 0;
    return whole ? at : max;
}
