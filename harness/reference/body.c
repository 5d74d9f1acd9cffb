#include "reference/body.h"
#include "base/json.h"
#include "base/mem.h"
#include "reference/refuse.h"
#include "reference/service.h"
#include "reference/text.h"

#include <stdlib.h>

static bool is_utf8(const char *charset)
{
    return text_same(charset, "utf-8") || text_same(charset, "\"utf-8\"");
}

/* The charset parameter, if there is one, says UTF-8 (RFC 9110 section 5.6.6). */
static bool parameters_fine(char *at)
{
    while (at) {
        char *next = strchr(at, ';');
        if (next)
            *next++ = '\0';
        at += strspn(at, " \t");
        at[strcspn(at, " \t")] = '\0';
        char *equals = strchr(at, '=');
        if (equals)
            *equals++ = '\0';
        if (text_same(at, "charset") && !(equals && is_utf8(equals)))
            return false;
        at = next;
    }
    return true;
}

static bool is_json_type(const char *value, bool patch)
{
    char *type = mem_string(value), *parameters = strchr(type, ';');
    if (parameters)
        *parameters++ = '\0';
    char *name = type + strspn(type, " \t");
    name[strcspn(name, " \t")] = '\0';
    bool fine = (text_same(name, "application/json") ||
                 (patch && text_same(name, "application/merge-patch+json"))) &&
                parameters_fine(parameters);
    free(type);
    return fine;
}

bool body_type_refuses(struct call *c)
{
    const struct request *rq = c->request;
    const char *type = headers_get(&rq->headers, "Content-Type");
    bool patch = strcmp(rq->method, "PATCH") == 0;
    bool one = headers_count(&rq->headers, "Content-Type") == 1;
    if (rq->body_len == 0 || (one && is_json_type(type, patch)))
        return false;
    return refused(c, 415, "UnsupportedMediaType", "Content-Type",
                   "the Content-Type is not application/json");
}

static bool bytes_refused(struct call *c, struct bytes text)
{
    if (text.len > SERVICE_MAX_BODY &&
        refused(c, 413, "BodyTooLarge", "", "the body is larger than 8 MiB"))
        return true;
    return text.len == 0 && refused(c, 400, "EmptyBody", "", "the body is empty");
}

bool body_refuses(struct call *c)
{
    struct bytes text = {c->request->body, c->request->body_len};
    if (bytes_refused(c, text))
        return true;
    c->sent = json_read(text, NULL, NULL);
    if (!c->sent) {
        if (text.len && refused(c, 400, "InvalidJson", "", "the body is not one JSON text"))
            return true;
        c->sent = text.len ? cJSON_ParseWithLength(text.ptr, text.len) : NULL;
    }
    if (c->sent && !cJSON_IsObject(c->sent) &&
        refused(c, 400, "BodyNotAnObject", "", "the body is not a JSON object"))
        return true;
    if (!cJSON_IsObject(c->sent)) {
        cJSON_Delete(c->sent);
        c->sent = cJSON_CreateObject();
    }
    return false;
}
