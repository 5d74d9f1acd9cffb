/* Variants: the bytes of an answer, its headers, and when it comes. */
#include "base/buf.h"
#include "base/json.h"
#include "base/mem.h"
#include "reference/server.h"
#include "reference/text.h"
#include "reference/variants_tools.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TEXT_MAX ((size_t)128 << 20)

/* The body between `where` and `value`. */
static void text_between(struct call *c, struct response *rs)
{
    const struct twist *t = c->data;
    if (c->answer.body)
        variant_set_text(rs, mem_format("%s%s%s", t->where, rs->body, t->value));
}

static void text_pretty(struct call *c, struct response *rs)
{
    if (c->answer.body)
        variant_set_text(rs, json_print(c->answer.body, true));
}

/* The character at `at`, which is valid UTF-8, and its length. */
static unsigned character(const char *at, size_t *len)
{
    const unsigned char *p = (const unsigned char *)at;
    *len = p[0] < 0x80 ? 1 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    unsigned code = *len == 1 ? p[0] : p[0] & (0x7Fu >> *len);
    for (size_t i = 1; i < *len; i++)
        code = code << 6 | (p[i] & 0x3Fu);
    return code;
}

static void escape_character(struct buf *out, unsigned code)
{
    if (code < 0x10000) {
        buf_format(out, "\\u%04x", code);
        return;
    }
    code -= 0x10000;
    buf_format(out, "\\u%04X\\u%04x", 0xD800 + (code >> 10), 0xDC00 + (code & 0x3FF));
}

typedef bool wanted(unsigned code);

/* How long an escape that is there already is. */
static size_t escape_length(const char *at)
{
    return at[1] == 'u' ? 6 : 2;
}

/* The text with escapes for the wanted characters of its strings. */
static void escape(struct call *c, struct response *rs, wanted *is_wanted)
{
    struct buf out = buf_new(TEXT_MAX);
    bool inside = false;
    size_t len;
    if (!c->answer.body)
        return;
    for (const char *p = rs->body; *p; p += len) {
        unsigned code = character(p, &len);
        if (code == '\\')
            len = escape_length(p);
        if (inside && code != '"' && code != '\\' && is_wanted(code))
            escape_character(&out, code);
        else
            buf_add(&out, p, len);
        inside ^= code == '"';
    }
    variant_set_text(rs, buf_take(&out));
}

static bool is_any(unsigned code)
{
    return code > 0;
}

static bool is_beyond_ascii(unsigned code)
{
    return code > 0x7F;
}

static void text_escaped(struct call *c, struct response *rs)
{
    escape(c, rs, is_any);
}

static void text_ascii(struct call *c, struct response *rs)
{
    escape(c, rs, is_beyond_ascii);
}

static void text_slashes(struct call *c, struct response *rs)
{
    struct buf out = buf_new(TEXT_MAX);
    if (!c->answer.body)
        return;
    for (const char *p = rs->body; *p; p++)
        buf_format(&out, *p == '/' ? "\\%c" : "%c", *p);
    variant_set_text(rs, buf_take(&out));
}

static void text_type(struct call *c, struct response *rs)
{
    const struct twist *t = c->data;
    if (c->answer.body && headers_get(&rs->headers, "Content-Type"))
        headers_set(&rs->headers, "Content-Type", t->value);
}

static void spell_headers(struct response *rs, char (*as)(char))
{
    for (size_t i = 0; i < rs->headers.count; i++)
        for (char *p = rs->headers.list[i].name; *p; p++)
            *p = as(*p);
}

static void headers_in_small(struct call *c, struct response *rs)
{
    (void)c;
    spell_headers(rs, text_lower);
}

static void headers_in_capitals(struct call *c, struct response *rs)
{
    (void)c;
    spell_headers(rs, variant_upper);
}

static void headers_extra(struct call *c, struct response *rs)
{
    static const char *const extra[][2] = {
        {"Cache-Control", "no-cache"},
        {"Server", "Microsoft-HTTPAPI/2.0"},
        {"Strict-Transport-Security", "max-age=31536000; includeSubDomains"},
        {"Set-Cookie", "a=1; Path=/"},
        {"Set-Cookie", "b=2; Path=/"},
        {"x-ms-ratelimit-remaining-subscription-writes", "0"},
        {"Retry-After", "600"},
        {"Location", "/elsewhere"},
        {"Link", "</style.css>; rel=preload"},
        {"X-Empty", ""},
    };
    (void)c;
    for (size_t i = 0; i < sizeof extra / sizeof *extra; i++)
        headers_add(&rs->headers, extra[i][0], extra[i][1]);
}

static void no_request_id(struct call *c)
{
    headers_remove(&c->answer.headers, "x-ms-request-id");
}

/* data: `where` is a header, `value` its value */
static void interims_sent(struct call *c, struct response *rs)
{
    (void)c;
    headers_add(&rs->headers, SERVER_INTERIM, "102 Processing");
    headers_add(&rs->headers, SERVER_INTERIM, "103 Early Hints");
}

static void header_added(struct call *c, struct response *rs)
{
    const struct twist *t = c->data;
    headers_set(&rs->headers, t->where, t->value);
}

/* A few milliseconds, more or less. */
static void take_time(struct call *c, struct request *request)
{
    (void)request;
    struct timespec span = {.tv_nsec = (long)(c->serial * 7 % 5) * 1000 * 1000};
    nanosleep(&span, NULL);
}

static const struct variant table[] = {
    {.name = "text-newline",
     .free = "CORE-20",
     .says = "ends its JSON with a newline",
     .whole = true,
     .seam = {.on_text = text_between},
     .data = TWIST(.where = "", .value = "\n")},
    {.name = "text-white",
     .free = "CORE-20",
     .says = "has every white space that JSON allows around it",
     .whole = true,
     .seam = {.on_text = text_between},
     .data = TWIST(.where = "\r\n\t ", .value = " \t\r\n\r\n")},
    {.name = "text-pretty",
     .free = "CORE-20",
     .says = "indents its JSON",
     .whole = true,
     .seam = {.on_text = text_pretty}},
    {.name = "text-slashes-escaped",
     .free = "CORE-20",
     .says = "escapes the slashes in its JSON",
     .whole = true,
     .seam = {.on_text = text_slashes}},
    {.name = "text-ascii",
     .free = "CORE-20",
     .says = "escapes all but ASCII in its JSON",
     .whole = true,
     .seam = {.on_text = text_ascii}},
    {.name = "text-all-escaped",
     .free = "CORE-20",
     .says = "escapes every character in the strings and names of its JSON",
     .whole = true,
     .seam = {.on_text = text_escaped}},
    {.name = "type-bare",
     .free = "CORE-20",
     .says = "sends a Content-Type without parameters",
     .whole = true,
     .seam = {.on_text = text_type},
     .data = TWIST(.value = "application/json")},
    {.name = "type-parameters",
     .free = "CORE-20",
     .says = "sends a Content-Type in odd case with several parameters",
     .whole = true,
     .seam = {.on_text = text_type},
     .data = TWIST(.value = "Application/JSON ;odata.metadata=minimal;  Charset=\"UTF-8\"")},
    {.name = "headers-lower",
     .free = "CORE-20",
     .says = "sends the names of headers in small letters",
     .whole = true,
     .seam = {.on_text = headers_in_small}},
    {.name = "headers-upper",
     .free = "CORE-20",
     .says = "sends the names of headers in capitals",
     .whole = true,
     .seam = {.on_text = headers_in_capitals}},
    {.name = "headers-extra",
     .free = "CORE-20",
     .says = "sends headers that mean nothing here",
     .whole = true,
     .seam = {.on_text = headers_extra}},
    {.name = "request-id-absent",
     .free = "FAM-03",
     .says = "sends no x-ms-request-id",
     .seam = {.on_answer = no_request_id}},
    {.name = "chunked",
     .free = "CORE-20",
     .says = "sends its answers in chunks of a few bytes",
     .whole = true,
     .seam = {.on_text = header_added},
     .data = TWIST(.where = "Transfer-Encoding", .value = "chunked")},
    {.name = "closing",
     .free = "CORE-20",
     .says = "closes the connection after each answer",
     .whole = true,
     .seam = {.on_text = header_added},
     .data = TWIST(.where = "Connection", .value = "close")},
    {.name = "early-hints",
     .free = "CORE-20",
     .says = "sends a 103 interim answer before each answer",
     .whole = true,
     .seam = {.on_text = header_added},
     .data = TWIST(.where = SERVER_INTERIM, .value = "103 Early Hints")},
    {.name = "interims",
     .free = "CORE-20",
     .says = "sends two interim answers before each answer: 102 and 103",
     .whole = true,
     .seam = {.on_text = interims_sent}},
    {.name = "slow",
     .free = "CORE-20",
     .says = "takes up to four milliseconds more for each answer",
     .whole = true,
     .seam = {.on_request = take_time}},
};

const struct variant *variants_text(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
