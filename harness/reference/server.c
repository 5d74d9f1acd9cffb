#include "reference/server.h"
#include "base/buf.h"
#include "base/mem.h"
#include "reference/hold.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define WORKERS 4u
#define IDLE_SECONDS 120u
#define STOP_SECONDS 5
#define HEAD_MAX ((size_t)160 << 10) /* request line and headers */
#define CHUNK 29u
#define DRAIN_MAX ((uint64_t)256 << 20) /* read and forgotten, so that 413 can be read */
#define KEEP_MAX (SERVICE_MAX_BODY + 1) /* enough for the service to see that it is too much */

struct server {
    struct MHD_Daemon *daemon;
    struct service *service;
    unsigned port;
    pthread_mutex_t lock;
    pthread_cond_t idle;
    unsigned busy;       /* requests under way */
    unsigned long lines; /* connections that were ever made */
    bool ending;         /* server_stop was called */
    int stopping;        /* an eventfd: readable from then on */
};

/* One request under way. */
struct exchange {
    char *target; /* as it came, undecoded */
    struct buf body;
    uint64_t seen; /* bytes of body, kept or not */
    bool begun;
    struct hold *hold; /* NULL: it is answered */
};

static void count_busy(struct server *s, int by)
{
    pthread_mutex_lock(&s->lock);
    s->busy += (unsigned)by;
    if (!s->busy)
        pthread_cond_broadcast(&s->idle);
    pthread_mutex_unlock(&s->lock);
}

static void *begin(void *cls, const char *uri, struct MHD_Connection *connection)
{
    (void)connection;
    struct exchange *x = mem_alloc(sizeof *x);
    *x = (struct exchange){.target = mem_string(uri), .body = buf_new(KEEP_MAX)};
    count_busy(cls, 1);
    return x;
}

static void end(void *cls, struct MHD_Connection *connection, void **con_cls,
                enum MHD_RequestTerminationCode why)
{
    (void)connection;
    (void)why;
    struct exchange *x = *con_cls;
    if (!x)
        return;
    hold_end(x->hold);
    free(x->target);
    buf_free(&x->body);
    free(x);
    *con_cls = NULL;
    count_busy(cls, -1);
}

/* Numbers the connections; the number is kept in place of a pointer. */
static void number_line(void *cls, struct MHD_Connection *connection, void **line,
                        enum MHD_ConnectionNotificationCode code)
{
    struct server *s = cls;
    (void)connection;
    if (code != MHD_CONNECTION_NOTIFY_STARTED)
        return;
    pthread_mutex_lock(&s->lock);
    *line = (void *)(uintptr_t)++s->lines;
    pthread_mutex_unlock(&s->lock);
}

static unsigned long line_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? (unsigned long)(uintptr_t)info->socket_context : 0;
}

static size_t keep_encoded(void *cls, struct MHD_Connection *connection, char *text)
{
    (void)cls;
    (void)connection;
    return strlen(text);
}

static enum MHD_Result take_header(void *cls, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
    (void)kind;
    headers_add(cls, name, value ? value : "");
    return MHD_YES;
}

/* The answer to HEAD has the length of the body it leaves out; nothing is asked of this. */
static ssize_t no_body(void *cls, uint64_t at, char *to, size_t max)
{
    (void)cls;
    (void)at;
    (void)to;
    (void)max;
    return MHD_CONTENT_READER_END_WITH_ERROR;
}

static ssize_t next_chunk(void *cls, uint64_t at, char *to, size_t max)
{
    const struct buf *text = cls;
    size_t left = text->len - (size_t)at, len = left < max ? left : max;
    if (!left)
        return MHD_CONTENT_READER_END_OF_STREAM;
    memcpy(to, text->data + at, len);
    return (ssize_t)len;
}

static void free_chunks(void *cls)
{
    buf_free(cls);
    free(cls);
}

/* In chunks (RFC 9112 section 7.1) of at most CHUNK bytes. */
static struct MHD_Response *chunks_of(const struct response *rs)
{
    struct buf *text = mem_alloc(sizeof *text);
    *text = buf_new(rs->body_len);
    buf_add(text, rs->body, rs->body_len);
    return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, CHUNK, next_chunk, text,
                                             free_chunks);
}

static struct MHD_Response *body_of(struct response *rs)
{
    const char *length = headers_get(&rs->headers, "Content-Length");
    if (length)
        return MHD_create_response_from_callback(strtoull(length, NULL, 10), 1024, no_body, NULL,
                                                 NULL);
    if (headers_get(&rs->headers, "Transfer-Encoding"))
        return chunks_of(rs);
    struct MHD_Response *made =
        MHD_create_response_from_buffer(rs->body_len, rs->body, MHD_RESPMEM_MUST_FREE);
    if (made)
        rs->body = NULL;
    return made;
}

static bool frames_the_body(const char *header)
{
    return strcasecmp(header, "Content-Length") == 0 ||
           strcasecmp(header, "Transfer-Encoding") == 0;
}

static bool is_interim(const char *header)
{
    return strcasecmp(header, SERVER_INTERIM) == 0;
}

/* Straight to the socket, since libmicrohttpd sends one answer a request: all that went before is out
 * by now, and the answer itself is not yet begun. */
static bool send_interim(struct MHD_Connection *connection, const char *status)
{
    int fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    char *text = mem_format("HTTP/1.1 %s\r\nLink: </>; rel=preload\r\n\r\n", status);
    size_t len = strlen(text);
    bool sent = send(fd, text, len, MSG_NOSIGNAL) == (ssize_t)len;
    free(text);
    return sent;
}

static bool send_interims(struct MHD_Connection *connection, const struct response *rs)
{
    for (size_t i = 0; i < rs->headers.count; i++)
        if (is_interim(rs->headers.list[i].name) &&
            !send_interim(connection, rs->headers.list[i].value))
            return false;
    return true;
}

static struct MHD_Response *response_of(struct response *rs)
{
    struct MHD_Response *made = body_of(rs);
    for (size_t i = 0; made && i < rs->headers.count; i++)
        if (!frames_the_body(rs->headers.list[i].name) && !is_interim(rs->headers.list[i].name))
            MHD_add_response_header(made, rs->headers.list[i].name, rs->headers.list[i].value);
    return made;
}

static enum MHD_Result send_answer(struct MHD_Connection *connection, struct response *rs)
{
    struct MHD_Response *made = rs->delivery == ANSWERED ? response_of(rs) : NULL;
    if (made && !send_interims(connection, rs)) {
        MHD_destroy_response(made);
        return MHD_NO;
    }
    if (!made)
        return MHD_NO; /* closes the connection */
    enum MHD_Result sent = MHD_queue_response(connection, (unsigned)rs->status, made);
    MHD_destroy_response(made);
    return sent;
}

static void release(void *connection)
{
    MHD_resume_connection(connection);
}

static bool is_ending(struct server *s)
{
    pthread_mutex_lock(&s->lock);
    bool ending = s->ending;
    pthread_mutex_unlock(&s->lock);
    return ending;
}

/* Comes back to on_request, which then closes the connection. A request that comes while the server
 * ends is not held: nobody waits for it any more, and a daemon must not be stopped over one that
 * is. Any earlier one was counted as busy before, and is waited for. */
static enum MHD_Result hold_back(struct server *s, struct MHD_Connection *connection,
                                 struct exchange *x)
{
    if (is_ending(s))
        return MHD_NO;
    int fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    MHD_suspend_connection(connection);
    x->hold = hold_start(fd, s->stopping, release, connection);
    if (!x->hold)
        MHD_resume_connection(connection);
    return x->hold ? MHD_YES : MHD_NO;
}

static enum MHD_Result answer(struct server *s, struct MHD_Connection *connection,
                              const char *method, struct exchange *x)
{
    struct request rq = request_new(method, x->target);
    struct response rs;
    MHD_get_connection_values(connection, MHD_HEADER_KIND, take_header, &rq.headers);
    rq.body_len = x->body.len;
    rq.body = x->body.data ? buf_take(&x->body) : NULL;
    service_handle_on(s->service, line_of(connection), &rq, &rs);
    enum MHD_Result sent =
        rs.delivery == TIMED_OUT ? hold_back(s, connection, x) : send_answer(connection, &rs);
    request_free(&rq);
    response_free(&rs);
    return sent;
}

static enum MHD_Result take_piece(struct exchange *x, const char *data, size_t *len)
{
    size_t room = KEEP_MAX - x->body.len;
    buf_add(&x->body, data, *len < room ? *len : room);
    x->seen += *len;
    *len = 0;
    return x->seen > DRAIN_MAX ? MHD_NO : MHD_YES;
}

/* A client that asks first is told at once; any other is heard to the end, since closing on it in
 * mid-body would lose the answer on the way. */
static bool asks_too_much(struct MHD_Connection *connection, struct exchange *x)
{
    const char *expect = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Expect");
    const char *length = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Length");
    if (!expect || strcasecmp(expect, "100-continue") != 0 || !length ||
        strtoull(length, NULL, 10) <= SERVICE_MAX_BODY)
        return false;
    x->body.len = KEEP_MAX;
    x->body.data = mem_alloc(KEEP_MAX + 1);
    return true;
}

/* libmicrohttpd takes one of several lengths. The service refuses the request for it; here it is
 * only told at once, before the body, which also ends the connection. */
static bool has_unclear_length(struct MHD_Connection *connection)
{
    struct headers all = {0};
    MHD_get_connection_values(connection, MHD_HEADER_KIND, take_header, &all);
    size_t lengths = headers_count(&all, "Content-Length");
    bool chunked = headers_count(&all, "Transfer-Encoding") > 0;
    headers_free(&all);
    return lengths + chunked > 1;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *len, void **con_cls)
{
    (void)url;
    (void)version;
    struct exchange *x = *con_cls;
    const struct server *s = cls;
    if (x->hold)
        return MHD_NO;
    if (!x->begun) {
        x->begun = true;
        bool at_once = (has_unclear_length(connection) && !service_guesses_length(s->service)) ||
                       asks_too_much(connection, x);
        return at_once ? answer(cls, connection, method, x) : MHD_YES;
    }
    return *len ? take_piece(x, data, len) : answer(cls, connection, method, x);
}

static void server_free(struct server *s)
{
    pthread_mutex_destroy(&s->lock);
    pthread_cond_destroy(&s->idle);
    if (s->stopping >= 0)
        close(s->stopping);
    free(s);
}

static void discard_log(void *cls, const char *format, va_list values)
{
    (void)cls;
    (void)format;
    (void)values;
}

static struct MHD_Daemon *start_daemon(struct server *s, const struct sockaddr_in *address)
{
    return MHD_start_daemon(MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_ERROR_LOG |
                                MHD_ALLOW_SUSPEND_RESUME,
                            0, NULL, NULL, on_request, s, MHD_OPTION_EXTERNAL_LOGGER, discard_log,
                            NULL, MHD_OPTION_SOCK_ADDR, address, MHD_OPTION_THREAD_POOL_SIZE,
                            WORKERS, MHD_OPTION_CONNECTION_TIMEOUT, IDLE_SECONDS,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, HEAD_MAX,
                            MHD_OPTION_URI_LOG_CALLBACK, begin, s, MHD_OPTION_NOTIFY_CONNECTION,
                            number_line, s, MHD_OPTION_NOTIFY_COMPLETED, end, s,
                            MHD_OPTION_UNESCAPE_CALLBACK, keep_encoded, NULL, MHD_OPTION_END);
}

int server_start(struct server **out, struct service *service, unsigned port, struct err *err)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct server *s = mem_alloc(sizeof *s);
    s->service = service;
    s->stopping = eventfd(0, EFD_CLOEXEC);
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->idle, NULL);
    s->daemon = s->stopping >= 0 ? start_daemon(s, &address) : NULL;
    if (!s->daemon) {
        server_free(s);
        return err_set(err, "cannot listen on 127.0.0.1 port %u: %s", port, strerror(errno));
    }
    s->port = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
    *out = s;
    return 0;
}

unsigned server_port(const struct server *s)
{
    return s->port;
}

static void wait_until_idle(struct server *s)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += STOP_SECONDS;
    pthread_mutex_lock(&s->lock);
    while (s->busy && pthread_cond_timedwait(&s->idle, &s->lock, &until) == 0)
        continue;
    pthread_mutex_unlock(&s->lock);
}

void server_stop(struct server *s)
{
    if (!s)
        return;
    int listening = MHD_quiesce_daemon(s->daemon);
    pthread_mutex_lock(&s->lock);
    s->ending = true;
    pthread_mutex_unlock(&s->lock);
    eventfd_write(s->stopping, 1); /* what is held back need not be waited for */
    wait_until_idle(s);
    MHD_stop_daemon(s->daemon);
    if (listening >= 0)
        close(listening);
    server_free(s);
}
