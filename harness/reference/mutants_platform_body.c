/* Mutants of the platform clauses: what is taken for a body. */
#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/mutants_family_tools.h"
#include "reference/text.h"

#include <stdlib.h>
#include <string.h>

static bool is_empty_update(const struct call *c)
{
    return c->uri.resource == RESOURCE_CONNECTION && is_update(c) && !c->request->body_len;
}

/* A body that breaks off still connects, refused as it is. */
static bool keep_connected(struct call *c)
{
    const struct request *rq = c->request;
    if (!c->before || c->sent || !rq->body_len || c->uri.resource != RESOURCE_CONNECTION ||
        !memmem(rq->body, rq->body_len, "\"Connected\"", 11))
        return false;
    cJSON_Delete(c->after);
    c->after = cJSON_Duplicate(c->before, true);
    return tool_set(c->after, "/properties/connectivityState", "Connected");
}

static bool store_before(struct call *c)
{
    if (is_empty_update(c)) {
        cJSON_Delete(c->after);
        c->after = cJSON_Duplicate(c->before, true);
    }
    return true;
}

static bool overlook_empty_update(struct call *c, struct fault *fault)
{
    (void)fault;
    return is_empty_update(c);
}

/* The first and the last byte of the body that are no white space; NULL without a body. */
static char *ends(const struct request *rq, char **last)
{
    if (!rq->body_len)
        return NULL;
    char *first = rq->body + strspn(rq->body, " \t\r\n");
    *last = rq->body + rq->body_len - 1;
    while (*last > first && strchr(" \t\r\n", **last))
        --*last;
    return first;
}

static void take(struct request *rq, const char *from, size_t len)
{
    char *copy = mem_copy(from, len);
    request_body(rq, copy, len);
    free(copy);
}

static void unwrap_array(struct call *c, struct request *rq)
{
    char *last, *first = ends(rq, &last);
    (void)c;
    if (first && *first == '[' && *last == ']' && first[1] == '{')
        take(rq, first + 1, (size_t)(last - first - 1));
}

static void unwrap_string(struct call *c, struct request *rq)
{
    cJSON *text = json_read((struct bytes){rq->body, rq->body_len}, NULL, NULL);
    (void)c;
    if (cJSON_IsString(text))
        request_body(rq, text->valuestring, strlen(text->valuestring));
    cJSON_Delete(text);
}

static void null_is_nothing(struct call *c, struct request *rq)
{
    (void)c;
    if (strcmp(rq->method, "PATCH") == 0 && rq->body_len == 4 && memcmp(rq->body, "null", 4) == 0)
        request_body(rq, "{}", 2);
}

/* Everything behind the brace that closes the first object is left. */
static void cut_trailing(struct call *c, struct request *rq)
{
    const char *end = NULL;
    (void)c;
    cJSON *value = rq->body_len ? cJSON_ParseWithLengthOpts(rq->body, rq->body_len, &end, 0) : NULL;
    if (cJSON_IsObject(value) && end)
        take(rq, rq->body, (size_t)(end - rq->body));
    cJSON_Delete(value);
}

static void drop_commas(struct call *c, struct request *rq)
{
    char *to = rq->body;
    (void)c;
    for (size_t i = 0; i < rq->body_len; i++) {
        size_t next = i + 1;
        while (next < rq->body_len && strchr(" \t\r\n", rq->body[next]))
            next++;
        bool last = next < rq->body_len && (rq->body[next] == '}' || rq->body[next] == ']');
        if (rq->body[i] != ',' || !last)
            *to++ = rq->body[i];
    }
    rq->body_len = (size_t)(to - rq->body);
}

/* Quotes of one sort are as good as the other. */
static void double_quotes(struct call *c, struct request *rq)
{
    (void)c;
    if (rq->body_len > 2 && (rq->body[1] == '\'' || rq->body[0] == '\''))
        for (size_t i = 0; i < rq->body_len; i++)
            if (rq->body[i] == '\'')
                rq->body[i] = '"';
}

/* --- media types --- */

static const char *type(const struct call *c)
{
    return rule_asked(c, "Content-Type");
}

static bool is_untyped(const struct call *c)
{
    return !*type(c);
}

static bool is_untyped_patch(const struct call *c)
{
    return is_patch(c) && is_untyped(c);
}

static bool is_text(const struct call *c)
{
    return strncasecmp(type(c), "text/", 5) == 0;
}

static bool is_text_patch(const struct call *c)
{
    return is_patch(c) && is_text(c);
}

static bool is_form(const struct call *c)
{
    return strcasestr(type(c), "form-urlencoded") != NULL;
}

static bool begins_as_json(const struct call *c)
{
    return strncasecmp(type(c), "application/", 12) == 0;
}

static bool is_of_update(const struct call *c)
{
    return c->uri.resource == RESOURCE_CONNECTION && is_update(c);
}

#define MEDIA .code = "UnsupportedMediaType"

static const struct mutant table[] = {
    {.name = "body-malformed-500",
     .clause = "PLAT-02",
     .says = "answers 500 to malformed JSON",
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.code = "InvalidJson", .status = 500)},
    {.name = "body-malformed-422",
     .clause = "PLAT-02",
     .says = "answers 422 to malformed JSON",
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.code = "InvalidJson", .status = 422)},
    {.name = "body-malformed-415-in-patch",
     .clause = "PLAT-02",
     .says = "answers 415 to a PATCH of malformed JSON",
     .rare = true,
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.when = is_patch, .code = "InvalidJson", .status = 415)},
    {.name = "body-malformed-patch",
     .clause = "PLAT-02",
     .says = "takes a PATCH of malformed JSON for one that changes nothing",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(.when = is_patch, .code = "InvalidJson")},
    {.name = "body-empty-411",
     .clause = "PLAT-02",
     .says = "answers 411 to an empty body",
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.code = "EmptyBody", .status = 411)},
    {.name = "body-empty-patch",
     .clause = "PLAT-02",
     .says = "accepts a PATCH without a body",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(.when = is_patch, .code = "EmptyBody")},
    {.name = "body-empty-update",
     .clause = "PLAT-02",
     .says = "accepts a PUT without a body to an existing connection",
     .rare = true,
     .seam = {.on_fault = overlook_empty_update, .on_store = store_before}},
    {.name = "body-not-an-object-patch",
     .clause = "PLAT-02",
     .says = "takes a PATCH of an array, a string or a number for one that changes nothing",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(.when = is_patch, .code = "BodyNotAnObject")},
    {.name = "body-not-an-object-500",
     .clause = "PLAT-02",
     .says = "answers 500 to a body that is no object",
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.code = "BodyNotAnObject", .status = 500)},
    {.name = "body-of-array",
     .clause = "PLAT-02",
     .says = "takes an array of one object for the object",
     .seam = {.on_request = unwrap_array}},
    {.name = "body-of-string",
     .clause = "PLAT-02",
     .says = "takes a string of JSON for what is in it",
     .rare = true,
     .seam = {.on_request = unwrap_string}},
    {.name = "body-null-patch",
     .clause = "PLAT-02",
     .says = "takes a PATCH of null for one that changes nothing",
     .rare = true,
     .seam = {.on_request = null_is_nothing}},
    {.name = "body-trailing-ignored",
     .clause = "PLAT-02",
     .says = "ignores what follows the object in a body",
     .rare = true,
     .seam = {.on_request = cut_trailing}},
    {.name = "body-comma-ignored",
     .clause = "PLAT-02",
     .says = "ignores a comma after the last member",
     .rare = true,
     .seam = {.on_request = drop_commas}},
    {.name = "body-any-quotes",
     .clause = "PLAT-02",
     .says = "accepts single quotes for double ones",
     .rare = true,
     .seam = {.on_request = double_quotes}},
    {.name = "media-unchecked",
     .clause = "PLAT-15",
     .says = "does not look at the Content-Type",
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(MEDIA)},
    {.name = "media-500",
     .clause = "PLAT-15",
     .says = "answers 500 to a Content-Type it does not know",
     .seam = {.on_fault = rule_restate},
     .data = TWIST(MEDIA, .status = 500)},
    {.name = "media-missing",
     .clause = "PLAT-15",
     .says = "accepts a body without a Content-Type",
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(MEDIA, .when = is_untyped)},
    {.name = "media-missing-patch",
     .clause = "PLAT-15",
     .says = "accepts a PATCH without a Content-Type",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(MEDIA, .when = is_untyped_patch)},
    {.name = "media-text",
     .clause = "PLAT-15",
     .says = "accepts a body with Content-Type text/anything",
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(MEDIA, .when = is_text)},
    {.name = "media-text-patch",
     .clause = "PLAT-15",
     .says = "accepts a PATCH with Content-Type text/anything",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(MEDIA, .when = is_text_patch)},
    {.name = "media-form",
     .clause = "PLAT-15",
     .says = "accepts a body with the Content-Type of a form",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(MEDIA, .when = is_form)},
    {.name = "media-application",
     .clause = "PLAT-15",
     .says = "accepts a body with Content-Type application/anything",
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(MEDIA, .when = begins_as_json)},
    {.name = "truncated-connects",
     .clause = "PLAT-02",
     .says = "refuses a body that is no JSON, and takes the state out of it",
     .rare = true,
     .seam = {.on_refused = keep_connected}},
    {.name = "media-of-update",
     .clause = "PLAT-15",
     .says = "does not look at the Content-Type when the connection exists",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(MEDIA, .when = is_of_update)},
};

const struct mutant *mutants_platform_body(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
