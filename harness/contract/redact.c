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

static void insert_spelling(struct secrets *s, char *text)
{
    size_t len = strlen(text), at = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (strcmp(s->list[i], text) == 0) {
            free(text);
            return;
        }
        at += strlen(s->list[i]) >= len;
    }
    s->list = mem_grow(s->list, s->count + 1, sizeof *s->list);
    memmove(s->list + at + 1, s->list + at, (s->count - at) * sizeof *s->list);
    s->list[at] = text;
    s->count++;
    s->slashed |= memchr(text, '\\', 3) != NULL;
    s->starts[hash_start(text) / 8] |= (unsigned char)(1u << hash_start(text) % 8);
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
        free(s->list[i]);
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

static bool step_unicode(struct bytes digits, size_t slashes, const char *secret, struct step *out)
{
    long code = hex_number(digits, 4), low = -1;
    size_t taken = slashes + 5;
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
        taken += run + 5;
    }
    if (code <= 0)
        return false;
    struct buf utf8 = buf_new(8);
    utf8_add(&utf8, (uint32_t)code);
    *out = (struct step){taken, utf8.len};
    bool equal = strncmp(secret, utf8.data, utf8.len) == 0;
    buf_free(&utf8);
    return equal;
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
    char bytes[8];
    size_t len;
};

static void start_json(struct bytes text, struct start *out)
{
    static const char letters[] = "bfnrt", controls[] = "\b\f\n\r\t";
    size_t at = 0;
    while (at < text.len && out->len < 3) {
        size_t slash = at;
        while (at < text.len && text.ptr[at] == '\\')
            at++;
        char c = at < text.len ? text.ptr[at] : '\0';
        long code = at > slash && c == 'u' ? hex_number(skip(text, at + 1), 4) : -1;
        const char *letter = at > slash ? memchr(letters, c, sizeof letters - 1) : NULL;
        if (code > 0 && code < 0x80) {
            out->bytes[out->len++] = (char)code;
            at += 5;
        } else if (code >= 0 || at >= text.len) {
            break; /* beyond ASCII, or nothing more: let the whole be compared */
        } else {
            out->bytes[out->len++] = letter ? controls[letter - letters] : c;
            at++;
        }
    }
}

static void start_percent(struct bytes text, char plus, struct start *out)
{
    for (size_t at = 0; at < text.len && out->len < 3; at++) {
        long code = text.ptr[at] == '%' ? hex_number(skip(text, at + 1), 2) : -1;
        out->bytes[out->len++] = code >= 0 ? (char)code : text.ptr[at] == '+' ? plus : text.ptr[at];
        at += code >= 0 ? 2 : 0;
    }
}

/* True where it is not known: fewer than three bytes were made out. */
static bool is_start(const struct secrets *s, const struct start *start)
{
    unsigned hash = start->len == 3 ? hash_start(start->bytes) : 0;
    return start->len < 3 || (s->starts[hash / 8] >> hash % 8 & 1);
}

static bool may_begin(const struct secrets *s, struct bytes text)
{
    if (!s->first[(unsigned char)text.ptr[0]])
        return false;
    size_t near = text.len < 3 ? text.len : 3;
    struct start raw = {.len = near}, json = {.len = 0}, percent = {.len = 0}, plus = {.len = 0};
    memcpy(raw.bytes, text.ptr, near);
    if (is_start(s, &raw) && text.len >= SECRET_MIN)
        return true;
    if (memchr(text.ptr, '\\', near)) {
        start_json(text, &json);
        if (s->slashed || is_start(s, &json))
            return true;
    }
    if (!memchr(text.ptr, '%', near) && !memchr(text.ptr, '+', near))
        return false;
    start_percent(text, '+', &percent);
    start_percent(text, ' ', &plus);
    return is_start(s, &percent) || is_start(s, &plus);
}

static size_t match(const struct secrets *s, struct bytes text)
{
    static const stepper ways[] = {step_raw, step_percent, step_json};
    if (!may_begin(s, text))
        return 0;
    for (size_t i = 0; i < s->count; i++) {
        for (size_t way = 0; way < 3; way++) {
            size_t len = spelled(text, s->list[i], ways[way]);
            if (len)
                return len;
        }
    }
    return 0;
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
