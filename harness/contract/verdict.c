#include "contract/verdict.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static const char *const status_names[STATUSES] = {
    "pass", "note", "fail", "warn", "inconclusive", "not-implemented", "skipped", "not-run"};

const char *status_name(enum status s)
{
    return status_names[s];
}

bool status_parse(const char *name, enum status *out)
{
    for (int i = 0; i < STATUSES; i++) {
        if (strcmp(name, status_names[i]) == 0) {
            *out = (enum status)i;
            return true;
        }
    }
    return false;
}

bool status_held(enum status s)
{
    return s == STATUS_PASS || s == STATUS_NOTE;
}

void check_clear(struct check *c)
{
    char *own[] = {c->id,       c->case_id, c->says,       c->message,   c->where,
                   c->expected, c->actual,  c->blocked_by, c->request_id};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        free(own[i]);
    *c = (struct check){0};
}

/* What the clauses of one verdict came to, beside what the verdict itself says. */
struct tally {
    size_t required; /* checks of the frozen list */
    bool open;       /* one of those was not run, or did not hold */
};

struct reach {
    const struct verdict_input *in;
    struct verdict *out;
    struct tally *tallies; /* one a clause */
    const struct check **sorted;
    size_t unknown;          /* required checks of clauses that the contract does not have */
    size_t counts[STATUSES]; /* as out->counts, only of the musts asked for */
    const char *first_blocker;
};

static bool asked_for(const struct verdict_input *in, enum level level)
{
    if (in->asked == LEVELS)
        return true;
    if (in->asked == LEVEL_ROBUST)
        return level == LEVEL_ROBUST;
    return (int)level <= in->asked;
}

static bool must_fails(enum status s)
{
    return s == STATUS_FAIL || s == STATUS_NOT_IMPLEMENTED;
}

/* Warnings never stand between a clause and its certificate. */
static bool satisfies(enum status s)
{
    return status_held(s) || s == STATUS_WARN;
}

static int badness(enum status s, bool must)
{
    static const int of[STATUSES] = {[STATUS_PASS] = 0,
                                     [STATUS_NOTE] = 1,
                                     [STATUS_WARN] = 2,
                                     [STATUS_NOT_RUN] = 3,
                                     [STATUS_SKIPPED] = 4,
                                     [STATUS_INCONCLUSIVE] = 5,
                                     [STATUS_NOT_IMPLEMENTED] = 7,
                                     [STATUS_FAIL] = 8};
    return s == STATUS_WARN && !must ? 6 : of[s];
}

static void clause_meets(struct reach *r, size_t clause, enum status s, bool first)
{
    const struct clause *c = &r->in->contract->clauses.list[clause];
    enum status *worst = &r->out->clauses[clause];
    if (first || badness(s, c->must) > badness(*worst, c->must))
        *worst = s;
    r->out->counts[s]++;
    if (c->must && asked_for(r->in, c->level))
        r->counts[s]++;
}

static void count_checks(struct reach *r, bool *seen)
{
    const struct verdict_input *in = r->in;
    for (size_t i = 0; i < in->count; i++) {
        const struct check *c = &in->checks[i];
        size_t clause = (size_t)c->clause;
        clause_meets(r, clause, c->status, !seen[clause]);
        seen[clause] = true;
        r->out->checks[clause] += satisfies(c->status) || c->status == STATUS_FAIL;
        const struct clause *of = &in->contract->clauses.list[clause];
        bool blocks = of->must && asked_for(in, of->level) && c->status == STATUS_INCONCLUSIVE;
        if (blocks && !r->first_blocker)
            r->first_blocker = c->blocked_by;
    }
}

static int by_id(const void *a, const void *b)
{
    const struct check *const *x = a, *const *y = b;
    return strcmp((*x)->id, (*y)->id);
}

static void sort_checks(struct reach *r)
{
    size_t count = r->in->count;
    r->sorted = mem_alloc(count * sizeof *r->sorted);
    for (size_t i = 0; i < count; i++)
        r->sorted[i] = &r->in->checks[i];
    if (count)
        qsort(r->sorted, count, sizeof *r->sorted, by_id);
}

/* Index of the first sorted check whose id is not below this one. */
static size_t lower_bound(const struct reach *r, const char *id)
{
    size_t low = 0, high = r->in->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(r->sorted[middle]->id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void meet_required(struct reach *r, const char *id, bool *seen)
{
    const char *at = strrchr(id, '@');
    int clause = at ? clause_find(r->in->contract, at + 1) : -1;
    if (clause < 0) {
        r->unknown++;
        return;
    }
    struct tally *t = &r->tallies[clause];
    size_t i = lower_bound(r, id), found = 0;
    for (; i < r->in->count && strcmp(r->sorted[i]->id, id) == 0; i++, found++)
        t->open |= !satisfies(r->sorted[i]->status) || r->sorted[i]->clause != clause;
    t->required++;
    if (found)
        return;
    t->open = true;
    clause_meets(r, (size_t)clause, STATUS_NOT_RUN, !seen[clause]);
    seen[clause] = true;
}

static bool clause_certified(const struct reach *r, size_t clause)
{
    const struct tally *t = &r->tallies[clause];
    return t->required && !t->open && !must_fails(r->out->clauses[clause]);
}

/* Whether the level's own musts hold; a level without any is not certified. */
static bool level_holds(const struct reach *r, enum level level)
{
    const struct clauses *clauses = &r->in->contract->clauses;
    size_t musts = 0;
    for (size_t i = 0; i < clauses->count; i++) {
        if (clauses->list[i].level != level || !clauses->list[i].must)
            continue;
        if (!clause_certified(r, i))
            return false;
        musts++;
    }
    return musts > 0;
}

static void find_levels(const struct reach *r, bool certified[LEVELS])
{
    bool eligible = !r->in->partial && !r->in->interrupted && !r->unknown;
    bool inside = eligible;
    for (int level = LEVEL_CORE; level <= LEVEL_PLATFORM; level++)
        certified[level] = inside = inside && level_holds(r, (enum level)level);
    certified[LEVEL_ROBUST] = eligible && level_holds(r, LEVEL_ROBUST);
}

static int highest(const bool certified[LEVELS], int asked)
{
    if (asked == LEVEL_ROBUST && certified[LEVEL_ROBUST])
        return LEVEL_ROBUST;
    for (int level = LEVEL_PLATFORM; level >= LEVEL_CORE; level--)
        if (certified[level])
            return level;
    return certified[LEVEL_ROBUST] ? LEVEL_ROBUST : -1;
}

static void reason(struct reach *r, char *text)
{
    struct verdict *v = r->out;
    v->reasons = mem_grow(v->reasons, v->reason_count + 1, sizeof *v->reasons);
    v->reasons[v->reason_count++] = text;
}

static size_t broken_reasons(struct reach *r, enum status status, const char *what)
{
    const struct clauses *clauses = &r->in->contract->clauses;
    size_t count = 0;
    for (size_t i = 0; i < clauses->count; i++) {
        const struct clause *c = &clauses->list[i];
        if (!c->must || !asked_for(r->in, c->level) || r->out->clauses[i] != status)
            continue;
        reason(r, mem_format("%s is %s: %s", c->id, what, c->text));
        count++;
    }
    return count;
}

static const char *plural(size_t count)
{
    return count == 1 ? " was" : "s were";
}

static void open_reasons(struct reach *r)
{
    const struct verdict_input *in = r->in;
    size_t blocked = r->counts[STATUS_INCONCLUSIVE], skipped = r->counts[STATUS_SKIPPED];
    size_t not_run = r->counts[STATUS_NOT_RUN];
    if (in->interrupted)
        reason(r, mem_string("the run was ended before its time"));
    if (blocked)
        reason(r, mem_format("%zu check%s inconclusive%s%s", blocked, plural(blocked),
                             r->first_blocker ? ", the first because of " : "",
                             r->first_blocker ? r->first_blocker : ""));
    if (skipped)
        reason(r, mem_format("%zu check%s skipped (--skip)", skipped, plural(skipped)));
    if (not_run)
        reason(r, mem_format("%zu check%s not run%s", not_run, plural(not_run),
                             in->interrupted           ? ""
                             : in->partial && !skipped ? " (--only)"
                                                       : ""));
    if (in->partial && !skipped && !not_run)
        reason(r, mem_string("only a part of the suite was selected (--only, --skip)"));
}

static void unchecked_reasons(struct reach *r)
{
    const struct clauses *clauses = &r->in->contract->clauses;
    size_t musts = 0;
    for (size_t i = 0; i < clauses->count; i++) {
        const struct clause *c = &clauses->list[i];
        if (!c->must || !asked_for(r->in, c->level))
            continue;
        musts++;
        if (!r->tallies[i].required)
            reason(r, mem_format("%s has no check in this suite", c->id));
    }
    if (!musts)
        reason(r, mem_string("the contract has no clause at this level"));
    if (r->unknown)
        reason(r, mem_format("%zu check%s listed for clauses this contract does not have",
                             r->unknown, plural(r->unknown)));
}

static bool asked_certified(const struct reach *r, const bool certified[LEVELS])
{
    for (int level = 0; level < LEVELS; level++)
        if (asked_for(r->in, (enum level)level) && !certified[level])
            return false;
    return true;
}

static void conclude(struct reach *r)
{
    bool certified[LEVELS];
    find_levels(r, certified);
    r->out->level = highest(certified, r->in->asked);
    r->out->outcome = OUTCOME_CERTIFIED;
    if (asked_certified(r, certified))
        return;
    size_t broken = broken_reasons(r, STATUS_FAIL, "broken");
    broken += broken_reasons(r, STATUS_NOT_IMPLEMENTED, "not implemented");
    r->out->outcome = broken ? OUTCOME_NOT_CONFORMING : OUTCOME_INCOMPLETE;
    open_reasons(r);
    unchecked_reasons(r);
    if (!r->out->reason_count)
        reason(r, mem_string("a required check counts for another clause than the list says"));
}

void verdict_reach(const struct verdict_input *in, struct verdict *out)
{
    size_t clauses = in->contract->clauses.count;
    struct reach r = {.in = in, .out = out};
    *out = (struct verdict){.level = -1};
    out->clauses = mem_alloc(clauses * sizeof *out->clauses);
    out->checks = mem_alloc(clauses * sizeof *out->checks);
    for (size_t i = 0; i < clauses; i++)
        out->clauses[i] = STATUS_NOT_RUN;
    bool *seen = mem_alloc(clauses * sizeof *seen);
    r.tallies = mem_alloc(clauses * sizeof *r.tallies);
    sort_checks(&r);
    count_checks(&r, seen);
    for (size_t i = 0; i < in->required->count; i++)
        meet_required(&r, in->required->list[i], seen);
    conclude(&r);
    free(r.sorted);
    free(r.tallies);
    free(seen);
}

void verdict_blame(struct verdict *v, const char *reason)
{
    v->reasons = mem_grow(v->reasons, v->reason_count + 1, sizeof *v->reasons);
    memmove(v->reasons + 1, v->reasons, v->reason_count++ * sizeof *v->reasons);
    v->reasons[0] = mem_string(reason);
}

void verdict_free(struct verdict *v)
{
    for (size_t i = 0; i < v->reason_count; i++)
        free(v->reasons[i]);
    free(v->reasons);
    free(v->clauses);
    free(v->checks);
    *v = (struct verdict){.level = -1};
}
