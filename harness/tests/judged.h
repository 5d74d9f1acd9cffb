/* judged.h - for tests of the judge: an exchange made from the examples of openapi.json, and what
 * the judge finds in it. */
#ifndef TESTS_JUDGED_H
#define TESTS_JUDGED_H

#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "contract/judge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define SUB "00000000-0000-0000-0000-000000000000"
#define GROUP "/subscriptions/" SUB "/resourceGroup/myrg1/providers/microsoft.network"
#define GROUPS "/subscriptions/" SUB "/resourceGroups/myrg1/providers/microsoft.network"
#define CONNECTION GROUP "/connections/connection1?api-version=2015-05-01-preview"

/* --- one exchange, made from the document's examples --- */

struct set {
    struct assets assets;
    struct contract *contract;
};

struct fixture {
    const struct contract *contract;
    struct request request;
    struct response response;
    cJSON *sent, *answer; /* written into the messages when judged; NULL: the body as it is */
    const char *prefix, *respells;
    struct findings found;
};

static inline cJSON *example(const struct contract *c, const char *type, const char *kind)
{
    char *pointer = mem_format("/components/examples/%s%s/value", type, kind);
    cJSON *value = cJSON_Duplicate(pointer_get(c->openapi, pointer), true);
    free(pointer);
    assert_non_null(value);
    return value;
}

static inline struct fixture exchange(const struct contract *c, const char *method,
                                      const char *path, int status, const char *body)
{
    struct fixture f = {.contract = c, .request = request_new(method, path), .prefix = ""};
    f.response = (struct response){.delivery = ANSWERED, .status = status};
    headers_add(&f.response.headers, "Content-Type", "application/json; charset=utf-8");
    headers_add(&f.response.headers, "X-MS-Request-Id", "1");
    f.response.body = mem_string(body ? body : "");
    f.response.body_len = strlen(f.response.body);
    return f;
}

static inline struct fixture good(const struct contract *c, const char *method, const char *type)
{
    struct fixture f = exchange(c, method, CONNECTION, 200, NULL);
    headers_add(&f.response.headers, "ETag", "W/\"" SUB "\"");
    f.sent = strcmp(method, "GET") == 0 ? NULL : example(c, type, "Request");
    f.answer = example(c, type, "Answer");
    return f;
}

static inline void answer_with(struct fixture *f, const char *body, size_t len)
{
    cJSON_Delete(f->answer);
    f->answer = NULL;
    free(f->response.body);
    f->response.body = mem_copy(body, len);
    f->response.body_len = len;
}

static inline const struct findings *judged(struct fixture *f)
{
    char *sent = f->sent ? json_print(f->sent, false) : NULL;
    char *answer = f->answer ? json_print(f->answer, true) : NULL;
    if (sent)
        request_body(&f->request, sent, strlen(sent));
    if (answer)
        answer_with(f, answer, strlen(answer));
    struct exchange x = {.request = &f->request,
                         .response = &f->response,
                         .prefix = f->prefix,
                         .respells = f->respells};
    judge_exchange(f->contract, &x, &f->found);
    free(sent);
    free(answer);
    return &f->found;
}

static inline void done(struct fixture *f)
{
    request_free(&f->request);
    response_free(&f->response);
    cJSON_Delete(f->sent);
    cJSON_Delete(f->answer);
    findings_free(&f->found);
}

static inline bool was_applied(const struct fixture *f, const char *clause)
{
    int index = clause_find(f->contract, clause);
    assert_true(index >= 0);
    return f->found.applied && f->found.applied[index];
}

static inline void put(cJSON *tree, const char *pointer, const char *json)
{
    if (!json) {
        assert_true(pointer_remove(tree, pointer));
        return;
    }
    cJSON *value = cJSON_Parse(json);
    assert_non_null(value);
    assert_true(pointer_set(tree, pointer, value));
}

/* Every finding names this clause, says what it must, and there is at least one; "" wants none. */
static inline void expect_only(struct fixture *f, const char *name, const char *clause)
{
    const struct findings *found = judged(f);
    for (size_t i = 0; i < found->count; i++) {
        const struct finding *one = &found->list[i];
        if (strcmp(one->clause, clause) != 0)
            fail_msg("%s: %s at %s: expected %s, found %s (wanted %s)", name, one->clause,
                     one->where, one->expected, one->actual, clause[0] ? clause : "nothing");
        assert_true(one->where[0] && one->expected[0] && one->actual[0] && one->message[0]);
        assert_true(was_applied(f, clause));
        assert_non_null(one->rule);
        assert_non_null(pointer_get(f->contract->openapi, one->rule));
    }
    if (clause[0] && !found->count)
        fail_msg("%s: nothing was found, wanted %s", name, clause);
    done(f);
}

static inline int open_contract(void **state)
{
    struct set *s = mem_alloc(sizeof *s);
    struct err err;
    if (assets_open(&s->assets, NULL, &err) ||
        contract_open(&s->contract, &s->assets, "2015-05-01-preview", &err)) {
        print_error("%s\n", err.text);
        return -1;
    }
    *state = s;
    return 0;
}

static inline int close_contract(void **state)
{
    struct set *s = *state;
    contract_close(s->contract);
    assets_close(&s->assets);
    free(s);
    return 0;
}

#endif
