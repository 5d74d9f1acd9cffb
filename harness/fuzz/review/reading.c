#include "fuzz/review/reading.h"

#include "base/mem.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN ((size_t)60) /* bytes of a value */
#define DEATH                                                                                      \
    "one request ends the process, and every other client's connection with it (ROB-01 to ROB-08)"
#define SLOW "one request holds a thread for seconds, and a few of them the service (ROB-10)"

const char *made_name(enum verdict_of v)
{
    static const char *const names[] = {"fine",  "lax",  "strict",   "altered",
                                        "risky", "dies", "not asked"};
    return names[v];
}

/* Printable ASCII: everything else, and the backslash, as \xNN. */
static char *show(struct bytes text)
{
    struct buf b = buf_new(SHOWN * 4 + 32);
    for (size_t i = 0; i < text.len && i < SHOWN; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c < ' ' || c > '~' || c == '\\')
            buf_format(&b, "\\x%02X", c);
        else
            buf_byte(&b, (char)c);
    }
    if (text.len > SHOWN)
        buf_format(&b, "... (%zu bytes)", text.len);
    return buf_take(&b);
}

static const char *kind_word(enum connspec_kind kind)
{
    static const char *const words[] = {"null",   "false",  "true", "a number",
                                        "string", "object", "array"};
    return kind <= CONNSPEC_ARRAY ? words[kind] : "?";
}

static long double number_of(struct bytes text, double *rounded)
{
    char digits[512];
    snprintf(digits, sizeof digits, "%.*s", (int)text.len, text.ptr ? text.ptr : "");
    *rounded = strtod(digits, NULL);
    return strtold(digits, NULL);
}

/* Integers are to be exact, which a long double can tell to 64 bits. A double that is told as "%.17g" is
 * the number sent when that is a double, and when it is the nearest one to a fraction. */
static bool same_number(struct bytes told, struct bytes sent)
{
    double told_rounded, sent_rounded;
    long double x = number_of(told, &told_rounded), y = number_of(sent, &sent_rounded);
    bool integer = told.len && !memchr(told.ptr, 'e', told.len) && !memchr(told.ptr, '.', told.len);
    if (integer || told_rounded != sent_rounded)
        return x == y;
    return sent_rounded == y || x != floorl(x);
}

bool reading_same(const struct made *a, const struct made *b)
{
    if (!a->value || !b->value)
        return a->value == b->value;
    return strcmp(a->value, b->value) == 0 ||
           (a->number && b->number && same_number(bytes_of(a->value), bytes_of(b->value)));
}

static size_t count_tags(const struct understood *u)
{
    static const struct bytes tags = {"/tags/", 6};
    size_t count = 0;
    for (size_t i = 0; i < u->count; i++)
        count += u->list[i].pointer.len > tags.len &&
                 memcmp(u->list[i].pointer.ptr, tags.ptr, tags.len) == 0;
    return count;
}

static void say(struct made *made, const char *word, enum verdict_of verdict, const char *risk)
{
    snprintf(made->word, sizeof made->word, "%s", word);
    made->verdict = verdict;
    made->risk = risk;
}

static bool matches(const struct reading *r, const struct told *told)
{
    if (!r->word)
        return false;
    if (!r->text.ptr) /* "not there": null or no member at all */
        return !told || told->kind == CONNSPEC_NULL;
    return told && told->kind == CONNSPEC_STRING && bytes_equal(told->text, r->text);
}

static bool as_sent(const struct probe *p, const struct understood *u, const struct told *told)
{
    if (p->tags)
        return count_tags(u) == p->tags;
    if (p->length)
        return told && told->kind == CONNSPEC_STRING && told->text.len == p->length;
    if (p->number)
        return told && told->kind == CONNSPEC_NUMBER && same_number(told->text, p->is);
    return told && p->is.ptr && told->kind == CONNSPEC_STRING && bytes_equal(told->text, p->is);
}

/* Accepted: what is it now? */
static void look(const struct probe *p, const struct understood *u, struct made *made)
{
    const struct told *told = p->at ? understood_at(u, p->at) : NULL;
    enum verdict_of lax = p->rule == RULE_REFUSE ? MADE_LAX : MADE_FINE;
    char word[sizeof made->word];
    made->number = told && told->kind == CONNSPEC_NUMBER;
    if (told)
        made->value = told->text.len || told->kind == CONNSPEC_STRING
                          ? show(told->text)
                          : mem_string(kind_word(told->kind));
    for (size_t i = 0; i < sizeof p->readings / sizeof *p->readings; i++) {
        const struct reading *r = &p->readings[i];
        if (matches(r, told)) {
            say(made, r->word, r->risk ? MADE_RISKY : lax, r->risk);
            return;
        }
    }
    if (!p->at && !p->tags) {
        say(made, "accepted", lax, lax == MADE_LAX ? p->risk : NULL);
    } else if (as_sent(p, u, told)) {
        say(made, "as sent", lax, lax == MADE_LAX ? p->risk : NULL);
    } else {
        if (p->tags)
            snprintf(word, sizeof word, "%zu tags", count_tags(u));
        else
            snprintf(word, sizeof word, "%.60s", made->value ? made->value : "not there");
        say(made, word, p->rule == RULE_REFUSE ? MADE_LAX : MADE_ALTERED, p->risk);
    }
}

void reading_make(const struct probe *p, const struct understood *u, const char *note,
                  struct made *made)
{
    *made = (struct made){.fate = u->fate, .accepted = u->accepted};
    if (u->fate == FATE_HUNG)
        say(made, "hung", MADE_DIES, SLOW);
    else if (u->fate != FATE_ANSWERED)
        say(made, fate_name(u->fate), MADE_DIES, DEATH);
    else if (!u->accepted)
        say(made, "refused", p->rule == RULE_ACCEPT ? MADE_STRICT : MADE_FINE, NULL);
    else
        look(p, u, made);
    if (u->fate != FATE_ANSWERED)
        made->note = mem_string(note);
}

void reading_deepest(const struct probe *p, struct made *made)
{
    char word[sizeof made->word];
    if (made->deepest >= p->count)
        snprintf(word, sizeof word, "no limit to %zu", p->count);
    else if (made->verdict == MADE_DIES)
        snprintf(word, sizeof word, "%s beyond about %zu thousand", fate_name(made->fate),
                 (made->deepest + 500) / 1000);
    else
        snprintf(word, sizeof word, "%zu, then refused", made->deepest);
    memcpy(made->word, word, sizeof word);
}

void reading_nothing(struct made *made, const char *why)
{
    say(made, why, MADE_NOTHING, NULL);
}

bool reading_possible(const struct probe *p, const struct understood *good)
{
    return p->tags ? count_tags(good) > 0 : !p->at || understood_at(good, p->at);
}
