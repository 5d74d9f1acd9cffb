#include "base/json_text.h"
#include "base/pointer.h"

#include <stdlib.h>

struct walk {
    const char *at, *end;
};

static const char *skip_string(const char *quote, const char *end)
{
    const char *p = quote + 1;
    while (p < end && *p != '"')
        p += *p == '\\' && end - p > 1 ? 2 : 1;
    return p < end ? p + 1 : end;
}

static const char *skip_scalar(const char *p, const char *end)
{
    if (*p == '"')
        return skip_string(p, end);
    do
        p++;
    while (p < end && !memchr(" \t\r\n,:[]{}\"", *p, 11));
    return p;
}

static void skip_value(struct walk *w)
{
    size_t depth = 0;
    while ((w->at = json_skip_space(w->at, w->end)) < w->end) {
        char c = *w->at;
        depth += c == '{' || c == '[';
        depth -= depth && (c == '}' || c == ']');
        w->at = memchr(",:[]{}", c, 6) ? w->at + 1 : skip_scalar(w->at, w->end);
        if (!depth)
            return;
    }
}

static bool skip_mark(struct walk *w, char mark)
{
    w->at = json_skip_space(w->at, w->end);
    if (w->at == w->end || *w->at != mark)
        return false;
    w->at++;
    w->at = json_skip_space(w->at, w->end);
    return w->at < w->end;
}

static bool is_name(const char *quote, const char *name)
{
    struct json_reader r = {.at = quote + 1};
    int c;
    while ((c = json_next(&r)) >= 0 && c == (unsigned char)*name)
        name++;
    return c < 0 && !*name;
}

/* Both leave the walk at the value and give the place to show. */
static const char *to_member(struct walk *w, const char *name)
{
    if (!skip_mark(w, '{'))
        return NULL;
    while (*w->at == '"') {
        const char *quote = w->at;
        w->at = skip_string(quote, w->end);
        if (!skip_mark(w, ':'))
            return NULL;
        if (is_name(quote, name))
            return quote;
        skip_value(w);
        if (!skip_mark(w, ','))
            return NULL;
    }
    return NULL;
}

static const char *to_item(struct walk *w, const char *part)
{
    size_t index;
    if (!pointer_index(part, &index) || !skip_mark(w, '[') || *w->at == ']')
        return NULL;
    while (index--) {
        skip_value(w);
        if (!skip_mark(w, ','))
            return NULL;
    }
    return w->at;
}

static const char *find(struct walk *w, const char *pointer)
{
    const char *place = w->at;
    while (place && *pointer) {
        char *part = pointer_part(&pointer);
        if (!part)
            return NULL;
        place = *w->at == '{' ? to_member(w, part) : *w->at == '[' ? to_item(w, part) : NULL;
        free(part);
    }
    return place;
}

bool json_find(struct bytes text, const char *pointer, struct bytes *value)
{
    if (!text.len)
        return false;
    struct walk w = {json_skip_space(text.ptr, text.ptr + text.len), text.ptr + text.len};
    if (w.at == w.end || !find(&w, pointer))
        return false;
    value->ptr = w.at;
    skip_value(&w);
    value->len = (size_t)(w.at - value->ptr);
    return true;
}

bool json_where(struct bytes text, const char *pointer, size_t *line, size_t *column)
{
    *line = *column = 1;
    if (!text.len)
        return false;
    struct walk w = {json_skip_space(text.ptr, text.ptr + text.len), text.ptr + text.len};
    const char *place = w.at < w.end ? find(&w, pointer) : NULL;
    if (place)
        json_place(text, (size_t)(place - text.ptr), line, column);
    return place != NULL;
}
