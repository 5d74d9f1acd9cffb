#include "fuzz/mutate/tree.h"

#include "base/mem.h"

#include <stdlib.h>

void arena_open(struct arena *a, size_t nodes, size_t bytes)
{
    *a = (struct arena){.node_max = nodes, .byte_max = bytes};
    a->nodes = mem_alloc(nodes * sizeof *a->nodes);
    a->bytes = mem_alloc(bytes);
}

void arena_close(struct arena *a)
{
    free(a->nodes);
    free(a->bytes);
    *a = (struct arena){0};
}

struct node *node_new(struct arena *a, enum node_kind kind, struct text text)
{
    if (a->node_count == a->node_max)
        return NULL;
    struct node *n = &a->nodes[a->node_count++];
    *n = (struct node){.kind = kind, .text = text};
    return n;
}

char *arena_bytes(struct arena *a, size_t len)
{
    if (len > a->byte_max - a->byte_count)
        return NULL;
    char *bytes = a->bytes + a->byte_count;
    a->byte_count += len;
    return bytes;
}

struct text arena_text(struct arena *a, struct text before, struct text after)
{
    char *bytes = arena_bytes(a, before.len + after.len);
    if (!bytes)
        return before;
    if (before.len)
        memcpy(bytes, before.ptr, before.len);
    if (after.len)
        memcpy(bytes + before.len, after.ptr, after.len);
    return (struct text){bytes, before.len + after.len};
}

struct node *node_copy(struct arena *a, const struct node *n)
{
    struct node *copy = node_new(a, n->kind, n->text);
    if (!copy)
        return NULL;
    copy->name = n->name;
    copy->rule = n->rule;
    struct node **end = &copy->child;
    for (const struct node *c = n->child; c; c = c->next) {
        *end = node_copy(a, c);
        if (!*end)
            return NULL;
        end = &(*end)->next;
    }
    return copy;
}

/* --- spelling --- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The next character of *t, which is not empty, and *t after it. What is no escape of ASCII is one byte,
 * a backslash that is none of an escape, 0x100. */
static unsigned next_character(struct text *t)
{
    const char *c = t->ptr;
    size_t used = 1;
    unsigned is = (unsigned char)*c;
    if (is == '\\' && t->len >= 6 && memcmp(c + 1, "u00", 3) == 0 && hex_digit(c[4]) >= 0 &&
        hex_digit(c[4]) < 8 && hex_digit(c[5]) >= 0) {
        is = (unsigned)(hex_digit(c[4]) << 4 | hex_digit(c[5]));
        used = 6;
    } else if (is == '\\' && t->len >= 2 && c[1] && strchr("\"\\/", c[1])) {
        is = (unsigned char)c[1];
        used = 2;
    } else if (is == '\\') {
        is = 0x100;
    }
    *t = (struct text){c + used, t->len - used};
    return is;
}

bool text_means_escaped(struct text a, struct text b)
{
    while (a.len && b.len)
        if (next_character(&a) != next_character(&b))
            return false;
    return a.len == b.len;
}

/* --- writing --- */

struct writer {
    char *at, *end;
    enum spacing how;
    bool full;
};

static inline void put(struct writer *w, const char *bytes, size_t len)
{
    if (len > (size_t)(w->end - w->at)) {
        w->full = true;
        return;
    }
    if (len)
        memcpy(w->at, bytes, len);
    w->at += len;
}

static void put_break(struct writer *w, unsigned depth)
{
    static const char spaces[] = "                                ";
    if (w->how != SPACING_LINES)
        return;
    put(w, "\n", 1);
    put(w, spaces, depth * 2 < sizeof spaces - 1 ? depth * 2 : sizeof spaces - 1);
}

static void put_string(struct writer *w, struct text text)
{
    put(w, "\"", 1);
    put(w, text.ptr, text.len);
    put(w, "\"", 1);
}

static void write_node(struct writer *w, const struct node *n, unsigned depth);

static void write_children(struct writer *w, const struct node *n, unsigned depth)
{
    bool object = n->kind == NODE_OBJECT;
    put(w, object ? "{" : "[", 1);
    for (const struct node *c = n->child; c && !w->full; c = c->next) {
        put_break(w, depth + 1);
        if (object) {
            put_string(w, c->name);
            put(w, ": ", w->how == SPACING_NONE ? 1 : 2);
        }
        write_node(w, c, depth + 1);
        if (c->next)
            put(w, ", ", w->how == SPACING_ONE ? 2 : 1);
    }
    if (n->child)
        put_break(w, depth);
    put(w, object ? "}" : "]", 1);
}

static void write_node(struct writer *w, const struct node *n, unsigned depth)
{
    if (n->kind == NODE_STRING)
        put_string(w, n->text);
    else if (n->kind < NODE_STRING || n->text.len)
        put(w, n->text.ptr, n->text.len);
    else
        write_children(w, n, depth);
}

size_t tree_write(const struct node *n, enum spacing how, char *out, size_t max)
{
    struct writer w = {.at = out, .end = out + max, .how = how};
    write_node(&w, n, 0);
    return w.full ? 0 : (size_t)(w.at - out);
}

/* --- members --- */

struct node *node_member(const struct node *object, struct text name)
{
    if (object->kind != NODE_OBJECT)
        return NULL;
    for (struct node *c = object->child; c; c = c->next)
        if (text_means(c->name, name))
            return c;
    return NULL;
}

size_t node_count(const struct node *parent)
{
    size_t count = 0;
    for (const struct node *c = parent->child; c; c = c->next)
        count++;
    return count;
}

struct node *node_at(const struct node *parent, size_t at)
{
    struct node *c = parent->child;
    while (c && at--)
        c = c->next;
    return c;
}

void node_insert(struct node *parent, size_t at, struct node *child)
{
    struct node **link = &parent->child;
    while (*link && at--)
        link = &(*link)->next;
    child->next = *link;
    *link = child;
}

void node_add(struct node *parent, struct node *child)
{
    node_insert(parent, SIZE_MAX, child);
}

void node_take(struct node *parent, const struct node *child)
{
    for (struct node **link = &parent->child; *link; link = &(*link)->next)
        if (*link == child) {
            *link = child->next;
            return;
        }
}

void node_become(struct node *n, const struct node *other)
{
    struct node now = *other;
    now.name = n->name;
    now.next = n->next;
    *n = now;
}
