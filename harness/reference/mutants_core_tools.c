#include "reference/mutants_core_tools.h"
#include "base/pointer.h"
#include "reference/text.h"

#include <string.h>

static bool has_method(const struct call *c, const char *method)
{
    return strcmp(c->request->method, method) == 0;
}

bool is_put(const struct call *c)
{
    return has_method(c, "PUT");
}

bool is_patch(const struct call *c)
{
    return has_method(c, "PATCH");
}

bool is_create(const struct call *c)
{
    return is_put(c) && !c->existed;
}

bool is_update(const struct call *c)
{
    return is_put(c) && c->existed;
}

bool is_change(const struct call *c)
{
    return c->existed && (is_put(c) || is_patch(c));
}

/* As the request has it, else as it was. */
static const char *word(const struct call *c, const char *pointer)
{
    const char *sent = tool_text(c->sent, pointer);
    return *sent ? sent : tool_text(c->before, pointer);
}

static bool has_type(const struct call *c, const char *type)
{
    return strcmp(word(c, "/properties/connectionType"), type) == 0;
}

bool is_site_to_site(const struct call *c)
{
    return has_type(c, "SiteToSite");
}

bool is_point_to_site(const struct call *c)
{
    return has_type(c, "PointToSite");
}

bool is_dedicated(const struct call *c)
{
    return has_type(c, "Dedicated");
}

bool is_disconnected(const struct call *c)
{
    return strcmp(word(c, "/properties/connectivityState"), "Disconnected") == 0;
}

bool is_third_update(const struct call *c)
{
    return is_update(c) && c->writes >= 3;
}

bool is_patch_of_tags(const struct call *c)
{
    const cJSON *only = c->sent ? c->sent->child : NULL;
    return is_patch(c) && only && !only->next && strcmp(only->string, "tags") == 0;
}

bool name_has_upper(const struct call *c)
{
    return strpbrk(c->uri.name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != NULL;
}

bool name_has_dot(const struct call *c)
{
    return strchr(c->uri.name, '.') != NULL;
}

bool tool_twists(const struct call *c)
{
    const struct twist *t = c->data;
    return c->uri.resource == RESOURCE_CONNECTION && c->uri.name && (!t || !t->when || t->when(c));
}

bool tool_shows(const struct call *c)
{
    return c->answer.status == 200 && cJSON_IsObject(c->answer.body) && !has_method(c, "DELETE") &&
           tool_twists(c);
}

bool tool_refuses(const struct call *c)
{
    return c->answer.status >= 400 && tool_twists(c);
}

const char *tool_text(const cJSON *root, const char *pointer)
{
    const char *text = root ? cJSON_GetStringValue(pointer_get(root, pointer)) : NULL;
    return text ? text : "";
}

bool tool_has(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name) != NULL;
}

void tool_put(cJSON *object, const char *name, cJSON *value)
{
    cJSON_DeleteItemFromObjectCaseSensitive(object, name);
    cJSON_AddItemToObject(object, name, value);
}

static void put(cJSON *root, const char *pointer, cJSON *value)
{
    if (value && !pointer_set(root, pointer, value))
        cJSON_Delete(value);
}

bool tool_set(cJSON *root, const char *pointer, const char *text)
{
    if (!root || !pointer_get(root, pointer))
        return false;
    put(root, pointer, cJSON_CreateString(text));
    return true;
}

void tool_move(cJSON *root, const char *pointer, const cJSON *from)
{
    if (from)
        put(root, pointer, cJSON_Duplicate(from, true));
    else
        pointer_remove(root, pointer);
}

void tool_lower(cJSON *root, const char *pointer)
{
    cJSON *item = root ? pointer_get(root, pointer) : NULL;
    if (cJSON_IsString(item))
        for (char *p = item->valuestring; *p; p++)
            *p = text_lower(*p);
}

static bool meant(const struct call *c, const struct fault *fault)
{
    const struct twist *t = c->data;
    return (!t->code || strcmp(fault->code, t->code) == 0) &&
           (!t->where || strcmp(fault->where, t->where) == 0) && tool_twists(c);
}

bool overlook(struct call *c, struct fault *fault)
{
    return meant(c, fault);
}

bool restate(struct call *c, struct fault *fault)
{
    const struct twist *t = c->data;
    if (meant(c, fault))
        fault->status = t->status;
    return false;
}

void answer_status(struct call *c)
{
    const struct twist *t = c->data;
    if (!tool_shows(c))
        return;
    c->answer.status = t->status;
    if (t->status == 204) {
        cJSON_Delete(c->answer.body);
        c->answer.body = NULL;
    }
}

static void set_value(const struct call *c, cJSON *root)
{
    const struct twist *t = c->data;
    if (pointer_get(root, t->where))
        put(root, t->where, cJSON_Parse(t->value));
}

void answer_value(struct call *c)
{
    if (tool_shows(c))
        set_value(c, c->answer.body);
}

void answer_without(struct call *c)
{
    const struct twist *t = c->data;
    if (tool_shows(c))
        pointer_remove(c->answer.body, t->where);
}

void answer_lower(struct call *c)
{
    const struct twist *t = c->data;
    if (tool_shows(c))
        tool_lower(c->answer.body, t->where);
}

/* Something is about to be stored, not deleted. */
static bool stores(const struct call *c)
{
    return c->after && tool_twists(c);
}

bool store_value(struct call *c)
{
    if (stores(c))
        set_value(c, c->after);
    return true;
}

bool store_without(struct call *c)
{
    const struct twist *t = c->data;
    if (stores(c))
        pointer_remove(c->after, t->where);
    return true;
}

bool store_lower(struct call *c)
{
    const struct twist *t = c->data;
    if (stores(c))
        tool_lower(c->after, t->where);
    return true;
}

bool store_stale(struct call *c)
{
    const struct twist *t = c->data;
    const cJSON *old = c->before ? pointer_get(c->before, t->where) : NULL;
    if (stores(c) && old)
        tool_move(c->after, t->where, old);
    return true;
}

bool store_nothing(struct call *c)
{
    return !stores(c);
}

bool reject_store(struct call *c)
{
    return !stores(c);
}

void reject_answer(struct call *c)
{
    const struct twist *t = c->data;
    if (!tool_shows(c))
        return;
    cJSON_Delete(c->answer.body);
    c->answer.status = t->status;
    c->answer.body =
        t->status == 304
            ? NULL
            : cJSON_Parse("{\"error\":{\"code\":\"Refused\",\"message\":\"not allowed\"}}");
}
