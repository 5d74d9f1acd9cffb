#include "contract/judge.h"

#include "base/mem.h"

#include <stdlib.h>

void findings_add(struct findings *f, const char *clause, const char *where, const char *expected,
                  const char *actual, const char *message, const char *rule)
{
    f->list = mem_grow(f->list, f->count + 1, sizeof *f->list);
    f->list[f->count++] = (struct finding){.clause = mem_string(clause),
                                           .where = mem_string(where),
                                           .expected = mem_string(expected),
                                           .actual = mem_string(actual),
                                           .message = mem_string(message),
                                           .rule = mem_string(rule)};
}

void findings_free(struct findings *f)
{
    for (size_t i = 0; i < f->count; i++) {
        struct finding *one = &f->list[i];
        free(one->clause);
        free(one->where);
        free(one->expected);
        free(one->actual);
        free(one->message);
        free(one->rule);
    }
    free(f->list);
    free(f->applied);
    *f = (struct findings){0};
}
