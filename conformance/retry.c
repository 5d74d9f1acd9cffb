#include "conformance/retry.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define DELAY_MAX 1e9 /* whatever is longer */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* --- dates (RFC 9110 section 5.6.7), whatever the locale --- */

static bool take_number(const char **text, int digits, int *out)
{
    *out = 0;
    for (; digits; digits--, ++*text) {
        if (!is_digit(**text))
            return false;
        *out = *out * 10 + (**text - '0');
    }
    return true;
}

static bool take_month(const char **text, int *out)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    for (*out = 0; *out < 12; ++*out)
        if (strncmp(*text, names + (ptrdiff_t)*out * 3, 3) == 0) {
            *text += 3;
            return true;
        }
    return false;
}

static bool take_day_name(const char **text)
{
    const char *begin = *text;
    while ((**text >= 'A' && **text <= 'Z') || (**text >= 'a' && **text <= 'z'))
        ++*text;
    return *text > begin;
}

/* Two digits are a year of this or the last century, none more than fifty years ahead. */
static bool take_short_year(const char **text, double now, int *out)
{
    time_t clock = (time_t)now;
    struct tm today;
    bool fine = take_number(text, 2, out);
    if (!gmtime_r(&clock, &today))
        return false;
    *out += today.tm_year / 100 * 100;
    *out -= *out > today.tm_year + 50 ? 100 : 0;
    return fine;
}

static bool take_field(const char **text, char field, double now, struct tm *to)
{
    bool fine;
    switch (field) {
    case 'w':
        return take_day_name(text);
    case 'd':
        return take_number(text, 2, &to->tm_mday);
    case 'e': /* a space for the first digit */
        fine = **text == ' ';
        *text += fine;
        return take_number(text, fine ? 1 : 2, &to->tm_mday);
    case 'b':
        return take_month(text, &to->tm_mon);
    case 'Y':
        fine = take_number(text, 4, &to->tm_year);
        to->tm_year -= 1900;
        return fine;
    case 'y':
        return take_short_year(text, now, &to->tm_year);
    case 'H':
        return take_number(text, 2, &to->tm_hour);
    case 'M':
        return take_number(text, 2, &to->tm_min);
    default:
        return take_number(text, 2, &to->tm_sec);
    }
}

static bool matches(const char *text, const char *form, double now, struct tm *to)
{
    *to = (struct tm){0};
    for (; *form; form++) {
        if (*form == '%' ? !take_field(&text, *++form, now, to) : *text++ != *form)
            return false;
    }
    return !*text && to->tm_mday >= 1 && to->tm_mday <= 31 && to->tm_hour <= 23 &&
           to->tm_min <= 59 && to->tm_sec <= 60;
}

static bool date(const char *text, double now, double *out)
{
    static const char *const forms[] = {"%w, %d %b %Y %H:%M:%S GMT", "%w, %d-%b-%y %H:%M:%S GMT",
                                        "%w %b %e %H:%M:%S %Y"};
    struct tm t;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (matches(text, forms[i], now, &t)) {
            *out = (double)timegm(&t);
            return true;
        }
    return false;
}

/* --- the header --- */

static bool delay(const char *text, double *out)
{
    *out = 0;
    if (!*text)
        return false;
    for (; is_digit(*text); text++)
        *out = *out < DELAY_MAX ? *out * 10 + (*text - '0') : DELAY_MAX;
    return !*text;
}

bool retry_after(const struct response *rs, double now, double *seconds)
{
    double then;
    if (rs->delivery != ANSWERED || (rs->status != 429 && rs->status != 503) ||
        headers_count(&rs->headers, "Retry-After") != 1)
        return false;
    const char *value = headers_get(&rs->headers, "Retry-After");
    const char *said = headers_get(&rs->headers, "Date");
    if (delay(value, seconds))
        return true;
    if (!date(value, now, &then))
        return false;
    if (said)
        date(said, now, &now);
    *seconds = then - now;
    return *seconds >= 0;
}
