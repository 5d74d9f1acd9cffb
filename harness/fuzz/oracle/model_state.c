#include "fuzz/oracle/model_parts.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "contract/compare.h"
#include "fuzz/oracle/answers.h"
#include "fuzz/oracle/views.h"

#include <stdlib.h>
#include <string.h>

void stored_forget(struct stored *s)
{
    cJSON_Delete(s->shown);
    free(s->text);
    free(s->stale);
    free(s->key);
    *s = (struct stored){0};
}

/* --- two states side by side --- */

void model_equal(const struct model *m, const cJSON *expected, const cJSON *actual,
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

void model_views(const struct model *m, const cJSON *wanted, const cJSON *shown, bool moved,
                 const char *clause, const char *message, const struct told *t)
{
    const struct contract *c = play_contract(m->play);
    cJSON *expected = contract_view(c, wanted), *actual = contract_view(c, shown);
    view_respell(expected, actual, moved);
    model_equal(m, expected, actual, clause, message, t);
    cJSON_Delete(expected);
    cJSON_Delete(actual);
}

/* --- reading back --- */

bool model_reads(const struct model *m)
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

void model_unchanged(const struct model *m, unsigned name, const char *clause, const char *message,
                     const struct told *after)
{
    const struct stored *s = &m->at[name];
    struct told t;
    if (!model_reads(m))
        return;
    if (!read_back(m, name, &t)) {
        const cJSON *now = told_accepted(&t) ? t.answer : NULL;
        cJSON *was = without_etag(s->shown), *is = without_etag(now);
        model_equal(m, was, is, clause, message, after);
        model_equal(m, s->shown, now, "PLAT-08",
                    "The connection is the same, and its etag is another one.", after);
        cJSON_Delete(was);
        cJSON_Delete(is);
    }
    told_free(&t);
}

static void hold_etag(const struct model *m, const struct stored *s, const cJSON *now,
                      const struct told *t)
{
    const char *before = view_etag(s->shown), *after = view_etag(now);
    if (!before || !after || strcmp(before, after) != 0)
        return;
    cJSON *was = without_etag(s->shown), *is = without_etag(now);
    model_equal(m, was, is, "PLAT-08", "The connection changed, and its etag did not.", t);
    cJSON_Delete(was);
    cJSON_Delete(is);
}

void model_take(struct model *m, unsigned name, const struct told *t)
{
    struct stored *s = &m->at[name];
    hold_etag(m, s, t->answer, t);
    const char *before = view_etag(s->shown), *after = view_etag(t->answer);
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
    if (!model_reads(m))
        return;
    if (!read_back(m, name, &now))
        model_equal(m, t->answer, now.answer, "FAM-01",
                    "What is read back is not what the write answered.", t);
    told_free(&now);
}

/* --- preconditions --- */

static const char *if_match_of(const struct stored *s, enum match match)
{
    const char *current = view_etag(s->shown);
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
bool model_must_fail(const struct stored *s, const struct operation *o)
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
    if (!told_accepted(t) || !model_must_fail(s, o))
        return;
    struct broken b = {.clause =
                           o->if_none_match && o->if_match == MATCH_NONE ? "PLAT-10" : "PLAT-09",
                       .message = "A request whose precondition fails is carried out.",
                       .where = "status",
                       .expected = "412"};
    play_broken(m->play, &b, t);
}

void model_ask(struct model *m, const struct operation *o, const char *clause, struct told *t)
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
