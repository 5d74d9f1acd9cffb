#include "contract/schema_run.h"

#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>

/* How near a failed branch of an anyOf came is the depth at which it failed first; at the same
 * depth a value of the wrong shape (type, const, enum, false) is farther off than any other. */

void log_near(struct schema_run *run, size_t depth, bool shape)
{
    size_t nearness = depth * 2 + !shape;
    if (nearness < run->log->nearness)
        run->log->nearness = nearness;
}

void log_open(struct schema_run *run, struct log *log, bool mute, bool quiet)
{
    struct log *outer = run->log;
    *log = (struct log){.outer = outer,
                        .mute = mute || !log_wants_errors(run),
                        .quiet = quiet || outer->quiet,
                        .nearness = SIZE_MAX};
    run->log = log;
}

void log_close(struct schema_run *run, struct log *log)
{
    run->log = log->outer;
}

bool log_wants_errors(const struct schema_run *run)
{
    return !run->log->mute && run->log->errors.count < SCHEMA_MAX_ERRORS;
}

static struct schema_error *new_error(struct schema_errors *e)
{
    if (e->count == SCHEMA_MAX_ERRORS)
        return NULL;
    e->list = mem_grow(e->list, e->count + 1, sizeof *e->list);
    return &e->list[e->count++];
}

struct schema_error *log_add(struct schema_run *run)
{
    return run->log->mute ? NULL : new_error(&run->log->errors);
}

/* The outermost log tells the caller at once; the others keep it until they are accepted. */
void log_clause(struct schema_run *run, const char *clause)
{
    struct log *log = run->log;
    if (log->quiet)
        return;
    if (!log->outer) {
        run->options->applied(run->options->context, clause);
        return;
    }
    if (log->clause_count == log->clause_cap) {
        log->clause_cap = log->clause_cap ? log->clause_cap * 2 : 8;
        log->clauses = mem_grow(log->clauses, log->clause_cap, sizeof *log->clauses);
    }
    log->clauses[log->clause_count++] = clause;
}

void log_accept(struct schema_run *run, struct log *log)
{
    for (size_t i = 0; i < log->clause_count; i++)
        log_clause(run, log->clauses[i]);
}

void schema_error_clear(struct schema_error *e)
{
    free(e->instance);
    free(e->schema);
    free(e->expected);
    free(e->found);
    free(e->clause);
    *e = (struct schema_error){0};
}

void log_errors(struct schema_run *run, struct log *log)
{
    for (size_t i = 0; i < log->errors.count; i++) {
        struct schema_error *copy = log_add(run);
        if (copy)
            *copy = log->errors.list[i];
        else
            schema_error_clear(&log->errors.list[i]);
    }
    if (log->nearness < run->log->nearness)
        run->log->nearness = log->nearness;
    log->errors.count = 0;
}

void log_free(struct log *log)
{
    schema_errors_free(&log->errors);
    free(log->clauses);
}

void schema_errors_free(struct schema_errors *e)
{
    for (size_t i = 0; i < e->count; i++)
        schema_error_clear(&e->list[i]);
    free(e->list);
    *e = (struct schema_errors){0};
}
