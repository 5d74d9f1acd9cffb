#include "reference/render.h"
#include "base/mem.h"
#include "reference/gateways.h"

#include <stdlib.h>
#include <string.h>

static void add_owned(cJSON *object, const char *name, char *text)
{
    cJSON_AddStringToObject(object, name, text);
    free(text);
}

static const char *text_at(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text ? text : "";
}

static void render_gateway(const struct service *s, const struct connection *c, cJSON *properties,
                           const char *which)
{
    cJSON *gateway = cJSON_GetObjectItemCaseSensitive(properties, which);
    if (cJSON_IsObject(gateway))
        add_owned(gateway, "id",
                  gateway_id(s, c->subscription, c->group, text_at(gateway, "name")));
}

static void render_properties(const struct service *s, const struct connection *c,
                              cJSON *properties)
{
    render_gateway(s, c, properties, "gateway1");
    render_gateway(s, c, properties, "gateway2");
    if (strcmp(text_at(properties, "connectionType"), "PointToSite") == 0)
        cJSON_AddItemToArray(cJSON_AddArrayToObject(properties, "allocatedIPAddresses"),
                             cJSON_CreateString(c->address));
}

static void move(cJSON *from, cJSON *to, const char *name)
{
    cJSON *item = cJSON_DetachItemFromObjectCaseSensitive(from, name);
    if (item)
        cJSON_AddItemToObject(to, name, item);
}

cJSON *render_connection(const struct service *s, const struct connection *shown)
{
    cJSON *document = cJSON_Duplicate(shown->document, true), *body = cJSON_CreateObject();
    char *id = mem_format("/subscriptions/%s/resourceGroups/%s/providers/microsoft.network/"
                          "connections/%s",
                          shown->subscription, shown->group, text_at(document, "name"));
    move(document, body, "name");
    add_owned(body, "id", id);
    move(document, body, "location");
    move(document, body, "tags");
    cJSON_AddStringToObject(body, "etag", shown->etag);
    move(document, body, "properties");
    cJSON *properties = cJSON_GetObjectItemCaseSensitive(body, "properties");
    if (cJSON_IsObject(properties))
        render_properties(s, shown, properties);
    cJSON_Delete(document);
    return body;
}
