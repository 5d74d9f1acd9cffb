/* One libcurl easy handle a target; only what changes from request to request is set anew. */
#include "target/backend.h"

#include "base/buf.h"
#include "base/mem.h"
#include "target/endpoint.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define TIMEOUT_MS 30000
#define ANSWER_MAX ((size_t)16 << 20)
#define HEADER_BYTES_MAX ((size_t)256 << 10)
#define HEADER_COUNT_MAX 1000
#define INTERIM_MAX 100

struct http {
    CURL *curl;
    struct endpoint endpoint;
    struct curl_slist *always; /* headers of every request */
    char *bearer;              /* the Authorization header line, or NULL */
    size_t max_answer;
    char error[CURL_ERROR_SIZE];
};

/* One answer as it comes in. */
struct incoming {
    struct response *rs;
    struct buf body;
    size_t header_bytes;
    unsigned interim;
    bool begun;          /* some byte of an answer came */
    const char *garbled; /* why it is none, in words */
};

/* --- what comes in --- */

static bool trim(const char **ptr, size_t *len)
{
    while (*len && strchr(" \t\r\n", (*ptr)[*len - 1]))
        --*len;
    while (*len && (**ptr == ' ' || **ptr == '\t'))
        ++*ptr, --*len;
    return *len > 0;
}

static void begin_answer(struct incoming *in)
{
    headers_free(&in->rs->headers);
    buf_clear(&in->body);
}

static void keep_header(struct incoming *in, const char *line, size_t len)
{
    const char *colon = memchr(line, ':', len);
    if (!colon)
        return;
    const char *name = line, *value = colon + 1;
    size_t name_len = (size_t)(colon - line), value_len = len - name_len - 1;
    trim(&value, &value_len);
    char *n = mem_copy(name, name_len), *v = mem_copy(value, value_len);
    headers_add(&in->rs->headers, n, v);
    free(n);
    free(v);
}

static size_t on_header(char *data, size_t size, size_t count, void *context)
{
    struct incoming *in = context;
    size_t len = size * count;
    in->begun = true;
    in->header_bytes += len;
    if (in->header_bytes > HEADER_BYTES_MAX || in->rs->headers.count >= HEADER_COUNT_MAX) {
        in->garbled = "the headers have no end: more than 256 KiB or 1000 of them";
        return 0;
    }
    if (len >= 5 && strncasecmp(data, "HTTP/", 5) == 0) {
        begin_answer(in);
        if (++in->interim > INTERIM_MAX) {
            in->garbled = "more than 100 interim answers";
            return 0;
        }
    } else if (memchr(data, '\0', len)) {
        in->garbled = "a NUL byte in a header";
        return 0;
    } else {
        keep_header(in, data, len);
    }
    return len;
}

static size_t on_body(char *data, size_t size, size_t count, void *context)
{
    struct incoming *in = context;
    in->begun = true;
    if (buf_add(&in->body, data, size * count))
        return size * count;
    in->garbled = "the body is larger than the limit";
    return 0;
}

/* --- setting up --- */

static void init_once(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

static void set_bounds(struct http *h, const struct target_options *o)
{
    long timeout = o->timeout_ms ? (long)o->timeout_ms : TIMEOUT_MS;
    h->max_answer = o->max_answer ? o->max_answer : ANSWER_MAX;
    curl_easy_setopt(h->curl, CURLOPT_TIMEOUT_MS, timeout);
    curl_easy_setopt(h->curl, CURLOPT_CONNECTTIMEOUT_MS, timeout);
    curl_easy_setopt(h->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(h->curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(h->curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(h->curl, CURLOPT_PROXY, "");
    curl_easy_setopt(h->curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
}

static void set_manners(struct http *h, const struct target_options *o)
{
    curl_easy_setopt(h->curl, CURLOPT_ERRORBUFFER, h->error);
    curl_easy_setopt(h->curl, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(h->curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(h->curl, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(h->curl, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(h->curl, CURLOPT_TCP_NODELAY, 1L);
    curl_easy_setopt(h->curl, CURLOPT_ACCEPT_ENCODING, NULL);
    curl_easy_setopt(h->curl, CURLOPT_USERAGENT, "connspec/" CONNSPEC_VERSION);
    curl_easy_setopt(h->curl, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(h->curl, CURLOPT_WRITEFUNCTION, on_body);
    if (o->cacert) {
        curl_easy_setopt(h->curl, CURLOPT_CAINFO, o->cacert);
        curl_easy_setopt(h->curl, CURLOPT_CAPATH, NULL);
    }
    if (o->insecure) {
        curl_easy_setopt(h->curl, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(h->curl, CURLOPT_SSL_VERIFYHOST, 0L);
    }
}

static void http_close(void *self)
{
    struct http *h = self;
    curl_easy_cleanup(h->curl);
    curl_slist_free_all(h->always);
    endpoint_free(&h->endpoint);
    free(h->bearer);
    free(h);
}

int http_open(void **out, const char *url, const struct target_options *options, struct err *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct endpoint endpoint;
    if (endpoint_parse(&endpoint, url, err))
        return -1;
    if (options->token && !endpoint.tls && !endpoint.loopback && !options->insecure) {
        endpoint_free(&endpoint);
        return err_set(err,
                       "the token would go to %s in the clear: use https://, or --insecure if "
                       "that is what you want",
                       url);
    }
    pthread_once(&once, init_once);
    struct http *h = mem_alloc(sizeof *h);
    h->endpoint = endpoint;
    h->curl = curl_easy_init();
    if (!h->curl) {
        http_close(h);
        return err_set(err, "libcurl could not be started");
    }
    set_bounds(h, options);
    set_manners(h, options);
    for (size_t i = 0; options->headers && options->headers[i]; i++)
        h->always = curl_slist_append(h->always, options->headers[i]);
    if (options->token)
        h->bearer = mem_format("Authorization: Bearer %s", options->token);
    *out = h;
    return 0;
}

/* --- one request --- */

static struct curl_slist *add_line(struct curl_slist *list, const char *name, const char *value)
{
    /* an empty value is written "Name;", else libcurl takes the header away */
    char *line = *value ? mem_format("%s: %s", name, value) : mem_format("%s;", name);
    list = curl_slist_append(list, line);
    free(line);
    return list;
}

static bool given(const struct request *rq, const char *line)
{
    char *name = mem_copy(line, strcspn(line, ":;"));
    bool found = headers_get(&rq->headers, name) != NULL;
    free(name);
    return found;
}

static struct curl_slist *header_lines(const struct http *h, const struct request *rq)
{
    struct curl_slist *list = NULL;
    for (size_t i = 0; i < rq->headers.count; i++)
        list = add_line(list, rq->headers.list[i].name, rq->headers.list[i].value);
    for (const struct curl_slist *l = h->always; l; l = l->next)
        if (!given(rq, l->data))
            list = curl_slist_append(list, l->data);
    if (h->bearer && !headers_get(&rq->headers, "Authorization"))
        list = curl_slist_append(list, h->bearer);
    static const char *const unasked[] = {"Expect", "Accept", "Content-Type"};
    for (size_t i = 0; i < sizeof unasked / sizeof *unasked; i++) {
        char off[32];
        snprintf(off, sizeof off, "%s:", unasked[i]);
        if (!headers_get(&rq->headers, unasked[i]))
            list = curl_slist_append(list, off);
    }
    return list;
}

/* libcurl must not be given bytes that would end the request line. */
static bool sendable(const struct request *rq)
{
    for (const unsigned char *c = (const unsigned char *)rq->path; *c; c++)
        if (*c <= 0x20 || *c == 0x7f)
            return false;
    return rq->path[0] == '/';
}

static void set_request(struct http *h, const struct request *rq, const char *target,
                        struct curl_slist *headers)
{
    bool bodied = rq->body || strcmp(rq->method, "PUT") == 0 || strcmp(rq->method, "POST") == 0 ||
                  strcmp(rq->method, "PATCH") == 0;
    curl_easy_setopt(h->curl, CURLOPT_URL, h->endpoint.origin);
    curl_easy_setopt(h->curl, CURLOPT_REQUEST_TARGET, target);
    if (bodied) {
        curl_easy_setopt(h->curl, CURLOPT_POST, 1L);
        curl_easy_setopt(h->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)rq->body_len);
        curl_easy_setopt(h->curl, CURLOPT_POSTFIELDS, rq->body ? rq->body : "");
    } else {
        curl_easy_setopt(h->curl, CURLOPT_HTTPGET, 1L);
        curl_easy_setopt(h->curl, CURLOPT_NOBODY, strcmp(rq->method, "HEAD") == 0 ? 1L : 0L);
    }
    curl_easy_setopt(h->curl, CURLOPT_CUSTOMREQUEST, rq->method);
    curl_easy_setopt(h->curl, CURLOPT_HTTPHEADER, headers);
}

static enum delivery delivery_of(CURLcode code, const struct incoming *in)
{
    if (in->garbled)
        return GARBLED;
    switch (code) {
    case CURLE_OK:
        return ANSWERED;
    case CURLE_OPERATION_TIMEDOUT:
        return TIMED_OUT;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
        return REFUSED;
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_PARTIAL_FILE:
        return DROPPED;
    default:
        return GARBLED;
    }
}

static unsigned micros_since(const struct timespec *begin)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (unsigned)((now.tv_sec - begin->tv_sec) * 1000000 +
                      (now.tv_nsec - begin->tv_nsec) / 1000);
}

static CURLcode perform(struct http *h, struct incoming *in)
{
    curl_easy_setopt(h->curl, CURLOPT_HEADERDATA, in);
    curl_easy_setopt(h->curl, CURLOPT_WRITEDATA, in);
    h->error[0] = '\0';
    return curl_easy_perform(h->curl);
}

/* A kept-alive connection that the server closed meanwhile: nothing was sent on a new one, and not
 * a byte of an answer came. */
static bool was_stale(const struct http *h, CURLcode code, const struct incoming *in)
{
    long connects = 1;
    curl_easy_getinfo(h->curl, CURLINFO_NUM_CONNECTS, &connects);
    return connects == 0 && !in->begun &&
           (code == CURLE_GOT_NOTHING || code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR);
}

static void exchange(struct http *h, struct response *rs)
{
    struct incoming in = {.rs = rs, .body = buf_new(h->max_answer)};
    struct timespec begin;
    long status = 0;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    CURLcode code = perform(h, &in);
    if (was_stale(h, code, &in)) {
        curl_easy_setopt(h->curl, CURLOPT_FRESH_CONNECT, 1L);
        code = perform(h, &in);
        curl_easy_setopt(h->curl, CURLOPT_FRESH_CONNECT, 0L);
    }
    curl_easy_getinfo(h->curl, CURLINFO_RESPONSE_CODE, &status);
    rs->micros = micros_since(&begin);
    rs->delivery = delivery_of(code, &in);
    rs->status = (int)status;
    rs->body_len = in.body.len;
    rs->body = buf_take(&in.body);
    if (rs->delivery != ANSWERED)
        rs->note = mem_string(in.garbled    ? in.garbled
                              : h->error[0] ? h->error
                                            : curl_easy_strerror(code));
}

static int http_send(void *self, const struct request *rq, struct response *rs, struct err *err)
{
    struct http *h = self;
    if (!sendable(rq))
        return err_set(err,
                       "the request target '%.100s' holds a byte that a request line cannot carry",
                       rq->path);
    char *target = mem_format("%s%s", h->endpoint.prefix, rq->path);
    struct curl_slist *headers = header_lines(h, rq);
    set_request(h, rq, target, headers);
    exchange(h, rs);
    curl_easy_setopt(h->curl, CURLOPT_HTTPHEADER, NULL);
    curl_slist_free_all(headers);
    free(target);
    return 0;
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
