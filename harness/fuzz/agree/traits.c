#include "fuzz/agree/traits.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DEEP 30      /* json-c stops at 32, of which the tokener keeps some */
#define LONG_TEXT 63 /* where number buffers of C parsers end */

static void add(struct traits *out, const char *trait)
{
    for (size_t i = 0; i < out->count; i++)
        if (strcmp(out->list[i], trait) == 0)
            return;
    if (out->count < TRAITS_MAX)
        out->list[out->count++] = trait;
}

static size_t blanks(struct bytes text, size_t at)
{
    while (at < text.len && memchr(" \t\r\n", text.ptr[at], 4))
        at++;
    return at;
}

/* From the opening quote to behind the closing one; the text is valid. */
static size_t look_at_string(struct bytes text, size_t at, struct traits *out)
{
    size_t begin = ++at;
    bool nul = false;
    for (; at < text.len && text.ptr[at] != '"'; at++) {
        if (text.ptr[at] != '\\')
            continue;
        nul |= text.len - at > 5 && memcmp(text.ptr + at, "\\u0000", 6) == 0;
        at++;
    }
    size_t behind = blanks(text, at + 1);
    bool name = behind < text.len && text.ptr[behind] == ':';
    if (nul)
        add(out, name ? "nul-in-name" : "nul-in-string");
    if (name && at == begin)
        add(out, "empty-name");
    return at + 1;
}

static void look_at_value(const char *digits, bool integer, struct traits *out)
{
    double value = strtod(digits, NULL);
    if (integer && fabs(value) >= 0x1p63)
        add(out, "beyond-64-bits");
    else if (integer && fabs(value) >= 0x1p53)
        add(out, "beyond-53-bits");
    if (value == 0 && strspn(digits, "-0.eE+") != strlen(digits))
        add(out, "number-too-small");
    if (value == 0 && digits[0] == '-')
        add(out, "minus-zero");
}

static size_t look_at_number(struct bytes text, size_t at, struct traits *out)
{
    char digits[1024];
    size_t end = at;
    while (end < text.len && memchr("+-.eE0123456789", text.ptr[end], 15))
        end++;
    size_t len = end - at;
    if (len > LONG_TEXT)
        add(out, "long-number");
    if (len >= sizeof digits)
        return end;
    memcpy(digits, text.ptr + at, len);
    digits[len] = '\0';
    look_at_value(digits, !strpbrk(digits, ".eE"), out);
    return end;
}

static void look_through(struct bytes text, struct traits *out)
{
    size_t depth = 0;
    for (size_t at = 0; at < text.len;) {
        char c = text.ptr[at];
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        if (depth >= DEEP)
            add(out, "deep");
        if (c == '"')
            at = look_at_string(text, at, out);
        else if (c == '-' || (c >= '0' && c <= '9'))
            at = look_at_number(text, at, out);
        else
            at++;
    }
}

void traits_find(struct bytes body, enum json_fault fault, struct traits *out)
{
    *out = (struct traits){.count = 0};
    if (fault != JSON_FINE) {
        add(out, json_fault_name(fault));
        return;
    }
    size_t first = blanks(body, 0);
    if (first < body.len && body.ptr[first] != '{')
        add(out, "no-object");
    look_through(body, out);
}
