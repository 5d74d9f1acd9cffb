#include "reference/service.h"
#include "base/json.h"
#include "base/mem.h"
#include "reference/connection.h"
#include "reference/gateways.h"
#include "reference/refuse.h"
#include "reference/sharedkey.h"
#include "reference/text.h"
#include "reference/variants.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

#define API_VERSION "2015-05-01-preview"

struct operation {
    enum resource resource;
    const char *method;
    void (*run)(struct call *c);
};

static const struct operation operations[] = {
    {RESOURCE_CONNECTION, "GET", connection_get},
    {RESOURCE_CONNECTION, "HEAD", connection_get},
    {RESOURCE_CONNECTION, "PUT", connection_put},
    {RESOURCE_CONNECTION, "PATCH", connection_patch},
    {RESOURCE_CONNECTION, "DELETE", connection_delete},
    {RESOURCE_KEY, "GET", sharedkey_get},
    {RESOURCE_KEY, "HEAD", sharedkey_get},
    {RESOURCE_KEY, "PUT", sharedkey_put},
    {RESOURCE_KEY_RESET, "POST", sharedkey_reset},
    {RESOURCE_GATEWAY, "GET", gateway_get},
    {RESOURCE_GATEWAY, "HEAD", gateway_get},
    {RESOURCE_GATEWAY, "PUT", gateway_put},
    {RESOURCE_GATEWAY_CONNECTIONS, "GET", gateway_connections_get},
    {RESOURCE_GATEWAY_CONNECTIONS, "HEAD", gateway_connections_get},
};
#define OPERATIONS (sizeof operations / sizeof *operations)

/* RFC 9112 section 6.3: where the body ends is not for guessing. */
static bool length_refused(struct call *c)
{
    const struct headers *h = &c->request->headers;
    size_t lengths = headers_count(h, "Content-Length");
    bool unclear = lengths > 1 || (lengths && headers_count(h, "Transfer-Encoding"));
    return unclear && refused(c, 400, "UnclearLength", "Content-Length",
                              "the length of the body is given in more than one way");
}

static bool token_fits(const struct call *c)
{
    const struct headers *h = &c->request->headers;
    const char *value = headers_get(h, "Authorization");
    if (!value || headers_count(h, "Authorization") != 1 || strlen(value) < 7)
        return false;
    char scheme[7] = {0};
    memcpy(scheme, value, 6);
    size_t spaces = strspn(value + 6, " ");
    return text_same(scheme, "Bearer") && spaces > 0 &&
           strcmp(value + 6 + spaces, c->service->token) == 0;
}

static bool unauthorized(struct call *c)
{
    if (!c->service->token || token_fits(c) ||
        !refused(c, 401, "Unauthorized", "Authorization", "the bearer token is missing or wrong"))
        return false;
    headers_set(&c->answer.headers, "WWW-Authenticate", "Bearer");
    return true;
}

static bool uri_refused(struct call *c)
{
    const struct uri *u = &c->uri;
    if (u->problem && refused(c, 400, "InvalidUri", "", u->problem))
        return true;
    if (u->resource == RESOURCE_NONE &&
        refused(c, 404, "ResourceTypeNotFound", "", "there is no resource of this kind"))
        return true;
    if (!u->version)
        return refused(c, 400, "MissingApiVersion", "", "the api-version is missing");
    if (!u->several_versions && strcmp(u->version, API_VERSION) == 0)
        return false;
    return refused(c, 400, "InvalidApiVersion", "", "the api-version is not " API_VERSION);
}

static const struct operation *find_operation(const struct call *c)
{
    for (size_t i = 0; i < OPERATIONS; i++)
        if (operations[i].resource == c->uri.resource &&
            strcmp(operations[i].method, c->request->method) == 0)
            return &operations[i];
    return NULL;
}

static void add_allow(struct call *c)
{
    char allow[64] = "";
    size_t len = 0;
    for (size_t i = 0; i < OPERATIONS; i++)
        if (operations[i].resource == c->uri.resource)
            len += (size_t)snprintf(allow + len, sizeof allow - len, "%s%s", len ? ", " : "",
                                    operations[i].method);
    headers_set(&c->answer.headers, "Allow", allow);
}

static void find_connection(struct call *c)
{
    enum resource r = c->uri.resource;
    if (r != RESOURCE_CONNECTION && r != RESOURCE_KEY && r != RESOURCE_KEY_RESET)
        return;
    const struct connection *found = state_connection(c->service, &c->uri);
    c->existed = found != NULL;
    if (!found)
        return;
    c->writes = found->writes;
    c->current = found->document;
    c->before = cJSON_Duplicate(found->document, true);
    c->key = mem_string(found->key);
    snprintf(c->etag_before, sizeof c->etag_before, "%s", found->etag);
}

static void carry_out(struct call *c)
{
    uri_parse(&c->uri, c->request->path);
    find_connection(c);
    if (length_refused(c) || unauthorized(c) || uri_refused(c))
        return;
    const struct operation *o = find_operation(c);
    if (o)
        o->run(c);
    else if (refused(c, 405, "MethodNotAllowed", "", "the resource does not have this method"))
        add_allow(c);
}

static void store_anyway(struct call *c)
{
    if (!c->after)
        return;
    if (c->uri.resource == RESOURCE_CONNECTION)
        connection_save(c);
    else if (c->uri.resource == RESOURCE_GATEWAY)
        gateway_save(c);
    else
        sharedkey_save(c);
}

static void add_ids(struct call *c)
{
    const struct headers *asked = &c->request->headers;
    const char *wanted = headers_get(asked, "x-ms-return-client-request-id");
    const char *id = headers_get(asked, "x-ms-client-request-id");
    char guid[37];
    state_guid(c->service, guid);
    headers_set(&c->answer.headers, "x-ms-request-id", guid);
    if (wanted && id && *id && text_same(wanted, "true"))
        headers_set(&c->answer.headers, "x-ms-client-request-id", id);
}

static void give_text(struct call *c, struct response *rs)
{
    struct answer *a = &c->answer;
    rs->delivery = ANSWERED;
    rs->status = a->status;
    rs->headers = a->headers;
    a->headers = (struct headers){0};
    rs->body = a->body ? json_print(a->body, false) : NULL;
    if (rs->body)
        headers_add(&rs->headers, "Content-Type", "application/json; charset=utf-8");
    else
        rs->body = mem_string("");
    rs->body_len = strlen(rs->body);
}

static void strip_head(const struct call *c, struct response *rs)
{
    if (strcmp(c->request->method, "HEAD") != 0 || !rs->body_len)
        return;
    char length[24];
    snprintf(length, sizeof length, "%zu", rs->body_len);
    headers_set(&rs->headers, "Content-Length", length);
    rs->body_len = 0;
    rs->body[0] = '\0';
}

static void call_free(struct call *c)
{
    uri_free(&c->uri);
    cJSON_Delete(c->before);
    cJSON_Delete(c->sent);
    cJSON_Delete(c->after);
    free(c->key);
    headers_free(&c->answer.headers);
    cJSON_Delete(c->answer.body);
}

static void handle(struct call *c, struct response *rs)
{
    const struct seam *seam = &c->service->seam;
    c->answer.status = 200;
    carry_out(c);
    if (c->refused && seam->on_refused && seam->on_refused(c))
        store_anyway(c);
    add_ids(c);
    if (seam->on_answer)
        seam->on_answer(c);
    give_text(c, rs);
    if (seam->on_text)
        seam->on_text(c, rs);
    strip_head(c, rs);
    call_free(c);
}

/* A request that waits keeps no other one waiting. */
static void wait_for(unsigned ms, struct response *rs)
{
    struct timespec span = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};
    while (ms && nanosleep(&span, &span))
        continue;
    rs->micros = ms * 1000;
}

void service_handle_on(struct service *s, unsigned long line, const struct request *rq,
                       struct response *rs)
{
    struct request changed = {0};
    struct call c = {.request = rq, .service = s, .data = s->data, .line = line};
    *rs = (struct response){0};
    pthread_mutex_lock(&s->lock);
    c.serial = ++s->requests;
    c.memory = s->memory;
    if (s->seam.on_request) {
        changed = request_copy(rq);
        s->seam.on_request(&c, &changed);
        c.request = &changed;
    }
    handle(&c, rs);
    pthread_mutex_unlock(&s->lock);
    request_free(&changed);
    wait_for(c.wait_ms, rs);
}

void service_handle(struct service *s, const struct request *rq, struct response *rs)
{
    service_handle_on(s, 0, rq, rs);
}

bool service_guesses_length(const struct service *s)
{
    return s->seam.guesses_length;
}

static char **copy_list(const char *const *list)
{
    size_t count = 0;
    while (list && list[count])
        count++;
    char **copy = mem_alloc((count + 1) * sizeof *copy);
    for (size_t i = 0; i < count; i++)
        copy[i] = mem_string(list[i]);
    return copy;
}

static int choose_hooks(struct service *s, const struct service_options *options, struct err *err)
{
    const struct variant *v = options->variant ? variant_find(options->variant) : NULL;
    if (options->mutant && options->variant)
        return err_set(err, "a mutant and a variant exclude each other");
    if (options->mutant)
        return narrow_find(options->mutant, &s->narrow, &s->seam, &s->data, err);
    if (options->variant && !v)
        return err_set(err, "no variant is called '%s'; connspec serve --list-variants names them",
                       options->variant);
    s->seam = v ? v->seam : (struct seam){0};
    s->data = v ? v->data : NULL;
    return 0;
}

int service_open(struct service **out, const struct service_options *options, struct err *err)
{
    struct service *s = mem_alloc(sizeof *s);
    if (choose_hooks(s, options, err)) {
        free(s);
        return -1;
    }
    if (getrandom(&s->random, sizeof s->random, 0) != (ssize_t)sizeof s->random)
        s->random = (uint64_t)(uintptr_t)s;
    pthread_mutex_init(&s->lock, NULL);
    s->token = mem_string(options->token);
    s->gateways = copy_list(options->gateways);
    s->connections = table_new(state_random(s), connection_free);
    s->gateway_table = table_new(state_random(s), gateway_free);
    state_clear(s);
    *out = s;
    return 0;
}

void service_close(struct service *s)
{
    if (!s)
        return;
    state_clear(s);
    cJSON_Delete(s->memory);
    for (char **gateway = s->gateways; *gateway; gateway++)
        free(*gateway);
    free(s->gateways);
    free(s->token);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

void service_reset(struct service *s)
{
    pthread_mutex_lock(&s->lock);
    state_clear(s);
    pthread_mutex_unlock(&s->lock);
}
