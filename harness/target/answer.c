#include "target/answer.h"

#include "base/mem.h"
#include "target/outgoing.h"

#include <stdlib.h>
#include <strings.h>

#define HEADER_BYTES_MAX ((size_t)256 << 10)
#define HEADER_COUNT_MAX 1000
#define INTERIM_MAX 100

struct answer answer_new(struct response *rs, size_t max_body)
{
    return (struct answer){.rs = rs, .body = buf_new(max_body)};
}

/* Notes never quote what came in: a server may echo the token. */
static bool fault(struct answer *a, const char *why)
{
    if (!a->rs->note)
        a->rs->note = mem_string(why);
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static struct bytes trim(struct bytes text)
{
    while (text.len && memchr(" \t\r\n", text.ptr[text.len - 1], 4))
        text.len--;
    while (text.len && (*text.ptr == ' ' || *text.ptr == '\t'))
        text.ptr++, text.len--;
    return text;
}

static bool take_status(struct answer *a, struct bytes line)
{
    const char *p = line.ptr;
    bool fine = line.len >= 12 && memcmp(p, "HTTP/1.", 7) == 0 && is_digit(p[7]) && p[8] == ' ' &&
                p[9] >= '1' && is_digit(p[9]) && is_digit(p[10]) && is_digit(p[11]) &&
                (line.len == 12 || p[12] == ' ');
    if (!fine)
        return fault(a, "the answer does not begin with an HTTP/1.1 status line");
    a->rs->status = (p[9] - '0') * 100 + (p[10] - '0') * 10 + (p[11] - '0');
    a->old = p[7] == '0';
    a->next = ANSWER_HEADERS;
    return true;
}

static bool end_headers(struct answer *a)
{
    if (a->rs->status >= 200) {
        a->next = ANSWER_BODY;
        return true;
    }
    if (a->rs->status == 101)
        return fault(a, "the answer switches protocols (101), which nobody asked for");
    if (++a->interim > INTERIM_MAX)
        return fault(a, "more than 100 interim (1xx) answers and no final one");
    headers_free(&a->rs->headers);
    a->lines = 0;
    a->rs->status = 0;
    a->next = ANSWER_STATUS;
    return true;
}

/* RFC 9112 section 5.2: a folded line is one value with a space in the fold's place. */
static bool unfold(struct answer *a, struct bytes line)
{
    if (a->rs->headers.count == 0)
        return fault(a, "the first header line begins with white space");
    struct header *last = &a->rs->headers.list[a->rs->headers.count - 1];
    struct bytes more = trim(line);
    char *whole = mem_format("%s %.*s", last->value, (int)more.len, more.ptr);
    free(last->value);
    last->value = whole;
    return true;
}

static bool take_header(struct answer *a, struct bytes line)
{
    if (memchr(line.ptr, '\0', line.len))
        return fault(a, "a NUL byte in a header");
    if (++a->lines > HEADER_COUNT_MAX)
        return fault(a, "more than 1000 headers");
    if (*line.ptr == ' ' || *line.ptr == '\t')
        return unfold(a, line);
    const char *colon = memchr(line.ptr, ':', line.len);
    struct bytes name = {line.ptr, colon ? (size_t)(colon - line.ptr) : 0};
    if (!is_token(name))
        return fault(a, "a header line without a name and a colon right after it");
    struct bytes value = trim((struct bytes){colon + 1, line.len - name.len - 1});
    char *n = mem_copy(name.ptr, name.len), *v = mem_copy(value.ptr, value.len);
    headers_add(&a->rs->headers, n, v);
    free(n);
    free(v);
    return true;
}

static struct bytes without_end(struct bytes line)
{
    if (line.len && line.ptr[line.len - 1] == '\n')
        line.len--;
    if (line.len && line.ptr[line.len - 1] == '\r')
        line.len--;
    return line;
}

bool answer_line(struct answer *a, struct bytes line)
{
    a->begun = true;
    if (line.len > HEADER_BYTES_MAX - a->header_bytes)
        return fault(a, "more than 256 KiB of headers");
    a->header_bytes += line.len;
    line = without_end(line);
    if (a->next == ANSWER_BODY) /* a trailer */
        return true;
    if (memchr(line.ptr, '\r', line.len)) /* RFC 9112 section 2.2 */
        return fault(a, "a CR without an LF in the head of the answer");
    if (a->next == ANSWER_STATUS)
        return take_status(a, line);
    return line.len ? take_header(a, line) : end_headers(a);
}

bool answer_piece(struct answer *a, struct bytes piece)
{
    a->begun = true;
    if (a->next != ANSWER_BODY)
        return fault(a, "the answer does not begin with an HTTP/1.1 status line");
    size_t room = a->body.max - a->body.len;
    buf_add(&a->body, piece.ptr, piece.len < room ? piece.len : room);
    if (piece.len <= room)
        return true;
    a->rs->too_long = !a->rs->note;
    if (a->rs->too_long)
        a->rs->note = mem_format("the body is longer than %zu bytes, the limit", a->body.max);
    return false;
}

/* RFC 9112 section 6.3: lengths that differ are an error that cannot be mended. */
static bool lengths_agree(const struct headers *h)
{
    const char *first = headers_get(h, "Content-Length");
    for (size_t i = 0; first && i < h->count; i++)
        if (strcasecmp(h->list[i].name, "Content-Length") == 0 && strcmp(h->list[i].value, first))
            return false;
    return true;
}

/* RFC 9110 section 8.4: without its coding undone a body is not what it stands for. */
static bool is_encoded(const struct headers *h)
{
    static const char identity[] = "identity";
    for (size_t i = 0; i < h->count; i++) {
        const char *p = h->list[i].value;
        if (strcasecmp(h->list[i].name, "Content-Encoding") != 0)
            continue;
        for (p += strspn(p, " \t,"); *p; p += strspn(p, " \t,")) {
            size_t len = strcspn(p, " \t,");
            if (len != sizeof identity - 1 || strncasecmp(p, identity, len) != 0)
                return true;
            p += len;
        }
    }
    return false;
}

bool answer_end(struct answer *a)
{
    a->rs->body_len = a->body.len;
    a->rs->body = buf_take(&a->body);
    if (!lengths_agree(&a->rs->headers))
        return fault(a, "two Content-Length headers that say different lengths");
    if (a->rs->body_len && is_encoded(&a->rs->headers))
        return fault(a, "the body has a Content-Encoding, which nobody asked for");
    return true;
}

const char *answer_stage(const struct answer *a)
{
    if (!a->begun)
        return "before an answer began";
    if (a->next == ANSWER_STATUS)
        return "after an interim answer";
    return a->next == ANSWER_HEADERS ? "in the headers" : "in the middle of the body";
}
