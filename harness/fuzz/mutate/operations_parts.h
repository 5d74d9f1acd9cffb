/* operations_parts.h - a sequence under the knife: what operations.c and recipes.c share. */
#ifndef MUTATE_OPERATIONS_PARTS_H
#define MUTATE_OPERATIONS_PARTS_H

#include "fuzz/mutate/operations.h"

#define STEPS_MAX 16

struct step {
    struct text head, body;
};

struct steps {
    struct step list[STEPS_MAX];
    size_t count;
};

struct play { /* what the edits of a sequence share */
    struct job *job;
    struct arena *arena;
    const struct rules *rules;
    struct steps steps;
};

struct text step_word(struct text head,
                      unsigned at); /* of a head line, from 0; empty behind the last */
struct text step_join(struct play *p, struct text a, struct text b);
struct text step_head(struct play *p, const struct operation *op, struct text name);
struct text step_body(struct play *p, const struct operation *op, enum body_how how);
bool step_insert(struct play *p, size_t at, struct step s);

/* (recipes.c) Operations that belong together, instead of the sequence or behind it. */
bool play_recipe(struct play *p);

#endif
