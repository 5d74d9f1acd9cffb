/* What the page knows, as JSON. */
#include "reports/html.h"
#include "reports/line.h"

static void member(struct buf *out, const char *name, const char *text)
{
    buf_format(out, ",\"%s\":", name);
    html_json_text(out, text);
}

static void add_clauses(struct buf *out, const struct contract *c)
{
    for (size_t i = 0; i < c->clauses.count; i++) {
        const struct clause *clause = &c->clauses.list[i];
        buf_text(out, i ? ",\n{\"id\":" : "\n{\"id\":");
        html_json_text(out, clause->id);
        member(out, "level", level_name(clause->level));
        member(out, "strength", clause->must ? "must" : "should");
        member(out, "text", clause->text);
        member(out, "source", clause->source);
        buf_byte(out, '}');
    }
}

static void add_lines(struct buf *out, const char *name, cJSON *const *list, size_t count,
                      const char *const *without)
{
    buf_format(out, ",\"%s\":[", name);
    for (size_t i = 0; i < count; i++) {
        buf_text(out, i ? ",\n" : "\n");
        html_json(out, list[i], without);
    }
    buf_byte(out, ']');
}

static void add_head(struct buf *out, const cJSON *head, const cJSON *verdict)
{
    static const char *const elsewhere[] = {"clauses", NULL}; /* the page counts checks itself */
    buf_text(out, ",\"head\":");
    html_json(out, head, NULL);
    buf_text(out, ",\"verdict\":");
    html_json(out, verdict, elsewhere);
}

static void add_run(struct buf *out, const struct results *r)
{
    static const char *const unused[] = {"type", "scenario", "case", NULL};
    const char *doubt = verdict_doubt(r);
    if (doubt)
        member(out, "doubt", doubt);
    buf_format(out, ",\"incomplete\":%s", r->incomplete ? "true" : "false");
    add_head(out, r->head, r->verdict);
    add_lines(out, "checks", r->checks, r->check_count, unused);
}

static void add_campaign(struct buf *out, const struct campaign *all)
{
    static const char *const unused[] = {"type", NULL};
    add_head(out, all->head, all->verdict);
    add_lines(out, "harnesses", all->harnesses, all->harness_count, unused);
    add_lines(out, "findings", all->findings, all->finding_count, unused);
    add_lines(out, "samples", all->samples, all->sample_count, unused);
}

void html_data(const struct report_source *list, size_t count, const struct contract *c,
               const char *title, struct buf *out)
{
    buf_text(out, "{\"version\":\"" CONNSPEC_VERSION "\"");
    member(out, "title", title);
    member(out, "contract", c->digest);
    buf_text(out, ",\"clauses\":[");
    add_clauses(out, c);
    buf_text(out, "],\"sources\":[");
    for (size_t i = 0; i < count; i++) {
        buf_format(out, "%s{\"kind\":\"%s\",\"number\":%zu", i ? ",\n" : "\n",
                   list[i].run ? "run" : "campaign", i);
        member(out, "label", list[i].label);
        if (list[i].run)
            add_run(out, list[i].run);
        else
            add_campaign(out, list[i].campaign);
        buf_byte(out, '}');
    }
    buf_text(out, "]}");
}
