#include "fuzz/review/report.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static const struct clause *clause_of(const struct report *r, const char *id)
{
    int index = clause_find(r->contract, id);
    return index < 0 ? NULL : &r->contract->clauses.list[index];
}

static bool is_must(const struct report *r, const struct found *f)
{
    const struct clause *c = clause_of(r, f->what.clause);
    return !c || c->must;
}

static bool same(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

void report_add(struct report *r, const struct complaint *f, const char *input)
{
    for (size_t i = 0; i < r->count; i++) {
        struct finding *known = &r->list[i].what;
        if (same(known->clause, f->clause) && same(known->where, f->where) &&
            same(known->expected, f->expected)) {
            r->list[i].count++;
            return;
        }
    }
    r->list = mem_grow(r->list, r->count + 1, sizeof *r->list);
    r->list[r->count++] = (struct found){.what = {.clause = mem_string(f->clause ? f->clause : ""),
                                                  .where = mem_string(f->where),
                                                  .expected = mem_string(f->expected),
                                                  .actual = mem_string(f->actual),
                                                  .message = mem_string(f->message)},
                                         .input = mem_string(input),
                                         .count = 1};
}

size_t report_broken(const struct report *r)
{
    size_t count = 0;
    for (size_t i = 0; i < r->count; i++)
        count += is_must(r, &r->list[i]);
    return count;
}

#define PLACES 5 /* of one clause that are shown */

static void print_place(const struct found *f, struct buf *out)
{
    buf_format(out, "  %s: expected %s, found %s\n    with %s", f->what.where, f->what.expected,
               f->what.actual, f->input);
    if (f->count > 1)
        buf_format(out, ", and %zu more", f->count - 1);
    buf_byte(out, '\n');
}

/* NULL: those that no clause is about. */
static void print_clause(const struct report *r, const struct clause *c, struct buf *out)
{
    size_t places = 0;
    for (size_t i = 0; i < r->count; i++) {
        if (clause_of(r, r->list[i].what.clause) != c || places++ >= PLACES)
            continue;
        if (places == 1 && c)
            buf_format(out, "\n%s (%s, %s): %s\n", c->id, level_name(c->level),
                       c->must ? "must" : "should", c->text);
        else if (places == 1)
            buf_text(out, "\nOf no clause:\n");
        print_place(&r->list[i], out);
    }
    if (places > PLACES)
        buf_format(out, "  and %zu more places\n", places - PLACES);
}

void report_print(const struct report *r, struct buf *out)
{
    size_t broken = report_broken(r);
    buf_format(out, "%zu bodies of the corpus: %zu accepted, %zu refused\n", r->sent, r->accepted,
               r->refused);
    print_clause(r, NULL, out);
    for (size_t i = 0; i < r->contract->clauses.count; i++)
        print_clause(r, &r->contract->clauses.list[i], out);
    if (!r->count)
        buf_text(out, "nothing was found\n");
    else
        buf_format(out, "\n%zu places where a must is broken, %zu where a should is\n", broken,
                   r->count - broken);
}

void report_free(struct report *r)
{
    for (size_t i = 0; i < r->count; i++) {
        struct finding *f = &r->list[i].what;
        free(f->clause);
        free(f->where);
        free(f->expected);
        free(f->actual);
        free(f->message);
        free(r->list[i].input);
    }
    free(r->list);
    *r = (struct report){0};
}
