/* console.h - the parts of the console report; render.h is what others use. */
#ifndef REPORTS_CONSOLE_H
#define REPORTS_CONSOLE_H

#include "reports/line.h"
#include "reports/render.h"

struct page {
    const struct results *r;
    const struct contract *c;
    const char *report_dir;
    unsigned width;
    bool colour;
    struct buf *out;
};

enum ink { INK_PLAIN, INK_BOLD, INK_RED, INK_GREEN, INK_YELLOW, INK_DIM };

/* Our own words, in a colour where there is any. */
void page_ink(struct page *p, enum ink ink, const char *text);
/* The verdict in a line, with outside text in it, to free(). */
char *page_headline(const struct page *p, enum ink *ink);
void page_section(struct page *p, const char *title, const char *aside);
/* Outside text, escaped and cut to a readable length. */
void page_outside(struct page *p, const char *text);
/* Outside text from column `indent` on, broken into lines; the first line's indent is there already. */
void page_wrap(struct page *p, unsigned indent, const char *text);
/* "   label      text", broken into lines. Nothing without a text. */
void page_field(struct page *p, const char *label, const char *text);
/* The same on one line however long, for what is copied from the screen. */
void page_line(struct page *p, const char *label, const char *text);
/* Two texts side by side where they fit, else one below the other. */
void page_pair(struct page *p, const char *left_label, const char *left, const char *right_label,
               const char *right);
#define PAGE_INDENT 3
#define PAGE_LABEL 11 /* columns of a label behind the indent */

/* Checks that have the same key, in the order of their ids. */
struct group {
    const cJSON **checks;
    size_t count;
};
struct groups {
    struct group *list;
    size_t count, checks;
};
typedef char *(*group_key)(const struct page *p,
                           const cJSON *check);              /* to free(); NULL: left out */
char *failure_key(const struct page *p, const cJSON *check); /* what is broken in the same way */
char *warning_key(const struct page *p, const cJSON *check);
/* The groups in the order of level and first id, or with the largest first. */
struct groups groups_of(const struct page *p, group_key key, bool largest_first);
void groups_free(struct groups *g);
/* The case of each check of a group but the first: "also in 4 other checks: a, b, c, and 1 more". */
char *group_others(const struct group *g, size_t from);

void console_failures(struct page *p);
void console_warnings(struct page *p);
void console_notes(struct page *p);
void console_undecided(struct page *p); /* inconclusive, by what blocked them */
void console_absent(struct page *p);    /* not implemented, skipped, not run */
void console_clauses(struct page *p);
void console_counts(struct page *p);

#endif
