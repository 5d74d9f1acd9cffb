#include "contract/record_line.h"

#include "base/json.h"
#include "contract/utf8.h"

#include <stdint.h>
#include <string.h>

static void name_it(struct record_line *l, const char *name)
{
    if (l->more)
        buf_byte(l->out, ',');
    l->more = true;
    if (!name)
        return;
    json_add_visible_string(l->out, bytes_of(name));
    buf_byte(l->out, ':');
}

void put_clean(struct record_line *l, const char *name, struct bytes text)
{
    name_it(l, name);
    json_add_visible_string(l->out, text);
}

struct record_line put_begin(struct buf *out, const struct secrets *secrets, const char *type)
{
    struct record_line l = {.out = out, .secrets = secrets};
    buf_byte(out, '{');
    put_clean(&l, "type", bytes_of(type));
    return l;
}

void put_end(struct record_line *l)
{
    buf_text(l->out, "}\n");
}

/* The text itself where it is UTF-8; else what is made of it in `clean`. */
static const char *mended(const char *text, struct buf *clean)
{
    if (utf8_valid(bytes_of(text)))
        return text;
    for (struct bytes rest = bytes_of(text); rest.len;) {
        size_t len = utf8_next(rest, NULL);
        if (len)
            buf_add(clean, rest.ptr, len);
        else
            utf8_add(clean, 0xfffd);
        rest.ptr += len ? len : 1;
        rest.len -= len ? len : 1;
    }
    return clean->data;
}

void put_words(struct record_line *l, const char *name, const char *words)
{
    struct buf clean = buf_new(SIZE_MAX / 4);
    if (words)
        put_clean(l, name, bytes_of(mended(words, &clean)));
    buf_free(&clean);
}

static void put_redacted(struct record_line *l, const char *name, const char *text)
{
    struct buf redacted = buf_new(SIZE_MAX / 4);
    if (l->secrets->count) {
        secrets_apply(l->secrets, bytes_of(text), SIZE_MAX, &redacted);
        text = buf_view(&redacted).ptr;
    }
    put_clean(l, name, bytes_of(text));
    buf_free(&redacted);
}

void put_text(struct record_line *l, const char *name, const char *text)
{
    struct buf clean = buf_new(SIZE_MAX / 4);
    if (text)
        put_redacted(l, name, mended(text, &clean));
    buf_free(&clean);
}

void put_start(struct record_line *l, const char *name, const char *text, size_t max)
{
    struct bytes all = bytes_of(text ? text : "");
    if (all.len <= max) {
        put_text(l, name, text);
        return;
    }
    struct buf out = buf_new(SIZE_MAX / 4);
    secrets_apply(l->secrets, all, utf8_cut(all, max), &out);
    buf_text(&out, "...");
    put_text(l, name, out.data);
    buf_free(&out);
}

void put_number(struct record_line *l, const char *name, double number)
{
    name_it(l, name);
    json_add_number(l->out, number);
}

void put_count(struct record_line *l, const char *name, unsigned count)
{
    if (count)
        put_number(l, name, count);
}

void put_seconds(struct record_line *l, const char *name, double seconds)
{
    long long micros = seconds > 0 && seconds < 1e12 ? (long long)(seconds * 1e6) : 0;
    char fraction[] = ".000000";
    size_t len = sizeof fraction - 1;
    for (long long left = micros % 1000000, at = 6; at; at--, left /= 10)
        fraction[at] = (char)('0' + left % 10);
    while (fraction[len - 1] == '0')
        len--;
    put_number(l, name, (double)(micros / 1000000));
    buf_add(l->out, fraction, len > 1 ? len : 0);
}

void put_bool(struct record_line *l, const char *name, bool value)
{
    name_it(l, name);
    buf_text(l->out, value ? "true" : "false");
}

void put_null(struct record_line *l, const char *name)
{
    name_it(l, name);
    buf_text(l->out, "null");
}

void put_value(struct record_line *l, const char *name, const cJSON *value)
{
    name_it(l, name);
    json_add_visible(l->out, value);
}

void put_open(struct record_line *l, const char *name, char bracket)
{
    name_it(l, name);
    buf_byte(l->out, bracket);
    l->more = false;
}

void put_close(struct record_line *l, char bracket)
{
    buf_byte(l->out, bracket);
    l->more = true;
}
