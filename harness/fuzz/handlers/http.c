/* Any endpoint, over HTTP: CONNSPEC_URL in the environment, and CONNSPEC_TOKEN where it wants a token. It must
 * have DELETE, so that each input begins with nothing (family).
 *
 * CONNSPEC_RATE: requests a second at most. CONNSPEC_TIMEOUT: seconds to wait for an answer [10].
 * CONNSPEC_RESTART: a shell command that brings a dead target back, for when there is none at the start.
 * CONNSPEC_REMOTE=yes: it may be another machine. CONNSPEC_TURNS: a file, by which several processes take
 * turns at it (http/turns.h).
 * Links with: build/plain/libconnspec.a -lcjson -lcurl -lmicrohttpd -lpcre2-8 -lcrypto -lm */
#include "fuzz/adapter.h"

#include "base/mem.h"
#include "fuzz/http/shared.h"
#include "fuzz/http/signature.h"
#include "fuzz/http/turns.h"
#include "target/endpoint.h"
#include "target/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define NAMES 4
#define BACK_SECONDS 20 /* for a restarted target to answer */
#define SLOW_MICROS 1000000
/* Of a resource group's segment (E1: either spelling), and of a connection. */
#define PATH                                                                                       \
    "/subscriptions/00000000-0000-0000-0000-000000000000/%s/myrg1/providers/"                      \
    "microsoft.network/connections/cn%zu?api-version=2015-05-01-preview"

/* What was asked, told when an engine ends the process: engines never close what they have opened. */
static struct {
    unsigned long long requests, inputs;
    double since;
} tally;

struct http {
    struct target *target;
    struct target_options options;
    struct turns *turns;
    pid_t owner; /* of the connection: an engine forks behind `open` */
    struct response rs;
    struct connspec_header *headers;
    char *written[NAMES]; /* paths of connections that are there, perhaps */
    double interval, next;
    pid_t cleared; /* of what an earlier process may have left: by this one */
    bool begun;    /* the input: it is our turn */
    bool slow;     /* said once */
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void wait_until(double when)
{
    double left = when - now();
    if (left > 0)
        nanosleep(&(struct timespec){(time_t)left, (long)((left - (double)(time_t)left) * 1e9)},
                  NULL);
}

static double number(const char *name, double otherwise)
{
    const char *text = getenv(name);
    double value = text ? strtod(text, NULL) : 0;
    return value > 0 && value < 1e6 ? value : otherwise;
}

static void tell(void)
{
    double seconds = now() - tally.since;
    fprintf(stderr, "connspec: %llu requests, %.0f a second\n", tally.requests,
            seconds > 0 ? (double)tally.requests / seconds : 0);
}

/* --- the target --- */

static bool may_be_asked(const char *url)
{
    struct endpoint e;
    struct err err;
    const char *remote = getenv("CONNSPEC_REMOTE");
    if (endpoint_parse(&e, url, &err)) {
        fprintf(stderr, "connspec: %s\n", err.text);
        return false;
    }
    bool fine = e.loopback || (remote && strcmp(remote, "yes") == 0);
    endpoint_free(&e);
    if (!fine)
        fprintf(stderr,
                "connspec: %s is another machine; fuzzing changes and may end what it reaches: "
                "CONNSPEC_REMOTE=yes says that it may\n",
                url);
    return fine;
}

static bool connect_again(struct http *self)
{
    struct err err;
    if (self->owner == getpid())
        return true;
    target_close(self->target);
    self->target = NULL;
    self->owner = getpid();
    if (target_open(&self->target, getenv("CONNSPEC_URL"), &self->options, &err) == 0)
        return true;
    fprintf(stderr, "connspec: %s\n", err.text);
    return false;
}

/* Whatever stands in the file, it is no reason to wait longer than for one interval. */
static void pace(struct http *self)
{
    double latest = now() + self->interval, shared = turns_next(self->turns);
    double next = shared > self->next ? shared : self->next;
    wait_until(next < latest ? next : latest);
    self->next = now() + self->interval;
    turns_set_next(self->turns, self->next);
}

/* Which input it is of, or that it only clears up: for logs, and for a server that can begin anew by itself
 * (serve/main.c). */
static void mark(struct request *rq, bool clears_up)
{
    char input[64];
    snprintf(input, sizeof input, "%ld-%llu", (long)getpid(), tally.inputs);
    headers_add(&rq->headers, "Connspec-Input", clears_up ? "none" : input);
}

static enum delivery ask(struct http *self, const struct request *rq)
{
    struct err err;
    if (self->interval > 0)
        pace(self);
    response_free(&self->rs);
    tally.requests++;
    if (!connect_again(self) || target_send(self->target, rq, &self->rs, &err))
        self->rs.delivery = REFUSED;
    return self->rs.delivery;
}

static bool answers(struct http *self)
{
    char *path = mem_format(PATH, "resourceGroup", (size_t)1);
    struct request rq = request_new("GET", path);
    mark(&rq, false);
    enum delivery d = ask(self, &rq);
    request_free(&rq);
    free(path);
    return d != REFUSED;
}

/* It answers, or does once it was restarted. */
static bool is_there(struct http *self)
{
    const char *command = getenv("CONNSPEC_RESTART");
    if (answers(self))
        return true;
    if (!command || !*command) {
        fprintf(stderr,
                "connspec: the target is dead: no connection to %s; RESTART= brings it back\n",
                getenv("CONNSPEC_URL"));
        return false;
    }
    fprintf(stderr, "connspec: the target is dead, and restarted\n");
    if (system(command) != 0)
        fprintf(stderr, "connspec: the restart command failed\n");
    for (double until = now() + BACK_SECONDS; now() < until; wait_until(now() + 0.1))
        if (answers(self))
            return true;
    fprintf(stderr, "connspec: the target does not answer within %d s after its restart\n",
            BACK_SECONDS);
    return false;
}

/* --- what is left behind --- */

static void delete_at(struct http *self, const char *path)
{
    struct request rq = request_new("DELETE", path);
    mark(&rq, true);
    ask(self, &rq);
    request_free(&rq);
}

/* A process that ended in the middle of an input has left what it wrote. */
static void clear(struct http *self)
{
    static const char *const spellings[] = {"resourceGroup", "resourceGroups"};
    for (size_t i = 0; i < 2 * NAMES; i++) {
        char *path = mem_format(PATH, spellings[i % 2], i / 2 + 1);
        delete_at(self, path);
        free(path);
    }
    self->cleared = getpid();
}

/* --- the handler --- */

static void close_http(void *of)
{
    struct http *self = of;
    response_free(&self->rs);
    for (size_t i = 0; i < NAMES; i++)
        free(self->written[i]);
    free(self->headers);
    target_close(self->target);
    turns_close(self->turns);
    free(self);
}

static void *open_http(void)
{
    const char *url = getenv("CONNSPEC_URL");
    if (!url || !*url) {
        fprintf(stderr, "connspec: CONNSPEC_URL names no target\n");
        return NULL;
    }
    if (!may_be_asked(url) || !shared_open())
        return NULL;
    struct http *self = mem_alloc(sizeof *self);
    double rate = number("CONNSPEC_RATE", 0);
    self->options =
        (struct target_options){.token = getenv("CONNSPEC_TOKEN"),
                                .timeout_ms = (unsigned)(number("CONNSPEC_TIMEOUT", 10) * 1000)};
    self->interval = rate > 0 ? 1 / rate : 0;
    self->turns = turns_open(getenv("CONNSPEC_TURNS"));
    bool left = turns_take(self->turns); /* so that it is restarted once */
    bool there = is_there(self);
    if (there && left)
        clear(self);
    turns_give(self->turns);
    if (there) {
        tally.since = now();
        atexit(tell);
        return self;
    }
    close_http(self);
    return NULL;
}

/* What is behind the name's end is a sub path, and goes with the connection. */
static void remember(struct http *self, const char *path)
{
    const char *at = strstr(path, "/connections/cn");
    size_t name = at ? (size_t)(at[strlen("/connections/cn")] - '1') : NAMES;
    if (name >= NAMES || self->written[name])
        return;
    size_t len = (size_t)(at - path) + strlen("/connections/cn1");
    const char *query = strchr(path, '?');
    self->written[name] = mem_format("%.*s%s", (int)len, path, query ? query : "");
}

/* For who reads the log: which of the three it is. The oracles see that there was no answer. */
static void say(struct http *self, const struct request *rq)
{
    static const char *const words[] = {[REFUSED] = "is dead: no connection",
                                        [DROPPED] = "hung up before a whole answer",
                                        [TIMED_OUT] = "hangs: no whole answer in time",
                                        [GARBLED] = "answers what is no HTTP/1.1"};
    const struct response *rs = &self->rs;
    if (rs->delivery != ANSWERED)
        fprintf(stderr, "connspec: the target %s, to %s\n", words[rs->delivery], rq->method);
    else if (rs->micros > SLOW_MICROS && !self->slow)
        fprintf(stderr, "connspec: the target is slow: %.1f s for an answer\n", rs->micros / 1e6);
    self->slow |= rs->delivery == ANSWERED && rs->micros > SLOW_MICROS;
}

static void answer(struct http *self, struct connspec_response *rs)
{
    size_t count = self->rs.headers.count;
    free(self->headers);
    self->headers = mem_alloc((count + 1) * sizeof *self->headers);
    for (size_t i = 0; i < count; i++)
        self->headers[i] =
            (struct connspec_header){self->rs.headers.list[i].name, self->rs.headers.list[i].value};
    bool whole = self->rs.delivery == ANSWERED;
    *rs = (struct connspec_response){whole ? self->rs.status : 0, self->headers, count,
                                     self->rs.body, self->rs.body_len};
}

/* Not at `reset`, which ends an input too: an engine that has nothing to do would keep the turn. A process that
 * begins with a dead target has it restarted; where it dies on us, the next operation says so. */
static void begin(struct http *self)
{
    bool left = turns_take(self->turns), first = self->cleared != getpid();
    if (left || first)
        clear(self);
    if (first && self->rs.delivery == REFUSED)
        is_there(self);
    shared_begin();
    self->begun = true;
}

static void handle(void *of, const struct connspec_request *asked, struct connspec_response *rs)
{
    struct http *self = of;
    if (!self->begun)
        begin(self);
    struct request rq = request_new(asked->method, asked->path);
    for (size_t i = 0; i < asked->header_count; i++)
        headers_add(&rq.headers, asked->headers[i].name, asked->headers[i].value);
    if (asked->body)
        request_body(&rq, asked->body, asked->body_len);
    mark(&rq, false);
    if (strcmp(asked->method, "GET") != 0)
        remember(self, asked->path);
    ask(self, &rq);
    signature_add(asked->method, &self->rs);
    shared_take();
    say(self, &rq);
    answer(self, rs);
    request_free(&rq);
}

static void take_away_written(struct http *self)
{
    for (size_t i = 0; i < NAMES; i++) {
        if (self->written[i])
            delete_at(self, self->written[i]);
        free(self->written[i]);
        self->written[i] = NULL;
    }
}

static void reset(void *of)
{
    struct http *self = of;
    take_away_written(self);
    turns_give(self->turns);
    self->begun = false;
    tally.inputs++;
    signature_begin();
}

static const struct connspec_handler handler = {open_http, handle, reset, close_http};
const struct connspec_adapter connspec_adapter = {
    .version = CONNSPEC_ADAPTER_VERSION,
    .name = "http",
    .about = "an endpoint, over HTTP",
    .handler = &handler,
};
