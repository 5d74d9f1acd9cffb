#include "reference/variants_tools.h"
#include "base/json.h"
#include "base/mem.h"
#include "reference/text.h"

#include <stdlib.h>
#include <string.h>

void variant_edit_body(struct request *request, void (*edit)(cJSON *body))
{
    cJSON *body = request->body
                      ? json_read((struct bytes){request->body, request->body_len}, NULL, NULL)
                      : NULL;
    if (cJSON_IsObject(body)) {
        edit(body);
        char *text = json_print(body, false);
        request_body(request, text, strlen(text));
        free(text);
    }
    cJSON_Delete(body);
}

enum resource variant_resource(const struct request *request)
{
    struct uri u;
    uri_parse(&u, request->path);
    enum resource resource = u.resource;
    uri_free(&u);
    return resource;
}

void variant_set_path(struct request *request, char *path)
{
    free(request->path);
    request->path = path;
}

void variant_lead_nowhere(struct request *request)
{
    const char *query = request->path + strcspn(request->path, "?");
    variant_set_path(request, mem_format("/nowhere%s", query));
}

void variant_show(struct call *c, cJSON *body)
{
    cJSON_Delete(c->answer.body);
    c->answer.body = body;
}

void variant_set_text(struct response *rs, char *text)
{
    free(rs->body);
    rs->body = text;
    rs->body_len = strlen(text);
}

void variant_close(struct response *rs)
{
    headers_set(&rs->headers, "Connection", "close");
}

void variant_reverse(cJSON *value)
{
    cJSON *kept = cJSON_IsArray(value) ? cJSON_CreateArray() : cJSON_CreateObject();
    for (cJSON *at; (at = value->child);) {
        cJSON_DetachItemViaPointer(value, at);
        variant_reverse(at);
        if (cJSON_IsArray(value))
            cJSON_AddItemToArray(kept, at);
        else
            cJSON_InsertItemInArray(kept, 0, at);
    }
    value->child = kept->child;
    kept->child = NULL;
    cJSON_Delete(kept);
}

char variant_upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

char variant_same(char c)
{
    return c;
}

void variant_spell_id(cJSON *id, letter *first, letter *rest)
{
    int segment = 0;
    char before = '/';
    for (char *p = cJSON_GetStringValue(id); p && *p; before = *p++) {
        segment += *p == '/';
        if (segment == 6 || (segment % 2 && segment < 8))
            *p = before == '/' || before == '.' ? first(*p) : rest(*p);
    }
}

static bool is_in(const char *list, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = list; len && (at = strstr(at, word)); at += len)
        if ((at == list || at[-1] == ' ') && (!at[len] || at[len] == ' '))
            return true;
    return false;
}

void variant_lack_request(struct call *c, struct request *request)
{
    const struct lack *l = c->data;
    if (!(l->resources >> variant_resource(request) & 1) ||
        (l->methods && !is_in(l->methods, request->method)))
        return;
    if (!l->allow) {
        variant_lead_nowhere(request);
        return;
    }
    free(request->method);
    request->method = mem_string("NONE");
}

void variant_lack_answer(struct call *c)
{
    const struct lack *l = c->data;
    if (l->allow && c->answer.status == 405 && l->resources >> c->uri.resource & 1)
        headers_set(&c->answer.headers, "Allow", l->allow);
}
