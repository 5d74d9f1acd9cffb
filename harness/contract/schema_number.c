#include "contract/schema_number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "-1.25e+02", whatever the locale puts for the point. */
static struct decimal parse(const char *text)
{
    struct decimal d = {.minus = *text == '-'};
    int places = -1;
    for (; *text != 'e'; text++) {
        if (*text < '0' || *text > '9')
            continue;
        d.digits = d.digits * 10 + (uint64_t)(*text - '0');
        places++;
    }
    d.exponent = atoi(text + 1) - places;
    while (d.digits && d.digits % 10 == 0) {
        d.digits /= 10;
        d.exponent++;
    }
    return d;
}

struct decimal decimal_of(double value)
{
    char text[NUMBER_TEXT];
    if (value == 0 || !isfinite(value))
        return (struct decimal){0};
    for (int precision = 14; precision <= 16; precision++) {
        snprintf(text, sizeof text, "%.*e", precision, value);
        if (strtod(text, NULL) == value)
            break;
    }
    return parse(text);
}

bool number_is_integer(double value)
{
    return isfinite(value) && trunc(value) == value;
}

static unsigned __int128 scale(unsigned __int128 value, int power, uint64_t modulus)
{
    for (value %= modulus; power > 0 && value; power--)
        value = value * 10 % modulus;
    return value;
}

bool number_is_multiple(double value, double divisor)
{
    struct decimal a = decimal_of(value), b = decimal_of(divisor);
    if (a.digits == 0 || b.digits == 0)
        return a.digits == 0 && b.digits != 0;
    if (a.exponent >= b.exponent)
        return scale(a.digits, a.exponent - b.exponent, b.digits) == 0;
    unsigned __int128 step = b.digits;
    for (int power = b.exponent - a.exponent; power > 0 && step <= a.digits; power--)
        step *= 10;
    return step <= a.digits && a.digits % step == 0;
}

static void fixed_text(struct decimal d, char out[NUMBER_TEXT])
{
    char digits[24];
    int count = snprintf(digits, sizeof digits, "%llu", (unsigned long long)d.digits);
    int whole = count + d.exponent;
    const char *sign = d.minus ? "-" : "";
    if (d.exponent >= 0)
        snprintf(out, NUMBER_TEXT, "%s%s%.*s", sign, digits, d.exponent, "00000000000000000");
    else if (whole > 0)
        snprintf(out, NUMBER_TEXT, "%s%.*s.%s", sign, whole, digits, digits + whole);
    else
        snprintf(out, NUMBER_TEXT, "%s0.%.*s%s", sign, -whole, "000000", digits);
}

void number_text(double value, char out[NUMBER_TEXT])
{
    struct decimal d = decimal_of(value);
    int size = snprintf(NULL, 0, "%llu", (unsigned long long)d.digits) + d.exponent;
    if (size > -6 && size <= 17)
        fixed_text(d, out);
    else
        snprintf(out, NUMBER_TEXT, "%s%llue%d", d.minus ? "-" : "", (unsigned long long)d.digits,
                 d.exponent);
}
