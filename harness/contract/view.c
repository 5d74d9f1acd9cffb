#include "contract/contract.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "contract/place.h"

static bool is_stored(const cJSON *schema, const cJSON *connection)
{
    const cJSON *stored = cJSON_GetObjectItemCaseSensitive(schema, "x-connspec-stored"), *m;
    if (cJSON_IsFalse(stored))
        return false;
    cJSON_ArrayForEach(m, cJSON_GetObjectItemCaseSensitive(stored, "when"))
    {
        const cJSON *is = pointer_get(connection, m->string);
        if (!is || !json_equal(is, m))
            return false;
    }
    return true;
}

static cJSON *view(const cJSON *document, const cJSON *schema, const cJSON *value,
                   const cJSON *connection);

static cJSON *view_object(const cJSON *document, const cJSON *properties, const cJSON *value,
                          const cJSON *connection)
{
    cJSON *out = cJSON_CreateObject();
    const cJSON *property;
    cJSON_ArrayForEach(property, properties)
    {
        const cJSON *member = cJSON_GetObjectItemCaseSensitive(value, property->string);
        cJSON *kept = member ? view(document, property, member, connection) : NULL;
        if (kept)
            cJSON_AddItemToObject(out, property->string, kept);
    }
    return out;
}

/* NULL when nothing of the value is kept. */
static cJSON *view(const cJSON *document, const cJSON *schema, const cJSON *value,
                   const cJSON *connection)
{
    if (cJSON_IsNull(value) || !is_stored(schema, connection))
        return NULL;
    const cJSON *target = place_follow(document, schema, NULL);
    const cJSON *properties = cJSON_GetObjectItemCaseSensitive(target, "properties");
    cJSON *out = cJSON_IsObject(value) && properties
                     ? view_object(document, properties, value, connection)
                     : cJSON_Duplicate(value, true);
    if (!cJSON_IsObject(out) || out->child)
        return out;
    cJSON_Delete(out);
    return NULL;
}

cJSON *contract_view(const struct contract *c, const cJSON *connection)
{
    const cJSON *schema = pointer_get(c->openapi, "/components/schemas/ConnectionRequest");
    cJSON *out =
        cJSON_IsObject(connection) ? view(c->openapi, schema, connection, connection) : NULL;
    return out ? out : cJSON_CreateObject();
}
