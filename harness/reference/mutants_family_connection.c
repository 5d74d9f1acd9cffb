/* Mutants of the family clauses: reading a connection and deleting it. */
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/mutants_family_tools.h"
#include "reference/patch.h"

#include <stdlib.h>
#include <string.h>

static cJSON *copy(const cJSON *value)
{
    return value ? cJSON_Duplicate(value, true) : NULL;
}

/* A write was carried out, and its answer is about to be given. */
static bool wrote(const struct call *c)
{
    return c->uri.resource == RESOURCE_CONNECTION && c->answer.status == 200 && c->answer.body &&
           (is_put(c) || is_patch(c));
}

static void show_kept(struct call *c, const char *word)
{
    const cJSON *kept = is_get(c) && c->answer.status == 200 ? rule_kept(c, word) : NULL;
    if (kept)
        rule_show(c, copy(kept));
}

static void answer_one_behind(struct call *c)
{
    if (wrote(c)) {
        rule_keep(c, "older", is_create(c) ? NULL : copy(rule_kept(c, "last")));
        rule_keep(c, "last", copy(c->answer.body));
    }
    show_kept(c, "older");
}

/* The first GET after a PATCH is served from before it. */
static void answer_late_after_patch(struct call *c)
{
    if (wrote(c)) {
        rule_keep(c, "older", is_patch(c) ? copy(rule_kept(c, "last")) : NULL);
        rule_keep(c, "last", copy(c->answer.body));
    }
    show_kept(c, "older");
    if (is_get(c))
        rule_keep(c, "older", NULL);
}

static void answer_as_put(struct call *c)
{
    if (wrote(c) && is_put(c))
        rule_keep(c, "put", copy(c->answer.body));
    show_kept(c, "put");
}

/* data: what empties the cache */
static void answer_cached(struct call *c)
{
    const struct twist *t = c->data;
    if (c->uri.resource == RESOURCE_CONNECTION && c->uri.name && t->when(c))
        rule_keep(c, "cached", NULL);
    show_kept(c, "cached");
    if (is_get(c) && c->answer.status == 200 && !rule_kept(c, "cached"))
        rule_keep(c, "cached", copy(c->answer.body));
}

static bool is_put_or_delete(const struct call *c)
{
    return is_put(c) || is_delete(c);
}

static bool is_create_or_delete(const struct call *c)
{
    return is_create(c) || is_delete(c);
}

static void answer_missing_at_first(struct call *c)
{
    if (wrote(c))
        rule_keep(c, "new", is_create(c) ? cJSON_CreateTrue() : NULL);
    if (is_get(c) && rule_kept(c, "new")) {
        rule_keep(c, "new", NULL);
        rule_error(c, 404, "ConnectionNotFound");
    }
}

static void answer_other_address(struct call *c)
{
    char *address = mem_format("10.9.8.%lu", c->serial & 255);
    if (is_get(c) && tool_shows(c))
        tool_set(c->answer.body, "/properties/allocatedIPAddresses/0", address);
    free(address);
}

static void answer_get_without_ids(struct call *c)
{
    if (is_get(c) && tool_shows(c)) {
        pointer_remove(c->answer.body, "/properties/gateway1/id");
        pointer_remove(c->answer.body, "/properties/gateway2/id");
    }
}

static bool is_get_disconnected(const struct call *c)
{
    return is_get(c) && is_disconnected(c);
}

static bool is_get_upper(const struct call *c)
{
    return is_get(c) && name_has_upper(c);
}

static bool is_get_dedicated(const struct call *c)
{
    return is_get(c) && is_dedicated(c);
}

static bool is_delete_point_to_site(const struct call *c)
{
    return is_delete(c) && is_point_to_site(c);
}

static bool is_delete_again(const struct call *c)
{
    return is_delete(c) && seam_count(c, "deleted") > 0;
}

static bool count_delete(struct call *c)
{
    if (is_delete(c))
        seam_bump(c, "deleted");
    return true;
}

static bool keep_recreated(struct call *c)
{
    return !is_delete(c) || seam_bump(c, "deleted") != 2;
}

static bool keep_patched(struct call *c)
{
    if (c->uri.resource == RESOURCE_CONNECTION && is_patch(c))
        seam_bump(c, "patched");
    return !is_delete(c) || !seam_count(c, "patched");
}

static bool keep_until_second(struct call *c)
{
    return !is_delete(c) || c->writes < 2 || seam_bump(c, "deleted") % 2 == 0;
}

static void answer_missing_deleted_204(struct call *c)
{
    if (is_delete(c) && c->answer.status == 404) {
        cJSON_Delete(c->answer.body);
        c->answer.body = NULL;
        c->answer.status = 204;
    }
}

/* What is deleted goes to the trash, from where PATCH takes it back. */
static bool store_from_trash(struct call *c)
{
    if (is_delete(c))
        rule_keep(c, "trash", copy(c->before));
    const cJSON *trash = c->uri.resource == RESOURCE_CONNECTION && is_patch(c) && !c->existed
                             ? rule_kept(c, "trash")
                             : NULL;
    if (trash) {
        cJSON_Delete(c->after);
        c->after = patch_connection(trash, c->sent);
    }
    return true;
}

static bool overlook_trashed(struct call *c, struct fault *fault)
{
    bool missing =
        strcmp(fault->code, "ConnectionNotFound") == 0 || strcmp(fault->code, "MissingMember") == 0;
    return missing && c->uri.resource == RESOURCE_CONNECTION && is_patch(c) && !c->existed &&
           rule_kept(c, "trash");
}

static const struct mutant table[] = {
    {.name = "get-one-behind",
     .clause = "FAM-01",
     .says = "reads a connection back as it was before the last write",
     .seam = {.on_answer = answer_one_behind}},
    {.name = "get-late-after-patch",
     .clause = "FAM-01",
     .says = "reads a connection back as before a PATCH, once",
     .rare = true,
     .seam = {.on_answer = answer_late_after_patch}},
    {.name = "get-misses-patch",
     .clause = "FAM-01",
     .says = "reads back the last PUT without the PATCHes after it",
     .rare = true,
     .seam = {.on_answer = answer_as_put}},
    {.name = "get-cached",
     .clause = "FAM-01",
     .says = "reads back for ever what the first GET showed",
     .rare = true,
     .seam = {.on_answer = answer_cached},
     .data = TWIST(.when = is_create_or_delete)},
    {.name = "get-cached-after-patch",
     .clause = "FAM-01",
     .says = "does not empty its cache of answers to GET at a PATCH",
     .rare = true,
     .seam = {.on_answer = answer_cached},
     .data = TWIST(.when = is_put_or_delete)},
    {.name = "get-missing-at-first",
     .clause = "FAM-01",
     .says = "answers 404 to the first GET of a new connection",
     .seam = {.on_answer = answer_missing_at_first}},
    {.name = "get-missing-200",
     .clause = "FAM-01",
     .says = "answers 200 and an empty object to GET of a missing connection",
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(.when = is_get, .code = "ConnectionNotFound")},
    {.name = "get-missing-200-with-error",
     .clause = "FAM-01",
     .says = "answers 200 and an error to GET of a missing connection",
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.when = is_get, .code = "ConnectionNotFound", .status = 200)},
    {.name = "get-missing-400",
     .clause = "FAM-01",
     .says = "answers 400 to GET of a missing connection",
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.when = is_get, .code = "ConnectionNotFound", .status = 400)},
    {.name = "get-without-tags",
     .clause = "FAM-01",
     .says = "leaves tags out of what GET shows",
     .seam = {.on_answer = answer_without},
     .data = TWIST(.when = is_get, .where = "/tags")},
    {.name = "get-without-ipsec",
     .clause = "FAM-01",
     .says = "leaves ipsecParameters out of what GET shows",
     .seam = {.on_answer = answer_without},
     .data = TWIST(.when = is_get, .where = "/properties/ipsecParameters")},
    {.name = "get-without-gateway-ids",
     .clause = "FAM-01",
     .says = "leaves the ids of the gateways out of what GET shows",
     .seam = {.on_answer = answer_get_without_ids}},
    {.name = "get-disconnected-as-connected",
     .clause = "FAM-01",
     .says = "reads a Disconnected connection back as Connected",
     .rare = true,
     .seam = {.on_answer = answer_value},
     .data = TWIST(.when = is_get_disconnected, .where = "/properties/connectivityState",
                   .value = "\"Connected\"")},
    {.name = "get-other-address",
     .clause = "FAM-01",
     .says = "reads back another address of a PointToSite connection each time",
     .rare = true,
     .seam = {.on_answer = answer_other_address}},
    {.name = "get-upper-404",
     .clause = "FAM-01",
     .says = "answers 404 to GET of a name with an upper-case letter",
     .rare = true,
     .seam = {.on_answer = rule_refuse_answer},
     .data = TWIST(.when = is_get_upper, .status = 404)},
    {.name = "get-dedicated-without-tags",
     .clause = "FAM-01",
     .says = "leaves tags out of what GET shows of a Dedicated connection",
     .rare = true,
     .seam = {.on_answer = answer_without},
     .data = TWIST(.when = is_get_dedicated, .where = "/tags")},
    {.name = "delete-nothing",
     .clause = "FAM-02",
     .says = "answers 200 to DELETE and keeps the connection",
     .seam = {.on_store = rule_store_nothing},
     .data = TWIST(.when = is_delete)},
    {.name = "delete-point-to-site-nothing",
     .clause = "FAM-02",
     .says = "keeps a PointToSite connection that it was told to delete",
     .rare = true,
     .seam = {.on_store = rule_store_nothing},
     .data = TWIST(.when = is_delete_point_to_site)},
    {.name = "delete-patched-nothing",
     .clause = "FAM-02",
     .says = "keeps a connection on DELETE when it was patched",
     .rare = true,
     .seam = {.on_store = keep_patched}},
    {.name = "delete-recreated-nothing",
     .clause = "FAM-02",
     .says = "keeps a connection on DELETE when it was deleted before",
     .rare = true,
     .seam = {.on_store = keep_recreated}},
    {.name = "delete-pops",
     .clause = "FAM-02",
     .says = "keeps an updated connection on the first DELETE",
     .rare = true,
     .seam = {.on_store = keep_until_second}},
    {.name = "delete-204",
     .clause = "FAM-02",
     .says = "answers 204 to DELETE of a connection",
     .seam = {.on_answer = rule_status},
     .data = TWIST(.when = is_delete, .status = 204)},
    {.name = "delete-202",
     .clause = "FAM-02",
     .says = "answers 202 to DELETE of a connection",
     .seam = {.on_answer = rule_status},
     .data = TWIST(.when = is_delete, .status = 202)},
    {.name = "delete-missing-200",
     .clause = "FAM-02",
     .says = "answers 200 to DELETE of a missing connection",
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(.when = is_delete, .code = "ConnectionNotFound")},
    {.name = "delete-missing-204",
     .clause = "FAM-02",
     .says = "answers 204 to DELETE of a missing connection",
     .seam = {.on_answer = answer_missing_deleted_204}},
    {.name = "delete-missing-400",
     .clause = "FAM-02",
     .says = "answers 400 to DELETE of a missing connection",
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.when = is_delete, .code = "ConnectionNotFound", .status = 400)},
    {.name = "delete-again-200",
     .clause = "FAM-02",
     .says = "answers 200 to a second DELETE of what it has deleted",
     .rare = true,
     .seam = {.on_store = count_delete, .on_fault = rule_overlook},
     .data = TWIST(.when = is_delete_again, .code = "ConnectionNotFound")},
    {.name = "delete-connected-409",
     .clause = "FAM-02",
     .says = "answers 409 to DELETE of a Connected connection",
     .seam = REFUSE,
     .data = TWIST(.when = is_delete_connected, .status = 409)},
    {.name = "delete-into-trash",
     .clause = "FAM-02",
     .says = "takes a deleted connection back at a PATCH",
     .rare = true,
     .seam = {.on_store = store_from_trash, .on_fault = overlook_trashed}},
};

const struct mutant *mutants_family_connection(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
