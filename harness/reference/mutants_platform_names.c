/* Mutants of the platform clauses: upper and lower case in URIs. */
#include "base/buf.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/mutants_family_tools.h"
#include "reference/text.h"

#include <stdlib.h>
#include <string.h>

/* Case matters in a segment when A is not a there: it becomes ~~a, and in answers A again. */
#define MARK "~~"

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static void add_marked(struct buf *out, const char *segment, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (segment[i] == '%' && len - i > 2) {
            buf_add(out, segment + i, 3);
            i += 2;
        } else if (is_upper(segment[i])) {
            buf_text(out, MARK);
            buf_byte(out, text_lower(segment[i]));
        } else {
            buf_byte(out, segment[i]);
        }
    }
}

/* data: the fixed segment before the name, up to some length */
static void mark_case(struct call *c, struct request *rq)
{
    const char *at = strcasestr(rq->path, c->data);
    at = at ? strchr(at + 1, '/') : NULL;
    if (!at)
        return;
    size_t len = strcspn(++at, "/?");
    struct buf path = buf_new((size_t)1 << 20);
    buf_add(&path, rq->path, (size_t)(at - rq->path));
    add_marked(&path, at, len);
    buf_text(&path, at + len);
    free(rq->path);
    rq->path = buf_take(&path);
}

static size_t unmarked(char *text, size_t len)
{
    size_t to = 0;
    for (size_t i = 0; i < len; i++) {
        bool marked = len - i > 2 && text[i] == '~' && text[i + 1] == '~';
        i += marked ? 2 : 0;
        bool letter = marked && text[i] >= 'a' && text[i] <= 'z';
        text[to++] = letter ? (char)(text[i] - 'a' + 'A') : text[i];
    }
    return to;
}

static void unmark_text(struct call *c, struct response *rs)
{
    (void)c;
    rs->body_len = unmarked(rs->body, rs->body_len);
    rs->body[rs->body_len] = '\0';
}

/* The body has the name without marks. */
static bool overlook_marked(struct call *c, struct fault *fault)
{
    if (strcmp(fault->code, "NameMismatch") != 0)
        return false;
    char *name = mem_string(c->uri.name);
    name[unmarked(name, strlen(name))] = '\0';
    bool same = text_same(name, tool_text(c->sent, "/name"));
    free(name);
    return same;
}

/* data: a fixed segment; in another case it is one of no resource */
static void break_other_case(struct call *c, struct request *rq)
{
    const char *segment = c->data;
    char *at = strcasestr(rq->path, segment);
    if (at && strncmp(at, segment, strlen(segment)) != 0)
        at[1] = '-';
}

/* --- one method alone --- */

static bool is_in_other_case(const struct call *c)
{
    return c->existed && c->uri.name && strcmp(c->uri.name, tool_text(c->before, "/name")) != 0;
}

static bool is_get_in_other_case(const struct call *c)
{
    return is_get(c) && is_in_other_case(c);
}

static bool is_put_in_other_case(const struct call *c)
{
    return c->uri.resource == RESOURCE_CONNECTION && is_put(c) && is_in_other_case(c);
}

static bool is_patch_in_other_case(const struct call *c)
{
    return c->uri.resource == RESOURCE_CONNECTION && is_patch(c) && is_in_other_case(c);
}

static bool is_delete_in_other_case(const struct call *c)
{
    return is_delete(c) && is_in_other_case(c);
}

static bool is_key_in_other_case(const struct call *c)
{
    return is_key(c) && is_in_other_case(c);
}

static void answer_name_asked(struct call *c)
{
    if (is_get(c) && tool_shows(c))
        tool_set(c->answer.body, "/name", c->uri.name);
}

static void answer_capital(struct call *c)
{
    cJSON *name = is_get(c) && tool_shows(c) ? pointer_get(c->answer.body, "/name") : NULL;
    if (cJSON_IsString(name))
        for (char *p = name->valuestring; *p; p++)
            if (*p >= 'a' && *p <= 'z')
                *p = (char)(*p - 'a' + 'A');
}

static void list_lower_names(struct call *c)
{
    cJSON *item;
    if (is_list(c) && c->answer.status == 200)
        cJSON_ArrayForEach(item, c->answer.body) tool_lower(item, "/name");
}

static void list_lower_ids(struct call *c)
{
    cJSON *item;
    if (is_list(c) && c->answer.status == 200)
        cJSON_ArrayForEach(item, c->answer.body) tool_lower(item, "/id");
}

/* clang-format off */
#define MARKED {.on_request = mark_case, .on_fault = overlook_marked, .on_text = unmark_text}
/* clang-format on */

static const struct mutant table[] = {
    {.name = "names-case-matters",
     .clause = "PLAT-06",
     .says = "takes names of connections in another case for others",
     .seam = MARKED,
     .data = "/connections/"},
    {.name = "groups-case-matters",
     .clause = "PLAT-06",
     .says = "takes names of resource groups in another case for others",
     .seam = MARKED,
     .data = "/resourceGroup"},
    {.name = "segment-subscriptions-exact",
     .clause = "PLAT-06",
     .says = "does not know Subscriptions for subscriptions",
     .seam = {.on_request = break_other_case},
     .data = "/subscriptions"},
    {.name = "segment-groups-exact",
     .clause = "PLAT-06",
     .says = "does not know resourcegroups for resourceGroups",
     .seam = {.on_request = break_other_case},
     .data = "/resourceGroup"},
    {.name = "segment-providers-exact",
     .clause = "PLAT-06",
     .says = "does not know Providers for providers",
     .rare = true,
     .seam = {.on_request = break_other_case},
     .data = "/providers"},
    {.name = "segment-network-exact",
     .clause = "PLAT-06",
     .says = "does not know Microsoft.Network for microsoft.network",
     .seam = {.on_request = break_other_case},
     .data = "/microsoft.network"},
    {.name = "segment-connections-exact",
     .clause = "PLAT-06",
     .says = "does not know Connections for connections",
     .seam = {.on_request = break_other_case},
     .data = "/connections"},
    {.name = "segment-key-exact",
     .clause = "PLAT-06",
     .says = "does not know sharedKey for sharedkey",
     .rare = true,
     .seam = {.on_request = break_other_case},
     .data = "/sharedkey"},
    {.name = "segment-reset-exact",
     .clause = "PLAT-06",
     .says = "does not know Reset for reset",
     .rare = true,
     .seam = {.on_request = break_other_case},
     .data = "/reset"},
    {.name = "segment-gateways-exact",
     .clause = "PLAT-06",
     .says = "does not know virtualnetworkgateways for virtualNetworkGateways",
     .rare = true,
     .seam = {.on_request = break_other_case},
     .data = "/virtualNetworkGateways"},
    {.name = "segment-local-gateways-exact",
     .clause = "PLAT-06",
     .says = "does not know localNetworkGateways for localnetworkgateways",
     .rare = true,
     .seam = {.on_request = break_other_case},
     .data = "/localnetworkgateways"},
    {.name = "names-case-matters-in-get",
     .clause = "PLAT-06",
     .says = "answers 404 to GET of a name in another case",
     .rare = true,
     .seam = {.on_answer = rule_refuse_answer},
     .data = TWIST(.when = is_get_in_other_case, .status = 404)},
    {.name = "names-case-matters-in-put",
     .clause = "PLAT-06",
     .says = "answers 409 to PUT of a name in another case",
     .rare = true,
     .seam = REFUSE,
     .data = TWIST(.when = is_put_in_other_case, .status = 409)},
    {.name = "names-case-matters-in-patch",
     .clause = "PLAT-06",
     .says = "answers 404 to PATCH of a name in another case",
     .rare = true,
     .seam = REFUSE,
     .data = TWIST(.when = is_patch_in_other_case, .status = 404)},
    {.name = "names-case-matters-in-delete",
     .clause = "PLAT-06",
     .says = "answers 404 to DELETE of a name in another case",
     .rare = true,
     .seam = REFUSE,
     .data = TWIST(.when = is_delete_in_other_case, .status = 404)},
    {.name = "names-case-matters-in-delete-silently",
     .clause = "PLAT-06",
     .says = "answers 200 to DELETE of a name in another case and does nothing",
     .rare = true,
     .seam = {.on_store = rule_store_nothing},
     .data = TWIST(.when = is_delete_in_other_case)},
    {.name = "names-case-matters-of-key",
     .clause = "PLAT-06",
     .says = "answers 404 for the key of a name in another case",
     .rare = true,
     .seam = REFUSE,
     .data = TWIST(.when = is_key_in_other_case, .status = 404)},
    {.name = "name-lower-in-get",
     .clause = "PLAT-06",
     .says = "shows the name in lower case on GET",
     .rare = true,
     .seam = {.on_answer = answer_lower},
     .data = TWIST(.when = is_get, .where = "/name")},
    {.name = "name-upper-in-get",
     .clause = "PLAT-06",
     .says = "shows the name in upper case on GET",
     .seam = {.on_answer = answer_capital}},
    {.name = "name-as-asked",
     .clause = "PLAT-06",
     .says = "shows the name on GET in the case it was asked for",
     .rare = true,
     .seam = {.on_answer = answer_name_asked}},
    {.name = "name-lower-in-list",
     .clause = "PLAT-06",
     .says = "lists connections with their names in lower case",
     .rare = true,
     .seam = {.on_answer = list_lower_names}},
    {.name = "id-lower-in-list",
     .clause = "PLAT-06",
     .says = "lists connections with their ids in lower case",
     .rare = true,
     .seam = {.on_answer = list_lower_ids}},
};

const struct mutant *mutants_platform_names(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
