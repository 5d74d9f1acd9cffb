/* rude.h - a server on a free loopback port that does what a script says, good manners or not.
 *
 * A script is a list of connections, each a list of acts. Everything waits for the other side and
 * for rude_stop, never for time. */
#ifndef TESTS_RUDE_H
#define TESTS_RUDE_H

#include "base/buf.h"
#include "base/mem.h"
#include "target/target.h"

/* cmocka.h wants these first */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum act_kind {
    END,   /* closes */
    READ,  /* takes one request whole into the log */
    HEAD,  /* takes the head of a request only */
    SAY,   /* these bytes */
    FLOOD, /* these bytes, again and again until the other side closes */
    STALL, /* waits until the other side closes */
    RESET, /* closes with a RST */
    DEAF,  /* stops listening for more connections */
};
struct act {
    enum act_kind kind;
    const char *text;
    size_t len; /* 0: strlen */
};

#define RUDE_ACTS 8
#define RUDE_CONNECTIONS 10
#define RUDE_REQUESTS 24
struct script {
    struct act acts[RUDE_ACTS];
};

struct rude {
    const struct script *scripts;
    int listener, stop[2];
    unsigned port;
    unsigned accepted; /* these three: read them after rude_stop */
    unsigned request_count;
    struct buf requests[RUDE_REQUESTS];
    pthread_t thread;
};

static inline bool rude_wait(struct rude *s, int fd)
{
    struct pollfd fds[2] = {{fd, POLLIN, 0}, {s->stop[0], POLLIN, 0}};
    return poll(fds, 2, 20000) > 0 && fds[0].revents;
}

static inline size_t rude_length(const char *head)
{
    for (const char *line = head; (line = strstr(line, "\r\n")); line += 2)
        if (strncasecmp(line + 2, "content-length:", 15) == 0)
            return strtoul(line + 17, NULL, 10);
    return 0;
}

static inline bool rude_read(struct rude *s, int fd, bool whole)
{
    assert_true(s->request_count < RUDE_REQUESTS);
    struct buf *to = &s->requests[s->request_count];
    *to = buf_new((size_t)128 << 20);
    for (;;) {
        char chunk[16384];
        char *end = to->data ? strstr(to->data, "\r\n\r\n") : NULL;
        size_t head = end ? (size_t)(end - to->data) + 4 : 0;
        if (end && (!whole || to->len - head >= rude_length(to->data)))
            break;
        ssize_t got = rude_wait(s, fd) ? recv(fd, chunk, end || whole ? sizeof chunk : 1, 0) : 0;
        if (got <= 0) {
            buf_free(to);
            return false;
        }
        buf_add(to, chunk, (size_t)got);
    }
    s->request_count++;
    return true;
}

static inline bool rude_say(int fd, const struct act *act)
{
    size_t len = act->len ? act->len : strlen(act->text);
    for (size_t sent = 0; sent < len;) {
        ssize_t n = send(fd, act->text + sent, len - sent, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        sent += (size_t)n;
    }
    return true;
}

static inline bool rude_act(struct rude *s, int fd, const struct act *act)
{
    char chunk[16384];
    switch (act->kind) {
    case READ:
        return rude_read(s, fd, true);
    case HEAD:
        return rude_read(s, fd, false);
    case SAY:
        return rude_say(fd, act);
    case FLOOD:
        while (rude_say(fd, act))
            ;
        return false;
    case STALL:
        while (rude_wait(s, fd) && recv(fd, chunk, sizeof chunk, 0) > 0)
            ;
        return false;
    case RESET:
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &(struct linger){1, 0}, sizeof(struct linger));
        return false;
    case DEAF:
        close(s->listener);
        s->listener = -1;
        return true;
    default:
        return false;
    }
}

static inline void *rude_run(void *of)
{
    struct rude *s = of;
    while (s->accepted < RUDE_CONNECTIONS && rude_wait(s, s->listener)) {
        int fd = accept(s->listener, NULL, NULL);
        const struct act *act = s->scripts[s->accepted++].acts;
        while (rude_act(s, fd, act))
            act++;
        close(fd);
    }
    return NULL;
}

/* RUDE_CONNECTIONS scripts, those not given being all END. */
static inline struct rude *rude_start(const struct script *scripts)
{
    struct rude *s = mem_alloc(sizeof *s);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    s->scripts = scripts;
    s->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(s->listener, (struct sockaddr *)&at, len), 0);
    assert_int_equal(listen(s->listener, 8), 0);
    assert_int_equal(getsockname(s->listener, (struct sockaddr *)&at, &len), 0);
    assert_int_equal(pipe(s->stop), 0);
    s->port = ntohs(at.sin_port);
    assert_int_equal(pthread_create(&s->thread, NULL, rude_run, s), 0);
    return s;
}

static inline void rude_stop(struct rude *s)
{
    assert_int_equal(write(s->stop[1], "", 1), 1);
    pthread_join(s->thread, NULL);
    if (s->listener != -1)
        close(s->listener);
    close(s->stop[0]);
    close(s->stop[1]);
}

static inline void rude_free(struct rude *s)
{
    for (size_t i = 0; i < RUDE_REQUESTS; i++)
        buf_free(&s->requests[i]);
    free(s);
}

/* --- the client's side of it --- */

static inline struct target *rude_open(const struct rude *s, const char *path,
                                       const struct target_options *options)
{
    struct err err = {0};
    struct target *t = NULL;
    char *url = mem_format("http://127.0.0.1:%u%s", s->port, path);
    if (target_open(&t, url, options, &err))
        fail_msg("%s", err.text);
    free(url);
    return t;
}

static inline struct response rude_send(struct target *t, const char *method, const char *path,
                                        const char *body)
{
    struct err err = {0};
    struct response rs;
    struct request rq = request_new(method, path);
    if (body)
        request_body(&rq, body, strlen(body));
    if (target_send(t, &rq, &rs, &err))
        fail_msg("%s", err.text);
    request_free(&rq);
    return rs;
}

static inline bool rude_got(const struct rude *s, unsigned request, const char *text)
{
    return request < s->request_count && strstr(s->requests[request].data, text);
}

#endif
