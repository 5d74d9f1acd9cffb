#include "base/buf.h"
#include "base/json.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

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

static char escape_letter(char c)
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
        return c == '"' || c == '\\' ? c : '\0';
    }
}

static bool is_plain(char c)
{
    return (unsigned char)c >= 0x20 && c != '"' && c != '\\' && c != '\xC0';
}

/* Returns the place behind what it printed. */
static const char *print_special(struct buf *out, const char *p)
{
    char letter = escape_letter(*p);
    if (letter)
        buf_add(out, (char[]){'\\', letter}, 2);
    else if ((unsigned char)*p < 0x20)
        buf_format(out, "\\u%04x", (unsigned char)*p);
    else if (p[1] == '\x80')
        buf_text(out, "\\u0000");
    else
        buf_byte(out, *p);
    return p + (*p == '\xC0' && p[1] == '\x80' ? 2 : 1);
}

static void print_string(struct buf *out, const char *text)
{
    const char *p = text ? text : "";
    buf_byte(out, '"');
    while (*p) {
        const char *plain = p;
        while (is_plain(*p))
            p++;
        buf_add(out, plain, (size_t)(p - plain));
        if (*p)
            p = print_special(out, p);
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
