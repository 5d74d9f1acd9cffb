#include "target/outgoing.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What Apache and nginx take by default: less than either of them. */
#define ORDINARY_HEAD_MAX ((size_t)8 << 10)
#define ORDINARY_BODY_MAX ((size_t)1 << 20)
#define RAW "; only a request that is exact may be like that"

static void add_header(struct buf *out, const char *name, const char *value)
{
    buf_text(out, name);
    buf_text(out, *value ? ": " : ":");
    buf_text(out, value);
    buf_add(out, "\r\n", 2);
}

/* RFC 9110 section 8.6: a method that has a meaning for a body says so when there is none. */
static bool needs_length(const struct request *rq)
{
    return rq->body ||
           (!rq->exact && (strcmp(rq->method, "PUT") == 0 || strcmp(rq->method, "PATCH") == 0 ||
                           strcmp(rq->method, "POST") == 0));
}

/* RFC 9110 section 7.2: Host comes first, but where the order is the request's own. */
void outgoing_head(struct buf *out, const struct request *rq, const char *origin,
                   const char *prefix, const struct headers *all)
{
    const char *host = headers_get(all, "Host");
    bool moved = host && !rq->exact;
    buf_text(out, rq->method);
    buf_byte(out, ' ');
    buf_text(out, prefix);
    buf_text(out, rq->path);
    buf_text(out, " HTTP/1.1\r\n");
    if (!host || moved)
        add_header(out, "Host", host ? host : strstr(origin, "://") + 3);
    if (!headers_get(all, "User-Agent"))
        add_header(out, "User-Agent", "connspec/" CONNSPEC_VERSION);
    for (size_t i = 0; i < all->count; i++)
        if (!moved || strcasecmp(all->list[i].name, "Host") != 0)
            add_header(out, all->list[i].name, all->list[i].value);
    if (needs_length(rq) && !headers_get(all, "Content-Length") &&
        !headers_get(all, "Transfer-Encoding"))
        buf_format(out, "Content-Length: %zu\r\n", rq->body_len);
    buf_add(out, "\r\n", 2);
}

bool is_token(struct bytes text)
{
    static const char other[] = "!#$%&'*+-.^_`|~";
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool alnum = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
        if (!alnum && (!c || !strchr(other, c)))
            return false;
    }
    return text.len > 0;
}

static bool one_line(const char *value)
{
    return strpbrk(value, "\r\n") == NULL;
}

/* What frames a request cannot be the same for all of them. */
static bool is_framing(const char *name)
{
    return strcasecmp(name, "Content-Length") == 0 || strcasecmp(name, "Transfer-Encoding") == 0 ||
           strcasecmp(name, "Expect") == 0;
}

static int add_line(struct headers *extra, const char *line, struct err *err)
{
    const char *colon = strchr(line, ':');
    if (!colon)
        return err_set(err, "a header to add has no colon: write it as 'Name: value'");
    char *name = mem_copy(line, (size_t)(colon - line));
    const char *value = colon + 1 + strspn(colon + 1, " \t");
    int result = 0;
    if (!is_token(bytes_of(name)))
        result = err_set(err, "a header to add has no proper name before its colon");
    else if (!one_line(value))
        result = err_set(err, "the header %.100s to add has a line break in it", name);
    else if (is_framing(name))
        result = err_set(err, "the header %.100s cannot be added to every request", name);
    else
        headers_add(extra, name, value);
    free(name);
    return result;
}

static int add_token(struct headers *extra, const char *token, struct err *err)
{
    if (headers_get(extra, "Authorization"))
        return err_set(err, "there is a token and an Authorization header: give one of them");
    bool fine = *token;
    for (const unsigned char *c = (const unsigned char *)token; *c; c++)
        fine = fine && *c > 0x20 && *c < 0x7f;
    if (!fine)
        return err_set(err, "the token is empty, or holds white space or other bytes that a "
                            "header cannot carry");
    char *value = mem_format("Bearer %s", token);
    headers_add(extra, "Authorization", value);
    free(value);
    return 0;
}

int outgoing_open(struct headers *extra, const struct target_options *options, struct err *err)
{
    int result = 0;
    *extra = (struct headers){0};
    for (size_t i = 0; !result && options->headers && options->headers[i]; i++)
        result = add_line(extra, options->headers[i], err);
    if (!result && options->token)
        result = add_token(extra, options->token, err);
    if (result)
        headers_free(extra);
    return result;
}

struct headers outgoing_merge(const struct headers *extra, const struct request *rq)
{
    struct headers all = {mem_grow(NULL, rq->headers.count + extra->count, sizeof *all.list), 0};
    for (size_t i = 0; i < rq->headers.count; i++)
        all.list[all.count++] = rq->headers.list[i];
    for (size_t i = 0; i < extra->count; i++)
        if (!headers_get(&rq->headers, extra->list[i].name) &&
            !(rq->anonymous && strcasecmp(extra->list[i].name, "Authorization") == 0))
            all.list[all.count++] = extra->list[i];
    return all;
}

static int vet_line(const struct request *rq, struct err *err)
{
    if (!is_token(bytes_of(rq->method)))
        return err_set(err, "the method is not a token (RFC 9110)" RAW);
    if (rq->path[0] != '/')
        return err_set(err, "the path does not begin with '/'" RAW);
    for (const unsigned char *c = (const unsigned char *)rq->path; *c; c++)
        if (*c <= 0x20 || *c == 0x7f)
            return err_set(err,
                           "the path has a space or a control character (0x%02x) at byte %zu" RAW,
                           *c, (size_t)(c - (const unsigned char *)rq->path));
    if (rq->body_len && strcmp(rq->method, "HEAD") == 0)
        return err_set(err, "a HEAD request with a body" RAW);
    return 0;
}

int outgoing_vet(const struct request *rq, const struct headers *all, struct err *err)
{
    if (vet_line(rq, err))
        return -1;
    size_t size = strlen(rq->path);
    for (size_t i = 0; i < all->count; i++) {
        const struct header *h = &all->list[i];
        if (!is_token(bytes_of(h->name)))
            return err_set(err, "header %zu has no proper name" RAW, i + 1);
        if (!one_line(h->value))
            return err_set(err, "the header %.100s has a line break in it" RAW, h->name);
        if (strcasecmp(h->name, "Expect") == 0)
            return err_set(err, "an Expect header, whose interim answer nobody waits for" RAW);
        size += strlen(h->name) + strlen(h->value) + 4;
    }
    if (headers_count(all, "Host") > 1)
        return err_set(err, "two Host headers" RAW);
    if (size > REQUEST_HEAD_MAX)
        return err_set(err, "the path and headers have %zu bytes, more than %zu" RAW, size,
                       REQUEST_HEAD_MAX);
    return 0;
}

bool request_ordinary(const struct request *rq)
{
    struct err err = {0};
    size_t head = strlen(rq->path);
    for (size_t i = 0; i < rq->headers.count; i++)
        head += strlen(rq->headers.list[i].name) + strlen(rq->headers.list[i].value) + 4;
    return !outgoing_vet(rq, &rq->headers, &err) && head <= ORDINARY_HEAD_MAX &&
           rq->body_len <= ORDINARY_BODY_MAX && !headers_get(&rq->headers, "Content-Length") &&
           !headers_get(&rq->headers, "Transfer-Encoding");
}
