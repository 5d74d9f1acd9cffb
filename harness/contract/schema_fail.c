#include "contract/schema_run.h"

#include "base/mem.h"
#include "base/pointer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Appends the way to the frame's value; *whole is where the last part ends that fitted whole. */
static void add_way(const struct frame *f, struct buf *out, size_t *whole)
{
    if (!f)
        return;
    add_way(f->up, out, whole);
    if (f->place == ITEM)
        buf_format(out, "/%zu", f->index);
    else if (f->place != SAME_VALUE)
        pointer_add(out, f->key);
    if (!out->failed)
        *whole = out->len;
}

static char *instance_pointer(const struct schema_run *run)
{
    size_t whole = 0;
    struct buf out = buf_new(SCHEMA_POINTER_MAX);
    add_way(run->frame, &out, &whole);
    char *text = buf_take(&out);
    text[whole] = '\0';
    return text;
}

static char *schema_pointer(const struct frame *f)
{
    struct buf out = buf_new(SIZE_MAX / 4);
    buf_text(&out, f->node->pointer);
    if (f->rule)
        pointer_add(&out, f->rule->value->string);
    return buf_take(&out);
}

static char *clean(const char *text, size_t max)
{
    struct words w = words_new(max);
    words_text(&w, text);
    return words_take(&w);
}

static char *found_here(const struct schema_run *run)
{
    struct words w = words_new(WORDS_FOUND);
    words_json(&w, run->frame->instance);
    return words_take(&w);
}

static bool is_shape(const struct rule *rule)
{
    static const char *const names[] = {"type", "const", "enum"};
    for (size_t i = 0; rule && i < sizeof names / sizeof *names; i++)
        if (strcmp(rule->value->string, names[i]) == 0)
            return true;
    return !rule;
}

/* Takes `expected`; `found` NULL shows the value. */
static bool report(struct schema_run *run, const char *clause, char *expected, const char *found)
{
    const struct frame *f = run->frame;
    run->failures++;
    log_near(run, f->depth, is_shape(f->rule));
    struct schema_error *e = log_add(run);
    if (!e) {
        free(expected);
        return false;
    }
    *e = (struct schema_error){.instance = instance_pointer(run),
                               .schema = schema_pointer(f),
                               .expected = expected,
                               .found = found ? clean(found, WORDS_FOUND) : found_here(run),
                               .clause = mem_string(clause ? clause : f->clause)};
    return false;
}

struct words run_expected(const struct schema_run *run)
{
    struct words w = words_new(WORDS_EXPECTED);
    if (run->frame->naming)
        words_text(&w, "a name that is ");
    return w;
}

bool run_report(struct schema_run *run, struct words *expected)
{
    return report(run, NULL, words_take(expected), NULL);
}

bool run_missing(struct schema_run *run, const char *clause, struct words *expected)
{
    return report(run, clause, words_take(expected), "nothing");
}

bool run_fail(struct schema_run *run, const char *format, ...)
{
    char text[WORDS_EXPECTED * 2];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct words w = run_expected(run);
    words_text(&w, text);
    return run_report(run, &w);
}

bool run_false(struct schema_run *run)
{
    const struct frame *f = run->frame;
    while (f->place == SAME_VALUE && f->up)
        f = f->up;
    struct words w = words_new(WORDS_EXPECTED);
    if (f->place == SAME_VALUE) {
        words_text(&w, "no value at all");
    } else if (f->place == ITEM) {
        words_text(&w, "no item here");
    } else {
        cJSON name = {.type = cJSON_String, .valuestring = (char *)f->key};
        words_text(&w, "no member ");
        words_json(&w, &name);
    }
    return run_report(run, &w);
}

bool run_stop(struct schema_run *run, const char *format, ...)
{
    char text[WORDS_EXPECTED * 2];
    va_list args;
    if (run->stopped)
        return false;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    run->stopped = true;
    run->failures++;
    run->stop = (struct schema_error){.instance = instance_pointer(run),
                                      .schema = schema_pointer(run->frame),
                                      .expected = clean(text, WORDS_EXPECTED),
                                      .found = found_here(run),
                                      .clause = mem_string(run->frame->clause)};
    return false;
}

bool run_step(struct schema_run *run, size_t steps)
{
    if (run->stopped)
        return false;
    if (steps > run->left)
        return run_stop(run, "a check within %zu steps", SCHEMA_STEPS);
    run->left -= steps;
    return true;
}

void *schema_context(const struct schema_run *run)
{
    return run->options ? run->options->context : NULL;
}

const char *schema_instance_pointer(const struct schema_run *run)
{
    size_t whole;
    struct buf *at = &((struct schema_run *)run)->at;
    buf_clear(at);
    add_way(run->frame, at, &whole);
    return buf_view(at).ptr;
}

void schema_fail(struct schema_run *run, const char *clause, const char *expected,
                 const char *found)
{
    struct words w = run_expected(run);
    words_text(&w, expected);
    report(run, clause, words_take(&w), found);
}

/* The caller's text may be gone by the time the branch is accepted. */
static const char *keep(struct schema_run *run, const char *clause)
{
    for (size_t i = 0; i < run->kept_count; i++)
        if (strcmp(run->kept[i], clause) == 0)
            return run->kept[i];
    run->kept = mem_grow(run->kept, run->kept_count + 1, sizeof *run->kept);
    return run->kept[run->kept_count++] = mem_string(clause);
}

void schema_applies(struct schema_run *run, const char *clause)
{
    if (!run->log->quiet)
        log_clause(run, run->log->outer ? keep(run, clause) : clause);
}
