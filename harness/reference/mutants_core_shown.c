/* Mutants of the core clauses: etag and addresses in answers. */
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/mutants_core_tools.h"

#include <stdlib.h>
#include <string.h>

static bool patches_point_to_site(const struct call *c)
{
    return is_patch(c) && is_point_to_site(c);
}

static bool became_point_to_site(const struct call *c)
{
    return c->existed && is_point_to_site(c) &&
           strcmp(tool_text(c->before, "/properties/connectionType"), "PointToSite") != 0;
}

/* The etag W/"x" as prefix x suffix. */
static void tag(struct call *c, const char *prefix, const char *suffix)
{
    const char *old = tool_shows(c) ? tool_text(c->answer.body, "/etag") : "";
    size_t len = strlen(old);
    if (len < 4)
        return;
    char *text = mem_format("%s%.*s%s", prefix, (int)(len - 4), old + 3, suffix);
    tool_set(c->answer.body, "/etag", text);
    free(text);
}

static void answer_strong(struct call *c)
{
    tag(c, "\"", "\"");
}

static void answer_bare(struct call *c)
{
    tag(c, "", "");
}

static void answer_unquoted(struct call *c)
{
    tag(c, "W/", "");
}

static void answer_single_quotes(struct call *c)
{
    tag(c, "W/'", "'");
}

static void answer_small_w(struct call *c)
{
    tag(c, "w/\"", "\"");
}

static cJSON *addresses(const struct call *c)
{
    return tool_shows(c) ? pointer_get(c->answer.body, "/properties/allocatedIPAddresses") : NULL;
}

static void rename_addresses(struct call *c, const char *name, bool single)
{
    cJSON *list = addresses(c);
    if (!list)
        return;
    cJSON *properties = cJSON_GetObjectItemCaseSensitive(c->answer.body, "properties");
    cJSON *copy = cJSON_Duplicate(single ? list->child : list, true);
    cJSON_DeleteItemFromObjectCaseSensitive(properties, "allocatedIPAddresses");
    tool_put(properties, name, copy);
}

static void answer_singular(struct call *c)
{
    rename_addresses(c, "allocatedIPAddress", true);
}

static void answer_other_case(struct call *c)
{
    rename_addresses(c, "allocatedIpAddresses", false);
}

static void answer_one_address(struct call *c)
{
    rename_addresses(c, "allocatedIPAddresses", true);
}

static void answer_with_mask(struct call *c)
{
    cJSON *list = addresses(c);
    if (!list || !cJSON_IsString(list->child))
        return;
    char *text = mem_format("%s/32", list->child->valuestring);
    cJSON_ReplaceItemInArray(list, 0, cJSON_CreateString(text));
    free(text);
}

static const struct mutant table[] = {
    {.name = "etag-strong",
     .clause = "CORE-23",
     .says = "answers with a strong etag",
     .seam = {.on_answer = answer_strong}},
    {.name = "etag-strong-in-patch",
     .clause = "CORE-23",
     .says = "answers a PATCH with a strong etag",
     .rare = true,
     .seam = {.on_answer = answer_strong},
     .data = &(const struct twist){.when = is_patch}},
    {.name = "etag-bare",
     .clause = "CORE-23",
     .says = "answers with an etag without W/ and quotes",
     .seam = {.on_answer = answer_bare}},
    {.name = "etag-unquoted",
     .clause = "CORE-23",
     .says = "answers with an etag without quotes",
     .seam = {.on_answer = answer_unquoted}},
    {.name = "etag-single-quotes",
     .clause = "CORE-23",
     .says = "answers with an etag in single quotes",

     .seam = {.on_answer = answer_single_quotes}},
    {.name = "etag-small-w",
     .clause = "CORE-23",
     .says = "answers with an etag that begins with w/",

     .seam = {.on_answer = answer_small_w}},
    {.name = "etag-number",
     .clause = "CORE-23",
     .says = "answers with a number for the etag",
     .seam = {.on_answer = answer_value},
     .data = &(const struct twist){.where = "/etag", .value = "1"}},
    {.name = "etag-null",
     .clause = "CORE-23",
     .says = "answers with null for the etag",
     .seam = {.on_answer = answer_value},
     .data = &(const struct twist){.where = "/etag", .value = "null"}},
    {.name = "etag-missing-in-update",
     .clause = "CORE-23",
     .says = "answers an update without the etag",
     .rare = true,
     .seam = {.on_answer = answer_without},
     .data = &(const struct twist){.when = is_update, .where = "/etag"}},
    {.name = "addresses-missing",
     .clause = "CORE-25",
     .says = "answers without allocatedIPAddresses",
     .seam = {.on_answer = answer_without},
     .data = &(const struct twist){.where = "/properties/allocatedIPAddresses"}},
    {.name = "addresses-missing-in-patch",
     .clause = "CORE-25",
     .says = "answers a PATCH without allocatedIPAddresses",
     .rare = true,
     .seam = {.on_answer = answer_without},
     .data = &(const struct twist){.when = patches_point_to_site,
                                   .where = "/properties/allocatedIPAddresses"}},
    {.name = "addresses-missing-at-change",
     .clause = "CORE-25",
     .says = "answers without allocatedIPAddresses when the type becomes PointToSite",
     .rare = true,
     .seam = {.on_answer = answer_without},
     .data = &(const struct twist){.when = became_point_to_site,
                                   .where = "/properties/allocatedIPAddresses"}},
    {.name = "addresses-null",
     .clause = "CORE-25",
     .says = "answers with null for allocatedIPAddresses",
     .seam = {.on_answer = answer_value},
     .data = &(const struct twist){.where = "/properties/allocatedIPAddresses", .value = "null"}},
    {.name = "addresses-pending",
     .clause = "CORE-25",
     .says = "answers with an address that is none",
     .seam = {.on_answer = answer_value},
     .data = &(const struct twist){.where = "/properties/allocatedIPAddresses",
                                   .value = "[\"pending\"]"}},
    {.name = "addresses-256",
     .clause = "CORE-25",
     .says = "answers with the address 10.0.0.256",

     .seam = {.on_answer = answer_value},
     .data = &(const struct twist){.where = "/properties/allocatedIPAddresses",
                                   .value = "[\"10.0.0.256\"]"}},
    {.name = "addresses-object",
     .clause = "CORE-25",
     .says = "answers with objects for addresses",
     .seam = {.on_answer = answer_value},
     .data = &(const struct twist){.where = "/properties/allocatedIPAddresses",
                                   .value = "[{\"ipAddress\":\"10.0.0.1\"}]"}},
    {.name = "addresses-list",
     .clause = "CORE-25",
     .says = "answers with two addresses in one string",

     .seam = {.on_answer = answer_value},
     .data = &(const struct twist){.where = "/properties/allocatedIPAddresses",
                                   .value = "[\"10.0.0.1,10.0.0.2\"]"}},
    {.name = "addresses-second-wrong",
     .clause = "CORE-25",
     .says = "answers with an empty second address",

     .seam = {.on_answer = answer_value},
     .data = &(const struct twist){.where = "/properties/allocatedIPAddresses",
                                   .value = "[\"10.0.0.1\",\"\"]"}},
    {.name = "addresses-singular",
     .clause = "CORE-25",
     .says = "answers with allocatedIPAddress",
     .seam = {.on_answer = answer_singular}},
    {.name = "addresses-other-case",
     .clause = "CORE-25",
     .says = "answers with allocatedIpAddresses",

     .seam = {.on_answer = answer_other_case}},
    {.name = "addresses-string",
     .clause = "CORE-25",
     .says = "answers with one string for the addresses",
     .seam = {.on_answer = answer_one_address}},
    {.name = "addresses-mask",
     .clause = "CORE-25",
     .says = "answers with a mask after the address",

     .seam = {.on_answer = answer_with_mask}},
    {.name = "update-answers-type-lower",
     .clause = "CORE-11",
     .says = "answers an update with the type in lower case",
     .rare = true,
     .seam = {.on_answer = answer_lower},
     .data = &(const struct twist){.when = is_update, .where = "/properties/connectionType"}},
    {.name = "third-update-answers-state-unknown",
     .clause = "CORE-12",
     .says = "answers updates from the third on with an unknown state",
     .rare = true,
     .seam = {.on_answer = answer_value},
     .data = &(const struct twist){.when = is_third_update,
                                   .where = "/properties/connectivityState",
                                   .value = "\"Unknown\""}},
    {.name = "third-update-answers-disconnected",
     .clause = "CORE-13",
     .says = "answers updates from the third on as disconnected",
     .rare = true,
     .seam = {.on_answer = answer_value},
     .data = &(const struct twist){.when = is_third_update,
                                   .where = "/properties/connectivityState",
                                   .value = "\"Disconnected\""}},
    {.name = "update-answers-location-lower",
     .clause = "CORE-14",
     .says = "answers an update with the location in lower case",
     .rare = true,
     .seam = {.on_answer = answer_lower},
     .data = &(const struct twist){.when = is_update, .where = "/location"}},
    {.name = "third-update-answers-name-of-page",
     .clause = "CORE-21",
     .says = "answers updates from the third on with the name of the page's example",
     .rare = true,
     .seam = {.on_answer = answer_value},
     .data = &(const struct twist){.when = is_third_update,
                                   .where = "/name",
                                   .value = "\"connection1\""}},
};

const struct mutant *mutants_core_shown(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
