/* Mutants of the core clauses: connections that are not separate. */
#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/mutants_core_tools.h"
#include "reference/text.h"

#include <stdlib.h>
#include <string.h>

/* Takes several names for one: `change` makes them equal, in the segment of the path after `after`. */
struct fold {
    const char *after;
    void (*change)(char *segment);
};

static void fold_to_twelve(char *segment)
{
    if (strlen(segment) > 12 && !strchr(segment, '%'))
        segment[12] = '\0';
}

static void fold_dot(char *segment)
{
    char *dot = strchr(segment, '.');
    if (dot && dot != segment)
        *dot = '\0';
}

static void fold_punctuation(char *segment)
{
    for (; *segment; segment++)
        if (*segment == '_' || *segment == '.')
            *segment = '-';
}

/* Bytes beyond ASCII, percent-encoded as they come, are lost or one and the same. */
static void fold_encoded(char *segment, const char *into)
{
    char *to = segment;
    for (const char *from = segment; *from; from++) {
        bool beyond = *from == '%' && strchr("89abcdefABCDEF", from[1]) && from[1] && from[2];
        if (!beyond) {
            *to++ = *from;
            continue;
        }
        if (*into)
            *to++ = *into;
        from += 2;
    }
    *to = '\0';
}

static void fold_drop_beyond(char *segment)
{
    fold_encoded(segment, "");
}

static void fold_beyond(char *segment)
{
    fold_encoded(segment, "-");
}

static void fold_last_digits(char *segment)
{
    for (size_t len = strlen(segment); len > 1; len--) {
        if (!strchr("0123456789", segment[len - 1]))
            return;
        segment[len - 1] = '\0';
    }
}

static void fold_whole(char *segment)
{
    segment[1] = '\0';
    *segment = 'x';
}

static char *folded(const struct fold *f, const char *path)
{
    const char *at = strcasestr(path, f->after);
    at = at ? strchr(at + 1, '/') : NULL;
    if (!at)
        return NULL;
    size_t len = strcspn(++at, "/?");
    char *segment = mem_copy(at, len);
    if (len)
        f->change(segment);
    char *result = mem_format("%.*s%s%s", (int)(at - path), path, segment, at + len);
    free(segment);
    return result;
}

static void fold_request(struct call *c, struct request *request)
{
    char *path = folded(c->data, request->path);
    tool_put(c->memory, "asked", cJSON_CreateString(request->path));
    if (!path)
        return;
    free(request->path);
    request->path = path;
}

static struct uri asked_uri(const struct call *c)
{
    struct uri u = {0};
    uri_parse(&u, tool_text(c->memory, "/asked"));
    return u;
}

/* The body's name is that of the URI as it was asked for. */
static bool overlook_folded(struct call *c, struct fault *fault)
{
    struct uri u = asked_uri(c);
    bool differs = u.name && c->uri.name && !text_same(u.name, c->uri.name);
    bool fine = differs && ((strcmp(fault->code, "NameMismatch") == 0 &&
                             text_same(tool_text(c->sent, "/name"), u.name)) ||
                            strcmp(fault->code, "LocationChanged") == 0);
    uri_free(&u);
    return fine;
}

static void answer_unfolded(struct call *c)
{
    if (c->uri.resource != RESOURCE_CONNECTION || c->answer.status != 200 || !c->answer.body)
        return;
    struct uri u = asked_uri(c);
    char *id = mem_format("/subscriptions/%s/resourceGroups/%s/providers/microsoft.network/"
                          "connections/%s",
                          u.subscription, u.group, u.name);
    tool_set(c->answer.body, "/id", id);
    tool_set(c->answer.body, "/name", u.name);
    free(id);
    uri_free(&u);
}

/* One value for all connections: that of the last write. */
static void answer_shared(struct call *c)
{
    const struct twist *t = c->data;
    const cJSON *shared = cJSON_GetObjectItemCaseSensitive(c->memory, "shared");
    const cJSON *own = tool_shows(c) ? pointer_get(c->answer.body, t->where) : NULL;
    if (!own)
        return;
    if (is_put(c) || is_patch(c))
        tool_put(c->memory, "shared", cJSON_Duplicate(own, true));
    else if (shared)
        tool_move(c->answer.body, t->where, shared);
}

/* A new connection is made of what is left of the last one. */
static bool store_left_tags(struct call *c)
{
    const cJSON *left = cJSON_GetObjectItemCaseSensitive(c->memory, "left");
    if (!c->after || !tool_twists(c))
        return true;
    if (is_create(c) && left && !tool_has(c->after, "tags"))
        tool_put(c->after, "tags", cJSON_Duplicate(left, true));
    const cJSON *tags = cJSON_GetObjectItemCaseSensitive(c->after, "tags");
    if (tags)
        tool_put(c->memory, "left", cJSON_Duplicate(tags, true));
    return true;
}

static bool is_taken(const struct call *c)
{
    return is_create(c) && cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(c->memory, "taken"));
}

/* Remembers which gateways are connected, and refuses to connect them again. */
static bool store_pair(struct call *c)
{
    if (!c->after || !tool_twists(c))
        return true;
    char *pair =
        mem_format("pair %s %s %s", c->uri.group, tool_text(c->after, "/properties/gateway1/name"),
                   tool_text(c->after, "/properties/gateway2/name"));
    bool taken = is_create(c) && tool_has(c->memory, pair);
    tool_put(c->memory, "taken", cJSON_CreateBool(taken));
    tool_put(c->memory, pair, cJSON_CreateTrue());
    free(pair);
    return !taken;
}

static void answer_pair(struct call *c)
{
    if (is_taken(c))
        reject_answer(c);
    tool_put(c->memory, "taken", cJSON_CreateFalse());
}

static bool overlook_name(struct call *c, struct fault *fault)
{
    return strcmp(fault->code, "NameMismatch") == 0 && tool_twists(c);
}

static bool store_sent_name(struct call *c)
{
    const char *name = tool_text(c->sent, "/name");
    if (c->after && tool_twists(c) && *name)
        tool_set(c->after, "/name", name);
    return true;
}

/* Stores under the body's name. */
static void request_sent_name(struct call *c, struct request *request)
{
    cJSON *body = json_read((struct bytes){request->body, request->body_len}, NULL, NULL);
    const char *name = tool_text(body, "/name"), *at = strcasestr(request->path, "/connections/");
    bool plain = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") ==
                 strlen(name);
    if (at && *name && plain && strcmp(request->method, c->data) == 0) {
        const char *segment = at + strlen("/connections/");
        char *path = mem_format("%.*s%s%s", (int)(segment - request->path), request->path, name,
                                segment + strcspn(segment, "/?"));
        free(request->path);
        request->path = path;
    }
    cJSON_Delete(body);
}

static const struct mutant table[] = {
    {.name = "names-twelve",
     .clause = "CORE-34",
     .says = "tells names apart by their first twelve characters",
     .rare = true,
     .seam = {.on_request = fold_request,
              .on_fault = overlook_folded,
              .on_answer = answer_unfolded},
     .data = &(const struct fold){"/connections/", fold_to_twelve}},
    {.name = "names-to-dot",
     .clause = "CORE-34",
     .says = "tells names apart by what is before their first dot",
     .rare = true,
     .seam = {.on_request = fold_request,
              .on_fault = overlook_folded,
              .on_answer = answer_unfolded},
     .data = &(const struct fold){"/connections/", fold_dot}},
    {.name = "names-punctuation",
     .clause = "CORE-34",
     .says = "takes - _ and . in names for the same",
     .rare = true,
     .seam = {.on_request = fold_request,
              .on_fault = overlook_folded,
              .on_answer = answer_unfolded},
     .data = &(const struct fold){"/connections/", fold_punctuation}},
    {.name = "names-beyond-ascii-dropped",
     .clause = "CORE-34",
     .says = "drops the letters of names that are beyond ASCII",
     .rare = true,
     .seam = {.on_request = fold_request,
              .on_fault = overlook_folded,
              .on_answer = answer_unfolded},
     .data = &(const struct fold){"/connections/", fold_drop_beyond}},
    {.name = "names-beyond-ascii-alike",
     .clause = "CORE-34",
     .says = "takes all letters beyond ASCII in names for the same",
     .rare = true,
     .seam = {.on_request = fold_request,
              .on_fault = overlook_folded,
              .on_answer = answer_unfolded},
     .data = &(const struct fold){"/connections/", fold_beyond}},
    {.name = "names-last-digits",
     .clause = "CORE-34",
     .says = "tells names apart without their last digits",
     .seam = {.on_request = fold_request,
              .on_fault = overlook_folded,
              .on_answer = answer_unfolded},
     .data = &(const struct fold){"/connections/", fold_last_digits}},
    {.name = "groups-one",
     .clause = "CORE-34",
     .says = "keeps the connections of all resource groups together",
     .seam = {.on_request = fold_request,
              .on_fault = overlook_folded,
              .on_answer = answer_unfolded},
     .data = &(const struct fold){"/resourceGroup", fold_whole}},
    {.name = "groups-to-dot",
     .clause = "CORE-34",
     .says = "tells groups apart by what is before their first dot",
     .rare = true,
     .seam = {.on_request = fold_request,
              .on_fault = overlook_folded,
              .on_answer = answer_unfolded},
     .data = &(const struct fold){"/resourceGroup", fold_dot}},
    {.name = "groups-last-digits",
     .clause = "CORE-34",
     .says = "tells groups apart without their last digits",
     .rare = true,
     .seam = {.on_request = fold_request,
              .on_fault = overlook_folded,
              .on_answer = answer_unfolded},
     .data = &(const struct fold){"/resourceGroup", fold_last_digits}},
    {.name = "subscriptions-one",
     .clause = "CORE-34",
     .says = "keeps the connections of all subscriptions together",
     .seam = {.on_request = fold_request,
              .on_fault = overlook_folded,
              .on_answer = answer_unfolded},
     .data = &(const struct fold){"/subscriptions/", fold_whole}},
    {.name = "shared-tags",
     .clause = "CORE-34",
     .says = "shows the tags of the last write in every connection",
     .seam = {.on_answer = answer_shared},
     .data = &(const struct twist){.where = "/tags"}},
    {.name = "shared-ipsec",
     .clause = "CORE-34",
     .says = "shows the ipsecParameters of the last write in every connection",
     .seam = {.on_answer = answer_shared},
     .data = &(const struct twist){.where = "/properties/ipsecParameters"}},
    {.name = "shared-state",
     .clause = "CORE-13",
     .says = "shows the connectivityState of the last write in every connection",
     .seam = {.on_answer = answer_shared},
     .data = &(const struct twist){.where = "/properties/connectivityState"}},
    {.name = "shared-gateway2",
     .clause = "CORE-34",
     .says = "shows the gateway2 of the last write in every connection",
     .seam = {.on_answer = answer_shared},
     .data = &(const struct twist){.where = "/properties/gateway2"}},
    {.name = "left-over-tags",
     .clause = "CORE-34",
     .says = "gives a connection that is created without tags those of the last one",
     .rare = true,
     .seam = {.on_store = store_left_tags}},
    {.name = "gateways-once",
     .clause = "CORE-01",
     .says = "refuses a second connection between the same gateways",
     .seam = {.on_store = store_pair, .on_answer = answer_pair},
     .data = &(const struct twist){.status = 409}},
    {.name = "name-obeyed",
     .clause = "CORE-35",
     .says = "shows the name of the body in place of the URI's",
     .seam = {.on_fault = overlook_name, .on_store = store_sent_name},
     .data = &(const struct twist){.when = is_put}},
    {.name = "name-obeyed-in-patch",
     .clause = "CORE-35",
     .says = "takes the name of a PATCH for a new one",
     .rare = true,
     .seam = {.on_fault = overlook_name, .on_store = store_sent_name},
     .data = &(const struct twist){.when = is_patch}},
    {.name = "name-obeyed-in-update",
     .clause = "CORE-35",
     .says = "takes the name of an update for a new one",
     .rare = true,
     .seam = {.on_fault = overlook_name, .on_store = store_sent_name},
     .data = &(const struct twist){.when = is_update}},
    {.name = "name-creates-another",
     .clause = "CORE-35",
     .says = "stores a PUT under the name in its body",
     .seam = {.on_request = request_sent_name},
     .data = "PUT"},
    {.name = "name-patches-another",
     .clause = "CORE-35",
     .says = "carries a PATCH out on the connection that its body names",
     .rare = true,
     .seam = {.on_request = request_sent_name},
     .data = "PATCH"},
};

const struct mutant *mutants_core_separate(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
