/* Mutants of the platform clauses: the same PUT again, other locations, writes at one time. */
#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/mutants_family_tools.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define STATE "/properties/connectivityState"
#define HASH "/properties/ipsecParameters/hashAlgorithm"
#define MOVED .code = "LocationChanged"

static bool is_of_connection(const struct call *c)
{
    return c->uri.resource == RESOURCE_CONNECTION && c->uri.name;
}

/* A write that changes nothing keeps the etag. */
static bool is_again(const struct call *c)
{
    return is_of_connection(c) && is_update(c) && strcmp(c->etag, c->etag_before) == 0;
}

static bool is_third_again(const struct call *c)
{
    return is_again(c) && c->writes >= 2;
}

static bool is_connected_again(const struct call *c)
{
    return is_again(c) && !is_disconnected(c);
}

static bool is_other_again(const struct call *c)
{
    return is_again(c) && !is_site_to_site(c);
}

static bool store_swapped(struct call *c)
{
    if (is_again(c)) {
        cJSON *one = cJSON_Duplicate(pointer_get(c->after, "/properties/gateway1"), true);
        tool_move(c->after, "/properties/gateway1", pointer_get(c->after, "/properties/gateway2"));
        tool_move(c->after, "/properties/gateway2", one);
        cJSON_Delete(one);
    }
    return true;
}

static bool store_counted(struct call *c)
{
    if (!is_again(c))
        return true;
    cJSON *tags = cJSON_GetObjectItemCaseSensitive(c->after, "tags");
    char *count = mem_format("%u", c->writes);
    tool_put(tags ? tags : cJSON_AddObjectToObject(c->after, "tags"), "writes",
             cJSON_CreateString(count));
    free(count);
    return true;
}

static bool store_more_time(struct call *c)
{
    static const char where[] = "/properties/ipsecParameters/saLifeTimeSeconds";
    const char *old = is_again(c) ? tool_text(c->after, where) : "";
    char *more = mem_format("%s0", old);
    if (*old)
        tool_set(c->after, where, more);
    free(more);
    return true;
}

/* An address for each PUT; GET shows the last, or all of them. data: any is for all */
static void answer_addresses(struct call *c)
{
    cJSON *list =
        tool_shows(c) ? pointer_get(c->answer.body, "/properties/allocatedIPAddresses") : NULL;
    if (!list)
        return;
    unsigned puts = is_put(c) ? seam_bump(c, "puts") : seam_count(c, "puts");
    for (unsigned i = c->data ? 1 : puts; i <= puts && i < 200; i++) {
        char *address = mem_format("10.7.0.%u", i);
        if (!c->data)
            cJSON_DeleteItemFromArray(list, 0);
        cJSON_AddItemToArray(list, cJSON_CreateString(address));
        free(address);
    }
}

/* --- locations --- */

static bool is_prefix(const struct call *c)
{
    const char *old = tool_text(c->before, "/location"), *now = tool_text(c->sent, "/location");
    return *old && strncmp(old, now, strlen(old)) == 0;
}

static bool is_patch_of_location(const struct call *c)
{
    const cJSON *only = c->sent ? c->sent->child : NULL;
    return is_patch(c) && only && !only->next;
}

static bool is_third_write(const struct call *c)
{
    return c->writes >= 2;
}

static bool changes_type(const struct call *c)
{
    static const char type[] = "/properties/connectionType";
    const char *now = tool_text(c->sent, type);
    return *now && strcmp(now, tool_text(c->before, type)) != 0;
}

static bool is_refused_for_location(const struct call *c)
{
    return c->after && strcmp(tool_text(c->answer.body, "/error/code"), "LocationChanged") == 0;
}

static bool keep_moved(struct call *c)
{
    return rule_twists(c) && is_refused_for_location(c);
}

/* --- at one time --- */

/* Long enough for another request to be seen. */
static void wait_for_others(struct call *c)
{
    struct timespec pause = {.tv_nsec = 20 * 1000 * 1000};
    if (is_of_connection(c) && rule_twists(c))
        nanosleep(&pause, NULL);
}

static bool is_guarded(const struct call *c)
{
    return *rule_asked(c, "If-None-Match") != '\0';
}

/* Another write came in between: its part at `where` stays. */
static bool store_mixed(struct call *c)
{
    const struct twist *t = c->data;
    bool raced = c->after && c->before && c->current && !json_equal(c->before, c->current);
    if (raced && is_of_connection(c))
        tool_move(c->after, t->where, pointer_get(c->current, t->where));
    return true;
}

static bool store_as_before(struct call *c)
{
    bool raced = c->after && c->before && c->current && !json_equal(c->before, c->current);
    if (raced && is_of_connection(c)) {
        cJSON_Delete(c->after);
        c->after = cJSON_Duplicate(c->before, true);
    }
    return true;
}

static bool is_free_patch(const struct call *c)
{
    return is_patch(c) && !*rule_asked(c, "If-Match");
}

/* Another write came in between: its tags stay beside those of this one, which is answered so. */
static bool store_united(struct call *c)
{
    cJSON *tags = c->after ? cJSON_GetObjectItemCaseSensitive(c->after, "tags") : NULL;
    const cJSON *one;
    bool raced = tags && c->before && c->current && !json_equal(c->before, c->current);
    if (!raced || !is_of_connection(c) || !rule_twists(c))
        return true;
    cJSON_ArrayForEach(one, cJSON_GetObjectItemCaseSensitive(c->current, "tags"))
    {
        if (!tool_has(tags, one->string))
            tool_put(tags, one->string, cJSON_Duplicate(one, true));
    }
    return true;
}

/* clang-format off */
#define MIXED {.on_gap = wait_for_others, .on_store = store_mixed}
/* clang-format on */
#define ROW(NAME, CLAUSE, SAYS) .name = NAME, .clause = CLAUSE, .says = SAYS

static const struct mutant table[] = {
    {ROW("put-again-drops-tags", "PLAT-11", "drops the tags when the same PUT comes again"),
     .seam = {.on_store = store_without}, .data = TWIST(.when = is_again, .where = "/tags")},
    {ROW("put-third-time-drops-tags", "PLAT-11",
         "drops the tags when the same PUT comes again twice"),
     .rare = true, .seam = {.on_store = store_without},
     .data = TWIST(.when = is_third_again, .where = "/tags")},
    {ROW("put-again-disconnects", "PLAT-11", "disconnects when the same PUT comes again"),
     .seam = {.on_store = store_value},
     .data = TWIST(.when = is_connected_again, .where = STATE, .value = "\"Disconnected\"")},
    {ROW("put-again-drops-ipsec", "PLAT-11",
         "drops the ipsecParameters of a connection of another type when the same PUT comes again"),
     .rare = true, .seam = {.on_store = store_without},
     .data = TWIST(.when = is_other_again, .where = "/properties/ipsecParameters")},
    {ROW("put-again-swaps-gateways", "PLAT-11", "swaps the gateways when the same PUT comes again"),
     .seam = {.on_store = store_swapped}},
    {ROW("put-again-counted", "PLAT-11", "counts in a tag how often the same PUT came"),
     .seam = {.on_store = store_counted}},
    {ROW("put-again-takes-longer", "PLAT-11",
         "appends a zero to saLifeTimeSeconds when the same PUT comes again"),
     .rare = true, .seam = {.on_store = store_more_time}},
    {ROW("put-again-other-address", "PLAT-11", "allocates another address for each PUT"),
     .rare = true, .seam = {.on_answer = answer_addresses}},
    {ROW("put-again-more-addresses", "PLAT-11", "allocates one more address for each PUT"),
     .rare = true, .seam = {.on_answer = answer_addresses}, .data = TWIST(.where = "all")},
    {ROW("location-moves", "PLAT-13", "changes the location of a connection"),
     .seam = {.on_fault = rule_overlook}, .data = TWIST(MOVED)},
    {ROW("location-moves-in-patch", "PLAT-13", "changes the location of a connection by PATCH"),
     .rare = true, .seam = {.on_fault = rule_overlook}, .data = TWIST(MOVED, .when = is_patch)},
    {ROW("location-moves-alone", "PLAT-13", "changes the location by a PATCH of nothing else"),
     .rare = true, .seam = {.on_fault = rule_overlook},
     .data = TWIST(MOVED, .when = is_patch_of_location)},
    {ROW("location-moves-dedicated", "PLAT-13", "changes the location of a Dedicated connection"),
     .rare = true, .seam = {.on_fault = rule_overlook}, .data = TWIST(MOVED, .when = is_dedicated)},
    {ROW("location-moves-with-type", "PLAT-13", "changes the location together with the type"),
     .rare = true, .seam = {.on_fault = rule_overlook}, .data = TWIST(MOVED, .when = changes_type)},
    {ROW("location-moves-later", "PLAT-13", "changes the location from the third write on"),
     .rare = true, .seam = {.on_fault = rule_overlook},
     .data = TWIST(MOVED, .when = is_third_write)},
    {ROW("location-moves-nearby", "PLAT-13", "takes West US 2 for another spelling of West US"),
     .rare = true, .seam = {.on_fault = rule_overlook}, .data = TWIST(MOVED, .when = is_prefix)},
    {ROW("location-kept", "PLAT-13", "answers 200 to another location and keeps the old one"),
     .seam = {.on_fault = rule_overlook, .on_store = store_stale},
     .data = TWIST(MOVED, .where = "/location")},
    {ROW("location-kept-in-patch", "PLAT-13",
         "answers 200 to a PATCH of the location and keeps the old one"),
     .rare = true, .seam = {.on_fault = rule_overlook, .on_store = store_stale},
     .data = TWIST(MOVED, .when = is_patch, .where = "/location")},
    {ROW("location-409", "PLAT-13", "answers 409 to another location"),
     .seam = {.on_fault = rule_restate}, .data = TWIST(MOVED, .status = 409)},
    {ROW("location-409-in-patch", "PLAT-13", "answers 409 to a PATCH of the location"),
     .rare = true, .seam = {.on_fault = rule_restate},
     .data = TWIST(MOVED, .when = is_patch, .status = 409)},
    {ROW("location-refused-stored", "PLAT-13", "refuses another location and stores the request"),
     .rare = true, .seam = {.on_refused = keep_moved}},
    {ROW("race-both-win", "PLAT-18", "carries both of two writes with one etag out at one time"),
     .rare = true, .seam = {.on_gap = wait_for_others}},
    {ROW("race-both-win-in-patch", "PLAT-18",
         "carries both of two PATCHes with one etag out at one time"),
     .rare = true, .seam = {.on_gap = wait_for_others}, .data = TWIST(.when = is_patch)},
    {ROW("race-both-win-in-delete", "PLAT-18",
         "carries a write out while a DELETE with the same etag is under way"),
     .rare = true, .seam = {.on_gap = wait_for_others}, .data = TWIST(.when = is_delete)},
    {ROW("race-both-create", "PLAT-18", "carries both of two PUTs with If-None-Match * out"),
     .rare = true, .seam = {.on_gap = wait_for_others}, .data = TWIST(.when = is_guarded)},
    {ROW("race-mixes-tags", "PLAT-18", "keeps the tags of one of two writes at one time"),
     .rare = true, .seam = MIXED, .data = TWIST(.where = "/tags")},
    {ROW("race-mixes-gateway2", "PLAT-18", "keeps the gateway2 of one of two writes at one time"),
     .rare = true, .seam = MIXED, .data = TWIST(.where = "/properties/gateway2")},
    {ROW("race-mixes-state", "PLAT-18", "keeps the state of one of two writes at one time"),
     .rare = true, .seam = MIXED, .data = TWIST(.where = STATE)},
    {ROW("race-mixes-hash", "PLAT-18", "keeps the hashAlgorithm of one of two writes at one time"),
     .rare = true, .seam = MIXED, .data = TWIST(.where = HASH)},
    {ROW("race-loses-both", "PLAT-18", "loses both of two writes at one time"), .rare = true,
     .seam = {.on_gap = wait_for_others, .on_store = store_as_before}},
    {ROW("race-unites-tags", "PLAT-18",
         "keeps the tags of both of two PATCHes at one time, and answers so"),
     .rare = true, .seam = {.on_gap = wait_for_others, .on_store = store_united},
     .data = TWIST(.when = is_free_patch)},
};

const struct mutant *mutants_platform_writes(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
