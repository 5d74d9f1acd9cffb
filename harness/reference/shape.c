#include "reference/shape.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static const char *const connection_types[] = {"SiteToSite", "PointToSite", "Dedicated", NULL};
static const char *const states[] = {"Connected", "Disconnected", NULL};

static const struct member gateway[] = {
    {"name", KIND_TEXT, NEED_ALWAYS, NULL, NULL},
    {0},
};

static const struct member ipsec[] = {
    {"encryptionType", KIND_TEXT, NEED_SITE_TO_SITE, NULL, NULL},
    {"pfsGroup", KIND_TEXT, NEED_SITE_TO_SITE, NULL, NULL},
    {"saDataSizeKilobytes", KIND_TEXT, NEED_SITE_TO_SITE, NULL, NULL},
    {"saLifeTimeSeconds", KIND_TEXT, NEED_SITE_TO_SITE, NULL, NULL},
    {"hashAlgorithm", KIND_TEXT, NEED_SITE_TO_SITE, NULL, NULL},
    {0},
};

static const struct member properties[] = {
    {"gateway1", KIND_OBJECT, NEED_ALWAYS, gateway, NULL},
    {"gateway2", KIND_OBJECT, NEED_ALWAYS, gateway, NULL},
    {"connectionType", KIND_CHOICE, NEED_ALWAYS, NULL, connection_types},
    {"connectivityState", KIND_CHOICE, NEED_ALWAYS, NULL, states},
    {"ipsecParameters", KIND_OBJECT, NEED_SITE_TO_SITE, ipsec, NULL},
    {0},
};

/* The name is always there when a document is checked: the URI's stands in for it (E7). */
static const struct member connection[] = {
    {"name", KIND_TEXT, NEED_ALWAYS, NULL, NULL},
    {"location", KIND_TEXT, NEED_ALWAYS, NULL, NULL},
    {"tags", KIND_TAGS, NEED_NEVER, NULL, NULL},
    {"properties", KIND_OBJECT, NEED_ALWAYS, properties, NULL},
    {0},
};

const struct member *shape_connection(void)
{
    return connection;
}

static const struct member *find(const struct member *members, const char *name)
{
    for (; members->name; members++)
        if (strcmp(members->name, name) == 0)
            return members;
    return NULL;
}

cJSON *shape_copy(const cJSON *object, const struct member *members)
{
    cJSON *copy = cJSON_CreateObject();
    for (const cJSON *item = object->child; item; item = item->next) {
        const struct member *m = find(members, item->string);
        if (!m)
            continue;
        bool known = m->kind == KIND_OBJECT && cJSON_IsObject(item);
        cJSON_AddItemToObject(copy, m->name,
                              known ? shape_copy(item, m->members) : cJSON_Duplicate(item, true));
    }
    return copy;
}
