#include "contract/route.h"

#include "base/mem.h"
#include "contract/percent.h"
#include "contract/place.h"

#include <stdlib.h>
#include <strings.h>

/* Takes the next "/segment" off the front; false at the end of the path. */
static bool next_segment(struct bytes *path, struct bytes *segment)
{
    if (!path->len || path->ptr[0] != '/')
        return false;
    path->ptr++;
    path->len--;
    const char *slash = memchr(path->ptr, '/', path->len);
    size_t len = slash ? (size_t)(slash - path->ptr) : path->len;
    *segment = (struct bytes){path->ptr, len};
    path->ptr += len;
    path->len -= len;
    return true;
}

static bool match_segment(struct bytes pattern, struct bytes segment, struct route *out)
{
    bool param = pattern.len > 2 && pattern.ptr[0] == '{';
    if (!param && bytes_equal(pattern, segment))
        return true;
    char *value = percent_decode(segment);
    if (param && segment.len && out->count < ROUTE_PARAMS) {
        out->params[out->count].name = mem_copy(pattern.ptr + 1, pattern.len - 2);
        out->params[out->count++].value = value;
        return true;
    }
    bool same =
        !param && strlen(value) == pattern.len && strncasecmp(value, pattern.ptr, pattern.len) == 0;
    free(value);
    return same;
}

static bool match(const char *template, struct bytes path, struct route *out)
{
    struct bytes pattern = bytes_of(template), want, have;
    while (next_segment(&pattern, &want))
        if (!next_segment(&path, &have) || !match_segment(want, have, out))
            return false;
    return !path.len;
}

static const cJSON *operation_of(const cJSON *item, const char *method)
{
    static const char *const methods[][2] = {
        {"GET", "get"},       {"PUT", "put"},   {"PATCH", "patch"}, {"POST", "post"},
        {"DELETE", "delete"}, {"HEAD", "head"}, {"TRACE", "trace"}, {"OPTIONS", "options"}};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (strcmp(methods[i][0], method) == 0)
            return cJSON_GetObjectItemCaseSensitive(item, methods[i][1]);
    return NULL;
}

bool route_find(const struct contract *c, const char *method, const char *target,
                const char *prefix, struct route *out)
{
    *out = (struct route){0};
    size_t skip = strlen(prefix);
    if (strncmp(target, prefix, skip) != 0)
        return false;
    struct bytes path = {target + skip, strcspn(target + skip, "?#")};
    const cJSON *paths = cJSON_GetObjectItemCaseSensitive(c->openapi, "paths"), *item;
    cJSON_ArrayForEach(item, paths)
    {
        if (match(item->string, path, out)) {
            out->path = item->string;
            out->operation = operation_of(place_follow(c->openapi, item, NULL), method);
            return true;
        }
        route_free(out);
    }
    return false;
}

const char *route_param(const struct route *r, const char *name)
{
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->params[i].name, name) == 0)
            return r->params[i].value;
    return NULL;
}

void route_free(struct route *r)
{
    for (size_t i = 0; i < r->count; i++) {
        free(r->params[i].name);
        free(r->params[i].value);
    }
    *r = (struct route){0};
}
