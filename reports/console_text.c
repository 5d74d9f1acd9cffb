#include "reports/console.h"

#include "base/mem.h"
#include "contract/utf8.h"
#include "reports/escape.h"

#include <stdlib.h>
#include <string.h>

#define SHOWN_MAX 600 /* bytes of one outside text, also once it is escaped */

void page_ink(struct page *p, enum ink ink, const char *text)
{
    static const char *const codes[] = {"",         "\033[1m",  "\033[31m",
                                        "\033[32m", "\033[33m", "\033[2m"};
    bool coloured = p->colour && ink != INK_PLAIN;
    buf_text(p->out, coloured ? codes[ink] : "");
    buf_text(p->out, text);
    buf_text(p->out, coloured ? "\033[0m" : "");
}

void page_section(struct page *p, const char *title, const char *aside)
{
    buf_byte(p->out, '\n');
    page_ink(p, INK_BOLD, title);
    buf_format(p->out, "%s%s\n", *aside ? "  " : "", aside);
}

/* Escaped and cut; to free(). */
static char *shown(const char *text)
{
    struct buf out = buf_new((size_t)SHOWN_MAX * 16);
    struct bytes all = bytes_of(text);
    size_t keep = utf8_cut(all, SHOWN_MAX);
    for (;;) {
        escape_terminal(&out, (struct bytes){text, keep});
        if (out.len <= SHOWN_MAX)
            break;
        keep = utf8_cut(all, keep * SHOWN_MAX / out.len);
        buf_clear(&out);
    }
    if (keep < all.len)
        buf_format(&out, " ... (%zu bytes more)", all.len - keep);
    return buf_take(&out);
}

void page_outside(struct page *p, const char *text)
{
    char *safe = shown(text);
    buf_text(p->out, safe);
    free(safe);
}

static bool continues(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

static size_t columns(const char *text, size_t len)
{
    size_t count = 0;
    for (size_t i = 0; i < len; i++)
        count += !continues(text[i]);
    return count;
}

/* How many bytes go on a line of this width: up to a space if there is one, and what to go over. */
static size_t line_break(const char *text, size_t width, size_t *gap)
{
    size_t at = 0, space = 0, column = 0;
    for (; text[at]; at++) {
        if (continues(text[at]))
            continue;
        if (text[at] == ' ')
            space = at;
        if (column++ == width)
            break;
    }
    *gap = 0;
    if (!text[at])
        return at;
    *gap = space > 0;
    return space ? space : at;
}

static void spaces(struct page *p, size_t count)
{
    while (count--)
        buf_byte(p->out, ' ');
}

static void wrap_safe(struct page *p, unsigned indent, const char *text)
{
    size_t width = p->width > indent + 20 ? p->width - indent : 20, gap;
    for (bool first = true; first || *text; first = false) {
        size_t len = line_break(text, width, &gap);
        spaces(p, first ? 0 : indent);
        buf_add(p->out, text, len);
        buf_byte(p->out, '\n');
        text += len + gap;
    }
}

void page_wrap(struct page *p, unsigned indent, const char *text)
{
    char *safe = shown(text);
    wrap_safe(p, indent, safe);
    free(safe);
}

static void label(struct page *p, const char *text)
{
    spaces(p, PAGE_INDENT);
    char *safe = shown(text);
    page_ink(p, INK_DIM, safe);
    size_t len = columns(safe, strlen(safe));
    spaces(p, len < PAGE_LABEL ? PAGE_LABEL - len : 1);
    free(safe);
}

void page_field(struct page *p, const char *name, const char *text)
{
    if (!*text)
        return;
    label(p, name);
    page_wrap(p, PAGE_INDENT + PAGE_LABEL, text);
}

void page_line(struct page *p, const char *name, const char *text)
{
    label(p, name);
    page_outside(p, text);
    buf_byte(p->out, '\n');
}

/* One line of a column, padded to its width; moves the text on. */
static void cell(struct page *p, const char **text, size_t width, bool pad)
{
    size_t gap, len = line_break(*text, width, &gap);
    buf_add(p->out, *text, len);
    if (pad)
        spaces(p, width - columns(*text, len));
    *text += len + gap;
}

static void side_by_side(struct page *p, const char *left, const char *right_label,
                         const char *right, size_t half)
{
    for (bool first = true; first || *left || *right; first = false) {
        if (!first)
            spaces(p, PAGE_INDENT + PAGE_LABEL);
        cell(p, &left, half, true);
        buf_text(p->out, " | ");
        page_ink(p, INK_DIM, first ? right_label : "");
        spaces(p, first ? 1 : strlen(right_label) + 1);
        cell(p, &right, half, false);
        buf_byte(p->out, '\n');
    }
}

void page_pair(struct page *p, const char *left_label, const char *left, const char *right_label,
               const char *right)
{
    size_t fixed = PAGE_INDENT + PAGE_LABEL + 3 + strlen(right_label) + 1;
    if (!*left || !*right || p->width < 80) {
        page_field(p, left_label, left);
        page_field(p, right_label, right);
        return;
    }
    char *l = shown(left), *r = shown(right);
    label(p, left_label);
    side_by_side(p, l, right_label, r, (p->width - fixed) / 2);
    free(l);
    free(r);
}
