/* The process of an adapter: linked with it, one a adapter, and with nothing of ours. */
#include "fuzz/adapter.h"
#include "fuzz/guest/wire.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

struct frame {
    struct connspec_sink sink; /* first: what a parser is handed is the frame */
    char *data;
    size_t len, cap;
};

static void *grow(void *old, size_t size)
{
    void *more = realloc(old, size);
    if (!more)
        _exit(WIRE_EXIT_MEMORY);
    return more;
}

static void put(struct frame *f, const char *field, size_t len)
{
    uint32_t size = (uint32_t)len;
    if (len > WIRE_MAX - f->len - sizeof size)
        return;
    if (f->cap - f->len < len + sizeof size) {
        f->cap = 2 * f->cap + len + sizeof size;
        f->data = grow(f->data, f->cap);
    }
    memcpy(f->data + f->len, &size, sizeof size);
    if (len)
        memcpy(f->data + f->len + sizeof size, field, len);
    f->len += len + sizeof size;
}

static void put_text(struct frame *f, const char *text)
{
    put(f, text, text ? strlen(text) : 0);
}

static bool read_all(void *to, size_t len)
{
    for (size_t have = 0; have < len;) {
        ssize_t got = read(WIRE_IN, (char *)to + have, len - have);
        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        have += got > 0 ? (size_t)got : 0;
    }
    return true;
}

static void write_all(const void *from, size_t len)
{
    for (size_t done = 0; done < len;) {
        ssize_t put = write(WIRE_OUT, (const char *)from + done, len - done);
        if (put < 0 && errno != EINTR)
            _exit(0);
        done += put > 0 ? (size_t)put : 0;
    }
}

/* Exactly as many bytes as there are, so that a sanitizer sees the first one too many. */
static char *exactly(const char *bytes, size_t len)
{
    char *copy = malloc(len);
    if (!copy)
        _exit(WIRE_EXIT_MEMORY);
    return len ? memcpy(copy, bytes, len) : copy;
}

static char *text_of(const char *bytes, size_t len)
{
    char *copy = grow(NULL, len + 1);
    memcpy(copy, bytes, len);
    copy[len] = '\0';
    return copy;
}

static void member(struct connspec_sink *sink, struct connspec_text pointer,
                   enum connspec_kind kind, struct connspec_text text)
{
    struct frame *f = (struct frame *)sink;
    char digit = (char)('0' + kind);
    put(f, pointer.ptr, pointer.len);
    put(f, &digit, 1);
    put(f, text.ptr, text.len);
}

static void about(struct frame *out)
{
    char version[16];
    snprintf(version, sizeof version, "%d", connspec_adapter.version);
    put_text(out, version);
    if (connspec_adapter.version != CONNSPEC_ADAPTER_VERSION)
        return;
    put_text(out, connspec_adapter.name);
    put_text(out, connspec_adapter.about);
    put_text(out, connspec_adapter.parser ? "parser" : "");
    put_text(out, connspec_adapter.handler ? "handler" : "");
}

static void parse(const char *at, const char *end, struct frame *out)
{
    const char *field = NULL;
    size_t len = 0;
    wire_take(&at, end, &field, &len);
    char *body = exactly(field, len);
    put_text(out, "1");
    if (!connspec_adapter.parser->parse(body, len, &out->sink)) {
        out->len = 0;
        put_text(out, "0");
    }
    free(body);
}

struct asked {
    struct connspec_request rq;
    char *texts[3];
    struct connspec_header *headers;
};

static void ask_head(struct asked *a, const char **at, const char *end)
{
    const char *field;
    size_t len;
    for (int i = 0; i < 3 && wire_take(at, end, &field, &len); i++)
        a->texts[i] = text_of(field, len);
    a->rq.method = a->texts[0];
    a->rq.path = a->texts[1];
    if (wire_take(at, end, &field, &len) && a->texts[2] && a->texts[2][0] == '1') {
        a->rq.body = exactly(field, len);
        a->rq.body_len = len;
    }
}

static void ask_headers(struct asked *a, const char *at, const char *end)
{
    const char *name, *value;
    size_t name_len, value_len;
    while (wire_take(&at, end, &name, &name_len) && wire_take(&at, end, &value, &value_len)) {
        a->headers = grow(a->headers, (a->rq.header_count + 1) * sizeof *a->headers);
        a->headers[a->rq.header_count++] =
            (struct connspec_header){text_of(name, name_len), text_of(value, value_len)};
    }
    a->rq.headers = a->headers;
}

static void forget(struct asked *a)
{
    for (size_t i = 0; i < a->rq.header_count; i++) {
        free((void *)(uintptr_t)a->headers[i].name);
        free((void *)(uintptr_t)a->headers[i].value);
    }
    free(a->headers);
    free((void *)(uintptr_t)a->rq.body);
    for (int i = 0; i < 3; i++)
        free(a->texts[i]);
}

static void handle(void *self, const char *at, const char *end, struct frame *out)
{
    struct asked a = {0};
    struct connspec_response rs = {0};
    char status[16];
    ask_head(&a, &at, end);
    ask_headers(&a, at, end);
    connspec_adapter.handler->handle(self, &a.rq, &rs);
    snprintf(status, sizeof status, "%d", rs.status);
    put_text(out, status);
    put(out, rs.body, rs.body_len);
    for (size_t i = 0; i < rs.header_count; i++) {
        put_text(out, rs.headers[i].name);
        put_text(out, rs.headers[i].value);
    }
    forget(&a);
}

static void *opened(void)
{
    void *self = connspec_adapter.handler->open();
    if (!self)
        _exit(WIRE_EXIT_OPEN);
    return self;
}

static void answer(void **self, const char *data, size_t size, struct frame *out)
{
    const char *at = data, *end = data + size, *what;
    size_t len;
    if (!wire_take(&at, end, &what, &len) || len != 1)
        return;
    if (*what == '?')
        about(out);
    else if (*what == 'P')
        parse(at, end, out);
    else if (!*self)
        *self = opened();
    if (*what == 'H')
        handle(*self, at, end, out);
    else if (*what == 'R')
        connspec_adapter.handler->reset(*self);
}

static unsigned long from_environment(const char *name)
{
    const char *text = getenv(name);
    return text ? strtoul(text, NULL, 10) : 0;
}

/* A sanitizer's shadow takes terabytes of address space and no memory: no limit is possible there. */
static void limit_memory(void)
{
    unsigned long bytes = from_environment(WIRE_MEMORY);
    struct rlimit all = {bytes, bytes};
#if defined(__SANITIZE_ADDRESS__)
    bytes = 0;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
    bytes = 0;
#endif
#endif
    if (bytes)
        setrlimit(RLIMIT_AS, &all);
}

/* CPU seconds, not those of a clock: a busy machine makes nobody hang. */
static void limit_next(unsigned long seconds)
{
    struct rusage used;
    struct rlimit cpu;
    if (!seconds || getrusage(RUSAGE_SELF, &used) || getrlimit(RLIMIT_CPU, &cpu))
        return;
    cpu.rlim_cur = (rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + 1 + seconds;
    setrlimit(RLIMIT_CPU, &cpu);
}

int main(void)
{
    struct frame out = {.sink = {member}};
    void *self = NULL;
    uint32_t size;
    limit_memory();
    while (read_all(&size, sizeof size)) {
        char *data = grow(NULL, size ? size : 1);
        if (!read_all(data, size))
            break;
        limit_next(from_environment(WIRE_SECONDS));
        out.len = 0;
        answer(&self, data, size, &out);
        free(data);
        size = (uint32_t)out.len;
        write_all(&size, sizeof size);
        write_all(out.data, out.len);
    }
    free(out.data);
    if (self)
        connspec_adapter.handler->close(self);
    return 0;
}
