/* tree.h - a body as a tree that can be edited and written again, on memory made once.
 *
 * The mutator's own JSON code, shared with no target: it is not instrumented, and a target's bug is not
 * in it. Texts stay as they are spelled, escapes and all, so that what is not edited is not changed. */
#ifndef MUTATE_TREE_H
#define MUTATE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum node_kind {
    NODE_NULL,
    NODE_FALSE,
    NODE_TRUE,
    NODE_NUMBER,
    NODE_STRING,
    NODE_ARRAY,
    NODE_OBJECT
};
#define KIND_BIT(kind) (1u << (kind))

struct text { /* borrowed: of the input, of the arena, or static */
    const char *ptr;
    size_t len;
};
#define TEXT(literal) ((struct text){literal, sizeof(literal) - 1})

static inline bool text_same(struct text a, struct text b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* The same, however it is spelled: a letter, or the escape of it. Of escapes of more than ASCII only the
 * spelling is looked at. */
bool text_means_escaped(struct text a, struct text b);
static inline bool text_means(struct text a, struct text b)
{
    if (text_same(a, b))
        return true;
    if (!a.len || !b.len || (*a.ptr != *b.ptr && *a.ptr != '\\' && *b.ptr != '\\'))
        return false; /* as nearly all are: this is asked for every member */
    bool escaped = memchr(a.ptr, '\\', a.len) || memchr(b.ptr, '\\', b.len);
    return escaped && text_means_escaped(a, b);
}

struct rule;

struct node {
    enum node_kind kind;
    struct text name; /* of an object's member, as spelled between its quotes */
    struct text
        text; /* of a string what is between its quotes; of another scalar all of it. An array or
                       * object with a text is written as that text, whatever it has below it */
    struct node *child, *next;
    const struct rule *rule; /* what the contract says of it; NULL: nothing */
};

struct arena {
    struct node *nodes;
    size_t node_count, node_max;
    char *bytes;
    size_t byte_count, byte_max;
};

void arena_open(struct arena *a, size_t nodes, size_t bytes);
void arena_close(struct arena *a);
static inline void arena_clear(struct arena *a)
{
    a->node_count = a->byte_count = 0;
}

struct node *node_new(struct arena *a, enum node_kind kind, struct text text); /* NULL: full */
char *arena_bytes(struct arena *a, size_t len);                                /* NULL: full */
struct text arena_text(struct arena *a, struct text before,
                       struct text after); /* joined; full: `before` */
struct node *node_copy(struct arena *a,
                       const struct node *n); /* with name and all below; NULL: full */

/* Reads what can be read: what is cut short is closed, what is in the way is skipped. *faults says how
 * often that was; 0: it is JSON but for the bytes inside strings. NULL: nothing there is like a value, or
 * the arena is full, or it nests deeper than TREE_DEPTH. */
#define TREE_DEPTH 64
struct node *tree_read(struct arena *a, struct text from, unsigned *faults);

enum spacing { SPACING_NONE, SPACING_ONE, SPACING_LINES };

/* Writes it; its length, or 0 when `max` is too little. */
size_t tree_write(const struct node *n, enum spacing how, char *out, size_t max);

struct node *node_member(const struct node *object, struct text name); /* the first; or NULL */
size_t node_count(const struct node *parent);
struct node *node_at(const struct node *parent, size_t at); /* or NULL */
void node_add(struct node *parent, struct node *child);     /* as the last one */
void node_insert(struct node *parent, size_t at, struct node *child);
void node_take(struct node *parent, const struct node *child); /* out of its parent */
void node_become(struct node *n, const struct node *other);    /* keeps its name and place */

#endif
