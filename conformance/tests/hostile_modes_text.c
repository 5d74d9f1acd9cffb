/* What is meant for the reader's terminal, browser or CI server, and the token said back. */
#include "conformance/tests/hostile.h"

#include "base/json.h"
#include "base/mem.h"

#include <stdlib.h>

#define TERMINAL                                                                                   \
    "\x1b]0;owned\x07\x1b[31m\x1b[2J\x1b[1A\x1bP\x1b\\\b\x7f\xc2\x9b"                              \
    "31m"
#define BIDI "\xe2\x80\xae\xe2\x81\xa6\xe2\x80\xaelluf\xe2\x81\xa9\xe2\x80\xa8"
#define MARKUP "</script><script>alert(1)</script>]]><!--<img src=x onerror=alert(1)>&amp;\"'`"
#define LINES "\r\n::error::owned\r\nCERTIFIED at core\n"
#define WORST TERMINAL BIDI MARKUP LINES

/* The bytes behind every string, also behind the names of members if asked. */
static void poison(cJSON *tree, const char *with, bool names)
{
    for (cJSON *item = tree; item; item = item->next) {
        if (names && item->string) {
            char *name = mem_format("%s%s", item->string, with);
            cJSON_free(item->string);
            item->string = name;
        }
        if (cJSON_IsString(item)) {
            char *value = mem_format("%s%s", item->valuestring, with);
            cJSON_free(item->valuestring);
            item->valuestring = value;
        }
        poison(item->child, with, names);
    }
}

static void poison_body(struct response *rs, const char *with, bool names)
{
    struct json_problem problem;
    cJSON *tree = json_read((struct bytes){rs->body, rs->body_len}, NULL, &problem);
    if (!tree)
        return;
    poison(tree, with, names);
    free(rs->body);
    rs->body = json_print(tree, false);
    rs->body_len = strlen(rs->body);
    cJSON_Delete(tree);
}

static void worst_strings(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    poison_body(rs, WORST, false);
}

static void worst_names(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    poison_body(rs, WORST, true);
}

/* Refuses everything, with a message that the console shows. */
static void worst_error(struct response *rs, const struct line *l, const struct request *rq)
{
    static const char error[] = "{\"error\":{\"code\":\"Odd\",\"message\":\"no\"}}";
    struct buf b = buf_new(4096);
    (void)l, (void)rq;
    buf_text(&b, error);
    body_set(rs, &b);
    poison_body(rs, WORST, false);
    rs->status = 400;
}

static void worst_page(struct response *rs, const struct line *l, const struct request *rq)
{
    struct buf b = buf_new(4096);
    (void)l, (void)rq;
    buf_text(&b, "<html><title>" WORST "</title>" WORST "</html>");
    body_set(rs, &b);
    headers_set(&rs->headers, "Content-Type", "text/html");
    rs->status = 502;
}

static void every_header(struct response *rs, const struct line *l, const struct request *rq)
{
    static const char *const names[] = {
        "x-ms-request-id", "x-ms-correlation-request-id", "ETag", "Content-Type", "Retry-After",
        "Location"};
    (void)l, (void)rq;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        headers_set(&rs->headers, names[i], "\"" TERMINAL BIDI MARKUP "\"");
}

/* 400 with a message of many lines, one of them very long. */
static void long_error(struct response *rs, const struct line *l, const struct request *rq)
{
    struct buf b = buf_new((size_t)2 << 20);
    (void)l, (void)rq;
    buf_text(&b, "{\"error\":{\"code\":\"Odd\",\"message\":\"");
    for (int i = 0; i < 500; i++)
        buf_text(&b, "a line\\n");
    for (int i = 0; i < 100000; i++)
        buf_text(&b, "and so on ");
    buf_text(&b, "\"}}");
    body_set(rs, &b);
    rs->status = 400;
}

static void heavy_headers(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    for (int i = 0; i < 900; i++)
        headers_add(&rs->headers, "Set-Cookie",
                    "and=so; on=and; so=on; and=so; on=and; so=on; and=so; on=and; so=on; and=so; "
                    "on=and; so=on; and=so; on=and; so=on; and=so; on=and; so=on; and=so; on=and");
}

static void long_id(struct response *rs, const struct line *l, const struct request *rq)
{
    struct buf b = buf_new((size_t)1 << 20);
    (void)l, (void)rq;
    for (int i = 0; i < 10000; i++)
        buf_text(&b, "and so on ");
    char *text = buf_take(&b);
    headers_set(&rs->headers, "x-ms-request-id", text);
    headers_set(&rs->headers, "Content-Type", text);
    free(text);
}

/* --- the token, said back --- */

static void say_back(struct response *rs, const struct line *l, const struct request *rq)
{
    const char *token = headers_get(&rq->headers, "Authorization");
    (void)l;
    if (!token)
        return;
    headers_set(&rs->headers, "x-ms-request-id", token);
    headers_set(&rs->headers, "ETag", token + strcspn(token, " ") + 1);
    headers_set(&rs->headers, "WWW-Authenticate", token);
    poison_body(rs, token, true);
}

/* Each character as \u00xx: nobody finds the token in the bytes, but it stands in the text. */
static void say_back_escaped(struct response *rs, const struct line *l, const struct request *rq)
{
    const char *token = headers_get(&rq->headers, "Authorization");
    struct buf b = buf_new((size_t)1 << 20);
    (void)l;
    buf_text(&b, "{\"error\":{\"code\":\"Odd\",\"message\":\"");
    for (const char *c = token ? token : "none"; *c; c++)
        buf_format(&b, "\\u%04x", (unsigned char)*c);
    buf_text(&b, "\"}}");
    body_set(rs, &b);
    rs->status = 400;
}

const struct mode modes_text[] = {
    {.name = "escapes-strings",
     .says = "escapes, markup and line breaks in every string",
     .spoil = worst_strings},
    {.name = "escapes-names", .says = "the same in the names of members too", .spoil = worst_names},
    {.name = "escapes-error", .says = "400 with the same in the error", .spoil = worst_error},
    {.name = "escapes-page", .says = "502 with a page full of the same", .spoil = worst_page},
    {.name = "escapes-reason",
     .says = "the same in the reason phrase",
     .reason = TERMINAL BIDI MARKUP,
     .ruling = EITHER},
    {.name = "escapes-headers",
     .says = "the same in ETag, x-ms-request-id and others",
     .spoil = every_header},
    {.name = "error-long", .says = "400 with a message of a megabyte", .spoil = long_error},
    {.name = "headers-heavy",
     .says = "good answers with 160 KB of cookies",
     .spoil = heavy_headers,
     .ruling = EITHER},
    {.name = "header-long", .says = "x-ms-request-id and Content-Type of 100 KB", .spoil = long_id},
    {.name = "echoes-token",
     .says = "says the token back, in headers and strings",
     .spoil = say_back},
    {.name = "echoes-token-escaped",
     .says = "says the token back, each character escaped",
     .spoil = say_back_escaped},
    {0},
};

/* --- all modes --- */

static const struct mode *const rooms[] = {modes_line, modes_head, modes_frame, modes_body,
                                           modes_text};

const struct mode *mode_find(const char *name)
{
    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++)
        for (const struct mode *m = rooms[i]; m->name; m++)
            if (strcmp(m->name, name) == 0)
                return m;
    return NULL;
}

void mode_list(FILE *to)
{
    static const char *const rulings[] = {
        [WRONG] = "wrong", [EITHER] = "either", [RIGHT] = "right"};
    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++)
        for (const struct mode *m = rooms[i]; m->name; m++)
            fprintf(to, "%-24s %-6s %s\n", m->name, rulings[m->ruling], m->says);
}
