#include "fuzz/review/profile.h"

#include <string.h>

/* In a table, where '|' ends a cell; what is shown is printable already. */
static void add_cell(struct buf *out, const char *text)
{
    for (; *text; text++) {
        if (strchr("|*_<>`\\#[]", *text))
            buf_byte(out, '\\');
        buf_byte(out, *text);
    }
}

static const char *mark_of(enum verdict_of v)
{
    static const char *const marks[] = {"",        " (lax)", " (strict)", " (altered)",
                                        " (risk)", " (!)",   ""};
    return marks[v];
}

static void add_row(const struct profile *p, const struct probe *probe, size_t index,
                    struct buf *out)
{
    static const char *const rules[] = {"accept", "refuse", "either"};
    buf_text(out, "| ");
    add_cell(out, probe->says);
    buf_format(out, " | %s |", rules[probe->rule]);
    for (size_t i = 0; i < p->count; i++) {
        const struct made *made = &p->made[index * p->count + i];
        buf_byte(out, ' ');
        add_cell(out, made->word);
        buf_format(out, "%s |", mark_of(made->verdict));
    }
    buf_byte(out, '\n');
}

static void add_class(const struct profile *p, const struct probe_class *class, size_t first,
                      struct buf *out)
{
    buf_format(out, "\n## %s\n\n%s\n\n| in the body | rule |", class->title, class->says);
    for (size_t i = 0; i < p->count; i++) {
        buf_byte(out, ' ');
        add_cell(out, p->guests[i].name);
        buf_text(out, " |");
    }
    buf_text(out, "\n| --- | --- |");
    for (size_t i = 0; i < p->count; i++)
        buf_text(out, " --- |");
    buf_byte(out, '\n');
    for (size_t i = 0; i < class->count; i++)
        add_row(p, &class->list[i], first + i, out);
}

/* One risk of one probe: who has it, and how. */
static void add_risk(const struct profile *p, const struct probe *probe, size_t index,
                     const char *risk, struct buf *out)
{
    const struct made *row = &p->made[index * p->count];
    const char *between = "";
    buf_text(out, "- **");
    for (size_t i = 0; i < p->count; i++) {
        if (row[i].risk != risk)
            continue;
        buf_text(out, between);
        add_cell(out, p->guests[i].name);
        between = ", ";
    }
    buf_text(out, "**, ");
    add_cell(out, probe->says);
    buf_text(out, ": ");
    add_cell(out, risk);
    buf_text(out, ".\n");
    for (size_t i = 0; i < p->count; i++)
        if (row[i].risk == risk && row[i].note) {
            buf_text(out, "  ");
            add_cell(out, p->guests[i].name);
            buf_text(out, ": ");
            add_cell(out, row[i].note);
            buf_text(out, ".\n");
        }
}

static bool risk_is_new(const struct made *row, size_t which)
{
    for (size_t i = 0; i < which; i++)
        if (row[i].risk == row[which].risk)
            return false;
    return row[which].risk;
}

static void add_risks(const struct profile *p, struct buf *out)
{
    size_t index = 0, before = out->len;
    for (size_t c = 0; c < PROBE_CLASSES; c++)
        for (size_t i = 0; i < probe_class(c)->count; i++, index++)
            for (size_t g = 0; g < p->count; g++) {
                const struct made *row = &p->made[index * p->count];
                if (risk_is_new(row, g))
                    add_risk(p, &probe_class(c)->list[i], index, row[g].risk, out);
            }
    if (out->len == before)
        buf_text(out, "Nowhere: no probe came out in a way that matters to the API.\n");
}

static void add_difference(const struct profile *p, const struct probe *probe, size_t index,
                           struct buf *out)
{
    const struct made *row = &p->made[index * p->count];
    buf_text(out, "- ");
    add_cell(out, probe->says);
    for (size_t i = 0; i < p->count; i++) {
        if (row[i].fate != FATE_ANSWERED || !row[i].accepted)
            continue;
        buf_text(out, "; ");
        add_cell(out, p->guests[i].name);
        buf_text(out, ": ");
        add_cell(out, row[i].value ? row[i].value : "not there");
    }
    buf_text(out, ".\n");
}

static void add_differences(const struct profile *p, struct buf *out)
{
    size_t index = 0;
    buf_text(out,
             "\n## Where they understand different connections\n\nWhere one of them checks and "
             "another stores, each of these bodies passes a check that it should not.\n\n");
    for (size_t c = 0; c < PROBE_CLASSES; c++)
        for (size_t i = 0; i < probe_class(c)->count; i++, index++)
            if (profile_differs(p, index))
                add_difference(p, &probe_class(c)->list[i], index, out);
}

void profile_markdown(const struct profile *p, struct buf *out)
{
    size_t first = 0;
    buf_text(out, "# What parsers make of questionable JSON in a connection\n\n");
    for (size_t i = 0; i < p->count; i++) {
        buf_text(out, "- ");
        add_cell(out, p->guests[i].name);
        if (p->guests[i].about[0])
            buf_text(out, ": ");
        add_cell(out, p->guests[i].about);
        buf_byte(out, '\n');
    }
    buf_text(
        out,
        "\nThe rule is RFC 8259's: *accept*, *refuse*, or *either* where it leaves the choice. "
        "Behind what was made of it: *lax* accepted what is no JSON, *strict* refused what is, "
        "*altered* understood something else than was sent, *risk* in a way that is "
        "explained at the end, *(!)* did not survive.\n");
    for (size_t c = 0; c < PROBE_CLASSES; c++) {
        add_class(p, probe_class(c), first, out);
        first += probe_class(c)->count;
    }
    buf_text(out, "\n## Where that becomes a risk to the API\n\n");
    add_risks(p, out);
    if (p->count > 1)
        add_differences(p, out);
}
