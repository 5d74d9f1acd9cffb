/* Mutants of the core clauses: values. */
#include "base/mem.h"
#include "reference/mutants_core_tools.h"
#include "reference/text.h"

#include <stdlib.h>
#include <string.h>

static bool puts_dedicated(const struct call *c)
{
    return is_put(c) && is_dedicated(c);
}

static bool puts_point_to_site(const struct call *c)
{
    return is_put(c) && is_point_to_site(c);
}

static bool patches_dedicated(const struct call *c)
{
    return is_patch(c) && is_dedicated(c);
}

static bool puts_disconnected(const struct call *c)
{
    return is_put(c) && is_disconnected(c);
}

static bool patches_to_disconnected(const struct call *c)
{
    return is_patch(c) &&
           strcmp(tool_text(c->sent, "/properties/connectivityState"), "Disconnected") == 0;
}

static bool is_disconnected_dedicated(const struct call *c)
{
    return is_disconnected(c) && is_dedicated(c);
}

/* Somewhere that is not in the list of regions. */
static bool is_elsewhere(const struct call *c)
{
    const char *location = tool_text(c->sent, "/location");
    return is_put(c) && !strstr(location, "US") && !strstr(location, "Europe");
}

static bool is_far_from_ascii(const struct call *c)
{
    const char *location = tool_text(c->sent, "/location");
    while (*location && (unsigned char)*location < 0x80)
        location++;
    return *location;
}

static bool answers_tags(const struct call *c)
{
    return cJSON_IsObject(cJSON_GetObjectItemCaseSensitive(c->answer.body, "tags"));
}

/* "West US" becomes "westus". */
static bool store_normal_location(struct call *c)
{
    if (!tool_twists(c) || !c->after)
        return true;
    char *text = mem_string(tool_text(c->after, "/location")), *to = text;
    for (const char *from = text; *from; from++)
        if (*from != ' ')
            *to++ = *from;
    *to = '\0';
    tool_set(c->after, "/location", text);
    tool_lower(c->after, "/location");
    free(text);
    return true;
}

static bool store_cut_location(struct call *c)
{
    cJSON *location = cJSON_GetObjectItemCaseSensitive(c->after, "location");
    if (tool_twists(c) && cJSON_IsString(location) && strlen(location->valuestring) > 20)
        location->valuestring[20] = '\0';
    return true;
}

static bool store_without_blank_tags(struct call *c)
{
    cJSON *tags = tool_twists(c) ? cJSON_GetObjectItemCaseSensitive(c->after, "tags") : NULL;
    for (cJSON *next, *tag = tags ? tags->child : NULL; tag; tag = next) {
        next = tag->next;
        if (cJSON_IsString(tag) && !*tag->valuestring)
            cJSON_Delete(cJSON_DetachItemViaPointer(tags, tag));
    }
    return true;
}

static bool store_lower_keys(struct call *c)
{
    cJSON *tags = tool_twists(c) ? cJSON_GetObjectItemCaseSensitive(c->after, "tags") : NULL;
    for (cJSON *tag = tags ? tags->child : NULL; tag; tag = tag->next)
        for (char *p = tag->string; *p; p++)
            *p = text_lower(*p);
    return true;
}

/* "8080" becomes 8080, and "true" true. */
static void answer_bare_tags(struct call *c)
{
    cJSON *tags = tool_shows(c) && answers_tags(c)
                      ? cJSON_GetObjectItemCaseSensitive(c->answer.body, "tags")
                      : NULL;
    for (cJSON *next, *tag = tags ? tags->child : NULL; tag; tag = next) {
        next = tag->next;
        cJSON *bare = cJSON_Parse(tool_text(tag, ""));
        if (cJSON_IsNumber(bare) || cJSON_IsBool(bare)) {
            char *key = mem_string(tag->string);
            tool_put(tags, key, bare);
            free(key);
        } else {
            cJSON_Delete(bare);
        }
    }
}

static void answer_tag_list(struct call *c)
{
    if (!tool_shows(c) || !answers_tags(c))
        return;
    cJSON *old = cJSON_DetachItemFromObjectCaseSensitive(c->answer.body, "tags");
    cJSON *list = cJSON_AddArrayToObject(c->answer.body, "tags");
    for (const cJSON *tag = old->child; tag; tag = tag->next) {
        cJSON *pair = cJSON_CreateObject();
        cJSON_AddStringToObject(pair, "key", tag->string);
        cJSON_AddStringToObject(pair, "value", tool_text(tag, ""));
        cJSON_AddItemToArray(list, pair);
    }
    cJSON_Delete(old);
}

static bool store_first_tag(struct call *c)
{
    cJSON *tags = tool_twists(c) ? cJSON_GetObjectItemCaseSensitive(c->after, "tags") : NULL;
    while (cJSON_GetArraySize(tags) > 1)
        cJSON_DeleteItemFromArray(tags, 1);
    return true;
}

static const struct mutant table[] = {
    {.name = "dedicated-refused",
     .clause = "CORE-11",
     .says = "refuses Dedicated",
     .seam = REJECT,
     .data = &(const struct twist){.when = puts_dedicated, .status = 400}},
    {.name = "point-to-site-refused",
     .clause = "CORE-11",
     .says = "refuses PointToSite",
     .seam = REJECT,
     .data = &(const struct twist){.when = puts_point_to_site, .status = 400}},
    {.name = "dedicated-as-site-to-site",
     .clause = "CORE-11",
     .says = "stores Dedicated as SiteToSite",
     .rare = true,
     .seam = {.on_store = store_value},
     .data = &(const struct twist){.when = patches_dedicated,
                                   .where = "/properties/connectionType",
                                   .value = "\"SiteToSite\""}},
    {.name = "type-lower",
     .clause = "CORE-11",
     .says = "answers with the connectionType in lower case",
     .seam = {.on_answer = answer_lower},
     .data = &(const struct twist){.where = "/properties/connectionType"}},
    {.name = "point-to-site-renamed",
     .clause = "CORE-11",
     .says = "answers Point2Site for PointToSite",
     .seam = {.on_answer = answer_value},
     .data = &(const struct twist){.when = is_point_to_site,
                                   .where = "/properties/connectionType",
                                   .value = "\"Point2Site\""}},
    {.name = "dedicated-number",
     .clause = "CORE-11",
     .says = "answers with the number 2 for Dedicated",
     .seam = {.on_answer = answer_value},
     .data = &(const struct twist){.when = is_dedicated,
                                   .where = "/properties/connectionType",
                                   .value = "2"}},
    {.name = "disconnected-refused",
     .clause = "CORE-12",
     .says = "refuses Disconnected",
     .seam = REJECT,
     .data = &(const struct twist){.when = puts_disconnected, .status = 400}},
    {.name = "patch-disconnected-refused",
     .clause = "CORE-12",
     .says = "refuses a PATCH to Disconnected",
     .rare = true,
     .seam = REJECT,
     .data = &(const struct twist){.when = patches_to_disconnected, .status = 400}},
    {.name = "state-lower",
     .clause = "CORE-12",
     .says = "answers with the connectivityState in lower case",
     .seam = {.on_answer = answer_lower},
     .data = &(const struct twist){.where = "/properties/connectivityState"}},
    {.name = "state-not-connected",
     .clause = "CORE-12",
     .says = "answers NotConnected for Disconnected",
     .seam = {.on_answer = answer_value},
     .data = &(const struct twist){.when = is_disconnected,
                                   .where = "/properties/connectivityState",
                                   .value = "\"NotConnected\""}},
    {.name = "state-unknown-at-first",
     .clause = "CORE-12",
     .says = "answers a create with the state Unknown",
     .seam = {.on_answer = answer_value},
     .data = &(const struct twist){.when = is_create,
                                   .where = "/properties/connectivityState",
                                   .value = "\"Unknown\""}},
    {.name = "state-boolean-dedicated",
     .clause = "CORE-12",
     .says = "answers false for Disconnected on a Dedicated connection",
     .rare = true,
     .seam = {.on_answer = answer_value},
     .data = &(const struct twist){.when = is_disconnected_dedicated,
                                   .where = "/properties/connectivityState",
                                   .value = "false"}},
    {.name = "state-always-connected",
     .clause = "CORE-13",
     .says = "always answers Connected",
     .seam = {.on_answer = answer_value},
     .data =
         &(const struct twist){.where = "/properties/connectivityState", .value = "\"Connected\""}},
    {.name = "state-disconnected-at-first",
     .clause = "CORE-13",
     .says = "stores a new connection as Disconnected",
     .seam = {.on_store = store_value},
     .data = &(const struct twist){.when = is_create,
                                   .where = "/properties/connectivityState",
                                   .value = "\"Disconnected\""}},
    {.name = "location-normalised",
     .clause = "CORE-14",
     .says = "stores the location in lower case and without spaces",
     .seam = {.on_store = store_normal_location}},
    {.name = "location-global",
     .clause = "CORE-14",
     .says = "answers with the location global",
     .seam = {.on_answer = answer_value},
     .data = &(const struct twist){.where = "/location", .value = "\"global\""}},
    {.name = "location-unknown-refused",
     .clause = "CORE-14",
     .says = "refuses a location that is neither in the US nor in Europe",
     .seam = REJECT,
     .data = &(const struct twist){.when = is_elsewhere, .status = 400}},
    {.name = "location-non-ascii-refused",
     .clause = "CORE-14",
     .says = "refuses a location outside ASCII",
     .rare = true,
     .seam = REJECT,
     .data = &(const struct twist){.when = is_far_from_ascii, .status = 400}},
    {.name = "location-cut",
     .clause = "CORE-14",
     .says = "cuts a location after 20 characters",
     .rare = true,
     .seam = {.on_store = store_cut_location}},
    {.name = "location-missing-in-patch",
     .clause = "CORE-26",
     .says = "answers a PATCH without the location",
     .seam = {.on_answer = answer_without},
     .data = &(const struct twist){.when = is_patch, .where = "/location"}},
    {.name = "tags-dropped",
     .clause = "CORE-16",
     .says = "drops the tags",
     .seam = {.on_store = store_without},
     .data = &(const struct twist){.where = "/tags"}},
    {.name = "tags-dropped-dedicated",
     .clause = "CORE-16",
     .says = "drops the tags of a Dedicated connection",
     .rare = true,
     .seam = {.on_store = store_without},
     .data = &(const struct twist){.when = puts_dedicated, .where = "/tags"}},
    {.name = "tags-first-only",
     .clause = "CORE-16",
     .says = "stores only the first tag",
     .seam = {.on_store = store_first_tag}},
    {.name = "tags-lower-keys",
     .clause = "CORE-16",
     .says = "stores tag names in lower case",
     .rare = true,
     .seam = {.on_store = store_lower_keys}},
    {.name = "tags-bare-values",
     .clause = "CORE-16",
     .says = "answers tag values that look like numbers or booleans as such",
     .rare = true,
     .seam = {.on_answer = answer_bare_tags}},
    {.name = "tags-blank-dropped",
     .clause = "CORE-16",
     .says = "drops tags whose value is empty",
     .rare = true,
     .seam = {.on_store = store_without_blank_tags}},
    {.name = "tags-list",
     .clause = "CORE-16",
     .says = "answers with tags as a list of pairs",
     .seam = {.on_answer = answer_tag_list}},
};

const struct mutant *mutants_core_values(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
