/* One connection: requests in; good answers, and then what the mode makes of them. */
#include "conformance/tests/hostile.h"

#include "base/mem.h"

#include <poll.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEAD_MAX ((size_t)64 << 20)

bool line_pause(struct line *l, unsigned ms)
{
    struct pollfd fds[2] = {{l->fd, POLLRDHUP, 0}, {l->server->stop[0], POLLIN, 0}};
    return poll(fds, 2, (int)ms) == 0; /* (unsigned)-1: for ever */
}

bool line_say(struct line *l, struct bytes text)
{
    size_t piece = l->on && l->on->piece ? l->on->piece : text.len;
    while (text.len) {
        long put = wire_write(l, text.ptr, text.len < piece ? text.len : piece);
        if (put <= 0)
            return false;
        text.ptr += put, text.len -= (size_t)put;
        if (l->on && l->on->pause_ms && !line_pause(l, l->on->pause_ms))
            return false;
    }
    return true;
}

bool line_stall(struct line *l)
{
    char chunk[16384];
    while (wire_read(l, chunk, sizeof chunk) > 0)
        ;
    return false;
}

/* --- answers --- */

void body_set(struct response *rs, struct buf *body)
{
    free(rs->body);
    rs->body_len = body->len;
    rs->body = buf_take(body);
}

static void write_head(struct buf *to, const struct mode *m, const struct response *rs)
{
    static const struct mode good;
    m = m ? m : &good;
    buf_text(to, m->before ? m->before : "");
    if (m->line)
        buf_format(to, "%s\r\n", m->line);
    else
        buf_format(to, "%s %d %s\r\n", m->version ? m->version : "HTTP/1.1", rs->status,
                   m->reason          ? m->reason
                   : rs->status < 400 ? "OK"
                                      : "Refused");
    buf_add(to, m->lines.ptr, m->lines.len);
    for (size_t i = 0; i < rs->headers.count; i++)
        if (!m->without || strcasecmp(m->without, rs->headers.list[i].name))
            buf_format(to, "%s: %s\r\n", rs->headers.list[i].name, rs->headers.list[i].value);
    bool counted = headers_get(&rs->headers, "Content-Length") ||
                   (m->without && !strcasecmp(m->without, "Content-Length"));
    if (!counted && rs->status != 204)
        buf_format(to, "Content-Length: %zu\r\n", rs->body_len);
    buf_text(to, "\r\n");
}

bool line_answer(struct line *l, const struct response *rs, const struct request *rq)
{
    struct buf out = buf_new(HEAD_MAX);
    enum reach reach = l->on ? l->on->reach : WHOLE;
    write_head(&out, l->on, rs);
    if (reach == HALF_HEAD)
        out.len = out.len / 2;
    else if (strcmp(rq->method, "HEAD") != 0)
        buf_add(&out, rs->body, reach == HALF_BODY ? rs->body_len / 2 : rs->body_len);
    bool fine = !out.failed && line_say(l, buf_view(&out));
    buf_free(&out);
    return fine;
}

static bool say_more(struct line *l, const struct mode *m)
{
    struct buf piece = buf_new((size_t)1 << 20);
    bool fine = true;
    for (size_t i = 0; fine && (m->more || m->again.len) && (!m->times || i < m->times); i++) {
        buf_clear(&piece);
        if (m->more)
            m->more(&piece, i);
        fine = line_say(l, m->more ? buf_view(&piece) : m->again);
    }
    buf_free(&piece);
    return fine && line_say(l, m->tail);
}

static bool finish(struct line *l, enum end end)
{
    struct linger at_once = {1, 0};
    switch (end) {
    case KEEP:
        return true;
    case SHUT:
        shutdown(l->fd, SHUT_WR);
        return line_stall(l);
    case STALL:
        return line_stall(l);
    case IGNORE:
        line_pause(l, (unsigned)-1);
        return false;
    case RESET:
        setsockopt(l->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        return false;
    case DIE:
        _exit(0);
    default:
        return false;
    }
}

static void good_answer(const struct line *l, const struct request *rq, struct response *rs)
{
    service_handle(l->server->service, rq, rs);
}

static bool misbehave(struct line *l, const struct request *rq)
{
    const struct mode *m = l->server->mode;
    struct response rs = {0};
    bool fine = true;
    l->on = m;
    if (m->act)
        fine = m->act(l, rq);
    else if (m->text.len)
        fine = line_say(l, m->text);
    else if (rq && !m->mute) {
        good_answer(l, rq, &rs);
        if (m->spoil && rs.body_len)
            m->spoil(&rs, l, rq);
        fine = line_answer(l, &rs, rq);
        response_free(&rs);
    }
    fine = fine && say_more(l, m) && finish(l, m->end);
    l->on = NULL;
    return fine;
}

/* --- requests --- */

static void log_request(const struct line *l, const struct request *rq)
{
    struct hostile *s = l->server;
    if (!s->log)
        return;
    pthread_mutex_lock(&s->lock);
    fprintf(s->log, "%s %s %s\n", l->other ? "other" : "here", rq->method, rq->path);
    for (size_t i = 0; i < rq->headers.count; i++)
        fprintf(s->log, "  %s: %s\n", rq->headers.list[i].name, rq->headers.list[i].value);
    fflush(s->log);
    pthread_mutex_unlock(&s->lock);
}

static bool is_turn(const struct hostile *s, unsigned number)
{
    return number >= s->after && (number - s->after) % s->every == 0;
}

static bool serve_one(struct line *l, const struct request *rq)
{
    struct response rs;
    log_request(l, rq);
    if (!l->other && is_turn(l->server, atomic_fetch_add(&l->server->requests, 1)))
        return misbehave(l, rq);
    good_answer(l, rq, &rs);
    bool fine = line_answer(l, &rs, rq);
    response_free(&rs);
    return fine;
}

/* What is already bad when a connection is made; false: it is over. */
static bool greet(struct line *l)
{
    struct hostile *s = l->server;
    bool turn = !l->other && atomic_load(&s->requests) >= s->after &&
                atomic_fetch_add(&s->accepted, 1) % s->every == 0;
    enum certificate mine = s->mode->certificate;
    if (mine != NONE && !turn)
        mine = TRUSTED;
    if (turn && s->mode->when == ON_ACCEPT)
        return misbehave(l, NULL);
    return wire_open(l, l->other ? NONE : mine);
}

void line_run(struct line *l)
{
    struct request rq;
    bool going = greet(l);
    while (going && wire_request(l, &rq, l->server->mode->when == ON_HEAD && !l->other)) {
        going = serve_one(l, &rq);
        request_free(&rq);
    }
    wire_close(l);
}
