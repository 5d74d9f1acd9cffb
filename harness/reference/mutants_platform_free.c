/* Mutants of the platform clauses: what a target may refuse, refused in a wrong way, and what it has to
 * keep or merge, not kept. */
#include "base/pointer.h"
#include "reference/mutants_history.h"

#include <string.h>

#define IPSEC "/properties/ipsecParameters"
#define TYPE "/properties/connectionType"

static bool is_of_connection(const struct call *c)
{
    return c->uri.resource == RESOURCE_CONNECTION && c->uri.name;
}

/* --- what may be refused --- */

static bool has_null_tags(const struct call *c)
{
    const cJSON *tags = is_of_connection(c) && is_patch(c) && c->sent
                            ? cJSON_GetObjectItemCaseSensitive(c->sent, "tags")
                            : NULL;
    for (const cJSON *one = tags ? tags->child : NULL; one; one = one->next)
        if (cJSON_IsNull(one))
            return true;
    return cJSON_IsNull(tags);
}

static bool has_unknown(const struct call *c)
{
    static const char known[] = " name location tags properties id etag ";
    for (const cJSON *one = c->sent ? c->sent->child : NULL; one; one = one->next)
        if (!strstr(known, one->string))
            return true;
    return false;
}

static bool creates_with_unknown(const struct call *c)
{
    return is_of_connection(c) && is_create(c) && has_unknown(c);
}

static bool is_key_with_more(const struct call *c)
{
    return is_key_put(c) && c->sent && c->sent->child && c->sent->child->next;
}

/* Refuses after it was stored. */
static void answer_refused_too_late(struct call *c)
{
    if (rule_done(c))
        rule_error(c, 400, "Refused");
}

/* What was refused for its tags is stored, a PATCH without them. */
static bool store_refused(struct call *c)
{
    if (!rule_twists(c) || !c->after)
        return false;
    if (is_patch(c))
        tool_move(c->after, "/tags", pointer_get(c->before, "/tags"));
    return true;
}

static size_t tags_sent(const struct call *c)
{
    const cJSON *tags = c->sent ? cJSON_GetObjectItemCaseSensitive(c->sent, "tags") : NULL;
    return (size_t)cJSON_GetArraySize(tags);
}

static bool puts_sixteen_tags(const struct call *c)
{
    return is_of_connection(c) && is_update(c) && tags_sent(c) > 15;
}

static bool patches_sixteen_tags(const struct call *c)
{
    return is_of_connection(c) && is_patch(c) && tags_sent(c) > 15;
}

/* --- the same PUT twice --- */

static bool say_again(struct call *c)
{
    if (is_of_connection(c) && is_update(c) && strcmp(c->etag, c->etag_before) == 0)
        history_say(c, "again");
    return true;
}

static void list_again_twice(struct call *c)
{
    if (!list_is_shown(c))
        return;
    for (int i = 0, n = cJSON_GetArraySize(c->answer.body); i < n; i++) {
        const cJSON *item = cJSON_GetArrayItem(c->answer.body, i);
        if (history_said(c, "again", tool_text(item, "/name")) > 0)
            cJSON_AddItemToArray(c->answer.body, cJSON_Duplicate(item, true));
    }
}

/* A PUT like the last one leaves the type, and what belongs to it, that a PATCH has made. */
static bool store_patched_type(struct call *c)
{
    if (!is_of_connection(c) || !is_put(c) || !c->after)
        return true;
    const cJSON *last = rule_kept(c, "put");
    bool same = last && cJSON_Compare(last, c->after, true);
    rule_keep(c, "put", cJSON_Duplicate(c->after, true));
    if (same && is_update(c) && strcmp(tool_text(c->before, TYPE), tool_text(c->after, TYPE)) != 0)
        tool_move(c->after, "/properties", pointer_get(c->before, "/properties"));
    return true;
}

/* --- PATCH --- */

static const cJSON *patched(const struct call *c, const char *where)
{
    return is_of_connection(c) && is_patch(c) && c->after && c->sent ? pointer_get(c->sent, where)
                                                                     : NULL;
}

static bool store_ipsec_whole(struct call *c)
{
    const cJSON *sent = patched(c, IPSEC);
    if (cJSON_IsObject(sent) && sent->child)
        tool_move(c->after, IPSEC, sent);
    return true;
}

static bool store_empty_ipsec(struct call *c)
{
    const cJSON *sent = patched(c, IPSEC);
    if (cJSON_IsObject(sent) && !sent->child)
        pointer_remove(c->after, IPSEC);
    return true;
}

static bool note_null_id(struct call *c)
{
    if (is_of_connection(c) && cJSON_IsNull(patched(c, "/id")))
        rule_keep(c, "null", cJSON_CreateTrue());
    return true;
}

static void answer_null_id(struct call *c)
{
    if (is_get(c) && tool_shows(c) && rule_kept(c, "null"))
        pointer_remove(c->answer.body, "/id");
}

static bool store_without_word_null(struct call *c)
{
    cJSON *tags = patched(c, "/tags") ? pointer_get(c->after, "/tags") : NULL, *next;
    for (cJSON *one = tags ? tags->child : NULL; one; one = next) {
        next = one->next;
        if (cJSON_IsString(one) && strcmp(one->valuestring, "null") == 0)
            cJSON_Delete(cJSON_DetachItemViaPointer(tags, one));
    }
    return true;
}

/* --- locations --- */

static bool is_patch_of_location(const struct call *c)
{
    return is_of_connection(c) && is_patch(c) && *tool_text(c->sent, "/location");
}

/* The place of what was deleted, or refused, is that of what is created. data: the word */
static bool note_place(struct call *c)
{
    if (is_delete(c))
        rule_keep(c, "deleted-from", cJSON_CreateString(tool_text(c->before, "/location")));
    return true;
}

static bool note_refused_place(struct call *c)
{
    const char *place = tool_text(c->sent, "/location");
    if (is_of_connection(c) && is_create(c) && *place)
        rule_keep(c, "refused-from", cJSON_CreateString(place));
    return false;
}

static bool leaves(const struct call *c, const char *word)
{
    const cJSON *place = is_of_connection(c) && is_create(c) ? rule_kept(c, word) : NULL;
    const char *now = tool_text(c->sent, "/location");
    return place && *now && strcmp(place->valuestring, now) != 0;
}

static bool leaves_place_of_deleted(const struct call *c)
{
    return leaves(c, "deleted-from");
}

static bool leaves_place_of_refused(const struct call *c)
{
    return leaves(c, "refused-from");
}

static bool store_in_place_of_deleted(struct call *c)
{
    return rule_refuse_store(c) && note_place(c);
}

/* --- methods and headers --- */

static bool is_post_of_form(const struct call *c)
{
    return is_of_connection(c) && strcmp(c->request->method, "POST") == 0 &&
           strstr(rule_asked(c, "Content-Type"), "form");
}

static void answer_200_to_form(struct call *c)
{
    if (is_post_of_form(c) && c->answer.status == 405)
        c->answer.status = 200;
}

static bool is_of_gateways(const struct call *c)
{
    return c->uri.resource == RESOURCE_GATEWAY || c->uri.resource == RESOURCE_GATEWAY_CONNECTIONS;
}

static bool is_unauthorized(const struct call *c)
{
    return c->answer.status == 401;
}

#define ROW(called, of, text) .name = called, .clause = of, .says = text, .rare = true
#define CLIENT_ID .where = "x-ms-client-request-id"
#define PLACED(hook)                                                                               \
    {                                                                                              \
        .on_refused = hook, .on_store = rule_refuse_store, .on_answer = rule_refuse_answer         \
    }

static const struct mutant table[] = {
    {ROW("error-422-for-null-tags", "PLAT-01", "answers 422 to PATCH with null for tags"),
     .seam = REFUSE, .data = TWIST(.when = has_null_tags, .status = 422)},
    {ROW("error-409-for-name", "PLAT-01", "answers 409 to another name in the body"),
     .seam = {.on_fault = rule_restate}, .data = TWIST(.code = "NameMismatch", .status = 409)},
    {ROW("put-again-listed-twice", "PLAT-11",
         "lists a connection twice when the same PUT comes again"),
     .seam = {.on_store = say_again, .on_answer = list_again_twice}},
    {ROW("put-again-keeps-type", "PLAT-11",
         "keeps the type that a PATCH made when the last PUT comes again"),
     .seam = {.on_store = store_patched_type}},
    {ROW("patch-ipsec-whole", "PLAT-12", "replaces ipsecParameters whole on PATCH"),
     .seam = {.on_store = store_ipsec_whole}},
    {ROW("patch-empty-ipsec-drops", "PLAT-12",
         "drops ipsecParameters on a PATCH of them with none"),
     .seam = {.on_store = store_empty_ipsec}},
    {ROW("patch-null-id-hidden", "PLAT-12", "shows no id after a PATCH with null for it"),
     .seam = {.on_store = note_null_id, .on_answer = answer_null_id}},
    {ROW("patch-null-tags-too-late", "PLAT-12", "refuses null for tags after the rest was stored"),
     .seam = {.on_refused = store_refused}, .data = TWIST(.when = has_null_tags)},
    {ROW("patch-word-null-removes", "PLAT-12", "takes the word null in a tag for null"),
     .seam = {.on_store = store_without_word_null}},
    {ROW("location-same-refused", "PLAT-13",
         "refuses a PATCH that names the location, the same too"),
     .seam = REFUSE, .data = TWIST(.when = is_patch_of_location, .status = 400)},
    {ROW("location-of-deleted", "PLAT-13", "refuses another location for what was deleted"),
     .seam = {.on_store = store_in_place_of_deleted, .on_answer = rule_refuse_answer},
     .data = TWIST(.when = leaves_place_of_deleted, .status = 400)},
    {ROW("location-of-refused", "PLAT-13", "refuses another location for what was refused before"),
     .seam = PLACED(note_refused_place),
     .data = TWIST(.when = leaves_place_of_refused, .status = 400)},
    {ROW("post-form-200", "PLAT-14", "answers 200 to POST of a form"),
     .seam = {.on_answer = answer_200_to_form}},
    {ROW("members-unknown-422-of-key", "PLAT-16", "answers 422 to unknown members of a shared key"),
     .seam = REFUSE, .data = TWIST(.when = is_key_with_more, .status = 422)},
    {ROW("members-unknown-refused-created", "PLAT-16",
         "refuses a PUT with unknown members after it has created the connection"),
     .seam = {.on_answer = answer_refused_too_late}, .data = TWIST(.when = creates_with_unknown)},
    {ROW("client-id-missing-of-gateways", "PLAT-17",
         "does not echo x-ms-client-request-id about gateways and lists"),
     .seam = {.on_answer = rule_header}, .data = TWIST(.when = is_of_gateways, CLIENT_ID)},
    {ROW("client-id-missing-of-key", "PLAT-17",
         "does not echo x-ms-client-request-id about shared keys"),
     .seam = {.on_answer = rule_header}, .data = TWIST(.when = is_key, CLIENT_ID)},
    {ROW("client-id-missing-in-401", "PLAT-17", "does not echo x-ms-client-request-id in a 401"),
     .seam = {.on_answer = rule_header}, .data = TWIST(.when = is_unauthorized, CLIENT_ID)},
    {ROW("tags-sixteen-too-late", "PLAT-19", "refuses the sixteenth tag after all were stored"),
     .seam = {.on_refused = store_refused}, .data = TWIST(.when = puts_sixteen_tags)},
    {ROW("tags-sixteen-too-late-in-patch", "PLAT-19",
         "refuses the sixteenth tag of a PATCH after the rest was stored"),
     .seam = {.on_refused = store_refused}, .data = TWIST(.when = patches_sixteen_tags)},
};

const struct mutant *mutants_platform_free(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
