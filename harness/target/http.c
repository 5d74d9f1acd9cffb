/* Two connections to one origin: one for what is HTTP, one for requests that need not be. */
#include "base/mem.h"
#include "target/backend.h"
#include "target/endpoint.h"
#include "target/outgoing.h"
#include "target/wire.h"

#include <curl/curl.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TIMEOUT_MS 30000
#define ANSWER_MAX ((size_t)16 << 20)
#define EXACT_HEAD_MAX ((size_t)4 << 20)
#define ONE_PIECE_MAX ((size_t)64 << 10) /* head and body that go out together */

struct http {
    CURL *model; /* what every connection is made with */
    struct endpoint endpoint;
    struct headers extra;
    struct target_options
        options; /* bounds and callbacks; what it borrows is not looked at again */
    struct wire ordinary, exact;
};

/* --- setting up --- */

static void init_once(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

static int on_progress(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    const struct target_options *o = context;
    (void)a, (void)b, (void)c, (void)d;
    return o->give_up && o->give_up(o->context);
}

static void set_bounds(struct http *h, const struct target_options *o)
{
    h->options = (struct target_options){
        .timeout_ms = o->timeout_ms ? o->timeout_ms : TIMEOUT_MS,
        .max_answer = o->max_answer ? o->max_answer : ANSWER_MAX,
        .give_up = o->give_up,
        .waiting = o->waiting,
        .context = o->context,
    };
    curl_easy_setopt(h->model, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(h->model, CURLOPT_XFERINFODATA, &h->options);
    curl_easy_setopt(h->model, CURLOPT_NOPROGRESS, o->give_up ? 0L : 1L);
    curl_easy_setopt(h->model, CURLOPT_TIMEOUT_MS, (long)h->options.timeout_ms);
    curl_easy_setopt(h->model, CURLOPT_CONNECTTIMEOUT_MS, (long)h->options.timeout_ms);
}

static void set_manners(struct http *h)
{
    curl_easy_setopt(h->model, CURLOPT_URL, h->endpoint.origin);
    curl_easy_setopt(h->model, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(h->model, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(h->model, CURLOPT_PROXY, "");
    curl_easy_setopt(h->model, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(h->model, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(h->model, CURLOPT_SSL_ENABLE_ALPN, 0L);
    curl_easy_setopt(h->model, CURLOPT_TCP_NODELAY, 1L);
}

static int set_trust(struct http *h, const struct target_options *o, struct err *err)
{
    if (o->cacert && access(o->cacert, R_OK))
        return err_set(err, "cannot read the certificates in %s: %s", o->cacert, strerror(errno));
    if (o->cacert) {
        curl_easy_setopt(h->model, CURLOPT_CAINFO, o->cacert);
        curl_easy_setopt(h->model, CURLOPT_CAPATH, NULL);
    }
    curl_easy_setopt(h->model, CURLOPT_SSL_VERIFYPEER, o->insecure ? 0L : 1L);
    curl_easy_setopt(h->model, CURLOPT_SSL_VERIFYHOST, o->insecure ? 0L : 2L);
    return 0;
}

static struct wire new_wire(const struct http *h, bool pipelined)
{
    return (struct wire){.model = h->model,
                         .origin = h->endpoint.origin,
                         .options = &h->options,
                         .pipelined = pipelined};
}

static void http_close(void *self)
{
    struct http *h = self;
    wire_close(&h->ordinary);
    wire_close(&h->exact);
    curl_easy_cleanup(h->model);
    endpoint_free(&h->endpoint);
    headers_free(&h->extra);
    free(h);
}

static int refuse_clear_text(const struct http *h, const struct target_options *o, struct err *err)
{
    const struct endpoint *e = &h->endpoint;
    if (!headers_get(&h->extra, "Authorization") || e->tls || e->loopback || o->insecure)
        return 0;
    return err_set(err,
                   "the token would go to %.300s readable by anybody on the way: use https://, or "
                   "--insecure if that is what you want",
                   e->origin);
}

int http_open(void **out, const char *url, const struct target_options *options, struct err *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, init_once);
    struct http *h = mem_alloc(sizeof *h);
    if (endpoint_parse(&h->endpoint, url, err) || outgoing_open(&h->extra, options, err) ||
        refuse_clear_text(h, options, err))
        goto fail;
    h->model = curl_easy_init();
    if (!h->model) {
        err_set(err, "libcurl could not be started");
        goto fail;
    }
    set_bounds(h, options);
    set_manners(h);
    if (set_trust(h, options, err))
        goto fail;
    h->ordinary = new_wire(h, false);
    h->exact = new_wire(h, true);
    *out = h;
    return 0;
fail:
    http_close(h);
    return -1;
}

/* --- one request --- */

/* One piece where that is small: a server that wakes up for each is not woken twice. */
static struct outbound outbound_of(struct buf *head, const struct request *rq,
                                   const struct headers *all)
{
    bool framed = headers_get(all, "Content-Length") || headers_get(all, "Transfer-Encoding");
    struct outbound out = {.body = {rq->body, rq->body_len},
                           .answer_max = rq->answer_max,
                           .no_body = strcmp(rq->method, "HEAD") == 0,
                           .last = framed && !rq->exact};
    if (head->len + rq->body_len <= ONE_PIECE_MAX && rq->body_len) {
        buf_add(head, rq->body, rq->body_len);
        out.body = (struct bytes){0};
    }
    out.head = buf_view(head);
    return out;
}

static int http_send(void *self, const struct request *rq, struct response *rs, struct err *err)
{
    struct http *h = self;
    struct headers all = outgoing_merge(&h->extra, rq);
    struct buf head = buf_new(EXACT_HEAD_MAX);
    int result = rq->exact ? 0 : outgoing_vet(rq, &all, err);
    if (!result) {
        outgoing_head(&head, rq, h->endpoint.origin, h->endpoint.prefix, &all);
        if (head.failed)
            result = err_set(err, "the request's head is too long to be sent");
    }
    if (!result) {
        struct outbound out = outbound_of(&head, rq, &all);
        result = wire_send(rq->exact ? &h->exact : &h->ordinary, &out, rs, err);
    }
    buf_free(&head);
    free(all.list);
    return result;
}

static const char *http_prefix(const void *self)
{
    return ((const struct http *)self)->endpoint.prefix;
}

static const char *http_origin(const void *self)
{
    return ((const struct http *)self)->endpoint.origin;
}

const struct backend backend_http = {http_send, http_close, NULL, http_prefix, http_origin};
