#include "fuzz/review/profile.h"

#include <string.h>

/* What is shown is printable already; a backslash before a letter is one. */
static void add_cell(struct buf *out, const char *text)
{
    for (; *text; text++) {
        if (strchr("|*_<>`", *text))
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

/* The names of those whose risk this is, or who understood the same as `first`. */
static void add_names(const struct profile *p, size_t probe, const char *risk, size_t first,
                      struct buf *out)
{
    const struct made *row = &p->made[probe * p->count];
    const char *between = "";
    for (size_t i = 0; i < p->count; i++) {
        bool one = risk ? row[i].risk && strcmp(row[i].risk, risk) == 0
                        : row[i].fate == FATE_ANSWERED && row[i].accepted &&
                              profile_first(p, probe, i) == first;
        if (!one)
            continue;
        buf_text(out, between);
        add_cell(out, p->guests[i].name);
        between = ", ";
    }
}

static bool has_risk(const struct profile *p, size_t probe, const char *risk)
{
    for (size_t i = 0; i < p->count; i++) {
        const char *own = p->made[probe * p->count + i].risk;
        if (own && strcmp(own, risk) == 0)
            return true;
    }
    return false;
}

static const struct probe *probe_at(size_t index)
{
    size_t class = 0;
    while (index >= probe_class(class)->count)
        index -= probe_class(class ++)->count;
    return &probe_class(class)->list[index];
}

static void add_risk(const struct profile *p, size_t from, const char *risk, struct buf *out)
{
    buf_format(out, "\n%c%s:\n\n", risk[0] - ('a' <= risk[0] && risk[0] <= 'z' ? 32 : 0), risk + 1);
    for (size_t probe = from; probe < p->probes; probe++) {
        const struct made *row = &p->made[probe * p->count];
        if (!has_risk(p, probe, risk))
            continue;
        buf_text(out, "- ");
        add_cell(out, probe_at(probe)->says);
        buf_text(out, ": **");
        add_names(p, probe, risk, 0, out);
        buf_text(out, "**");
        for (size_t i = 0; i < p->count; i++)
            if (row[i].note && row[i].risk && strcmp(row[i].risk, risk) == 0) {
                buf_text(out, "; ");
                add_cell(out, row[i].note);
            }
        buf_byte(out, '\n');
    }
}

static void add_risks(const struct profile *p, struct buf *out)
{
    size_t before = out->len;
    for (size_t i = 0; i < p->probes * p->count; i++) {
        const char *risk = p->made[i].risk;
        bool told = !risk;
        for (size_t j = 0; j < i && !told; j++)
            told = p->made[j].risk && strcmp(p->made[j].risk, risk) == 0;
        if (!told)
            add_risk(p, i / p->count, risk, out);
    }
    if (out->len == before)
        buf_text(out, "\nNowhere: no probe came out in a way that matters to the API.\n");
}

static void add_difference(const struct profile *p, size_t probe, struct buf *out)
{
    const struct made *row = &p->made[probe * p->count];
    const char *between = ": ";
    buf_text(out, "- ");
    add_cell(out, probe_at(probe)->says);
    for (size_t i = 0; i < p->count; i++) {
        if (row[i].fate != FATE_ANSWERED || !row[i].accepted || profile_first(p, probe, i) != i)
            continue;
        buf_format(out, "%s**", between);
        add_names(p, probe, NULL, i, out);
        buf_text(out, "** ");
        add_cell(out, row[i].value ? row[i].value : "nothing there");
        between = "; ";
    }
    buf_byte(out, '\n');
}

static void add_differences(const struct profile *p, struct buf *out)
{
    buf_text(out,
             "\n## Where they understand different connections\n\nWhere one of them checks and "
             "another stores, what was checked is not what is stored.\n\n");
    for (size_t probe = 0; probe < p->probes; probe++)
        if (profile_differs(p, probe))
            add_difference(p, probe, out);
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
    buf_text(out, "\n## Where that becomes a risk to the API\n");
    add_risks(p, out);
    if (p->count > 1)
        add_differences(p, out);
}
