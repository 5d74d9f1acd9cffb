#include "fuzz/oracle/play.h"

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "fuzz/adapter.h"
#include "fuzz/oracle/key.h"
#include "fuzz/oracle/muted.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#define API "2015-05-01-preview"
#define GROUP                                                                                      \
    "/subscriptions/00000000-0000-0000-0000-000000000000/%s/myrg1/providers/microsoft.network"
#define LISTED "firstgateway"
#define SHOWN_MAX 2000 /* bytes of a body in a report */

enum { GET, PUT, PATCH, POST, DELETE, METHODS };
#define LIST (2 * METHODS) /* before it those of a connection, and then those of its key */
#define OPERATIONS (LIST + 1)

struct play {
    const struct connspec_handler *handler;
    void *self;
    struct assets assets;
    struct contract *contract;
    const char *segment[OPERATIONS]; /* resourceGroups or resourceGroup, of each (E1) */
    bool can[OPERATIONS];
    enum level level; /* the highest that is asked for */
    char *muted;      /* what is known to be broken, and not told: CONNSPEC_MUTED; or NULL */
};

static const struct json_limits outside = {.max_values = JSON_OUTSIDE_VALUES};

/* --- asking --- */

const char *play_name(unsigned name)
{
    static const char *const names[] = {"cn1", "cn2", "cn3", "cn4"};
    return names[name % 4];
}

static size_t operation_of(const char *method, bool below, bool list)
{
    static const char *const methods[METHODS] = {"GET", "PUT", "PATCH", "POST", "DELETE"};
    size_t at = 0;
    while (at + 1 < METHODS && strcmp(methods[at], method) != 0)
        at++;
    return list ? LIST : at + (below ? METHODS : 0);
}

static char *path_of(const struct play *p, const struct asked *a)
{
    const char *segment = p->segment[operation_of(a->method, a->below.len, a->list)];
    return a->list
               ? mem_format(GROUP "/virtualNetworkGateways/" LISTED "/connections?api-version=" API,
                            segment)
               : mem_format(GROUP "/connections/%s%.*s?api-version=" API, segment,
                            play_name(a->name), (int)a->below.len,
                            a->below.ptr ? a->below.ptr : "");
}

static struct request request_of(const struct play *p, const struct asked *a)
{
    char *path = path_of(p, a);
    struct request rq = request_new(a->method, path);
    free(path);
    headers_add(&rq.headers, "Accept", "application/json");
    if (a->if_match)
        headers_add(&rq.headers, "If-Match", a->if_match);
    if (a->if_none_match)
        headers_add(&rq.headers, "If-None-Match", a->if_none_match);
    if (!a->body.ptr)
        return rq;
    headers_add(&rq.headers, "Content-Type", "application/json");
    /* exactly so many bytes, so that a sanitizer sees one byte more */
    rq.body = mem_alloc(a->body.len ? a->body.len : 1);
    if (a->body.len)
        memcpy(rq.body, a->body.ptr, a->body.len);
    rq.body_len = a->body.len;
    return rq;
}

static void take_answer(const struct connspec_response *from, struct response *out)
{
    *out = (struct response){.delivery = ANSWERED, .status = from->status};
    for (size_t i = 0; i < from->header_count; i++)
        headers_add(&out->headers, from->headers[i].name, from->headers[i].value);
    out->body = mem_copy(from->body ? from->body : "", from->body_len);
    out->body_len = from->body_len;
}

static cJSON *tree_of(const char *body, size_t len)
{
    struct json_problem problem;
    return body ? json_read((struct bytes){body, len}, &outside, &problem) : NULL;
}

void play_ask(struct play *p, const struct asked *a, struct told *out)
{
    *out = (struct told){.request = request_of(p, a)};
    const struct headers *h = &out->request.headers;
    struct connspec_header headers[4];
    for (size_t i = 0; i < h->count; i++)
        headers[i] = (struct connspec_header){h->list[i].name, h->list[i].value};
    struct connspec_request rq = {out->request.method, out->request.path,    headers, h->count,
                                  out->request.body,   out->request.body_len};
    struct connspec_response rs = {0};
    p->handler->handle(p->self, &rq, &rs);
    take_answer(&rs, &out->response);
    if (!a->unread)
        told_read(out);
}

void told_read(struct told *t)
{
    t->sent = tree_of(t->request.body, t->request.body_len);
    t->answer = tree_of(t->response.body, t->response.body_len);
}

void told_free(struct told *t)
{
    request_free(&t->request);
    response_free(&t->response);
    cJSON_Delete(t->sent);
    cJSON_Delete(t->answer);
    *t = (struct told){0};
}

void play_reset(struct play *p)
{
    p->handler->reset(p->self);
}

/* --- what it can do --- */

static int status_of(struct play *p, const struct asked *a)
{
    struct told t;
    play_ask(p, a, &t);
    int status = t.response.status;
    told_free(&t);
    return status;
}

static _Noreturn void give_up(const char *why)
{
    fprintf(stderr, "connspec: %s\n", why);
    exit(EX_UNAVAILABLE);
}

/* E1: either spelling of the resource group's segment will do, for each operation by itself. */
static void try_out(struct play *p, const struct asked *a)
{
    static const char *const spellings[] = {"resourceGroup", "resourceGroups"};
    size_t at = operation_of(a->method, a->below.len, a->list);
    for (size_t i = 0; i < 2 && !p->can[at]; i++) {
        p->segment[at] = spellings[i];
        p->can[at] = status_of(p, a) == 200;
    }
}

static void find_out(struct play *p)
{
    struct bytes key = bytes_of("/sharedkey"), reset = bytes_of("/sharedkey/reset");
    struct bytes value = bytes_of("{\"value\":\"0123456789abcdef\"}");
    const struct asked all[] = {
        {.method = "PUT", .body = play_example(p, "Dedicated")},
        {.method = "PATCH", .body = bytes_of("{\"tags\":{\"key1\":\"value2\"}}")},
        {.method = "GET"},
        {.method = "GET", .below = key},
        {.method = "PUT", .below = key, .body = value},
        {.method = "POST", .below = reset, .body = bytes_of("{\"KeyLength\":\"16\"}")},
        {.method = "GET", .list = true},
        {.method = "DELETE"}};
    for (size_t i = 0; i < OPERATIONS; i++)
        p->segment[i] = "resourceGroup";
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        try_out(p, &all[i]);
    if (!p->can[PUT] || !p->can[PATCH])
        give_up("the adapter's handler does not answer 200 to a PUT and a PATCH as on the page");
}

static enum level level_asked_for(void)
{
    const char *name = getenv("CONNSPEC_LEVEL");
    enum level level = LEVEL_PLATFORM;
    if (name && (!level_parse(name, &level) || level > LEVEL_PLATFORM))
        give_up("CONNSPEC_LEVEL is core, family or platform");
    return level;
}

struct play *play_open(void)
{
    struct err err;
    struct play *p = mem_alloc(sizeof *p);
    *p = (struct play){.handler = connspec_adapter.handler, .level = level_asked_for()};
    if (connspec_adapter.version != CONNSPEC_ADAPTER_VERSION || !p->handler)
        give_up("the adapter has no handler of this version of adapter.h");
    if (muted_read(&p->muted, &err) || assets_open(&p->assets, NULL, &err) ||
        contract_open(&p->contract, &p->assets, API, &err))
        give_up(err.text);
    p->self = p->handler->open();
    if (!p->self)
        give_up("the adapter's handler could not be opened");
    play_reset(p);
    find_out(p);
    play_reset(p);
    return p;
}

const struct contract *play_contract(const struct play *p)
{
    return p->contract;
}

bool play_has(const struct play *p, const char *method, bool below, bool list)
{
    return p->can[operation_of(method, below, list)];
}

struct bytes play_example(const struct play *p, const char *type)
{
    static const struct {
        const char *type, *file;
    } all[] = {{"SiteToSite", "corpus/put/accept/site-to-site.json"},
               {"PointToSite", "corpus/put/accept/point-to-site.json"},
               {"Dedicated", "corpus/put/accept/dedicated.json"}};
    struct bytes data = {0};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(all[i].type, type) == 0)
            assets_get(&p->assets, all[i].file, &data);
    return data;
}

/* --- what is broken --- */

/* As a terminal can show it, whatever the bytes are. */
static void print_bytes(const char *label, const char *bytes, size_t len)
{
    fprintf(stderr, "%s", label);
    for (size_t i = 0; i < len && i < SHOWN_MAX; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if ((c >= 0x20 && c < 0x7F) || c == '\n')
            fputc(c, stderr);
        else
            fprintf(stderr, "\\x%02X", c);
    }
    fprintf(stderr, len > SHOWN_MAX ? "... (%zu bytes)\n" : "\n", len);
}

static void print_line(const char *label, const char *text)
{
    if (text)
        print_bytes(label, text, strlen(text));
}

void play_broken(const struct play *p, const struct broken *b, const struct told *t)
{
    int index = clause_find(p->contract, b->clause);
    const struct clause *clause = index >= 0 ? &p->contract->clauses.list[index] : NULL;
    if (clause && clause->level != LEVEL_ROBUST && clause->level > p->level)
        return;
    char key[ORACLE_KEY_MAX];
    oracle_key(key, bytes_of(b->where ? b->where : ""), t->response.status,
               (struct bytes){t->response.body, t->response.body_len});
    if (muted_has(p->muted, b->clause, key))
        return;
    fprintf(stderr, "\nBROKEN     %s  %s\n", b->clause, clause ? clause->text : "");
    print_line("           ", b->message);
    print_line("key        ", key);
    print_line("where      ", b->where);
    print_line("expected   ", b->expected);
    print_line("actual     ", b->actual);
    fprintf(stderr, "request    %s ", t->request.method);
    print_line("", t->request.path);
    for (size_t i = 0; i < t->request.headers.count; i++)
        fprintf(stderr, "           %s: %s\n", t->request.headers.list[i].name,
                t->request.headers.list[i].value);
    print_bytes("body       ", t->request.body ? t->request.body : "", t->request.body_len);
    fprintf(stderr, "answer     %d ", t->response.status);
    print_bytes("", t->response.body, t->response.body_len);
    abort();
}
