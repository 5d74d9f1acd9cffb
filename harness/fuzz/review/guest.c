#include "fuzz/review/guest.h"

#include "base/mem.h"
#include "fuzz/guest/wire.h"
#include "fuzz/review/guest_process.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *fate_name(enum fate f)
{
    static const char *const names[] = {"answered", "crashed", "hung", "out of memory"};
    return names[f];
}

static void put(struct guest *g, const char *field, size_t len)
{
    uint32_t size = (uint32_t)len;
    buf_add(&g->frame, &size, sizeof size);
    buf_add(&g->frame, field, len);
}

static void begin(struct guest *g, const char *what)
{
    buf_clear(&g->frame);
    put(g, what, 1);
}

/* The next field of the answer; empty when there is none. */
static bool take(const struct buf *frame, size_t *at, struct bytes *out)
{
    const char *from = frame->data + *at, *field;
    size_t len;
    *out = (struct bytes){"", 0};
    if (*at >= frame->len || !wire_take(&from, frame->data + frame->len, &field, &len))
        return false;
    *out = (struct bytes){field, len};
    *at = (size_t)(from - frame->data);
    return true;
}

void guest_say(struct guest *g, const char *what)
{
    static const char *const telling[] = {"SUMMARY: ", "runtime error: ", "Assertion "};
    const char *text = g->said.len ? g->said.data : "", *line = NULL;
    for (size_t i = 0; i < sizeof telling / sizeof *telling && !line; i++)
        line = strstr(text, telling[i]);
    for (const char *at = text; !line && *at; at += strspn(at, "\n")) {
        const char *end = at + strcspn(at, "\n");
        if (!end[strspn(end, "\n")])
            line = at;
        at = end;
    }
    snprintf(g->note, sizeof g->note, "%s%s%.*s", what, line ? ": " : "",
             line ? (int)strcspn(line, "\n") : 0, line ? line : "");
    for (char *c = g->note; *c; c++)
        if (*c < ' ' || *c > '~')
            *c = '?';
}

static int introduce(struct guest *g, struct err *err)
{
    struct bytes field;
    size_t at = 0;
    begin(g, "?");
    if (guest_ask(g, err))
        return -1;
    if (g->fate != FATE_ANSWERED || !take(&g->frame, &at, &field))
        return err_set(err,
                       "%s does not speak to us (%s): it is no adapter linked with guest/main.c",
                       g->program, g->note);
    if (!bytes_equal(field, bytes_of("1")))
        return err_set(err,
                       "%s is an adapter of version %.*s, and this is version %d: build it again",
                       g->program, (int)field.len, field.ptr, CONNSPEC_ADAPTER_VERSION);
    take(&g->frame, &at, &field);
    g->name = mem_copy(field.ptr, field.len);
    take(&g->frame, &at, &field);
    g->about = mem_copy(field.ptr, field.len);
    g->parser = take(&g->frame, &at, &field) && field.len;
    g->handler = take(&g->frame, &at, &field) && field.len;
    if (g->name[0] && (g->parser || g->handler))
        return 0;
    return err_set(err, "the connspec_adapter of %s has %s", g->program,
                   g->name[0] ? "neither parser nor handler" : "no name");
}

int guest_open(struct guest *out, const char *program, const struct guest_limits *limits,
               struct err *err)
{
    *out = (struct guest){.program = mem_string(program),
                          .frame = buf_new(WIRE_MAX),
                          .said = buf_new((size_t)16 << 10)};
    out->limits = limits ? *limits : (struct guest_limits){0};
    if (!out->limits.seconds)
        out->limits.seconds = 5;
    if (!out->limits.memory)
        out->limits.memory = (size_t)2 << 30;
    signal(SIGPIPE, SIG_IGN);
    int failed =
        access(program, X_OK) ? err_set(err, "%s is no program", program) : introduce(out, err);
    if (failed)
        guest_close(out);
    return failed;
}

bool guest_end(struct guest *g)
{
    g->fate = FATE_ANSWERED;
    g->note[0] = '\0';
    if (g->pid)
        guest_reap(g, false);
    return g->fate == FATE_ANSWERED;
}

void guest_close(struct guest *g)
{
    if (g->pid)
        guest_reap(g, true);
    free(g->program);
    free(g->name);
    free(g->about);
    buf_free(&g->frame);
    buf_free(&g->said);
    *g = (struct guest){0};
}

int guest_parse(struct guest *g, struct bytes body, struct understood *out, struct err *err)
{
    struct bytes field, kind, text;
    size_t at = 0, room = 0;
    *out = (struct understood){.frame = buf_new(WIRE_MAX)};
    begin(g, "P");
    put(g, body.ptr, body.len);
    if (guest_ask(g, err))
        return -1;
    out->fate = g->fate;
    if (g->fate != FATE_ANSWERED)
        return 0;
    out->frame = g->frame; /* handed over: the members point into it */
    g->frame = buf_new(WIRE_MAX);
    out->accepted = take(&out->frame, &at, &field) && bytes_equal(field, bytes_of("1"));
    while (take(&out->frame, &at, &field) && take(&out->frame, &at, &kind)) {
        take(&out->frame, &at, &text);
        if (out->count == room)
            out->list = mem_grow(out->list, room = 2 * room + 16, sizeof *out->list);
        out->list[out->count++] = (struct told){
            field, text, kind.len == 1 ? (enum connspec_kind)(kind.ptr[0] - '0') : CONNSPEC_NULL};
    }
    return 0;
}

const struct told *understood_at(const struct understood *u, const char *pointer)
{
    for (size_t i = 0; i < u->count; i++)
        if (bytes_equal(u->list[i].pointer, bytes_of(pointer)))
            return &u->list[i];
    return NULL;
}

void understood_free(struct understood *u)
{
    free(u->list);
    buf_free(&u->frame);
    *u = (struct understood){0};
}

static void read_answer(struct guest *g, struct response *rs)
{
    struct bytes status, body, name, value;
    size_t at = 0;
    take(&g->frame, &at, &status);
    take(&g->frame, &at, &body);
    rs->delivery = ANSWERED;
    for (size_t i = 0; i < status.len && status.len < 9; i++)
        rs->status = status.ptr[i] < '0' ? 0 : 10 * rs->status + (status.ptr[i] - '0');
    rs->body = mem_copy(body.ptr, body.len);
    rs->body_len = body.len;
    while (take(&g->frame, &at, &name) && take(&g->frame, &at, &value)) {
        char *n = mem_copy(name.ptr, name.len), *v = mem_copy(value.ptr, value.len);
        headers_add(&rs->headers, n, v);
        free(n);
        free(v);
    }
}

int guest_handle(struct guest *g, const struct request *rq, struct response *rs, struct err *err)
{
    *rs = (struct response){0};
    begin(g, "H");
    put(g, rq->method, strlen(rq->method));
    put(g, rq->path, strlen(rq->path));
    put(g, rq->body ? "1" : "0", 1);
    put(g, rq->body, rq->body ? rq->body_len : 0);
    for (size_t i = 0; i < rq->headers.count; i++) {
        put(g, rq->headers.list[i].name, strlen(rq->headers.list[i].name));
        put(g, rq->headers.list[i].value, strlen(rq->headers.list[i].value));
    }
    if (guest_ask(g, err))
        return -1;
    if (g->fate == FATE_ANSWERED) {
        read_answer(g, rs);
        return 0;
    }
    rs->delivery = g->fate == FATE_HUNG ? TIMED_OUT : DROPPED;
    rs->note = mem_string(g->note);
    return 0;
}

int guest_reset(struct guest *g, struct err *err)
{
    begin(g, "R");
    return guest_ask(g, err);
}
