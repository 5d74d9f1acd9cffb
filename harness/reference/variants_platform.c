/* Variants of the platform: errors, methods, what a body may be, where a name comes from. */
#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/state.h"
#include "reference/text.h"
#include "reference/variants_tools.h"

#include <stdlib.h>
#include <string.h>

static bool has_error(const struct call *c)
{
    return c->answer.status >= 400 && c->answer.body;
}

static bool is_unauthorized(const struct call *c)
{
    return c->answer.status == 401;
}

static void error_more(struct call *c)
{
    static const struct {
        const char *where, *value;
    } more[] = {
        {"/error/target", "\"connections\""},
        {"/error/details", "[{\"code\":\"\",\"message\":null,\"target\":1},{}]"},
        {"/error/innererror", "{\"code\":\"\",\"innererror\":{\"trace\":[]}}"},
        {"/error/additionalInfo", "[{\"type\":\"PolicyViolation\",\"info\":{}}]"},
        {"/code", "\"\""},
        {"/message", "null"},
        {"/etag", "0"},
    };
    for (size_t i = 0; has_error(c) && i < sizeof more / sizeof *more; i++)
        pointer_set(c->answer.body, more[i].where, cJSON_Parse(more[i].value));
}

/* data: `value` in place of what is at `where` */
static void error_words(struct call *c)
{
    const struct twist *t = c->data;
    if (has_error(c))
        tool_set(c->answer.body, t->where, t->value);
}

static void error_bare(struct call *c)
{
    if (has_error(c))
        pointer_remove(c->answer.body, "/error/target");
}

static void error_reversed(struct call *c)
{
    if (has_error(c))
        variant_reverse(c->answer.body);
}

static void error_pretty(struct call *c, struct response *rs)
{
    if (has_error(c))
        variant_set_text(rs, json_print(c->answer.body, true));
}

/* data: `status` in place of 405, the only one with Allow */
static void without_allow(struct call *c)
{
    const struct twist *t = c->data;
    if (c->answer.status == t->status)
        headers_remove(&c->answer.headers, "Allow");
}

static void options_answered(struct call *c)
{
    if (strcmp(c->request->method, "OPTIONS") != 0 || c->answer.status != 405)
        return;
    variant_show(c, NULL);
    c->answer.status = 204;
}

static bool is_json_of_a_charset(const struct call *c)
{
    static const char json[] = "application/json";
    const char *type = rule_asked(c, "Content-Type");
    return headers_count(&c->request->headers, "Content-Type") == 1 &&
           strncmp(type, json, sizeof json - 1) == 0 && type[sizeof json - 1] == ';';
}

static bool sends_merge_patch(const struct call *c)
{
    return is_patch(c) && strstr(rule_asked(c, "Content-Type"), "merge-patch") != NULL;
}

static bool patches_tags_away(const struct call *c)
{
    return is_patch(c) && cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(c->sent, "tags"));
}

static void drop_null_tags(cJSON *body)
{
    cJSON *tags = cJSON_GetObjectItemCaseSensitive(body, "tags");
    for (cJSON *at = tags ? tags->child : NULL, *next; at; at = next) {
        next = at->next;
        if (cJSON_IsNull(at))
            cJSON_Delete(cJSON_DetachItemViaPointer(tags, at));
    }
}

static void take_null_tags(struct call *c, struct request *request)
{
    (void)c;
    if (strcmp(request->method, "PATCH") == 0 && variant_resource(request) == RESOURCE_CONNECTION)
        variant_edit_body(request, drop_null_tags);
}

static void id_returned(struct call *c)
{
    const char *id = rule_asked(c, "x-ms-client-request-id");
    if (*id)
        headers_set(&c->answer.headers, "x-ms-client-request-id", id);
}

static void take_slash(struct call *c, struct request *request)
{
    size_t len = strcspn(request->path, "?");
    (void)c;
    if (len > 1 && request->path[len - 1] == '/')
        memmove(request->path + len - 1, request->path + len, strlen(request->path + len) + 1);
}

static bool ends_with_slash(const struct call *c)
{
    size_t len = strcspn(c->request->path, "?");
    return len > 0 && c->request->path[len - 1] == '/';
}

#define FOREIGN                                                                                    \
    "Die Verbindung \u201ex\u201c darf das \"nicht\" sein:\n\t<b>Grund</b> & Ursache \\ 100 "      \
    "%s\r\n"                                                                                       \
    "接続できません \U0001f50c"
#define BIT(resource) (1u << RESOURCE_##resource)

static const struct variant table[] = {
    {.name = "error-more",
     .free = "PLAT-01",
     .says = "says more in an error than its code and message, at every level",
     .whole = true,
     .seam = {.on_answer = error_more}},
    {.name = "error-bare",
     .free = "PLAT-01",
     .says = "says nothing in an error but its code and message",
     .whole = true,
     .seam = {.on_answer = error_bare}},
    {.name = "error-message-foreign",
     .free = "PLAT-01",
     .says = "says what is wrong in other languages, with quotes and line ends",
     .whole = true,
     .seam = {.on_answer = error_words},
     .data = TWIST(.where = "/error/message", .value = FOREIGN)},
    {.name = "error-message-short",
     .free = "PLAT-01",
     .says = "has a message of one character in an error",
     .whole = true,
     .seam = {.on_answer = error_words},
     .data = TWIST(.where = "/error/message", .value = "?")},
    {.name = "error-code-odd",
     .free = "PLAT-01",
     .says = "has one code of numbers and marks in each error",
     .whole = true,
     .seam = {.on_answer = error_words},
     .data = TWIST(.where = "/error/code", .value = "0x80070057 (E/W): a.b-c")},
    {.name = "error-reversed",
     .free = "PLAT-01",
     .says = "has the members of an error in the opposite order",
     .whole = true,
     .seam = {.on_answer = error_reversed}},
    {.name = "error-pretty",
     .free = "PLAT-01",
     .says = "indents the JSON of an error",
     .whole = true,
     .seam = {.on_text = error_pretty}},
    {.name = "unauthorized-bare",
     .free = "PLAT-04",
     .says = "answers 401 without WWW-Authenticate",
     .whole = true,
     .seam = {.on_answer = rule_header},
     .data = TWIST(.when = is_unauthorized, .where = "WWW-Authenticate")},
    {.name = "unauthorized-described",
     .free = "PLAT-04",
     .says = "answers 401 with a WWW-Authenticate of several challenges",
     .whole = true,
     .seam = {.on_answer = rule_header},
     .data = TWIST(.when = is_unauthorized, .where = "WWW-Authenticate",
                   .value = "Bearer realm=\"a, b\", error=\"invalid_token\", "
                            "authorization_uri=\"https://login.example/\", Basic realm=\"x\"")},
    {.name = "methods-404",
     .free = "PLAT-14",
     .says = "answers 404 to a method that there is not",
     .whole = true,
     .seam = {.on_fault = rule_restate, .on_answer = without_allow},
     .data = TWIST(.code = "MethodNotAllowed", .status = 404)},
    {.name = "methods-400",
     .free = "PLAT-14",
     .says = "answers 400 to a method that there is not",
     .whole = true,
     .seam = {.on_fault = rule_restate, .on_answer = without_allow},
     .data = TWIST(.code = "MethodNotAllowed", .status = 400)},
    {.name = "methods-501",
     .free = "PLAT-14",
     .says = "answers 501 to a method that there is not",
     .whole = true,
     .seam = {.on_fault = rule_restate, .on_answer = without_allow},
     .data = TWIST(.code = "MethodNotAllowed", .status = 501)},
    {.name = "options-answered",
     .free = "PLAT-14",
     .says = "answers OPTIONS with 204 and the methods that there are",
     .whole = true,
     .seam = {.on_answer = options_answered}},
    {.name = "no-head",
     .free = "PLAT-14",
     .says = "has no HEAD of a connection: 405",
     .whole = true,
     .seam = LACK,
     .data = &(const struct lack){BIT(CONNECTION), "HEAD", "GET, PUT, PATCH, DELETE"}},
    {.name = "content-type-400",
     .free = "PLAT-15",
     .says = "answers 400 to a body of another Content-Type",
     .whole = true,
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.code = "UnsupportedMediaType", .status = 400)},
    {.name = "charset-ignored",
     .free = "PLAT-15",
     .says = "takes application/json with any parameters",
     .whole = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(.when = is_json_of_a_charset, .code = "UnsupportedMediaType")},
    {.name = "merge-patch-refused",
     .free = "PLAT-15",
     .says = "refuses a PATCH of application/merge-patch+json with 415",
     .whole = true,
     .seam = REFUSE,
     .data = TWIST(.when = sends_merge_patch, .status = 415)},
    {.name = "tags-null-refused",
     .free = "PLAT-12",
     .says = "refuses a PATCH of tags to null",
     .whole = true,
     .seam = REFUSE,
     .data = TWIST(.when = patches_tags_away, .status = 400)},
    {.name = "tags-nulls-removed",
     .free = "PLAT-12",
     .says = "leaves out the nulls inside the tags of a PATCH",
     .whole = true,
     .seam = {.on_request = take_null_tags}},
    {.name = "client-id-always",
     .free = "PLAT-17",
     .says = "returns x-ms-client-request-id whether or not that is asked for",
     .whole = true,
     .seam = {.on_answer = id_returned}},
    {.name = "client-id-never",
     .free = "PLAT-17",
     .says = "returns no x-ms-client-request-id",
     .whole = true,
     .warns_above = true,
     .seam = {.on_answer = rule_header},
     .data = TWIST(.where = "x-ms-client-request-id")},
    {.name = "slash-accepted",
     .free = "PLAT-06",
     .says = "takes a slash at the end of a path for nothing",
     .whole = true,
     .seam = {.on_request = take_slash}},
    {.name = "slash-400",
     .free = "PLAT-06",
     .says = "answers 400 to a path with a slash at its end",
     .whole = true,
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.when = ends_with_slash, .code = "ResourceTypeNotFound", .status = 400)},
};

const struct variant *variants_platform(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
