/* first_text_bugs.c - bugs in how a body's bytes are read. Written without knowledge of the mutator. */
#include "fuzz/planted/planted.h"

#include <ctype.h>

struct text {
    const char *at, *end;
};

static struct text text_of(const struct planted_call *call)
{
    const char *from = call->body.ptr ? call->body.ptr : "";
    return (struct text){from, from + call->body.len};
}

static bool left(const struct text *t)
{
    return t->at < t->end;
}

/* What is at t->at, a string's opening quote; t->at is behind it afterwards. Without the quotes. */
static struct bytes take_string(struct text *t)
{
    const char *from = ++t->at;
    while (left(t) && *t->at != '"')
        t->at += *t->at == '\\' && t->at + 1 < t->end ? 2 : 1;
    struct bytes inside = {from, (size_t)(t->at - from)};
    t->at += left(t);
    return inside;
}

static void take_blanks(struct text *t)
{
    while (left(t) && (*t->at == ' ' || *t->at == '\t' || *t->at == '\r' || *t->at == '\n'))
        t->at++;
}

/* To the next byte that is outside of strings, which is at t->at; false at the end. */
static bool outside(struct text *t)
{
    while (left(t) && *t->at == '"')
        take_string(t);
    return left(t);
}

/* The next string that is a member's name, its colon behind it; false at the end. */
static bool next_name(struct text *t, struct bytes *name)
{
    while (left(t)) {
        if (*t->at != '"') {
            t->at++;
            continue;
        }
        *name = take_string(t);
        take_blanks(t);
        if (left(t) && *t->at == ':')
            return true;
    }
    return false;
}

/* cJSON before 1.7: strncmp of "true" and others, without a look at how much is left. */
static void literal_cut(const struct planted_call *call, struct canary *c)
{
    struct text t = text_of(call);
    for (; outside(&t); t.at++) {
        size_t need = *t.at == 't' || *t.at == 'n' ? 4 : *t.at == 'f' ? 5 : 0;
        if (!need)
            continue;
        canary_reached(c);
        if ((size_t)(t.end - t.at) < need) {
            canary_triggered(c);
            return;
        }
        if (memcmp(t.at, "true", 4) == 0 || memcmp(t.at, "null", 4) == 0)
            t.at += 3;
        else if (need == 5 && memcmp(t.at, "false", 5) == 0)
            t.at += 4;
        else
            return;
    }
}

/* cesanta/mjs: a sign was taken for the beginning of a number, whose digits are then read. */
static void sign_without_digits(const struct planted_call *call, struct canary *c)
{
    struct text t = text_of(call);
    for (; outside(&t); t.at++) {
        if (*t.at != '-' || t.at == call->body.ptr || isalnum((unsigned char)t.at[-1]))
            continue;
        canary_reached(c);
        if (t.at + 1 == t.end || t.at[1] < '0' || t.at[1] > '9')
            canary_triggered(c);
    }
}

/* A length by strlen here and by Content-Length there: what follows a NUL is checked by nobody. */
static void text_after_nul(const struct planted_call *call, struct canary *c)
{
    struct text t = text_of(call);
    int open = 0;
    bool whole = false;
    for (; outside(&t); t.at++) {
        if (*t.at == '{')
            open++;
        if (*t.at == '}' && --open == 0) {
            canary_reached(c);
            whole = true;
        }
        if (*t.at == '\0' && whole && t.at + 1 < t.end) {
            canary_triggered(c);
            return;
        }
    }
}

/* cesanta/frozen#81: a name without escapes is measured; one with them goes the slow way, which is not. */
static void escaped_long_name(const struct planted_call *call, struct canary *c)
{
    struct text t = text_of(call);
    struct bytes name;
    while (next_name(&t, &name)) {
        if (!memchr(name.ptr, '\\', name.len))
            continue;
        canary_reached(c);
        size_t written = 0;
        for (size_t i = 0; i < name.len; i++, written++)
            if (name.ptr[i] == '\\')
                i += i + 1 < name.len && name.ptr[i + 1] == 'u' ? 5 : 1;
        if (written >= 32)
            canary_triggered(c);
    }
}

/* The oldest UTF-8 bug of web servers: "/" in two bytes goes through the check for it. */
static void overlong_slash(const struct planted_call *call, struct canary *c)
{
    struct text t = text_of(call);
    for (; left(&t); t.at++) {
        if (*t.at != '"')
            continue;
        struct bytes s = take_string(&t);
        for (size_t i = 0; i < s.len; i++) {
            if (!(s.ptr[i] & 0x80))
                continue;
            canary_reached(c);
            unsigned char lead = (unsigned char)s.ptr[i];
            if ((lead == 0xc0 || lead == 0xc1) && i + 1 < s.len && (s.ptr[i + 1] & 0xc0) == 0x80)
                canary_triggered(c);
        }
        t.at--;
    }
}

static int surrogate_at(struct bytes s, size_t i)
{
    if (i + 5 >= s.len || s.ptr[i] != '\\' || s.ptr[i + 1] != 'u' || (s.ptr[i + 2] | 32) != 'd')
        return 0;
    int digit = s.ptr[i + 3] | 32;
    if (digit == '8' || digit == '9' || digit == 'a' || digit == 'b')
        return 'h';
    return digit >= 'c' && digit <= 'f' ? 'l' : 0;
}

/* Halves in the wrong order give a negative code point (cJSON CVE-2016-4303 and its neighbours). */
static void surrogates_reversed(const struct planted_call *call, struct canary *c)
{
    struct text t = text_of(call);
    for (; left(&t); t.at++) {
        if (*t.at != '"')
            continue;
        struct bytes s = take_string(&t);
        for (size_t i = 0; i < s.len; i++) {
            if (surrogate_at(s, i) != 'l')
                continue;
            canary_reached(c);
            if (surrogate_at(s, i + 6) == 'h' && (i < 6 || surrogate_at(s, i - 6) != 'h'))
                canary_triggered(c);
        }
        t.at--;
    }
}

/* jansson CVE-2016-4425, half repaired: arrays and objects have a limit each, and one stack. */
static void mixed_nesting(const struct planted_call *call, struct canary *c)
{
    struct text t = text_of(call);
    int objects = 0, arrays = 0;
    for (; outside(&t); t.at++) {
        objects += (*t.at == '{') - (*t.at == '}');
        arrays += (*t.at == '[') - (*t.at == ']');
        if (objects > 32 || arrays > 32)
            return;
        if (objects > 4 && arrays > 4)
            canary_reached(c);
        if (objects + arrays > 48) {
            canary_triggered(c);
            return;
        }
    }
}

/* yyjson CVE-2024-25713: what a bracket closes is freed as if it were of the other kind. */
static void other_bracket(const struct planted_call *call, struct canary *c)
{
    struct text t = text_of(call);
    char open[64];
    size_t depth = 0;
    for (; outside(&t); t.at++) {
        if (*t.at == '{' || *t.at == '[') {
            if (depth == sizeof open)
                return;
            open[depth++] = *t.at;
        }
        if (*t.at != '}' && *t.at != ']')
            continue;
        if (depth < 2)
            return;
        canary_reached(c);
        if ((open[--depth] == '{') != (*t.at == '}')) {
            canary_triggered(c);
            return;
        }
    }
}

/* yajl CVE-2023-33460: a name that was read is not freed when no colon follows it. */
static void name_without_colon(const struct planted_call *call, struct canary *c)
{
    struct text t = text_of(call);
    for (int depth = 0; outside(&t);) {
        depth += (*t.at == '{') - (*t.at == '}');
        if (*t.at++ != '{')
            continue;
        take_blanks(&t);
        if (!left(&t) || *t.at != '"')
            continue;
        take_string(&t);
        take_blanks(&t);
        if (depth < 2)
            continue;
        canary_reached(c);
        if (left(&t) && *t.at != ':') {
            canary_triggered(c);
            return;
        }
    }
}

/* An exponent is gone for digit by digit, the first of them unseen. */
static void exponent_without_digits(const struct planted_call *call, struct canary *c)
{
    struct text t = text_of(call);
    for (; outside(&t); t.at++) {
        bool digit = t.at > call->body.ptr && isdigit((unsigned char)t.at[-1]);
        if (!digit || (*t.at != 'e' && *t.at != 'E'))
            continue;
        canary_reached(c);
        const char *at = t.at + 1;
        if (at < t.end && (*at == '+' || *at == '-'))
            at++;
        if (at == t.end || !isdigit((unsigned char)*at))
            canary_triggered(c);
    }
}

/* Line and column for the error's text, the column in a byte of its own. */
static void blanks_by_the_hundred(const struct planted_call *call, struct canary *c)
{
    struct text t = text_of(call);
    for (; outside(&t); t.at++) {
        const char *from = t.at;
        take_blanks(&t);
        if (t.at - from > 16)
            canary_reached(c);
        if (t.at - from > 255) {
            canary_triggered(c);
            return;
        }
        if (!left(&t))
            return;
        if (*t.at == '"')
            t.at--;
    }
}

/* Two spellings of one name: duplicates are looked for before unescaping (Bishop Fox 2021). */
static void name_spelled_twice(const struct planted_call *call, struct canary *c)
{
    struct text t = text_of(call);
    struct bytes name;
    for (unsigned looked = 0; looked < 32 && next_name(&t, &name);) { /* 32: it is quadratic */
        if (name.len < 6 || name.ptr[0] != '\\' || name.ptr[1] != 'u')
            continue;
        looked++;
        canary_reached(c);
        struct bytes rest = {name.ptr + 6, name.len - 6}, other;
        struct text again = text_of(call);
        while (next_name(&again, &other))
            if (other.len == rest.len + 1 && other.ptr[0] != '\\' &&
                memcmp(other.ptr + 1, rest.ptr, rest.len) == 0) {
                canary_triggered(c);
                return;
            }
    }
}

const struct planted_bug first_text_bugs[] = {
    {"literal-cut", "compares a literal behind the end", HARM_OVERFLOW, literal_cut},
    {"sign-without-digits", "reads digits behind a sign", HARM_OVERFLOW, sign_without_digits},
    {"text-after-nul", "measures one text in two ways", HARM_STATUS, text_after_nul},
    {"escaped-long-name", "unescapes a name into 32 bytes", HARM_OVERFLOW, escaped_long_name},
    {"overlong-slash", "decodes what is no UTF-8", HARM_STATUS, overlong_slash},
    {"surrogates-reversed", "makes a negative character", HARM_OVERFLOW, surrogates_reversed},
    {"mixed-nesting", "counts two depths on one stack", HARM_OVERFLOW, mixed_nesting},
    {"other-bracket", "frees an array as an object", HARM_NULL, other_bracket},
    {"name-without-colon", "loses a name", HARM_LEAK, name_without_colon},
    {"exponent-without-digits", "reads digits of an exponent", HARM_OVERFLOW,
     exponent_without_digits},
    {"blanks-by-the-hundred", "counts columns in a byte", HARM_STATUS, blanks_by_the_hundred},
    {"name-spelled-twice", "looks for duplicates too early", HARM_STATUS, name_spelled_twice},
    {0},
};
