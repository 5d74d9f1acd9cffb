#include "reference/precondition.h"
#include "base/buf.h"
#include "reference/refuse.h"
#include "reference/text.h"

#define HEADER_MAX ((size_t)1 << 20)

enum match { NOT_SENT, MALFORMED, MATCHES, DIFFERS };

/* Several lines of one field are one list (RFC 9110 section 5.2). */
static struct buf field(const struct headers *h, const char *name)
{
    struct buf all = buf_new(HEADER_MAX);
    for (size_t i = 0; i < h->count; i++) {
        if (!text_same(h->list[i].name, name))
            continue;
        if (all.len)
            buf_text(&all, ",");
        buf_text(&all, h->list[i].value);
    }
    return all;
}

static const char *skip(const char *at, const char *what)
{
    return at + strspn(at, what);
}

/* An entity tag off the front, without its W/; NULL when there is none. */
static const char *take_tag(const char *at, struct bytes *tag)
{
    if (strncmp(at, "W/", 2) == 0)
        at += 2;
    if (*at != '"')
        return NULL;
    size_t len = 1;
    while ((unsigned char)at[len] >= 0x21 && at[len] != 0x7F && at[len] != '"')
        len++;
    if (at[len] != '"')
        return NULL;
    *tag = (struct bytes){at, len + 1};
    return at + len + 1;
}

static enum match match_list(const char *at, const char *etag)
{
    struct bytes own = {0}, tag;
    if (etag)
        take_tag(etag, &own);
    enum match result = DIFFERS;
    for (at = skip(at, " \t,"); *at; at = skip(at, " \t,")) {
        at = take_tag(at, &tag);
        if (!at || !(*(at = skip(at, " \t")) == ',' || !*at))
            return MALFORMED;
        if (bytes_equal(tag, own))
            result = MATCHES;
    }
    return result;
}

static enum match match(const struct call *c, const char *name, const char *etag)
{
    if (!headers_get(&c->request->headers, name))
        return NOT_SENT;
    struct buf all = field(&c->request->headers, name);
    const char *value = all.data ? skip(all.data, " \t") : "";
    enum match result;
    if (all.failed || !*value)
        result = MALFORMED;
    else if (*value == '*')
        result = *skip(value + 1, " \t") ? MALFORMED : etag ? MATCHES : DIFFERS;
    else
        result = match_list(value, etag);
    buf_free(&all);
    return result;
}

static bool malformed(struct call *c, enum match m, const char *name)
{
    return m == MALFORMED && refused(c, 400, "InvalidPrecondition", name,
                                     "the header is neither * nor a list of entity tags");
}

bool precondition_refuses(struct call *c, const char *etag)
{
    enum match wanted = match(c, "If-Match", etag), unwanted = match(c, "If-None-Match", etag);
    bool reads = strcmp(c->request->method, "GET") == 0 || strcmp(c->request->method, "HEAD") == 0;
    if (malformed(c, wanted, "If-Match") || malformed(c, unwanted, "If-None-Match"))
        return true;
    if (wanted == DIFFERS && refused(c, 412, "PreconditionFailed", "If-Match",
                                     "the connection is not in the state that If-Match requires"))
        return true;
    if (unwanted != MATCHES)
        return false;
    return reads ? refused(c, 304, "NotModified", "If-None-Match", "not modified")
                 : refused(c, 412, "PreconditionFailed", "If-None-Match",
                           "the connection is in a state that If-None-Match excludes");
}
