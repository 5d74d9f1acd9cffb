/* first_state_bugs.c - bugs of two and more operations. Written without knowledge of the mutator. */
#include "fuzz/planted/planted.h"

#include <strings.h>

static bool same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

static bool changes(const struct planted_call *call, const char *method)
{
    return planted_is(call, method) && !call->below.len;
}

static bool step_is(const struct planted_step *s, const char *method)
{
    return strcmp(s->method, method) == 0 && !s->below;
}

/* The last operation on this connection that was no GET (oracles read between writes); or NULL. */
static const struct planted_step *last_write(const struct planted_call *call)
{
    for (size_t i = call->history_count; i > 0; i--)
        if (call->history[i - 1].name == call->name &&
            strcmp(call->history[i - 1].method, "GET") != 0)
            return &call->history[i - 1];
    return NULL;
}

/* Whether there was an accepted one; those on the shared key with `below`. */
static bool was(const struct planted_call *call, const char *method, bool below)
{
    for (size_t i = 0; i < call->history_count; i++) {
        const struct planted_step *s = &call->history[i];
        if (s->name == call->name && s->below == below && s->accepted &&
            strcmp(s->method, method) == 0)
            return true;
    }
    return false;
}

/* Kept in one list for each location; who moves is taken out of the wrong one. */
static void moves(const struct planted_call *call, struct canary *c)
{
    if (!changes(call, "PUT") || !call->before)
        return;
    const char *from = planted_text(call->before, "location");
    const char *to = planted_text(call->sent, "location");
    if (!from || !to)
        return;
    canary_reached(c);
    if (strcmp(from, to) != 0)
        canary_triggered(c);
}

/* One tunnel between two gateways: the second connection of the same two shares it, and frees it. */
static void same_two_gateways(const struct planted_call *call, struct canary *c)
{
    if (!changes(call, "PUT") || !call->accepted)
        return;
    for (unsigned i = 0; i < PLANTED_NAMES; i++) {
        const cJSON *other = i == call->name ? NULL : call->others[i];
        if (!other)
            continue;
        canary_reached(c);
        if (same(planted_gateway(other, "gateway1"), planted_gateway(call->after, "gateway1")) &&
            same(planted_gateway(other, "gateway2"), planted_gateway(call->after, "gateway2")))
            canary_triggered(c);
    }
}

/* The same two the other way round, where one of them is dedicated: each waits for the other. */
static void mirrored_dedicated(const struct planted_call *call, struct canary *c)
{
    if (!changes(call, "PUT") || !call->accepted)
        return;
    const char *type = cJSON_GetStringValue(planted_property(call->after, "connectionType"));
    for (unsigned i = 0; i < PLANTED_NAMES; i++) {
        const cJSON *other = i == call->name ? NULL : call->others[i];
        const char *one = planted_gateway(call->after, "gateway1");
        const char *two = planted_gateway(call->after, "gateway2");
        if (!other || same(one, two))
            continue;
        if (!same(planted_gateway(other, "gateway1"), two) ||
            !same(planted_gateway(other, "gateway2"), one))
            continue;
        canary_reached(c);
        if (same(type, "Dedicated"))
            canary_triggered(c);
    }
}

/* A body's name is where it is stored, the URL's what is locked. */
static void name_of_a_neighbour(const struct planted_call *call, struct canary *c)
{
    const char *name = changes(call, "PUT") ? planted_text(call->sent, "name") : NULL;
    for (unsigned i = 0; name && i < PLANTED_NAMES; i++) {
        if (i == call->name || !call->others[i])
            continue;
        canary_reached(c);
        if (same(planted_text(call->others[i], "name"), name))
            canary_triggered(c);
    }
}

/* Tags are found without case and written with it: a merge makes two of one. */
static void tag_merged_by_case(const struct planted_call *call, struct canary *c)
{
    const cJSON *sent = cJSON_GetObjectItemCaseSensitive(call->sent, "tags"), *new, *old;
    const cJSON *tags = cJSON_GetObjectItemCaseSensitive(call->before, "tags");
    if (!changes(call, "PATCH") || !cJSON_IsObject(sent))
        return;
    cJSON_ArrayForEach(new, sent) cJSON_ArrayForEach(old, tags)
    {
        canary_reached(c);
        if (strcasecmp(new->string, old->string) == 0 && strcmp(new->string, old->string) != 0)
            canary_triggered(c);
    }
}

/* What went is a mark in the table; deleting the mark frees it again. */
static void deleted_twice(const struct planted_call *call, struct canary *c)
{
    const struct planted_step *last = last_write(call);
    if (!changes(call, "DELETE") || !last || !was(call, "PUT", false))
        return;
    canary_reached(c);
    if (step_is(last, "DELETE") && last->accepted && !call->before)
        canary_triggered(c);
}

/* If-Match is compared with the etag in the mark of what went. */
static void etag_of_the_dead(const struct planted_call *call, struct canary *c)
{
    if (!changes(call, "PUT") || !call->if_match || call->before)
        return;
    canary_reached(c);
    if (strcmp(call->if_match, "*") != 0 && was(call, "DELETE", false) && was(call, "PUT", false))
        canary_triggered(c);
}

/* A merge is made in place and thrown away when it is refused; the next PUT finds it still there. */
static void put_after_bad_patch(const struct planted_call *call, struct canary *c)
{
    const struct planted_step *last = last_write(call);
    if (!changes(call, "PUT") || !call->before || !last || !step_is(last, "PATCH"))
        return;
    canary_reached(c);
    if (!last->accepted && call->accepted)
        canary_triggered(c);
}

/* The shared key belongs to a kind of connection that this one then is no more. */
static void key_and_other_type(const struct planted_call *call, struct canary *c)
{
    if (call->below.len || !call->accepted || !call->before || !call->after)
        return;
    if (!was(call, "PUT", true))
        return;
    canary_reached(c);
    const char *now = cJSON_GetStringValue(planted_property(call->after, "connectionType"));
    const char *then = cJSON_GetStringValue(planted_property(call->before, "connectionType"));
    if (now && then && strcmp(now, then) != 0)
        canary_triggered(c);
}

/* Nothing changed, so the new version is the old one, and the old one is freed. */
static void patched_to_the_same(const struct planted_call *call, struct canary *c)
{
    if (!changes(call, "PATCH") || !call->accepted || !call->if_match || !call->sent)
        return;
    canary_reached(c);
    const cJSON *then = cJSON_GetObjectItemCaseSensitive(call->before, "properties");
    const cJSON *now = cJSON_GetObjectItemCaseSensitive(call->after, "properties");
    if (cJSON_HasObjectItem(call->sent, "properties") && cJSON_Compare(then, now, true))
        canary_triggered(c);
}

/* gateway1 = new.gateway1; gateway2 = old.gateway1: an exchange without a third place. */
static void gateways_exchanged(const struct planted_call *call, struct canary *c)
{
    if (!changes(call, "PATCH") || !call->before)
        return;
    const char *one = planted_gateway(call->sent, "gateway1");
    const char *two = planted_gateway(call->sent, "gateway2");
    if (!one || !two)
        return;
    canary_reached(c);
    if (same(one, planted_gateway(call->before, "gateway2")) &&
        same(two, planted_gateway(call->before, "gateway1")) && strcmp(one, two) != 0)
        canary_triggered(c);
}

/* PATCH took the tags away; a PUT without any looks into the table that is gone. */
static void put_after_tags_went(const struct planted_call *call, struct canary *c)
{
    const struct planted_step *last = last_write(call);
    if (!changes(call, "PUT") || !call->accepted || !last || !step_is(last, "PATCH"))
        return;
    const cJSON *then = cJSON_GetObjectItemCaseSensitive(call->before, "tags");
    canary_reached(c);
    if (last->accepted && (!then || !then->child) && !cJSON_HasObjectItem(call->sent, "tags"))
        canary_triggered(c);
}

/* There is one place for keys that were written last, and a reader that believes it to be its own. */
static void key_of_another(const struct planted_call *call, struct canary *c)
{
    if (!planted_is(call, "GET") || !call->below.len || !was(call, "PUT", true))
        return;
    canary_reached(c);
    const struct planted_step *last = NULL;
    for (size_t i = 0; i < call->history_count; i++) {
        const struct planted_step *s = &call->history[i];
        if (s->below && s->accepted && strcmp(s->method, "PUT") == 0)
            last = s;
    }
    if (last && last->name != call->name)
        canary_triggered(c);
}

const struct planted_bug first_state_bugs[] = {
    {"moves", "is taken out of the wrong list", HARM_NULL, moves},
    {"same-two-gateways", "frees a tunnel that is shared", HARM_NULL, same_two_gateways},
    {"mirrored-dedicated", "waits for itself", HARM_STATUS, mirrored_dedicated},
    {"name-of-a-neighbour", "writes over another connection", HARM_STATUS, name_of_a_neighbour},
    {"tag-merged-by-case", "counts a tag twice", HARM_OVERFLOW, tag_merged_by_case},
    {"deleted-twice", "frees a mark", HARM_NULL, deleted_twice},
    {"etag-of-the-dead", "compares with what was freed", HARM_NULL, etag_of_the_dead},
    {"put-after-bad-patch", "begins with what was refused", HARM_STATUS, put_after_bad_patch},
    {"key-and-other-type", "looks for a key that moved", HARM_NULL, key_and_other_type},
    {"patched-to-the-same", "frees what it keeps", HARM_NULL, patched_to_the_same},
    {"gateways-exchanged", "has one gateway twice", HARM_STATUS, gateways_exchanged},
    {"put-after-tags-went", "counts in a table that is gone", HARM_OVERFLOW, put_after_tags_went},
    {"key-of-another", "shows another's key", HARM_STATUS, key_of_another},
    {0},
};
