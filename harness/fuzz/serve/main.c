/* serve - an adapter's handler (adapter.h) behind HTTP/1.1 on 127.0.0.1 and a free port: something to fuzz over
 * the network whose code is at hand, such as the planted bugs. Prints its URL, and serves until SIGTERM or SIGINT.
 *
 * One thread, one request at a time, as handlers are promised. With the first request of another input
 * (Connspec-Input, handlers/http.c) the handler is reset, and what only clears up between inputs is not handed on:
 * the handler sees of each input what it sees without a network. */
#include "fuzz/adapter.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/message.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define BODY_MAX ((size_t)16 << 20)
#define HEAD_MAX ((size_t)160 << 10)
#define INPUT_MAX 64

struct site {
    const struct connspec_handler *handler;
    void *self;
    char input[INPUT_MAX]; /* the one under way; "": none said yet */
};

/* One request under way. */
struct exchange {
    char *target; /* as it came, undecoded */
    struct buf body;
    bool begun;
};

static void *begin(void *cls, const char *uri, struct MHD_Connection *connection)
{
    (void)cls, (void)connection;
    struct exchange *x = mem_alloc(sizeof *x);
    *x = (struct exchange){.target = mem_string(uri), .body = buf_new(BODY_MAX)};
    return x;
}

static void end(void *cls, struct MHD_Connection *connection, void **con_cls,
                enum MHD_RequestTerminationCode why)
{
    (void)cls, (void)connection, (void)why;
    struct exchange *x = *con_cls;
    if (!x)
        return;
    free(x->target);
    buf_free(&x->body);
    free(x);
    *con_cls = NULL;
}

static size_t keep_encoded(void *cls, struct MHD_Connection *connection, char *text)
{
    (void)cls, (void)connection;
    return strlen(text);
}

static enum MHD_Result take_header(void *cls, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
    (void)kind;
    headers_add(cls, name, value ? value : "");
    return MHD_YES;
}

/* False: the request is of no input. */
static bool begin_input(struct site *s, const struct headers *headers)
{
    const char *input = headers_get(headers, "Connspec-Input");
    if (!input || strncmp(s->input, input, INPUT_MAX - 1) == 0)
        return true;
    if (strcmp(input, "none") == 0)
        return false;
    snprintf(s->input, sizeof s->input, "%s", input);
    s->handler->reset(s->self);
    return true;
}

static bool frames_the_body(const char *header)
{
    return strcasecmp(header, "Content-Length") == 0 ||
           strcasecmp(header, "Transfer-Encoding") == 0;
}

static enum MHD_Result send_answer(struct MHD_Connection *connection,
                                   const struct connspec_response *rs)
{
    if (rs->status < 200 || rs->status > 999)
        return MHD_NO; /* closes the connection */
    struct MHD_Response *made = MHD_create_response_from_buffer(
        rs->body_len, (void *)(uintptr_t)rs->body, MHD_RESPMEM_MUST_COPY);
    if (!made)
        return MHD_NO;
    for (size_t i = 0; i < rs->header_count; i++)
        if (!frames_the_body(rs->headers[i].name))
            MHD_add_response_header(made, rs->headers[i].name, rs->headers[i].value);
    enum MHD_Result sent = MHD_queue_response(connection, (unsigned)rs->status, made);
    MHD_destroy_response(made);
    return sent;
}

static enum MHD_Result answer(struct site *s, struct MHD_Connection *connection, const char *method,
                              struct exchange *x)
{
    struct headers h = {0};
    MHD_get_connection_values(connection, MHD_HEADER_KIND, take_header, &h);
    struct connspec_header *headers = mem_alloc((h.count + 1) * sizeof *headers);
    for (size_t i = 0; i < h.count; i++)
        headers[i] = (struct connspec_header){h.list[i].name, h.list[i].value};
    /* exactly so many bytes, so that a sanitizer sees one byte more */
    char *body = mem_alloc(x->body.len ? x->body.len : 1);
    if (x->body.len)
        memcpy(body, x->body.data, x->body.len);
    bool has_body = x->body.len || headers_get(&h, "Content-Length");
    struct connspec_request rq = {method,     x->target, headers, h.count, has_body ? body : NULL,
                                  x->body.len};
    struct connspec_response rs = {0};
    if (begin_input(s, &h))
        s->handler->handle(s->self, &rq, &rs);
    else
        rs.status = 200;
    enum MHD_Result sent = send_answer(connection, &rs);
    free(body);
    free(headers);
    headers_free(&h);
    return sent;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *len, void **con_cls)
{
    (void)url, (void)version;
    struct exchange *x = *con_cls;
    if (!x->begun) {
        x->begun = true;
        return MHD_YES;
    }
    if (!*len)
        return answer(cls, connection, method, x);
    bool fits = buf_add(&x->body, data, *len);
    *len = 0;
    return fits ? MHD_YES : MHD_NO;
}

static void discard_log(void *cls, const char *format, va_list values)
{
    (void)cls, (void)format, (void)values;
}

static struct MHD_Daemon *start(struct site *s)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    return MHD_start_daemon(MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_ERROR_LOG, 0,
                            NULL, NULL, on_request, s, MHD_OPTION_EXTERNAL_LOGGER, discard_log,
                            NULL, MHD_OPTION_SOCK_ADDR, &address,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, HEAD_MAX,
                            MHD_OPTION_URI_LOG_CALLBACK, begin, s, MHD_OPTION_NOTIFY_COMPLETED, end,
                            s, MHD_OPTION_UNESCAPE_CALLBACK, keep_encoded, NULL, MHD_OPTION_END);
}

static int serve(struct site *s, const sigset_t *until)
{
    int which;
    struct MHD_Daemon *daemon = start(s);
    if (!daemon) {
        fprintf(stderr, "serve: cannot listen on 127.0.0.1\n");
        return 1;
    }
    printf("http://127.0.0.1:%u\n",
           (unsigned)MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    sigwait(until, &which);
    MHD_stop_daemon(daemon);
    return 0;
}

int main(void)
{
    sigset_t until;
    sigemptyset(&until);
    sigaddset(&until, SIGTERM);
    sigaddset(&until, SIGINT);
    pthread_sigmask(SIG_BLOCK, &until, NULL); /* of the daemon's thread too */
    struct site s = {.handler = connspec_adapter.handler};
    s.self = s.handler ? s.handler->open() : NULL;
    if (!s.self) {
        fprintf(stderr, "serve: %s has no handler, or it could not be opened\n",
                connspec_adapter.name);
        return 1;
    }
    int status = serve(&s, &until);
    s.handler->close(s.self);
    return status;
}
