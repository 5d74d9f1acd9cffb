#include "contract/schema_keywords.h"

#include <stdint.h>
#include <stdlib.h>

bool check_reference(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    (void)instance;
    return run_apply(run, rule->parts[0].node);
}

bool check_all(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    (void)instance;
    bool ok = true;
    for (size_t i = 0; i < rule->count && !run_settled(run, ok); i++)
        ok &= run_apply(run, rule->parts[i].node);
    return ok;
}

static bool branch(struct schema_run *run, struct log *log, const struct node *node)
{
    log_open(run, log, false, false);
    bool ok = run_apply(run, node);
    log_close(run, log);
    return ok;
}

/* Nearer, or as near with fewer errors. */
static bool is_nearer(const struct log *a, const struct log *b)
{
    if (a->nearness != b->nearness)
        return a->nearness > b->nearness;
    return a->errors.count < b->errors.count;
}

static void keep_nearer(struct log *best, struct log *log, bool first)
{
    if (!first && !is_nearer(log, best)) {
        log_free(log);
        return;
    }
    log_free(best);
    *best = *log;
}

/* Tries the branches until `enough` are valid. How many were; the first valid one is in *good, the
 * nearest of the others in *best. Both logs are the caller's to free. */
static size_t try_branches(struct schema_run *run, const struct rule *rule, size_t enough,
                           struct log *good, struct log *best)
{
    size_t valid = 0;
    *good = *best = (struct log){0};
    for (size_t i = 0; i < rule->count && valid < enough && !run->stopped; i++) {
        struct log log;
        if (!branch(run, &log, rule->parts[i].node))
            keep_nearer(best, &log, i == valid);
        else if (valid++ == 0)
            *good = log;
        else
            log_free(&log);
    }
    return valid;
}

static bool alternatives(struct schema_run *run, const struct rule *rule, size_t enough,
                         const char *words)
{
    struct log good, best;
    size_t valid = try_branches(run, rule, enough, &good, &best);
    bool ok = valid == 1 && !run->stopped;
    if (ok)
        log_accept(run, &good);
    else if (!run->stopped)
        run_fail(run, "a value that matches %s %zu alternatives%s", words, rule->count,
                 valid ? ", not two or more" : "");
    if (valid == 0 && !run->stopped)
        log_errors(run, &best);
    log_free(&good);
    log_free(&best);
    return ok;
}

bool check_any(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    (void)instance;
    return alternatives(run, rule, 1, "one of");
}

bool check_one(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    (void)instance;
    return alternatives(run, rule, 2, "exactly one of");
}

/* Whether the value is valid, with nothing said. */
static bool holds(struct schema_run *run, const struct node *node)
{
    struct log log;
    log_open(run, &log, true, true);
    bool ok = run_apply(run, node);
    log_close(run, &log);
    log_free(&log);
    return ok;
}

bool check_not(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    (void)instance;
    bool held = holds(run, rule->parts[0].node);
    if (run->stopped)
        return false;
    return !held || run_fail(run, "a value that does not match the schema of not");
}

bool check_if(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    (void)instance;
    bool held = holds(run, rule->parts[0].node);
    const struct rule *chosen = node_rule(run->frame->node, held ? "then" : "else");
    if (run->stopped)
        return false;
    return !chosen || run_apply(run, chosen->parts[0].node);
}
