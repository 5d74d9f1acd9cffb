/* Variants of robust: hostile URIs, headers and lengths; when an answer comes and what ends with it. */
#include "base/buf.h"
#include "base/mem.h"
#include "reference/text.h"
#include "reference/variants_tools.h"

#include <stdlib.h>
#include <string.h>

static bool is_new_name_long(const struct call *c)
{
    return c->uri.resource == RESOURCE_CONNECTION && is_create(c) && text_points(c->uri.name) > 80;
}

static bool is_too_long(const char *name)
{
    return name && text_points(name) > URI_MAX_NAME;
}

/* Nothing is wrong with it but, perhaps, its length. */
static bool is_fine(const char *name)
{
    return name && *name && strcmp(name, ".") != 0 && strcmp(name, "..") != 0 &&
           text_is_plain(name) && !strpbrk(name, "/\\?#%");
}

static bool has_long_name(const struct call *c)
{
    const struct uri *u = &c->uri;
    return is_too_long(u->name) || is_too_long(u->group) || is_too_long(u->subscription);
}

static bool has_only_long_names(const struct call *c)
{
    const struct uri *u = &c->uri;
    return has_long_name(c) && is_fine(u->name) && is_fine(u->group) && is_fine(u->subscription);
}

static bool has_resource(const struct call *c)
{
    return c->uri.resource != RESOURCE_NONE;
}

/* How long a dot is at `at`, as itself or percent-encoded; 0: it is none. */
static size_t dot(const char *at)
{
    if (*at == '.')
        return 1;
    return at[0] == '%' && at[1] == '2' && text_lower(at[2]) == 'e' ? 3 : 0;
}

/* How many dots the segment consists of; 0 for any other. */
static int dots(const char *segment, const char *end)
{
    int count = 0;
    for (size_t len; segment < end && (len = dot(segment)); segment += len)
        count++;
    return segment == end && count <= 2 ? count : 0;
}

static void drop_segment(struct buf *out)
{
    while (out->len && out->data[out->len - 1] != '/')
        out->len--;
    if (out->len)
        out->len--;
}

/* RFC 3986 section 5.2.4 */
static void resolve_dots(struct call *c, struct request *rq)
{
    const char *at = rq->path, *end = at + strcspn(at, "?");
    struct buf out = buf_new(strlen(at) + 2);
    (void)c;
    while (*at == '/' && at < end) {
        const char *next = at + 1 + strcspn(at + 1, "/?");
        int count = dots(at + 1, next);
        if (count == 2)
            drop_segment(&out);
        if (count == 0)
            buf_add(&out, at, (size_t)(next - at));
        else if (next == end)
            buf_text(&out, "/");
        at = next;
    }
    buf_text(&out, at);
    variant_set_path(rq, buf_take(&out));
}

static void encode_bytes(struct call *c, struct request *rq)
{
    struct buf out = buf_new(3 * strlen(rq->path) + 1);
    (void)c;
    for (const char *p = rq->path; *p; p++)
        buf_format(&out, (unsigned char)*p < 0x80 ? "%c" : "%%%02X", (unsigned char)*p);
    variant_set_path(rq, buf_take(&out));
}

/* What is beyond a bound is refused before anything else, and the connection ends. */
struct bound {
    occasion *when;
    int status;
};

static bool bound_store(struct call *c)
{
    const struct bound *b = c->data;
    return !b->when(c);
}

static void bound_answer(struct call *c)
{
    const struct bound *b = c->data;
    if (b->when(c) && c->answer.status != 401)
        rule_error(c, b->status, "TooMuch");
}

static void bound_text(struct call *c, struct response *rs)
{
    const struct bound *b = c->data;
    if (b->when(c))
        variant_close(rs);
}

static bool is_body_large(const struct call *c)
{
    return c->request->body_len > (size_t)512 << 10;
}

static bool is_header_large(const struct call *c)
{
    const struct headers *h = &c->request->headers;
    for (size_t i = 0; i < h->count; i++)
        if (strlen(h->list[i].value) > (size_t)8 << 10)
            return true;
    return false;
}

static bool expects(const struct call *c)
{
    return headers_get(&c->request->headers, "Expect") != NULL;
}

static void wait_20(struct call *c)
{
    c->wait_ms = strcmp(c->request->method, "GET") == 0 ? 0 : 20;
}

/* 256 ms for 8 MiB */
static void wait_for_size(struct call *c)
{
    c->wait_ms = (unsigned)(c->request->body_len >> 15);
}

static void wait_at_random(struct call *c)
{
    unsigned odd = (unsigned)(c->serial * 2654435761u >> 7) % 64;
    c->wait_ms = odd < 16 ? odd : 0;
}

static void close_refused(struct call *c, struct response *rs)
{
    (void)c;
    if (rs->status >= 400)
        variant_close(rs);
}

static void close_tenth(struct call *c, struct response *rs)
{
    if (c->serial % 10 == 0)
        variant_close(rs);
}

/* clang-format off */
#define BOUND {.on_store = bound_store, .on_answer = bound_answer, .on_text = bound_text}
#define BEYOND(...) &(const struct bound) { __VA_ARGS__ }
/* clang-format on */

static const struct variant table[] = {
    {.name = "names-80",
     .free = "ROB-07",
     .says = "refuses to create under a name of more than 80 characters",
     .whole = true,
     .seam = REFUSE,
     .data = TWIST(.when = is_new_name_long, .status = 400)},
    {.name = "names-long-414",
     .free = "ROB-07",
     .says = "answers 414 to a name of more than 260 characters",
     .whole = true,
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.when = has_long_name, .code = "InvalidUri", .status = 414)},
    {.name = "names-of-any-length",
     .free = "ROB-07",
     .says = "takes names of any length",
     .whole = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(.when = has_only_long_names, .code = "InvalidUri")},
    {.name = "names-odd-404",
     .free = "ROB-07",
     .says = "answers 404 to a name that cannot be",
     .whole = true,
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.when = has_resource, .code = "InvalidUri", .status = 404)},
    {.name = "dots-resolved",
     .free = "ROB-07",
     .says = "takes dot segments of a path out, as RFC 3986 does, encoded ones too",
     .whole = true,
     .seam = {.on_request = resolve_dots}},
    {.name = "path-of-bytes",
     .free = "ROB-07",
     .says = "takes bytes beyond ASCII in a path as if they were percent-encoded",
     .whole = true,
     .seam = {.on_request = encode_bytes}},
    {.name = "body-512k",
     .free = "ROB-08",
     .says = "answers 413 to a body of more than 512 KiB, and closes the connection",
     .whole = true,
     .seam = BOUND,
     .data = BEYOND(.when = is_body_large, .status = 413)},
    {.name = "header-8k-431",
     .free = "ROB-09",
     .says = "answers 431 to a header of more than 8 KiB, and closes the connection",
     .whole = true,
     .seam = BOUND,
     .data = BEYOND(.when = is_header_large, .status = 431)},
    {.name = "header-8k-400",
     .free = "ROB-09",
     .says = "answers 400 to a header of more than 8 KiB, and closes the connection",
     .whole = true,
     .seam = BOUND,
     .data = BEYOND(.when = is_header_large, .status = 400)},
    {.name = "expect-417",
     .free = "ROB-09",
     .says = "answers 417 to a request that expects anything, and closes the connection",
     .whole = true,
     .seam = BOUND,
     .data = BEYOND(.when = expects, .status = 417)},
    {.name = "slow-20",
     .free = "ROB-10",
     .says = "takes 20 milliseconds more for each answer but those to GET",
     .whole = true,
     .seam = {.on_answer = wait_20}},
    {.name = "slow-by-size",
     .free = "ROB-10",
     .says = "takes a millisecond more for each 32 KiB of a body",
     .whole = true,
     .seam = {.on_answer = wait_for_size}},
    {.name = "slow-at-random",
     .free = "ROB-10",
     .says = "takes up to 15 milliseconds more for one answer in four",
     .whole = true,
     .seam = {.on_answer = wait_at_random}},
    {.name = "refusals-close",
     .free = "ROB-12",
     .says = "closes the connection after each refusal",
     .whole = true,
     .seam = {.on_text = close_refused}},
    {.name = "closes-each-tenth",
     .free = "ROB-12",
     .says = "closes the connection after each tenth answer",
     .whole = true,
     .seam = {.on_text = close_tenth}},
};

const struct variant *variants_robust_heads(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
