/* The page for a browser that runs no script: plain tables. */
#include "reports/escape.h"
#include "reports/html.h"
#include "reports/line.h"

#include <string.h>

#define CHECKS_SHOWN 200

static void outside(struct buf *out, const char *text)
{
    escape_xml(out, bytes_of(text));
}

static void cell(struct buf *out, const char *text)
{
    buf_text(out, "<td>");
    outside(out, text);
    buf_text(out, "</td>");
}

static void fact(struct buf *out, const char *label, const char *text)
{
    buf_format(out, "<tr><th scope=\"row\">%s</th>", label);
    cell(out, text);
    buf_text(out, "</tr>\n");
}

static const char *outcome_words(const struct results *r)
{
    const char *outcome = line_text(r->verdict, "outcome");
    if (!r->verdict)
        return "INCOMPLETE: the run ended before its verdict";
    if (verdict_doubt(r))
        return "NOT TO BE BELIEVED";
    return strcmp(outcome, "certified") == 0        ? "CERTIFIED"
           : strcmp(outcome, "not-conforming") == 0 ? "NOT CONFORMING"
           : strcmp(outcome, "incomplete") == 0     ? "INCOMPLETE"
                                                    : "NO VERDICT";
}

static void run_head(struct buf *out, const struct results *r)
{
    const char *doubt = verdict_doubt(r), *asked = line_text(r->verdict, "asked");
    buf_format(out, "<p><strong>%s", outcome_words(r));
    if (*asked) {
        buf_text(out, " at ");
        outside(out, strcmp(asked, "all") == 0 ? "all levels" : asked);
    }
    buf_text(out, "</strong></p>\n");
    if (doubt)
        buf_format(out, "<p class=\"warning\">%s</p>\n", doubt);
    buf_text(out, "<table><tbody>\n");
    fact(out, "Certified level",
         line_has(r->verdict, "level") ? line_text(r->verdict, "level") : "none");
    fact(out, "Target", line_text(r->head, "target"));
    fact(out, "Run", line_text(r->head, "run"));
    fact(out, "Started", line_text(r->head, "started"));
    buf_text(out, "</tbody></table>\n");
}

static void counts(struct buf *out, const struct results *r)
{
    size_t count[STATUSES] = {0};
    for (size_t i = 0; i < r->check_count; i++)
        count[line_status(r->checks[i])]++;
    buf_text(out, "<table><caption>Checks by status</caption><tbody>\n");
    for (int i = 0; i < STATUSES; i++)
        buf_format(out, "<tr><th scope=\"row\">%s</th><td>%zu</td></tr>\n",
                   status_name((enum status)i), count[i]);
    buf_text(out, "</tbody></table>\n");
}

static void broken_checks(struct buf *out, const struct results *r)
{
    size_t count = 0;
    buf_text(out, "<table><caption>What does not hold</caption><tbody>\n");
    for (size_t i = 0; i < r->check_count; i++) {
        enum status status = line_status(r->checks[i]);
        if ((status != STATUS_FAIL && status != STATUS_WARN) || count++ >= CHECKS_SHOWN)
            continue;
        buf_format(out, "<tr><td>%s</td>", status_name(status));
        cell(out, line_text(r->checks[i], "id"));
        cell(out, line_text(r->checks[i], "message"));
        cell(out, line_text(r->checks[i], "expected"));
        cell(out, line_text(r->checks[i], "actual"));
        buf_text(out, "</tr>\n");
    }
    buf_text(out, "</tbody></table>\n");
    if (!count)
        buf_text(out, "<p>Nothing that was checked is broken.</p>\n");
    if (count > CHECKS_SHOWN)
        buf_format(out, "<p>And %zu more.</p>\n", count - CHECKS_SHOWN);
}

static void campaign(struct buf *out, const struct campaign *all)
{
    if (!all->verdict)
        buf_text(out, "<p><strong>The campaign was cut short.</strong></p>\n");
    buf_text(out, "<table><tbody>\n");
    fact(out, "Target", line_text(all->head, "target"));
    fact(out, "Campaign", line_text(all->head, "id"));
    buf_text(out, "</tbody></table>\n<table><caption>Findings</caption><tbody>\n");
    for (size_t i = 0; i < all->finding_count; i++) {
        buf_text(out, "<tr>");
        cell(out, line_text(all->findings[i], "status"));
        cell(out, line_text(all->findings[i], "name"));
        cell(out, line_text(all->findings[i], "says"));
        buf_text(out, "</tr>\n");
    }
    buf_text(out, "</tbody></table>\n");
}

void html_plain(const struct report_source *list, size_t count, struct buf *out)
{
    buf_text(out,
             "<h1>Connection API: report</h1>\n<p>Without scripts this page is a summary.</p>\n");
    for (size_t i = 0; i < count; i++) {
        buf_text(out, "<h2>");
        outside(out, list[i].label);
        buf_text(out, "</h2>\n");
        if (list[i].campaign) {
            campaign(out, list[i].campaign);
            continue;
        }
        run_head(out, list[i].run);
        counts(out, list[i].run);
        broken_checks(out, list[i].run);
    }
}
