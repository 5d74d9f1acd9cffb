#include "fuzz/oracle/model.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "contract/compare.h"
#include "fuzz/oracle/answers.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct stored {
    cJSON *shown; /* as it was read last; NULL: there is none */
    char *text;   /* the bytes of that */
    size_t len;
    char *stale; /* an etag that it had before; NULL: none */
    char *key;   /* NULL: not known */
};

struct model {
    struct play *play;
    struct stored at[SEQUENCE_NAMES];
};

/* --- what is stored --- */

static void forget(struct stored *s)
{
    cJSON_Delete(s->shown);
    free(s->text);
    free(s->stale);
    free(s->key);
    *s = (struct stored){0};
}

static const char *etag_of(const cJSON *shown)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(shown, "etag"));
}

struct model *model_open(void)
{
    struct model *m = mem_alloc(sizeof *m);
    *m = (struct model){.play = play_open()};
    return m;
}

void model_reset(struct model *m)
{
    for (size_t i = 0; i < SEQUENCE_NAMES; i++)
        forget(&m->at[i]);
    play_reset(m->play);
}

/* --- two states side by side --- */

/* Without what a service may move by itself. */
static cJSON *steady(const cJSON *shown)
{
    cJSON *copy = without_etag(shown);
    pointer_remove(copy, "/properties/connectivityState");
    pointer_remove(copy, "/properties/allocatedIPAddresses");
    return copy;
}

static void hold_equal(const struct model *m, const cJSON *expected, const cJSON *actual,
                       const char *clause, const char *message, const struct told *t)
{
    struct difference d;
    if (!compare_first(expected, actual, &d)) {
        difference_free(&d);
        return;
    }
    char *want = value_words(d.expected), *have = value_words(d.actual);
    struct broken b = {clause, message, d.pointer.data ? d.pointer.data : "", want, have};
    play_broken(m->play, &b, t);
    free(want);
    free(have);
    difference_free(&d);
}

static char *folded(const char *place)
{
    char *out = mem_string(place), *end = out;
    for (const char *c = place; *c; c++) {
        bool letter = (*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z');
        if (letter || (*c >= '0' && *c <= '9') || (unsigned char)*c >= 0x80)
            *end++ = letter ? (char)(*c | 0x20) : *c;
    }
    *end = '\0';
    return out;
}

/* Another spelling of the same place, as PLAT-13 has it. */
static bool same_place(const char *a, const char *b)
{
    char *first = folded(a), *second = folded(b);
    bool same = strcmp(first, second) == 0;
    free(first);
    free(second);
    return same;
}

static const char *text_at(const cJSON *tree, const char *pointer)
{
    return cJSON_GetStringValue(pointer_get(tree, pointer));
}

/* E11: a service may take a name for the gateway of that name. */
static void gateway_object(cJSON *wanted, const char *pointer)
{
    const char *name = text_at(wanted, pointer);
    if (!name)
        return;
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "name", name);
    pointer_set(wanted, pointer, object);
}

/* Where a service may show its own spelling of what was sent, that is what is wanted. */
static void respell(cJSON *wanted, const cJSON *shown, bool moved)
{
    static const char *const pointers[] = {
        "/properties/connectionType", "/properties/gateway1/name", "/properties/gateway2/name"};
    const char *sent = text_at(wanted, "/location"), *now = text_at(shown, "/location");
    gateway_object(wanted, "/properties/gateway1");
    gateway_object(wanted, "/properties/gateway2");
    if (moved && sent && now && same_place(sent, now))
        pointer_set(wanted, "/location", cJSON_CreateString(now));
    for (size_t i = 0; i < sizeof pointers / sizeof *pointers; i++) {
        sent = text_at(wanted, pointers[i]);
        now = text_at(shown, pointers[i]);
        if (sent && now && strcasecmp(sent, now) == 0)
            pointer_set(wanted, pointers[i], cJSON_CreateString(now));
    }
}

static void hold_views(const struct model *m, const cJSON *wanted, const cJSON *shown, bool moved,
                       const char *clause, const char *message, const struct told *t)
{
    const struct contract *c = play_contract(m->play);
    cJSON *expected = contract_view(c, wanted), *actual = contract_view(c, shown);
    respell(expected, actual, moved);
    hold_equal(m, expected, actual, clause, message, t);
    cJSON_Delete(expected);
    cJSON_Delete(actual);
}

/* --- reading back --- */

static bool reads(const struct model *m)
{
    return play_has(m->play, "GET", false, false);
}

static bool shows(const struct stored *s, const struct told *t)
{
    const struct response *rs = &t->response;
    if (!s->shown)
        return rs->status == 404;
    return rs->status == 200 && rs->body_len == s->len && memcmp(rs->body, s->text, s->len) == 0;
}

/* Reads it. True when it is byte for byte what was read last, and held against the contract then. */
static bool read_back(const struct model *m, unsigned name, struct told *out)
{
    play_ask(m->play, &(struct asked){.method = "GET", .name = name, .unread = true}, out);
    if (shows(&m->at[name], out))
        return true;
    told_read(out);
    answer_holds(m->play, out, "FAM-01", NULL);
    return false;
}

/* What is there is what the model has, etag and all. */
static void hold_unchanged(const struct model *m, unsigned name, const char *clause,
                           const char *message, const struct told *after)
{
    const struct stored *s = &m->at[name];
    struct told t;
    if (!reads(m))
        return;
    if (!read_back(m, name, &t)) {
        const cJSON *now = told_accepted(&t) ? t.answer : NULL;
        cJSON *was = without_etag(s->shown), *is = without_etag(now);
        hold_equal(m, was, is, clause, message, after);
        hold_equal(m, s->shown, now, "PLAT-08",
                   "The connection is the same, and its etag is another one.", after);
        cJSON_Delete(was);
        cJSON_Delete(is);
    }
    told_free(&t);
}

static void hold_etag(const struct model *m, const struct stored *s, const cJSON *now,
                      const struct told *t)
{
    const char *before = etag_of(s->shown), *after = etag_of(now);
    if (!before || !after || strcmp(before, after) != 0)
        return;
    cJSON *was = without_etag(s->shown), *is = without_etag(now);
    hold_equal(m, was, is, "PLAT-08", "The connection changed, and its etag did not.", t);
    cJSON_Delete(was);
    cJSON_Delete(is);
}

/* Takes over what a write left: the GET's answer, which is the write's own (FAM-01). */
static void take_over(struct model *m, unsigned name, const struct told *t)
{
    struct stored *s = &m->at[name];
    hold_etag(m, s, t->answer, t);
    const char *before = etag_of(s->shown), *after = etag_of(t->answer);
    if (before && after && strcmp(before, after) != 0) {
        free(s->stale);
        s->stale = mem_string(before);
    }
    cJSON_Delete(s->shown);
    free(s->text);
    s->shown = cJSON_Duplicate(t->answer, true);
    s->text = mem_copy(t->response.body, t->response.body_len);
    s->len = t->response.body_len;
    struct told now;
    if (!reads(m))
        return;
    if (!read_back(m, name, &now))
        hold_equal(m, t->answer, now.answer, "FAM-01",
                   "What is read back is not what the write answered.", t);
    told_free(&now);
}

/* --- preconditions --- */

static const char *if_match_of(const struct stored *s, enum match match)
{
    const char *current = etag_of(s->shown);
    switch (match) {
    case MATCH_CURRENT:
        return current ? current : "W/\"current\"";
    case MATCH_STALE:
        return s->stale && (!current || strcmp(current, s->stale) != 0) ? s->stale : "W/\"stale\"";
    case MATCH_STAR:
        return "*";
    case MATCH_NONE_SUCH:
        return "W/\"00000000-none-such\"";
    default:
        return NULL;
    }
}

/* Whether the precondition is one that must fail; without an etag to compare with nothing is said. */
static bool must_fail(const struct stored *s, const struct operation *o)
{
    bool stale = o->if_match == MATCH_STALE || o->if_match == MATCH_NONE_SUCH;
    bool put = strcmp(o->method, "PUT") == 0;
    if (o->below.len || strcmp(o->method, "GET") == 0)
        return false;
    return (stale && s->shown) || (o->if_match == MATCH_STAR && put && !s->shown) ||
           (o->if_none_match && put && s->shown);
}

static void hold_precondition(const struct model *m, const struct stored *s,
                              const struct operation *o, const struct told *t)
{
    if (!told_accepted(t) || !must_fail(s, o))
        return;
    struct broken b = {.clause =
                           o->if_none_match && o->if_match == MATCH_NONE ? "PLAT-10" : "PLAT-09",
                       .message = "A request whose precondition fails is carried out.",
                       .where = "status",
                       .expected = "412"};
    play_broken(m->play, &b, t);
}

static void ask(struct model *m, const struct operation *o, const char *clause, struct told *t)
{
    const struct stored *s = &m->at[o->name];
    bool get = strcmp(o->method, "GET") == 0; /* what it says to a precondition is left open */
    struct asked a = {.method = o->method,
                      .name = o->name,
                      .below = o->below,
                      .list = o->list,
                      .if_match = get ? NULL : if_match_of(s, o->if_match),
                      .if_none_match =
                          o->if_none_match && strcmp(o->method, "PUT") == 0 ? "*" : NULL};
    if (!get && strcmp(o->method, "DELETE") != 0)
        a.body = o->body;
    play_ask(m->play, &a, t);
    answer_holds(m->play, t, clause, s->shown ? "/location" : NULL);
    hold_precondition(m, s, o, t);
}

/* --- PUT and PATCH --- */

static void hold_location(const struct model *m, const struct stored *s, const struct told *t)
{
    const char *before = text_at(s->shown, "/location"), *sent = text_at(t->sent, "/location");
    struct broken b = {"PLAT-13", "Another location is accepted.", "/location", before, sent};
    if (before && sent && !same_place(before, sent))
        play_broken(m->play, &b, t);
}

/* Whether a right implementation has no reason to refuse it but what is in the body. */
static bool unconditional(const struct stored *s, const struct operation *o, const struct told *t)
{
    const char *name = text_at(t->sent, "/name"), *place = text_at(t->sent, "/location");
    const char *there = text_at(s->shown, "/location");
    return o->if_match == MATCH_NONE && !o->if_none_match &&
           (!there || !place || strcmp(there, place) == 0) &&
           (!cJSON_GetObjectItemCaseSensitive(t->sent, "name") ||
            (name && strcmp(name, play_name(o->name)) == 0));
}

static void put(struct model *m, const struct operation *o, struct told *t)
{
    struct stored *s = &m->at[o->name];
    ask(m, o, "CORE-01", t);
    refusal_holds(m->play, t, t->sent);
    if (unconditional(s, o, t) && text_at(t->sent, "/name")) /* E7: without one it may be refused */
        acceptance_holds(m->play, t, t->sent, "CORE-01");
    if (!told_accepted(t)) {
        hold_unchanged(m, o->name, "CORE-09", "A refused PUT changed what is stored.", t);
        return;
    }
    hold_location(m, s, t);
    if (t->sent)
        hold_views(m, t->sent, t->answer, s->shown, "CORE-02",
                   "What is stored is not what was sent.", t);
    take_over(m, o->name, t);
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
    const char *state = text_at(s->shown, "/properties/connectivityState");
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
    ask(m, o, "CORE-03", &t);
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
        hold_unchanged(m, o->name, "CORE-09", "A refused PATCH changed what is stored.", &t);
    } else {
        hold_location(m, s, &t);
        if (whole)
            hold_views(m, whole, t.answer, true, "PLAT-12", "What is stored is not the merge.", &t);
        take_over(m, o->name, &t);
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
    cJSON *before = steady(s->shown);
    put(m, o, &t);
    struct broken b = {"PLAT-11", "The same PUT, once more, is refused.", "status", "200", NULL};
    if (!told_accepted(&t))
        play_broken(m->play, &b, &t);
    cJSON *after = steady(s->shown);
    hold_equal(m, before, after, "PLAT-11", "The same PUT twice does not read back the same.", &t);
    told_free(&t);
    cJSON_Delete(before);
    cJSON_Delete(after);
}

/* --- GET and DELETE --- */

static void do_get(struct model *m, const struct operation *o)
{
    struct told t;
    if (!reads(m))
        return;
    ask(m, o, "FAM-01", &t);
    hold_equal(m, m->at[o->name].shown, told_accepted(&t) ? t.answer : NULL, "FAM-01",
               "What is read is not what the last write answered.", &t);
    told_free(&t);
}

static void do_delete(struct model *m, const struct operation *o)
{
    struct stored *s = &m->at[o->name];
    struct told t;
    if (!play_has(m->play, "DELETE", false, false))
        return;
    ask(m, o, "FAM-02", &t);
    bool refuses = o->if_match == MATCH_CURRENT; /* strict comparison of a weak etag */
    if (told_accepted(&t) != (s->shown && !must_fail(s, o)) && !(refuses && !told_accepted(&t))) {
        struct broken b = {.clause = "FAM-02",
                           .message = s->shown ? "A connection that is there is not deleted."
                                               : "A connection that is not there is deleted.",
                           .where = "status",
                           .expected = s->shown ? "200" : "404"};
        play_broken(m->play, &b, &t);
    }
    if (told_accepted(&t))
        forget(s);
    hold_unchanged(m, o->name, told_accepted(&t) ? "FAM-02" : "CORE-09",
                   "After DELETE there is not what must be.", &t);
    told_free(&t);
}

/* --- the shared key --- */

static void hold_missing(const struct model *m, const struct stored *s, const char *clause,
                         const struct told *t)
{
    struct broken b = {clause, "A key of a connection that is not there.", "status", "404", NULL};
    if (told_accepted(t) && !s->shown)
        play_broken(m->play, &b, t);
}

/* Whether its key can be read; where it is known it must be that one. */
static char *read_key(const struct model *m, unsigned name, const struct told *after)
{
    const struct stored *s = &m->at[name];
    struct told t;
    play_ask(m->play,
             &(struct asked){.method = "GET", .name = name, .below = bytes_of("/sharedkey")}, &t);
    answer_holds(m->play, &t, "FAM-05", NULL);
    hold_missing(m, s, "FAM-05", &t);
    const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(t.answer, "value"));
    struct broken b = {"FAM-05", "The key cannot be read.", "status", "200", NULL};
    if (s->shown && !value)
        play_broken(m->play, &b, &t);
    b = (struct broken){"FAM-10", "The key is not the one that was set.", "/value", s->key, value};
    if (s->key && value && strcmp(s->key, value) != 0)
        play_broken(m->play, &b, after ? after : &t);
    char *copy = value ? mem_string(value) : NULL;
    told_free(&t);
    return copy;
}

static void learn_key(struct model *m, unsigned name, const struct told *t)
{
    char *key = read_key(m, name, t);
    free(m->at[name].key);
    m->at[name].key = key;
}

static void do_key(struct model *m, const struct operation *o)
{
    struct stored *s = &m->at[o->name];
    struct told t;
    if (!play_has(m->play, o->method, true, false))
        return;
    ask(m, o, "FAM-06", &t);
    hold_missing(m, s, "FAM-06", &t);
    const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(t.sent, "value"));
    struct broken b = {"FAM-06", "A key without a string in value is accepted.", "/value", NULL,
                       NULL};
    bool put = strcmp(o->method, "PUT") == 0 && bytes_equal(o->below, bytes_of("/sharedkey"));
    if (put && told_accepted(&t) && t.sent && !value)
        play_broken(m->play, &b, &t);
    if (told_accepted(&t) && strcmp(o->method, "GET") != 0) {
        free(s->key);
        s->key = put && value ? mem_string(value) : NULL;
    }
    if (s->shown)
        learn_key(m, o->name, &t);
    told_free(&t);
}

/* --- the list --- */

static bool uses_listed(const cJSON *shown)
{
    static const char *const pointers[] = {"/properties/gateway1/name",
                                           "/properties/gateway2/name"};
    for (size_t i = 0; i < 2; i++) {
        const char *name = cJSON_GetStringValue(pointer_get(shown, pointers[i]));
        if (name && strcasecmp(name, "firstgateway") == 0)
            return true;
    }
    return false;
}

static bool listed(const cJSON *list, const char *name)
{
    const cJSON *one;
    cJSON_ArrayForEach(one, list)
    {
        const char *is = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(one, "name"));
        if (is && strcasecmp(is, name) == 0)
            return true;
    }
    return false;
}

static void do_list(struct model *m, const struct operation *o)
{
    struct told t;
    if (!play_has(m->play, "GET", false, true) || strcmp(o->method, "GET") != 0)
        return;
    ask(m, &(struct operation){.method = "GET", .list = true}, "FAM-08", &t);
    const cJSON *list =
        cJSON_IsArray(t.answer) ? t.answer : cJSON_GetObjectItemCaseSensitive(t.answer, "value");
    int wanted = 0;
    bool whole = true;
    for (unsigned i = 0; i < SEQUENCE_NAMES; i++) {
        bool uses = m->at[i].shown && uses_listed(m->at[i].shown);
        wanted += uses;
        whole &= !uses || listed(list, play_name(i));
    }
    struct broken b = {"FAM-08", "The list has not exactly the connections that use the gateway.",
                       "", NULL, NULL};
    if (!whole || cJSON_GetArraySize(list) != wanted)
        play_broken(m->play, &b, &t);
    told_free(&t);
}

/* --- all of it --- */

void model_do(struct model *m, const struct operation *o)
{
    if (o->list)
        do_list(m, o);
    else if (o->below.len)
        do_key(m, o);
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
    const char *place = text_at(m->at[name].shown, "/location");
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
    take_over(m, name, &t);
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
        hold_unchanged(m, i, "CORE-34", "A connection changed that nothing was written to.", &t);
        told_free(&t);
    }
}
