/* A badge as SVG: two fields, what it is about and what became of it. */
#include "reports/escape.h"
#include "reports/html.h"
#include "reports/line.h"

#include <string.h>

#define CHARACTER 7 /* pixels that a character takes in 11 pixels Verdana, about */
#define PADDING 6

static const char subject[] = "connection API";

struct badge {
    char words[64];
    const char *colour; /* white on it has a contrast of at least 4.5 */
};

/* "2026-03-01" of a time; "" of anything else. */
static void day_of(const struct results *r, char day[11])
{
    const char *started = line_text(r->head, "started");
    day[0] = '\0';
    if (strlen(started) < 10 || started[4] != '-' || started[7] != '-')
        return;
    for (int i = 0; i < 10; i++)
        if (i != 4 && i != 7 && (started[i] < '0' || started[i] > '9'))
            return;
    memcpy(day, started, 10);
    day[10] = '\0';
}

static const char *level_words(const struct results *r)
{
    enum level level;
    const char *name = line_text(r->verdict, "level");
    if (strcmp(line_text(r->verdict, "outcome"), "certified") == 0 &&
        strcmp(line_text(r->verdict, "asked"), "all") == 0)
        return "all levels";
    return level_parse(name, &level) ? level_name(level) : NULL;
}

static struct badge badge_of(const struct results *r)
{
    struct badge badge = {.colour = "#a8071a"};
    char day[11];
    const char *level = level_words(r), *words = "not conforming";
    day_of(r, day);
    if (verdict_doubt(r)) {
        words = "results contradict themselves";
    } else if (r->incomplete) {
        words = "incomplete";
        badge.colour = "#7d4e00";
    } else if (level) {
        words = level;
        badge.colour = "#17652c";
    } else if (strcmp(line_text(r->verdict, "outcome"), "not-conforming") != 0) {
        words = "not certified";
        badge.colour = "#7d4e00";
    }
    snprintf(badge.words, sizeof badge.words, "%s%s%s", words, *day ? ", " : "", day);
    return badge;
}

static void field(struct buf *out, unsigned left, unsigned width, const char *colour,
                  const char *words)
{
    buf_format(out, "  <rect x=\"%u\" width=\"%u\" height=\"20\" fill=\"%s\"/>\n", left, width,
               colour);
    buf_format(out,
               "  <text x=\"%u\" y=\"14\" textLength=\"%zu\" lengthAdjust=\"spacingAndGlyphs\">",
               left + PADDING, strlen(words) * CHARACTER);
    escape_xml(out, bytes_of(words));
    buf_text(out, "</text>\n");
}

void render_badge(const struct results *r, const struct contract *c, struct buf *out)
{
    struct badge badge = badge_of(r);
    unsigned left = sizeof subject * CHARACTER - CHARACTER + 2 * PADDING;
    unsigned right = (unsigned)strlen(badge.words) * CHARACTER + 2 * PADDING;
    (void)c;
    buf_format(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%u\" height=\"20\" role=\"img\" "
        "aria-labelledby=\"title\" font-family=\"Verdana, Geneva, sans-serif\" font-size=\"11\" "
        "fill=\"#ffffff\">\n  <title id=\"title\">%s: ",
        left + right, subject);
    escape_xml(out, bytes_of(badge.words));
    buf_text(out, "; target ");
    escape_xml(out, bytes_of(line_text(r->head, "target")));
    buf_text(out, "</title>\n");
    field(out, 0, left, "#3d4651", subject);
    field(out, left, right, badge.colour, badge.words);
    buf_text(out, "</svg>\n");
}
