/* Mutants of the robust clauses: names in the URI. */
#include "base/buf.h"
#include "base/mem.h"
#include "reference/mutants_robust_sights.h"
#include "reference/text.h"
#include "reference/uri.h"

#include <stdlib.h>
#include <string.h>

/* The connection's name as it stands in the target, undecoded; empty when there is none. */
static struct bytes raw_name(const char *target)
{
    const char *at = strcasestr(target, "/connections/");
    at = at ? at + strlen("/connections/") : target + strlen(target);
    return (struct bytes){at, strcspn(at, "/?")};
}

static bool name_has(const struct call *c, const char *text)
{
    struct bytes raw = raw_name(c->request->path);
    char *name = mem_copy(raw.ptr, raw.len);
    bool found = strcasestr(name, text) != NULL;
    free(name);
    return found;
}

/* A percent-encoded byte from `from` to `to`. */
static bool has_byte(const struct call *c, long from, long to)
{
    struct bytes raw = raw_name(c->request->path);
    for (size_t i = 0; i + 2 < raw.len; i++) {
        const char hex[] = {raw.ptr[i + 1], raw.ptr[i + 2], '\0'};
        char *end;
        long byte = raw.ptr[i] == '%' ? strtol(hex, &end, 16) : -1;
        if (byte >= from && byte <= to && !*end)
            return true;
    }
    return false;
}

static size_t points(const struct call *c)
{
    struct bytes raw = raw_name(c->request->path);
    char *name;
    size_t count = text_decode(raw, &name) ? text_points(name) : 0;
    free(name);
    return count;
}

static bool sees_nul(const struct call *c)
{
    return name_has(c, "%00");
}

static bool sees_slash(const struct call *c)
{
    return name_has(c, "%2f");
}

static bool sees_dot(const struct call *c)
{
    return name_has(c, ".");
}

static bool sees_two_dots(const struct call *c)
{
    return name_has(c, "..") || name_has(c, "%2e%2e") || name_has(c, ".%2e");
}

static bool sees_unicode(const struct call *c)
{
    return has_byte(c, 0x80, 0xFF);
}

static bool sees_beyond_plane_0(const struct call *c)
{
    return has_byte(c, 0xF0, 0xF4);
}

static bool sees_control(const struct call *c)
{
    return has_byte(c, 1, 0x1F) || has_byte(c, 0x7F, 0x7F);
}

static bool sees_longest(const struct call *c)
{
    return points(c) == URI_MAX_NAME;
}

static bool sees_too_long(const struct call *c)
{
    return points(c) > URI_MAX_NAME;
}

/* --- other names --- */

typedef void rename(struct buf *out, struct bytes raw);

struct renaming {
    rename *as;
};

static void change_name(struct call *c, struct request *rq)
{
    const struct renaming *r = c->data;
    struct bytes raw = raw_name(rq->path);
    if (!raw.len)
        return;
    struct buf out = buf_new(strlen(rq->path) + 1);
    buf_add(&out, rq->path, (size_t)(raw.ptr - rq->path));
    r->as(&out, raw);
    buf_text(&out, raw.ptr + raw.len);
    free(rq->path);
    rq->path = buf_take(&out);
}

static bool is_escape(struct bytes raw, size_t i, const char *text)
{
    return raw.len - i >= 3 && strncasecmp(raw.ptr + i, text, 3) == 0;
}

static void until_nul(struct buf *out, struct bytes raw)
{
    size_t len = 0;
    while (len < raw.len && !is_escape(raw, len, "%00"))
        len++;
    buf_add(out, raw.ptr, len);
}

static void until_slash(struct buf *out, struct bytes raw)
{
    size_t len = 0;
    while (len < raw.len && !is_escape(raw, len, "%2F"))
        len++;
    buf_add(out, raw.ptr, len);
}

static void behind_slash(struct buf *out, struct bytes raw)
{
    size_t from = 0;
    for (size_t i = 0; i < raw.len; i++)
        if (is_escape(raw, i, "%2F"))
            from = i + 3;
    buf_add(out, raw.ptr + from, raw.len - from);
}

/* %2F is a '/', so that what is behind it is another part of the path. */
static void with_slash(struct buf *out, struct bytes raw)
{
    for (size_t i = 0; i < raw.len; i++) {
        bool slash = is_escape(raw, i, "%2F");
        buf_byte(out, slash ? '/' : raw.ptr[i]);
        i += slash ? 2 : 0;
    }
}

static void first_260(struct buf *out, struct bytes raw)
{
    buf_add(out, raw.ptr, raw.len < URI_MAX_NAME ? raw.len : URI_MAX_NAME);
}

static void first_64(struct buf *out, struct bytes raw)
{
    buf_add(out, raw.ptr, raw.len < 64 ? raw.len : 64);
}

static bool is_beyond_ascii(const char *escape)
{
    return escape[0] == '%' && strchr("89abcdefABCDEF", escape[1]);
}

static void ascii_alone(struct buf *out, struct bytes raw)
{
    for (size_t i = 0; i < raw.len; i++)
        if (raw.len - i >= 3 && is_beyond_ascii(raw.ptr + i))
            i += 2;
        else
            buf_byte(out, raw.ptr[i]);
}

static void controls_left_out(struct buf *out, struct bytes raw)
{
    for (size_t i = 0; i < raw.len; i++)
        if (raw.len - i >= 3 && raw.ptr[i] == '%' && strchr("01", raw.ptr[i + 1]))
            i += 2;
        else
            buf_byte(out, raw.ptr[i]);
}

static void last_dots_left_out(struct buf *out, struct bytes raw)
{
    while (raw.len > 1 && raw.ptr[raw.len - 1] == '.')
        raw.len--;
    buf_add(out, raw.ptr, raw.len);
}

static void decoded_twice(struct buf *out, struct bytes raw)
{
    for (size_t i = 0; i < raw.len; i++) {
        buf_byte(out, raw.ptr[i]);
        if (is_escape(raw, i, "%25"))
            i += 2;
    }
}

/* "a/../b" is "b". */
static void dots_resolved(struct call *c, struct request *rq)
{
    char *dots;
    (void)c;
    while ((dots = strstr(rq->path, "/../")) || (dots = strcasestr(rq->path, "%2F..%2F"))) {
        bool escaped = *dots == '%';
        char *from = dots, *behind = dots + (escaped ? 8 : 4);
        while (from > rq->path && from[-1] != '/')
            from--;
        if (from == rq->path || from == dots)
            return;
        memmove(from, behind, strlen(behind) + 1);
    }
}

#define AS(as_) (&(const struct renaming){as_})
#define RENAMES                                                                                    \
    {                                                                                              \
        .on_request = change_name                                                                  \
    }
#define ROW(name_, says_, rare_, seam_, data_)                                                     \
    {                                                                                              \
        .name = name_, .clause = "ROB-07", .says = says_, .rare = rare_, .seam = seam_,            \
        .data = data_                                                                              \
    }

static const struct mutant table[] = {
    ROW("name-nul-500", "answers 500 to a name with %00", false, FAILS, HARM(sees_nul)),
    ROW("name-nul-cut", "cuts a name at %00", false, RENAMES, AS(until_nul)),
    ROW("name-slash-dropped", "closes the connection on a name with %2F", true, DROPS,
        HARM(sees_slash)),
    ROW("name-slash-decoded", "takes a %2F in a name for the end of a part of the path", true,
        RENAMES, AS(with_slash)),
    ROW("name-until-slash", "takes of a name what is before %2F", true, RENAMES, AS(until_slash)),
    ROW("name-behind-slash", "takes of a name what is behind %2F", true, RENAMES, AS(behind_slash)),
    ROW("name-dots-resolved", "resolves two dots in a path", true, {.on_request = dots_resolved},
        NULL),
    ROW("name-dots-500", "answers 500 to a name with two dots", false, FAILS, HARM(sees_two_dots)),
    ROW("name-dot-500", "answers 500 to a name with a dot", false, FAILS, HARM(sees_dot)),
    ROW("name-last-dots-lost", "leaves the dots at the end of a name out", true, RENAMES,
        AS(last_dots_left_out)),
    ROW("name-260-500", "answers 500 to a name of 260 characters", true, FAILS, HARM(sees_longest)),
    ROW("name-261-dies", "dies of a name of 261 characters", true, DIES, HARM(sees_too_long)),
    ROW("name-261-cut", "cuts a name after 260 characters", false, RENAMES, AS(first_260)),
    ROW("name-64-cut", "cuts a name after 64 characters", false, RENAMES, AS(first_64)),
    ROW("name-unicode-500", "answers 500 to a name beyond ASCII", false, FAILS, HARM(sees_unicode)),
    ROW("name-emoji-held", "never answers when a name has a character beyond U+FFFF", true, HOLDS,
        HARM(sees_beyond_plane_0)),
    ROW("name-unicode-lost", "leaves what is beyond ASCII out of a name", true, RENAMES,
        AS(ascii_alone)),
    ROW("name-control-500", "answers 500 to a name with a control character", false, FAILS,
        HARM(sees_control)),
    ROW("name-control-lost", "leaves control characters out of a name", true, RENAMES,
        AS(controls_left_out)),
    ROW("name-decoded-twice", "decodes a name twice", true, RENAMES, AS(decoded_twice)),
};

const struct mutant *mutants_robust_names(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
