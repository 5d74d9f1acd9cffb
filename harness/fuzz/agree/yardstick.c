#include "fuzz/agree/yardstick.h"

#include "base/mem.h"
#include "fuzz/parsers/members.h"
#include "fuzz/review/reading.h"

#include <stdint.h>
#include <stdlib.h>

struct telling {
    struct connspec_sink sink; /* first: what it is handed is this */
    struct bytes body;
    struct understood *out;
    size_t room;
};

static enum connspec_kind kind_of(const cJSON *value)
{
    return cJSON_IsNull(value)     ? CONNSPEC_NULL
           : cJSON_IsFalse(value)  ? CONNSPEC_FALSE
           : cJSON_IsTrue(value)   ? CONNSPEC_TRUE
           : cJSON_IsNumber(value) ? CONNSPEC_NUMBER
           : cJSON_IsString(value) ? CONNSPEC_STRING
           : cJSON_IsObject(value) ? CONNSPEC_OBJECT
                                   : CONNSPEC_ARRAY;
}

/* U+0000, which json_read has as C0 80, becomes itself again. */
static size_t unfold(char *text, size_t len)
{
    size_t to = 0;
    for (size_t at = 0; at < len; at++) {
        bool nul = (uint8_t)text[at] == 0xC0;
        text[to++] = nul ? '\0' : text[at];
        at += nul;
    }
    return to;
}

static struct bytes keep(struct understood *out, struct bytes text)
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
    struct bytes value = {text.ptr, text.len};
    char *name = mem_copy(pointer.ptr, pointer.len), *copy;
    if (kind == CONNSPEC_NUMBER && !json_find(t->body, name, &value))
        value = bytes_of("nowhere");
    copy = mem_copy(value.ptr, value.len);
    if (out->count == t->room)
        out->list = mem_grow(out->list, t->room = 2 * t->room + 16, sizeof *out->list);
    struct told *told = &out->list[out->count++];
    told->kind = kind;
    told->text = keep(out, (struct bytes){copy, unfold(copy, value.len)});
    told->pointer = keep(out, (struct bytes){name, unfold(name, pointer.len)});
    free(name);
    free(copy);
}

static void *find(void *value, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(value, name);
}

static void tell(struct connspec_sink *sink, const char *pointer, void *of)
{
    const cJSON *value = of, *tag;
    sink->member(sink, members_text(pointer), kind_of(value), members_text(value->valuestring));
    if (strcmp(pointer, "/tags") != 0 || !cJSON_IsObject(value))
        return;
    cJSON_ArrayForEach(tag, value)
        members_tag(sink, tag->string, kind_of(tag), members_text(tag->valuestring));
}

void yardstick_read(struct bytes body, const cJSON *tree, struct understood *out)
{
    *out = (struct understood){.accepted = true, .frame = buf_new(8 * body.len + 4096)};
    struct telling t = {.sink = {member}, .body = body, .out = out};
    members_read((void *)(uintptr_t)tree, find, tell, &t.sink);
    for (size_t i = 0; i < out->count; i++) {
        out->list[i].pointer.ptr = out->frame.data + (uintptr_t)out->list[i].pointer.ptr;
        out->list[i].text.ptr = out->frame.data + (uintptr_t)out->list[i].text.ptr;
    }
}

static const struct told *there(const struct understood *u, struct bytes pointer)
{
    for (size_t i = 0; i < u->count; i++)
        if (bytes_equal(u->list[i].pointer, pointer))
            return &u->list[i];
    return NULL;
}

static double double_of(struct bytes number)
{
    char *text = mem_copy(number.ptr, number.len);
    double value = strtod(text, NULL);
    free(text);
    return value;
}

/* `a` is as it was written, where that is known: an integer has all its digits to be held against, anything
 * else is the nearest double. */
static bool same(const struct told *a, const struct told *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind != CONNSPEC_NUMBER)
        return a->kind != CONNSPEC_STRING || bytes_equal(a->text, b->text);
    if (memchr(a->text.ptr, '.', a->text.len) || memchr(a->text.ptr, 'e', a->text.len) ||
        memchr(a->text.ptr, 'E', a->text.len))
        return double_of(a->text) == double_of(b->text);
    struct made one = {.value = mem_copy(a->text.ptr, a->text.len), .number = true};
    struct made other = {.value = mem_copy(b->text.ptr, b->text.len), .number = true};
    bool equal = reading_same(&one, &other);
    free(one.value);
    free(other.value);
    return equal;
}

bool understood_differ(const struct understood *a, const struct understood *b,
                       const struct told **one, const struct told **other)
{
    for (size_t i = 0; i < a->count; i++) {
        *one = &a->list[i];
        *other = there(b, a->list[i].pointer);
        if (!*other || !same(*one, *other))
            return true;
    }
    for (size_t i = 0; i < b->count; i++) {
        *one = there(a, b->list[i].pointer);
        *other = &b->list[i];
        if (!*one)
            return true;
    }
    return false;
}
