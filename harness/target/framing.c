#include "target/framing.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LINE_MAX_BYTES ((size_t)256 << 10)
#define OVERHEAD_MAX ((size_t)256 << 10)
#define LENGTH_MAX ((uint64_t)1 << 60)

struct framing framing_new(struct answer *answer, bool head)
{
    return (struct framing){.answer = answer, .line = buf_new(LINE_MAX_BYTES), .head = head};
}

void framing_free(struct framing *f)
{
    buf_free(&f->line);
}

static void broken(struct framing *f, const char *why)
{
    f->state = FRAMING_BROKEN;
    if (!f->answer->rs->note)
        f->answer->rs->note = mem_string(why);
}

/* --- what frames the body --- */

/* A number of these digits and nothing else. */
static bool parse_number(const char *text, size_t len, int base, uint64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < len; i++) {
        static const char digits[] = "0123456789abcdef";
        const char *digit = memchr(digits, text[i] | (base == 16 ? 0x20 : 0), (size_t)base);
        if (!digit || *out > LENGTH_MAX / 16)
            return false;
        *out = *out * (uint64_t)base + (uint64_t)(digit - digits);
    }
    return len > 0;
}

/* Whether the last coding of Transfer-Encoding is chunked. */
static bool ends_chunked(const char *codings)
{
    static const char chunked[] = "chunked";
    size_t len = strlen(codings), word = sizeof chunked - 1;
    while (len && strchr(" \t", codings[len - 1]))
        len--;
    return len >= word && strncasecmp(codings + len - word, chunked, word) == 0 &&
           (len == word || strchr(" \t,", codings[len - word - 1]));
}

static void begin_length(struct framing *f, const char *length)
{
    if (!parse_number(length, strlen(length), 10, &f->left))
        broken(f, "a Content-Length that is no number");
    else
        f->state = f->left ? FRAMING_LENGTH : FRAMING_DONE;
}

static void begin_body(struct framing *f)
{
    const struct response *rs = f->answer->rs;
    const char *codings = headers_get(&rs->headers, "Transfer-Encoding");
    const char *length = headers_get(&rs->headers, "Content-Length");
    if (f->head || rs->status == 204 || rs->status == 304)
        f->state = FRAMING_DONE;
    else if (codings)
        f->state = ends_chunked(codings) ? FRAMING_SIZE : FRAMING_CLOSE;
    else if (length)
        begin_length(f, length);
    else
        f->state = FRAMING_CLOSE;
}

/* --- lines --- */

static void take_size(struct framing *f, struct bytes line)
{
    size_t len = 0;
    while (len < line.len && !strchr("; \t\r\n", line.ptr[len]))
        len++;
    if (!parse_number(line.ptr, len, 16, &f->left))
        broken(f, "a chunk size that is no hexadecimal number");
    else
        f->state = f->left ? FRAMING_CHUNK : FRAMING_TRAILERS;
}

static bool is_empty(struct bytes line)
{
    return line.len == 1 || (line.len == 2 && line.ptr[0] == '\r');
}

static void take_line(struct framing *f)
{
    struct bytes line = buf_view(&f->line);
    if (f->state != FRAMING_HEAD && (f->overhead += line.len) > OVERHEAD_MAX) {
        broken(f, "more than 256 KiB of chunk sizes and trailers");
    } else if (f->state == FRAMING_HEAD) {
        if (!answer_line(f->answer, line))
            f->state = FRAMING_BROKEN;
        else if (f->answer->next == ANSWER_BODY)
            begin_body(f);
    } else if (f->state == FRAMING_SIZE) {
        take_size(f, line);
    } else if (f->state == FRAMING_CHUNK_END) {
        if (is_empty(line))
            f->state = FRAMING_SIZE;
        else
            broken(f, "a chunk that is longer than its size");
    } else if (is_empty(line)) {
        f->state = FRAMING_DONE;
    }
    buf_clear(&f->line);
}

static size_t feed_line(struct framing *f, struct bytes data)
{
    const char *end = memchr(data.ptr, '\n', data.len);
    size_t len = end ? (size_t)(end - data.ptr) + 1 : data.len;
    buf_add(&f->line, data.ptr, len);
    if (f->line.failed)
        broken(f, "a line of more than 256 KiB");
    else if (end)
        take_line(f);
    return len;
}

/* --- the body --- */

static size_t feed_piece(struct framing *f, struct bytes data)
{
    size_t len = data.len;
    if (f->state != FRAMING_CLOSE && len > f->left)
        len = (size_t)f->left;
    if (!answer_piece(f->answer, (struct bytes){data.ptr, len})) {
        f->state = FRAMING_BROKEN;
        return len;
    }
    if (f->state == FRAMING_CLOSE)
        return len;
    f->left -= len;
    if (!f->left)
        f->state = f->state == FRAMING_CHUNK ? FRAMING_CHUNK_END : FRAMING_DONE;
    return len;
}

static bool is_over(const struct framing *f)
{
    return f->state == FRAMING_DONE || f->state == FRAMING_BROKEN;
}

size_t framing_feed(struct framing *f, struct bytes data)
{
    size_t taken = 0;
    while (taken < data.len && !is_over(f)) {
        struct bytes rest = {data.ptr + taken, data.len - taken};
        bool piece =
            f->state == FRAMING_LENGTH || f->state == FRAMING_CHUNK || f->state == FRAMING_CLOSE;
        taken += piece ? feed_piece(f, rest) : feed_line(f, rest);
    }
    return taken;
}

bool framing_close(struct framing *f)
{
    if (f->state == FRAMING_CLOSE)
        f->state = FRAMING_DONE;
    return f->state == FRAMING_DONE;
}

static bool names_close(const char *value)
{
    for (const char *p = value; p && *p; p += strcspn(p, ","), p += *p == ',') {
        p += strspn(p, " \t");
        if (strncasecmp(p, "close", 5) == 0 && (!p[5] || strchr(" \t,", p[5])))
            return true;
    }
    return false;
}

bool framing_keeps(const struct framing *f)
{
    const struct response *rs = f->answer->rs;
    const char *connection = headers_get(&rs->headers, "Connection");
    bool framed = f->head || rs->status == 204 || rs->status == 304 ||
                  headers_get(&rs->headers, "Content-Length") ||
                  headers_get(&rs->headers, "Transfer-Encoding");
    return f->state == FRAMING_DONE && framed && !f->answer->old &&
           !(connection && names_close(connection));
}
