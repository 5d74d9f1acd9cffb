/* Mutants of the platform clauses: what PATCH does. */
#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/mutants_family_tools.h"

#include <stdlib.h>
#include <string.h>

#define IPSEC "/properties/ipsecParameters"

/* --- null --- */

static void drop_nulls(cJSON *object)
{
    cJSON *next;
    for (cJSON *item = object->child; item; item = next) {
        next = item->next;
        if (cJSON_IsNull(item))
            cJSON_Delete(cJSON_DetachItemViaPointer(object, item));
        else if (cJSON_IsObject(item))
            drop_nulls(item);
    }
}

static cJSON *patch_of(const struct request *rq)
{
    bool patch = strcmp(rq->method, "PATCH") == 0;
    cJSON *body = patch ? json_read((struct bytes){rq->body, rq->body_len}, NULL, NULL) : NULL;
    if (cJSON_IsObject(body))
        return body;
    cJSON_Delete(body);
    return NULL;
}

static void set_body(struct request *rq, const cJSON *body)
{
    char *text = json_print(body, false);
    request_body(rq, text, strlen(text));
    free(text);
}

/* data: nulls in the object at `where` are not seen */
static void request_without_nulls(struct call *c, struct request *rq)
{
    const struct twist *t = c->data;
    cJSON *body = patch_of(rq), *object = body ? pointer_get(body, t->where) : NULL;
    if (cJSON_IsObject(object)) {
        drop_nulls(object);
        set_body(rq, body);
    }
    cJSON_Delete(body);
}

/* data: null at `where` is taken for `value`; NULL: is not seen */
static void request_null(struct call *c, struct request *rq)
{
    const struct twist *t = c->data;
    cJSON *body = patch_of(rq);
    if (body && cJSON_IsNull(pointer_get(body, t->where))) {
        cJSON *value = t->value ? cJSON_Parse(t->value) : NULL;
        pointer_remove(body, t->where);
        if (value && !pointer_set(body, t->where, value))
            cJSON_Delete(value);
        set_body(rq, body);
    }
    cJSON_Delete(body);
}

/* `name` may be the member's own. */
static void set_text(cJSON *object, const char *name, const char *text)
{
    char *copy = mem_string(name);
    tool_put(object, copy, cJSON_CreateString(text));
    free(copy);
}

/* data: nulls among tags are taken for the string `value` */
static void request_null_tags(struct call *c, struct request *rq)
{
    const struct twist *t = c->data;
    cJSON *body = patch_of(rq), *tags = body ? pointer_get(body, "/tags") : NULL;
    if (cJSON_IsObject(tags)) {
        cJSON *next;
        for (cJSON *tag = tags->child; tag; tag = next) {
            next = tag->next;
            if (cJSON_IsNull(tag))
                set_text(tags, tag->string, t->value);
        }
        set_body(rq, body);
    }
    cJSON_Delete(body);
}

/* --- what is merged and what is replaced --- */

static bool store_merged_tags(struct call *c)
{
    const cJSON *tag, *old = c->before ? pointer_get(c->before, "/tags") : NULL;
    cJSON *now = c->after ? pointer_get(c->after, "/tags") : NULL;
    bool sent = c->sent && cJSON_IsObject(pointer_get(c->sent, "/tags"));
    if (is_patch(c) && tool_twists(c) && sent && now)
        cJSON_ArrayForEach(tag, old) if (!tool_has(now, tag->string))
            cJSON_AddItemToObject(now, tag->string, cJSON_Duplicate(tag, true));
    return true;
}

static bool names_an_old_tag(const struct call *c)
{
    const cJSON *tag, *old = c->before ? pointer_get(c->before, "/tags") : NULL;
    const cJSON *sent = c->sent ? pointer_get(c->sent, "/tags") : NULL;
    cJSON_ArrayForEach(tag,
                       sent) if (cJSON_IsObject(old) && tool_has(old, tag->string)) return true;
    return false;
}

static bool is_patch_of_no_tags(const struct call *c)
{
    const cJSON *tags = c->sent ? pointer_get(c->sent, "/tags") : NULL;
    return is_patch(c) && cJSON_IsObject(tags) && !tags->child;
}

static bool is_patch_of_nothing(const struct call *c)
{
    return is_patch(c) && c->sent && !c->sent->child;
}

static bool adds_ipsec(const struct call *c)
{
    return is_patch(c) && is_site_to_site(c) && c->before && !pointer_get(c->before, IPSEC);
}

static bool is_patch_with_tags(const struct call *c)
{
    return is_patch(c) && tool_has(c->sent, "tags") && tool_has(c->sent, "properties");
}

static bool is_patch_of_type(const struct call *c)
{
    return is_patch(c) && *tool_text(c->sent, "/properties/connectionType");
}

static const struct mutant table[] = {
    {.name = "patch-null-ignored",
     .clause = "PLAT-12",
     .says = "does not see null in PATCH",
     .seam = {.on_request = request_without_nulls},
     .data = TWIST(.where = "")},
    {.name = "patch-null-in-properties-ignored",
     .clause = "PLAT-12",
     .says = "does not see null in the properties of a PATCH",
     .seam = {.on_request = request_without_nulls},
     .data = TWIST(.where = "/properties")},
    {.name = "patch-null-ipsec-ignored",
     .clause = "PLAT-12",
     .says = "does not remove ipsecParameters by null",
     .rare = true,
     .seam = {.on_request = request_null},
     .data = TWIST(.where = IPSEC)},
    {.name = "patch-null-ipsec-empty",
     .clause = "PLAT-12",
     .says = "takes null for the hashAlgorithm for an empty one",
     .rare = true,
     .seam = {.on_request = request_null},
     .data = TWIST(.where = IPSEC "/hashAlgorithm", .value = "\"\"")},
    {.name = "patch-null-pfs-group-as-text",
     .clause = "PLAT-12",
     .says = "takes null for the pfsGroup for the word null",
     .rare = true,
     .seam = {.on_request = request_null},
     .data = TWIST(.where = IPSEC "/pfsGroup", .value = "\"null\"")},
    {.name = "patch-null-in-ipsec-ignored",
     .clause = "PLAT-12",
     .says = "does not see null in the ipsecParameters of a PATCH",
     .rare = true,
     .seam = {.on_request = request_without_nulls},
     .data = TWIST(.where = IPSEC)},
    {.name = "patch-null-removes-required",
     .clause = "PLAT-12",
     .says = "removes required members by null",
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(.when = is_patch, .code = "MissingMember")},
    {.name = "patch-null-state-defaults",
     .clause = "PLAT-12",
     .says = "takes null for the connectivityState for Disconnected",
     .rare = true,
     .seam = {.on_request = request_null},
     .data = TWIST(.where = "/properties/connectivityState", .value = "\"Disconnected\"")},
    {.name = "patch-null-gateway2-ignored",
     .clause = "PLAT-12",
     .says = "does not see null for gateway2",
     .rare = true,
     .seam = {.on_request = request_null},
     .data = TWIST(.where = "/properties/gateway2")},
    {.name = "patch-null-location-ignored",
     .clause = "PLAT-12",
     .says = "does not see null for the location",
     .rare = true,
     .seam = {.on_request = request_null},
     .data = TWIST(.where = "/location")},
    {.name = "patch-null-tags-ignored",
     .clause = "PLAT-12",
     .says = "neither removes nor refuses tags that are null",
     .seam = {.on_request = request_null},
     .data = TWIST(.where = "/tags")},
    {.name = "patch-null-tag-stored",
     .clause = "PLAT-12",
     .says = "stores null for a tag",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(.when = is_patch, .code = "NullMember", .where = "/tags")},
    {.name = "patch-null-tag-empty",
     .clause = "PLAT-12",
     .says = "takes null for a tag for an empty string",
     .rare = true,
     .seam = {.on_request = request_null_tags},
     .data = TWIST(.value = "")},
    {.name = "patch-null-tag-as-text",
     .clause = "PLAT-12",
     .says = "takes null for a tag for the word null",
     .rare = true,
     .seam = {.on_request = request_null_tags},
     .data = TWIST(.value = "null")},
    {.name = "patch-merges-tags",
     .clause = "PLAT-12",
     .says = "merges tags with the old ones on PATCH",
     .seam = {.on_store = store_merged_tags}},
    {.name = "patch-merges-known-tags",
     .clause = "PLAT-12",
     .says = "merges tags with the old ones when a PATCH names one of them",
     .rare = true,
     .seam = {.on_store = store_merged_tags},
     .data = TWIST(.when = names_an_old_tag)},
    {.name = "patch-merges-tags-with-properties",
     .clause = "PLAT-12",
     .says = "merges tags with the old ones when a PATCH has properties as well",
     .rare = true,
     .seam = {.on_store = store_merged_tags},
     .data = TWIST(.when = is_patch_with_tags)},
    {.name = "patch-no-tags-ignored",
     .clause = "PLAT-12",
     .says = "keeps the tags on a PATCH of tags that are empty",
     .rare = true,
     .seam = {.on_store = store_stale},
     .data = TWIST(.when = is_patch_of_no_tags, .where = "/tags")},
    {.name = "patch-of-nothing-drops-tags",
     .clause = "PLAT-12",
     .says = "drops the tags on a PATCH of an empty object",
     .rare = true,
     .seam = {.on_store = store_without},
     .data = TWIST(.when = is_patch_of_nothing, .where = "/tags")},
    {.name = "patch-adds-no-ipsec",
     .clause = "PLAT-12",
     .says = "does not add ipsecParameters by a PATCH to SiteToSite where there were none",
     .rare = true,
     .seam = {.on_store = store_without},
     .data = TWIST(.when = adds_ipsec, .where = IPSEC)},
    {.name = "patch-of-type-drops-tags",
     .clause = "PLAT-12",
     .says = "drops the tags on a PATCH of the type",
     .rare = true,
     .seam = {.on_store = store_without},
     .data = TWIST(.when = is_patch_of_type, .where = "/tags")},
};

const struct mutant *mutants_platform_patch(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
