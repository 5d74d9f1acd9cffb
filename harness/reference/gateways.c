#include "reference/gateways.h"
#include "base/mem.h"
#include "reference/body.h"
#include "reference/commit.h"
#include "reference/refuse.h"
#include "reference/render.h"
#include "reference/text.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const kinds[] = {"virtualNetworkGateways", "localNetworkGateways"};

static bool is_preset(const struct service *s, const char *name)
{
    for (char **preset = s->gateways; *preset; preset++)
        if (text_same(*preset, name))
            return true;
    return false;
}

static struct gateway *find(const struct service *s, const char *subscription, const char *group,
                            const char *name)
{
    if (strchr(name, '/')) /* names nothing, and would make another's key */
        return NULL;
    char *key = state_key(subscription, group, name);
    struct gateway *found = table_get(&s->gateway_table, key);
    free(key);
    return found;
}

static struct gateway *find_or_add(struct service *s, const struct uri *u)
{
    struct gateway *g = find(s, u->subscription, u->group, u->name);
    if (g)
        return g;
    char *key = state_key(u->subscription, u->group, u->name);
    g = mem_alloc(sizeof *g);
    table_add(&s->gateway_table, key, g);
    free(key);
    return g;
}

bool gateway_exists(const struct service *s, const struct uri *u, const char *name)
{
    return is_preset(s, name) || find(s, u->subscription, u->group, name);
}

static char *id_of(const char *subscription, const char *group, bool local, const char *name)
{
    return mem_format("/subscriptions/%s/resourceGroups/%s/providers/microsoft.network/%s/%s",
                      subscription, group, kinds[local], name);
}

char *gateway_id(const struct service *s, const char *subscription, const char *group,
                 const char *name)
{
    const struct gateway *g = find(s, subscription, group, name);
    return id_of(subscription, group, g && !g->documents[0], name);
}

static const char *name_in(const cJSON *document, const char *which)
{
    const cJSON *properties = cJSON_GetObjectItemCaseSensitive(document, "properties");
    const cJSON *gateway = cJSON_GetObjectItemCaseSensitive(properties, which);
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(gateway, "name"));
}

void gateways_check(const struct call *c, const cJSON *document, struct faults *out)
{
    static const char *const which[] = {"gateway1", "gateway2"};
    for (size_t i = 0; i < 2; i++) {
        const char *name = name_in(document, which[i]);
        char where[40];
        snprintf(where, sizeof where, "/properties/%s/name", which[i]);
        if (name && !gateway_exists(c->service, &c->uri, name))
            faults_add(out, 400, "GatewayNotFound", where,
                       "no gateway of this name exists in the resource group");
    }
}

/* The document of one kind; a preset gateway that nobody wrote has an empty one. */
static const cJSON *document_of(const struct call *c, bool *exists)
{
    const struct gateway *g = find(c->service, c->uri.subscription, c->uri.group, c->uri.name);
    const cJSON *document = g ? g->documents[c->uri.local] : NULL;
    *exists = document || is_preset(c->service, c->uri.name);
    return document;
}

static bool unknown(struct call *c)
{
    bool exists;
    document_of(c, &exists);
    return !exists && refused(c, 404, "GatewayResourceNotFound", "", "there is no such gateway");
}

static cJSON *render_gateway(const struct call *c, const cJSON *document)
{
    static const char *const kept[] = {"location", "tags", "properties"};
    char *id = id_of(c->uri.subscription, c->uri.group, c->uri.local, c->uri.name);
    cJSON *body = cJSON_CreateObject();
    cJSON_AddStringToObject(body, "name", c->uri.name);
    cJSON_AddStringToObject(body, "id", id);
    free(id);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        const cJSON *item = cJSON_GetObjectItemCaseSensitive(document, kept[i]);
        if (item)
            cJSON_AddItemToObject(body, kept[i], cJSON_Duplicate(item, true));
    }
    return body;
}

static bool name_refused(struct call *c)
{
    const cJSON *name = cJSON_GetObjectItemCaseSensitive(c->sent, "name");
    bool fine = !name || (cJSON_IsString(name) && text_same(name->valuestring, c->uri.name));
    return !fine && refused(c, 400, "NameMismatch", "/name", "the name is not that of the URI");
}

void gateway_put(struct call *c)
{
    if (body_type_refuses(c) || body_refuses(c) || name_refused(c))
        return;
    c->after = render_gateway(c, c->sent);
    c->answer.body = cJSON_Duplicate(c->after, true);
    if (commit_allowed(c))
        gateway_save(c);
}

void gateway_save(struct call *c)
{
    struct gateway *g = find_or_add(c->service, &c->uri);
    cJSON_Delete(g->documents[c->uri.local]);
    g->documents[c->uri.local] = c->after;
    c->after = NULL;
}

void gateway_get(struct call *c)
{
    bool exists;
    const cJSON *document = document_of(c, &exists);
    if (!unknown(c))
        c->answer.body = document ? cJSON_Duplicate(document, true) : render_gateway(c, NULL);
}

static bool uses(const struct call *c, const struct connection *connection)
{
    const char *one = name_in(connection->document, "gateway1");
    const char *two = name_in(connection->document, "gateway2");
    return text_same(connection->subscription, c->uri.subscription) &&
           text_same(connection->group, c->uri.group) &&
           ((one && text_same(one, c->uri.name)) || (two && text_same(two, c->uri.name)));
}

void gateway_connections_get(struct call *c)
{
    if (unknown(c))
        return;
    c->answer.body = cJSON_CreateArray();
    for (const struct entry *e = c->service->connections.first; e; e = e->next)
        if (uses(c, e->value))
            cJSON_AddItemToArray(c->answer.body, render_connection(c->service, e->value));
}

void gateway_free(void *gateway)
{
    struct gateway *g = gateway;
    cJSON_Delete(g->documents[0]);
    cJSON_Delete(g->documents[1]);
    free(g);
}
