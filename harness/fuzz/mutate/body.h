/* body.h - one body, in and out: which of the rooms has a say, and how often. */
#ifndef MUTATE_BODY_H
#define MUTATE_BODY_H

#include "fuzz/mutate/job.h"

/* Begins a job on the operation's bodies; the arena must have been cleared. The dice roll on. */
void body_begin(struct job *j, struct arena *a, const struct operation *op);

/* Mutates `in` (an empty one is as good as none) to `out`; its length, or 0 when there is no room. */
size_t body_mutate(struct job *j, struct text in, char *out, size_t max);

/* A body of the operation made from an example; how says of what kind. Its length, or 0. */
enum body_how { BODY_EXAMPLE, BODY_RIGHT, BODY_WRONG, BODY_ANY };
size_t body_make(struct job *j, enum body_how how, char *out, size_t max);

/* The body without the *step-th of what it has, from the outside in; 0 when it has not so many, and *step is
 * then what is left of it. */
size_t body_without(struct job *j, struct text in, size_t *step, char *out, size_t max);

#endif
