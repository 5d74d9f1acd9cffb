/* sequence_bugs.c - bugs that need several operations. */
#include "fuzz/planted/planted.h"

static const cJSON *member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static bool on_connection(const struct planted_call *call, const char *method)
{
    return !call->below.len && planted_is(call, method);
}

/* The last operation on this connection that was no GET: oracles read between writes. */
static const struct planted_step *last_step(const struct planted_call *call)
{
    for (size_t i = call->history_count; i-- > 0;)
        if (call->history[i].name == call->name && !call->history[i].below &&
            strcmp(call->history[i].method, "GET") != 0)
            return &call->history[i];
    return NULL;
}

static bool was(const struct planted_step *step, const char *method, bool accepted)
{
    return step && strcmp(step->method, method) == 0 && step->accepted == accepted;
}

/* Use after free: the entry went, the pointer to it did not. */
static void patch_after_delete(const struct planted_call *call, struct canary *c)
{
    if (!on_connection(call, "PATCH") || call->before)
        return;
    canary_reached(c);
    if (was(last_step(call), "DELETE", true))
        canary_triggered(c);
}

/* What was refused is kept for the next reader. */
static void read_after_refusal(const struct planted_call *call, struct canary *c)
{
    if (!on_connection(call, "GET") || !call->before)
        return;
    canary_reached(c);
    if (was(last_step(call), "PUT", false))
        canary_triggered(c);
}

/* A tombstone comes back with what it had. */
static void created_again(const struct planted_call *call, struct canary *c)
{
    bool deleted = false;
    if (!on_connection(call, "PUT") || call->before || !call->accepted)
        return;
    for (size_t i = 0; i < call->history_count; i++)
        if (call->history[i].name == call->name)
            deleted |= was(&call->history[i], "DELETE", true);
    if (!deleted)
        return;
    canary_reached(c);
    if (!member(call->sent, "tags"))
        canary_triggered(c);
}

/* The key outlives its connection. */
static void key_after_delete(const struct planted_call *call, struct canary *c)
{
    bool key = false;
    if (!call->below.len || !planted_is(call, "GET"))
        return;
    for (size_t i = 0; i < call->history_count; i++) {
        const struct planted_step *step = &call->history[i];
        if (step->name != call->name)
            continue;
        key |= step->below && step->accepted && strcmp(step->method, "GET") != 0;
        if (!was(step, "DELETE", true) || step->below)
            continue;
        canary_reached(c);
        if (key) {
            canary_triggered(c);
            return;
        }
    }
}

/* A key that is made new before there was one. */
static void reset_twice(const struct planted_call *call, struct canary *c)
{
    unsigned resets = 0;
    if (call->below.len < 11 || !planted_is(call, "POST") || !call->accepted)
        return;
    canary_reached(c);
    for (size_t i = 0; i < call->history_count; i++)
        resets += call->history[i].name == call->name && call->history[i].below &&
                  was(&call->history[i], "POST", true);
    if (resets)
        canary_triggered(c);
}

/* A gateway's list loses two where one goes. */
static void neighbour_deleted(const struct planted_call *call, struct canary *c)
{
    const char *mine = planted_gateway(call->before, "gateway1");
    if (!on_connection(call, "DELETE") || !call->accepted || !mine)
        return;
    canary_reached(c);
    for (unsigned i = 0; i < PLANTED_NAMES; i++) {
        const char *other = planted_gateway(call->others[i], "gateway2");
        if (i != call->name && other && strcmp(other, mine) == 0)
            canary_triggered(c);
    }
}

static unsigned accepted_so_far(const struct planted_call *call, const char *method)
{
    unsigned count = 0;
    for (size_t i = 0; i < call->history_count; i++)
        count += call->history[i].name == call->name && !call->history[i].below &&
                 was(&call->history[i], method, true);
    return count;
}

/* A log of changes with room for three. */
static void fourth_change(const struct planted_call *call, struct canary *c)
{
    if (!on_connection(call, "PATCH") || !call->accepted)
        return;
    unsigned patches = accepted_so_far(call, "PATCH");
    if (patches)
        canary_reached(c);
    if (patches >= 3)
        canary_triggered(c);
}

/* The etag is compared with the one before last. */
static void stale_after_change(const struct planted_call *call, struct canary *c)
{
    if (call->below.len || !call->if_match || call->if_match[0] != 'W' || !call->before)
        return;
    canary_reached(c);
    if (call->status == 412 && accepted_so_far(call, "PATCH"))
        canary_triggered(c);
}

/* If-None-Match finds the place of what went. */
static void none_match_after_delete(const struct planted_call *call, struct canary *c)
{
    if (!on_connection(call, "PUT") || !call->if_none_match || call->if_match)
        return;
    canary_reached(c);
    if (call->accepted && was(last_step(call), "DELETE", true))
        canary_triggered(c);
}

static bool has_parameters(const cJSON *connection)
{
    return planted_property(connection, "ipsecParameters");
}

/* Parameters go with a PATCH; the PUT that brings them back writes where they were. */
static void parameters_come_back(const struct planted_call *call, struct canary *c)
{
    if (!on_connection(call, "PUT") || !call->before || !call->accepted)
        return;
    if (has_parameters(call->before) || !has_parameters(call->after))
        return;
    canary_reached(c);
    if (was(last_step(call), "PATCH", true))
        canary_triggered(c);
}

/* From many tags to none the table is made smaller, twice. */
static void tags_to_none(const struct planted_call *call, struct canary *c)
{
    if (!on_connection(call, "PATCH") || !call->accepted || !member(call->sent, "tags"))
        return;
    int before = cJSON_GetArraySize(member(call->before, "tags"));
    int after = cJSON_GetArraySize(member(call->after, "tags"));
    if (before > after)
        canary_reached(c);
    if (before >= 4 && after == 0)
        canary_triggered(c);
}

/* Three connections: the table grows while it is gone through. */
static void third_of_a_gateway(const struct planted_call *call, struct canary *c)
{
    unsigned count = 0;
    if (!on_connection(call, "PUT") || !call->accepted || call->before)
        return;
    for (unsigned i = 0; i < PLANTED_NAMES; i++)
        count += call->others[i] != NULL;
    if (count > 1)
        canary_reached(c);
    if (count > 2)
        canary_triggered(c);
}

/* There and back: the old type's parameters are still in the cache. */
static void type_and_back(const struct planted_call *call, struct canary *c)
{
    const char *before = planted_text(member(call->before, "properties"), "connectionType");
    const char *after = planted_text(member(call->after, "properties"), "connectionType");
    if (call->below.len || !call->accepted || !before || !after || strcmp(before, after) == 0)
        return;
    canary_reached(c);
    if (accepted_so_far(call, "PATCH") && accepted_so_far(call, "PUT") > 1 &&
        strcmp(after, "SiteToSite") == 0)
        canary_triggered(c);
}

const struct planted_bug sequence_bugs[] = {
    {"patch-after-delete", "uses what was freed", HARM_NULL, patch_after_delete},
    {"read-after-refusal", "shows what was refused", HARM_STATUS, read_after_refusal},
    {"created-again", "brings back what went", HARM_STATUS, created_again},
    {"key-after-delete", "keeps the key of what went", HARM_STATUS, key_after_delete},
    {"reset-twice", "makes a key new a second time", HARM_NULL, reset_twice},
    {"neighbour-deleted", "takes a neighbour out of the list", HARM_STATUS, neighbour_deleted},
    {"fourth-change", "has room for three changes", HARM_OVERFLOW, fourth_change},
    {"stale-after-change", "compares with the etag before last", HARM_STATUS, stale_after_change},
    {"none-match-after-delete", "finds the place of what went", HARM_STATUS,
     none_match_after_delete},
    {"parameters-come-back", "writes where they were", HARM_NULL, parameters_come_back},
    {"tags-to-none", "makes a table smaller twice", HARM_NULL, tags_to_none},
    {"third-of-a-gateway", "grows a table while it is gone through", HARM_NULL, third_of_a_gateway},
    {"type-and-back", "has the old parameters in its cache", HARM_STATUS, type_and_back},
    {0}};
