#include "conformance/tests/hostile.h"

#include "base/mem.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define REQUEST_MAX ((size_t)80 << 20)

/* False when the program is to end. */
static bool wait_for(const struct line *l, short events)
{
    struct pollfd fds[2] = {{l->fd, events, 0}, {l->server->stop[0], POLLIN, 0}};
    while (poll(fds, 2, -1) < 0 && errno == EINTR)
        ;
    return !fds[1].revents;
}

static bool again_over_tls(const struct line *l, int result)
{
    int why = SSL_get_error(l->ssl, result);
    if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE)
        return false;
    return wait_for(l, why == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT);
}

bool wire_open(struct line *l, enum certificate certificate)
{
    int result;
    if (certificate == NONE)
        return true;
    l->ssl = SSL_new(l->server->tls[certificate]);
    SSL_set_fd(l->ssl, l->fd);
    do
        result = SSL_accept(l->ssl);
    while (result != 1 && again_over_tls(l, result));
    return result == 1;
}

void wire_close(struct line *l)
{
    SSL_free(l->ssl);
    close(l->fd);
    buf_free(&l->in);
    response_free(&l->late);
}

long wire_read(struct line *l, char *to, size_t len)
{
    long got;
    if (l->ssl) {
        do
            got = SSL_read(l->ssl, to, (int)len);
        while (got <= 0 && again_over_tls(l, (int)got));
        return got;
    }
    do
        got = recv(l->fd, to, len, 0);
    while (got < 0 && (errno == EINTR || (errno == EAGAIN && wait_for(l, POLLIN))));
    return got;
}

long wire_write(struct line *l, const char *from, size_t len)
{
    long put;
    if (l->ssl) {
        do
            put = SSL_write(l->ssl, from, (int)len);
        while (put <= 0 && again_over_tls(l, (int)put));
        return put;
    }
    do
        put = send(l->fd, from, len, MSG_NOSIGNAL);
    while (put < 0 && (errno == EINTR || (errno == EAGAIN && wait_for(l, POLLOUT))));
    return put;
}

/* --- requests --- */

static bool read_more(struct line *l)
{
    char chunk[16384];
    long got = wire_read(l, chunk, sizeof chunk);
    return got > 0 && buf_add(&l->in, chunk, (size_t)got);
}

/* "METHOD PATH VERSION", and headers, one a line; cuts the text up. */
static void read_head(struct request *rq, char *head)
{
    char *rest = strchr(head, '\r');
    char *path = strchr(head, ' '), *version = path ? strchr(path + 1, ' ') : NULL;
    if (!version || !rest || version > rest) {
        *rq = request_new("GET", "/");
        return;
    }
    *path = *version = '\0';
    *rq = request_new(head, path + 1);
    while ((rest = strstr(rest, "\r\n")) && rest[2] && rest[2] != '\r') {
        char *name = rest + 2, *colon = strchr(name, ':');
        rest = strchr(name, '\r');
        if (!rest || !colon || colon > rest)
            return;
        *colon = *rest = '\0';
        headers_add(&rq->headers, name, colon + 1 + strspn(colon + 1, " "));
        *rest = '\r';
    }
}

static void drop_front(struct buf *b, size_t len)
{
    memmove(b->data, b->data + len, b->len - len + 1);
    b->len -= len;
}

bool wire_request(struct line *l, struct request *rq, bool head_only)
{
    char *end;
    if (!l->in.max)
        l->in = buf_new(REQUEST_MAX);
    while (!l->in.data || !(end = strstr(l->in.data, "\r\n\r\n")))
        if (!read_more(l))
            return false;
    char *head = mem_copy(l->in.data, (size_t)(end - l->in.data) + 4);
    drop_front(&l->in, strlen(head));
    read_head(rq, head);
    free(head);
    const char *length = headers_get(&rq->headers, "Content-Length");
    size_t len = length && !head_only ? strtoul(length, NULL, 10) : 0;
    while (l->in.len < len)
        if (!read_more(l)) {
            request_free(rq);
            return false;
        }
    if (len) {
        request_body(rq, l->in.data, len);
        drop_front(&l->in, len);
    }
    return true;
}
