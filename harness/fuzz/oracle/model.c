#include "fuzz/oracle/model_parts.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "contract/compare.h"
#include "fuzz/oracle/answers.h"
#include "fuzz/oracle/views.h"

#include <stdlib.h>
#include <string.h>

/* --- what is stored --- */

struct model *model_open(void)
{
    struct model *m = mem_alloc(sizeof *m);
    *m = (struct model){.play = play_open()};
    return m;
}

void model_reset(struct model *m)
{
    for (size_t i = 0; i < SEQUENCE_NAMES; i++)
        stored_forget(&m->at[i]);
    if (!m->ended)
        play_reset(m->play);
    m->ended = false;
}

/* --- PUT and PATCH --- */

static void hold_location(const struct model *m, const struct stored *s, const struct told *t)
{
    const char *before = view_text(s->shown, "/location"), *sent = view_text(t->sent, "/location");
    struct broken b = {"PLAT-13", "Another location is accepted.", "/location", before, sent};
    if (before && sent && !view_same_place(before, sent))
        play_broken(m->play, &b, t);
}

/* Whether a right implementation has no reason to refuse it but what is in the body. */
static bool unconditional(const struct stored *s, const struct operation *o, const struct told *t)
{
    const char *name = view_text(t->sent, "/name"), *place = view_text(t->sent, "/location");
    const char *there = view_text(s->shown, "/location");
    return o->if_match == MATCH_NONE && !o->if_none_match &&
           (!there || !place || strcmp(there, place) == 0) &&
           (!cJSON_GetObjectItemCaseSensitive(t->sent, "name") ||
            (name && strcmp(name, play_name(o->name)) == 0));
}

static void put(struct model *m, const struct operation *o, struct told *t)
{
    struct stored *s = &m->at[o->name];
    model_ask(m, o, "CORE-01", t);
    refusal_holds(m->play, t, t->sent);
    if (unconditional(s, o, t) &&
        view_text(t->sent, "/name")) /* E7: without one it may be refused */
        acceptance_holds(m->play, t, t->sent, "CORE-01");
    if (!told_accepted(t)) {
        model_unchanged(m, o->name, "CORE-09", "A refused PUT changed what is stored.", t);
        return;
    }
    hold_location(m, s, t);
    if (t->sent)
        model_views(m, t->sent, t->answer, s->shown, "CORE-02",
                    "What is stored is not what was sent.", t);
    model_take(m, o->name, t);
}

static void do_put(struct model *m, const struct operation *o)
{
    struct told t;
    put(m, o, &t);
    told_free(&t);
}

static bool has_null(const cJSON *value)
{
    const cJSON *m;
    if (cJSON_IsNull(value))
        return true;
    cJSON_ArrayForEach(m, value)
    {
        if (has_null(m))
            return true;
    }
    return false;
}

/* A PATCH of nothing but what may be patched alone, to what is plainly good (CORE-04). */
static void hold_good_patch(const struct model *m, const struct stored *s, const struct told *t)
{
    cJSON *before = contract_view(play_contract(m->play), s->shown);
    const char *state = view_text(s->shown, "/properties/connectivityState");
    if (state)
        pointer_set(before, "/properties/connectivityState", cJSON_CreateString(state));
    cJSON *whole = merge_patch(before, t->sent);
    if (t->sent->child && !has_null(t->sent))
        acceptance_holds(m->play, t, whole, "CORE-03");
    cJSON_Delete(whole);
    cJSON_Delete(before);
}

static void do_patch(struct model *m, const struct operation *o)
{
    struct stored *s = &m->at[o->name];
    struct told t;
    model_ask(m, o, "CORE-03", &t);
    if (told_accepted(&t) && !s->shown) {
        struct broken b = {.clause = "PLAT-05",
                           .message = "A connection that is not there is patched."};
        play_broken(m->play, &b, &t);
    }
    cJSON *whole = s->shown && cJSON_IsObject(t.sent) ? merge_patch(s->shown, t.sent) : NULL;
    refusal_holds(m->play, &t, whole);
    if (whole && unconditional(s, o, &t))
        hold_good_patch(m, s, &t);
    if (!told_accepted(&t)) {
        model_unchanged(m, o->name, "CORE-09", "A refused PATCH changed what is stored.", &t);
    } else {
        hold_location(m, s, &t);
        if (whole)
            model_views(m, whole, t.answer, true, "PLAT-12", "What is stored is not the merge.",
                        &t);
        model_take(m, o->name, &t);
    }
    cJSON_Delete(whole);
    told_free(&t);
}

void model_repeat(struct model *m, const struct operation *o)
{
    struct stored *s = &m->at[o->name];
    struct told t;
    if (!s->shown)
        return;
    cJSON *before = view_steady(s->shown);
    put(m, o, &t);
    struct broken b = {"PLAT-11", "The same PUT, once more, is refused.", "status", "200", NULL};
    if (!told_accepted(&t))
        play_broken(m->play, &b, &t);
    cJSON *after = view_steady(s->shown);
    model_equal(m, before, after, "PLAT-11", "The same PUT twice does not read back the same.", &t);
    told_free(&t);
    cJSON_Delete(before);
    cJSON_Delete(after);
}

/* --- GET and DELETE --- */

static void do_get(struct model *m, const struct operation *o)
{
    struct told t;
    if (!model_reads(m))
        return;
    model_ask(m, o, "FAM-01", &t);
    model_equal(m, m->at[o->name].shown, told_accepted(&t) ? t.answer : NULL, "FAM-01",
                "What is read is not what the last write answered.", &t);
    told_free(&t);
}

static void do_delete(struct model *m, const struct operation *o)
{
    struct stored *s = &m->at[o->name];
    struct told t;
    if (!play_has(m->play, "DELETE", false, false))
        return;
    model_ask(m, o, "FAM-02", &t);
    bool refuses = o->if_match == MATCH_CURRENT; /* strict comparison of a weak etag */
    if (told_accepted(&t) != (s->shown && !model_must_fail(s, o)) &&
        !(refuses && !told_accepted(&t))) {
        struct broken b = {.clause = "FAM-02",
                           .message = s->shown ? "A connection that is there is not deleted."
                                               : "A connection that is not there is deleted.",
                           .where = "status",
                           .expected = s->shown ? "200" : "404"};
        play_broken(m->play, &b, &t);
    }
    if (told_accepted(&t))
        stored_forget(s);
    model_unchanged(m, o->name, told_accepted(&t) ? "FAM-02" : "CORE-09",
                    "After DELETE there is not what must be.", &t);
    told_free(&t);
}

/* --- all of it --- */

void model_do(struct model *m, const struct operation *o)
{
    if (o->list)
        model_list(m, o);
    else if (o->below.len)
        model_key(m, o);
    else if (strcmp(o->method, "PUT") == 0)
        do_put(m, o);
    else if (strcmp(o->method, "PATCH") == 0)
        do_patch(m, o);
    else if (strcmp(o->method, "DELETE") == 0)
        do_delete(m, o);
    else if (strcmp(o->method, "GET") == 0)
        do_get(m, o);
}

/* Where a connection is there already, where it is (PLAT-13). */
static void store(struct model *m, unsigned name, const char *type, const char *clause)
{
    struct bytes body = play_example(m->play, type);
    const char *place = view_text(m->at[name].shown, "/location");
    cJSON *tree = cJSON_ParseWithLength(body.ptr, body.len);
    pointer_set(tree, "/name", cJSON_CreateString(play_name(name)));
    if (place)
        pointer_set(tree, "/location", cJSON_CreateString(place));
    char *text = json_print(tree, false);
    struct told t;
    play_ask(m->play, &(struct asked){.method = "PUT", .name = name, .body = bytes_of(text)}, &t);
    struct broken b = {clause, "A good PUT is refused.", "status", "200", NULL};
    if (!told_accepted(&t))
        play_broken(m->play, &b, &t);
    answer_holds(m->play, &t, clause, NULL);
    model_take(m, name, &t);
    told_free(&t);
    free(text);
    cJSON_Delete(tree);
}

void model_store(struct model *m, const char *type)
{
    store(m, 0, type, "CORE-01");
}

void model_end(struct model *m)
{
    store(m, 0, "Dedicated", "CORE-10");
    for (unsigned i = 0; i < SEQUENCE_NAMES; i++) {
        if (!m->at[i].shown && i != 1) /* of those that are not there one will do */
            continue;
        struct told t = {.request = request_new("GET", play_name(i))};
        t.response.body = mem_string("");
        model_unchanged(m, i, "CORE-34", "A connection changed that nothing was written to.", &t);
        told_free(&t);
    }
    play_reset(m->play); /* now, not before the next input: others may wait for their turn */
    m->ended = true;
}
