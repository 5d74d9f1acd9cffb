/* mutate_afl.c - the mutator as a library for AFL++ (AFL_CUSTOM_MUTATOR_LIBRARY). CONNSPEC_MUTATE says what
 * its inputs are: put, patch, or sequence (which is what it is without). */
#include "base/mem.h"
#include "fuzz/mutate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SIZE_LIMIT ((size_t)1 << 20) /* AFL++'s own; -G makes it less */

struct afl {
    struct mutator *mutator;
    uint64_t dice;
    uint8_t *out;
    uint8_t *kept, *tried; /* while trimming: what does the same so far, and what is tried next */
    size_t kept_size, tried_size, step;
};

void *afl_custom_init(void *afl, unsigned seed);
void afl_custom_deinit(void *self);
size_t afl_custom_fuzz(void *self, uint8_t *data, size_t size, uint8_t **out, const uint8_t *other,
                       size_t other_size, size_t max);
const char *afl_custom_describe(void *self, size_t max);
int32_t afl_custom_init_trim(void *self, uint8_t *data, size_t size);
size_t afl_custom_trim(void *self, uint8_t **out);
int32_t afl_custom_post_trim(void *self, uint8_t success);

static enum mutate_kind kind_asked_for(void)
{
    const char *name = getenv("CONNSPEC_MUTATE");
    return !name                        ? MUTATE_SEQUENCE
           : strcmp(name, "put") == 0   ? MUTATE_PUT
           : strcmp(name, "patch") == 0 ? MUTATE_PATCH
                                        : MUTATE_SEQUENCE;
}

void *afl_custom_init(void *afl, unsigned seed)
{
    (void)afl;
    struct err err;
    struct mutator *m = mutator_open(kind_asked_for(), &err);
    if (!m) {
        fprintf(stderr, "connspec: %s\n", err.text);
        return NULL;
    }
    struct afl *self = mem_alloc(sizeof *self);
    *self = (struct afl){.mutator = m,
                         .dice = seed,
                         .out = mem_alloc(SIZE_LIMIT),
                         .kept = mem_alloc(SIZE_LIMIT),
                         .tried = mem_alloc(SIZE_LIMIT)};
    return self;
}

void afl_custom_deinit(void *of)
{
    struct afl *self = of;
    mutator_free(self->mutator);
    free(self->out);
    free(self->kept);
    free(self->tried);
    free(self);
}

/* One in eight with another input, which AFL++ hands over each time. */
size_t afl_custom_fuzz(void *of, uint8_t *data, size_t size, uint8_t **out, const uint8_t *other,
                       size_t other_size, size_t max)
{
    struct afl *self = of;
    uint32_t seed = (uint32_t)self->dice++; /* the mutator's own dice make it look random */
    max = max < SIZE_LIMIT ? max : SIZE_LIMIT;
    size = size < max ? size : max;
    *out = self->out;
    if (other && other_size && seed % 8 == 0)
        return mutator_cross(self->mutator, data, size, other, other_size, self->out, max, seed);
    memcpy(self->out, data, size);
    return mutator_mutate(self->mutator, self->out, size, max, seed);
}

const char *afl_custom_describe(void *of, size_t max)
{
    (void)max;
    return mutator_describe(((struct afl *)of)->mutator);
}

/* --- trimming --- */

#define TRIMMED_ENOUGH 100 /* what AFL++ is told of trimming: steps done and steps to do */

static void find_smaller(struct afl *self)
{
    self->tried_size =
        mutator_trim(self->mutator, self->kept, self->kept_size, self->tried, self->step);
}

int32_t afl_custom_init_trim(void *of, uint8_t *data, size_t size)
{
    struct afl *self = of;
    if (size > SIZE_LIMIT)
        return 0;
    memcpy(self->kept, data, size);
    self->kept_size = size;
    self->step = 0;
    find_smaller(self);
    return self->tried_size ? TRIMMED_ENOUGH : 0;
}

size_t afl_custom_trim(void *of, uint8_t **out)
{
    struct afl *self = of;
    *out = self->tried;
    return self->tried_size;
}

int32_t afl_custom_post_trim(void *of, uint8_t success)
{
    struct afl *self = of;
    if (success) {
        memcpy(self->kept, self->tried, self->tried_size);
        self->kept_size = self->tried_size;
    } else {
        self->step++;
    }
    find_smaller(self);
    return self->tried_size ? 0 : TRIMMED_ENOUGH;
}
