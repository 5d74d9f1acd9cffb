/* A campaign for people, as Markdown: what is new first. Outside text only ever stands in code, where nothing
 * of Markdown or HTML is understood. */
#include "reports/escape.h"
#include "reports/line.h"
#include "reports/render.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static void code(struct buf *out, const char *text)
{
    escape_markdown(out, bytes_of(text));
}

static size_t count_of(const struct campaign *c, const char *status)
{
    size_t count = 0;
    for (size_t i = 0; i < c->finding_count; i++)
        count += strcmp(line_text(c->findings[i], "status"), status) == 0;
    return count;
}

static void add_findings(const struct campaign *c, const char *status, const char *title,
                         struct buf *out)
{
    if (!count_of(c, status))
        return;
    buf_format(out, "\n## %s\n", title);
    for (size_t i = 0; i < c->finding_count; i++) {
        const cJSON *f = c->findings[i];
        if (strcmp(line_text(f, "status"), status) != 0)
            continue;
        buf_text(out, "\n- ");
        code(out, line_text(f, "name"));
        buf_format(out, ", %.0f bytes, %.0f times%s\n  ", line_real(f, "bytes"),
                   line_real(f, "count"), cJSON_IsTrue(line_member(f, "flaky")) ? ", flaky" : "");
        code(out, line_text(f, "says"));
        buf_text(out, "\n  since ");
        code(out, line_text(f, "firstSeen"));
        if (strcmp(status, "fixed") != 0) {
            buf_text(out, "; again: ");
            code(out, line_text(f, "command"));
        }
        buf_byte(out, '\n');
    }
}

static void add_harnesses(const struct campaign *c, struct buf *out)
{
    buf_text(out, "\n| harness | executions | edges | corpus | before |\n| --- | ---: | ---: | "
                  "---: | ---: |\n");
    for (size_t i = 0; i < c->harness_count; i++) {
        const cJSON *h = c->harnesses[i];
        buf_text(out, "| ");
        code(out, line_text(h, "name"));
        buf_format(out, " | %.0f | %.0f | %.0f | %.0f |\n", line_real(h, "executions"),
                   line_real(h, "edges"), line_real(h, "corpus"), line_real(h, "corpusBefore"));
    }
}

void render_campaign_markdown(const struct campaign *c, const struct contract *contract,
                              struct buf *out)
{
    (void)contract;
    buf_text(out, "# Fuzz campaign on ");
    code(out, line_text(c->head, "target"));
    buf_format(out, "\n\n**%zu new**, %zu known, %zu fixed%s.\n", count_of(c, "new"),
               count_of(c, "known"), count_of(c, "fixed"),
               c->verdict ? "" : "; the campaign was cut short");
    add_findings(c, "new", "New", out);
    add_findings(c, "known", "Known, and still there", out);
    add_findings(c, "fixed", "Fixed", out);
    add_harnesses(c, out);
}
