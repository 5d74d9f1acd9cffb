#include "reports/console.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/* In the order in which one wants to know. */
static const struct shown {
    enum status status;
    enum ink ink;
    const char *word;
} shown[STATUSES] = {
    {STATUS_FAIL, INK_RED, "FAIL"},       {STATUS_NOT_IMPLEMENTED, INK_RED, "missing"},
    {STATUS_WARN, INK_YELLOW, "warn"},    {STATUS_INCONCLUSIVE, INK_YELLOW, "undecided"},
    {STATUS_SKIPPED, INK_DIM, "skipped"}, {STATUS_NOT_RUN, INK_DIM, "not run"},
    {STATUS_NOTE, INK_GREEN, "note"},     {STATUS_PASS, INK_GREEN, "pass"},
};

static enum status clause_status(const struct page *p, const char *id)
{
    const cJSON *clause;
    cJSON_ArrayForEach(clause, line_member(p->r->verdict, "clauses"))
    {
        if (strcmp(line_text(clause, "id"), id) == 0)
            return line_status(clause);
    }
    return STATUS_NOT_RUN;
}

static bool ids_with(const enum status *status, const struct contract *c, enum level level,
                     enum status wanted, struct buf *out)
{
    for (size_t i = 0; i < c->clauses.count; i++) {
        const struct clause *clause = &c->clauses.list[i];
        if (clause->level == level && status[i] == wanted)
            buf_format(out, "%s%s", out->len ? " " : "", clause->id);
    }
    return out->len > 0;
}

static void level_rows(struct page *p, const enum status *status, enum level level)
{
    const char *name = level_name(level);
    for (size_t i = 0; i < STATUSES; i++) {
        struct buf ids = buf_new((size_t)1 << 16);
        if (ids_with(status, p->c, level, shown[i].status, &ids)) {
            buf_format(p->out, "%*s%-*s", PAGE_INDENT, "", PAGE_LABEL, name);
            page_ink(p, shown[i].ink, shown[i].word);
            buf_format(p->out, "%*s", 11 - (int)strlen(shown[i].word), "");
            page_wrap(p, PAGE_INDENT + PAGE_LABEL + 11, ids.data);
            name = "";
        }
        buf_free(&ids);
    }
}

void console_clauses(struct page *p)
{
    if (!p->r->verdict)
        return;
    enum status *status = mem_alloc(p->c->clauses.count * sizeof *status);
    for (size_t i = 0; i < p->c->clauses.count; i++)
        status[i] = clause_status(p, p->c->clauses.list[i].id);
    page_section(p, "CLAUSES", "");
    for (int level = 0; level < LEVELS; level++)
        level_rows(p, status, (enum level)level);
    free(status);
}

void console_counts(struct page *p)
{
    size_t counts[STATUSES] = {0};
    for (size_t i = 0; i < p->r->check_count; i++)
        counts[line_status(p->r->checks[i])]++;
    buf_format(p->out, "\n%zu check%s", p->r->check_count, p->r->check_count == 1 ? "" : "s");
    const char *between = ": ";
    for (size_t i = 0; i < STATUSES; i++) {
        if (!counts[shown[i].status])
            continue;
        char *text = mem_format("%zu %s", counts[shown[i].status], shown[i].word);
        buf_text(p->out, between);
        page_ink(p, shown[i].ink, text);
        between = ", ";
        free(text);
    }
    buf_format(p->out, " in %zu exchange%s.\n", p->r->exchange_count,
               p->r->exchange_count == 1 ? "" : "s");
}
