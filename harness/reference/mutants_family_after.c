/* Mutants of the family clauses: wrong only after something else, such as a refusal or a deletion, or
 * beside a neighbour, a connection whose name begins with this one's or the other way round. */
#include "base/mem.h"
#include "reference/mutants_history.h"
#include "reference/text.h"

#include <stdlib.h>
#include <string.h>

static cJSON *copy(const cJSON *value)
{
    return value ? cJSON_Duplicate(value, true) : NULL;
}

/* --- what happened to the connection of the URI --- */

static bool is_get_refused(const struct call *c)
{
    return is_get(c) && history_was(c, "refused");
}

static bool is_delete_refused(const struct call *c)
{
    return is_delete(c) && history_was(c, "refused");
}

static bool is_key_get_refused(const struct call *c)
{
    return is_key_get(c) && history_was(c, "refused");
}

static bool is_key_put_deleted(const struct call *c)
{
    return is_key_put(c) && history_was(c, "deleted");
}

static bool is_key_reset_deleted(const struct call *c)
{
    return is_key_reset(c) && history_was(c, "deleted");
}

static bool is_delete_dotted(const struct call *c)
{
    return is_delete(c) && strchr(c->uri.name, '.') != NULL;
}

static bool keep_refused(struct call *c)
{
    bool keeps = is_delete_refused(c);
    return history_stored(c) && !keeps;
}

static bool keep_with_key(struct call *c)
{
    bool keeps = is_delete(c) && rule_kept(c, "set");
    return history_stored(c) && !keeps;
}

static bool keep_set_key(struct call *c)
{
    return history_stored(c) && !(is_key_reset(c) && rule_kept(c, "set"));
}

static void answer_refused_tags(struct call *c)
{
    const cJSON *refused = is_get(c) && tool_shows(c) ? rule_kept(c, "refused") : NULL;
    const cJSON *tags = refused ? cJSON_GetObjectItemCaseSensitive(refused, "tags") : NULL;
    if (tags)
        tool_put(c->answer.body, "tags", copy(tags));
}

/* The key that creation made lasts for one reading. */
static void answer_new_key(struct call *c)
{
    char *key = mem_format("key-%lu-0123456789", c->serial);
    if (is_key_get(c) && c->answer.status == 200 && !rule_kept(c, "set"))
        tool_put(c->answer.body, "value", cJSON_CreateString(key));
    free(key);
}

static bool note_type(struct call *c)
{
    if (history_writes(c) && c->after && is_create(c))
        rule_keep(c, "first", copy(c->after));
    return true;
}

static void answer_first_type(struct call *c)
{
    const cJSON *first = is_get(c) && tool_shows(c) ? rule_kept(c, "first") : NULL;
    const char *was = tool_text(first, "/properties/connectionType");
    if (first && strcmp(was, tool_text(c->answer.body, "/properties/connectionType")) != 0)
        tool_set(c->answer.body, "/properties/connectionType", was);
}

/* Created again in another case, it finds the tags of the deleted one. */
static bool store_tags_of_other_case(struct call *c)
{
    if (is_delete(c))
        rule_keep(c, "old", copy(c->before));
    const cJSON *old = history_writes(c) && is_create(c) && c->after ? rule_kept(c, "old") : NULL;
    const cJSON *tags = old ? cJSON_GetObjectItemCaseSensitive(old, "tags") : NULL;
    if (tags && strcmp(tool_text(old, "/name"), c->uri.name) != 0 && !tool_has(c->after, "tags"))
        tool_put(c->after, "tags", copy(tags));
    return true;
}

/* --- neighbours: memory has an object for each word, with the names that it was said of --- */

static bool say_writes(struct call *c)
{
    if (history_writes(c))
        history_say(c, "written");
    if (is_delete(c))
        history_say(c, "gone");
    if (is_key_put(c))
        history_say(c, "keyed");
    return true;
}

static void answer_gone_with_neighbour(struct call *c)
{
    if (is_get(c) && tool_shows(c) &&
        history_said_of_shorter(c, "gone", c->uri.name) > history_said(c, "written", c->uri.name))
        rule_error(c, 404, "ConnectionNotFound");
}

static void answer_key_of_neighbour(struct call *c)
{
    double written =
        is_key_get(c) && c->answer.status == 200 && history_said(c, "keyed", c->uri.name) > 0
            ? history_said_of_shorter(c, "written", c->uri.name)
            : 0;
    if (written > history_said(c, "keyed", c->uri.name))
        tool_put(c->answer.body, "value", cJSON_CreateString("made-anew-0123456789"));
}

static bool say_refused_of_list(struct call *c)
{
    if (history_writes(c))
        history_say(c, "refused");
    return false;
}

static void list_without_refused(struct call *c)
{
    const cJSON *refused = cJSON_GetObjectItemCaseSensitive(c->memory, "refused");
    cJSON *next;
    if (list_is_shown(c) && refused)
        for (cJSON *item = c->answer.body->child; item; item = next) {
            next = item->next;
            if (tool_has(refused, tool_text(item, "/name")))
                cJSON_Delete(cJSON_DetachItemViaPointer(c->answer.body, item));
        }
}

static void list_of_five(struct call *c)
{
    while (list_is_shown(c) && cJSON_GetArraySize(c->answer.body) > 5)
        cJSON_DeleteItemFromArray(c->answer.body, 5);
}

static void list_short_from_sixth(struct call *c)
{
    for (int i = 5; list_is_shown(c) && i < cJSON_GetArraySize(c->answer.body); i++)
        cJSON_DeleteItemFromObjectCaseSensitive(cJSON_GetArrayItem(c->answer.body, i), "etag");
}

/* --- gateways --- */

static bool say_gateways(struct call *c)
{
    if (is_gateway_put(c))
        history_say(c, c->uri.local ? "local" : "virtual");
    return true;
}

static bool mixes_kinds(const struct call *c)
{
    return history_writes(c) && history_said(c, "virtual", tool_text(c->sent, LIST_GATEWAY1)) > 0 &&
           history_said(c, "local", tool_text(c->sent, LIST_GATEWAY2)) > 0;
}

static bool store_of_one_kind(struct call *c)
{
    return say_gateways(c) && rule_refuse_store(c);
}

static bool overlook_longer_gateway(struct call *c, struct fault *fault)
{
    const char *name = tool_text(c->sent, fault->where);
    return strcmp(fault->code, "GatewayNotFound") == 0 &&
           (history_said_of_shorter(c, "virtual", name) > 0 ||
            history_said_of_shorter(c, "local", name) > 0);
}

/* A gateway that is PUT again takes the tags off the connections that use it. */
static bool say_gateways_again(struct call *c)
{
    if (is_gateway_put(c))
        history_say(c, history_said(c, "known", c->uri.name) > 0 ? "again" : "known");
    return say_writes(c);
}

static void answer_without_tags_again(struct call *c)
{
    const cJSON *again = cJSON_GetObjectItemCaseSensitive(c->memory, "again");
    if (!again || !is_get(c) || !tool_shows(c))
        return;
    for (const cJSON *one = again->child; one; one = one->next)
        if (one->valuedouble > history_said(c, "written", c->uri.name) &&
            list_item_has(c->answer.body, LIST_GATEWAY1, one->string))
            cJSON_DeleteItemFromObjectCaseSensitive(c->answer.body, "tags");
}

#define ROW(called, of, text) .name = called, .clause = of, .says = text, .rare = true
#define MISSING .code = "ConnectionNotFound"

static const struct mutant table[] = {
    {ROW("get-refused-200", "FAM-01", "answers 200 to GET of a name whose creation was refused"),
     .seam = {HISTORY, .on_fault = rule_overlook}, .data = TWIST(.when = is_get_refused, MISSING)},
    {ROW("get-refused-tags", "FAM-01", "reads back the tags of a write that was refused"),
     .seam = {HISTORY, .on_answer = answer_refused_tags}},
    {ROW("get-first-type", "FAM-01", "reads back the type that a connection had at first"),
     .seam = {.on_store = note_type, .on_answer = answer_first_type}},
    {ROW("delete-refused-200", "FAM-02",
         "answers 200 to DELETE of a name that it refused to create"),
     .seam = {HISTORY, .on_fault = rule_overlook},
     .data = TWIST(.when = is_delete_refused, MISSING)},
    {ROW("delete-after-refusal-nothing", "FAM-02",
         "keeps a connection on DELETE when its last write was refused"),
     .seam = {.on_refused = history_refused, .on_store = keep_refused}},
    {ROW("delete-with-key-nothing", "FAM-02", "keeps a connection on DELETE when its key was set"),
     .seam = {.on_store = keep_with_key}},
    {ROW("delete-dotted-404", "FAM-02", "answers 404 to DELETE of a name with a dot"),
     .seam = REFUSE, .data = TWIST(.when = is_delete_dotted, .status = 404)},
    {ROW("delete-of-neighbours", "FAM-02",
         "deletes the connections whose names begin with the one it was given, too"),
     .seam = {.on_store = say_writes, .on_answer = answer_gone_with_neighbour}},
    {ROW("key-refused-200", "FAM-05", "shows a shared key of a name whose creation was refused"),
     .seam = {HISTORY, .on_fault = rule_overlook},
     .data = TWIST(.when = is_key_get_refused, MISSING)},
    {ROW("key-new-each-time", "FAM-05", "shows another shared key each time until one is written"),
     .seam = {.on_store = history_stored, .on_answer = answer_new_key}},
    {ROW("key-put-deleted-200", "FAM-06", "accepts a shared key for a deleted connection"),
     .seam = {HISTORY, .on_fault = rule_overlook},
     .data = TWIST(.when = is_key_put_deleted, MISSING)},
    {ROW("key-reset-deleted-200", "FAM-07", "resets the shared key of a deleted connection"),
     .seam = {HISTORY, .on_fault = rule_overlook},
     .data = TWIST(.when = is_key_reset_deleted, MISSING)},
    {ROW("key-reset-set-kept", "FAM-07", "keeps a shared key that was set when it is to be reset"),
     .seam = {.on_store = keep_set_key}},
    {ROW("list-of-five", "FAM-08", "lists five connections at most"),
     .seam = {.on_answer = list_of_five}},
    {ROW("list-short-from-sixth", "FAM-08", "lists connections from the sixth on without etag"),
     .seam = {.on_answer = list_short_from_sixth}},
    {ROW("list-without-refused", "FAM-08", "leaves connections of which a write was refused out"),
     .seam = {.on_refused = say_refused_of_list, .on_answer = list_without_refused}},
    {ROW("gateways-of-one-kind", "FAM-09", "refuses a virtual gateway1 with a local gateway2"),
     .seam = {.on_store = store_of_one_kind, .on_answer = rule_refuse_answer},
     .data = TWIST(.when = mixes_kinds, .status = 400)},
    {ROW("gateway-longer-known", "FAM-09",
         "takes a name that begins with that of a new gateway for one, too"),
     .seam = {.on_store = say_gateways, .on_fault = overlook_longer_gateway}},
    {ROW("gateway-again-drops-tags", "FAM-09",
         "drops the tags of the connections of a gateway that is PUT again"),
     .seam = {.on_store = say_gateways_again, .on_answer = answer_without_tags_again}},
    {ROW("key-lost-beside", "FAM-10",
         "makes a shared key anew when a connection is written whose name its own begins with"),
     .seam = {.on_store = say_writes, .on_answer = answer_key_of_neighbour}},
    {ROW("recreated-in-other-case-with-tags", "FAM-11",
         "gives a connection that is re-created in another case the tags of the deleted one"),
     .seam = {.on_store = store_tags_of_other_case}},
};

const struct mutant *mutants_family_after(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
