#include "base/buf.h"
#include "base/json.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Not cJSON's printer: it rounds to 15 digits, so that 9007199254740993 and the largest double come
 * out as something else. The tree's own depth bounds the recursion, as in json_equal. */

struct printer {
    struct buf *out;
    bool pretty;
    size_t depth;
};

static void print_value(struct printer *p, const cJSON *value);

static void print_number(struct buf *out, double number)
{
    size_t before = out->len;
    if (!isfinite(number)) {
        buf_text(out, "null");
        return;
    }
    if (fabs(number) < 1e15 && trunc(number) == number && !signbit(number)) {
        buf_format(out, "%lld", (long long)number);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        out->len = before;
        buf_format(out, "%.*g", digits, number);
        if (strtod(out->data + before, NULL) == number)
            return;
    }
}

#define PIECE 1024 /* characters printed at once; each takes six bytes at the most */

enum { PLAIN, LETTER, CODE, NUL };

/* How a byte is written: most as they are. C0 begins what stands for U+0000 in a tree (json.h). */
static int way_of(unsigned char c)
{
    if (c >= 0x20 && c != '"' && c != '\\' && c != 0xC0)
        return PLAIN;
    if (c == 0xC0)
        return NUL;
    return c >= 0x20 || strchr("\b\f\n\r\t", c) ? LETTER : CODE;
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

/* Takes one character off *p; returns the place behind what it wrote. */
static char *put_special(char *to, const char **p)
{
    static const char digits[] = "0123456789abcdef";
    char c = *(*p)++;
    *to++ = '\\';
    if (way_of((unsigned char)c) == LETTER) {
        *to++ = letter_of(c);
        return to;
    }
    if (c == '\xC0')
        ++*p, c = 0;
    memcpy(to, "u00", 3);
    to[3] = digits[c >> 4];
    to[4] = digits[c & 15];
    return to + 5;
}

static char *put_piece(char *to, const char **from)
{
    const char *p = *from;
    for (int left = PIECE; *p && left; left--) {
        int way = way_of((unsigned char)*p);
        if (way == PLAIN || (way == NUL && p[1] != '\x80'))
            *to++ = *p++;
        else
            to = put_special(to, &p);
    }
    *from = p;
    return to;
}

static void print_string(struct buf *out, const char *text)
{
    const char *p = text ? text : "";
    buf_byte(out, '"');
    while (*p) {
        char *to = buf_room(out, 6 * PIECE);
        if (!to)
            return;
        buf_fill(out, put_piece(to, &p));
    }
    buf_byte(out, '"');
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
            print_string(p->out, child->string);
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
        print_string(p->out, value->valuestring);
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
