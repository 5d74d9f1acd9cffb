/* Mutants of the platform clauses: versions and methods. */
#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/mutants_family_tools.h"
#include "reference/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VERSION "2015-05-01-preview"
#define NONE .code = "MissingApiVersion"
#define OTHER .code = "InvalidApiVersion"

static const char *version(const struct call *c)
{
    return c->uri.version && !c->uri.several_versions ? c->uri.version : "";
}

static bool has_empty_version(const struct call *c)
{
    return c->uri.version && !*c->uri.version;
}

static bool is_date(const char *text)
{
    static const char form[] = "dddd-dd-dd";
    for (size_t i = 0; form[i]; i++)
        if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
            return false;
    return true;
}

static bool has_later_version(const struct call *c)
{
    return is_date(version(c)) && strcmp(version(c), VERSION) > 0;
}

static bool has_final_version(const struct call *c)
{
    return strcmp(version(c), "2015-05-01") == 0;
}

static bool has_any_date(const struct call *c)
{
    return is_date(version(c));
}

static bool has_longer_version(const struct call *c)
{
    return strncmp(version(c), VERSION, strlen(VERSION)) == 0;
}

static bool is_preview(const struct call *c)
{
    const char *end = strstr(version(c), "-preview");
    return end && !end[strlen("-preview")];
}

static bool has_method(const struct call *c, const char *method)
{
    return strcmp(c->request->method, method) == 0;
}

static bool is_post(const struct call *c)
{
    return c->uri.resource == RESOURCE_CONNECTION && has_method(c, "POST");
}

static bool is_options(const struct call *c)
{
    return c->uri.resource == RESOURCE_CONNECTION && has_method(c, "OPTIONS");
}

static void rename_method(struct request *rq, const char *method)
{
    free(rq->method);
    rq->method = mem_string(method);
}

static bool names_connection(const struct request *rq)
{
    struct uri u;
    uri_parse(&u, rq->path);
    bool does = u.resource == RESOURCE_CONNECTION;
    uri_free(&u);
    return does;
}

/* data: method `where` is taken for `value` */
static void take_method(struct call *c, struct request *rq)
{
    const struct twist *t = c->data;
    if (names_connection(rq) && strcmp(rq->method, t->where) == 0)
        rename_method(rq, t->value);
}

/* Whatever it does not know is a GET. */
static void take_for_get(struct call *c, struct request *rq)
{
    static const char *const known[] = {"GET", "HEAD", "PUT", "PATCH", "DELETE"};
    (void)c;
    if (!names_connection(rq))
        return;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(rq->method, known[i]) == 0)
            return;
    rename_method(rq, "GET");
}

static void take_override(struct call *c, struct request *rq)
{
    const char *method = headers_get(&rq->headers, "X-HTTP-Method-Override");
    (void)c;
    if (method && strcmp(rq->method, "POST") == 0) {
        char *wanted = mem_string(method);
        rename_method(rq, wanted);
        free(wanted);
    }
}

static void take_any_case(struct call *c, struct request *rq)
{
    (void)c;
    for (char *p = rq->method; *p; p++)
        if (*p >= 'a' && *p <= 'z')
            *p = (char)(*p - 'a' + 'A');
}

/* Refused, but what was sent is stored where something is. */
static bool store_posted(struct call *c)
{
    if (!is_post(c) || !c->existed || c->answer.status != 405)
        return false;
    cJSON *sent = json_read((struct bytes){c->request->body, c->request->body_len}, NULL, NULL);
    const cJSON *tags = cJSON_IsObject(sent) ? pointer_get(sent, "/tags") : NULL;
    c->after = tags ? cJSON_Duplicate(c->before, true) : NULL;
    if (tags)
        tool_move(c->after, "/tags", tags);
    cJSON_Delete(sent);
    snprintf(c->etag, sizeof c->etag, "W/\"00000000-0000-4000-8000-%012lx\"", c->serial);
    return true;
}

static const struct mutant table[] = {
    {.name = "version-missing",
     .clause = "PLAT-03",
     .says = "does without an api-version",
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(NONE)},
    {.name = "version-missing-in-get",
     .clause = "PLAT-03",
     .says = "does without an api-version in GET",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(NONE, .when = is_get)},
    {.name = "version-missing-404",
     .clause = "PLAT-03",
     .says = "answers 404 without an api-version",
     .seam = {.on_fault = rule_restate},
     .data = TWIST(NONE, .status = 404)},
    {.name = "version-missing-500",
     .clause = "PLAT-03",
     .says = "answers 500 without an api-version",
     .seam = {.on_fault = rule_restate},
     .data = TWIST(NONE, .status = 500)},
    {.name = "version-other",
     .clause = "PLAT-03",
     .says = "accepts any api-version",
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(OTHER)},
    {.name = "version-other-404",
     .clause = "PLAT-03",
     .says = "answers 404 to another api-version",
     .seam = {.on_fault = rule_restate},
     .data = TWIST(OTHER, .status = 404)},
    {.name = "version-other-in-patch",
     .clause = "PLAT-03",
     .says = "accepts any api-version in PATCH",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(OTHER, .when = is_patch)},
    {.name = "version-other-in-get",
     .clause = "PLAT-03",
     .says = "accepts any api-version in GET",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(OTHER, .when = is_get)},
    {.name = "version-other-in-delete",
     .clause = "PLAT-03",
     .says = "accepts any api-version in DELETE",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(OTHER, .when = is_delete)},
    {.name = "version-other-of-key",
     .clause = "PLAT-03",
     .says = "accepts any api-version with shared keys",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(OTHER, .when = is_key)},
    {.name = "version-later",
     .clause = "PLAT-03",
     .says = "accepts an api-version of a later date",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(OTHER, .when = has_later_version)},
    {.name = "version-final",
     .clause = "PLAT-03",
     .says = "accepts the api-version without preview",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(OTHER, .when = has_final_version)},
    {.name = "version-any-date",
     .clause = "PLAT-03",
     .says = "accepts an api-version of any date",
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(OTHER, .when = has_any_date)},
    {.name = "version-any-preview",
     .clause = "PLAT-03",
     .says = "accepts any api-version that ends in preview",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(OTHER, .when = is_preview)},
    {.name = "version-longer",
     .clause = "PLAT-03",
     .says = "accepts an api-version with something behind it",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(OTHER, .when = has_longer_version)},
    {.name = "version-empty",
     .clause = "PLAT-03",
     .says = "accepts an empty api-version",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(OTHER, .when = has_empty_version)},
    {.name = "post-as-put",
     .clause = "PLAT-14",
     .says = "takes POST for PUT",
     .seam = {.on_request = take_method},
     .data = TWIST(.where = "POST", .value = "PUT")},
    {.name = "post-as-patch",
     .clause = "PLAT-14",
     .says = "takes POST for PATCH",
     .rare = true,
     .seam = {.on_request = take_method},
     .data = TWIST(.where = "POST", .value = "PATCH")},
    {.name = "post-200",
     .clause = "PLAT-14",
     .says = "answers 200 to POST and does nothing",
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(.when = is_post, .code = "MethodNotAllowed")},
    {.name = "post-500",
     .clause = "PLAT-14",
     .says = "answers 500 to a method it does not have",
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.code = "MethodNotAllowed", .status = 500)},
    {.name = "method-403",
     .clause = "PLAT-14",
     .says = "answers 403 to a method it does not have",
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.code = "MethodNotAllowed", .status = 403)},
    {.name = "post-refused-stored",
     .clause = "PLAT-14",
     .says = "answers 405 to POST and takes its tags",
     .rare = true,
     .seam = {.on_refused = store_posted}},
    {.name = "options-500",
     .clause = "PLAT-14",
     .says = "answers 500 to OPTIONS",
     .rare = true,
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.when = is_options, .code = "MethodNotAllowed", .status = 500)},
    {.name = "method-unknown-as-get",
     .clause = "PLAT-14",
     .says = "takes a method it does not know for GET",
     .seam = {.on_request = take_for_get}},
    {.name = "method-override",
     .clause = "PLAT-14",
     .says = "does what X-HTTP-Method-Override says to POST",
     .rare = true,
     .seam = {.on_request = take_override}},
    {.name = "method-any-case",
     .clause = "PLAT-14",
     .says = "takes put for PUT and delete for DELETE",
     .rare = true,
     .seam = {.on_request = take_any_case}},
};

const struct mutant *mutants_platform_entry(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
