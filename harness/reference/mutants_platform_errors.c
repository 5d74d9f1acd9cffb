/* Mutants of the platform clauses: how a refusal looks. */
#include "base/mem.h"
#include "reference/mutants_family_tools.h"

#include <stdlib.h>
#include <string.h>

#define FLAT "{\"code\":\"BadRequest\",\"message\":\"this is not allowed\"}"
#define HTML "<html><body><h1>Not allowed</h1></body></html>"

static bool is_400(const struct call *c)
{
    return c->answer.status == 400;
}

static bool is_412(const struct call *c)
{
    return c->answer.status == 412;
}

static bool is_404_of_key(const struct call *c)
{
    return is_not_found(c) && is_key(c);
}

static bool is_404_of_list(const struct call *c)
{
    return is_not_found(c) && is_list(c);
}

static bool is_404_of_patch(const struct call *c)
{
    return is_not_found(c) && is_patch(c);
}

static bool is_404_of_delete(const struct call *c)
{
    return is_not_found(c) && is_delete(c);
}

static bool is_412_of_delete(const struct call *c)
{
    return is_412(c) && is_delete(c);
}

static bool is_400_of_patch(const struct call *c)
{
    return is_400(c) && is_patch(c);
}

static bool is_400_of_key(const struct call *c)
{
    return is_400(c) && is_key(c);
}

static bool is_of_gateway(const struct call *c)
{
    return strcmp(tool_text(c->answer.body, "/error/code"), "GatewayNotFound") == 0;
}

static bool is_unreadable(const struct call *c)
{
    return strcmp(tool_text(c->answer.body, "/error/code"), "InvalidJson") == 0;
}

static bool is_of_location(const struct call *c)
{
    return strcmp(tool_text(c->answer.body, "/error/code"), "LocationChanged") == 0;
}

/* data: `value` is the body, JSON text; NULL for none */
static void error_body(struct call *c)
{
    const struct twist *t = c->data;
    if (!is_error(c) || !rule_twists(c))
        return;
    cJSON_Delete(c->answer.body);
    c->answer.body = t->value ? cJSON_Parse(t->value) : NULL;
}

/* data: `where` of the error becomes `value`, JSON text; NULL: is not there */
static void error_member(struct call *c)
{
    const struct twist *t = c->data;
    cJSON *error = cJSON_GetObjectItemCaseSensitive(c->answer.body, "error");
    if (!is_error(c) || !error || !rule_twists(c))
        return;
    cJSON_DeleteItemFromObjectCaseSensitive(error, t->where);
    if (t->value)
        cJSON_AddItemToObject(error, t->where, cJSON_Parse(t->value));
}

/* data: `where` is the Content-Type, `value` the text; NULL leaves it */
static void error_text(struct call *c, struct response *rs)
{
    const struct twist *t = c->data;
    if (rs->status < 400 || !rule_twists(c))
        return;
    headers_set(&rs->headers, "Content-Type", t->where);
    if (!t->value)
        return;
    free(rs->body);
    rs->body = mem_string(t->value);
    rs->body_len = strlen(rs->body);
}

static const struct mutant table[] = {
    {.name = "error-without-body",
     .clause = "PLAT-01",
     .says = "refuses without a body",
     .seam = {.on_answer = error_body},
     .data = TWIST(.value = NULL)},
    {.name = "error-flat",
     .clause = "PLAT-01",
     .says = "refuses with code and message at the top of the body",
     .seam = {.on_answer = error_body},
     .data = TWIST(.value = FLAT)},
    {.name = "error-string",
     .clause = "PLAT-01",
     .says = "refuses with a string for error",
     .seam = {.on_answer = error_body},
     .data = TWIST(.value = "{\"error\":\"bad_request\",\"error_description\":\"not allowed\"}")},
    {.name = "error-capitals",
     .clause = "PLAT-01",
     .says = "refuses with Error, Code and Message",
     .seam = {.on_answer = error_body},
     .data = TWIST(.value = "{\"Error\":{\"Code\":\"BadRequest\",\"Message\":\"not allowed\"}}")},
    {.name = "error-list",
     .clause = "PLAT-01",
     .says = "refuses with a list of errors",
     .seam = {.on_answer = error_body},
     .data = TWIST(.value = "{\"errors\":[" FLAT "]}")},
    {.name = "error-problem",
     .clause = "PLAT-01",
     .says = "refuses with the problem details of RFC 9457",
     .seam = {.on_text = error_text},
     .data = TWIST(.where = "application/problem+json",
                   .value = "{\"type\":\"about:blank\",\"title\":\"Bad Request\"}")},
    {.name = "error-text",
     .clause = "PLAT-01",
     .says = "refuses with a line of plain text",
     .seam = {.on_text = error_text},
     .data = TWIST(.where = "text/plain", .value = "Bad Request")},
    {.name = "error-as-text",
     .clause = "PLAT-01",
     .says = "refuses with Content-Type text/plain",
     .seam = {.on_text = error_text},
     .data = TWIST(.where = "text/plain; charset=utf-8")},
    {.name = "error-as-html-in-patch",
     .clause = "PLAT-01",
     .says = "refuses a PATCH with Content-Type text/html",
     .rare = true,
     .seam = {.on_text = error_text},
     .data = TWIST(.when = is_400_of_patch, .where = "text/html")},
    {.name = "error-without-code",
     .clause = "PLAT-01",
     .says = "refuses without a code",
     .seam = {.on_answer = error_member},
     .data = TWIST(.where = "code")},
    {.name = "error-without-message",
     .clause = "PLAT-01",
     .says = "refuses without a message",
     .seam = {.on_answer = error_member},
     .data = TWIST(.where = "message")},
    {.name = "error-code-number",
     .clause = "PLAT-01",
     .says = "refuses with a number for a code",
     .seam = {.on_answer = error_member},
     .data = TWIST(.where = "code", .value = "400")},
    {.name = "error-code-empty-in-412",
     .clause = "PLAT-01",
     .says = "answers 412 with an empty code",
     .rare = true,
     .seam = {.on_answer = error_member},
     .data = TWIST(.when = is_412, .where = "code", .value = "\"\"")},
    {.name = "error-message-null-in-404",
     .clause = "PLAT-01",
     .says = "answers 404 with null for a message",
     .rare = true,
     .seam = {.on_answer = error_member},
     .data = TWIST(.when = is_not_found, .where = "message", .value = "null")},
    {.name = "error-message-object-of-gateway",
     .clause = "PLAT-01",
     .says = "refuses a missing gateway with an object for a message",
     .rare = true,
     .seam = {.on_answer = error_member},
     .data = TWIST(.when = is_of_gateway, .where = "message", .value = "{\"lang\":\"en-us\"}")},
    {.name = "error-message-empty-when-unreadable",
     .clause = "PLAT-01",
     .says = "refuses malformed JSON with an empty message",
     .rare = true,
     .seam = {.on_answer = error_member},
     .data = TWIST(.when = is_unreadable, .where = "message", .value = "\"\"")},
    {.name = "error-flat-of-location",
     .clause = "PLAT-01",
     .says = "refuses another location with code and message at the top",
     .rare = true,
     .seam = {.on_answer = error_body},
     .data = TWIST(.when = is_of_location, .value = FLAT)},
    {.name = "error-404-without-body",
     .clause = "PLAT-01",
     .says = "answers 404 without a body",
     .seam = {.on_answer = error_body},
     .data = TWIST(.when = is_not_found)},
    {.name = "error-404-without-body-of-key",
     .clause = "PLAT-01",
     .says = "answers 404 without a body for the key of a missing connection",
     .rare = true,
     .seam = {.on_answer = error_body},
     .data = TWIST(.when = is_404_of_key)},
    {.name = "error-404-html-of-patch",
     .clause = "PLAT-01",
     .says = "answers 404 to PATCH with a page of HTML",
     .rare = true,
     .seam = {.on_text = error_text},
     .data = TWIST(.when = is_404_of_patch, .where = "text/html", .value = HTML)},
    {.name = "error-404-flat-of-delete",
     .clause = "PLAT-01",
     .says = "answers 404 to DELETE with code and message at the top",
     .rare = true,
     .seam = {.on_answer = error_body},
     .data = TWIST(.when = is_404_of_delete, .value = FLAT)},
    {.name = "error-404-array-of-list",
     .clause = "PLAT-01",
     .says = "answers 404 with an empty list for an unknown gateway",
     .rare = true,
     .seam = {.on_answer = error_body},
     .data = TWIST(.when = is_404_of_list, .value = "[]")},
    {.name = "error-412-without-body",
     .clause = "PLAT-01",
     .says = "answers 412 without a body",
     .rare = true,
     .seam = {.on_answer = error_body},
     .data = TWIST(.when = is_412)},
    {.name = "error-412-text-of-delete",
     .clause = "PLAT-01",
     .says = "answers 412 to DELETE with a line of plain text",
     .rare = true,
     .seam = {.on_text = error_text},
     .data = TWIST(.when = is_412_of_delete, .where = "text/plain", .value = "412")},
    {.name = "error-400-without-body-of-key",
     .clause = "PLAT-01",
     .says = "refuses a shared key without a body",
     .rare = true,
     .seam = {.on_answer = error_body},
     .data = TWIST(.when = is_400_of_key)},
    {.name = "error-422-for-value",
     .clause = "PLAT-01",
     .says = "answers 422 to a value outside its list",
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.code = "NotOneOf", .status = 422)},
    {.name = "error-422-for-missing",
     .clause = "PLAT-01",
     .says = "answers 422 when a member is missing",
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.code = "MissingMember", .status = 422)},
    {.name = "error-422-for-type-in-patch",
     .clause = "PLAT-01",
     .says = "answers 422 to a PATCH with a member of the wrong type",
     .rare = true,
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.when = is_patch, .code = "WrongType", .status = 422)},
    {.name = "error-409-for-ipsec",
     .clause = "PLAT-01",
     .says = "answers 409 to a SiteToSite connection without ipsecParameters",
     .rare = true,
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.code = "MissingMember", .where = "/properties/ipsecParameters", .status = 409)},
};

const struct mutant *mutants_platform_errors(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
