#include "contract/format.h"

#include "base/bytes.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'z';
}

static bool is_hex(char c)
{
    char lower = (char)(c | 0x20);
    return is_digit(c) || (lower >= 'a' && lower <= 'f');
}

static bool take(struct bytes *t, char c)
{
    if (t->len == 0 || *t->ptr != c)
        return false;
    t->ptr++;
    t->len--;
    return true;
}

/* What stands before the first of the characters in `stops`, or all of it; taken off the front. */
static struct bytes take_until(struct bytes *t, const char *stops)
{
    struct bytes head = {t->ptr, 0};
    while (head.len < t->len && !memchr(stops, head.ptr[head.len], strlen(stops)))
        head.len++;
    t->ptr += head.len;
    t->len -= head.len;
    return head;
}

static bool octet(struct bytes *t)
{
    struct bytes part = take_until(t, ".");
    int value = 0;
    if (part.len < 1 || part.len > 3 || (part.len > 1 && part.ptr[0] == '0'))
        return false;
    for (size_t i = 0; i < part.len; i++) {
        if (!is_digit(part.ptr[i]))
            return false;
        value = value * 10 + (part.ptr[i] - '0');
    }
    return value <= 255;
}

static bool ipv4(struct bytes t)
{
    for (int i = 0; i < 4; i++)
        if ((i > 0 && !take(&t, '.')) || !octet(&t))
            return false;
    return t.len == 0;
}

static bool group_of_hex(struct bytes g)
{
    if (g.len < 1 || g.len > 4)
        return false;
    for (size_t i = 0; i < g.len; i++)
        if (!is_hex(g.ptr[i]))
            return false;
    return true;
}

/* Groups between single colons, the last one perhaps an IPv4 address: how many 16 bits they stand
 * for, -1 when malformed. No text at all is no groups. */
static int groups(struct bytes t, bool may_end_in_ipv4)
{
    if (t.len == 0)
        return 0;
    for (int count = 1;; count++) {
        struct bytes g = take_until(&t, ":");
        if (t.len == 0 && may_end_in_ipv4 && memchr(g.ptr, '.', g.len))
            return ipv4(g) ? count + 1 : -1;
        if (count > 8 || !group_of_hex(g))
            return -1;
        if (!take(&t, ':'))
            return count;
    }
}

static bool ipv6(struct bytes t)
{
    for (size_t i = 0; i + 1 < t.len; i++) {
        if (t.ptr[i] != ':' || t.ptr[i + 1] != ':')
            continue;
        int before = groups((struct bytes){t.ptr, i}, false);
        int after = groups((struct bytes){t.ptr + i + 2, t.len - i - 2}, true);
        return before >= 0 && after >= 0 && before + after <= 7;
    }
    return groups(t, true) == 8;
}

static bool uuid(struct bytes t)
{
    if (t.len != 36)
        return false;
    for (size_t i = 0; i < t.len; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? t.ptr[i] != '-' : !is_hex(t.ptr[i]))
            return false;
    }
    return true;
}

/* Takes exactly `digits` digits. */
static bool number(struct bytes *t, size_t digits, int *value)
{
    *value = 0;
    for (size_t i = 0; i < digits; i++, t->ptr++, t->len--) {
        if (t->len == 0 || !is_digit(*t->ptr))
            return false;
        *value = *value * 10 + (*t->ptr - '0');
    }
    return true;
}

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

static bool full_date(struct bytes *t)
{
    int year, month, day;
    return number(t, 4, &year) && take(t, '-') && number(t, 2, &month) && take(t, '-') &&
           number(t, 2, &day) && month >= 1 && month <= 12 && day >= 1 &&
           day <= days_in(year, month);
}

/* Minutes east of UTC. */
static bool offset(struct bytes *t, int *minutes)
{
    int hour, minute;
    *minutes = 0;
    if (take(t, 'Z') || take(t, 'z'))
        return true;
    bool west = take(t, '-');
    if (!west && !take(t, '+'))
        return false;
    if (!number(t, 2, &hour) || !take(t, ':') || !number(t, 2, &minute))
        return false;
    *minutes = (west ? -1 : 1) * (hour * 60 + minute);
    return hour <= 23 && minute <= 59;
}

static bool fraction(struct bytes *t)
{
    int digit;
    if (!take(t, '.'))
        return true;
    if (!number(t, 1, &digit))
        return false;
    while (t->len && is_digit(*t->ptr))
        number(t, 1, &digit);
    return true;
}

static bool full_time(struct bytes *t)
{
    enum { DAY = 24 * 60 };
    int hour, minute, second, east;
    if (!number(t, 2, &hour) || !take(t, ':') || !number(t, 2, &minute) || !take(t, ':') ||
        !number(t, 2, &second) || !fraction(t) || !offset(t, &east))
        return false;
    bool leap = second == 60 && (hour * 60 + minute - east + DAY) % DAY == DAY - 1;
    return hour <= 23 && minute <= 59 && (second <= 59 || leap);
}

static bool date_time(struct bytes t)
{
    return full_date(&t) && (take(&t, 'T') || take(&t, 't')) && full_time(&t) && t.len == 0;
}

/* Unreserved characters, sub-delims, percent-encoded bytes, and those in `more`. */
static bool made_of(struct bytes t, const char *more)
{
    for (size_t i = 0; i < t.len; i++) {
        char c = t.ptr[i];
        if (c == '%') {
            if (t.len - i < 3 || !is_hex(t.ptr[i + 1]) || !is_hex(t.ptr[i + 2]))
                return false;
            i += 2;
            continue;
        }
        if (!is_letter(c) && !is_digit(c) && (!c || !strchr("-._~!$&'()*+,;=", c)) &&
            (!c || !strchr(more, c)))
            return false;
    }
    return true;
}

static bool scheme(struct bytes *t)
{
    struct bytes s = take_until(t, ":");
    if (s.len == 0 || !is_letter(s.ptr[0]))
        return false;
    for (size_t i = 1; i < s.len; i++)
        if (!is_letter(s.ptr[i]) && !is_digit(s.ptr[i]) && !memchr("+-.", s.ptr[i], 3))
            return false;
    return take(t, ':');
}

static bool ip_future(struct bytes t)
{
    if (!take(&t, 'v') && !take(&t, 'V'))
        return false;
    struct bytes version = take_until(&t, ".");
    for (size_t i = 0; i < version.len; i++)
        if (!is_hex(version.ptr[i]))
            return false;
    return version.len && take(&t, '.') && t.len && !memchr(t.ptr, '%', t.len) && made_of(t, ":");
}

/* A host of the form of an IPv4 address is a registered name too: no check of its own. */
static bool host(struct bytes *t)
{
    if (!take(t, '['))
        return made_of(take_until(t, ":"), "");
    struct bytes literal = take_until(t, "]");
    return take(t, ']') && (ipv6(literal) || ip_future(literal));
}

static bool port(struct bytes t)
{
    if (t.len && !take(&t, ':'))
        return false;
    for (size_t i = 0; i < t.len; i++)
        if (!is_digit(t.ptr[i]))
            return false;
    return true;
}

static bool authority(struct bytes t)
{
    if (t.len && memchr(t.ptr, '@', t.len)) {
        if (!made_of(take_until(&t, "@"), ":"))
            return false;
        take(&t, '@');
    }
    return host(&t) && port(t);
}

static bool hierarchy(struct bytes t)
{
    if (t.len >= 2 && t.ptr[0] == '/' && t.ptr[1] == '/') {
        t.ptr += 2;
        t.len -= 2;
        if (!authority(take_until(&t, "/")))
            return false;
    }
    return made_of(t, ":@/");
}

static bool uri(struct bytes t)
{
    if (!scheme(&t) || !hierarchy(take_until(&t, "?#")))
        return false;
    if (take(&t, '?') && !made_of(take_until(&t, "#"), ":@/?"))
        return false;
    return !take(&t, '#') || made_of(t, ":@/?");
}

static const struct format {
    const char *name, *words;
    bool (*valid)(struct bytes text);
} formats[] = {
    {"ipv4", "an IPv4 address", ipv4}, {"ipv6", "an IPv6 address", ipv6},
    {"uuid", "a UUID", uuid},          {"date-time", "a date and time as in RFC 3339", date_time},
    {"uri", "an absolute URI", uri},
};

static const struct format *find(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

bool format_known(const char *format)
{
    return find(format) != NULL;
}

bool format_valid(const char *format, const char *text)
{
    const struct format *f = find(format);
    return f && f->valid(bytes_of(text));
}

const char *format_words(const char *format)
{
    const struct format *f = find(format);
    return f ? f->words : NULL;
}
