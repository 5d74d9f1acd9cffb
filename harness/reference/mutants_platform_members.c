/* Mutants of the platform clauses: members that are unknown. */
#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/mutants_family_tools.h"
#include "reference/shape.h"
#include "reference/text.h"

#include <stdlib.h>
#include <string.h>

static bool same_but_for_case(const char *a, const char *b)
{
    return text_same(a, b);
}

/* connection_type, connection-type */
static bool same_but_for_lines(const char *a, const char *b)
{
    for (; *a || *b; a++, b++) {
        a += strspn(a, "_-");
        b += strspn(b, "_-");
        if (text_lower(*a) != text_lower(*b))
            return false;
        if (!*a)
            break;
    }
    return true;
}

/* gateways, tag: one letter more or less at the end */
static bool same_but_for_plural(const char *a, const char *b)
{
    size_t one = strlen(a), two = strlen(b), less = one < two ? one : two;
    return (one + 1 == two || two + 1 == one) && strncmp(a, b, less) == 0 &&
           (one > two ? a : b)[less] == 's';
}

struct likeness {
    bool (*same)(const char *a, const char *b);
    const char *where; /* the object whose members are taken for others */
};

static const char *likely(const struct likeness *l, const char *name)
{
    static const char *const known[] = {
        "location",      "tags",     "properties",        "connectionType",
        "gateway1",      "gateway2", "connectivityState", "ipsecParameters",
        "hashAlgorithm", "pfsGroup"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i], name) == 0)
            return NULL;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (l->same(known[i], name))
            return known[i];
    return NULL;
}

/* The last one of a name wins. */
static void rename_members(const struct likeness *l, cJSON *object)
{
    cJSON *next;
    for (cJSON *item = object ? object->child : NULL; item; item = next) {
        next = item->next;
        const char *name = likely(l, item->string);
        if (!name)
            continue;
        cJSON *value = cJSON_Duplicate(item, true);
        cJSON_Delete(cJSON_DetachItemViaPointer(object, item));
        tool_put(object, name, value);
    }
}

static void set_body(struct request *rq, const cJSON *body)
{
    char *text = json_print(body, false);
    request_body(rq, text, strlen(text));
    free(text);
}

static void request_renamed(struct call *c, struct request *rq)
{
    const struct likeness *l = c->data;
    cJSON *body = json_read((struct bytes){rq->body, rq->body_len}, NULL, NULL);
    if (cJSON_IsObject(body) && cJSON_IsObject(pointer_get(body, l->where))) {
        rename_members(l, pointer_get(body, l->where));
        set_body(rq, body);
    }
    cJSON_Delete(body);
}

/* data: `value` at the top is taken for what belongs at `where` */
static void request_lowered(struct call *c, struct request *rq)
{
    const struct twist *t = c->data;
    cJSON *body = json_read((struct bytes){rq->body, rq->body_len}, NULL, NULL);
    const cJSON *found = cJSON_IsObject(body) ? pointer_get(body, t->value) : NULL;
    if (found) {
        tool_move(body, t->where, found);
        set_body(rq, body);
    }
    cJSON_Delete(body);
}

static bool is_known(const char *name)
{
    for (const struct member *m = shape_connection(); m->name; m++)
        if (strcmp(m->name, name) == 0)
            return true;
    return strcmp(name, "id") == 0 || strcmp(name, "etag") == 0;
}

static bool has_unknown(const struct call *c)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, c->sent) if (item->string && !is_known(item->string)) return true;
    return false;
}

static bool has_unknown_patch(const struct call *c)
{
    return is_patch(c) && has_unknown(c);
}

static bool store_as_tags(struct call *c)
{
    const cJSON *item;
    if (!c->after || c->uri.resource != RESOURCE_CONNECTION)
        return true;
    cJSON_ArrayForEach(item, c->sent)
    {
        if (!cJSON_IsString(item) || is_known(item->string))
            continue;
        if (!tool_has(c->after, "tags"))
            cJSON_AddObjectToObject(c->after, "tags");
        tool_put(cJSON_GetObjectItemCaseSensitive(c->after, "tags"), item->string,
                 cJSON_Duplicate(item, true));
    }
    return true;
}

/* The last segment of an id is the name, whatever the name says. */
static bool store_named_by_id(struct call *c)
{
    const char *id = tool_text(c->sent, "/properties/gateway1/id"), *slash = strrchr(id, '/');
    if (c->after && slash && slash[1])
        tool_set(c->after, "/properties/gateway1/name", slash + 1);
    return true;
}

static bool store_any_as_location(struct call *c)
{
    const char *place = tool_text(c->sent, "/region");
    if (c->after && *place)
        tool_set(c->after, "/location", place);
    return true;
}

#define LIKE(...)                                                                                  \
    &(const struct likeness)                                                                       \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

static const struct mutant table[] = {
    {.name = "members-any-case",
     .clause = "PLAT-16",
     .says = "takes TAGS for tags, and so on at the top of a body",
     .seam = {.on_request = request_renamed},
     .data = LIKE(same_but_for_case, "")},
    {.name = "members-any-case-in-properties",
     .clause = "PLAT-16",
     .says = "takes CONNECTIONTYPE for connectionType, and so on in properties",
     .seam = {.on_request = request_renamed},
     .data = LIKE(same_but_for_case, "/properties")},
    {.name = "members-any-case-in-ipsec",
     .clause = "PLAT-16",
     .says = "takes HashAlgorithm for hashAlgorithm in ipsecParameters",
     .rare = true,
     .seam = {.on_request = request_renamed},
     .data = LIKE(same_but_for_case, "/properties/ipsecParameters")},
    {.name = "members-any-lines",
     .clause = "PLAT-16",
     .says = "takes connection_type for connectionType in properties",
     .rare = true,
     .seam = {.on_request = request_renamed},
     .data = LIKE(same_but_for_lines, "/properties")},
    {.name = "members-any-number",
     .clause = "PLAT-16",
     .says = "takes tag for tags at the top of a body",
     .rare = true,
     .seam = {.on_request = request_renamed},
     .data = LIKE(same_but_for_plural, "")},
    {.name = "members-state-at-top",
     .clause = "PLAT-16",
     .says = "takes connectivityState at the top for that in properties",
     .rare = true,
     .seam = {.on_request = request_lowered},
     .data = TWIST(.value = "/connectivityState", .where = "/properties/connectivityState")},
    {.name = "members-tags-in-properties",
     .clause = "PLAT-16",
     .says = "takes tags in properties for those at the top",
     .rare = true,
     .seam = {.on_request = request_lowered},
     .data = TWIST(.value = "/properties/tags", .where = "/tags")},
    {.name = "members-hash-in-properties",
     .clause = "PLAT-16",
     .says = "takes hashAlgorithm in properties for that of ipsecParameters",
     .rare = true,
     .seam = {.on_request = request_lowered},
     .data = TWIST(.value = "/properties/hashAlgorithm",
                   .where = "/properties/ipsecParameters/hashAlgorithm")},
    {.name = "members-gateway-by-id",
     .clause = "PLAT-16",
     .says = "takes the end of gateway1.id for gateway1.name",
     .rare = true,
     .seam = {.on_store = store_named_by_id}},
    {.name = "members-region-for-location",
     .clause = "PLAT-16",
     .says = "takes region for location",
     .rare = true,
     .seam = {.on_store = store_any_as_location}},
    {.name = "members-unknown-as-tags",
     .clause = "PLAT-16",
     .says = "keeps unknown members as tags",
     .seam = {.on_store = store_as_tags}},
    {.name = "members-unknown-500",
     .clause = "PLAT-16",
     .says = "answers 500 to unknown members",
     .seam = REJECT,
     .data = TWIST(.when = has_unknown, .status = 500)},
    {.name = "members-unknown-422-in-patch",
     .clause = "PLAT-16",
     .says = "answers 422 to a PATCH with unknown members",
     .rare = true,
     .seam = REJECT,
     .data = TWIST(.when = has_unknown_patch, .status = 422)},
};

const struct mutant *mutants_platform_members(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
