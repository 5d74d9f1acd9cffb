/* Sights: bytes that are no text, escapes, numbers. */
#include "base/json_text.h"
#include "reference/mutants_robust_sights.h"

typedef bool found(const unsigned char *at, const unsigned char *end);

/* Any place of the body where `is` holds. */
static bool finds(const struct call *c, found *is)
{
    struct bytes body = sights_body(c);
    const unsigned char *at = (const unsigned char *)body.ptr, *end = at + body.len;
    for (; at < end; at++)
        if (is(at, end))
            return true;
    return false;
}

static bool is_overlong(const unsigned char *at, const unsigned char *end)
{
    bool more = end - at > 1;
    return *at == 0xC0 || *at == 0xC1 || (more && *at == 0xE0 && at[1] >= 0x80 && at[1] < 0xA0) ||
           (more && *at == 0xF0 && at[1] >= 0x80 && at[1] < 0x90);
}

static bool is_surrogate(const unsigned char *at, const unsigned char *end)
{
    return end - at > 1 && *at == 0xED && at[1] >= 0xA0 && at[1] < 0xC0;
}

bool sees_overlong(const struct call *c)
{
    return finds(c, is_overlong);
}

bool sees_raw_surrogate(const struct call *c)
{
    return finds(c, is_surrogate);
}

bool sees_nul_byte(const struct call *c)
{
    struct bytes body = sights_body(c);
    return body.len && memchr(body.ptr, '\0', body.len);
}

/* Where the UTF-8 of the body ends being valid, or its length. */
static size_t valid_until(struct bytes body)
{
    const char *at = body.ptr, *end = at + body.len;
    while (at < end) {
        int len = json_utf8(at, end);
        if (len <= 0)
            break;
        at += len;
    }
    return (size_t)(at - body.ptr);
}

bool sees_bad_utf8(const struct call *c)
{
    struct bytes body = sights_body(c);
    return body.len && valid_until(body) < body.len;
}

/* What follows the string that `at` is in is a colon. */
static bool in_a_name(struct bytes body, size_t at)
{
    while (at < body.len && body.ptr[at] != '"')
        at += body.ptr[at] == '\\' ? 2 : 1;
    at += at < body.len;
    while (at < body.len && body.ptr[at] == ' ')
        at++;
    return at < body.len && body.ptr[at] == ':';
}

bool sees_bad_utf8_in_name(const struct call *c)
{
    struct bytes body = sights_body(c);
    size_t at = body.len ? valid_until(body) : 0;
    return at < body.len && in_a_name(body, at);
}

bool sights_has(const struct call *c, const char *text)
{
    struct bytes body = sights_body(c);
    return body.len && memmem(body.ptr, body.len, text, strlen(text));
}

bool sees_escaped_nul(const struct call *c)
{
    return sights_has(c, "\\u0000");
}

bool sees_escaped_nul_in_name(const struct call *c)
{
    struct bytes body = sights_body(c);
    const char *at = body.len ? memmem(body.ptr, body.len, "\\u0000", 6) : NULL;
    return at && in_a_name(body, (size_t)(at - body.ptr));
}

bool sees_low_surrogate(const struct call *c)
{
    struct bytes body = sights_body(c);
    const char *low = body.len ? memmem(body.ptr, body.len, "\\ud", 3) : NULL;
    if (!low && body.len)
        low = memmem(body.ptr, body.len, "\\uD", 3);
    return low && low + 4 < body.ptr + body.len && strchr("cdefCDEF", low[3]) &&
           sees_lone_surrogate(c);
}

/* --- numbers --- */

struct number {
    struct bytes text; /* from the first of its bytes to the last */
    size_t digits;
};

static bool is_word(char byte)
{
    return byte && strchr("+-.0123456789aefinityNI", byte) != NULL;
}

typedef bool numeral(const struct number *n);

/* Any number, or word in its place, outside a string. */
static bool has_number(const struct call *c, numeral *is)
{
    struct bytes body = sights_body(c);
    bool in = false;
    for (size_t i = 0; i < body.len; i++) {
        struct number n = {.text.ptr = body.ptr + i};
        if (body.ptr[i] == '"')
            in = !in;
        if (in) {
            i += body.ptr[i] == '\\';
            continue;
        }
        for (; i < body.len && is_word(body.ptr[i]); i++)
            n.digits += body.ptr[i] >= '0' && body.ptr[i] <= '9';
        n.text.len = (size_t)(body.ptr + i - n.text.ptr);
        if (n.text.len && is(&n))
            return true;
        i -= n.text.len > 0;
    }
    return false;
}

static bool is_long(const struct number *n)
{
    return n->digits >= 300;
}

/* "e" and its sign, behind digits; what comes after it, or NULL. */
static const char *exponent(const struct number *n, bool minus)
{
    const char *end = n->text.ptr + n->text.len;
    for (const char *at = n->text.ptr; at < end; at++)
        if ((*at == 'e' || *at == 'E') && n->digits && at + 1 < end)
            return (at[1] == '-') == minus ? at + 1 + (at[1] == '-' || at[1] == '+') : NULL;
    return NULL;
}

static bool is_of_three(const char *digits, const struct number *n)
{
    return digits && n->text.ptr + n->text.len - digits >= 3;
}

static bool is_large(const struct number *n)
{
    return is_of_three(exponent(n, false), n);
}

static bool is_small(const struct number *n)
{
    return is_of_three(exponent(n, true), n);
}

static bool is_minus_zero(const struct number *n)
{
    size_t len = n->text.len;
    return len >= 2 && memcmp(n->text.ptr, "-0", 2) == 0 && (len == 2 || n->text.ptr[2] == '.');
}

static bool is_nan(const struct number *n)
{
    return n->text.len >= 3 && memmem(n->text.ptr, n->text.len, "NaN", 3);
}

static bool is_infinity(const struct number *n)
{
    return n->text.len >= 3 && memmem(n->text.ptr, n->text.len, "Inf", 3);
}

static bool has_leading_zero(const struct number *n)
{
    size_t sign = n->text.ptr[0] == '-';
    return n->text.len > sign + 1 && n->text.ptr[sign] == '0' && n->text.ptr[sign + 1] >= '0' &&
           n->text.ptr[sign + 1] <= '9';
}

bool sees_long_number(const struct call *c)
{
    return has_number(c, is_long);
}

bool sees_large_exponent(const struct call *c)
{
    return has_number(c, is_large);
}

bool sees_small_exponent(const struct call *c)
{
    return has_number(c, is_small);
}

bool sees_minus_zero(const struct call *c)
{
    return has_number(c, is_minus_zero);
}

bool sees_nan(const struct call *c)
{
    return has_number(c, is_nan);
}

bool sees_infinity(const struct call *c)
{
    return has_number(c, is_infinity);
}

bool sees_leading_zero(const struct call *c)
{
    return has_number(c, has_leading_zero);
}
