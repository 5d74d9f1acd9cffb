/* Variants: which URIs and which methods there are. */
#include "base/mem.h"
#include "reference/text.h"
#include "reference/variants_tools.h"

#include <stdlib.h>
#include <string.h>

struct spelling {
    const char *methods; /* divided by spaces; NULL: all */
    bool plural;         /* served under resourceGroups, else under resourceGroup */
};

static bool is_in(const char *list, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = list; len && (at = strstr(at, word)); at += len)
        if ((at == list || at[-1] == ' ') && (!at[len] || at[len] == ' '))
            return true;
    return false;
}

/* /subscriptions/{subscription}/resourceGroup[s]/...: the third segment. */
static bool is_plural(const char *path)
{
    const char *at = path;
    for (int i = 0; at && i < 3; i++)
        at = strchr(at + (i > 0), '/');
    char *segment = at ? mem_copy(at + 1, strcspn(at + 1, "/?")) : NULL;
    bool plural = segment && text_same(segment, "resourceGroups");
    free(segment);
    return plural;
}

/* data: the spellings by method; the last row is for all others */
static void serve_spelling(struct call *c, struct request *request)
{
    const struct spelling *row = c->data;
    while (row->methods && !is_in(row->methods, request->method))
        row++;
    if (is_plural(request->path) != row->plural)
        variant_lead_nowhere(request);
}

/* What is compared is in `word`: the first one seen is the only one there is. */
static bool is_first(struct call *c, const char *word, const char *value)
{
    const char *first = tool_text(c->memory, word);
    if (*first)
        return text_same(first, value);
    tool_put(c->memory, word + 1, cJSON_CreateString(value));
    return true;
}

static void serve_one(struct call *c, struct request *request, bool group)
{
    struct uri u;
    uri_parse(&u, request->path);
    if (u.resource != RESOURCE_NONE && (!is_first(c, "/subscription", u.subscription) ||
                                        (group && !is_first(c, "/group", u.group))))
        variant_lead_nowhere(request);
    uri_free(&u);
}

static void serve_one_group(struct call *c, struct request *request)
{
    serve_one(c, request, true);
}

static void serve_one_subscription(struct call *c, struct request *request)
{
    serve_one(c, request, false);
}

/* data: `where` lists the methods that there are not, `value` those that there are; both for
 * connections. `status` is the answer. */
static void drop_methods(struct call *c, struct request *request)
{
    const struct twist *t = c->data;
    struct uri u;
    uri_parse(&u, request->path);
    if (u.resource == RESOURCE_CONNECTION && is_in(t->where, request->method)) {
        free(request->method);
        request->method = mem_string("NONE");
    }
    uri_free(&u);
}

static void allow_methods(struct call *c)
{
    const struct twist *t = c->data;
    if (c->answer.status != 405 || c->uri.resource != RESOURCE_CONNECTION)
        return;
    headers_remove(&c->answer.headers, "Allow");
    c->answer.status = t->status;
    if (t->status == 405)
        headers_add(&c->answer.headers, "Allow", t->value);
}

static void delete_status(struct call *c)
{
    const struct twist *t = c->data;
    bool done = c->answer.status == 200 || (!t->where && c->answer.status == 404);
    if (c->uri.resource != RESOURCE_CONNECTION || strcmp(c->request->method, "DELETE") != 0 ||
        !done)
        return;
    c->answer.status = t->status;
    cJSON_Delete(c->answer.body);
    c->answer.body = NULL;
}

/* clang-format off */
#define SPELLINGS(...) (const struct spelling[]) { __VA_ARGS__ }
#define DROP {.on_request = drop_methods, .on_answer = allow_methods}
/* clang-format on */

static const struct variant table[] = {
    {.name = "spelling-of-page",
     .free = "E1",
     .says = "serves each method under the spelling of its own page alone",
     .whole = true,
     .seam = {.on_request = serve_spelling},
     .data = SPELLINGS({"GET HEAD", true}, {NULL, false})},
    {.name = "spelling-singular",
     .free = "E1",
     .says = "serves resourceGroup alone",
     .whole = true,
     .seam = {.on_request = serve_spelling},
     .data = SPELLINGS({NULL, false})},
    {.name = "spelling-plural",
     .free = "E1",
     .says = "serves resourceGroups alone",
     .whole = true,
     .seam = {.on_request = serve_spelling},
     .data = SPELLINGS({NULL, true})},
    {.name = "spelling-crossed",
     .free = "E1",
     .says = "serves PUT and DELETE under resourceGroups alone, the others under resourceGroup",
     .whole = true,
     .seam = {.on_request = serve_spelling},
     .data = SPELLINGS({"PUT DELETE", true}, {NULL, false})},
    {.name = "one-group",
     .free = "CORE-34",
     .says = "has a single resource group, the first that is asked for",
     .whole = true,
     .seam = {.on_request = serve_one_group}},
    {.name = "one-subscription",
     .free = "CORE-34",
     .says = "has a single subscription, the first that is asked for",
     .whole = true,
     .seam = {.on_request = serve_one_subscription}},
    {.name = "no-get",
     .free = "FAM-01",
     .says = "has no GET: 405",
     .seam = DROP,
     .data = TWIST(.where = "GET HEAD", .value = "PUT, PATCH, DELETE", .status = 405)},
    {.name = "no-get-404",
     .free = "FAM-01",
     .says = "has no GET: 404",
     .seam = DROP,
     .data = TWIST(.where = "GET HEAD", .value = "PUT, PATCH, DELETE", .status = 404)},
    {.name = "no-delete",
     .free = "FAM-02",
     .says = "has no DELETE: 405",
     .seam = DROP,
     .data = TWIST(.where = "DELETE", .value = "GET, HEAD, PUT, PATCH", .status = 405)},
    {.name = "no-delete-400",
     .free = "PLAT-14",
     .says = "has no DELETE: 400",
     .seam = DROP,
     .data = TWIST(.where = "DELETE", .value = "GET, HEAD, PUT, PATCH", .status = 400)},
    {.name = "no-get-no-delete",
     .free = "FAM-01",
     .says = "has neither GET nor DELETE: 405",
     .seam = DROP,
     .data = TWIST(.where = "GET HEAD DELETE", .value = "PUT, PATCH", .status = 405)},
    {.name = "no-get-no-delete-501",
     .free = "PLAT-14",
     .says = "has neither GET nor DELETE: 501",
     .seam = DROP,
     .data = TWIST(.where = "GET HEAD DELETE", .value = "PUT, PATCH", .status = 501)},
    {.name = "delete-202",
     .free = "FAM-02",
     .says = "answers 202 to DELETE",
     .seam = {.on_answer = delete_status},
     .data = TWIST(.status = 202, .where = "")},
    {.name = "delete-204-always",
     .free = "FAM-02",
     .says = "answers 204 to DELETE, of a missing connection too",
     .seam = {.on_answer = delete_status},
     .data = TWIST(.status = 204)},
};

const struct variant *variants_served(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
