/* render.h - documents out of results: one function, one file each. All text that came from outside
 * is escaped for where it goes. */
#ifndef REPORTS_RENDER_H
#define REPORTS_RENDER_H

#include "base/buf.h"
#include "contract/contract.h"
#include "reports/campaign.h"
#include "reports/results.h"

#include <stdbool.h>

struct console_style {
    bool colour;
    unsigned width; /* columns; 0: 100 */
};

/* Failures first, grouped by cause, each with clause text and source, expected beside actual,
 * pointer, request id, and the command that sends the chain again; then warnings, what could not be
 * checked and why, the clauses, the verdict. */
void render_console(const struct results *r, const struct contract *c,
                    const struct console_style *style, const char *report_dir, struct buf *out);

/* JUnit XML as Jenkins, GitLab and GitHub actions read it: a suite a level, a case a check. */
void render_junit(const struct results *r, const struct contract *c, struct buf *out);

/* A POSIX shell script with curl that sends again what led to this check, in order, and shows each
 * answer. The token is "$CONNSPEC_TOKEN"; the origin "${ENDPOINT:-...}". False when there is no
 * exchange to send or a body or headers were too long to be kept (the script then says so). */
bool render_curl(const struct results *r, const cJSON *check, struct buf *out);

/* A fuzz campaign's findings as SARIF 2.1.0, for code scanning. */
void render_sarif(const struct campaign *all, const struct contract *c, struct buf *out);
/* A fuzz campaign for people, what is new first; fits a comment on a pull request. */
void render_campaign_markdown(const struct campaign *all, const struct contract *c,
                              struct buf *out);

/* One results file of a page: a run or a campaign, the other is NULL. */
struct report_source {
    const char *label; /* what the file is called; any bytes */
    const struct results *run;
    const struct campaign *campaign;
};
/* One self-contained HTML file about all of them, runs compared in their order. Of what was sent and
 * answered, what shows a failure goes in first, and the page says when something is left out for its size. */
void render_html(const struct report_source *list, size_t count, const struct contract *c,
                 struct buf *out);

/* For a comment on a pull request: the verdict of each run, from one to the next what was fixed and what broke, and of
 * the last what does not hold, cause by cause; campaigns behind it. Bounded: 65,536 characters are the most there. */
void render_markdown(const struct report_source *list, size_t count, const struct contract *c,
                     struct buf *out);

/* An SVG badge: the level that is certified and the day, or what stands in the way. */
void render_badge(const struct results *r, const struct contract *c, struct buf *out);

#endif
