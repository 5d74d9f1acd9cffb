/* Sights: the head, and what is wrong with a body as JSON. */
#include "reference/mutants_robust_sights.h"

#include <stdlib.h>

#define LARGE_HEADER 60000

struct bytes sights_body(const struct call *c)
{
    return (struct bytes){c->request->body, c->request->body ? c->request->body_len : 0};
}

static bool has_method(const struct call *c, const char *method)
{
    return strcmp(c->request->method, method) == 0;
}

bool sees_put(const struct call *c)
{
    return has_method(c, "PUT");
}

bool sees_patch(const struct call *c)
{
    return has_method(c, "PATCH");
}

bool sees_get(const struct call *c)
{
    return has_method(c, "GET");
}

/* --- the head --- */

bool sees_large_header(const struct call *c)
{
    const struct headers *h = &c->request->headers;
    for (size_t i = 0; i < h->count; i++)
        if (strlen(h->list[i].value) >= LARGE_HEADER)
            return true;
    return false;
}

bool sees_two_lengths(const struct call *c)
{
    return headers_count(&c->request->headers, "Content-Length") > 1;
}

bool sees_chunks(const struct call *c)
{
    return headers_count(&c->request->headers, "Transfer-Encoding") > 0;
}

bool sees_length_and_chunks(const struct call *c)
{
    return sees_chunks(c) && headers_count(&c->request->headers, "Content-Length") > 0;
}

bool sees_expect(const struct call *c)
{
    return headers_count(&c->request->headers, "Expect") > 0;
}

size_t sights_sent(const struct call *c)
{
    const char *length = headers_get(&c->request->headers, "Content-Length");
    size_t said = length ? strtoull(length, NULL, 10) : 0, came = sights_body(c).len;
    return said > came ? said : came;
}

/* --- the body --- */

static struct json_problem problem_of(struct bytes body)
{
    static const struct json_limits deep = {.max_depth = (size_t)1 << 26};
    struct json_problem p = {.fault = JSON_FINE};
    if (body.len && !json_check(body, &deep, &p) && p.offset > body.len)
        p.offset = body.len;
    return p;
}

static bool has_fault(const struct call *c, enum json_fault fault)
{
    struct bytes body = sights_body(c);
    return body.len && problem_of(body).fault == fault;
}

/* The body is wrong at one of these bytes. */
static bool wrong_at(const struct call *c, const char *bytes)
{
    struct bytes body = sights_body(c);
    struct json_problem p = problem_of(body);
    return p.fault != JSON_FINE && p.offset < body.len && body.ptr[p.offset] &&
           strchr(bytes, body.ptr[p.offset]);
}

bool sees_truncated(const struct call *c)
{
    return has_fault(c, JSON_TRUNCATED);
}

static bool ends_in_string(struct bytes body)
{
    bool in = false;
    for (size_t i = 0; i < body.len; i++)
        if (in && body.ptr[i] == '\\')
            i++;
        else if (body.ptr[i] == '"')
            in = !in;
    return in;
}

bool sees_truncated_in_string(const struct call *c)
{
    return sees_truncated(c) && ends_in_string(sights_body(c));
}

bool sees_last_brace_missing(const struct call *c)
{
    struct bytes body = sights_body(c);
    if (!sees_truncated(c) || ends_in_string(body) || !sights_measure(body).members)
        return false;
    int open = 0;
    bool in = false;
    for (size_t i = 0; i < body.len; i++) {
        char byte = body.ptr[i];
        if (in && byte == '\\')
            i++;
        else if (byte == '"')
            in = !in;
        else if (!in)
            open += (byte == '{' || byte == '[') - (byte == '}' || byte == ']');
    }
    return open == 1;
}

bool sees_two_values(const struct call *c)
{
    return has_fault(c, JSON_TRAILING) && wrong_at(c, "{[\"");
}

bool sees_comment(const struct call *c)
{
    return wrong_at(c, "/#");
}

bool sees_single_quotes(const struct call *c)
{
    return wrong_at(c, "'");
}

bool sees_trailing_comma(const struct call *c)
{
    struct bytes body = sights_body(c);
    if (!wrong_at(c, "}]"))
        return false;
    size_t at = problem_of(body).offset;
    while (at && strchr(" \t\r\n", body.ptr[at - 1]))
        at--;
    return at && body.ptr[at - 1] == ',';
}

bool sees_bom(const struct call *c)
{
    return has_fault(c, JSON_BOM);
}

bool sees_blank(const struct call *c)
{
    return has_fault(c, JSON_EMPTY);
}

bool sees_bare_name(const struct call *c)
{
    return has_fault(c, JSON_SYNTAX) && wrong_at(c, "abcdefghijklmnopqrstuvwxyz_");
}

bool sees_raw_control(const struct call *c)
{
    return has_fault(c, JSON_CONTROL);
}

bool sees_bad_escape(const struct call *c)
{
    return has_fault(c, JSON_ESCAPE);
}

bool sees_not_an_object(const struct call *c)
{
    struct bytes body = sights_body(c);
    return body.len && problem_of(body).fault == JSON_FINE &&
           body.ptr[strspn(body.ptr, " \t\r\n")] != '{';
}

bool sees_utf16(const struct call *c)
{
    struct bytes body = sights_body(c);
    return body.len > 3 &&
           (memcmp(body.ptr, "{\0", 2) == 0 || memcmp(body.ptr, "\0{", 2) == 0 ||
            memcmp(body.ptr, "\xFF\xFE", 2) == 0 || memcmp(body.ptr, "\xFE\xFF", 2) == 0);
}

bool sees_duplicate(const struct call *c)
{
    return has_fault(c, JSON_DUPLICATE);
}

bool sees_lone_surrogate(const struct call *c)
{
    return has_fault(c, JSON_LONE_SURROGATE);
}
