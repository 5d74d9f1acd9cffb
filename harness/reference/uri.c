#include "reference/uri.h"
#include "base/mem.h"
#include "reference/text.h"

#include <stdlib.h>

#define SEGMENTS 10

struct segments {
    char *list[SEGMENTS]; /* decoded */
    size_t count;         /* may be larger than what the list holds */
};

/* RFC 3986 appendix A, pchar and the separators; '%' is looked at by the decoder. */
static bool is_uri_text(const char *text)
{
    for (; *text; text++)
        if (*text <= ' ' || *text > '~' || strchr("\"<>\\^`{|}#", *text))
            return false;
    return true;
}

/* The absolute form (RFC 9112 section 3.2.2) is what a proxy is sent. */
static const char *skip_authority(const char *target)
{
    static const char scheme[] = "http://";
    for (size_t i = 0; i < sizeof scheme - 1; i++)
        if (text_lower(target[i]) != scheme[i])
            return target;
    return target + sizeof scheme - 1 + strcspn(target + sizeof scheme - 1, "/?");
}

/* The first problem is the one to tell. */
static void note(struct uri *u, const char *problem)
{
    if (!u->problem)
        u->problem = problem;
}

static void split(struct uri *u, struct segments *s, const char *path, size_t len)
{
    for (const char *at = path, *end = path + len; at < end; s->count++) {
        const char *from = at + 1; /* behind the '/' */
        at = from < end ? memchr(from, '/', (size_t)(end - from)) : NULL;
        if (!at)
            at = end;
        char *text;
        if (!text_decode((struct bytes){from, (size_t)(at - from)}, &text))
            note(u, "a percent-encoding in the path is malformed, or is %00");
        if (s->count < SEGMENTS)
            s->list[s->count] = text;
        else
            free(text);
    }
}

static bool is(const struct segments *s, size_t i, const char *fixed)
{
    return i < s->count && text_same(s->list[i], fixed);
}

static enum resource below_connection(const struct segments *s)
{
    if (s->count == 8)
        return RESOURCE_CONNECTION;
    if (!is(s, 8, "sharedkey"))
        return RESOURCE_NONE;
    if (s->count == 9)
        return RESOURCE_KEY;
    return s->count == 10 && is(s, 9, "reset") ? RESOURCE_KEY_RESET : RESOURCE_NONE;
}

static enum resource below_gateway(const struct segments *s)
{
    if (s->count == 8)
        return RESOURCE_GATEWAY;
    return s->count == 9 && is(s, 8, "connections") ? RESOURCE_GATEWAY_CONNECTIONS : RESOURCE_NONE;
}

static enum resource route(struct uri *u, const struct segments *s)
{
    if (s->count < 8 || s->count > SEGMENTS || !is(s, 0, "subscriptions") ||
        !(is(s, 2, "resourceGroups") || is(s, 2, "resourceGroup")) || !is(s, 4, "providers") ||
        !is(s, 5, "microsoft.network"))
        return RESOURCE_NONE;
    if (is(s, 6, "connections"))
        return below_connection(s);
    u->local = is(s, 6, "localnetworkgateways");
    return u->local || is(s, 6, "virtualnetworkgateways") ? below_gateway(s) : RESOURCE_NONE;
}

/* '/', '\', '?', '#' and '%' would make an id that means something else when it is used as a URI. */
static const char *name_problem(const char *name)
{
    if (!*name)
        return "a name is empty";
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return "a name is a dot segment";
    if (!text_is_plain(name))
        return "a name is not UTF-8, or has control characters";
    if (strpbrk(name, "/\\?#%"))
        return "a name has one of / \\ ? # %";
    return text_points(name) > URI_MAX_NAME ? "a name is too long" : NULL;
}

static void take_name(struct uri *u, char **name, struct segments *s, size_t i)
{
    *name = s->list[i];
    s->list[i] = NULL;
    const char *problem = name_problem(*name);
    if (problem)
        note(u, problem);
}

static void read_path(struct uri *u, const char *path, size_t len)
{
    struct segments s = {0};
    split(u, &s, path, len);
    u->resource = route(u, &s);
    if (u->resource != RESOURCE_NONE) {
        take_name(u, &u->subscription, &s, 1);
        take_name(u, &u->group, &s, 3);
        take_name(u, &u->name, &s, 7);
    }
    for (size_t i = 0; i < SEGMENTS; i++)
        free(s.list[i]);
}

static void read_parameter(struct uri *u, struct bytes text)
{
    const char *equals = memchr(text.ptr, '=', text.len);
    size_t len = equals ? (size_t)(equals - text.ptr) : text.len;
    size_t skip = equals ? len + 1 : len;
    char *name, *value;
    bool fine = text_decode((struct bytes){text.ptr, len}, &name);
    fine &= text_decode((struct bytes){text.ptr + skip, text.len - skip}, &value);
    if (!fine)
        note(u, "a percent-encoding in the query is malformed, or is %00");
    if (text_same(name, "api-version")) {
        u->several_versions = u->version != NULL;
        free(u->version);
        u->version = mem_string(value);
    }
    free(name);
    free(value);
}

static void read_query(struct uri *u, const char *query)
{
    for (;;) {
        size_t len = strcspn(query, "&");
        if (len)
            read_parameter(u, (struct bytes){query, len});
        if (!query[len])
            return;
        query += len + 1;
    }
}

void uri_parse(struct uri *out, const char *target)
{
    *out = (struct uri){0};
    if (!is_uri_text(target))
        note(out, "the URI has characters that belong in no URI");
    target = skip_authority(target);
    size_t path = strcspn(target, "?");
    if (*target == '/')
        read_path(out, target, path);
    if (target[path])
        read_query(out, target + path + 1);
}

void uri_free(struct uri *u)
{
    free(u->subscription);
    free(u->group);
    free(u->name);
    free(u->version);
    *u = (struct uri){0};
}
