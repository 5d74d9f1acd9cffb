#include "base/json_names.h"
#include "base/json_text.h"
#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum wanted { VALUE, FIRST_ITEM, NAME, FIRST_NAME, COLON, MORE, NOTHING };

struct check {
    struct bytes text;
    const char *at, *end;
    enum wanted wanted;
    size_t max_depth, depth, cap;
    size_t max_values, values;
    size_t *open; /* for each open object where its names begin, for each open array ARRAY */
    struct json_names names;
    struct json_problem *problem;
};

#define ARRAY SIZE_MAX

static bool __attribute__((format(printf, 4, 5)))
fail(struct check *c, enum json_fault fault, const char *at, const char *format, ...)
{
    struct json_problem *p = c->problem;
    p->fault = fault;
    p->offset = (size_t)(at - c->text.ptr);
    json_place(c->text, p->offset, &p->line, &p->column);
    va_list args;
    va_start(args, format);
    vsnprintf(p->text, sizeof p->text, format, args);
    va_end(args);
    return false;
}

static bool in_object(const struct check *c)
{
    return c->depth && c->open[c->depth - 1] != ARRAY;
}

static const char *what_belongs(const struct check *c)
{
    static const char *const words[] = {"a value", "a value or ']'", "a member name in quotes",
                                        NULL, "':' after a member name"};
    switch (c->wanted) {
    case MORE:
        return in_object(c) ? "',' or '}'" : "',' or ']'";
    case FIRST_NAME:
        return "a member name in quotes or '}'";
    case NOTHING:
        return "nothing more";
    default:
        return words[c->wanted];
    }
}

static void show_byte(char c, char out[16])
{
    bool printable = c >= 0x20 && c < 0x7F;
    snprintf(out, 16, printable ? "'%c'" : "byte 0x%02x", (unsigned char)c);
}

static size_t show_character(const char **at, const char *end, char *out, size_t size)
{
    const char *p = *at;
    int len = json_utf8(p, end);
    unsigned code = (unsigned char)*p & (len > 1 ? 0x7Fu >> len : 0x7Fu);
    for (int i = 1; i < len; i++)
        code = code << 6 | ((unsigned char)p[i] & 0x3F);
    *at += len;
    if (code >= 0x20 && code < 0x7F)
        return (size_t)snprintf(out, size, "%c", (int)code);
    if (code < 0x10000)
        return (size_t)snprintf(out, size, "\\u%04x", code);
    return (size_t)snprintf(out, size, "\\u%04x\\u%04x", 0xD7C0 + (code >> 10),
                            0xDC00 + (code & 0x3FF));
}

/* Shows the scanned name at a quote in ASCII, cut to fit: what is raw and not ASCII is escaped. */
static void show_name(const char *quote, const char *end, char *out, size_t size)
{
    size_t n = 0;
    const char *p = quote + 1;
    while (*p != '"' && n + 24 < size) {
        if (*p == '\\')
            out[n++] = *p++;
        n += show_character(&p, end, out + n, size - n);
    }
    snprintf(out + n, size - n, *p == '"' ? "\"" : "...\"");
}

/* A word is broken at c->at. */
static bool broken(struct check *c, enum json_fault fault)
{
    static const char *const says[] = {
        [JSON_SYNTAX] = "neither true, false nor null",
        [JSON_TRUNCATED] = "the text ends in the middle of a value",
        [JSON_NUMBER] = "not a number as JSON writes them",
        [JSON_RANGE] = "a number too large for a double",
        [JSON_ESCAPE] = "an escape that JSON does not have",
        [JSON_CONTROL] = "a control character in a string, not escaped",
        [JSON_UTF8] = "invalid UTF-8",
        [JSON_LONE_SURROGATE] = "half of a surrogate pair",
    };
    char byte[16] = "";
    if (c->at == c->end)
        return fail(c, fault, c->at, "%s", says[fault]);
    show_byte(*c->at, byte);
    return fail(c, fault, c->at, "%s (at %s)", says[fault], byte);
}

static bool unexpected(struct check *c)
{
    if (c->at == c->end)
        return fail(c, JSON_TRUNCATED, c->at, "the text ends where %s belongs", what_belongs(c));
    char byte[16];
    show_byte(*c->at, byte);
    if (c->wanted == NOTHING)
        return fail(c, JSON_TRAILING, c->at, "%s after the value", byte);
    if (json_utf8(c->at, c->end) <= 0)
        return broken(c, JSON_UTF8);
    return fail(c, JSON_SYNTAX, c->at, "%s where %s belongs", byte, what_belongs(c));
}

static bool value_done(struct check *c)
{
    c->wanted = c->depth ? MORE : NOTHING;
    return true;
}

static bool open_container(struct check *c)
{
    bool object = *c->at == '{';
    if (c->depth == c->max_depth)
        return fail(c, JSON_DEPTH, c->at, "nested deeper than %zu levels", c->max_depth);
    if (c->depth == c->cap) {
        c->cap = c->cap ? c->cap * 2 : 32;
        c->open = mem_grow(c->open, c->cap, sizeof *c->open);
    }
    c->open[c->depth++] = object ? c->names.count : ARRAY;
    c->wanted = object ? FIRST_NAME : FIRST_ITEM;
    c->at++;
    return true;
}

static bool duplicate(struct check *c, const char *quote)
{
    char name[sizeof c->problem->text - sizeof "duplicate member \""];
    show_name(quote, c->end, name, sizeof name);
    return fail(c, JSON_DUPLICATE, quote, "duplicate member \"%s", name);
}

static bool close_container(struct check *c)
{
    const char *repeated = in_object(c) ? json_names_close(&c->names, c->open[c->depth - 1]) : NULL;
    if (repeated)
        return duplicate(c, repeated);
    c->depth--;
    c->at++;
    return value_done(c);
}

static bool scanned(struct check *c, enum json_fault fault)
{
    return fault ? broken(c, fault) : value_done(c);
}

static bool literal(struct check *c, const char *word)
{
    for (; *word; word++, c->at++)
        if (c->at == c->end || *c->at != *word)
            return broken(c, c->at == c->end ? JSON_TRUNCATED : JSON_SYNTAX);
    return value_done(c);
}

static bool starts_with(const struct check *c, const char *word)
{
    size_t len = strlen(word);
    return (size_t)(c->end - c->at) >= len && memcmp(c->at, word, len) == 0;
}

static bool no_value(struct check *c)
{
    if (*c->at == '+' || *c->at == '.' || starts_with(c, "NaN") || starts_with(c, "Infinity"))
        return broken(c, JSON_NUMBER);
    return unexpected(c);
}

static bool take_value(struct check *c)
{
    if (c->values++ == c->max_values)
        return fail(c, JSON_VALUES, c->at, "more than %zu values", c->max_values);
    switch (*c->at) {
    case '{':
    case '[':
        return open_container(c);
    case '"':
        return scanned(c, json_scan_string(&c->at, c->end));
    case 't':
        return literal(c, "true");
    case 'f':
        return literal(c, "false");
    case 'n':
        return literal(c, "null");
    default:
        if (*c->at == '-' || (*c->at >= '0' && *c->at <= '9'))
            return scanned(c, json_scan_number(&c->at, c->end));
        return no_value(c);
    }
}

static bool take_name(struct check *c)
{
    const char *quote = c->at;
    if (*quote != '"')
        return unexpected(c);
    enum json_fault fault = json_scan_string(&c->at, c->end);
    if (fault)
        return broken(c, fault);
    json_names_add(&c->names, quote);
    c->wanted = COLON;
    return true;
}

static bool take_mark(struct check *c, char mark, enum wanted next)
{
    if (*c->at != mark)
        return unexpected(c);
    c->at++;
    c->wanted = next;
    return true;
}

static bool step(struct check *c)
{
    char closing = in_object(c) ? '}' : ']';
    bool may_close = c->wanted == FIRST_ITEM || c->wanted == FIRST_NAME || c->wanted == MORE;
    if (c->at == c->end)
        return unexpected(c);
    if (may_close && *c->at == closing)
        return close_container(c);
    switch (c->wanted) {
    case VALUE:
    case FIRST_ITEM:
        return take_value(c);
    case NAME:
    case FIRST_NAME:
        return take_name(c);
    case COLON:
        return take_mark(c, ':', VALUE);
    case MORE:
        return take_mark(c, ',', in_object(c) ? NAME : VALUE);
    default:
        return unexpected(c);
    }
}

static bool is_marked(struct bytes text)
{
    return (text.len >= 3 && memcmp(text.ptr, "\xEF\xBB\xBF", 3) == 0) ||
           (text.len >= 2 && memcmp(text.ptr, "\xFE\xFF", 2) == 0) ||
           (text.len >= 2 && memcmp(text.ptr, "\xFF\xFE", 2) == 0);
}

static bool whole(struct check *c, size_t max_bytes)
{
    if (c->text.len > max_bytes)
        return fail(c, JSON_SIZE, c->at + max_bytes, "longer than %zu bytes", max_bytes);
    if (is_marked(c->text))
        return fail(c, JSON_BOM, c->at, "begins with a byte order mark");
    c->at = json_skip_space(c->at, c->end);
    if (c->at == c->end)
        return fail(c, JSON_EMPTY, c->at, "there is nothing but white space");
    do {
        if (!step(c))
            return false;
        c->at = json_skip_space(c->at, c->end);
    } while (c->wanted != NOTHING || c->at < c->end);
    return true;
}

bool json_check(struct bytes text, const struct json_limits *limits, struct json_problem *problem)
{
    struct json_problem unseen;
    if (!text.ptr)
        text = bytes_of("");
    struct check c = {.text = text, .at = text.ptr, .end = text.ptr + text.len};
    c.problem = problem ? problem : &unseen;
    *c.problem = (struct json_problem){.line = 1, .column = 1};
    c.max_depth = limits && limits->max_depth ? limits->max_depth : JSON_MAX_DEPTH;
    c.max_values = limits && limits->max_values ? limits->max_values : SIZE_MAX;
    bool fine = whole(&c, limits && limits->max_bytes ? limits->max_bytes : JSON_MAX_BYTES);
    free(c.open);
    free(c.names.list);
    return fine;
}
