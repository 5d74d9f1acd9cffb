/* Runs as Markdown. Outside text only ever stands in code (escape.h); clauses are our own. */
#include "reports/console.h"
#include "reports/escape.h"
#include "reports/html.h"

#include "base/mem.h"
#include "contract/utf8.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_MAX ((size_t)300) /* bytes of an outside text */
#define CAUSES_MAX 12
#define NAMED_MAX 10           /* checks that are named, of more of a kind */
#define ENOUGH ((size_t)40000) /* bytes, after which no further cause is told */

static void code(struct buf *out, const char *text)
{
    struct bytes all = bytes_of(text);
    size_t len = utf8_cut(all, TEXT_MAX);
    escape_markdown(out, (struct bytes){all.ptr, len});
    if (len < all.len)
        buf_text(out, " …");
}

static void item(struct buf *out, const char *label, const char *text)
{
    if (!*text)
        return;
    buf_format(out, "- %s ", label);
    code(out, text);
    buf_byte(out, '\n');
}

/* --- the verdict --- */

static void add_verdict(const struct page *p, const char *label)
{
    enum ink ink;
    char *words = page_headline(p, &ink);
    const char *doubt = verdict_doubt(p->r), *mark = doubt              ? "❌"
                                                     : ink == INK_GREEN ? "✅"
                                                     : ink == INK_RED   ? "❌"
                                                                        : "⚠️";
    buf_format(p->out, "%s **", mark);
    code(p->out, words);
    buf_text(p->out, "**");
    if (doubt)
        buf_format(p->out, " **and the results contradict that: %s**", doubt);
    buf_text(p->out, "  \n");
    code(p->out, line_text(p->r->head, "target"));
    buf_text(p->out, ", ");
    code(p->out, line_text(p->r->head, "started"));
    if (label) {
        buf_text(p->out, ", ");
        code(p->out, label);
    }
    buf_text(p->out, "\n\n");
    free(words);
}

/* --- the levels --- */

static const struct column {
    enum status status;
    const char *name;
} columns[] = {{STATUS_PASS, "pass"},
               {STATUS_NOTE, "note"},
               {STATUS_FAIL, "**fail**"},
               {STATUS_WARN, "warn"},
               {STATUS_INCONCLUSIVE, "inconclusive"},
               {STATUS_NOT_IMPLEMENTED, "not implemented"},
               {STATUS_SKIPPED, "skipped"},
               {STATUS_NOT_RUN, "not run"}};
#define COLUMNS (sizeof columns / sizeof *columns)

static void add_levels(const struct page *p)
{
    size_t counts[LEVELS][STATUSES] = {0};
    for (size_t i = 0; i < p->r->check_count; i++)
        counts[line_level(p->r->checks[i])][line_status(p->r->checks[i])]++;
    buf_text(p->out, "| checks |");
    for (size_t i = 0; i < COLUMNS; i++)
        buf_format(p->out, " %s |", columns[i].name);
    buf_text(p->out, "\n| --- |");
    for (size_t i = 0; i < COLUMNS; i++)
        buf_text(p->out, " ---: |");
    for (int level = 0; level < LEVELS; level++) {
        buf_format(p->out, "\n| %s |", level_name((enum level)level));
        for (size_t i = 0; i < COLUMNS; i++)
            buf_format(p->out, " %zu |", counts[level][columns[i].status]);
    }
    buf_text(p->out, "\n\n");
}

/* --- what does not hold --- */

static void add_title(const struct page *p, const struct group *g)
{
    const char *id = line_text(g->checks[0], "clause");
    int index = clause_find(p->c, id);
    buf_text(p->out, "<details><summary>");
    if (index < 0)
        escape_xml(p->out, bytes_of(id));
    else
        buf_format(p->out, "<b>%s</b> (%s) ", p->c->clauses.list[index].id,
                   p->c->clauses.list[index].must ? "must" : "should");
    if (index >= 0)
        escape_xml(p->out, bytes_of(p->c->clauses.list[index].text));
    buf_format(p->out, " — %zu check%s</summary>\n\n", g->count, g->count == 1 ? "" : "s");
}

static void add_again(const struct page *p, const cJSON *check)
{
    struct buf command = buf_new((size_t)1 << 16);
    if (!results_exchange(p->r, line_number(check, "exchange")))
        return;
    buf_text(&command, "connspec replay results.jsonl ");
    escape_shell(&command, bytes_of(line_text(check, "id")));
    item(p->out, "again:", buf_view(&command).ptr);
    buf_free(&command);
}

static void add_cause(const struct page *p, const struct group *g)
{
    const cJSON *check = g->checks[0];
    add_title(p, g);
    item(p->out, "what:", line_text(check, "message"));
    item(p->out, "where:", line_text(check, "where"));
    item(p->out, "expected:", line_text(check, "expected"));
    item(p->out, "actual:", line_text(check, "actual"));
    item(p->out, "check:", line_text(check, "id"));
    char *others = g->count > 1 ? group_others(g, 1) : NULL;
    item(p->out, "also in:", others ? others : "");
    free(others);
    add_again(p, check);
    buf_text(p->out, "\n</details>\n\n");
}

static void add_causes(struct page *p, const char *title, group_key key)
{
    struct groups g = groups_of(p, key, false);
    size_t shown = 0;
    if (g.count)
        buf_format(p->out, "### %s\n\n", title);
    for (; shown < g.count && shown < CAUSES_MAX && p->out->len < ENOUGH; shown++)
        add_cause(p, &g.list[shown]);
    if (shown < g.count)
        buf_format(p->out, "and %zu more causes, which the other reports have.\n\n",
                   g.count - shown);
    groups_free(&g);
}

/* --- what was not checked --- */

static char *why_key(const struct page *p, const cJSON *check)
{
    (void)p;
    enum status s = line_status(check);
    if (s != STATUS_INCONCLUSIVE && s != STATUS_NOT_IMPLEMENTED && s != STATUS_SKIPPED &&
        s != STATUS_NOT_RUN)
        return NULL;
    return mem_format("%s: %.*s", status_name(s), (int)TEXT_MAX, line_text(check, "message"));
}

static void add_unchecked(struct page *p)
{
    struct groups g = groups_of(p, why_key, true);
    if (g.count)
        buf_text(p->out, "### Not checked\n\n");
    for (size_t i = 0; i < g.count && i < NAMED_MAX; i++) {
        char *why = why_key(p, g.list[i].checks[0]);
        buf_format(p->out, "- %zu check%s, ", g.list[i].count, g.list[i].count == 1 ? "" : "s");
        code(p->out, why);
        buf_text(p->out, ", such as ");
        code(p->out, line_text(g.list[i].checks[0], "id"));
        buf_byte(p->out, '\n');
        free(why);
    }
    if (g.count > NAMED_MAX)
        buf_format(p->out, "- and %zu more reasons\n", g.count - NAMED_MAX);
    if (g.count)
        buf_byte(p->out, '\n');
    groups_free(&g);
}

/* --- from one run to the next --- */

static bool broken(const cJSON *check)
{
    return check && (line_status(check) == STATUS_FAIL || line_status(check) == STATUS_WARN);
}

/* Checks that are broken in `in` and held in `not_in`. */
static void add_changed(struct buf *out, const char *title, const struct results *in,
                        const struct results *not_in)
{
    size_t count = 0;
    for (size_t i = 0; i < in->check_count; i++) {
        const char *id = line_text(in->checks[i], "id");
        const cJSON *other = broken(in->checks[i]) ? results_check(not_in, id) : NULL;
        if (!other || !status_held(line_status(other)) || count++ >= NAMED_MAX)
            continue;
        buf_format(out, "%s ", count == 1 ? title : ",");
        code(out, id);
    }
    if (count > NAMED_MAX)
        buf_format(out, " and %zu more", count - NAMED_MAX);
    buf_text(out, count ? "\n\n" : "");
    if (!count)
        buf_format(out, "%s nothing\n\n", title);
}

static void add_comparison(const struct report_source *before, const struct report_source *after,
                           struct buf *out)
{
    buf_text(out, "### From ");
    code(out, before->label);
    buf_text(out, " to ");
    code(out, after->label);
    buf_text(out, "\n\n");
    add_changed(out, "Broke:", after->run, before->run);
    add_changed(out, "Fixed:", before->run, after->run);
}

void render_markdown(const struct report_source *list, size_t count, const struct contract *c,
                     struct buf *out)
{
    const struct report_source *last = NULL;
    size_t runs = 0;
    for (size_t i = 0; i < count; i++)
        runs += list[i].run != NULL;
    for (size_t i = 0; i < count; i++) {
        struct page p = {.r = list[i].run, .c = c, .out = out};
        if (!list[i].run)
            continue;
        add_verdict(&p, runs > 1 ? list[i].label : NULL);
        if (last)
            add_comparison(last, &list[i], out);
        last = &list[i];
    }
    if (last) {
        struct page p = {.r = last->run, .c = c, .out = out};
        add_levels(&p);
        add_causes(&p, "Broken", failure_key);
        add_causes(&p, "Warnings", warning_key);
        add_unchecked(&p);
    }
    for (size_t i = 0; i < count; i++)
        if (list[i].campaign)
            render_campaign_markdown(list[i].campaign, c, out);
}
