#include "fuzz/agree/inside.h"

#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>

#define TOLD_MAX ((size_t)16 << 20)

struct telling {
    struct connspec_sink sink; /* first: what it is handed is this */
    struct understood *out;
    size_t room;
};

static struct bytes keep(struct understood *out, struct connspec_text text)
{
    size_t at = out->frame.len;
    buf_add(&out->frame, text.ptr, text.len);
    return (struct bytes){(const char *)(uintptr_t)at, text.len}; /* a place until all are there */
}

static void member(struct connspec_sink *sink, struct connspec_text pointer,
                   enum connspec_kind kind, struct connspec_text text)
{
    struct telling *t = (struct telling *)sink;
    struct understood *out = t->out;
    if (out->frame.len + pointer.len + text.len > TOLD_MAX)
        return;
    if (out->count == t->room)
        out->list = mem_grow(out->list, t->room = 2 * t->room + 16, sizeof *out->list);
    struct bytes at = keep(out, pointer);
    out->list[out->count++] = (struct told){at, keep(out, text), kind};
}

void inside_parse(const struct connspec_parser *parser, struct bytes body, struct understood *out)
{
    *out = (struct understood){.fate = FATE_ANSWERED, .frame = buf_new(TOLD_MAX)};
    struct telling t = {.sink = {member}, .out = out};
    char *exact = malloc(body.len); /* so that a sanitizer sees the first byte too many */
    if (body.len)
        memcpy(exact, body.ptr, body.len);
    out->accepted = parser->parse(exact, body.len, &t.sink);
    free(exact);
    for (size_t i = 0; i < out->count; i++) {
        out->list[i].pointer.ptr = out->frame.data + (uintptr_t)out->list[i].pointer.ptr;
        out->list[i].text.ptr = out->frame.data + (uintptr_t)out->list[i].text.ptr;
    }
}
