/* A sequence of operations (oracle/sequence.h) against planted bugs, and no oracle: what campaigns are
 * measured with, as fast as the handler is. */
#include "fuzz/adapter.h"
#include "fuzz/fuzz.h"
#include "fuzz/oracle/sequence.h"

#include <string.h>

#define PATH                                                                                       \
    "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/myrg1/providers/"          \
    "microsoft.network/%s?api-version=2015-05-01-preview"
#define ETAG_MAX 80

const enum mutate_kind fuzz_kind = MUTATE_SEQUENCE;

struct etags { /* of one connection; empty ones are not known */
    char current[ETAG_MAX], stale[ETAG_MAX];
};

static const char *if_match_of(const struct etags *e, enum match match)
{
    switch (match) {
    case MATCH_CURRENT:
        return *e->current ? e->current : "W/\"current\"";
    case MATCH_STALE:
        return *e->stale ? e->stale : "W/\"stale\"";
    case MATCH_STAR:
        return "*";
    case MATCH_NONE_SUCH:
        return "W/\"none-such\"";
    default:
        return NULL;
    }
}

/* The answer's etag, where it has one: W/"...", in a JSON string. */
static void learn_etag(struct etags *e, const struct connspec_response *rs)
{
    static const char member[] = "\"etag\":\"W/\\\"";
    const char *at = rs->body ? memmem(rs->body, rs->body_len, member, sizeof member - 1) : NULL;
    if (!at || rs->status != 200)
        return;
    at += sizeof member - 1;
    size_t rest = (size_t)(rs->body + rs->body_len - at);
    const char *end = memchr(at, '\\', rest);
    char now[ETAG_MAX];
    snprintf(now, sizeof now, "W/\"%.*s\"", end ? (int)(end - at) : 0, at);
    if (strcmp(now, e->current) == 0)
        return;
    memcpy(e->stale, e->current, sizeof now);
    memcpy(e->current, now, sizeof now);
}

static void ask(void *self, const struct operation *o, struct etags *etags)
{
    char resource[200], path[400];
    snprintf(resource, sizeof resource, "connections/cn%u%.*s", o->name + 1,
             (int)(o->below.len < 100 ? o->below.len : 100), o->below.ptr);
    snprintf(path, sizeof path, PATH,
             o->list ? "virtualNetworkGateways/firstgateway/connections" : resource);
    struct connspec_header headers[3] = {{"Content-Type", "application/json"}};
    size_t count = 1;
    if (o->if_match != MATCH_NONE)
        headers[count++] =
            (struct connspec_header){"If-Match", if_match_of(&etags[o->name], o->if_match)};
    if (o->if_none_match)
        headers[count++] = (struct connspec_header){"If-None-Match", "*"};
    bool bare = strcmp(o->method, "GET") == 0 || strcmp(o->method, "DELETE") == 0;
    struct connspec_request rq = {
        o->method, path, headers, count, bare ? NULL : o->body.ptr, bare ? 0 : o->body.len};
    struct connspec_response rs = {0};
    connspec_adapter.handler->handle(self, &rq, &rs);
    if (!o->list && !o->below.len)
        learn_etag(&etags[o->name], &rs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void *self; /* opened once: an execution would be nothing beside it */
    if (!self)
        self = connspec_adapter.handler->open();
    must(self, "the handler cannot be opened");
    struct operation list[SEQUENCE_MAX];
    struct etags etags[SEQUENCE_NAMES] = {0};
    size_t count = sequence_read((struct bytes){size ? (const char *)data : "", size}, list);
    connspec_adapter.handler->reset(self);
    for (size_t i = 0; i < count; i++)
        ask(self, &list[i], etags);
    return 0;
}
