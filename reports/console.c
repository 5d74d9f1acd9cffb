#include "reports/console.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static bool asked_for(const char *asked, enum level level)
{
    enum level top;
    if (!level_parse(asked, &top))
        return true;
    return top == LEVEL_ROBUST || level == LEVEL_ROBUST ? level == top : level <= top;
}

/* Must clauses of the level asked for that the verdict gives this status. */
static size_t clauses_with(const struct page *p, enum status status)
{
    const char *asked = line_text(p->r->verdict, "asked");
    const cJSON *clause;
    size_t count = 0;
    cJSON_ArrayForEach(clause, line_member(p->r->verdict, "clauses"))
    {
        int index = clause_find(p->c, line_text(clause, "id"));
        if (index < 0 || line_status(clause) != status)
            continue;
        const struct clause *c = &p->c->clauses.list[index];
        count += c->must && asked_for(asked, c->level);
    }
    return count;
}

static char *broken_words(const struct page *p)
{
    size_t broken = clauses_with(p, STATUS_FAIL), missing = clauses_with(p, STATUS_NOT_IMPLEMENTED);
    char *first = broken ? mem_format("%zu clause%s broken", broken, broken == 1 ? " is" : "s are")
                         : mem_string("");
    char *both = missing
                     ? mem_format("%s%s%zu %snot implemented", first, broken ? ", " : "", missing,
                                  broken         ? ""
                                  : missing == 1 ? "clause is "
                                                 : "clauses are ")
                     : mem_string(first);
    free(first);
    return both;
}

static char *level_words(const char *asked)
{
    return strcmp(asked, "all") == 0 ? mem_string("all levels") : mem_format("%.20s", asked);
}

char *page_headline(const struct page *p, enum ink *ink)
{
    const char *outcome = line_text(p->r->verdict, "outcome");
    char *level = level_words(line_text(p->r->verdict, "asked"));
    char *text;
    *ink = INK_YELLOW;
    if (!p->r->verdict) {
        text = mem_string("INCOMPLETE: the run ended before its verdict");
    } else if (strcmp(outcome, "certified") == 0) {
        *ink = INK_GREEN;
        text = mem_format("CERTIFIED at %s: every must was checked and holds", level);
    } else if (strcmp(outcome, "not-conforming") == 0) {
        *ink = INK_RED;
        char *words = broken_words(p);
        text = mem_format("NOT CONFORMING at %s: %s", level, words);
        free(words);
    } else if (strcmp(outcome, "incomplete") == 0) {
        text = mem_format("INCOMPLETE at %s: nothing is broken, but not everything was checked",
                          level);
    } else {
        text = mem_format("NO VERDICT at %s: %.40s", level, outcome);
    }
    free(level);
    return text;
}

static void headline(struct page *p)
{
    enum ink ink;
    char *text = page_headline(p, &ink);
    struct page plain = *p;
    struct buf safe = buf_new((size_t)1 << 16);
    plain.out = &safe;
    page_outside(&plain, text);
    page_ink(p, ink, buf_view(&safe).ptr);
    buf_text(p->out, "\n");
    buf_free(&safe);
    free(text);
}

static void about(struct page *p)
{
    const cJSON *head = p->r->head, *tool = line_member(head, "tool");
    char *text = mem_format(
        "%.200s, API %.40s, run %.40s of %.40s, %.20s %.20s, %.1f s", line_text(head, "target"),
        line_text(head, "apiVersion"), line_text(head, "run"), line_text(head, "started"),
        line_text(tool, "name"), line_text(tool, "version"), line_real(p->r->verdict, "seconds"));
    page_wrap(p, 0, text);
    free(text);
}

static void certified(struct page *p)
{
    const char *level = line_text(p->r->verdict, "level");
    bool all = strcmp(line_text(p->r->verdict, "asked"), "all") == 0 &&
               strcmp(line_text(p->r->verdict, "outcome"), "certified") == 0;
    buf_text(p->out, "Certified: ");
    page_outside(p, all ? "platform and robust" : *level ? level : "nothing");
    buf_text(p->out, "\n");
}

#define REASONS 8
#define REASONS_FIRST 3 /* that stand at the top already */

static void reasons(struct page *p, size_t most)
{
    const cJSON *list = line_member(p->r->verdict, "reasons"), *reason;
    size_t shown = 0;
    cJSON_ArrayForEach(reason, list)
    {
        if (!cJSON_IsString(reason) || shown++ >= most)
            continue;
        buf_text(p->out, " - ");
        page_wrap(p, 3, reason->valuestring);
    }
    if (shown > most)
        buf_format(p->out, " - and %zu more\n", shown - most);
}

static void closing(struct page *p)
{
    console_counts(p);
    certified(p);
    buf_byte(p->out, '\n');
    headline(p);
    reasons(p, REASONS);
}

void render_console(const struct results *r, const struct contract *c,
                    const struct console_style *style, const char *report_dir, struct buf *out)
{
    struct page p = {.r = r,
                     .c = c,
                     .report_dir = report_dir,
                     .width = style->width ? style->width : 100,
                     .colour = style->colour,
                     .out = out};
    headline(&p);
    about(&p);
    reasons(&p, REASONS_FIRST);
    console_failures(&p);
    console_warnings(&p);
    console_notes(&p);
    console_undecided(&p);
    console_absent(&p);
    console_clauses(&p);
    closing(&p);
}
