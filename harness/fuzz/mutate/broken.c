/* broken.c - a written body made no JSON, at a place that a parser looks at. */
#include "fuzz/mutate/job.h"

#define MARKS_MAX 1024
#define PICK(b, list) (list)[dice_below(&(b)->job->dice, sizeof(list) / sizeof *(list))]

/* Where something begins or ends: a character of the structure outside strings, or an opening quote. */
struct breaking {
    struct job *job;
    char *text;
    size_t len, max;
    size_t marks[MARKS_MAX], mark_count;
};

static void find_marks(struct breaking *b)
{
    b->mark_count = 0;
    for (size_t i = 0; i < b->len && b->mark_count < MARKS_MAX; i++) {
        char c = b->text[i];
        if (c == '{' || c == '}' || c == '[' || c == ']' || c == ',' || c == ':' || c == '"')
            b->marks[b->mark_count++] = i;
        if (c != '"')
            continue;
        for (i++; i < b->len && b->text[i] != '"'; i++)
            i += b->text[i] == '\\';
    }
}

/* A mark with one of these characters; SIZE_MAX: there is none. */
static size_t mark_of(struct breaking *b, const char *among)
{
    size_t at = dice_below(&b->job->dice, b->mark_count);
    for (size_t i = 0; i < b->mark_count; i++, at++) {
        at = at < b->mark_count ? at : 0;
        if (strchr(among, b->text[b->marks[at]]) && b->text[b->marks[at]])
            return b->marks[at];
    }
    return SIZE_MAX;
}

static bool insert(struct breaking *b, size_t at, struct text what)
{
    if (at > b->len || what.len > b->max - b->len)
        return false;
    memmove(b->text + at + what.len, b->text + at, b->len - at);
    memcpy(b->text + at, what.ptr, what.len);
    b->len += what.len;
    return true;
}

static bool take_out(struct breaking *b, size_t at, size_t count)
{
    if (at > b->len || count > b->len - at)
        return false;
    memmove(b->text + at, b->text + at + count, b->len - at - count);
    b->len -= count;
    return true;
}

/* --- the ways --- */

static bool cut(struct breaking *b)
{
    size_t at = mark_of(b, dice_percent(&b->job->dice, 40) ? "," : "{}[],:\"");
    if (at == SIZE_MAX || dice_percent(&b->job->dice, 25))
        at = dice_below(&b->job->dice, b->len);
    at += dice_below(&b->job->dice, 10) < 7; /* behind it */
    if (!at || at >= b->len)
        return false;
    b->len = at;
    return true;
}

static bool trail(struct breaking *b)
{
    static const struct text all[] = {TEXT("}"),    TEXT("]"),    TEXT(","),    TEXT("x"),
                                      TEXT("{}"),   TEXT("null"), TEXT("\0"),   TEXT(" \0"),
                                      TEXT("\"\""), TEXT("//"),   TEXT("\n{}"), TEXT("1")};
    return insert(b, b->len, PICK(b, all));
}

static bool begin_with(struct breaking *b)
{
    static const struct text all[] = {TEXT("\xEF\xBB\xBF"), TEXT("\xFF\xFE"), TEXT("\xFE\xFF"),
                                      TEXT(")]}',\n"),      TEXT("\0"),       TEXT("\x0C"),
                                      TEXT("\xC2\xA0"),     TEXT(",")};
    return insert(b, 0, dice_percent(&b->job->dice, 50) ? all[0] : PICK(b, all));
}

static bool comma(struct breaking *b)
{
    bool before = dice_percent(&b->job->dice, 60);
    size_t at = mark_of(b, before ? "}]" : ",:{[");
    if (at == SIZE_MAX)
        return false;
    if (!before && b->text[at] == ',' && dice_percent(&b->job->dice, 50))
        return take_out(b, at, 1);
    return insert(b, at + !before, TEXT(","));
}

static bool comment(struct breaking *b)
{
    static const struct text all[] = {TEXT("/**/"), TEXT("//\n"),    TEXT("#\n"),
                                      TEXT("/*"),   TEXT("<!---->"), TEXT("/")};
    size_t at = mark_of(b, "{}[],:");
    return at != SIZE_MAX && insert(b, at + dice_below(&b->job->dice, 2), PICK(b, all));
}

static bool quote(struct breaking *b)
{
    size_t at = mark_of(b, "\"");
    if (at == SIZE_MAX)
        return false;
    if (dice_percent(&b->job->dice, 50))
        return take_out(b, at, 1);
    b->text[at] = '\'';
    return true;
}

static bool in_string(struct breaking *b, struct text what)
{
    size_t at = mark_of(b, "\"");
    if (at == SIZE_MAX)
        return false;
    size_t end = at + 1;
    while (end < b->len && b->text[end] != '"')
        end += 1 + (b->text[end] == '\\');
    end = end < b->len ? end : b->len;
    size_t to = dice_percent(&b->job->dice, 50) ? end : at + 1;
    return insert(b, to, what);
}

static bool control(struct breaking *b)
{
    static const struct text all[] = {TEXT("\0"),   TEXT("\n"), TEXT("\t"),      TEXT("\x01"),
                                      TEXT("\x1f"), TEXT("\r"), TEXT("\x1b[2J"), TEXT("\x08")};
    return in_string(b, dice_percent(&b->job->dice, 30) ? all[0] : PICK(b, all));
}

static bool bad_utf8(struct breaking *b)
{
    static const struct text all[] = {TEXT("\x80"),
                                      TEXT("\xBF"),
                                      TEXT("\xC0\x80"),
                                      TEXT("\xC1\xBF"),
                                      TEXT("\xE0\x80\x80"),
                                      TEXT("\xED\xA0\x80"),
                                      TEXT("\xED\xBF\xBF"),
                                      TEXT("\xF0\x80\x80\x80"),
                                      TEXT("\xF4\x90\x80\x80"),
                                      TEXT("\xF5"),
                                      TEXT("\xFF"),
                                      TEXT("\xFE"),
                                      TEXT("\xC3"),
                                      TEXT("\xE2\x82"),
                                      TEXT("\xF0\x9F\x98"),
                                      TEXT("\xE9"),
                                      TEXT("\xC0\xAF")};
    return in_string(b, PICK(b, all));
}

static bool bad_escape(struct breaking *b)
{
    static const struct text all[] = {
        TEXT("\\x41"), TEXT("\\u12"), TEXT("\\u12g4"), TEXT("\\"),      TEXT("\\u"),    TEXT("\\a"),
        TEXT("\\'"),   TEXT("\\0"),   TEXT("\\U0041"), TEXT("\\u{41}"), TEXT("\\u-041")};
    if (dice_percent(&b->job->dice, 85))
        return in_string(b, PICK(b, all));
    size_t at = mark_of(b, "\""); /* the end comes in the middle of one */
    if (at == SIZE_MAX || !insert(b, at + 1, PICK(b, all)))
        return false;
    b->len = at + 2 + dice_below(&b->job->dice, 2);
    return true;
}

static bool lone_surrogate(struct breaking *b)
{
    static const struct text all[] = {
        TEXT("\\ud800"),        TEXT("\\udc00"),        TEXT("\\udfff"),    TEXT("\\udc00\\ud800"),
        TEXT("\\ud800x"),       TEXT("\\ud800\\u0041"), TEXT("\\uD83D\\n"), TEXT("\\ud800\\ud800"),
        TEXT("\\udbff\\ue000"), TEXT("\\ud83d\\u")};
    return in_string(b, PICK(b, all));
}

/* What a member is, put in the place of its value. */
static bool bad_value(struct breaking *b)
{
    static const struct text all[] = {
        TEXT("01"),        TEXT("-01"),    TEXT("+1"),   TEXT(".5"),       TEXT("1."),
        TEXT("0x1F"),      TEXT("1e"),     TEXT("1e+"),  TEXT("-"),        TEXT("--1"),
        TEXT("1e400"),     TEXT("-1e400"), TEXT("NaN"),  TEXT("Infinity"), TEXT("-Infinity"),
        TEXT("1 2"),       TEXT("True"),   TEXT("NULL"), TEXT("nul"),      TEXT("nulll"),
        TEXT("undefined"), TEXT("tru"),    TEXT("1_0"),  TEXT(""),         TEXT("1e99999"),
        TEXT("-e"),        TEXT("1.5.5"),  TEXT("0b1"),  TEXT("1a")};
    size_t colon = mark_of(b, ":");
    if (colon == SIZE_MAX)
        return false;
    size_t from = colon + 1, to = from;
    while (to < b->len && (b->text[to] == ' ' || b->text[to] == '\n'))
        to++;
    if (to < b->len && b->text[to] == '"')
        for (to++; to < b->len && b->text[to] != '"'; to++)
            to += b->text[to] == '\\';
    while (to < b->len && !strchr(",}]{[", b->text[to]))
        to++;
    to = to < b->len ? to : b->len;
    return take_out(b, from, to - from) && insert(b, from, PICK(b, all));
}

static bool token(struct breaking *b)
{
    static const struct text all[] = {TEXT("{"), TEXT("}"),  TEXT("["), TEXT("]"),
                                      TEXT(":"), TEXT("\""), TEXT(",,")};
    size_t at = mark_of(b, "{}[],:");
    if (at == SIZE_MAX)
        return false;
    switch (dice_below(&b->job->dice, 3)) {
    case 0:
        return take_out(b, at, 1);
    case 1:
        return insert(b, at, PICK(b, all));
    default:
        b->text[at] = "{}[]:,;="[dice_below(&b->job->dice, 8)];
        return true;
    }
}

static bool bytes(struct breaking *b)
{
    size_t at = dice_below(&b->job->dice, b->len), count = 1 + dice_below(&b->job->dice, 4);
    char byte = (char)dice_roll(&b->job->dice);
    switch (dice_below(&b->job->dice, 4)) {
    case 0:
        b->text[at] = (char)(b->text[at] ^ (1 << dice_below(&b->job->dice, 8)));
        return true;
    case 1:
        return insert(b, at, (struct text){&byte, 1});
    case 2:
        return b->len > count && take_out(b, at, count < b->len - at ? count : b->len - at);
    default:
        b->text[at] = byte;
        return true;
    }
}

size_t text_break(struct job *j, char *text, size_t len, size_t max)
{
    static const struct {
        const char *name;
        bool (*run)(struct breaking *b);
        unsigned weight;
    } ways[] = {{"truncate", cut, 24},     {"trail", trail, 8},
                {"begin", begin_with, 6},  {"comma", comma, 8},
                {"comment", comment, 5},   {"quote", quote, 4},
                {"control", control, 8},   {"utf8", bad_utf8, 8},
                {"escape", bad_escape, 7}, {"surrogate", lone_surrogate, 6},
                {"value", bad_value, 10},  {"token", token, 8},
                {"bytes", bytes, 14}};
    struct breaking b = {.job = j, .text = text, .len = len, .max = max};
    find_marks(&b);
    unsigned total = 0;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        total += ways[i].weight;
    for (unsigned tries = 0; len && tries < 4; tries++) {
        unsigned at = dice_below(&j->dice, total), i = 0;
        for (; at >= ways[i].weight; i++)
            at -= ways[i].weight;
        if (ways[i].run(&b)) {
            job_note(j, ways[i].name);
            return b.len;
        }
    }
    return b.len;
}

size_t text_blanks(struct job *j, char *text, size_t len, size_t max)
{
    static const char blanks[] = " \n\t\r";
    struct breaking b = {.job = j, .text = text, .len = len, .max = max};
    find_marks(&b);
    size_t at = mark_of(&b, "{}[],:"), count = 1 + dice_below(&j->dice, 3);
    if (dice_percent(&j->dice, 60))
        count = ((size_t)1 << (4 + dice_below(&j->dice, 6))) + dice_below(&j->dice, 3);
    char *run = arena_bytes(j->arena, count);
    if (at == SIZE_MAX || !run)
        return len;
    memset(run, blanks[dice_below(&j->dice, 4)], count);
    if (insert(&b, at + dice_below(&j->dice, 2), (struct text){run, count}))
        job_note(j, "blanks");
    return b.len;
}

/* --- a member twice --- */

static bool is_member(const struct spot *s)
{
    return s->parent && s->parent->kind == NODE_OBJECT && s->node->name.len;
}

bool job_duplicate(struct job *j)
{
    const struct spot *s = job_pick(j, is_member);
    struct node *n = s ? node_copy(j->arena, s->node) : NULL;
    if (!n)
        return false;
    unsigned how = dice_below(&j->dice, 5);
    if (how == 0 && s->node->rule) {
        struct node *other = job_value(j, s->node->rule);
        if (other)
            node_become(n, other);
    } else if (how == 1) {
        node_become(n, &(struct node){.kind = NODE_NULL, .text = TEXT("null")});
    } else if (how == 2 && n->kind == NODE_STRING) {
        n->text = text_near(j, n->text);
    } else if (how == 3) {
        node_become(n, &(struct node){.kind = NODE_NUMBER, .text = text_number(j)});
    }
    if (dice_percent(&j->dice, 30))
        n->name = text_respelled(j, n->name);
    if (dice_percent(&j->dice, 50))
        node_insert(s->parent, dice_below(&j->dice, node_count(s->parent)), n);
    else
        node_add(s->parent, n);
    job_note(j, "twice");
    return true;
}
