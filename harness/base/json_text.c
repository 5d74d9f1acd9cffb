#include "base/json_text.h"

enum { CUT = -2, BAD = -1 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int hex_digit(char c)
{
    if (is_digit(c))
        return c - '0';
    char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : BAD;
}

/* The code unit of a \uXXXX; BAD if something else is there, CUT if the end comes first. */
static int escaped_unit(const char *p, const char *end)
{
    int unit = 0;
    for (int i = 0; i < 6; i++, p++) {
        if (p == end)
            return CUT;
        int digit = i >= 2 ? hex_digit(*p) : *p == "\\u"[i] ? 0 : BAD;
        if (digit < 0)
            return BAD;
        unit = unit * 16 + digit;
    }
    return unit;
}

static bool is_high(int unit)
{
    return unit >= 0xD800 && unit <= 0xDBFF;
}

static bool is_low(int unit)
{
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

static enum json_fault scan_unit(const char **at, const char *end)
{
    int unit = escaped_unit(*at, end), partner = 0;
    if (unit == CUT)
        return JSON_TRUNCATED;
    if (unit == BAD)
        return JSON_ESCAPE;
    if (is_low(unit))
        return JSON_LONE_SURROGATE;
    if (is_high(unit)) {
        partner = escaped_unit(*at + 6, end);
        if (partner == CUT)
            return JSON_TRUNCATED;
        if (!is_low(partner))
            return JSON_LONE_SURROGATE;
    }
    *at += partner ? 12 : 6;
    return JSON_FINE;
}

static enum json_fault scan_escape(const char **at, const char *end)
{
    if (*at + 1 == end)
        return JSON_TRUNCATED;
    if ((*at)[1] == 'u')
        return scan_unit(at, end);
    if (!memchr("\"\\/bfnrt", (*at)[1], 8))
        return JSON_ESCAPE;
    *at += 2;
    return JSON_FINE;
}

/* RFC 3629: how long a lead byte's character is, and what its second byte may be. */
static int utf8_lead(unsigned char lead, unsigned char *low, unsigned char *high)
{
    *low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    *high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (lead < 0x80)
        return 1;
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

int json_utf8(const char *at, const char *end)
{
    unsigned char low, high;
    int len = utf8_lead((unsigned char)*at, &low, &high);
    for (int i = 1; i < len; i++) {
        if (end - at == i)
            return -1;
        unsigned char c = (unsigned char)at[i];
        if (c < low || c > high)
            return 0;
        low = 0x80;
        high = 0xBF;
    }
    return len;
}

static enum json_fault scan_character(const char **at, const char *end)
{
    unsigned char c = (unsigned char)**at;
    if (c < 0x20)
        return JSON_CONTROL;
    if (c == '\\')
        return scan_escape(at, end);
    int len = json_utf8(*at, end);
    if (len <= 0)
        return len ? JSON_TRUNCATED : JSON_UTF8;
    *at += len;
    return JSON_FINE;
}

enum json_fault json_scan_string(const char **at, const char *end)
{
    const char *p = *at + 1;
    enum json_fault fault = JSON_FINE;
    while (fault == JSON_FINE && p < end && *p != '"') {
        if (json_plain(*p))
            p++;
        else
            fault = scan_character(&p, end);
    }
    if (fault == JSON_FINE && p == end)
        fault = JSON_TRUNCATED;
    *at = fault == JSON_TRUNCATED ? end : fault ? p : p + 1;
    return fault;
}

static unsigned unescape_unit(struct json_reader *r)
{
    unsigned unit = (unsigned)escaped_unit(r->at, r->at + 6);
    r->at += 6;
    return unit;
}

static unsigned encode(unsigned code, char out[4])
{
    static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    unsigned len = code >= 0x10000 ? 4 : code >= 0x800 ? 3 : code >= 0x80 || code == 0 ? 2 : 1;
    for (unsigned i = len; --i; code >>= 6)
        out[i] = (char)(0x80 | (code & 0x3F));
    out[0] = (char)(leads[len] | code);
    return len;
}

static void unescape_code(struct json_reader *r)
{
    unsigned code = unescape_unit(r);
    if (is_high((int)code))
        code = 0x10000 + ((code - 0xD800) << 10) + (unescape_unit(r) - 0xDC00);
    r->have = (unsigned char)encode(code, r->bytes);
    r->given = 0;
}

static char unescape_letter(char c)
{
    switch (c) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return c;
    }
}

int json_next(struct json_reader *r)
{
    if (r->given < r->have)
        return (unsigned char)r->bytes[r->given++];
    if (*r->at == '"')
        return -1;
    if (*r->at != '\\')
        return (unsigned char)*r->at++;
    if (r->at[1] == 'u') {
        unescape_code(r);
        return (unsigned char)r->bytes[r->given++];
    }
    r->at += 2;
    return unescape_letter(r->at[-1]);
}

void json_place(struct bytes text, size_t offset, size_t *line, size_t *column)
{
    *line = 1;
    size_t begin = 0;
    for (const char *p = text.ptr; offset && (p = memchr(p, '\n', offset - begin)); p++) {
        ++*line;
        begin = (size_t)(p - text.ptr) + 1;
    }
    *column = offset - begin + 1;
}
