/* One libcurl easy handle a target; only what changes from request to request is set anew. */
#include "base/mem.h"
#include "target/answer.h"
#include "target/backend.h"
#include "target/endpoint.h"
#include "target/http_exact.h"
#include "target/kept.h"
#include "target/outgoing.h"

#include <curl/curl.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define TIMEOUT_MS 30000
#define ANSWER_MAX ((size_t)16 << 20)
#define EXACT_HEAD_MAX ((size_t)4 << 20)

struct http {
    CURL *curl;
    struct endpoint endpoint;
    struct headers extra;
    struct kept kept;
    struct exact exact;
    bool fresh; /* the next request needs a connection of its own */
    unsigned timeout_ms;
    size_t max_answer;
    char reason[CURL_ERROR_SIZE];
    bool (*give_up)(void *context);
    void (*waiting)(void *context);
    bool waited; /* it was told of this request */
    void *context;
};

/* --- connections --- */

static curl_socket_t on_open(void *context, curlsocktype purpose, struct curl_sockaddr *to)
{
    struct http *h = context;
    (void)purpose;
    if (h->kept.denied)
        return CURL_SOCKET_BAD;
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

static int on_close(void *context, curl_socket_t fd)
{
    struct http *h = context;
    long sent = 0;
    curl_easy_getinfo(h->curl, CURLINFO_REQUEST_SIZE, &sent);
    kept_closing(&h->kept, fd, sent > 0);
    return close(fd);
}

/* On TLS every data segment may be an alert, so there libcurl's own rule has to do. */
static void remember_connection(struct http *h)
{
    curl_socket_t fd = CURL_SOCKET_BAD;
    curl_easy_getinfo(h->curl, CURLINFO_ACTIVESOCKET, &fd);
    h->kept.fd = h->endpoint.tls ? -1 : fd;
}

/* --- setting up --- */

static size_t on_header(char *data, size_t size, size_t count, void *context)
{
    return answer_line(context, (struct bytes){data, size * count}) ? size * count : 0;
}

static size_t on_body(char *data, size_t size, size_t count, void *context)
{
    return answer_piece(context, (struct bytes){data, size * count}) ? size * count : 0;
}

static void init_once(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

static int on_progress(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    struct http *h = context;
    long sent = 0;
    (void)a, (void)b;
    if (h->waiting && !h->waited && d >= c) {
        curl_easy_getinfo(h->curl, CURLINFO_REQUEST_SIZE, &sent);
        h->waited = sent > 0;
        if (h->waited)
            h->waiting(h->context);
    }
    return h->give_up && h->give_up(h->context);
}

static void set_bounds(struct http *h, const struct target_options *o)
{
    h->give_up = o->give_up;
    h->waiting = o->waiting;
    h->context = o->context;
    curl_easy_setopt(h->curl, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(h->curl, CURLOPT_XFERINFODATA, h);
    curl_easy_setopt(h->curl, CURLOPT_NOPROGRESS, o->give_up || o->waiting ? 0L : 1L);
    h->max_answer = o->max_answer ? o->max_answer : ANSWER_MAX;
    h->timeout_ms = o->timeout_ms ? o->timeout_ms : TIMEOUT_MS;
    curl_easy_setopt(h->curl, CURLOPT_TIMEOUT_MS, (long)h->timeout_ms);
    curl_easy_setopt(h->curl, CURLOPT_CONNECTTIMEOUT_MS, (long)h->timeout_ms);
    curl_easy_setopt(h->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(h->curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(h->curl, CURLOPT_PROXY, "");
    curl_easy_setopt(h->curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(h->curl, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    curl_easy_setopt(h->curl, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

static void set_manners(struct http *h)
{
    curl_easy_setopt(h->curl, CURLOPT_ERRORBUFFER, h->reason);
    curl_easy_setopt(h->curl, CURLOPT_URL, h->endpoint.origin);
    curl_easy_setopt(h->curl, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(h->curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(h->curl, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(h->curl, CURLOPT_ACCEPT_ENCODING, NULL);
    curl_easy_setopt(h->curl, CURLOPT_TCP_NODELAY, 1L);
    curl_easy_setopt(h->curl, CURLOPT_MAXCONNECTS, 1L);
    curl_easy_setopt(h->curl, CURLOPT_USERAGENT, "connspec/" CONNSPEC_VERSION);
    curl_easy_setopt(h->curl, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(h->curl, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(h->curl, CURLOPT_OPENSOCKETFUNCTION, on_open);
    curl_easy_setopt(h->curl, CURLOPT_OPENSOCKETDATA, h);
    curl_easy_setopt(h->curl, CURLOPT_CLOSESOCKETFUNCTION, on_close);
    curl_easy_setopt(h->curl, CURLOPT_CLOSESOCKETDATA, h);
}

static int set_trust(struct http *h, const struct target_options *o, struct err *err)
{
    if (o->cacert && access(o->cacert, R_OK))
        return err_set(err, "cannot read the certificates in %s: %s", o->cacert, strerror(errno));
    if (o->cacert) {
        curl_easy_setopt(h->curl, CURLOPT_CAINFO, o->cacert);
        curl_easy_setopt(h->curl, CURLOPT_CAPATH, NULL);
    }
    curl_easy_setopt(h->curl, CURLOPT_SSL_VERIFYPEER, o->insecure ? 0L : 1L);
    curl_easy_setopt(h->curl, CURLOPT_SSL_VERIFYHOST, o->insecure ? 0L : 2L);
    return 0;
}

static void http_close(void *self)
{
    struct http *h = self;
    exact_close(&h->exact);
    curl_easy_cleanup(h->curl); /* calls on_close */
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
    h->kept.fd = -1;
    if (endpoint_parse(&h->endpoint, url, err) || outgoing_open(&h->extra, options, err) ||
        refuse_clear_text(h, options, err))
        goto fail;
    h->curl = curl_easy_init();
    if (!h->curl) {
        err_set(err, "libcurl could not be started");
        goto fail;
    }
    set_bounds(h, options);
    set_manners(h);
    if (set_trust(h, options, err))
        goto fail;
    *out = h;
    return 0;
fail:
    http_close(h);
    return -1;
}

/* --- one request --- */

static struct curl_slist *add_line(struct curl_slist *list, const char *name, const char *value)
{
    /* An empty value is written "Name;", else libcurl takes the header away. */
    bool empty = value[strspn(value, " \t\v\f")] == '\0';
    char *line = empty ? mem_format("%s;", name) : mem_format("%s: %s", name, value);
    list = curl_slist_append(list, line);
    free(line);
    return list;
}

static struct curl_slist *header_lines(const struct headers *all)
{
    struct curl_slist *list = NULL;
    for (size_t i = 0; i < all->count; i++)
        list = add_line(list, all->list[i].name, all->list[i].value);
    static const char *const unasked[][2] = {
        {"Expect", "Expect:"}, {"Accept", "Accept:"}, {"Content-Type", "Content-Type:"}};
    for (size_t i = 0; i < sizeof unasked / sizeof *unasked; i++)
        if (!headers_get(all, unasked[i][0]))
            list = curl_slist_append(list, unasked[i][1]);
    return list;
}

static bool has_body(const struct request *rq)
{
    static const char *const bodied[] = {"PUT", "PATCH", "POST"};
    for (size_t i = 0; i < sizeof bodied / sizeof *bodied; i++)
        if (strcmp(rq->method, bodied[i]) == 0)
            return true;
    return rq->body && strcmp(rq->method, "HEAD") != 0;
}

static void set_request(struct http *h, const struct request *rq, const char *target,
                        const struct headers *all)
{
    curl_easy_setopt(h->curl, CURLOPT_REQUEST_TARGET, target);
    if (has_body(rq)) {
        curl_easy_setopt(h->curl, CURLOPT_POST, 1L);
        curl_easy_setopt(h->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)rq->body_len);
        curl_easy_setopt(h->curl, CURLOPT_POSTFIELDS, rq->body ? rq->body : "");
    } else {
        curl_easy_setopt(h->curl, CURLOPT_HTTPGET, 1L);
        curl_easy_setopt(h->curl, CURLOPT_NOBODY, strcmp(rq->method, "HEAD") == 0 ? 1L : 0L);
    }
    curl_easy_setopt(h->curl, CURLOPT_CUSTOMREQUEST, rq->method);
    /* A length of the caller's own may leave the connection in the middle of something. */
    bool framed = headers_get(all, "Content-Length") || headers_get(all, "Transfer-Encoding");
    curl_easy_setopt(h->curl, CURLOPT_FORBID_REUSE, framed ? 1L : 0L);
    curl_easy_setopt(h->curl, CURLOPT_FRESH_CONNECT, h->fresh ? 1L : 0L);
}

static unsigned micros_of(const struct http *h)
{
    curl_off_t before = 0, total = 0;
    curl_easy_getinfo(h->curl, CURLINFO_PRETRANSFER_TIME_T, &before);
    curl_easy_getinfo(h->curl, CURLINFO_TOTAL_TIME_T, &total);
    return total > before ? (unsigned)(total - before) : 0;
}

/* False: libcurl would not even begin. Once something was sent, it is the target's doing. */
static bool delivery_of(CURLcode code, bool sent, enum delivery *out)
{
    static const struct {
        CURLcode code;
        enum delivery delivery;
    } all[] = {
        {CURLE_OK, ANSWERED},
        {CURLE_OPERATION_TIMEDOUT, TIMED_OUT},
        {CURLE_ABORTED_BY_CALLBACK, TIMED_OUT},
        {CURLE_COULDNT_RESOLVE_HOST, REFUSED},
        {CURLE_COULDNT_CONNECT, REFUSED},
        {CURLE_SSL_CONNECT_ERROR, REFUSED},
        {CURLE_PEER_FAILED_VERIFICATION, REFUSED},
        {CURLE_SSL_INVALIDCERTSTATUS, REFUSED},
        {CURLE_SSL_ISSUER_ERROR, REFUSED},
        {CURLE_SSL_CERTPROBLEM, REFUSED},
        {CURLE_SSL_CIPHER, REFUSED},
        {CURLE_GOT_NOTHING, DROPPED},
        {CURLE_RECV_ERROR, DROPPED},
        {CURLE_SEND_ERROR, DROPPED},
        {CURLE_PARTIAL_FILE, DROPPED},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].code == code) {
            *out = all[i].delivery;
            return true;
        }
    *out = GARBLED;
    return sent;
}

/* What curl says is put in words that say what it means here. It never holds header values. */
static char *note_of(const struct http *h, const struct answer *a, enum delivery delivery,
                     CURLcode code)
{
    const char *reason = h->reason[0] ? h->reason : curl_easy_strerror(code);
    curl_off_t connected = 0;
    curl_easy_getinfo(h->curl, CURLINFO_PRETRANSFER_TIME_T, &connected);
    const char *stage = h->kept.denied ? "in the first line of the answer"
                        : !connected   ? "before there was a connection"
                                       : answer_stage(a);
    if (delivery == REFUSED)
        return mem_format("no connection to %s: %s", h->endpoint.origin, reason);
    if (code == CURLE_ABORTED_BY_CALLBACK)
        return mem_format("given up before the time was over, %s", stage);
    if (delivery == TIMED_OUT)
        return mem_format("no whole answer within %u ms: time ran out %s", h->timeout_ms, stage);
    if (delivery == DROPPED)
        return mem_format("the connection ended %s%s", stage,
                          code == CURLE_COULDNT_CONNECT && !h->kept.denied
                              ? ", and no other one could be made"
                              : "");
    if (code == CURLE_OUT_OF_MEMORY) /* how some versions say it */
        return mem_string("a header line is too long to be read");
    return mem_format("not HTTP/1.1: %s", h->reason[0] ? reason : "a header that is none");
}

/* A chunk that is none has no code of its own. */
static bool is_bad_chunk(const struct http *h, CURLcode code)
{
    return code == CURLE_RECV_ERROR && strstr(h->reason, "chunked-encoding");
}

static int conclude(const struct http *h, struct answer *a, CURLcode code, struct err *err)
{
    struct response *rs = a->rs;
    long sent = 0;
    curl_easy_getinfo(h->curl, CURLINFO_REQUEST_SIZE, &sent);
    if (!delivery_of(code, sent > 0, &rs->delivery))
        return err_set(err, "the request to %.300s could not be tried: %.300s", h->endpoint.origin,
                       h->reason[0] ? h->reason : curl_easy_strerror(code));
    if ((h->kept.denied && code != CURLE_OK) || (sent && rs->delivery == REFUSED) ||
        (code == CURLE_OK && a->next != ANSWER_BODY))
        rs->delivery = DROPPED;
    if (!answer_end(a) || rs->note || is_bad_chunk(h, code))
        rs->delivery = GARBLED;
    if (rs->delivery != ANSWERED && !rs->note)
        rs->note = note_of(h, a, rs->delivery, code);
    return 0;
}

/* libcurl itself tries again five times in the life of a handle (7.88), not in that of a request. */
static bool died_unused(const struct http *h, const struct answer *a, CURLcode code)
{
    long made = 0;
    curl_easy_getinfo(h->curl, CURLINFO_NUM_CONNECTS, &made);
    return (code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR || code == CURLE_GOT_NOTHING) &&
           !made && !a->begun && !h->kept.denied;
}

static int exchange(struct http *h, struct response *rs, struct err *err)
{
    struct answer a = answer_new(rs, h->max_answer);
    curl_easy_setopt(h->curl, CURLOPT_HEADERDATA, &a);
    curl_easy_setopt(h->curl, CURLOPT_WRITEDATA, &a);
    h->reason[0] = '\0';
    h->waited = false;
    kept_begin(&h->kept);
    CURLcode code = curl_easy_perform(h->curl);
    if (died_unused(h, &a, code)) {
        curl_easy_setopt(h->curl, CURLOPT_FRESH_CONNECT, 1L);
        h->reason[0] = '\0';
        code = curl_easy_perform(h->curl);
    }
    rs->micros = micros_of(h);
    int result = conclude(h, &a, code, err);
    buf_free(&a.body);
    remember_connection(h);
    h->fresh = a.old; /* else libcurl would go on in HTTP/1.0 */
    if (result)
        response_free(rs);
    return result;
}

/* A copy of the handle, so that certificates, bounds and address are the same. */
static int open_exact(struct http *h, struct err *err)
{
    if (h->exact.model)
        return 0;
    h->exact = (struct exact){.model = curl_easy_duphandle(h->curl),
                              .timeout_ms = h->timeout_ms,
                              .max_answer = h->max_answer,
                              .give_up = h->give_up,
                              .context = h->context};
    if (!h->exact.model)
        return err_set(err, "libcurl could not be started");
    curl_easy_setopt(h->exact.model, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(h->exact.model, CURLOPT_OPENSOCKETFUNCTION, NULL);
    curl_easy_setopt(h->exact.model, CURLOPT_CLOSESOCKETFUNCTION, NULL);
    curl_easy_setopt(h->exact.model, CURLOPT_NOPROGRESS, 1L);
    curl_easy_setopt(h->exact.model, CURLOPT_HTTPHEADER, NULL);
    return 0;
}

static int send_exact(struct http *h, const struct request *rq, const struct headers *all,
                      struct response *rs, struct err *err)
{
    struct buf head = buf_new(EXACT_HEAD_MAX);
    outgoing_head(&head, rq, h->endpoint.origin, h->endpoint.prefix, all);
    int result = head.failed ? err_set(err, "the request's head is too long to be sent")
                             : open_exact(h, err);
    *rs = (struct response){0};
    if (!result)
        exact_send(&h->exact, buf_view(&head), (struct bytes){rq->body, rq->body_len},
                   strcmp(rq->method, "HEAD") == 0, rs);
    buf_free(&head);
    return result;
}

static int http_send(void *self, const struct request *rq, struct response *rs, struct err *err)
{
    struct http *h = self;
    struct headers all = outgoing_merge(&h->extra, rq);
    if (rq->exact) {
        int sent = send_exact(h, rq, &all, rs, err);
        free(all.list);
        return sent;
    }
    int result = outgoing_vet(rq, &all, err);
    if (!result) {
        char *target = mem_format("%s%s", h->endpoint.prefix, rq->path);
        struct curl_slist *lines = header_lines(&all);
        set_request(h, rq, target, &all);
        curl_easy_setopt(h->curl, CURLOPT_HTTPHEADER, lines);
        result = exchange(h, rs, err);
        curl_easy_setopt(h->curl, CURLOPT_HTTPHEADER, NULL);
        curl_slist_free_all(lines);
        free(target);
    }
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

const struct backend backend_http = {http_send, http_close, http_prefix, http_origin};
