#include "fuzz/mutate.h"

#include "base/mem.h"
#include "fuzz/mutate/operations.h"

#include <stdlib.h>

#define NODES 8192
#define BYTES ((size_t)512 << 10)

struct mutator {
    enum mutate_kind kind;
    struct rules *rules;
    struct arena arena;
    struct job job;
};

struct mutator *mutator_new(enum mutate_kind kind, const char *openapi, size_t len, struct err *err)
{
    struct rules *rules;
    if (rules_new(&rules, (struct text){openapi, len}, err))
        return NULL;
    struct mutator *m = mem_alloc(sizeof *m);
    m->kind = kind;
    m->rules = rules;
    m->job = (struct job){0};
    arena_open(&m->arena, NODES, BYTES);
    return m;
}

void mutator_free(struct mutator *m)
{
    if (!m)
        return;
    rules_free(m->rules);
    arena_close(&m->arena);
    free(m);
}

const char *mutator_describe(const struct mutator *m)
{
    return m->job.note;
}

static const struct operation *own_operation(const struct mutator *m)
{
    return rules_find(m->rules, m->kind == MUTATE_PATCH ? TEXT("PATCH") : TEXT("PUT"), TEXT(""));
}

static void begin(struct mutator *m, uint32_t seed)
{
    arena_clear(&m->arena);
    body_begin(&m->job, &m->arena, own_operation(m));
    m->job.dice = (struct dice){seed};
}

static size_t mutate_once(struct mutator *m, char *data, size_t size, size_t max)
{
    if (m->kind == MUTATE_SEQUENCE)
        return operations_mutate(&m->job, &m->arena, m->rules, data, size, max);
    char *copy = arena_bytes(&m->arena, size);
    if (!copy)
        return 0;
    if (size)
        memcpy(copy, data, size);
    return body_mutate(&m->job, (struct text){copy, size}, data, max);
}

/* What there was no room for: something that always fits. */
static size_t smaller(struct mutator *m, char *data, size_t size, size_t max)
{
    size = size < max ? size : max;
    size = size ? 1 + dice_below(&m->job.dice, size) : 1;
    data[size - 1] = (char)('!' + dice_below(&m->job.dice, 94));
    return size;
}

size_t mutator_mutate(struct mutator *m, uint8_t *data, size_t size, size_t max, uint32_t seed)
{
    size = size < max ? size : max;
    if (!max)
        return 0;
    begin(m, seed);
    size_t len = mutate_once(m, (char *)data, size, max);
    if (len)
        return len;
    job_note(&m->job, "smaller");
    return smaller(m, (char *)data, size, max);
}

/* --- two --- */

static bool has_rule(const struct spot *s)
{
    return s->parent && s->node->rule;
}

/* Puts a value of b where a has one of the same rule. */
static size_t cross_bodies(struct mutator *m, struct text a, struct text b, char *out, size_t max)
{
    struct job *j = &m->job;
    unsigned faults;
    j->root = tree_read(&m->arena, b, &faults);
    if (!j->root)
        return 0;
    job_survey(j);
    const struct spot *from = job_pick(j, has_rule);
    const struct node *value = from ? from->node : j->root;
    j->root = tree_read(&m->arena, a, &faults);
    if (!j->root)
        return 0;
    job_survey(j);
    for (size_t i = 0; i < j->spot_count; i++)
        if (j->spots[i].node->rule == value->rule && (j->spots[i].parent || !value->rule)) {
            node_become(j->spots[i].node, value);
            return tree_write(j->root, SPACING_NONE, out, max);
        }
    struct node *copy = node_copy(&m->arena, value);
    if (!copy || j->root->kind != NODE_OBJECT || !copy->name.len ||
        node_member(j->root, copy->name))
        return 0;
    node_add(j->root, copy);
    return tree_write(j->root, SPACING_NONE, out, max);
}

size_t mutator_cross(struct mutator *m, const uint8_t *a, size_t a_size, const uint8_t *b,
                     size_t b_size, uint8_t *out, size_t max, uint32_t seed)
{
    struct text first = {(const char *)a, a_size}, second = {(const char *)b, b_size};
    if (!max)
        return 0;
    begin(m, seed);
    job_note(&m->job, "cross");
    size_t len = m->kind == MUTATE_SEQUENCE
                     ? operations_cross(&m->job, first, second, (char *)out, max)
                     : cross_bodies(m, first, second, (char *)out, max);
    if (len)
        return len;
    len = a_size < max ? a_size : max;
    memcpy(out, a, len);
    return mutator_mutate(m, out, len, max, seed);
}

size_t mutator_trim(struct mutator *m, const uint8_t *data, size_t size, uint8_t *out, size_t step)
{
    struct text in = {(const char *)data, size};
    begin(m, 0);
    job_note(&m->job, "trim");
    if (!size)
        return 0;
    if (m->kind == MUTATE_SEQUENCE)
        return operations_without(&m->job, &m->arena, m->rules, in, step, (char *)out, size);
    return body_without(&m->job, in, &step, (char *)out, size);
}
