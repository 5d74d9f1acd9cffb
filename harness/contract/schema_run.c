#include "contract/schema_run.h"

#include "base/mem.h"
#include "base/pointer.h"
#include "contract/schema_number.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

unsigned kinds_of(const cJSON *value)
{
    switch (value->type & 0xFF) {
    case cJSON_True:
    case cJSON_False:
        return BOOLEANS;
    case cJSON_Number:
        return number_is_integer(value->valuedouble) ? NUMBERS | INTEGERS : NUMBERS;
    case cJSON_String:
        return STRINGS;
    case cJSON_Array:
        return ARRAYS;
    case cJSON_Object:
        return OBJECTS;
    default:
        return NULLS;
    }
}

const struct rule *node_rule(const struct node *node, const char *name)
{
    for (size_t i = 0; i < node->count; i++)
        if (strcmp(node->rules[i].value->string, name) == 0)
            return &node->rules[i];
    return NULL;
}

bool run_settled(const struct schema_run *run, bool ok)
{
    return run->stopped || (!ok && run->log->mute && run->log->quiet);
}

bool run_matches(struct schema_run *run, const struct regex *regex, const char *pattern,
                 const char *text, bool *matches)
{
    size_t steps;
    if (run->stopped)
        return false;
    enum regex_result result = regex_match(regex, text, &steps);
    *matches = result == REGEX_MATCH;
    if (result != REGEX_LIMIT)
        return run_step(run, steps);
    return run_stop(run, "a string that can be matched against %s within its limits", pattern);
}

void run_blame(struct schema_run *run, const char *name)
{
    const struct rule *rule = node_rule(run->frame->node, name);
    if (rule)
        run->frame->rule = rule;
}

/* One of the caller's own, if this check was given it. One that says nothing about what is wrong
 * still fails. */
static bool check_custom(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    const struct schema_keyword *k = run->options ? run->options->keywords : NULL;
    while (k && k->name && strcmp(k->name, rule->value->string) != 0)
        k++;
    if (!k || !k->name || !k->check)
        return true;
    size_t before = run->failures;
    bool ok = k->check(run, rule->value, instance);
    if (!ok && run->failures == before)
        run_fail(run, "what %s asks for", k->name);
    return ok && run->failures == before;
}

static bool check_rule(struct schema_run *run, const struct rule *rule, unsigned kinds)
{
    const cJSON *instance = run->frame->instance;
    if (!rule->keyword)
        return check_custom(run, rule, instance);
    if (!rule->keyword->check || !(rule->keyword->applies & kinds))
        return true;
    return run_step(run, 1) && rule->keyword->check(run, rule, instance);
}

static bool check_node(struct schema_run *run, const struct node *node)
{
    if (!cJSON_IsObject(node->json))
        return cJSON_IsTrue(node->json) || run_false(run);
    unsigned kinds = kinds_of(run->frame->instance);
    bool ok = true;
    for (size_t i = 0; i < node->count && !run_settled(run, ok); i++) {
        run->frame->rule = &node->rules[i];
        ok &= check_rule(run, &node->rules[i], kinds);
    }
    return ok;
}

static bool enter(struct schema_run *run, struct frame *f)
{
    struct frame *up = f->up = run->frame;
    f->clause = f->node->clause ? f->node->clause : up ? up->clause : NULL;
    f->depth = up ? up->depth + (f->place != SAME_VALUE) : 0;
    f->naming = f->place == MEMBER_NAME || (up && up->naming);
    run->frame = f;
    run->depth++;
    bool ok = run_step(run, 1);
    if (ok && run->depth > SCHEMA_DEPTH)
        ok = run_stop(run, "a check within %d schemas inside each other", SCHEMA_DEPTH);
    if (ok && f->node->clause)
        log_clause(run, f->node->clause);
    ok = ok && check_node(run, f->node) && !run->stopped;
    run->depth--;
    run->frame = up;
    return ok;
}

bool run_apply(struct schema_run *run, const struct node *node)
{
    struct frame f = {.node = node, .instance = run->frame->instance};
    return enter(run, &f);
}

bool run_member(struct schema_run *run, const struct node *node, const cJSON *member)
{
    struct frame f = {.node = node, .instance = member, .place = MEMBER, .key = member->string};
    return enter(run, &f);
}

bool run_item(struct schema_run *run, const struct node *node, const cJSON *item, size_t index)
{
    struct frame f = {.node = node, .instance = item, .place = ITEM, .index = index};
    return enter(run, &f);
}

bool run_name(struct schema_run *run, const struct node *node, const cJSON *member)
{
    cJSON name = {.type = cJSON_String, .valuestring = member->string};
    struct frame f = {.node = node, .instance = &name, .place = MEMBER_NAME, .key = member->string};
    return enter(run, &f);
}

/* The error of a bound stands with the others, in the place of the last one if need be. */
static void collect(struct schema_run *run, struct log *log, struct schema_errors *errors)
{
    if (run->stopped && log->errors.count == SCHEMA_MAX_ERRORS)
        schema_error_clear(&log->errors.list[--log->errors.count]);
    if (run->stopped) {
        *log_add(run) = run->stop;
        run->stop = (struct schema_error){0};
    }
    *errors = log->errors;
    log->errors = (struct schema_errors){0};
}

static void end(struct schema_run *run, struct log *log)
{
    schema_error_clear(&run->stop);
    for (size_t i = 0; i < run->kept_count; i++)
        free(run->kept[i]);
    free(run->kept);
    buf_free(&run->at);
    log_free(log);
}

bool schema_check(const struct schema *s, const char *pointer, const cJSON *instance,
                  const struct schema_options *options, struct schema_errors *errors)
{
    const cJSON *json = pointer_get(s->document, pointer);
    struct node *node = json ? schema_node(s, json) : NULL;
    assert(node && instance);
    struct log log = {
        .mute = !errors, .quiet = !options || !options->applied, .nearness = SIZE_MAX};
    struct schema_run run = {.schema = s,
                             .options = options,
                             .log = &log,
                             .left = SCHEMA_STEPS,
                             .at = buf_new(SIZE_MAX / 4)};
    struct frame root = {.node = node, .instance = instance};
    bool valid = enter(&run, &root) && !run.stopped;
    if (errors)
        collect(&run, &log, errors);
    end(&run, &log);
    return valid;
}
