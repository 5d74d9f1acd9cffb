/* Mutants of the platform clauses: PATCH of what is missing and etags, wrong only after something else,
 * such as a refusal, or beside a neighbour. */
#include "base/mem.h"
#include "reference/mutants_history.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define GONE .code = "ConnectionNotFound"

static const char *wanted(const struct call *c)
{
    return rule_asked(c, "If-Match");
}

/* --- PATCH of what is missing --- */

static bool is_patch_refused(const struct call *c)
{
    return is_patch(c) && history_was(c, "refused");
}

/* Its PUTs alone: a PATCH of what is missing is refused, too. */
static bool note_refused_put(struct call *c)
{
    return history_writes(c) && is_put(c) ? history_refused(c) : false;
}

static bool is_patch_dotted(const struct call *c)
{
    return is_patch(c) && history_has_dot(c);
}

static bool is_patch_with_condition(const struct call *c)
{
    return is_patch(c) && *wanted(c);
}

static bool is_patch_of_other_group(const struct call *c)
{
    return is_patch(c) && history_of_connection(c) &&
           history_said(c, "written", c->uri.name) > history_said(c, "gone", c->uri.name);
}

static cJSON *body_of(const struct call *c)
{
    return cJSON_ParseWithLength(c->request->body, c->request->body_len);
}

static bool keep_patch_of_missing(struct call *c)
{
    if (history_writes(c) && is_patch(c) && !c->existed)
        rule_keep(c, "patch", body_of(c));
    return false;
}

static bool store_with_patch(struct call *c)
{
    const cJSON *patch = history_of_connection(c) && is_create(c) ? rule_kept(c, "patch") : NULL;
    const cJSON *tags = patch ? cJSON_GetObjectItemCaseSensitive(patch, "tags") : NULL;
    if (tags && c->after && !tool_has(c->after, "tags"))
        tool_put(c->after, "tags", cJSON_Duplicate(tags, true));
    return true;
}

static bool keep_patch_for_list(struct call *c)
{
    cJSON *item = history_of_connection(c) && is_patch(c) && !c->existed ? body_of(c) : NULL;
    if (!item)
        return false;
    tool_put(item, "name", cJSON_CreateString(c->uri.name));
    tool_put(c->memory, tool_text(item, LIST_GATEWAY1), item);
    return false;
}

static void list_with_patched(struct call *c)
{
    const cJSON *item =
        list_is_shown(c) ? cJSON_GetObjectItemCaseSensitive(c->memory, c->uri.name) : NULL;
    if (item)
        cJSON_AddItemToArray(c->answer.body, cJSON_Duplicate(item, true));
}

static bool say_patch_of_missing(struct call *c)
{
    if (history_of_connection(c) && is_patch(c) && !c->existed)
        history_say(c, "patched");
    return false;
}

static void answer_patched_neighbour(struct call *c)
{
    if (tool_shows(c) && history_said_of_shorter(c, "patched", c->uri.name) >
                             history_said(c, "written", c->uri.name))
        cJSON_DeleteItemFromObjectCaseSensitive(c->answer.body, "tags");
}

/* --- etags: data is the occasion on which the one that is shown changes --- */

static void show_etag(struct call *c, unsigned count)
{
    char *etag = mem_format("W/\"00000000-0000-0000-%04x-%012lx\"", count & 0xffff, 0UL);
    if (count && is_get(c) && c->answer.status == 200 && tool_set(c->answer.body, "/etag", etag))
        headers_set(&c->answer.headers, "ETag", etag);
    free(etag);
}

static void answer_bumped(struct call *c)
{
    const struct twist *t = c->data;
    if (!c->uri.name || c->uri.resource == RESOURCE_NONE)
        return;
    unsigned count = t->when(c) ? seam_bump(c, "etag") : seam_count(c, "etag");
    show_etag(c, count);
}

static bool is_options(const struct call *c)
{
    return history_of_connection(c) && strcmp(c->request->method, "OPTIONS") == 0;
}

static bool is_unauthorized(const struct call *c)
{
    return history_of_connection(c) && c->existed && c->answer.status == 401;
}

static bool is_of_wrong_version(const struct call *c)
{
    return history_of_connection(c) && c->existed &&
           strstr(tool_text(c->answer.body, "/error/code"), "ApiVersion");
}

static void answer_etag_of_neighbour(struct call *c)
{
    if (is_get(c) && history_said_of_shorter(c, "written", c->uri.name) >
                         history_said(c, "written", c->uri.name))
        show_etag(c, 1);
}

/* Monotonic, in milliseconds. */
static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void answer_aged(struct call *c)
{
    if (!history_of_connection(c) || c->answer.status != 200)
        return;
    if (history_writes(c))
        rule_keep(c, "at", cJSON_CreateNumber(now_ms()));
    const cJSON *at = is_get(c) ? rule_kept(c, "at") : NULL;
    show_etag(c, at && now_ms() - at->valuedouble > 1000);
}

#define ROW(called, of, text) .name = called, .clause = of, .says = text, .rare = true

static const struct mutant table[] = {
    {ROW("patch-refused-200", "PLAT-05",
         "answers 200 to PATCH of a name that it refused to create"),
     .seam = {.on_store = history_stored, .on_refused = note_refused_put, .on_fault = rule_restate},
     .data = TWIST(.when = is_patch_refused, GONE, .status = 200)},
    {ROW("patch-missing-dotted-200", "PLAT-05",
         "answers 200 to PATCH of a missing name with a dot"),
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.when = is_patch_dotted, GONE, .status = 200)},
    {ROW("patch-missing-if-match-200", "PLAT-05",
         "answers 200 to PATCH of a missing connection with If-Match"),
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.when = is_patch_with_condition, GONE, .status = 200)},
    {ROW("patch-missing-of-other-group-200", "PLAT-05",
         "answers 200 to PATCH of a name that another group has"),
     .seam = {.on_store = history_say_written, .on_fault = rule_restate},
     .data = TWIST(.when = is_patch_of_other_group, GONE, .status = 200)},
    {ROW("patch-missing-kept", "PLAT-05",
         "gives a new connection the tags of a PATCH from before there was one"),
     .seam = {.on_refused = keep_patch_of_missing, .on_store = store_with_patch}},
    {ROW("patch-missing-listed", "PLAT-05", "lists what a PATCH of a missing connection named"),
     .seam = {.on_refused = keep_patch_for_list, .on_answer = list_with_patched}},
    {ROW("patch-missing-of-neighbour", "PLAT-05",
         "drops the tags of a connection when one is patched whose name its own begins with"),
     .seam = {.on_refused = say_patch_of_missing,
              .on_store = history_say_written,
              .on_answer = answer_patched_neighbour}},
    {ROW("etag-of-options", "PLAT-08", "changes the etag on OPTIONS"),
     .seam = {.on_answer = answer_bumped}, .data = TWIST(.when = is_options)},
    {ROW("etag-of-key-read", "PLAT-08", "changes the etag when the shared key is read"),
     .seam = {.on_answer = answer_bumped}, .data = TWIST(.when = is_key_get)},
    {ROW("etag-of-401", "PLAT-08", "changes the etag on a write with a wrong token"),
     .seam = {.on_answer = answer_bumped}, .data = TWIST(.when = is_unauthorized)},
    {ROW("etag-of-wrong-version", "PLAT-08", "changes the etag on a write of a wrong version"),
     .seam = {.on_answer = answer_bumped}, .data = TWIST(.when = is_of_wrong_version)},
    {ROW("etag-of-neighbour", "PLAT-08",
         "changes the etag of a connection when one is written whose name its own begins with"),
     .seam = {.on_store = history_say_written, .on_answer = answer_etag_of_neighbour}},
    {ROW("etag-ages", "PLAT-08", "shows another etag a second after the last write"),
     .seam = {.on_answer = answer_aged}},
};

const struct mutant *mutants_platform_after(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
