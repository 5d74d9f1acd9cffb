/* parser_bugs.c - bugs of a JSON parser in C, each where a hand-written one has it. */
#include "fuzz/planted/planted.h"

/* --- a scanner as they are written: a pointer, an end, and a loop --- */

struct scan {
    const char *at, *end;
    unsigned depth, deepest;
};

static bool more(const struct scan *s)
{
    return s->at < s->end;
}

static struct scan scan_of(const struct planted_call *call)
{
    const char *from = call->body.ptr ? call->body.ptr : "";
    return (struct scan){.at = from, .end = from + call->body.len};
}

static void skip_blanks(struct scan *s)
{
    while (more(s) && (*s->at == ' ' || *s->at == '\n' || *s->at == '\r' || *s->at == '\t'))
        s->at++;
}

/* Past a string whose opening quote is at s->at; false when it does not end. */
static bool skip_string(struct scan *s)
{
    for (s->at++; more(s); s->at++) {
        if (*s->at == '\\') {
            s->at++;
            continue;
        }
        if (*s->at == '"') {
            s->at++;
            return true;
        }
    }
    s->at = s->end;
    return false;
}

/* To the next string, outside of which nothing is looked at. */
static bool next_string(struct scan *s)
{
    while (more(s) && *s->at != '"')
        s->at++;
    return more(s);
}

static bool looks_like_object(const struct planted_call *call)
{
    struct scan s = scan_of(call);
    skip_blanks(&s);
    return more(&s) && *s.at == '{';
}

/* cJSON CVE-2023-53154: after a comma the next name is read without a look at the end. */
static void ends_after_comma(const struct planted_call *call, struct canary *c)
{
    struct scan s = scan_of(call);
    if (!looks_like_object(call))
        return;
    bool comma = false;
    while (more(&s)) {
        if (*s.at == '"') {
            comma = false;
            if (!skip_string(&s))
                return;
            continue;
        }
        if (*s.at == ',')
            comma = true;
        else if (*s.at != ' ' && *s.at != '\n')
            comma = false;
        s.at++;
    }
    if (!comma)
        return;
    canary_triggered(c);
}

/* cJSON CVE-2023-26819: a number is copied to 64 bytes for strtod. */
static void long_number(const struct planted_call *call, struct canary *c)
{
    struct scan s = scan_of(call);
    while (more(&s)) {
        if (*s.at == '"') {
            skip_string(&s);
            continue;
        }
        if ((*s.at >= '0' && *s.at <= '9') || *s.at == '-') {
            size_t len = 0;
            canary_reached(c);
            while (more(&s) && ((*s.at >= '0' && *s.at <= '9') || *s.at == '-' || *s.at == '+' ||
                                *s.at == '.' || *s.at == 'e' || *s.at == 'E')) {
                s.at++;
                len++;
            }
            if (len > 63) {
                canary_triggered(c);
                return;
            }
            continue;
        }
        s.at++;
    }
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* cJSON CVE-2016-4303: four digits are taken from behind \u, whatever is there. */
static void short_unicode_escape(const struct planted_call *call, struct canary *c)
{
    struct scan s = scan_of(call);
    while (next_string(&s)) {
        for (s.at++; more(&s) && *s.at != '"'; s.at++) {
            if (*s.at != '\\' || s.end - s.at < 2)
                continue;
            s.at++;
            if (*s.at != 'u')
                continue;
            canary_reached(c);
            unsigned digits = 0;
            while (digits < 4 && s.at + 1 + digits < s.end && hex_digit(s.at[1 + digits]) >= 0)
                digits++;
            if (digits < 4 && s.at + 1 + digits < s.end && s.at[1 + digits] == '"') {
                canary_triggered(c);
                return;
            }
        }
        s.at += more(&s);
    }
}

static unsigned unicode_at(const char *at)
{
    unsigned code = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(at[i]);
        if (digit < 0)
            return 0;
        code = code << 4 | (unsigned)digit;
    }
    return code;
}

/* Several parsers: the second half of a pair is read from behind the first, which is the last thing. */
static void high_surrogate_last(const struct planted_call *call, struct canary *c)
{
    struct scan s = scan_of(call);
    for (; s.end - s.at > 6; s.at++) {
        if (s.at[0] != '\\' || s.at[1] != 'u')
            continue;
        unsigned code = unicode_at(s.at + 2);
        if (code < 0xD800 || code > 0xDBFF)
            continue;
        canary_reached(c);
        if (s.at[6] == '"') {
            canary_triggered(c);
            return;
        }
    }
}

/* jansson CVE-2016-4425, Jackson CVE-2020-36518: one call a bracket. */
static void deep_nesting(const struct planted_call *call, struct canary *c)
{
    struct scan s = scan_of(call);
    while (more(&s)) {
        if (*s.at == '"') {
            skip_string(&s);
            continue;
        }
        if (*s.at == '[' || *s.at == '{') {
            s.depth++;
            if (s.depth > s.deepest)
                s.deepest = s.depth;
        } else if (*s.at == ']' || *s.at == '}') {
            s.depth--;
        }
        s.at++;
    }
    if (s.deepest > 8)
        canary_reached(c);
    if (s.deepest > 100 && s.deepest < 0x80000000u)
        canary_triggered(c);
}

/* A string that ends in a backslash at the end of the input: the escape is read from behind it. */
static void ends_in_escape(const struct planted_call *call, struct canary *c)
{
    struct scan s = scan_of(call);
    while (next_string(&s)) {
        const char *from = s.at;
        if (skip_string(&s))
            continue;
        canary_reached(c);
        if (s.end - from > 1 && s.end[-1] == '\\')
            canary_triggered(c);
    }
}

/* Names are compared as C strings: what stands behind a NUL is not seen. */
static void nul_in_name(const struct planted_call *call, struct canary *c)
{
    struct scan s = scan_of(call);
    if (!looks_like_object(call))
        return;
    while (next_string(&s)) {
        const char *from = s.at + 1;
        if (!skip_string(&s))
            return;
        size_t len = (size_t)(s.at - from) - 1;
        skip_blanks(&s);
        if (!more(&s) || *s.at != ':')
            continue;
        const char *nul = memchr(from, '\0', len);
        if (!nul)
            nul = len >= 6 ? memmem(from, len, "\\u0000", 6) : NULL;
        if (!nul)
            continue;
        canary_reached(c);
        size_t kept = (size_t)(nul - from);
        if ((kept == 4 && memcmp(from, "name", 4) == 0) ||
            (kept == 8 && memcmp(from, "location", 8) == 0) ||
            (kept == 4 && memcmp(from, "tags", 4) == 0) || kept == 0)
            canary_triggered(c);
    }
}

/* The bytes of a character are counted by its first one: the closing quote is taken for one of them. */
static void cut_character(const struct planted_call *call, struct canary *c)
{
    struct scan s = scan_of(call);
    for (; more(&s); s.at++) {
        unsigned char byte = (unsigned char)*s.at;
        size_t len = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 0;
        if (!len)
            continue;
        canary_reached(c);
        for (size_t i = 1; i < len; i++) {
            if (s.at + i >= s.end)
                return;
            if (s.at[i] == '"') {
                canary_triggered(c);
                return;
            }
        }
    }
}

/* A byte order mark is skipped, and then the length is one that was never looked at again. */
static void mark_and_little_else(const struct planted_call *call, struct canary *c)
{
    const unsigned char *body = (const unsigned char *)call->body.ptr;
    if (call->body.len < 3 || body[0] != 0xEF)
        return;
    if (body[1] != 0xBB || body[2] != 0xBF)
        return;
    canary_reached(c);
    if (looks_like_object(&(struct planted_call){.body = {call->body.ptr + 3, call->body.len - 3}}))
        canary_triggered(c);
}

/* An exponent is summed up in an int, and 10 multiplied so often. */
static void huge_exponent(const struct planted_call *call, struct canary *c)
{
    struct scan s = scan_of(call);
    while (more(&s)) {
        if (*s.at == '"') {
            skip_string(&s);
            continue;
        }
        bool digit = *s.at >= '0' && *s.at <= '9';
        s.at++;
        if (!digit || !more(&s) || (*s.at != 'e' && *s.at != 'E'))
            continue;
        canary_reached(c);
        s.at++;
        bool minus = more(&s) && *s.at == '-';
        if (minus || (more(&s) && *s.at == '+'))
            s.at++;
        long exponent = 0;
        while (more(&s) && *s.at >= '0' && *s.at <= '9' && exponent < 100000)
            exponent = exponent * 10 + (*s.at++ - '0');
        if (exponent > 308) {
            canary_triggered(c);
            return;
        }
    }
}

/* Bishop Fox 2021: the first of two members is checked, the last one is used. */
static void last_gateway_wins(const struct planted_call *call, struct canary *c)
{
    static const char member[] = "\"gateway1\"";
    const char *first =
        memmem(call->body.ptr ? call->body.ptr : "", call->body.len, member, sizeof member - 1);
    if (!first)
        return;
    size_t rest = call->body.len - (size_t)(first - call->body.ptr) - sizeof member + 1;
    const char *second = memmem(first + sizeof member - 1, rest, member, sizeof member - 1);
    if (!second)
        return;
    canary_reached(c);
    const char *known = memmem(first, (size_t)(second - first), "\"firstgateway\"", 14);
    size_t left = (size_t)(call->body.ptr + call->body.len - second);
    if (known && !memmem(second, left < 40 ? left : 40, "\"firstgateway\"", 14))
        canary_triggered(c);
}

/* Comments are skipped to their end, which is looked for without one. */
static void open_comment(const struct planted_call *call, struct canary *c)
{
    struct scan s = scan_of(call);
    while (more(&s)) {
        if (*s.at == '"') {
            skip_string(&s);
            continue;
        }
        if (*s.at++ != '/')
            continue;
        canary_reached(c);
        if (!more(&s) || *s.at != '*')
            continue;
        if (!memmem(s.at + 1, (size_t)(s.end - s.at - 1), "*/", 2)) {
            canary_triggered(c);
            return;
        }
    }
}

const struct planted_bug parser_bugs[] = {
    {"ends-after-comma", "reads a name behind the end", HARM_OVERFLOW, ends_after_comma},
    {"long-number", "copies a number to 64 bytes", HARM_OVERFLOW, long_number},
    {"short-unicode-escape", "takes four digits behind \\u", HARM_OVERFLOW, short_unicode_escape},
    {"high-surrogate-last", "reads the second half behind the string", HARM_OVERFLOW,
     high_surrogate_last},
    {"deep-nesting", "calls itself for each bracket", HARM_NULL, deep_nesting},
    {"ends-in-escape", "reads the escape behind the end", HARM_OVERFLOW, ends_in_escape},
    {"nul-in-name", "compares names up to a NUL", HARM_STATUS, nul_in_name},
    {"cut-character", "reads over the closing quote", HARM_OVERFLOW, cut_character},
    {"mark-and-little-else", "skips a byte order mark", HARM_STATUS, mark_and_little_else},
    {"huge-exponent", "sums an exponent up in an int", HARM_STATUS, huge_exponent},
    {"last-gateway-wins", "checks the first of two and uses the last", HARM_STATUS,
     last_gateway_wins},
    {"open-comment", "looks for the end of a comment without one", HARM_OVERFLOW, open_comment},
    {0}};
