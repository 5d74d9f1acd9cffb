/* Mutants of the robust clauses: what a refused request leaves on a kept-alive connection. */
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/mutants_core_tools.h"
#include "reference/mutants_robust_sights.h"
#include "reference/server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What this connection of the client's has left over, by name; NULL without any. */
static cJSON *left_over(const struct call *c, const char *what)
{
    char *name = mem_format("line %lu %s", c->line, what);
    cJSON *found = cJSON_GetObjectItemCaseSensitive(c->memory, name);
    free(name);
    return found;
}

static void leave(struct call *c, const char *what, cJSON *value)
{
    char *name = mem_format("line %lu %s", c->line, what);
    cJSON_DeleteItemFromObjectCaseSensitive(c->memory, name);
    if (value)
        cJSON_AddItemToObject(c->memory, name, value);
    free(name);
}

/* data: which refusals leave something */
static bool leaves(const struct call *c)
{
    const struct harm *h = c->data;
    return c->refused && (!h->when || harm_meant(c));
}

static bool sees_body(const struct call *c)
{
    return sights_body(c).len > 0;
}

static bool sees_odd_name(const struct call *c)
{
    return c->uri.problem != NULL;
}

static bool sees_malformed(const struct call *c)
{
    return sees_body(c) && !json_check(sights_body(c), NULL, NULL);
}

/* --- the rest of the body is the next request --- */

static bool store_unless_left(struct call *c)
{
    return !left_over(c, "rest");
}

static void answer_rest(struct call *c)
{
    const struct harm *h = c->data;
    bool rest = left_over(c, "rest") != NULL;
    leave(c, "rest", !rest && leaves(c) ? cJSON_CreateTrue() : NULL);
    if (rest)
        harm_status_as(c, h->status ? h->status : 400, "the request line is malformed");
}

/* A GET that has one is no refusal. */
static void answer_rest_of_get(struct call *c)
{
    bool rest = left_over(c, "rest") != NULL;
    leave(c, "rest", !rest && sees_get(c) && sees_body(c) ? cJSON_CreateTrue() : NULL);
    if (rest)
        harm_status_as(c, 400, "the request line is malformed");
}

/* --- the rest of the body is in the next body --- */

static void prepend_rest(struct call *c, struct request *rq)
{
    const char *rest = cJSON_GetStringValue(left_over(c, "body"));
    if (!rest || !rq->body_len)
        return;
    char *text = mem_format("%s%s", rest, rq->body);
    request_body(rq, text, strlen(text));
    free(text);
    leave(c, "body", NULL);
}

static void keep_rest(struct call *c)
{
    struct bytes body = sights_body(c);
    if (!leaves(c) || !body.len)
        return;
    char *tail = mem_copy(body.ptr + body.len - 1, 1);
    leave(c, "body", cJSON_CreateString((unsigned char)*tail < 0x80 ? tail : "?"));
    free(tail);
}

/* --- answers come late by one --- */

static cJSON *packed(const struct response *rs)
{
    cJSON *answer = cJSON_CreateObject();
    cJSON_AddNumberToObject(answer, "status", rs->status);
    cJSON_AddStringToObject(answer, "body", rs->body);
    return answer;
}

static void unpack(const cJSON *answer, struct response *rs)
{
    rs->status = (int)cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(answer, "status"));
    free(rs->body);
    rs->body = mem_string(tool_text(answer, "/body"));
    rs->body_len = strlen(rs->body);
}

static void shift(struct call *c, struct response *rs, bool for_good)
{
    const cJSON *late = left_over(c, "late");
    cJSON *now = late ? (for_good ? packed(rs) : NULL) : (leaves(c) ? packed(rs) : NULL);
    if (late)
        unpack(late, rs);
    leave(c, "late", now);
}

static void answer_again(struct call *c, struct response *rs)
{
    shift(c, rs, false);
}

static void answer_late(struct call *c, struct response *rs)
{
    shift(c, rs, true);
}

/* Two answers to one request, on the wire. */
static void answer_twice(struct call *c, struct response *rs)
{
    if (leaves(c))
        headers_add(&rs->headers, SERVER_INTERIM, "400 Bad Request\r\nContent-Length: 0");
}

/* --- the answer is an object that is used again --- */

static void keep_status(struct call *c)
{
    const cJSON *status = left_over(c, "status");
    int old = status ? (int)status->valuedouble : 0;
    leave(c, "status", leaves(c) ? cJSON_CreateNumber(c->answer.status) : NULL);
    if (old && !c->refused)
        c->answer.status = old;
}

static void keep_error(struct call *c)
{
    cJSON *old = cJSON_Duplicate(left_over(c, "error"), true), *body = c->answer.body;
    const cJSON *error = cJSON_GetObjectItemCaseSensitive(body, "error");
    leave(c, "error", leaves(c) && error ? cJSON_Duplicate(error, true) : NULL);
    if (!c->refused && cJSON_IsObject(body) && old)
        tool_put(body, "error", old);
    else
        cJSON_Delete(old);
}

/* The document that was refused is shown by the next GET. */
static void show_refused(struct call *c)
{
    cJSON *old = cJSON_Duplicate(left_over(c, "tags"), true), *body = c->answer.body;
    const cJSON *tags = c->after ? cJSON_GetObjectItemCaseSensitive(c->after, "tags") : NULL;
    if (leaves(c) && tags)
        leave(c, "tags", cJSON_Duplicate(tags, true));
    if (old && sees_get(c) && c->answer.status == 200 && harm_on_connection(c))
        tool_put(body, "tags", old);
    else
        cJSON_Delete(old);
}

/* --- there is no next answer --- */

static void hold_next(struct call *c, struct response *rs)
{
    bool stuck = left_over(c, "stuck") != NULL;
    leave(c, "stuck", !stuck && leaves(c) ? cJSON_CreateTrue() : NULL);
    if (stuck)
        harm_gone(rs, TIMED_OUT);
}

/* clang-format off */
#define RESTS {.on_store = store_unless_left, .on_answer = answer_rest}
#define RESTS_OF_GET {.on_store = store_unless_left, .on_answer = answer_rest_of_get}
#define RESTS_IN_BODY {.on_request = prepend_rest, .on_answer = keep_rest}
/* clang-format on */
#define ROW(name_, says_, rare_, seam_, data_)                                                     \
    {                                                                                              \
        .name = name_, .clause = "ROB-12", .says = says_, .rare = rare_, .seam = seam_,            \
        .data = data_                                                                              \
    }
#define HOOK(hook, does)                                                                           \
    {                                                                                              \
        .hook = does                                                                               \
    }

static const struct mutant table[] = {
    ROW("next-is-the-rest", "takes the rest of a refused body for the next request", false, RESTS,
        HARM(sees_body)),
    ROW("next-is-the-rest-of-no-json", "takes the rest of what is no JSON for the next request",
        true, RESTS, HARM(sees_malformed)),
    ROW("next-is-the-rest-of-8-mib", "takes the rest of a body of 8 MiB for the next request", true,
        RESTS, HARM(sees_8_mib)),
    ROW("next-is-the-rest-of-a-get", "takes the body of a GET for the next request", true,
        RESTS_OF_GET, HARM(NULL)),
    ROW("next-after-odd-name-500", "answers 500 to the request after one with an odd name", true,
        RESTS, HARM(sees_odd_name, .status = 500)),
    ROW("next-body-begins-with-the-rest",
        "puts the last byte of a refused body before the next one", false, RESTS_IN_BODY,
        HARM(sees_body)),
    ROW("next-body-begins-with-the-rest-of-a-patch",
        "puts the last byte of a refused PATCH before the next body", true, RESTS_IN_BODY,
        HARM(sees_patch)),
    ROW("next-answer-again", "answers the request after a refusal with the refusal", false,
        HOOK(on_text, answer_again), HARM(NULL)),
    ROW("next-answer-again-after-no-json",
        "answers the request after one that is no JSON with the same answer", true,
        HOOK(on_text, answer_again), HARM(sees_malformed)),
    ROW("next-answers-late", "gives every answer one request late from a refused body on", true,
        HOOK(on_text, answer_late), HARM(sees_body)),
    ROW("next-answer-twice", "answers twice what is no JSON", true, HOOK(on_text, answer_twice),
        HARM(sees_malformed)),
    ROW("next-status-kept", "answers the request after a refusal with its status", false,
        HOOK(on_answer, keep_status), HARM(NULL)),
    ROW("next-error-kept", "shows the error of a refusal in the next answer too", true,
        HOOK(on_answer, keep_error), HARM(NULL)),
    ROW("next-get-shows-refused", "shows the tags of a refused write in the next GET", true,
        HOOK(on_answer, show_refused), HARM(NULL)),
    ROW("next-held", "never answers the request after one that is no JSON", true,
        HOOK(on_text, hold_next), HARM(sees_malformed)),
};

const struct mutant *mutants_robust_next(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
