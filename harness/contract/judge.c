#include "contract/judge.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "contract/annotations.h"
#include "contract/judging.h"
#include "contract/surface.h"
#include "contract/utf8.h"

#include <stdlib.h>
#include <strings.h>

#define SHOWN_MAX ((size_t)200)

static const struct json_limits outside = {.max_values = JSON_OUTSIDE_VALUES};

/* --- what is found --- */

void judging_apply(void *context, const char *clause)
{
    struct judging *j = ((struct relations *)context)->owner;
    int index = clause_find(j->contract, clause);
    if (index < 0)
        return;
    if (!j->out->applied) {
        j->out->clauses = j->contract->clauses.count;
        j->out->applied = mem_alloc(j->out->clauses * sizeof *j->out->applied);
    }
    j->out->applied[index] = true;
}

void judging_report(struct judging *j, const struct fault *f)
{
    if (!f->clause)
        return;
    for (size_t i = j->first; i < j->out->count; i++)
        if (strcmp(j->out->list[i].clause, f->clause) == 0 &&
            strcmp(j->out->list[i].where, f->where) == 0)
            return;
    judging_apply(&j->relations, f->clause);
    findings_add(j->out, f->clause, f->where, f->expected, f->actual, f->message, f->rule);
}

const char *annotated_clause(const cJSON *node)
{
    const cJSON *clause = cJSON_GetObjectItemCaseSensitive(node, "x-connspec-clause");
    return cJSON_IsString(clause) ? clause->valuestring : NULL;
}

/* Header values come as bytes; what is not printable UTF-8 is written \xNN. */
static char *printable(const char *text)
{
    size_t plain = 0;
    while (text[plain] >= 0x20 && text[plain] < 0x7F)
        plain++;
    if (!text[plain] && plain <= SHOWN_MAX)
        return mem_copy(text, plain);
    struct buf out = buf_new(4 * SHOWN_MAX + 4);
    struct bytes rest = bytes_of(text);
    if (rest.len > SHOWN_MAX)
        rest.len = utf8_cut(rest, SHOWN_MAX);
    while (rest.len) {
        uint32_t code = 0;
        size_t len = utf8_next(rest, &code);
        if (len && code >= 0x20 && code != 0x7F && !(code >= 0x80 && code < 0xA0))
            buf_add(&out, rest.ptr, len);
        else
            buf_format(&out, "\\x%02X", (unsigned char)rest.ptr[0]);
        len = len && code >= 0x80 && code < 0xA0 ? 1 : len ? len : 1;
        rest.ptr += len;
        rest.len -= len;
    }
    return buf_take(&out);
}

/* --- the body --- */

static bool is_json_type(const char *value)
{
    static const char type[] = "application/json";
    if (!value || strncasecmp(value, type, sizeof type - 1) != 0)
        return false;
    const char *rest = value + sizeof type - 1;
    rest += strspn(rest, " \t");
    return *rest == '\0' || *rest == ';';
}

static bool judge_type(struct judging *j)
{
    const char *value = headers_get(&j->exchange->response->headers, "Content-Type");
    if (is_json_type(value))
        return true;
    char *actual = printable(!value ? "nothing" : value[0] ? value : "an empty value");
    struct fault fault = {.clause = annotated_clause(j->rules->response.node),
                          .where = "header Content-Type",
                          .expected = "application/json",
                          .actual = actual,
                          .message = value ? "The answer does not say that it is JSON."
                                           : "The answer has no Content-Type.",
                          .rule = j->rules->response.pointer};
    judging_report(j, &fault);
    free(actual);
    return false;
}

static void judge_json(struct judging *j, const struct json_problem *problem, bool silent)
{
    if (silent)
        return;
    char *actual = mem_format("%s, at byte %zu", problem->text, problem->offset);
    struct fault fault = {.clause = annotated_clause(j->rules->response.node),
                          .where = "body",
                          .expected = "one JSON value and nothing else (RFC 8259)",
                          .actual = actual,
                          .message = "The answer's body is not JSON.",
                          .rule = j->rules->response.pointer};
    judging_report(j, &fault);
    free(actual);
}

static void judge_body(struct judging *j)
{
    const struct response *rs = j->exchange->response;
    if (!j->rules->schema)
        return;
    const char *clause = annotated_clause(j->rules->response.node);
    if (clause)
        judging_apply(&j->relations, clause);
    bool typed = judge_type(j);
    struct json_problem problem;
    struct bytes text = {rs->body, rs->body_len};
    j->answer = j->exchange->answer ? j->exchange->answer : json_read(text, &outside, &problem);
    if (j->answer)
        judge_schema(j, j->rules->schema, clause, j->answer, NULL);
    else
        judge_json(j, &problem, !typed);
}

/* --- the headers --- */

static void judge_equals_body(struct judging *j, const struct header_rules *header,
                              const char *value)
{
    const cJSON *equals =
        cJSON_GetObjectItemCaseSensitive(header->at.node, "x-connspec-equals-body");
    const cJSON *is = equals ? pointer_get(j->answer, equals->valuestring) : NULL;
    if (!cJSON_IsString(is))
        return;
    judging_apply(&j->relations, annotated_clause(header->at.node));
    if (strcmp(is->valuestring, value) == 0)
        return;
    char *actual = printable(value), *expected = printable(is->valuestring);
    char *rule = mem_format("%s/x-connspec-equals-body", header->at.pointer);
    struct fault fault = {annotated_clause(header->at.node),
                          header->where,
                          expected,
                          actual,
                          "The header is not what the body says it is.",
                          rule};
    judging_report(j, &fault);
    free(rule);
    free(expected);
    free(actual);
}

static void judge_missing(struct judging *j, const struct header_rules *header)
{
    if (!cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(header->at.node, "required")))
        return;
    char *rule = mem_format("%s/required", header->at.pointer);
    char *message = mem_format("The answer has no %s.", header->where);
    struct fault fault = {
        annotated_clause(header->at.node), header->where, "the header", "nothing", message, rule};
    judging_report(j, &fault);
    free(message);
    free(rule);
}

static void judge_header(struct judging *j, const struct header_rules *header)
{
    const char *value = headers_get(&j->exchange->response->headers, header->name);
    const char *clause = annotated_clause(header->at.node);
    bool equals = cJSON_GetObjectItemCaseSensitive(header->at.node, "x-connspec-equals-body");
    if (value) {
        char *text = printable(value);
        cJSON instance = {.type = cJSON_String, .valuestring = text};
        if (!equals)
            judging_apply(&j->relations, clause);
        judge_schema(j, header->schema, clause, &instance, header->where);
        judge_equals_body(j, header, value);
        free(text);
    } else {
        /* what must be equal where it is sent holds where it is not */
        if (equals)
            judging_apply(&j->relations, clause);
        judge_missing(j, header);
    }
}

/* --- the exchange --- */

static cJSON *body_sent(const struct exchange *x)
{
    const struct request *rq = x->request;
    struct json_problem problem;
    bool writes = strcmp(rq->method, "PUT") == 0 || strcmp(rq->method, "PATCH") == 0;
    if (!writes || !rq->body || x->response->status / 100 != 2)
        return NULL;
    return x->sent ? x->sent
                   : json_read((struct bytes){rq->body, rq->body_len}, &outside, &problem);
}

static void judge_routed(struct judging *j, const struct route *route)
{
    const struct exchange *x = j->exchange;
    j->rules = answers_find(j->contract->answers, route->operation, x->response->status);
    if (!j->rules)
        return;
    cJSON *sent = body_sent(x);
    j->relations = (struct relations){.route = route,
                                      .sent = sent,
                                      .respells = x->respells,
                                      .patch = strcmp(x->request->method, "PATCH") == 0,
                                      .owner = j};
    judge_body(j);
    for (size_t i = 0; i < j->rules->header_count; i++)
        judge_header(j, &j->rules->headers[i]);
    relations_free(&j->relations);
    if (j->answer != x->answer)
        cJSON_Delete(j->answer);
    if (sent != x->sent)
        cJSON_Delete(sent);
}

void judge_exchange(const struct contract *c, const struct exchange *x, struct findings *out)
{
    struct judging j = {.contract = c, .exchange = x, .out = out, .first = out->count};
    struct route route;
    if (x->response->delivery != ANSWERED)
        return;
    if (route_find(c, x->request->method, x->request->path, x->prefix, &route) && route.operation)
        judge_routed(&j, &route);
    route_free(&route);
}

cJSON *response_json(const struct response *rs)
{
    struct json_problem problem;
    return rs->body ? json_read((struct bytes){rs->body, rs->body_len}, &outside, &problem) : NULL;
}

/* --- the standing checks --- */

struct marks {
    const struct contract *contract;
    bool *list;
};

static bool mark(void *context, const char *clause)
{
    struct marks *m = context;
    int index = clause_find(m->contract, clause);
    if (index >= 0)
        m->list[index] = true;
    return true;
}

static int mark_operation(void *context, const char *path, const struct place *at)
{
    struct marks *m = context;
    (void)path;
    annotations_each(m->contract->openapi, cJSON_GetObjectItemCaseSensitive(at->node, "responses"),
                     mark, m);
    return 0;
}

bool *judge_clauses(const struct contract *c)
{
    struct marks m = {c, mem_alloc(c->clauses.count * sizeof *m.list)};
    each_operation(c->openapi, mark_operation, &m);
    return m.list;
}
