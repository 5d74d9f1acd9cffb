#include "contract/regex_ecma.h"

#include <stdint.h>
#include <string.h>

#define SPACE                                                                                      \
    "\\t-\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}"              \
    "\\x{3000}\\x{feff}"
#define NOT_SPACE                                                                                  \
    "\\x{0}-\\x{8}\\x{e}-\\x{1f}!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}"  \
    "\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}"                 \
    "\\x{ff00}-\\x{10ffff}"

enum kind { BAD = -1, CHARACTER, SET, ASSERTION };

struct work {
    const char *first, *p;
    struct buf *out;
    struct err *err;
};

static int fault(struct work *w, const char *what)
{
    size_t at = (size_t)(w->p - w->first);
    return err_set(w->err, "malformed pattern: %s at byte %zu", what, at);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'z';
}

static bool among(char c, const char *set)
{
    return c && strchr(set, c);
}

static int hex_value(char c)
{
    char lower = (char)(c | 0x20);
    if (is_digit(c))
        return c - '0';
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* Reads `least` to `most` hex digits; -1 when they are not there or are beyond Unicode. */
static long hex(const char **p, int least, int most)
{
    long value = 0;
    int n = 0;
    for (int digit; n < most && (digit = hex_value(**p)) >= 0; n++, ++*p) {
        value = value * 16 + digit;
        if (value > 0x10ffff)
            return -1;
    }
    return n >= least ? value : -1;
}

static int put_code(struct work *w, long code)
{
    buf_format(w->out, "\\x{%lx}", (unsigned long)code);
    return CHARACTER;
}

/* p is behind "\u". */
static int unicode_escape(struct work *w)
{
    const char *p = w->p;
    bool braces = *p == '{';
    p += braces;
    long code = braces ? hex(&p, 1, 64) : hex(&p, 4, 4);
    if (code < 0 || (braces && *p++ != '}'))
        return fault(w, "\\u without a code point");
    if (!braces && code >= 0xd800 && code <= 0xdbff && p[0] == '\\' && p[1] == 'u') {
        const char *low_at = p + 2;
        long low = hex(&low_at, 4, 4);
        if (low >= 0xdc00 && low <= 0xdfff) {
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
            p = low_at;
        }
    }
    if (code >= 0xd800 && code <= 0xdfff)
        return fault(w, "a lone surrogate");
    w->p = p;
    return put_code(w, code);
}

static size_t word_length(const char *p)
{
    size_t len = 0;
    while (is_letter(p[len]) || is_digit(p[len]) || p[len] == '_')
        len++;
    return len;
}

static size_t category_prefix(const char *p)
{
    if (strncmp(p, "gc=", 3) == 0)
        return 3;
    return strncmp(p, "General_Category=", 17) == 0 ? 17 : 0;
}

/* p is behind "\p" or "\P". */
static int property(struct work *w, char letter)
{
    const char *name = w->p + 1;
    if (*w->p != '{')
        return fault(w, "\\p without a property");
    name += category_prefix(name);
    size_t len = word_length(name);
    const char *category = regex_category(name, len);
    if (!category && name[len] == '=')
        len += 1 + word_length(name + len + 1);
    if (len == 0 || name[len] != '}')
        return fault(w, "\\p without a property");
    buf_format(w->out, "\\%c{%.*s}", letter, category ? (int)strlen(category) : (int)len,
               category ? category : name);
    w->p = name + len + 1;
    return SET;
}

static int set_escape(struct work *w, char c, bool in_class)
{
    if (c != 's' && c != 'S') {
        buf_format(w->out, "\\%c", c);
        return SET;
    }
    buf_format(w->out, in_class ? "%s" : "[%s]", c == 's' ? SPACE : NOT_SPACE);
    return SET;
}

static int control_escape(struct work *w, char c)
{
    static const char letters[] = "tnvfr";
    return put_code(w, 9 + (strchr(letters, c) - letters));
}

/* p is behind the letter. */
static int code_escape(struct work *w, char c)
{
    if (c == 'u')
        return unicode_escape(w);
    if (c == 'c')
        return is_letter(*w->p) ? put_code(w, *w->p++ & 0x1f) : fault(w, "\\c without a letter");
    long code = c == '0' ? -is_digit(*w->p) : hex(&w->p, 2, 2);
    return code >= 0 ? put_code(w, code) : fault(w, "no character of ECMA-262");
}

static int reference(struct work *w, char c)
{
    if (c != 'k') {
        size_t len = 1;
        const char *digits = w->p - 1;
        while (is_digit(digits[len]))
            len++;
        buf_format(w->out, "\\g{%.*s}", (int)len, digits);
        w->p = digits + len;
        return CHARACTER;
    }
    size_t len = *w->p == '<' ? word_length(w->p + 1) : 0;
    if (len == 0 || w->p[len + 1] != '>')
        return fault(w, "\\k without a name");
    buf_format(w->out, "\\k<%.*s>", (int)len, w->p + 1);
    w->p += len + 2;
    return CHARACTER;
}

/* p is at the backslash. */
static int escape(struct work *w, bool in_class)
{
    char c = w->p[1];
    w->p += c ? 2 : 1;
    if (among(c, "dDwWsS"))
        return set_escape(w, c, in_class);
    if (among(c, "tnvfr"))
        return control_escape(w, c);
    if (among(c, "ucx0"))
        return code_escape(w, c);
    if (among(c, "pP"))
        return property(w, c);
    if (among(c, "^$\\.*+?()[]{}|/") || (in_class && c == '-')) {
        buf_format(w->out, "\\%c", c);
        return CHARACTER;
    }
    if (in_class && c == 'b')
        return put_code(w, 8);
    if (!in_class && among(c, "bB"))
        return buf_format(w->out, "\\%c", c), ASSERTION;
    if (!in_class && among(c, "k123456789"))
        return reference(w, c);
    return fault(w, "an escape that ECMA-262 does not have");
}

static bool at_nul(const char *p)
{
    return (unsigned char)p[0] == 0xC0 && (unsigned char)p[1] == 0x80;
}

static int literal(struct work *w)
{
    if (at_nul(w->p)) {
        w->p += 2;
        return put_code(w, 0);
    }
    buf_byte(w->out, *w->p++);
    while (((unsigned char)*w->p & 0xC0) == 0x80)
        buf_byte(w->out, *w->p++);
    return CHARACTER;
}

static int class_atom(struct work *w)
{
    if (!*w->p)
        return fault(w, "a class that does not end");
    if (*w->p == '\\')
        return escape(w, true);
    if (among(*w->p, "[-^"))
        buf_byte(w->out, '\\');
    return literal(w);
}

static int class_part(struct work *w)
{
    int from = class_atom(w);
    if (from == BAD || w->p[0] != '-' || !w->p[1] || w->p[1] == ']')
        return from;
    w->p++;
    if (from == SET)
        return fault(w, "a range that begins with a set");
    buf_byte(w->out, '-');
    int to = class_atom(w);
    return to == SET ? fault(w, "a range that ends with a set") : to;
}

/* p is at the "[". */
static int class(struct work *w)
{
    bool all_but = w->p[1] == '^';
    w->p += 1 + all_but;
    if (*w->p == ']') {
        w->p++;
        buf_text(w->out, all_but ? "[\\x{0}-\\x{10ffff}]" : "(?!)");
        return SET;
    }
    buf_text(w->out, all_but ? "[^" : "[");
    while (*w->p != ']')
        if (class_part(w) == BAD)
            return BAD;
    w->p++;
    buf_byte(w->out, ']');
    return SET;
}

/* p is at the "("; named groups are left with their name still to come. */
static int group(struct work *w)
{
    static const char *const heads[] = {"(?:", "(?=", "(?!", "(?<=", "(?<!"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        size_t len = strlen(heads[i]);
        if (strncmp(w->p, heads[i], len) == 0) {
            w->p += len;
            return buf_text(w->out, heads[i]), ASSERTION;
        }
    }
    size_t len = 1;
    if (w->p[1] == '?') {
        size_t name = w->p[2] == '<' ? word_length(w->p + 3) : 0;
        if (name == 0 || w->p[3 + name] != '>')
            return fault(w, "a group that ECMA-262 does not have");
        len = name + 4;
    }
    buf_add(w->out, w->p, len);
    w->p += len;
    return ASSERTION;
}

static size_t braces_length(const char *p)
{
    size_t len = 1, first = 1;
    while (is_digit(p[len]))
        len++;
    if (len == first)
        return 0;
    if (p[len] == ',')
        for (len++; is_digit(p[len]);)
            len++;
    return p[len] == '}' ? len + 1 : 0;
}

/* What stands before must be something to repeat. Behind a quantifier nothing is. */
static int quantifier(struct work *w, int before)
{
    size_t len = *w->p == '{' ? braces_length(w->p) : 1;
    if (len == 0)
        return fault(w, "a lone \"{\"");
    if (before == ASSERTION)
        return fault(w, "nothing to repeat");
    len += w->p[len] == '?';
    buf_add(w->out, w->p, len);
    w->p += len;
    return ASSERTION;
}

static int next(struct work *w, int before)
{
    switch (*w->p) {
    case '\\':
        return escape(w, false);
    case '[':
        return class(w);
    case '(':
        return group(w);
    case '.':
        w->p++;
        return buf_text(w->out, "[^\\n\\r\\x{2028}\\x{2029}]"), SET;
    case '*':
    case '+':
    case '?':
    case '{':
        return quantifier(w, before);
    case ']':
    case '}':
        return fault(w, "a lone bracket");
    case '^':
    case '$':
    case '|':
        return literal(w), ASSERTION;
    default:
        return literal(w);
    }
}

int regex_from_ecma(struct buf *out, const char *pattern, struct err *err)
{
    struct work w = {.first = pattern, .p = pattern, .out = out, .err = err};
    int kind = ASSERTION;
    while (*w.p && kind != BAD)
        kind = next(&w, kind);
    return kind == BAD ? -1 : 0;
}
