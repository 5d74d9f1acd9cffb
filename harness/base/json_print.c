#include "base/buf.h"
#include "base/json.h"
#include "base/json_text.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Not cJSON's printer: it rounds to 15 digits, so that 9007199254740993 and the largest double come
 * out as something else. The tree's own depth bounds the recursion, as in json_equal. */

struct printer {
    struct buf *out;
    bool pretty, visible;
    size_t depth;
};

static void print_value(struct printer *p, const cJSON *value);

static void print_integer(struct buf *out, long long number)
{
    char text[24], *p = text + sizeof text;
    unsigned long long left =
        number < 0 ? 0 - (unsigned long long)number : (unsigned long long)number;
    do
        *--p = (char)('0' + left % 10);
    while (left /= 10);
    if (number < 0)
        *--p = '-';
    buf_add(out, p, (size_t)(text + sizeof text - p));
}

static void print_number(struct buf *out, double number)
{
    size_t before = out->len;
    if (!isfinite(number)) {
        buf_text(out, "null");
        return;
    }
    if (fabs(number) < 1e15 && trunc(number) == number && !signbit(number)) {
        print_integer(out, (long long)number);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        out->len = before;
        buf_format(out, "%.*g", digits, number);
        if (strtod(out->data + before, NULL) == number)
            return;
    }
}

#define PIECE ((size_t)1024) /* bytes printed at once; each takes six at the most */

enum { PLAIN, LETTER, CODE, NUL };

/* How a byte is written: most as they are. C0 begins what stands for U+0000 in a tree (json.h). */
static int way_of(unsigned char c)
{
    if (c >= 0x20 && c != '"' && c != '\\' && c != 0xC0)
        return PLAIN;
    if (c == 0xC0)
        return NUL;
    return c >= 0x20 || memchr("\b\f\n\r\t", c, 5) ? LETTER : CODE;
}

static char letter_of(char c)
{
    switch (c) {
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return c;
    }
}

/* The code of the character where it is one that json_add_visible spells out; else 0. */
static unsigned hidden(const char *text, size_t *len)
{
    const unsigned char *p = (const unsigned char *)text;
    unsigned code = 0;
    *len = 1;
    if (p[0] == 0x7f)
        return 0x7f;
    if (p[0] == 0xc2 && p[1] >= 0x80 && p[1] <= 0x9f)
        *len = 2, code = p[1];
    else if (p[0] == 0xe2 && (p[1] == 0x80 || p[1] == 0x81) && p[2] >= 0x80)
        *len = 3, code = 0x2000 | (p[1] & 1u) << 6 | (p[2] & 0x3fu);
    bool hides =
        *len == 2 || (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
    return hides ? code : 0;
}

static char *put_code(char *to, unsigned code)
{
    static const char digits[] = "0123456789abcdef";
    *to++ = '\\';
    *to++ = 'u';
    for (int shift = 12; shift >= 0; shift -= 4)
        *to++ = digits[code >> shift & 15];
    return to;
}

/* Takes one character off *p; returns the place behind what it wrote. */
static char *put_special(char *to, const char **p)
{
    char c = *(*p)++;
    if (way_of((unsigned char)c) == LETTER) {
        *to++ = '\\';
        *to++ = letter_of(c);
        return to;
    }
    if (c == '\xC0')
        ++*p, c = 0;
    return put_code(to, (unsigned)c);
}

static char *put_odd(char *to, const char **from, bool visible)
{
    const char *p = *from;
    size_t len = 0;
    int way = way_of((unsigned char)*p);
    unsigned code = visible && way == PLAIN ? hidden(p, &len) : 0;
    if (code)
        to = put_code(to, code), p += len;
    else if (way == PLAIN || (way == NUL && p[1] != '\x80'))
        *to++ = *p++;
    else
        to = put_special(to, &p);
    *from = p;
    return to;
}

static char *put_piece(char *to, const char *p, const char *end, const char **behind, bool visible)
{
    while (p < end) {
        if (json_plain(*p))
            *to++ = *p++;
        else
            to = put_odd(to, &p, visible);
    }
    *behind = p; /* at most two bytes behind the end, where that is inside a character */
    return to;
}

static void add_string(struct buf *out, struct bytes text, bool visible)
{
    const char *p = text.ptr, *end = text.ptr + text.len;
    buf_byte(out, '"');
    while (p < end) {
        size_t len = (size_t)(end - p) < PIECE ? (size_t)(end - p) : PIECE;
        char *to = buf_room(out, 6 * len);
        if (!to)
            return;
        buf_fill(out, put_piece(to, p, p + len, &p, visible));
    }
    buf_byte(out, '"');
}

static void print_string(const struct printer *print, const char *text)
{
    add_string(print->out, bytes_of(text ? text : ""), print->visible);
}

static void new_line(struct printer *p)
{
    if (!p->pretty)
        return;
    buf_byte(p->out, '\n');
    for (size_t i = 0; i < p->depth; i++)
        buf_text(p->out, "  ");
}

static void print_children(struct printer *p, const cJSON *parent, const char *brackets)
{
    bool named = *brackets == '{';
    const cJSON *child;
    buf_byte(p->out, brackets[0]);
    p->depth++;
    cJSON_ArrayForEach(child, parent)
    {
        if (child != parent->child)
            buf_byte(p->out, ',');
        new_line(p);
        if (named) {
            print_string(p, child->string);
            buf_text(p->out, p->pretty ? ": " : ":");
        }
        print_value(p, child);
    }
    p->depth--;
    if (parent->child)
        new_line(p);
    buf_byte(p->out, brackets[1]);
}

static void print_value(struct printer *p, const cJSON *value)
{
    switch (value->type & 0xFF) {
    case cJSON_True:
    case cJSON_False:
        buf_text(p->out, cJSON_IsTrue(value) ? "true" : "false");
        return;
    case cJSON_Number:
        print_number(p->out, value->valuedouble);
        return;
    case cJSON_String:
        print_string(p, value->valuestring);
        return;
    case cJSON_Raw:
        buf_text(p->out, value->valuestring ? value->valuestring : "null");
        return;
    case cJSON_Array:
    case cJSON_Object:
        print_children(p, value, cJSON_IsArray(value) ? "[]" : "{}");
        return;
    default:
        buf_text(p->out, "null");
    }
}

char *json_print(const cJSON *value, bool pretty)
{
    struct buf out = buf_new(SIZE_MAX / 2);
    struct printer p = {.out = &out, .pretty = pretty};
    if (!value)
        return NULL;
    print_value(&p, value);
    return buf_take(&out);
}

void json_add(struct buf *out, const cJSON *value)
{
    struct printer p = {.out = out};
    print_value(&p, value);
}

void json_add_visible(struct buf *out, const cJSON *value)
{
    struct printer p = {.out = out, .visible = true};
    print_value(&p, value);
}

void json_add_visible_string(struct buf *out, struct bytes text)
{
    add_string(out, text, true);
}

void json_add_number(struct buf *out, double number)
{
    print_number(out, number);
}
