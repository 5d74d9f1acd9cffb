/* Mutants of the platform clauses: entity tags. */
#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/mutants_family_tools.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ZERO "W/\"00000000-0000-0000-0000-000000000000\""

static const char *header(const struct call *c)
{
    const char *etag = headers_get(&c->answer.headers, "ETag");
    return etag && tool_shows(c) ? etag : NULL;
}

static void set_header(struct call *c, char *etag)
{
    headers_set(&c->answer.headers, "ETag", etag);
    free(etag);
}

static void set_both(struct call *c, char *etag)
{
    tool_set(c->answer.body, "/etag", etag);
    set_header(c, etag);
}

static void header_strong(struct call *c)
{
    const char *etag = header(c);
    if (etag && strncmp(etag, "W/", 2) == 0)
        set_header(c, mem_string(etag + 2));
}

static void header_bare(struct call *c)
{
    const char *etag = header(c);
    if (etag && strlen(etag) > 4)
        set_header(c, mem_copy(etag + 3, strlen(etag) - 4));
}

static void header_old(struct call *c)
{
    if (header(c) && c->existed)
        set_header(c, mem_string(c->etag_before));
}

/* What a web server in front makes of it when it compresses. */
static void header_gzip(struct call *c)
{
    const char *etag = header(c);
    if (etag)
        set_header(c, mem_format("%.*s-gzip\"", (int)strlen(etag) - 1, etag));
}

static void header_upper(struct call *c)
{
    char *etag = mem_string(header(c));
    for (char *p = etag; p && *p; p++)
        if (*p >= 'a' && *p <= 'f')
            *p = (char)(*p - 'a' + 'A');
    if (etag)
        set_header(c, etag);
}

static void header_new(struct call *c)
{
    if (header(c))
        set_header(c, mem_format("W/\"%lx\"", c->serial));
}

static void body_old(struct call *c)
{
    if (header(c) && c->existed)
        tool_set(c->answer.body, "/etag", c->etag_before);
}

static void both_new(struct call *c)
{
    if (header(c))
        set_both(c, mem_format("W/\"%lx\"", c->serial));
}

/* The same each time, but another one than a write has shown. */
static bool is_put_of_dedicated(const struct call *c)
{
    return is_dedicated(c) && is_put(c);
}

static void both_turned(struct call *c)
{
    const char *etag = header(c);
    if (etag)
        set_both(c, mem_format("W/\"r-%s", etag + 3));
}

/* One for all connections. */
static void both_of_all(struct call *c)
{
    if (header(c) && (is_put(c) || is_patch(c)))
        tool_put(c->memory, "etag", cJSON_CreateString(header(c)));
    else if (header(c) && tool_has(c->memory, "etag"))
        set_both(c, mem_string(tool_text(c->memory, "/etag")));
}

/* --- what is stored --- */

static bool stores(const struct call *c)
{
    return c->after && tool_twists(c);
}

static bool store_old(struct call *c)
{
    if (stores(c) && c->existed)
        snprintf(c->etag, sizeof c->etag, "%s", c->etag_before);
    return true;
}

static bool store_zero(struct call *c)
{
    if (stores(c))
        snprintf(c->etag, sizeof c->etag, ZERO);
    return true;
}

static bool store_name(struct call *c)
{
    if (stores(c))
        snprintf(c->etag, sizeof c->etag, "W/\"%.40s\"", c->uri.name);
    return true;
}

static bool store_count(struct call *c)
{
    if (stores(c))
        snprintf(c->etag, sizeof c->etag, "W/\"%u\"", c->writes + 1);
    return true;
}

static bool store_of_eight(struct call *c)
{
    if (stores(c))
        snprintf(c->etag, sizeof c->etag, "W/\"2015-%lu\"", c->serial / 8);
    return true;
}

static bool store_length(struct call *c)
{
    char *text = stores(c) ? json_print(c->after, false) : NULL;
    if (text)
        snprintf(c->etag, sizeof c->etag, "W/\"size-%zx\"", strlen(text));
    free(text);
    return true;
}

static bool store_sent(struct call *c)
{
    const char *etag = tool_text(c->sent, "/etag");
    if (stores(c) && *etag)
        snprintf(c->etag, sizeof c->etag, "%s", etag);
    return true;
}

/* The tag outlives the connection. */
static bool store_former(struct call *c)
{
    if (is_delete(c))
        rule_keep(c, "etag", cJSON_CreateString(c->etag_before));
    const cJSON *former = stores(c) && is_create(c) ? rule_kept(c, "etag") : NULL;
    if (former)
        snprintf(c->etag, sizeof c->etag, "%s", former->valuestring);
    return true;
}

/* Refused, but the tag is another one. */
static bool touch(struct call *c)
{
    if (!c->existed || !tool_refuses(c))
        return false;
    cJSON_Delete(c->after);
    c->after = cJSON_Duplicate(c->before, true);
    snprintf(c->etag, sizeof c->etag, "W/\"00000000-0000-4000-8000-%012lx\"", c->serial);
    return true;
}

static bool is_refused_by_tag(const struct call *c)
{
    return c->answer.status == 412;
}

static bool is_refused_unread(const struct call *c)
{
    return !c->sent && c->answer.status == 400;
}

static bool differs_only_at(const struct call *c, const char *where)
{
    if (!c->before || !c->after)
        return false;
    cJSON *old = cJSON_Duplicate(c->before, true);
    tool_move(old, where, pointer_get(c->after, where));
    bool equal = json_equal(old, c->after);
    cJSON_Delete(old);
    return equal;
}

static bool is_of_tags(const struct call *c)
{
    return differs_only_at(c, "/tags");
}

static bool is_of_ipsec(const struct call *c)
{
    return differs_only_at(c, "/properties/ipsecParameters");
}

static bool is_of_state(const struct call *c)
{
    return differs_only_at(c, "/properties/connectivityState");
}

static bool is_of_gateway2(const struct call *c)
{
    return differs_only_at(c, "/properties/gateway2");
}

static bool is_third_change(const struct call *c)
{
    return is_change(c) && c->writes >= 3;
}

#define ROW(NAME, CLAUSE, SAYS) .name = NAME, .clause = CLAUSE, .says = SAYS

static const struct mutant table[] = {
    {ROW("etag-header-strong", "PLAT-07", "sends the ETag header without W/"),
     .seam = {.on_answer = header_strong}},
    {ROW("etag-header-bare", "PLAT-07", "sends the ETag header without quotes"),
     .seam = {.on_answer = header_bare}},
    {ROW("etag-header-old", "PLAT-07", "sends the ETag header of before the write"),
     .seam = {.on_answer = header_old}},
    {ROW("etag-header-old-in-patch", "PLAT-07", "sends the ETag header of before a PATCH"),
     .rare = true, .seam = {.on_answer = header_old}, .data = TWIST(.when = is_patch)},
    {ROW("etag-header-gzip-in-get", "PLAT-07", "sends the ETag header with -gzip on GET"),
     .rare = true, .seam = {.on_answer = header_gzip}, .data = TWIST(.when = is_get)},
    {ROW("etag-header-upper", "PLAT-07", "sends the ETag header in upper case"),
     .seam = {.on_answer = header_upper}},
    {ROW("etag-header-new-in-get", "PLAT-07", "sends another ETag header with each GET"),
     .rare = true, .seam = {.on_answer = header_new}, .data = TWIST(.when = is_get)},
    {ROW("etag-body-old", "PLAT-07", "shows the etag of before an update in the body"),
     .seam = {.on_answer = body_old}, .data = TWIST(.when = is_update)},
    {ROW("etag-body-old-in-patch", "PLAT-07", "shows the etag of before a PATCH in the body"),
     .rare = true, .seam = {.on_answer = body_old}, .data = TWIST(.when = is_patch)},
    {ROW("etag-body-zero-in-get", "PLAT-07", "shows the etag of the page in the body of GET"),
     .rare = true, .seam = {.on_answer = answer_value},
     .data = TWIST(.when = is_get, .where = "/etag",
                   .value = "\"W/\\\"00000000-0000-0000-0000-000000000000\\\"\"")},
    {ROW("etag-of-get", "PLAT-07", "has one etag for GET and another for writes"),
     .seam = {.on_answer = both_turned}, .data = TWIST(.when = is_get)},
    {ROW("etag-of-patch", "PLAT-07", "answers a PATCH with an etag that GET does not show"),
     .rare = true, .seam = {.on_answer = both_turned}, .data = TWIST(.when = is_patch)},
    {ROW("etag-of-dedicated-create", "PLAT-07",
         "answers a PUT of a Dedicated connection with an etag that GET does not show"),
     .rare = true, .seam = {.on_answer = both_turned}, .data = TWIST(.when = is_put_of_dedicated)},
    {ROW("etag-kept", "PLAT-08", "gives a connection an etag once and keeps it"),
     .seam = {.on_store = store_old}},
    {ROW("etag-zero", "PLAT-08", "gives every connection the etag of the page"),
     .seam = {.on_store = store_zero}},
    {ROW("etag-is-name", "PLAT-08", "makes the etag out of the name"),
     .seam = {.on_store = store_name}},
    {ROW("etag-kept-in-patch", "PLAT-08", "keeps the etag on PATCH"),
     .seam = {.on_store = store_old}, .data = TWIST(.when = is_patch)},
    {ROW("etag-kept-in-put", "PLAT-08", "keeps the etag on PUT"), .seam = {.on_store = store_old},
     .data = TWIST(.when = is_put)},
    {ROW("etag-kept-for-tags", "PLAT-08", "keeps the etag when tags alone change"), .rare = true,
     .seam = {.on_store = store_old}, .data = TWIST(.when = is_of_tags)},
    {ROW("etag-kept-for-ipsec", "PLAT-08", "keeps the etag when ipsecParameters alone change"),
     .rare = true, .seam = {.on_store = store_old}, .data = TWIST(.when = is_of_ipsec)},
    {ROW("etag-kept-for-state", "PLAT-08", "keeps the etag when connectivityState alone changes"),
     .rare = true, .should = true, .seam = {.on_store = store_old},
     .data = TWIST(.when = is_of_state)},
    {ROW("etag-kept-for-gateway2", "PLAT-08", "keeps the etag when gateway2 alone changes"),
     .rare = true, .seam = {.on_store = store_old}, .data = TWIST(.when = is_of_gateway2)},
    {ROW("etag-kept-from-third", "PLAT-08", "keeps the etag from the fourth write on"),
     .rare = true, .seam = {.on_store = store_old}, .data = TWIST(.when = is_third_change)},
    {ROW("etag-kept-of-upper", "PLAT-08", "keeps the etag of a name with upper case"), .rare = true,
     .seam = {.on_store = store_old}, .data = TWIST(.when = name_has_upper)},
    {ROW("etag-of-eight", "PLAT-08", "makes etags that last for eight requests"), .rare = true,
     .seam = {.on_store = store_of_eight}},
    {ROW("etag-is-length", "PLAT-08", "makes the etag out of the length of the connection"),
     .rare = true, .seam = {.on_store = store_length}},
    {ROW("etag-counts", "PLAT-08", "counts etags from one when a connection is re-created"),
     .rare = true, .seam = {.on_store = store_count}},
    {ROW("etag-of-deleted", "PLAT-08", "gives a re-created connection the etag of the deleted one"),
     .rare = true, .seam = {.on_store = store_former}},
    {ROW("etag-as-sent", "PLAT-08", "takes the etag in a body for the new one"), .rare = true,
     .seam = {.on_store = store_sent}},
    {ROW("etag-of-read", "PLAT-08", "makes a new etag for each GET"),
     .seam = {.on_answer = both_new}, .data = TWIST(.when = is_get)},
    {ROW("etag-of-all", "PLAT-08", "changes the etag of a connection when another is written"),
     .rare = true, .seam = {.on_answer = both_of_all}},
    {ROW("etag-of-refused", "PLAT-08", "changes the etag on a refused write"),
     .seam = {.on_refused = touch}},
    {ROW("etag-of-refused-patch", "PLAT-08", "changes the etag on a refused PATCH"), .rare = true,
     .seam = {.on_refused = touch}, .data = TWIST(.when = is_patch)},
    {ROW("etag-of-refused-412", "PLAT-08", "changes the etag when If-Match fails"), .rare = true,
     .seam = {.on_refused = touch}, .data = TWIST(.when = is_refused_by_tag)},
    {ROW("etag-of-unreadable", "PLAT-08", "changes the etag when the body is no JSON"),
     .rare = true, .seam = {.on_refused = touch}, .data = TWIST(.when = is_refused_unread)},
};

const struct mutant *mutants_platform_etag(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
