/* second_state_bugs.c - more bugs of two and more operations, of preconditions, and of several connections.
 * Written without knowledge of the mutator. */
#include "fuzz/planted/planted.h"

#include <ctype.h>

static const cJSON *at(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static bool on_connection(const struct planted_call *call, const char *method)
{
    return planted_is(call, method) && !call->below.len;
}

static bool property_is(const cJSON *connection, const char *name, const char *value)
{
    const char *text = planted_text(at(connection, "properties"), name);
    return text && strcmp(text, value) == 0;
}

static bool step_is(const struct planted_step *s, const char *method, bool accepted)
{
    return s && s->accepted == accepted && strcmp(s->method, method) == 0;
}

/* The last operation on this connection itself that was no GET (oracles read between writes); or NULL. */
static const struct planted_step *last_write(const struct planted_call *call)
{
    for (size_t i = call->history_count; i > 0; i--) {
        const struct planted_step *s = &call->history[i - 1];
        if (s->name == call->name && !s->below && strcmp(s->method, "GET") != 0)
            return s;
    }
    return NULL;
}

/* How many operations there were up to the last PUT of this connection's key, with it; 0: none. */
static size_t key_was_put(const struct planted_call *call, bool accepted)
{
    for (size_t i = call->history_count; i > 0; i--) {
        const struct planted_step *s = &call->history[i - 1];
        if (s->name == call->name && s->below && step_is(s, "PUT", accepted))
            return i;
    }
    return 0;
}

static const char *skip_blanks(const char *s)
{
    return s + strspn(s, " ");
}

static bool same_place(const char *a, const char *b)
{
    a = skip_blanks(a);
    b = skip_blanks(b);
    while (*a && tolower((unsigned char)*a) == tolower((unsigned char)*b)) {
        a = skip_blanks(a + 1);
        b = skip_blanks(b + 1);
    }
    return !*a && !*b;
}

/* Class 8. "westus" is "West US" to the check, and another row to the index. */
static void place_spelled_anew(const struct planted_call *call, struct canary *c)
{
    const char *then = planted_text(call->before, "location");
    const char *now = planted_text(call->sent, "location");
    if (call->below.len || !then || !now || strcmp(then, now) == 0)
        return;
    canary_reached(c);
    if (*then && same_place(then, now))
        canary_triggered(c);
}

/* Class 12. Each time that a tunnel comes up it gets a state of its own; the old one is not freed. */
static void up_again(const struct planted_call *call, struct canary *c)
{
    if (!on_connection(call, "PATCH") || !call->accepted)
        return;
    if (!property_is(call->before, "connectivityState", "Disconnected"))
        return;
    canary_reached(c);
    if (property_is(call->after, "connectivityState", "Connected") &&
        property_is(call->after, "connectionType", "SiteToSite"))
        canary_triggered(c);
}

/* Class 12. To delete is to take the key out of the session, which is none where the state is down. */
static void deleted_while_down(const struct planted_call *call, struct canary *c)
{
    if (!on_connection(call, "DELETE") || !call->accepted || !key_was_put(call, true))
        return;
    canary_reached(c);
    if (property_is(call->before, "connectivityState", "Disconnected"))
        canary_triggered(c);
}

/* Class 12. A key for what is not there is refused, and stays in the table until that is there. */
static void key_came_first(const struct planted_call *call, struct canary *c)
{
    if (!on_connection(call, "PUT") || call->before || !key_was_put(call, false))
        return;
    canary_reached(c);
    if (call->accepted)
        canary_triggered(c);
}

/* Class 12. A change copies the connection with a pointer to its key; the reset frees one of two. */
static void reset_after_change(const struct planted_call *call, struct canary *c)
{
    size_t from = key_was_put(call, true);
    if (!planted_is(call, "POST") || !call->below.len || !call->accepted || !from)
        return;
    canary_reached(c);
    for (size_t i = from; i < call->history_count; i++) {
        const struct planted_step *s = &call->history[i];
        if (s->name == call->name && !s->below && step_is(s, "PATCH", true))
            canary_triggered(c);
    }
}

/* Class 13. If-None-Match was thought of for PUT alone: elsewhere it is taken for a list of etags. */
static void none_match_to_change(const struct planted_call *call, struct canary *c)
{
    if (!call->if_none_match || call->below.len || call->if_match)
        return;
    if (!planted_is(call, "PATCH") && !planted_is(call, "DELETE"))
        return;
    canary_reached(c);
    if (call->before && strcmp(call->if_none_match, "*") == 0)
        canary_triggered(c);
}

/* Class 13. Both preconditions: the second is looked at with what the first has freed. */
static void two_preconditions(const struct planted_call *call, struct canary *c)
{
    if (!on_connection(call, "PUT") || !call->if_match || !call->if_none_match)
        return;
    canary_reached(c);
    if (call->before && strncmp(call->if_match, "W/", 2) == 0)
        canary_triggered(c);
}

/* Classes 12 and 13. A precondition that fails leaves the lock behind, and only DELETE asks for it. */
static void locked_by_refusal(const struct planted_call *call, struct canary *c)
{
    const struct planted_step *last = last_write(call);
    if (!on_connection(call, "DELETE") || !call->before || !last || last->accepted)
        return;
    canary_reached(c);
    if (last->if_match && !call->if_match)
        canary_triggered(c);
}

/* Several connections. The share of those that are up, in percent of them: there are two, none is. */
static void none_is_up(const struct planted_call *call, struct canary *c)
{
    unsigned up = 0, down = 0;
    if (call->below.len || !call->accepted || planted_is(call, "GET"))
        return;
    for (unsigned i = 0; i < PLANTED_NAMES; i++) {
        up += property_is(call->others[i], "connectivityState", "Connected");
        down += property_is(call->others[i], "connectivityState", "Disconnected");
    }
    if (down && up + down > 1)
        canary_reached(c);
    if (down > 1 && !up)
        canary_triggered(c);
}

/* Several connections. Equal tags are kept once; who changes his makes a copy, and loses the first. */
static void tags_in_common(const struct planted_call *call, struct canary *c)
{
    const cJSON *then = at(call->before, "tags"), *now = at(call->after, "tags");
    if (!on_connection(call, "PATCH") || !call->accepted || !then || !then->child)
        return;
    for (unsigned i = 0; i < PLANTED_NAMES; i++) {
        const cJSON *others = i == call->name ? NULL : at(call->others[i], "tags");
        if (!others || !others->child)
            continue;
        canary_reached(c);
        if (cJSON_Compare(then, others, true) && !cJSON_Compare(then, now, true))
            canary_triggered(c);
    }
}

/* Class 12. PATCH makes a place for what it does not find, and PUT makes another. */
static void patched_before_there(const struct planted_call *call, struct canary *c)
{
    if (!on_connection(call, "PUT") || call->before || !last_write(call))
        return;
    canary_reached(c);
    if (call->accepted && step_is(last_write(call), "PATCH", false))
        canary_triggered(c);
}

/* Class 12. A refused PUT has a row already; DELETE finds the row, and nothing in it. */
static void deleted_after_refusal(const struct planted_call *call, struct canary *c)
{
    if (!on_connection(call, "DELETE") || call->before)
        return;
    canary_reached(c);
    if (step_is(last_write(call), "PUT", false))
        canary_triggered(c);
}

/* Classes 9 and 12. A table of tags is grown once, to twice its size, for as many as there will be. */
static void tags_outgrow(const struct planted_call *call, struct canary *c)
{
    int then = cJSON_GetArraySize(at(call->before, "tags"));
    int now = cJSON_GetArraySize(at(call->after, "tags"));
    if (call->below.len || !call->accepted || planted_is(call, "GET") || !then || now <= then)
        return;
    canary_reached(c);
    if (now > 2 * then && now > 4)
        canary_triggered(c);
}

const struct planted_bug second_state_bugs[] = {
    {"place-spelled-anew", "looks in a row of another name", HARM_STATUS, place_spelled_anew},
    {"up-again", "forgets a tunnel's old state", HARM_LEAK, up_again},
    {"deleted-while-down", "takes a key out of no session", HARM_NULL, deleted_while_down},
    {"key-came-first", "finds a key before its connection", HARM_STATUS, key_came_first},
    {"reset-after-change", "frees one of two keys", HARM_NULL, reset_after_change},
    {"none-match-to-change", "reads a star as etags", HARM_OVERFLOW, none_match_to_change},
    {"two-preconditions", "compares twice with one etag", HARM_NULL, two_preconditions},
    {"locked-by-refusal", "waits for who was refused", HARM_STATUS, locked_by_refusal},
    {"none-is-up", "divides by those that are up", HARM_STATUS, none_is_up},
    {"tags-in-common", "loses tags that were shared", HARM_LEAK, tags_in_common},
    {"patched-before-there", "makes two places for one", HARM_LEAK, patched_before_there},
    {"deleted-after-refusal", "empties a row with nothing in it", HARM_NULL, deleted_after_refusal},
    {"tags-outgrow", "grows a table once", HARM_OVERFLOW, tags_outgrow},
    {0},
};
