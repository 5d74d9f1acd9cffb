#include "conformance/expect.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "conformance/compare.h"
#include "conformance/expect_lists.h"

#include <stdlib.h>

struct miss miss_new(char *where, char *expected, char *actual, char *message)
{
    return (struct miss){
        .where = where, .expected = expected, .actual = actual, .message = message};
}

void miss_free(struct miss *m)
{
    free(m->where);
    free(m->expected);
    free(m->actual);
    free(m->message);
    *m = (struct miss){0};
}

static bool is_code(const cJSON *code, int status)
{
    if (cJSON_IsString(code)) /* "4XX" */
        return code->valuestring[0] - '0' == status / 100;
    return code->valuedouble == status;
}

bool code_among(const cJSON *codes, int status)
{
    const cJSON *code;
    if (!codes || !status)
        return false;
    if (!cJSON_IsArray(codes))
        return is_code(codes, status);
    cJSON_ArrayForEach(code, codes)
    {
        if (is_code(code, status))
            return true;
    }
    return false;
}

static bool miss_value(struct miss *out, const char *where, const cJSON *expected,
                       const cJSON *actual, const char *message)
{
    *out = miss_new(mem_string(where), value_words(expected), value_words(actual),
                    mem_string(message));
    return false;
}

const char *noted_says(const cJSON *noted, const struct seen *x)
{
    return code_among(cJSON_GetObjectItemCaseSensitive(noted, "status"), seen_status(x))
               ? cJSON_GetObjectItemCaseSensitive(noted, "says")->valuestring
               : NULL;
}

static bool status_holds(const cJSON *expect, const struct seen *x, struct miss *out)
{
    cJSON ok = {.type = cJSON_Number, .valuedouble = 200, .valueint = 200};
    const cJSON *codes = cJSON_GetObjectItemCaseSensitive(expect, "status");
    bool refused = cJSON_GetObjectItemCaseSensitive(expect, "refused");
    int status = seen_status(x);
    if (codes || !refused ? status && code_among(codes ? codes : &ok, status) : status / 100 == 4)
        return true;
    *out = miss_new(mem_string("status"),
                    codes || !refused ? value_words(codes ? codes : &ok)
                                      : mem_string("a refusal: 4xx"),
                    seen_words(x),
                    status ? mem_format("%s was answered %d.", x->request.method, status)
                           : mem_format("%s was not answered.", x->request.method));
    return false;
}

/* Compares what the contract says is kept; both trees are borrowed. */
static bool views_equal(const struct expect_context *c, const cJSON *expected, const cJSON *actual,
                        const char *message, struct miss *out)
{
    cJSON *left = contract_view(c->contract, expected), *right = contract_view(c->contract, actual);
    struct difference d;
    bool differs = compare_first(left, right, &d);
    if (differs)
        miss_value(out, buf_view(&d.pointer).ptr, d.expected, d.actual, message);
    difference_free(&d);
    cJSON_Delete(left);
    cJSON_Delete(right);
    return !differs;
}

static bool needs_object(const struct seen *x, struct miss *out)
{
    if (cJSON_IsObject(x->answer))
        return true;
    *out = miss_new(mem_string("body"), mem_string("a JSON object"),
                    x->answer ? value_words(x->answer) : mem_string("no JSON"),
                    mem_string("The answer carries no connection."));
    return false;
}

static bool stored_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                         struct miss *out)
{
    const struct seen *put = c->labelled(c->of, value->valuestring);
    return needs_object(x, out) &&
           views_equal(c, put->sent, x->answer, "What is read is not what was written.", out);
}

static bool merged_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                         struct miss *out)
{
    const struct seen *base = c->labelled(c->of, value->valuestring);
    if (!needs_object(base, out) || !needs_object(x, out))
        return false;
    cJSON *merged = merge_patch(base->answer, c->patch);
    bool ok = views_equal(c, merged, x->answer,
                          "The connection is not what it was with the PATCH merged into it.", out);
    cJSON_Delete(merged);
    return ok;
}

static bool same_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                       struct miss *out)
{
    const struct seen *before = c->labelled(c->of, value->valuestring);
    cJSON *left = without_etag(before->answer), *right = without_etag(x->answer);
    struct difference d;
    bool differs = compare_first(left, right, &d);
    if (differs)
        miss_value(out, buf_view(&d.pointer).ptr, d.expected, d.actual,
                   "The connection is not what it was.");
    difference_free(&d);
    cJSON_Delete(left);
    cJSON_Delete(right);
    return !differs;
}

static bool differs_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                          struct miss *out)
{
    const char *at = cJSON_GetObjectItemCaseSensitive(value, "at")->valuestring;
    const char *from = cJSON_GetObjectItemCaseSensitive(value, "from")->valuestring;
    const cJSON *was = pointer_get(c->labelled(c->of, from)->answer, at);
    const cJSON *is = pointer_get(x->answer, at);
    if (!was || !is || !json_equal(was, is))
        return true;
    *out = miss_new(mem_string(at), mem_string("another value than before"), value_words(is),
                    mem_string("A member that must have changed is what it was."));
    return false;
}

static bool keeps_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                        struct miss *out)
{
    const char *at = cJSON_GetObjectItemCaseSensitive(value, "at")->valuestring;
    const char *from = cJSON_GetObjectItemCaseSensitive(value, "from")->valuestring;
    const cJSON *was = pointer_get(c->labelled(c->of, from)->answer, at);
    const cJSON *is = pointer_get(x->answer, at);
    if ((!was && !is) || (was && is && json_equal(was, is)))
        return true;
    return miss_value(out, at, was, is, "A member that must stay is not what it was.");
}

/* The first accepted one that the answer is; the last miss stands for all. */
static bool one_of_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                         struct miss *out)
{
    const cJSON *label;
    size_t accepted = 0;
    cJSON_ArrayForEach(label, value)
    {
        const struct seen *one = c->labelled(c->of, label->valuestring);
        if (!one || seen_status(one) / 100 != 2)
            continue;
        miss_free(out);
        accepted++;
        if (needs_object(one, out) && needs_object(x, out) &&
            views_equal(c, one->answer, x->answer,
                        "The connection is none of those that were written.", out))
            return true;
    }
    if (!accepted)
        *out = (struct miss){.where = mem_string("status"),
                             .expected = mem_string("a write that is accepted"),
                             .actual = mem_string("none"),
                             .message = mem_string("None of the writes was accepted.")};
    return false;
}

static bool among_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                        struct miss *out)
{
    (void)c;
    const cJSON *m, *one;
    cJSON_ArrayForEach(m, value)
    {
        const cJSON *is = pointer_get(x->answer, m->string);
        bool found = false;
        cJSON_ArrayForEach(one, m) found = found || (is && json_equal(one, is));
        if (!found)
            return miss_value(out, m->string, m, is,
                              "A member has none of the values it may have.");
    }
    return true;
}

/* In Unicode characters: every byte but those that continue one. */
static size_t characters(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

static bool length_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                         struct miss *out)
{
    (void)c;
    const cJSON *m;
    cJSON_ArrayForEach(m, value)
    {
        const cJSON *is = pointer_get(x->answer, m->string);
        size_t wanted = strtoul(m->valuestring, NULL, 10);
        if (cJSON_IsString(is) && characters(is->valuestring) == wanted)
            continue;
        *out = (struct miss){
            .where = mem_string(m->string),
            .expected = mem_format("a string of %zu characters", wanted),
            .actual = cJSON_IsString(is) ? mem_format("%zu characters", characters(is->valuestring))
                                         : value_words(is),
            .message = mem_string("A string has another length.")};
        return false;
    }
    return true;
}

/* The bytes of the answer do not hold these texts anywhere. */
static bool never_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                        struct miss *out)
{
    (void)c;
    const cJSON *text;
    cJSON_ArrayForEach(text, value)
    {
        size_t len = strlen(text->valuestring);
        if (!x->response.body ||
            !memmem(x->response.body, x->response.body_len, text->valuestring, len))
            continue;
        *out = (struct miss){.where = mem_string("body"),
                             .expected = mem_string("an answer without it"),
                             .actual = mem_string(text->valuestring),
                             .message = mem_string("The answer holds what it must never show.")};
        return false;
    }
    return true;
}

static bool members_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                          struct miss *out)
{
    (void)c;
    const cJSON *m;
    cJSON_ArrayForEach(m, value)
    {
        const cJSON *is = pointer_get(x->answer, m->string);
        if (!is || !json_equal(m, is))
            return miss_value(out, m->string, m, is, "A member has another value.");
    }
    return true;
}

static bool ends_with(const cJSON *value, const char *end)
{
    if (!cJSON_IsString(value))
        return false;
    size_t len = strlen(value->valuestring), want = strlen(end);
    return len >= want && strcmp(value->valuestring + len - want, end) == 0;
}

static bool ends_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                       struct miss *out)
{
    (void)c;
    const cJSON *m;
    cJSON_ArrayForEach(m, value)
    {
        const cJSON *is = pointer_get(x->answer, m->string);
        if (ends_with(is, m->valuestring))
            continue;
        *out = miss_new(mem_string(m->string),
                        mem_format("a string that ends with %s", m->valuestring), value_words(is),
                        mem_string("A member ends otherwise."));
        return false;
    }
    return true;
}

/* `has` and `lacks`: a pointer or an array of them. */
static bool presence_holds(const cJSON *pointers, bool wanted, const struct seen *x,
                           struct miss *out)
{
    const cJSON *p = cJSON_IsArray(pointers) ? pointers->child : pointers;
    for (; p; p = cJSON_IsArray(pointers) ? p->next : NULL) {
        const cJSON *is = pointer_get(x->answer, p->valuestring);
        if ((is != NULL) == wanted)
            continue;
        *out = miss_new(
            mem_string(p->valuestring), mem_string(wanted ? "a member" : "no such member"),
            value_words(is),
            mem_string(wanted ? "A member is missing." : "A member is there that must not be."));
        return false;
    }
    return true;
}

static bool has_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                      struct miss *out)
{
    (void)c;
    return presence_holds(value, true, x, out);
}

static bool lacks_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                        struct miss *out)
{
    (void)c;
    return presence_holds(value, false, x, out);
}

static bool headers_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                          struct miss *out)
{
    (void)c;
    const cJSON *m;
    cJSON_ArrayForEach(m, value)
    {
        const char *is = headers_get(&x->response.headers, m->string);
        bool ok = cJSON_IsString(m) ? is && strcmp(is, m->valuestring) == 0
                                    : (is != NULL) == (bool)cJSON_IsTrue(m);
        if (ok)
            continue;
        *out =
            miss_new(mem_format("header %s", m->string),
                     cJSON_IsString(m) ? mem_string(m->valuestring)
                     : cJSON_IsTrue(m) ? mem_string("the header")
                                       : mem_string("no such header"),
                     mem_string(is ? is : "nothing"), mem_string("A header is not as it must be."));
        return false;
    }
    return true;
}

bool expect_holds(const struct expect_context *c, const cJSON *expect, const struct seen *x,
                  struct miss *out)
{
    static const struct {
        const char *name;
        bool (*holds)(const struct expect_context *, const cJSON *, const struct seen *,
                      struct miss *);
    } rules[] = {{"headers", headers_holds}, {"stored", stored_holds},   {"merged", merged_holds},
                 {"same", same_holds},       {"differs", differs_holds}, {"members", members_holds},
                 {"ends", ends_holds},       {"has", has_holds},         {"lacks", lacks_holds},
                 {"keeps", keeps_holds},     {"one-of", one_of_holds},   {"among", among_holds},
                 {"length", length_holds},   {"never", never_holds},     {"lists", lists_hold}};
    if (noted_says(cJSON_GetObjectItemCaseSensitive(expect, "noted"), x))
        return true;
    if (!status_holds(expect, x, out))
        return false;
    struct seen bare = *x; /* pointers into a list mean the list, also where it is wrapped */
    const cJSON *lists = cJSON_GetObjectItemCaseSensitive(expect, "lists");
    if (lists)
        bare.answer = (cJSON *)list_of(x);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const cJSON *value = cJSON_GetObjectItemCaseSensitive(expect, rules[i].name);
        if (value && !rules[i].holds(c, value, value == lists ? x : &bare, out))
            return false;
    }
    return true;
}
