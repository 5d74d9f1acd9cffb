/* Variants: how what has to be refused is refused. A missing gateway is 400 in all of them. */
#include "base/mem.h"
#include "reference/mutants_core_tools.h"
#include "reference/variants.h"

#include <stdlib.h>
#include <string.h>

struct status_of_code {
    const char *code;
    int status;
};

static bool is_free(const struct fault *fault)
{
    return fault->status == 400 && strcmp(fault->code, "GatewayNotFound") != 0;
}

/* data: `status` in place of 400 */
static bool refuse_with(struct call *c, struct fault *fault)
{
    const struct twist *t = c->data;
    if (is_free(fault))
        fault->status = t->status;
    return false;
}

/* data: a status for some of the codes, to the one without a code, which is for the others */
static bool refuse_by_code(struct call *c, struct fault *fault)
{
    const struct status_of_code *row = c->data;
    while (row->code && strcmp(row->code, fault->code) != 0)
        row++;
    if (is_free(fault))
        fault->status = row->status;
    return false;
}

static bool is_refusal(const struct call *c)
{
    return c->answer.status >= 400;
}

/* data: `value`, JSON text; without it there is no body */
static void refusal_body(struct call *c)
{
    const struct twist *t = c->data;
    if (!is_refusal(c))
        return;
    cJSON_Delete(c->answer.body);
    c->answer.body = t->value ? cJSON_Parse(t->value) : NULL;
}

/* data: `value`, the text, and `where`, its Content-Type; NULL for none */
static void refusal_text(struct call *c, struct response *rs)
{
    const struct twist *t = c->data;
    if (!is_refusal(c))
        return;
    free(rs->body);
    rs->body = mem_string(t->value);
    rs->body_len = strlen(rs->body);
    headers_remove(&rs->headers, "Content-Type");
    if (t->where)
        headers_add(&rs->headers, "Content-Type", t->where);
}

#define TWIST(...)                                                                                 \
    &(const struct twist)                                                                          \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

static const struct variant table[] = {
    {.name = "refusals-403",
     .free = "PLAT-01",
     .says = "refuses with 403",
     .seam = {.on_fault = refuse_with},
     .data = TWIST(.status = 403)},
    {.name = "refusals-404",
     .free = "PLAT-01",
     .says = "refuses with 404",
     .seam = {.on_fault = refuse_with},
     .data = TWIST(.status = 404)},
    {.name = "refusals-409",
     .free = "PLAT-01",
     .says = "refuses with 409",
     .seam = {.on_fault = refuse_with},
     .data = TWIST(.status = 409)},
    {.name = "refusals-422",
     .free = "PLAT-01",
     .says = "refuses with 422",
     .seam = {.on_fault = refuse_with},
     .data = TWIST(.status = 422)},
    {.name = "refusals-429",
     .free = "PLAT-01",
     .says = "refuses with 429, as if it were not for good",
     .seam = {.on_fault = refuse_with},
     .data = TWIST(.status = 429)},
    {.name = "refusals-499",
     .free = "PLAT-01",
     .says = "refuses with 499, which nobody has registered",
     .seam = {.on_fault = refuse_with},
     .data = TWIST(.status = 499)},
    {.name = "refusals-assorted",
     .free = "PLAT-01",
     .says = "refuses with another status for each kind of fault",
     .seam = {.on_fault = refuse_by_code},
     .data =
         (const struct status_of_code[]){
             {"MissingMember", 428},
             {"NullMember", 409},
             {"WrongType", 415},
             {"NotOneOf", 406},
             {"NameMismatch", 409},
             {"LocationChanged", 405},
             {"EmptyBody", 411},
             {"InvalidJson", 418},
             {"BodyNotAnObject", 422},
             {NULL, 404},
         }},
    {.name = "refusal-body-empty",
     .free = "PLAT-01",
     .says = "refuses without a body",
     .seam = {.on_answer = refusal_body},
     .data = TWIST(.value = NULL)},
    {.name = "refusal-body-array",
     .free = "PLAT-01",
     .says = "refuses with an array of faults",
     .seam = {.on_answer = refusal_body},
     .data = TWIST(.value = "[{\"fault\":\"no\"},{\"fault\":null}]")},
    {.name = "refusal-body-problem",
     .free = "PLAT-01",
     .says = "refuses with RFC 9457 problem details",
     .seam = {.on_text = refusal_text},
     .data = TWIST(.where = "application/problem+json",
                   .value = "{\"type\":\"about:blank\",\"title\":\"Refused\"}")},
    {.name = "refusal-body-html",
     .free = "PLAT-01",
     .says = "refuses with a page of HTML",
     .seam = {.on_text = refusal_text},
     .data = TWIST(.where = "text/html; charset=iso-8859-1",
                   .value = "<!DOCTYPE html>\n<title>Refused</title>\n<h1>Refus\xE9</h1>\n")},
    {.name = "refusal-body-broken",
     .free = "PLAT-01",
     .says = "refuses with a body that is no JSON, though it is said to be",
     .seam = {.on_text = refusal_text},
     .data = TWIST(.where = "application/json", .value = "{'error': \xFF")},
    {.name = "refusal-type-missing",
     .free = "PLAT-01",
     .says = "refuses with a body of no Content-Type",
     .seam = {.on_text = refusal_text},
     .data = TWIST(.value = "refused")},
};

const struct variant *variants_refuse(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
