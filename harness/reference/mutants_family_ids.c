/* Mutants of the family and platform clauses: the ids of requests. */
#include "base/mem.h"
#include "reference/mutants_family_tools.h"
#include "reference/text.h"

#include <stdlib.h>
#include <string.h>

#define ID "x-ms-request-id"
#define CLIENT_ID "x-ms-client-request-id"

static bool has_status(const struct call *c, int status)
{
    return c->answer.status == status;
}

static bool is_401(const struct call *c)
{
    return has_status(c, 401);
}

static bool is_405(const struct call *c)
{
    return has_status(c, 405);
}

static bool is_412(const struct call *c)
{
    return has_status(c, 412);
}

static bool has_code(const struct call *c, const char *code)
{
    return strcmp(tool_text(c->answer.body, "/error/code"), code) == 0;
}

static bool is_unreadable(const struct call *c)
{
    return has_code(c, "InvalidJson") || has_code(c, "EmptyBody");
}

static bool is_of_no_resource(const struct call *c)
{
    return has_code(c, "ResourceTypeNotFound");
}

static bool is_of_wrong_version(const struct call *c)
{
    return has_code(c, "MissingApiVersion") || has_code(c, "InvalidApiVersion");
}

static bool is_missing_connection(const struct call *c)
{
    return has_code(c, "ConnectionNotFound");
}

static bool is_upper_name(const struct call *c)
{
    return c->uri.name && name_has_upper(c);
}

static void set_id(struct call *c, unsigned long number)
{
    char *id = mem_format("7d3c1b52-0000-4000-8000-%012lx", number);
    headers_set(&c->answer.headers, ID, id);
    free(id);
}

static void rename_id(struct call *c)
{
    char *id = mem_string(headers_get(&c->answer.headers, ID));
    headers_remove(&c->answer.headers, ID);
    headers_add(&c->answer.headers, "x-ms-requestid", id);
    free(id);
}

static void id_of_connection(struct call *c)
{
    if (c->uri.name) {
        unsigned long sum = 5381;
        for (const char *p = c->uri.name; *p; p++)
            sum = (sum * 33 + (unsigned char)*p) & 0xFFFFFF;
        set_id(c, sum);
    }
}

static void id_of_ten(struct call *c)
{
    set_id(c, c->serial / 10);
}

/* A number that only writes count on. */
static void id_counts_writes(struct call *c)
{
    bool reads = strcmp(c->request->method, "GET") == 0 || strcmp(c->request->method, "HEAD") == 0;
    double writes = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(c->memory, "writes"));
    writes = writes >= 0 ? writes : 0; /* NaN at first */
    if (!reads)
        tool_put(c->memory, "writes", cJSON_CreateNumber(++writes));
    set_id(c, (unsigned long)writes);
}

static void id_of_client(struct call *c)
{
    const char *id = rule_asked(c, CLIENT_ID);
    if (*id)
        headers_set(&c->answer.headers, ID, id);
}

/* The answer's copy of the client's id, to change in place; NULL without one. */
static char *echoed(struct call *c)
{
    struct headers *h = &c->answer.headers;
    for (size_t i = 0; i < h->count; i++)
        if (text_same(h->list[i].name, CLIENT_ID))
            return h->list[i].value;
    return NULL;
}

static void echo_lower(struct call *c)
{
    for (char *p = echoed(c); p && *p; p++)
        *p = text_lower(*p);
}

static void echo_cut(struct call *c)
{
    char *id = echoed(c);
    if (id && strlen(id) > 36)
        id[36] = '\0';
}

/* Under its own name, the server's id. */
static void echo_own(struct call *c)
{
    if (echoed(c))
        headers_set(&c->answer.headers, CLIENT_ID, headers_get(&c->answer.headers, ID));
}

/* The id of the first request that had one, for good. */
static void echo_first(struct call *c)
{
    const char *id = echoed(c);
    if (!id)
        return;
    if (tool_has(c->memory, "first id"))
        headers_set(&c->answer.headers, CLIENT_ID, tool_text(c->memory, "/first id"));
    else
        cJSON_AddStringToObject(c->memory, "first id", id);
}

static const struct mutant table[] = {
    {.name = "request-id-missing",
     .clause = "FAM-03",
     .says = "answers without x-ms-request-id",
     .seam = {.on_answer = rule_header},
     .data = TWIST(.where = ID)},
    {.name = "request-id-empty",
     .clause = "FAM-03",
     .says = "answers with an empty x-ms-request-id",
     .seam = {.on_answer = rule_header},
     .data = TWIST(.where = ID, .value = "")},
    {.name = "request-id-renamed",
     .clause = "FAM-03",
     .says = "calls the header x-ms-requestid",
     .seam = {.on_answer = rename_id}},
    {.name = "request-id-missing-in-errors",
     .clause = "FAM-03",
     .says = "answers errors without x-ms-request-id",
     .seam = {.on_answer = rule_header},
     .data = TWIST(.when = is_error, .where = ID)},
    {.name = "request-id-empty-in-404",
     .clause = "FAM-03",
     .says = "answers 404 with an empty x-ms-request-id",
     .rare = true,
     .seam = {.on_answer = rule_header},
     .data = TWIST(.when = is_not_found, .where = ID, .value = "")},
    {.name = "request-id-missing-in-401",
     .clause = "FAM-03",
     .says = "answers 401 without x-ms-request-id",
     .rare = true,
     .seam = {.on_answer = rule_header},
     .data = TWIST(.when = is_401, .where = ID)},
    {.name = "request-id-missing-in-405",
     .clause = "FAM-03",
     .says = "answers 405 without x-ms-request-id",
     .rare = true,
     .seam = {.on_answer = rule_header},
     .data = TWIST(.when = is_405, .where = ID)},
    {.name = "request-id-missing-in-412",
     .clause = "FAM-03",
     .says = "answers 412 without x-ms-request-id",
     .rare = true,
     .seam = {.on_answer = rule_header},
     .data = TWIST(.when = is_412, .where = ID)},
    {.name = "request-id-missing-when-unreadable",
     .clause = "FAM-03",
     .says = "answers without x-ms-request-id when the body is no JSON",
     .rare = true,
     .seam = {.on_answer = rule_header},
     .data = TWIST(.when = is_unreadable, .where = ID)},
    {.name = "request-id-missing-of-no-resource",
     .clause = "FAM-03",
     .says = "answers without x-ms-request-id for an unknown kind of resource",
     .rare = true,
     .seam = {.on_answer = rule_header},
     .data = TWIST(.when = is_of_no_resource, .where = ID)},
    {.name = "request-id-missing-for-version",
     .clause = "FAM-03",
     .says = "answers without x-ms-request-id when the api-version is wrong",
     .rare = true,
     .seam = {.on_answer = rule_header},
     .data = TWIST(.when = is_of_wrong_version, .where = ID)},
    {.name = "request-id-missing-in-delete",
     .clause = "FAM-03",
     .says = "answers DELETE without x-ms-request-id",
     .rare = true,
     .seam = {.on_answer = rule_header},
     .data = TWIST(.when = is_delete, .where = ID)},
    {.name = "request-id-missing-of-key",
     .clause = "FAM-03",
     .says = "answers requests for shared keys without x-ms-request-id",
     .rare = true,
     .seam = {.on_answer = rule_header},
     .data = TWIST(.when = is_key, .where = ID)},
    {.name = "request-id-missing-of-list",
     .clause = "FAM-03",
     .says = "lists the connections of a gateway without x-ms-request-id",
     .rare = true,
     .seam = {.on_answer = rule_header},
     .data = TWIST(.when = is_list, .where = ID)},
    {.name = "request-id-constant",
     .clause = "FAM-04",
     .says = "gives every request the same x-ms-request-id",
     .seam = {.on_answer = rule_header},
     .data = TWIST(.where = ID, .value = "00000000-0000-0000-0000-000000000000")},
    {.name = "request-id-constant-in-errors",
     .clause = "FAM-04",
     .says = "gives every refused request the same x-ms-request-id",
     .rare = true,
     .seam = {.on_answer = rule_header},
     .data = TWIST(.when = is_error, .where = ID, .value = "00000000-0000-0000-0000-000000000000")},
    {.name = "request-id-of-connection",
     .clause = "FAM-04",
     .says = "gives requests for the same name the same x-ms-request-id",
     .rare = true,
     .seam = {.on_answer = id_of_connection}},
    {.name = "request-id-of-ten",
     .clause = "FAM-04",
     .says = "gives ten requests in a row the same x-ms-request-id",
     .rare = true,
     .seam = {.on_answer = id_of_ten}},
    {.name = "request-id-of-writes",
     .clause = "FAM-04",
     .says = "gives a GET the x-ms-request-id of the write before it",
     .rare = true,
     .seam = {.on_answer = id_counts_writes}},
    {.name = "request-id-of-client",
     .clause = "FAM-04",
     .says = "takes the client's id for x-ms-request-id, again and again",
     .rare = true,
     .seam = {.on_answer = id_of_client}},
    {.name = "client-id-missing",
     .clause = "PLAT-17",
     .says = "does not echo x-ms-client-request-id",
     .seam = {.on_answer = rule_header},
     .data = TWIST(.where = CLIENT_ID)},
    {.name = "client-id-missing-in-errors",
     .clause = "PLAT-17",
     .says = "does not echo x-ms-client-request-id in errors",
     .rare = true,
     .seam = {.on_answer = rule_header},
     .data = TWIST(.when = is_error, .where = CLIENT_ID)},
    {.name = "client-id-missing-in-404",
     .clause = "PLAT-17",
     .says = "does not echo x-ms-client-request-id for a missing connection",
     .rare = true,
     .seam = {.on_answer = rule_header},
     .data = TWIST(.when = is_missing_connection, .where = CLIENT_ID)},
    {.name = "client-id-missing-in-get",
     .clause = "PLAT-17",
     .says = "does not echo x-ms-client-request-id in GET",
     .seam = {.on_answer = rule_header},
     .data = TWIST(.when = is_get, .where = CLIENT_ID)},
    {.name = "client-id-missing-in-patch",
     .clause = "PLAT-17",
     .says = "does not echo x-ms-client-request-id in PATCH",
     .rare = true,
     .seam = {.on_answer = rule_header},
     .data = TWIST(.when = is_patch, .where = CLIENT_ID)},
    {.name = "client-id-missing-of-upper",
     .clause = "PLAT-17",
     .says = "does not echo x-ms-client-request-id where the name has upper case",
     .rare = true,
     .seam = {.on_answer = rule_header},
     .data = TWIST(.when = is_upper_name, .where = CLIENT_ID)},
    {.name = "client-id-lower",
     .clause = "PLAT-17",
     .says = "echoes x-ms-client-request-id in lower case",
     .rare = true,
     .seam = {.on_answer = echo_lower}},
    {.name = "client-id-cut",
     .clause = "PLAT-17",
     .says = "echoes the first 36 characters of x-ms-client-request-id",
     .rare = true,
     .seam = {.on_answer = echo_cut}},
    {.name = "client-id-is-own",
     .clause = "PLAT-17",
     .says = "gives its own id as x-ms-client-request-id",
     .seam = {.on_answer = echo_own}},
    {.name = "client-id-of-first",
     .clause = "PLAT-17",
     .says = "echoes the first x-ms-client-request-id it was ever sent",
     .seam = {.on_answer = echo_first}},
};

const struct mutant *mutants_family_ids(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
