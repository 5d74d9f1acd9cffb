#include "fuzz/oracle/model_parts.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "contract/compare.h"
#include "fuzz/oracle/answers.h"
#include "fuzz/oracle/views.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

void model_key(struct model *m, const struct operation *o)
{
    struct stored *s = &m->at[o->name];
    struct told t;
    if (!play_has(m->play, o->method, true, false))
        return;
    model_ask(m, o, "FAM-06", &t);
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

void model_list(struct model *m, const struct operation *o)
{
    struct told t;
    if (!play_has(m->play, "GET", false, true) || strcmp(o->method, "GET") != 0)
        return;
    model_ask(m, &(struct operation){.method = "GET", .list = true}, "FAM-08", &t);
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
