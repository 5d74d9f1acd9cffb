#include "reports/console.h"

#include "base/mem.h"
#include "contract/utf8.h"
#include "reports/escape.h"

#include <stdlib.h>
#include <string.h>

#define KEY_MAX 300 /* bytes of a text that count when causes are compared */

static bool in_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

/* A number, or a name that was made up for the run: it differs from case to case. "gateway1" is
 * neither. */
static bool is_made_up(const char *word, size_t len)
{
    size_t digits = 0, dashes = 0;
    for (size_t i = 0; i < len; i++) {
        digits += word[i] >= '0' && word[i] <= '9';
        dashes += word[i] == '-';
    }
    return digits == len || digits > 1 || (digits && dashes);
}

static void fold(struct buf *out, const char *text, size_t from)
{
    size_t len = strnlen(text, KEY_MAX), at = from < len ? from : len;
    buf_add(out, text, at);
    while (at < len) {
        size_t end = at;
        while (end < len && in_word(text[end]))
            end++;
        if (end == at)
            buf_byte(out, text[at++]);
        else if (is_made_up(text + at, end - at))
            buf_byte(out, '#');
        else
            buf_add(out, text + at, end - at);
        at = end > at ? end : at;
    }
    buf_byte(out, '\n');
}

/* A status stays as it is: 400 and 500 are two causes. */
static char *cause(const cJSON *check)
{
    struct buf out = buf_new((size_t)1 << 16);
    const char *where = line_text(check, "where"), *actual = line_text(check, "actual");
    bool status = strcmp(where, "status") == 0;
    buf_format(&out, "%.*s\n", KEY_MAX, line_text(check, "clause"));
    fold(&out, where, 0);
    fold(&out, line_text(check, "expected"), status ? KEY_MAX : 0);
    fold(&out, actual, status ? strspn(actual, "0123456789") : 0);
    if (!*where && !*actual)
        fold(&out, line_text(check, "message"), 0);
    return buf_take(&out);
}

char *failure_key(const struct page *p, const cJSON *check)
{
    (void)p;
    return line_status(check) == STATUS_FAIL ? cause(check) : NULL;
}

char *warning_key(const struct page *p, const cJSON *check)
{
    (void)p;
    return line_status(check) == STATUS_WARN ? cause(check) : NULL;
}

static char *note_key(const struct page *p, const cJSON *check)
{
    (void)p;
    if (line_status(check) != STATUS_NOTE)
        return NULL;
    struct buf out = buf_new((size_t)1 << 16);
    buf_format(&out, "%.*s\n", KEY_MAX, line_text(check, "clause"));
    fold(&out, line_text(check, "message"), 0);
    return buf_take(&out);
}

static void title(struct page *p, const cJSON *check, size_t number, enum ink ink)
{
    const char *id = line_text(check, "clause");
    int index = clause_find(p->c, id);
    char *head = mem_format("%zu. ", number);
    struct buf text = buf_new((size_t)1 << 16);
    buf_text(p->out, head);
    if (index < 0) {
        page_outside(p, id);
        buf_byte(p->out, '\n');
    } else {
        const struct clause *c = &p->c->clauses.list[index];
        page_ink(p, ink, c->id);
        buf_text(p->out, "  ");
        buf_format(&text, "%s%s%s%s", c->text, c->source && *c->source ? " [" : "",
                   c->source ? c->source : "", c->source && *c->source ? "]" : "");
        page_wrap(p, (unsigned)(strlen(head) + strlen(c->id) + 2), buf_view(&text).ptr);
    }
    buf_free(&text);
    free(head);
}

static const char *without_origin(const char *url)
{
    const char *authority = strstr(url, "://");
    const char *path = strchr(authority ? authority + 3 : url, '/');
    return path ? path : url;
}

static void request_field(struct page *p, const cJSON *check)
{
    const cJSON *x = results_exchange(p->r, line_number(check, "exchange"));
    if (!x)
        return;
    const cJSON *request = line_member(x, "request"), *response = line_member(x, "response");
    unsigned status = line_number(response, "status");
    char *answer = status ? mem_format("%u", status) : mem_string(line_text(response, "delivery"));
    char *text = mem_format("%.20s %.400s -> %.40s", line_text(request, "method"),
                            without_origin(line_text(request, "url")), answer);
    page_line(p, "request", text);
    free(text);
    free(answer);
}

static void repro_field(struct page *p, const cJSON *check)
{
    if (!results_exchange(p->r, line_number(check, "exchange")))
        return;
    struct buf path = buf_new((size_t)1 << 16), word = buf_new((size_t)1 << 16);
    buf_format(&path, "%s/repro/", p->report_dir);
    escape_file_name(&path, line_text(check, "id"));
    buf_text(&path, ".sh");
    buf_text(&word, "sh ");
    if (strspn(path.data,
               "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.@+=/") == path.len)
        buf_add(&word, path.data, path.len);
    else
        escape_shell(&word, buf_view(&path));
    page_line(p, "again", word.data);
    buf_free(&path);
    buf_free(&word);
}

static void standing_field(struct page *p, const cJSON *check)
{
    unsigned broken = line_number(check, "broken"), all = line_number(check, "occurrences");
    if (!broken || !all)
        return;
    char *text = mem_format("%u of %u answers", broken, all);
    page_field(p, "broken in", text);
    free(text);
}

static void checks_field(struct page *p, const struct group *g)
{
    page_field(p, "check", line_text(g->checks[0], "id"));
    if (g->count == 1)
        return;
    char *others = group_others(g, 1);
    char *text =
        mem_format("also in %zu other check%s: %s", g->count - 1, g->count == 2 ? "" : "s", others);
    page_field(p, "", text);
    free(text);
    free(others);
}

static void sentence(struct page *p, const char *text)
{
    if (!*text)
        return;
    buf_format(p->out, "%*s", PAGE_INDENT, "");
    page_wrap(p, PAGE_INDENT, text);
}

#define ONCE 100 /* bytes of a text that is shown in one block only */

/* The number of an earlier block whose checks saw the very same, where that is long; else 0. */
static size_t seen_before(const struct groups *g, const bool *shown, size_t index)
{
    const char *mine = line_text(g->list[index].checks[0], "actual");
    for (size_t i = 0, number = 0; i < index && strlen(mine) > ONCE; i++) {
        number += shown[i];
        if (shown[i] && strcmp(line_text(g->list[i].checks[0], "actual"), mine) == 0)
            return number;
    }
    return 0;
}

static void pair_field(struct page *p, const cJSON *check, size_t before)
{
    char *again = before ? mem_format("as in %zu.", before) : NULL;
    page_pair(p, "expected", line_text(check, "expected"), "actual",
              again ? again : line_text(check, "actual"));
    free(again);
}

static void block(struct page *p, const struct group *g, size_t number, size_t before, enum ink ink)
{
    const cJSON *check = g->checks[0];
    int index = clause_find(p->c, line_text(check, "clause"));
    const char *says = line_text(check, "says");
    buf_byte(p->out, '\n');
    title(p, check, number, ink);
    if (index < 0 || strcmp(says, p->c->clauses.list[index].text) != 0)
        sentence(p, says);
    sentence(p, line_text(check, "message"));
    page_field(p, "where", line_text(check, "where"));
    pair_field(p, check, before);
    request_field(p, check);
    page_field(p, "request id", line_text(check, "requestId"));
    standing_field(p, check);
    checks_field(p, g);
    repro_field(p, check);
}

/* A cause in one line, where there are too many to read in full. */
static void brief(struct page *p, const struct group *g, size_t number)
{
    const cJSON *check = g->checks[0];
    char *text = mem_format("%zu. %.20s  %.300s at %.100s (%zu check%s: %.300s)", number,
                            line_text(check, "clause"), line_text(check, "message"),
                            line_text(check, "where"), g->count, g->count == 1 ? "" : "s",
                            line_text(check, "id"));
    page_wrap(p, PAGE_INDENT, text);
    free(text);
}

#define IN_FULL 8 /* causes shown in full, each of another clause */
#define IN_BRIEF 12

/* The first cause of each clause in full, as long as a person would read; the rest in a line each. */
static void some_blocks(struct page *p, const struct groups *g, enum ink ink)
{
    bool *shown = mem_alloc(g->count);
    const char *clause = "";
    size_t full = 0, left = 0;
    for (size_t i = 0; i < g->count && full < IN_FULL; i++) {
        const char *mine = line_text(g->list[i].checks[0], "clause");
        if (g->count > IN_FULL && strcmp(clause, mine) == 0)
            continue;
        clause = mine;
        block(p, &g->list[i], ++full, seen_before(g, shown, i), ink);
        shown[i] = true;
    }
    if (full < g->count)
        buf_text(p->out, "\nFurther causes; results.jsonl and repro/ have each in full:\n");
    for (size_t i = 0; i < g->count; i++) {
        if (!shown[i] && left++ < IN_BRIEF)
            brief(p, &g->list[i], full + left);
    }
    if (left > IN_BRIEF)
        buf_format(p->out, "   and %zu more\n", left - IN_BRIEF);
    free(shown);
}

static void blocks(struct page *p, const char *name, group_key key, enum ink ink)
{
    struct groups g = groups_of(p, key, false);
    if (g.count) {
        char *aside = mem_format("%zu cause%s in %zu check%s", g.count, g.count == 1 ? "" : "s",
                                 g.checks, g.checks == 1 ? "" : "s");
        page_section(p, name, aside);
        free(aside);
    }
    some_blocks(p, &g, ink);
    groups_free(&g);
}

void console_failures(struct page *p)
{
    blocks(p, "FAILURES", failure_key, INK_RED);
}

void console_warnings(struct page *p)
{
    blocks(p, "WARNINGS", warning_key, INK_YELLOW);
}

void console_notes(struct page *p)
{
    struct groups g = groups_of(p, note_key, false);
    if (g.count)
        page_section(p, "NOTES", "");
    for (size_t i = 0; i < g.count; i++) {
        const cJSON *check = g.list[i].checks[0];
        char *checks = group_others(&g.list[i], 0);
        char *text = mem_format("%.400s (%s)", line_text(check, "message"), checks);
        page_field(p, line_text(check, "clause"), text);
        free(text);
        free(checks);
    }
    groups_free(&g);
}
