#include "base/json_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool scan_digits(const char **p, const char *end)
{
    const char *first = *p;
    while (*p < end && is_digit(**p))
        ++*p;
    return *p > first;
}

/* What behind a number can only be meant as a part of it: 01, 0x1, 1e5.5, 1f. */
static bool belongs_to_number(char c)
{
    char lower = (char)(c | 0x20);
    return is_digit(c) || (lower >= 'a' && lower <= 'z') || (c && strchr(".+-_", c));
}

static bool scan_grammar(const char **p, const char *end)
{
    if (**p == '-')
        ++*p;
    if (*p < end && **p == '0')
        ++*p;
    else if (!scan_digits(p, end))
        return false;
    if (*p < end && **p == '.') {
        ++*p;
        if (!scan_digits(p, end))
            return false;
    }
    if (*p < end && (**p | 0x20) == 'e') {
        ++*p;
        if (*p < end && (**p == '+' || **p == '-'))
            ++*p;
        if (!scan_digits(p, end))
            return false;
    }
    return *p == end || !belongs_to_number(**p);
}

static long long exponent(const char *p, const char *end)
{
    bool minus = *p == '-';
    long long value = 0;
    for (p += minus || *p == '+'; p < end; p++)
        if (value < 1LL << 50)
            value = value * 10 + (*p - '0');
    return minus ? -value : value;
}

/* The number as 0.. or d.ddd * 10^power: its first digit that is not 0 (NULL when it is zero). */
static const char *magnitude(const char *p, const char *end, long long *power)
{
    const char *first = NULL;
    bool fraction = false;
    *power = -1;
    for (p += *p == '-'; p < end && (*p | 0x20) != 'e'; p++) {
        if (*p == '.') {
            fraction = true;
            continue;
        }
        if (!first && *p != '0')
            first = p;
        if (first && !fraction)
            ++*power;
        if (!first && fraction)
            --*power;
    }
    if (p < end)
        *power += exponent(p + 1, end);
    return first;
}

/* Copies up to max of the digits from p on, without the point, and reports the place behind. */
static size_t significant(const char **p, const char *end, char *out, size_t max)
{
    size_t n = 0;
    for (; *p < end && n < max && (**p | 0x20) != 'e'; ++*p)
        if (**p != '.')
            out[n++] = **p;
    return n;
}

/* A number of exactly 309 integer digits may or may not round to a double: strtod knows, and sees
 * digits only, so that no locale can matter. */
static bool in_range(const char *p, const char *end)
{
    long long power;
    const char *first = magnitude(p, end, &power);
    if (!first || power != 308)
        return !first || power < 308;
    char digits[310];
    size_t n = significant(&first, end, digits, 309);
    memset(digits + n, '0', 309 - n);
    digits[309] = '\0';
    return !isinf(strtod(digits, NULL));
}

enum json_fault json_scan_number(const char **at, const char *end)
{
    const char *first = *at;
    if (!scan_grammar(at, end))
        return *at == end ? JSON_TRUNCATED : JSON_NUMBER;
    if (in_range(first, *at))
        return JSON_FINE;
    *at = first;
    return JSON_RANGE;
}

size_t json_shorten(const char *at, const char *end, char out[JSON_NUMBER_MAX])
{
    long long power;
    size_t n = 0;
    if (*at == '-')
        out[n++] = '-';
    const char *p = magnitude(at, end, &power);
    if (!p || power < -400) {
        out[n++] = '0';
        return n;
    }
    size_t digits = significant(&p, end, out + n, 40);
    n += digits;
    while (p < end && (*p == '0' || *p == '.'))
        p++;
    if (p < end && is_digit(*p)) {
        out[n++] = '1';
        digits++;
    }
    return n +
           (size_t)snprintf(out + n, JSON_NUMBER_MAX - n, "e%lld", power - (long long)digits + 1);
}
