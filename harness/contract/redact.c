#include "contract/redact.h"

#include "base/mem.h"
#include "contract/utf8.h"

#include <stdint.h>
#include <stdlib.h>

void base64_add(struct buf *out, struct bytes data)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *in = (const unsigned char *)data.ptr;
    for (size_t i = 0; i < data.len; i += 3) {
        size_t left = data.len - i;
        uint32_t three = (uint32_t)in[i] << 16 | (left > 1 ? (uint32_t)in[i + 1] << 8 : 0) |
                         (left > 2 ? in[i + 2] : 0);
        char four[4] = {digits[three >> 18], digits[three >> 12 & 63],
                        left > 1 ? digits[three >> 6 & 63] : '=',
                        left > 2 ? digits[three & 63] : '='};
        buf_add(out, four, sizeof four);
    }
}

/* SECRET_MIN is more than three bytes. */
static unsigned hash_start(const char *text)
{
    uint32_t three = (uint32_t)(unsigned char)text[0] << 16 |
                     (uint32_t)(unsigned char)text[1] << 8 | (unsigned char)text[2];
    return (three * 2654435761u >> 16) % SECRET_STARTS;
}

/* Entries whose escaped form begins like no other: one has a backslash among its first three. */
#define SLASHED SECRET_STARTS

/* The first entry with that start, or where it would stand. */
static size_t find_start(const struct secrets *s, unsigned start)
{
    size_t low = 0, high = s->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->list[middle].start < start)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void insert_entry(struct secrets *s, char *text, unsigned start)
{
    size_t at = find_start(s, start);
    s->list = mem_grow(s->list, s->count + 1, sizeof *s->list);
    memmove(s->list + at + 1, s->list + at, (s->count - at) * sizeof *s->list);
    s->list[at] = (struct spelling){text, start};
    s->count++;
}

static void insert_spelling(struct secrets *s, char *text)
{
    unsigned start = hash_start(text);
    for (size_t i = find_start(s, start); i < s->count && s->list[i].start == start; i++)
        if (strcmp(s->list[i].text, text) == 0) {
            free(text);
            return;
        }
    insert_entry(s, text, start);
    if (memchr(text, '\\', 3))
        insert_entry(s, text, SLASHED);
    s->starts[start / 8] |= (unsigned char)(1u << start % 8);
    s->first[(unsigned char)text[0]] = s->first['%'] = s->first['\\'] = true;
    s->first['+'] |= text[0] == ' ';
}

static void replace_bytes(char *text, char from, char to)
{
    for (; *text; text++)
        if (*text == from)
            *text = to;
}

void secrets_add(struct secrets *s, const char *secret)
{
    size_t len = secret ? strlen(secret) : 0;
    if (len < SECRET_MIN)
        return;
    struct buf code = buf_new(SIZE_MAX / 4);
    base64_add(&code, (struct bytes){secret, len});
    char *text = buf_take(&code);
    text[strcspn(text, "=")] = '\0';
    char *url = mem_string(text);
    replace_bytes(url, '+', '-');
    replace_bytes(url, '/', '_');
    insert_spelling(s, mem_string(secret));
    insert_spelling(s, text);
    insert_spelling(s, url);
}

void secrets_free(struct secrets *s)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->list[i].start != SLASHED)
            free(s->list[i].text);
    free(s->list);
    *s = (struct secrets){0};
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The number in `digits` hexadecimal digits, or -1. */
static long hex_number(struct bytes text, size_t digits)
{
    long number = 0;
    for (size_t i = 0; i < digits; i++) {
        int digit = i < text.len ? hex_digit(text.ptr[i]) : -1;
        if (digit < 0)
            return -1;
        number = number << 4 | digit;
    }
    return number;
}

static struct bytes skip(struct bytes text, size_t len)
{
    return (struct bytes){text.ptr + len, text.len - len};
}

/* One step of a match: how much of the text spells how much of the secret, or false. */
struct step {
    size_t text, secret;
};

static bool step_raw(struct bytes text, const char *secret, struct step *out)
{
    *out = (struct step){1, 1};
    return text.ptr[0] == *secret;
}

static bool step_percent(struct bytes text, const char *secret, struct step *out)
{
    if (text.ptr[0] == '%' && hex_number(skip(text, 1), 2) == (unsigned char)*secret) {
        *out = (struct step){3, 1};
        return true;
    }
    *out = (struct step){1, 1};
    return text.ptr[0] == *secret || (text.ptr[0] == '+' && *secret == ' ');
}

/* The character that an escape stands for, from its hexadecimal digits on, behind so many backslashes
 * and a "u". False: it stands for none, or for U+0000. */
static bool escaped_char(struct bytes digits, size_t slashes, uint32_t *out, size_t *taken)
{
    long code = hex_number(digits, 4), low = -1;
    *taken = slashes + 5;
    if (code >= 0xd800 && code <= 0xdbff) {
        struct bytes rest = skip(digits, 4);
        size_t run = 0;
        while (run < rest.len && rest.ptr[run] == '\\')
            run++;
        if (run && run < rest.len && rest.ptr[run] == 'u')
            low = hex_number(skip(rest, run + 1), 4);
        if (low < 0xdc00 || low > 0xdfff)
            return false;
        code = 0x10000 + ((code & 0x3ff) << 10) + (low & 0x3ff);
        *taken += run + 5;
    }
    *out = (uint32_t)code;
    return code > 0;
}

static bool step_unicode(struct bytes digits, size_t slashes, const char *secret, struct step *out)
{
    uint32_t code;
    size_t taken;
    if (!escaped_char(digits, slashes, &code, &taken))
        return false;
    char utf8[UTF8_MAX];
    size_t len = utf8_put(utf8, code);
    *out = (struct step){taken, len};
    return strncmp(secret, utf8, len) == 0;
}

/* A run of backslashes of any length counts as one escape, because text is often escaped twice. */
static bool step_json(struct bytes text, const char *secret, struct step *out)
{
    static const char letters[] = "bfnrt", controls[] = "\b\f\n\r\t";
    size_t run = 0, wanted = strspn(secret, "\\");
    while (run < text.len && text.ptr[run] == '\\')
        run++;
    if (run == 0)
        return step_raw(text, secret, out);
    if (wanted) {
        *out = (struct step){run, wanted};
        return run >= wanted;
    }
    if (run == text.len)
        return false;
    char c = text.ptr[run];
    if (c == 'u')
        return step_unicode(skip(text, run + 1), run, secret, out);
    const char *letter = memchr(letters, c, sizeof letters - 1);
    *out = (struct step){run + 1, 1};
    return (letter ? controls[letter - letters] : c) == *secret;
}

typedef bool (*stepper)(struct bytes text, const char *secret, struct step *out);

/* How many bytes of the text spell the whole secret; 0: it does not begin with it. */
static size_t spelled(struct bytes text, const char *secret, stepper take)
{
    size_t used = 0;
    struct step step;
    while (*secret) {
        if (used == text.len || !take(skip(text, used), secret, &step))
            return 0;
        used += step.text;
        secret += step.secret;
    }
    return used;
}

/* --- where a spelling may begin --- */

/* The first bytes that a text stands for, in one way of spelling. */
struct start {
    char bytes[2 + UTF8_MAX];
    size_t len;
};

/* One character, escaped or not; how much of the text it takes, 0 if no secret can have it. */
static size_t start_json_char(struct bytes text, struct start *out)
{
    static const char letters[] = "bfnrt", controls[] = "\b\f\n\r\t";
    size_t slashes = 0, taken;
    uint32_t code;
    while (slashes < text.len && text.ptr[slashes] == '\\')
        slashes++;
    if (slashes == text.len)
        return 0;
    char c = text.ptr[slashes];
    const char *letter = slashes ? memchr(letters, c, sizeof letters - 1) : NULL;
    if (!slashes || c != 'u') {
        out->bytes[out->len++] = letter ? controls[letter - letters] : c;
        return slashes + 1;
    }
    if (!escaped_char(skip(text, slashes + 1), slashes, &code, &taken))
        return 0;
    out->len += utf8_put(out->bytes + out->len, code);
    return taken;
}

static void start_json(struct bytes text, struct start *out)
{
    for (size_t taken; text.len && out->len < 3; text = skip(text, taken))
        if (!(taken = start_json_char(text, out)))
            return;
}

static void start_percent(struct bytes text, char plus, struct start *out)
{
    for (size_t at = 0; at < text.len && out->len < 3; at++) {
        long code = text.ptr[at] == '%' ? hex_number(skip(text, at + 1), 2) : -1;
        out->bytes[out->len++] = code >= 0 ? (char)code : text.ptr[at] == '+' ? plus : text.ptr[at];
        at += code >= 0 ? 2 : 0;
    }
}

/* The longest spelling, in this way, that has this start and stands at the beginning of the text. */
static size_t longest(const struct secrets *s, struct bytes text, unsigned start, stepper way)
{
    size_t best = 0;
    if (start != SLASHED && !(s->starts[start / 8] >> start % 8 & 1))
        return 0;
    for (size_t i = find_start(s, start); i < s->count && s->list[i].start == start; i++) {
        size_t len = spelled(text, s->list[i].text, way);
        best = len > best ? len : best;
    }
    return best;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t match_percent(const struct secrets *s, struct bytes text, char plus)
{
    struct start start = {.len = 0};
    start_percent(text, plus, &start);
    return start.len < 3 ? 0 : longest(s, text, hash_start(start.bytes), step_percent);
}

static size_t match_json(const struct secrets *s, struct bytes text)
{
    struct start start = {.len = 0};
    start_json(text, &start);
    size_t slashed = longest(s, text, SLASHED, step_json);
    return start.len < 3 ? slashed
                         : larger(slashed, longest(s, text, hash_start(start.bytes), step_json));
}

static bool near(struct bytes text, char c)
{
    return text.ptr[0] == c || text.ptr[1] == c || text.ptr[2] == c;
}

/* How much of the text, from its beginning on, spells a secret. What has none of its first three bytes
 * escaped may have a later one, so all ways are tried wherever the start fits. */
static size_t match(const struct secrets *s, struct bytes text)
{
    if (!s->first[(unsigned char)text.ptr[0]] || text.len < SECRET_MIN)
        return 0;
    unsigned start = hash_start(text.ptr);
    size_t len = longest(s, text, start, step_raw);
    if (s->starts[start / 8] >> start % 8 & 1) {
        len = larger(len, longest(s, text, start, step_percent));
        len = larger(len, longest(s, text, start, step_json));
    }
    if (near(text, '\\'))
        len = larger(len, match_json(s, text));
    if (near(text, '%') || near(text, '+'))
        len = larger(len, larger(match_percent(s, text, '+'), match_percent(s, text, ' ')));
    return len;
}

static bool is_redacted(struct bytes text)
{
    size_t len = sizeof REDACTED - 1;
    return text.len >= len && memcmp(text.ptr, REDACTED, len) == 0;
}

/* Where to look next when no spelling begins here. One that begins inside a run of backslashes begins
 * at its beginning, too; to look at each of them would take the square of their number. */
static size_t step_over(struct bytes text)
{
    size_t run = 0;
    if (is_redacted(text))
        return sizeof REDACTED - 1;
    while (run < text.len && text.ptr[run] == '\\')
        run++;
    return run ? run : 1;
}

void secrets_apply(const struct secrets *s, struct bytes text, size_t keep, struct buf *out)
{
    size_t plain = 0, at = 0, end = keep < text.len ? keep : text.len;
    while (s->count && at < end) {
        if (text.ptr[at] != REDACTED[0] && !s->first[(unsigned char)text.ptr[at]]) {
            at++;
            continue;
        }
        struct bytes rest = skip(text, at);
        size_t len = is_redacted(rest) ? 0 : match(s, rest);
        if (!len) {
            at += step_over(rest);
            continue;
        }
        buf_add(out, text.ptr + plain, at - plain);
        buf_text(out, REDACTED);
        plain = at += len;
    }
    if (plain < end)
        buf_add(out, text.ptr + plain, end - plain);
}
