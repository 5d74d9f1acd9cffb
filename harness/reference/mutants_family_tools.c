#include "reference/mutants_family_tools.h"
#include "base/mem.h"
#include "reference/state.h"
#include "reference/text.h"

#include <stdlib.h>
#include <string.h>

static bool asks(const struct call *c, enum resource resource, const char *method)
{
    return c->uri.resource == resource && c->uri.name && strcmp(c->request->method, method) == 0;
}

static bool reads(const struct call *c, enum resource resource)
{
    return asks(c, resource, "GET") || asks(c, resource, "HEAD");
}

bool is_get(const struct call *c)
{
    return reads(c, RESOURCE_CONNECTION);
}

bool is_delete(const struct call *c)
{
    return asks(c, RESOURCE_CONNECTION, "DELETE");
}

bool is_delete_connected(const struct call *c)
{
    return is_delete(c) && !is_disconnected(c);
}

bool is_key(const struct call *c)
{
    return c->uri.resource == RESOURCE_KEY || c->uri.resource == RESOURCE_KEY_RESET;
}

bool is_key_get(const struct call *c)
{
    return reads(c, RESOURCE_KEY);
}

bool is_key_put(const struct call *c)
{
    return asks(c, RESOURCE_KEY, "PUT");
}

bool is_key_reset(const struct call *c)
{
    return asks(c, RESOURCE_KEY_RESET, "POST");
}

bool is_list(const struct call *c)
{
    return reads(c, RESOURCE_GATEWAY_CONNECTIONS);
}

bool is_gateway_put(const struct call *c)
{
    return asks(c, RESOURCE_GATEWAY, "PUT");
}

bool is_error(const struct call *c)
{
    return c->answer.status >= 400;
}

bool is_not_found(const struct call *c)
{
    return c->answer.status == 404;
}

bool rule_twists(const struct call *c)
{
    const struct twist *t = c->data;
    return !t || !t->when || t->when(c);
}

bool rule_done(const struct call *c)
{
    return c->answer.status == 200 && rule_twists(c);
}

static bool meant(const struct call *c, const struct fault *fault)
{
    const struct twist *t = c->data;
    return (!t->code || strcmp(fault->code, t->code) == 0) &&
           (!t->where || strcmp(fault->where, t->where) == 0) && rule_twists(c);
}

bool rule_overlook(struct call *c, struct fault *fault)
{
    return meant(c, fault);
}

bool rule_restate(struct call *c, struct fault *fault)
{
    const struct twist *t = c->data;
    if (meant(c, fault))
        fault->status = t->status;
    return false;
}

static void set_body(struct call *c, cJSON *body)
{
    cJSON_Delete(c->answer.body);
    c->answer.body = body;
}

void rule_status(struct call *c)
{
    const struct twist *t = c->data;
    if (!rule_done(c))
        return;
    c->answer.status = t->status;
    if (t->status == 204)
        set_body(c, NULL);
}

void rule_header(struct call *c)
{
    const struct twist *t = c->data;
    if (!rule_twists(c))
        return;
    headers_remove(&c->answer.headers, t->where);
    if (t->value)
        headers_add(&c->answer.headers, t->where, t->value);
}

bool rule_store_nothing(struct call *c)
{
    return !rule_twists(c);
}

bool rule_refuse_store(struct call *c)
{
    return !rule_twists(c);
}

void rule_refuse_answer(struct call *c)
{
    const struct twist *t = c->data;
    if (rule_done(c))
        rule_error(c, t->status, t->code ? t->code : "Refused");
}

void rule_error(struct call *c, int status, const char *code)
{
    cJSON *body = cJSON_CreateObject(), *error = cJSON_AddObjectToObject(body, "error");
    cJSON_AddStringToObject(error, "code", code);
    cJSON_AddStringToObject(error, "message", "this is not allowed");
    set_body(c, body);
    c->answer.status = status;
    headers_remove(&c->answer.headers, "ETag");
}

void rule_show(struct call *c, cJSON *body)
{
    const char *etag = tool_text(body, "/etag");
    set_body(c, body);
    if (*etag)
        headers_set(&c->answer.headers, "ETag", etag);
}

static char *word_for(const struct call *c, const char *word)
{
    char *key = state_key(c->uri.subscription, c->uri.group, c->uri.name);
    char *name = mem_format("kept %s %s", word, key);
    free(key);
    return name;
}

void rule_keep(struct call *c, const char *word, cJSON *value)
{
    char *name = word_for(c, word);
    cJSON_DeleteItemFromObjectCaseSensitive(c->memory, name);
    if (value)
        cJSON_AddItemToObject(c->memory, name, value);
    free(name);
}

const cJSON *rule_kept(const struct call *c, const char *word)
{
    char *name = word_for(c, word);
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(c->memory, name);
    free(name);
    return value;
}

const char *rule_asked(const struct call *c, const char *header)
{
    const char *value = headers_get(&c->request->headers, header);
    return value ? value : "";
}

bool list_is_shown(const struct call *c)
{
    return is_list(c) && c->answer.status == 200 && cJSON_IsArray(c->answer.body);
}

bool list_item_has(const cJSON *item, const char *pointer, const char *text)
{
    return text_same(tool_text(item, pointer), text);
}

bool list_by_gateway1(const struct call *c, const cJSON *item)
{
    return list_item_has(item, LIST_GATEWAY1, c->uri.name);
}

bool list_by_gateway2(const struct call *c, const cJSON *item)
{
    return list_item_has(item, LIST_GATEWAY2, c->uri.name);
}
