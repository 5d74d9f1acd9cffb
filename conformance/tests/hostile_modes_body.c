/* Bodies: deep, wide, long, malformed. */
#include "conformance/tests/hostile.h"

#include <stdlib.h>
#include <string.h>

#define OPEN "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
#define X64 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define X1K X64 X64 X64 X64 X64 X64 X64 X64 X64 X64 X64 X64 X64 X64 X64 X64
#define BODY_MAX ((size_t)32 << 20)
#define DEPTH 100000

/* The right answer, left open behind its last member. */
static bool open_body(struct response *rs)
{
    char *end = rs->body_len ? memrchr(rs->body, '}', rs->body_len) : NULL;
    if (end)
        rs->body_len = (size_t)(end - rs->body);
    return end != NULL;
}

static void leave_open(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    open_body(rs);
}

static void add_text(struct response *rs, const char *open, const char *middle, size_t times,
                     const char *close)
{
    struct buf b = buf_new(BODY_MAX);
    buf_add(&b, rs->body, rs->body_len);
    buf_text(&b, open);
    for (size_t i = 0; i < times; i++)
        buf_text(&b, middle);
    buf_text(&b, close);
    body_set(rs, &b);
}

static void deep_within(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    if (!open_body(rs))
        return;
    add_text(rs, ",\"more\":", "[", DEPTH, "1");
    add_text(rs, "", "]", DEPTH, "}");
}

static void deep_bare(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    rs->body_len = 0;
    add_text(rs, "", "{\"a\":", DEPTH, "1");
    add_text(rs, "", "}", DEPTH, "");
}

static void deep_unclosed(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    rs->body_len = 0;
    add_text(rs, "", "[", DEPTH, "");
}

static void spaced(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    add_text(rs, "", " \r\n\t", (size_t)2 << 20, "");
}

static void digits_many(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    if (open_body(rs))
        add_text(rs, ",\"more\":1", "7", 1000000, ".5e999999999}");
}

static void members_twice(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    if (open_body(rs))
        add_text(rs, "", ",\"name\":\"other\"", 3, "}");
}

static void bom(struct response *rs, const struct line *l, const struct request *rq)
{
    struct buf b = buf_new(BODY_MAX);
    (void)l, (void)rq;
    buf_text(&b, "\xef\xbb\xbf");
    buf_add(&b, rs->body, rs->body_len);
    body_set(rs, &b);
}

/* These bytes behind the opening quote of every string. */
static void into_strings(struct response *rs, struct bytes what)
{
    struct buf b = buf_new(BODY_MAX);
    for (size_t i = 0; i < rs->body_len; i++) {
        buf_byte(&b, rs->body[i]);
        if (rs->body[i] == '"' && i && rs->body[i - 1] == ':')
            buf_add(&b, what.ptr, what.len);
    }
    body_set(rs, &b);
}

static void bad_utf8(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    into_strings(rs, bytes_of("\xff\xc0\xaf\xed\xa0\x80\xf5\x80\x80\x80\xe2\x80"));
}

static void nuls(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    into_strings(rs, (struct bytes){"\0", 1});
}

static void nuls_escaped(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    into_strings(rs, bytes_of("\\u0000"));
}

static void lone_surrogates(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    into_strings(rs, bytes_of("\\ud800 \\udfff \\udfff\\ud800"));
}

static void raw_controls(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    into_strings(rs, bytes_of("\x1b]0;owned\x07\x1b[31m\x1b[2J\b\x7f"));
}

static void as_html(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    headers_set(&rs->headers, "Content-Type", "text/html");
}

static void many_names(struct buf *to, size_t at)
{
    for (size_t i = 0; i < 1000; i++)
        buf_format(to, ",\"m%zu\":{}", at * 1000 + i);
}

static void many_values(struct buf *to, size_t at)
{
    (void)at;
    for (size_t i = 0; i < 1000; i++)
        buf_text(to, "0,");
}

static void many_in_array(struct buf *to, size_t at)
{
    if (at == 0)
        buf_text(to, ",\"more\":[");
    many_values(to, at);
}

const struct mode modes_body[] = {
    {.name = "json-deep", .says = "100,000 levels of objects", .spoil = deep_bare},
    {.name = "json-deep-within",
     .says = "a right answer with 100,000 levels in it",
     .spoil = deep_within},
    {.name = "json-deep-unclosed",
     .says = "100,000 brackets that nobody closes",
     .spoil = deep_unclosed},
    {.name = "json-long",
     .says = "a string of 50 MiB",
     .text = BYTES(OPEN "{\"name\":\""),
     .again = BYTES(X1K),
     .times = 51200,
     .tail = BYTES("\"}"),
     .end = CLOSE},
    {.name = "json-long-within",
     .says = "a right answer with a string of 12 MiB in it",
     .spoil = leave_open,
     .without = "Content-Length",
     .again = BYTES(",\"" X1K "\":\"" X1K "\""),
     .times = 6000,
     .tail = BYTES("}"),
     .end = CLOSE},
    {.name = "json-wide",
     .says = "a million members, 14 MB",
     .text = BYTES(OPEN "{\"m\":0"),
     .more = many_names,
     .times = 1000,
     .tail = BYTES("}"),
     .end = CLOSE},
    {.name = "json-wide-within",
     .says = "a right answer with a million members more",
     .spoil = leave_open,
     .without = "Content-Length",
     .more = many_names,
     .times = 1000,
     .tail = BYTES("}"),
     .end = CLOSE},
    {.name = "json-many",
     .says = "an array of seven million numbers",
     .text = BYTES(OPEN "["),
     .more = many_values,
     .times = 7000,
     .tail = BYTES("0]"),
     .end = CLOSE},
    {.name = "json-many-within",
     .says = "a right answer with an array of half a million numbers more, 1 MB",
     .spoil = leave_open,
     .without = "Content-Length",
     .more = many_in_array,
     .times = 500,
     .tail = BYTES("0]}"),
     .end = CLOSE},
    {.name = "json-some-within",
     .says = "a right answer with 80,000 members more, 1 MB",
     .spoil = leave_open,
     .without = "Content-Length",
     .more = many_names,
     .times = 80,
     .tail = BYTES("}"),
     .end = CLOSE},
    {.name = "json-spaces", .says = "8 MiB of white space behind each body", .spoil = spaced},
    {.name = "json-digits",
     .says = "a number of a million digits in each body",
     .spoil = digits_many},
    {.name = "json-twice", .says = "the same member several times", .spoil = members_twice},
    {.name = "json-bom", .says = "a byte order mark before each body", .spoil = bom},
    {.name = "json-cut", .says = "bodies without their last brace", .spoil = leave_open},
    {.name = "utf8-invalid", .says = "bytes that are no UTF-8 in every string", .spoil = bad_utf8},
    {.name = "nul-body", .says = "a NUL in every string", .spoil = nuls},
    {.name = "nul-escaped", .says = "\\u0000 in every string", .spoil = nuls_escaped},
    {.name = "surrogates", .says = "lone surrogates in every string", .spoil = lone_surrogates},
    {.name = "controls-raw",
     .says = "terminal escapes as they are in every string",
     .spoil = raw_controls},
    {.name = "type-html", .says = "good bodies called text/html", .spoil = as_html},
    {.name = "type-none", .says = "good bodies called nothing", .without = "Content-Type"},
    {.name = "type-twice",
     .says = "two content types, the first one odd",
     .lines = BYTES("Content-Type: \x1b[31mtext/\"<script>\r\n")},
    {0},
};
