/* Mutants: what is spelled in another way than the page, or than it is stored. */
#include "reference/mutants_family_tools.h"
#include "reference/text.h"

#include <string.h>

#define TYPE "/properties/connectionType"
#define STATE "/properties/connectivityState"
#define MOVED .code = "LocationChanged"

/* --- locations --- */

static bool respells(const struct call *c)
{
    const char *old = tool_text(c->before, "/location"), *sent = tool_text(c->sent, "/location");
    return *old && *sent && strcmp(old, sent) != 0 && text_same_place(old, sent);
}

/* The location is free once it was respelled. */
static bool overlook_freed(struct call *c, struct fault *fault)
{
    return strcmp(fault->code, "LocationChanged") == 0 && rule_kept(c, "respelled");
}

static bool store_freed(struct call *c)
{
    if (respells(c))
        rule_keep(c, "respelled", cJSON_CreateTrue());
    return true;
}

/* --- values of a list --- */

/* data: `where` is the member, `value` what it becomes when it is none of the list but for its case;
 * NULL: it stays as it was sent */
static const char *listed(const char *text)
{
    static const char *const all[] = {"SiteToSite", "PointToSite", "Dedicated", "Connected",
                                      "Disconnected"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (text_same(all[i], text))
            return all[i];
    return NULL;
}

static bool overlook_case(struct call *c, struct fault *fault)
{
    const struct twist *t = c->data;
    return strcmp(fault->code, "NotOneOf") == 0 && strcmp(fault->where, t->where) == 0 &&
           listed(tool_text(c->sent, t->where)) && rule_twists(c);
}

static bool store_other(struct call *c)
{
    const struct twist *t = c->data;
    const char *sent = tool_text(c->sent, t->where), *right = listed(sent);
    if (c->after && t->value && right && strcmp(sent, right) != 0)
        tool_set(c->after, t->where, t->value);
    return true;
}

/* --- a slash at the end --- */

static void take_slash(struct call *c, struct request *request)
{
    size_t len = strcspn(request->path, "?");
    if (len <= 1 || request->path[len - 1] != '/')
        return;
    memmove(request->path + len - 1, request->path + len, strlen(request->path + len) + 1);
    tool_put(c->memory, "slash", cJSON_CreateNumber((double)c->serial));
}

static bool had_slash(const struct call *c)
{
    const cJSON *serial = cJSON_GetObjectItemCaseSensitive(c->memory, "slash");
    return serial && serial->valuedouble == (double)c->serial;
}

static bool had_slash_in_patch(const struct call *c)
{
    return had_slash(c) && is_patch(c);
}

/* clang-format off */
#define ROW(NAME, CLAUSE, SAYS) .name = NAME, .clause = CLAUSE, .says = SAYS
/* clang-format on */

static const struct mutant table[] = {
    {ROW("location-respelled-frees", "PLAT-13",
         "changes the location once another spelling of it was accepted"),
     .rare = true, .seam = {.on_fault = overlook_freed, .on_store = store_freed}},
    {ROW("location-respelled-409", "PLAT-13", "answers 409 to another spelling of the location"),
     .rare = true, .seam = REFUSE, .data = TWIST(MOVED, .when = respells, .status = 409)},
    {ROW("location-respelled-stored", "PLAT-13",
         "refuses another spelling of the location and carries the write out"),
     .rare = true, .seam = {.on_answer = rule_refuse_answer},
     .data = TWIST(MOVED, .when = respells, .status = 400)},
    {ROW("location-respelled-lost", "PLAT-13",
         "answers 200 to a write with another spelling of the location and loses it"),
     .rare = true, .seam = {.on_store = rule_store_nothing}, .data = TWIST(.when = respells)},
    {ROW("slash-loses-writes", "PLAT-06",
         "answers 200 to a write with a slash at the end of its URI and loses it"),
     .rare = true, .seam = {.on_request = take_slash, .on_store = rule_store_nothing},
     .data = TWIST(.when = had_slash)},
    {ROW("slash-loses-patches", "PLAT-06",
         "answers 200 to a PATCH with a slash at the end of its URI and loses it"),
     .rare = true, .seam = {.on_request = take_slash, .on_store = rule_store_nothing},
     .data = TWIST(.when = had_slash_in_patch)},
    {ROW("type-any-case-kept", "CORE-11", "takes a connectionType in any case and returns it so"),
     .rare = true, .seam = {.on_fault = overlook_case}, .data = TWIST(.where = TYPE)},
    {ROW("type-any-case-kept-in-patch", "CORE-11",
         "takes a connectionType in any case in PATCH and returns it so"),
     .rare = true, .seam = {.on_fault = overlook_case},
     .data = TWIST(.when = is_patch, .where = TYPE)},
    {ROW("type-other-case-dedicated", "CORE-11",
         "takes a connectionType in another case for Dedicated"),
     .rare = true, .seam = {.on_fault = overlook_case, .on_store = store_other},
     .data = TWIST(.where = TYPE, .value = "Dedicated")},
    {ROW("state-any-case-kept", "CORE-12",
         "takes a connectivityState in any case and returns it so"),
     .rare = true, .seam = {.on_fault = overlook_case}, .data = TWIST(.where = STATE)},
    {ROW("state-any-case-kept-in-patch", "CORE-12",
         "takes a connectivityState in any case in PATCH and returns it so"),
     .rare = true, .seam = {.on_fault = overlook_case},
     .data = TWIST(.when = is_patch, .where = STATE)},
};

const struct mutant *mutants_platform_spelling(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
