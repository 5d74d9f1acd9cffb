#include "reports/console.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define HOPS 32 /* how far a chain of blocked cases is followed */

static size_t lower_bound(const struct results *r, const char *id)
{
    size_t low = 0, high = r->check_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(line_text(r->checks[middle], "id"), id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Of the checks of a case, or of a scenario's cases, the one that did worst: a failed one before
 * one that is missing before one that was blocked itself. */
static const cJSON *culprit(const struct results *r, const char *id)
{
    static const int rank[STATUSES] = {
        [STATUS_FAIL] = 6,    [STATUS_NOT_IMPLEMENTED] = 5, [STATUS_INCONCLUSIVE] = 4,
        [STATUS_SKIPPED] = 3, [STATUS_NOT_RUN] = 2,         [STATUS_WARN] = 1};
    size_t len = strlen(id);
    const cJSON *worst = NULL;
    for (size_t i = lower_bound(r, id); i < r->check_count; i++) {
        const char *other = line_text(r->checks[i], "id");
        if (strncmp(other, id, len) != 0)
            break;
        if (other[len] != '@' && other[len] != '/')
            continue;
        if (!worst || rank[line_status(r->checks[i])] > rank[line_status(worst)])
            worst = r->checks[i];
    }
    return worst;
}

static bool names_a_case(const char *blocker)
{
    return strchr(blocker, '/') && !strchr(blocker, ' ');
}

/* What is behind a whole chain of blocked cases. */
static const char *root_of(const struct results *r, const char *blocker, const cJSON **check)
{
    *check = NULL;
    for (int hop = 0; hop < HOPS && names_a_case(blocker); hop++) {
        const cJSON *next = culprit(r, blocker);
        if (next)
            *check = next;
        if (!next || line_status(next) != STATUS_INCONCLUSIVE ||
            !names_a_case(line_text(next, "blockedBy")))
            break;
        blocker = line_text(next, "blockedBy");
    }
    return blocker;
}

static char *blocker_key(const struct page *p, const cJSON *check)
{
    const cJSON *root;
    if (line_status(check) != STATUS_INCONCLUSIVE)
        return NULL;
    const char *blocker = line_text(check, "blockedBy");
    if (names_a_case(blocker))
        return mem_format("case %s", root_of(p->r, blocker, &root));
    if (*blocker)
        return mem_string("step");
    return mem_format("message %.300s", line_text(check, "message"));
}

static const char *fate(const cJSON *check)
{
    switch (check ? line_status(check) : STATUS_NOT_RUN) {
    case STATUS_FAIL:
        return " failed";
    case STATUS_NOT_IMPLEMENTED:
        return " is not implemented";
    case STATUS_INCONCLUSIVE:
        return " could not be decided itself";
    case STATUS_SKIPPED:
        return " was skipped";
    case STATUS_NOT_RUN:
        return " was not run";
    default:
        return " did not hold";
    }
}

static char *why_undecided(const struct page *p, const cJSON *check)
{
    const cJSON *root;
    const char *blocker = line_text(check, "blockedBy"), *message = line_text(check, "message");
    if (names_a_case(blocker)) {
        const char *name = root_of(p->r, blocker, &root);
        return mem_format("because %.300s%s", name, fate(root));
    }
    if (*blocker)
        return strncmp(blocker, "the ", 4) == 0 /* "the set-up: ...", "the positive twin: ..." */
                   ? mem_format("because of %.200s", blocker)
                   : mem_string("because an earlier step of the same case did not go as it must");
    return mem_format("%s%.300s", *message ? "because: " : "and the results do not say why",
                      message);
}

static void counted_line(struct page *p, size_t count, const char *what, const char *why,
                         const struct group *g)
{
    char *names = group_others(g, 0);
    char *text = mem_format("%zu check%s %s %s", count, count == 1 ? "" : "s", what, why);
    buf_format(p->out, "%*s", PAGE_INDENT, "");
    page_wrap(p, PAGE_INDENT + 2, text);
    buf_format(p->out, "%*s", PAGE_INDENT + 2, "");
    page_wrap(p, PAGE_INDENT + 2, names);
    free(text);
    free(names);
}

void console_undecided(struct page *p)
{
    struct groups g = groups_of(p, blocker_key, true);
    if (g.count)
        page_section(p, "INCONCLUSIVE", "neither for nor against the target");
    for (size_t i = 0; i < g.count; i++) {
        char *why = why_undecided(p, g.list[i].checks[0]);
        counted_line(p, g.list[i].count, "could not be decided", why, &g.list[i]);
        free(why);
    }
    groups_free(&g);
}

static char *clause_key(const struct page *p, const cJSON *check)
{
    (void)p;
    bool wanted = line_status(check) == STATUS_NOT_IMPLEMENTED;
    return wanted ? mem_string(line_text(check, "clause")) : NULL;
}

static char *skipped_key(const struct page *p, const cJSON *check)
{
    (void)p;
    bool wanted = line_status(check) == STATUS_SKIPPED;
    return wanted ? mem_string(line_text(check, "message")) : NULL;
}

static char *not_run_key(const struct page *p, const cJSON *check)
{
    (void)p;
    bool wanted = line_status(check) == STATUS_NOT_RUN;
    return wanted ? mem_string(line_text(check, "message")) : NULL;
}

static void not_implemented(struct page *p)
{
    struct groups g = groups_of(p, clause_key, false);
    if (g.count)
        page_section(p, "NOT IMPLEMENTED", "their clauses do not hold");
    for (size_t i = 0; i < g.count; i++) {
        const cJSON *check = g.list[i].checks[0];
        int index = clause_find(p->c, line_text(check, "clause"));
        const char *text = index < 0 ? "" : p->c->clauses.list[index].text;
        char *line = mem_format("%s (%zu check%s)",
                                line_has(check, "message") ? line_text(check, "message") : text,
                                g.list[i].count, g.list[i].count == 1 ? "" : "s");
        page_field(p, line_text(check, "clause"), line);
        free(line);
    }
    groups_free(&g);
}

static void by_message(struct page *p, const char *name, const char *what, group_key key)
{
    struct groups g = groups_of(p, key, true);
    if (g.count)
        page_section(p, name, "");
    for (size_t i = 0; i < g.count; i++) {
        const char *why = line_text(g.list[i].checks[0], "message");
        counted_line(p, g.list[i].count, what, why, &g.list[i]);
    }
    groups_free(&g);
}

void console_absent(struct page *p)
{
    not_implemented(p);
    by_message(p, "SKIPPED", "skipped:", skipped_key);
    by_message(p, "NOT RUN", "not run:", not_run_key);
}
