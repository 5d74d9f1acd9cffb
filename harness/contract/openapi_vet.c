#include "base/buf.h"
#include "base/pointer.h"
#include "contract/annotations.h"
#include "contract/route.h"
#include "contract/source.h"
#include "contract/surface.h"

#include <stdio.h>
#include <string.h>

#define POINTER_MAX (4 * ASSET_MAX) /* more than any name or path in a file escapes to */

struct vet {
    const struct contract *contract;
    const struct source *source;
    struct buf pointer;
    struct err *err;
    const char *unknown; /* the clause that is none */
};

static const char *here(struct vet *v)
{
    return v->pointer.len ? v->pointer.data : "";
}

static bool clause_known(void *context, const char *clause)
{
    struct vet *v = context;
    if (clause_find(v->contract, clause) >= 0)
        return true;
    v->unknown = clause ? clause : "(no string)";
    return false;
}

static int vet_extension(struct vet *v, const cJSON *member)
{
    if (!is_known_extension(member))
        return source_fail(v->source, here(v), v->err, "there is no such extension");
    if (!extension_clauses(member, clause_known, v))
        return source_fail(v->source, here(v), v->err, "names clause \"%s\", which there is not",
                           v->unknown);
    bool text = strcmp(member->string, "x-connspec-equals-body") != 0 || cJSON_IsString(member);
    return text ? 0 : source_fail(v->source, here(v), v->err, "must be a JSON pointer");
}

static int vet_ref(struct vet *v, const cJSON *ref)
{
    const char *to = cJSON_IsString(ref) ? ref->valuestring : "";
    return to[0] == '#' && pointer_get(v->source->tree, to + 1)
               ? 0
               : source_fail(v->source, here(v), v->err, "\"%s\" leads nowhere in this document",
                             to);
}

static int vet_tree(struct vet *v, const cJSON *node);

static int vet_member(struct vet *v, const cJSON *member, const char *part)
{
    size_t len = v->pointer.len;
    pointer_add(&v->pointer, part);
    int result = 0;
    if (is_extension(member))
        result = vet_extension(v, member);
    else if (member->string && strcmp(member->string, "$ref") == 0)
        result = vet_ref(v, member);
    else if (strcmp(part, "examples") != 0 && strcmp(part, "example") != 0)
        result = vet_tree(v, member);
    v->pointer.len = len;
    v->pointer.data[len] = '\0';
    return result;
}

static int vet_tree(struct vet *v, const cJSON *node)
{
    const cJSON *member;
    unsigned index = 0;
    cJSON_ArrayForEach(member, node)
    {
        char number[16];
        snprintf(number, sizeof number, "%u", index++);
        if (vet_member(v, member, member->string ? member->string : number))
            return -1;
    }
    return 0;
}

static int vet_head(const struct contract *c, const struct source *s, struct err *err)
{
    const cJSON *version = pointer_get(s->tree, "/info/version");
    const cJSON *openapi = pointer_get(s->tree, "/openapi");
    if (!cJSON_IsString(openapi) || strncmp(openapi->valuestring, "3.1.", 4) != 0)
        return source_fail(s, "/openapi", err, "must be 3.1");
    if (!cJSON_IsString(version) || strcmp(version->valuestring, c->api_version) != 0)
        return source_fail(s, "/info/version", err, "must be \"%s\"", c->api_version);
    if (!cJSON_IsObject(pointer_get(s->tree, "/components/schemas/ConnectionRequest")))
        return source_fail(s, "/components/schemas", err, "has no ConnectionRequest");
    const cJSON *paths = pointer_get(s->tree, "/paths");
    return cJSON_IsObject(paths) && paths->child ? 0 : source_fail(s, "/paths", err, "has no path");
}

/* A whole segment is a parameter or none of it is, and there are not too many. */
static bool template_good(const char *path)
{
    size_t params = 0;
    for (const char *at = path; *at == '/'; at += 1 + strcspn(at + 1, "/")) {
        size_t len = strcspn(at + 1, "/"), braces = 0;
        for (size_t i = 1; i <= len; i++)
            braces += at[i] == '{' || at[i] == '}';
        bool param = len > 2 && at[1] == '{' && at[len] == '}' && braces == 2;
        if (!len || (braces && !param))
            return false;
        params += param;
    }
    return path[0] == '/' && params <= ROUTE_PARAMS;
}

static int vet_response(struct vet *v, const struct place *response)
{
    const cJSON *content = cJSON_GetObjectItemCaseSensitive(response->node, "content");
    const cJSON *json = cJSON_GetObjectItemCaseSensitive(content, "application/json");
    if (!cJSON_IsObject(response->node))
        return source_fail(v->source, response->pointer, v->err, "must be a response object");
    return !content || cJSON_GetObjectItemCaseSensitive(json, "schema")
               ? 0
               : source_fail(v->source, response->pointer, v->err,
                             "content must have a schema for application/json");
}

static int vet_operation(void *context, const char *path, const struct place *at)
{
    struct vet *v = context;
    (void)path;
    const cJSON *responses = cJSON_GetObjectItemCaseSensitive(at->node, "responses"), *code;
    if (!cJSON_IsObject(responses) || !responses->child)
        return source_fail(v->source, at->pointer, v->err, "has no responses");
    struct place below = place_below(v->source->tree, at, "responses");
    int result = 0;
    cJSON_ArrayForEach(code, responses)
    {
        struct place response = place_below(v->source->tree, &below, code->string);
        result = vet_response(v, &response);
        place_free(&response);
        if (result)
            break;
    }
    place_free(&below);
    return result;
}

static int vet_paths(struct vet *v)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, pointer_get(v->source->tree, "/paths"))
    {
        if (!template_good(item->string))
            return source_fail(v->source, "/paths", v->err, "\"%s\" is no path template",
                               item->string);
    }
    return each_operation(v->source->tree, vet_operation, v);
}

int openapi_vet(const struct contract *c, const struct source *s, struct err *err)
{
    struct vet v = {.contract = c, .source = s, .pointer = buf_new(POINTER_MAX), .err = err};
    int result = vet_head(c, s, err) || vet_tree(&v, s->tree) || vet_paths(&v) ? -1 : 0;
    buf_free(&v.pointer);
    return result;
}
