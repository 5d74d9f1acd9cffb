#include "conformance/runner.h"

#include "base/mem.h"
#include "conformance/play.h"
#include "conformance/rescue.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#define ROUNDS 2 /* times that cases which could not reach a target that is there are tried again */

/* PARKED: it could not reach the target to its end, and waits for that to be back. */
enum progress { WAITING, PLAYING, HELD, FAILED, PARKED };

struct runner {
    struct run *run;
    struct suite *suite;
    const bool *runs;
    size_t *order; /* in which waiting cases are looked at */
    enum progress *progress;
    size_t left;                   /* cases neither held nor failed ... */
    size_t robust_left, last_left; /* ... of level robust, and of those that are last */
    size_t playing, parked;
    struct check **kept; /* one a case: what a parked one came to before its connection ended */
    bool robust_plays;
    pthread_mutex_t lock;
    pthread_cond_t moved; /* a case has come to its end */
    bool broken;          /* a worker failed: err says why */
    struct err *err;
};

/* --- order --- */

static uint64_t next_random(uint64_t *state) /* splitmix64 */
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static void set_order(struct runner *r)
{
    size_t count = r->run->plan->count;
    uint64_t state = r->run->options->seed;
    r->order = mem_alloc((count + 1) * sizeof *r->order);
    for (size_t i = 0; i < count; i++)
        r->order[i] = i;
    if (!state)
        return;
    for (size_t i = count; i > 1; i--) {
        size_t k = next_random(&state) % i, other = r->order[k];
        r->order[k] = r->order[i - 1];
        r->order[i - 1] = other;
    }
}

/* --- which case next --- */

/* WAITING while one is still to come; else HELD, or FAILED with the one that failed. */
static enum progress needs_of(const struct runner *r, const struct test_case *tc, size_t *failed)
{
    enum progress all = HELD;
    for (size_t i = 0; i < tc->need_count; i++) {
        enum progress one = r->progress[tc->needs[i]];
        if (one == FAILED) {
            *failed = tc->needs[i];
            return FAILED;
        }
        if (one != HELD)
            all = WAITING;
    }
    return all;
}

static bool is_last(const struct test_case *tc)
{
    return cJSON_GetObjectItemCaseSensitive(tc->file, "last");
}

static void finish(struct runner *r, size_t at, bool held)
{
    const struct test_case *tc = &r->run->plan->list[at];
    if (tc->level == LEVEL_ROBUST) {
        if (r->progress[at] == PLAYING)
            r->robust_plays = false;
        r->robust_left--;
        r->last_left -= is_last(tc);
    }
    r->progress[at] = held ? HELD : FAILED;
    r->left--;
    pthread_cond_broadcast(&r->moved);
}

static void record_case(struct runner *r, size_t at)
{
    const struct test_case *tc = &r->run->plan->list[at];
    for (size_t i = 0; tc->clauses[i]; i++)
        record_check(r->run->record, r->run->contract, &r->suite->checks[r->suite->first[at] + i]);
}

static void block(struct runner *r, size_t at, size_t by)
{
    const struct test_case *tc = &r->run->plan->list[at];
    const char *blocker = r->run->plan->list[by].id;
    for (size_t i = 0; tc->clauses[i]; i++) {
        struct check *check = &r->suite->checks[r->suite->first[at] + i];
        if (!r->suite->selected[r->suite->first[at] + i])
            continue;
        check->status = STATUS_INCONCLUSIVE;
        check->blocked_by = mem_string(blocker);
        check->message = mem_format("Not tried, since %s did not hold.", blocker);
    }
    record_case(r, at);
    finish(r, at, false);
}

/* Takes what was decided over for the checks that are selected. */
static void adopt(struct runner *r, size_t at, struct check *decided, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct check *check = &r->suite->checks[r->suite->first[at] + i];
        bool selected = r->suite->selected[r->suite->first[at] + i];
        check_clear(selected ? check : &decided[i]);
        if (selected)
            *check = decided[i];
    }
    free(decided);
}

/* Under the lock. A case that needs what the target has not got is decided without playing it. */
static bool is_out(struct runner *r, size_t at)
{
    const struct test_case *tc = &r->run->plan->list[at];
    if (!cJSON_GetObjectItemCaseSensitive(tc->file, "requires"))
        return false;
    size_t count = case_checks(tc);
    struct check *decided = mem_alloc(count * sizeof *decided);
    case_name_checks(r->run->contract, tc, decided);
    bool out = case_lacks(r->run, tc, decided), held = status_held(decided[0].status);
    if (!out) {
        for (size_t i = 0; i < count; i++)
            check_clear(&decided[i]);
        free(decided);
        return false;
    }
    adopt(r, at, decided, count);
    record_case(r, at);
    finish(r, at, held);
    return true;
}

/* Robust cases wait for all others and for each other; those that are last wait for these too. */
static bool waits_its_turn(const struct runner *r, const struct test_case *tc)
{
    if (tc->level != LEVEL_ROBUST)
        return false;
    return r->left > r->robust_left || r->robust_plays ||
           (is_last(tc) && r->robust_left > r->last_left);
}

/* Under the lock. A case that is ready, or SIZE_MAX when there is none just now. */
static size_t take(struct runner *r)
{
    for (size_t i = 0; i < r->run->plan->count; i++) {
        size_t at = r->order[i], failed = 0;
        if (r->progress[at] != WAITING || is_out(r, at))
            continue;
        enum progress needs = needs_of(r, &r->run->plan->list[at], &failed);
        if (needs == HELD && !waits_its_turn(r, &r->run->plan->list[at])) {
            r->progress[at] = PLAYING;
            r->robust_plays = r->run->plan->list[at].level == LEVEL_ROBUST;
            return at;
        }
        if (needs == FAILED)
            block(r, at, failed);
    }
    return SIZE_MAX;
}

/* --- workers --- */

/* Every check of the case held, a broken should aside. */
static bool case_held(const struct check *checks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!status_held(checks[i].status) && checks[i].status != STATUS_WARN)
            return false;
    return true;
}

static void drop(struct check *checks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_clear(&checks[i]);
    free(checks);
}

/* Plays into checks of its own, since those not selected keep what they say. HELD, FAILED or PARKED; at
 * level robust a target that has gone is a finding (hostile.h). */
static int play(struct runner *r, struct client *client, size_t at, enum progress *end,
                struct err *err)
{
    const struct test_case *tc = &r->run->plan->list[at];
    size_t count = case_checks(tc);
    struct check *played = mem_alloc(count * sizeof *played);
    case_name_checks(r->run->contract, tc, played);
    client->cut_short = client->dropped = false;
    int result = case_play(client, tc, played, err);
    unsigned unreachable = atomic_load(&r->run->unreachable);
    bool gone =
        client->cut_short || (client->dropped && unreachable) || unreachable >= UNREACHABLE_LIMIT;
    bool held = !result && case_held(played, count);
    if (!result && !held && gone && tc->level != LEVEL_ROBUST) {
        r->kept[at] = client->dropped ? played : NULL;
        if (!r->kept[at])
            drop(played, count);
        *end = PARKED;
        return 0;
    }
    *end = held ? HELD : FAILED;
    adopt(r, at, played, count);
    return result;
}

static void park(struct runner *r, size_t at)
{
    r->progress[at] = PARKED;
    r->parked++;
}

/* What it came to counts after all: it ended the target, or nobody knows who did. */
static void convict(struct runner *r, size_t at)
{
    const struct test_case *tc = &r->run->plan->list[at];
    adopt(r, at, r->kept[at], case_checks(tc));
    r->kept[at] = NULL;
    r->parked--;
    record_case(r, at);
    finish(r, at, false);
}

/* Between two rounds. `guilty` NULL: all whose connection ended. `back`: the others are played again. */
static void settle_parked(struct runner *r, const char *guilty, bool back)
{
    for (size_t i = 0; i < r->run->plan->count; i++) {
        if (r->progress[i] != PARKED)
            continue;
        const struct test_case *tc = &r->run->plan->list[i];
        if (r->kept[i] && (!guilty || strcmp(guilty, tc->id) == 0)) {
            convict(r, i);
            continue;
        }
        if (r->kept[i])
            drop(r->kept[i], case_checks(tc));
        r->kept[i] = NULL;
        if (back) {
            r->progress[i] = WAITING;
            r->parked--;
        }
    }
}

static void fail(struct runner *r, const struct err *err)
{
    if (!r->broken)
        *r->err = *err;
    r->broken = true;
    pthread_cond_broadcast(&r->moved);
}

/* Under the lock but while it plays. */
static void work(struct runner *r, struct client *client)
{
    struct err err;
    while (r->left && !r->broken && !run_over(r->run)) {
        size_t at = take(r);
        if (at == SIZE_MAX && !r->playing)
            break; /* what is left waits for what is parked */
        if (at == SIZE_MAX) {
            pthread_cond_wait(&r->moved, &r->lock);
            continue;
        }
        enum progress end = FAILED;
        r->playing++;
        pthread_mutex_unlock(&r->lock);
        int result = play(r, client, at, &end, &err);
        pthread_mutex_lock(&r->lock);
        r->playing--;
        if (result)
            fail(r, &err);
        else if (end != PARKED)
            record_case(r, at);
        if (end == PARKED)
            park(r, at);
        else
            finish(r, at, end == HELD);
        pthread_cond_broadcast(&r->moved);
    }
    pthread_cond_broadcast(&r->moved);
}

static void *worker(void *arg)
{
    struct runner *r = arg;
    struct client client;
    struct err err;
    int opened = client_open(&client, r->run, &err);
    pthread_mutex_lock(&r->lock);
    if (opened)
        fail(r, &err);
    else
        work(r, &client);
    pthread_mutex_unlock(&r->lock);
    if (!opened)
        client_close(&client);
    return NULL;
}

static int start_and_join(struct runner *r, struct err *err)
{
    unsigned jobs = r->run->options->jobs, started = 0;
    pthread_t *threads = mem_alloc(jobs * sizeof *threads);
    while (started < jobs && !pthread_create(&threads[started], NULL, worker, r))
        started++;
    for (unsigned i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    free(threads);
    return started ? 0 : err_set(err, "cannot start a thread");
}

/* Cases that were never taken: the run ended before them. */
static void record_rest(struct runner *r)
{
    for (size_t i = 0; i < r->run->plan->count; i++) {
        const struct test_case *tc = &r->run->plan->list[i];
        if (r->runs[i] && (r->progress[i] == HELD || r->progress[i] == FAILED))
            continue;
        for (size_t k = 0; tc->clauses[k]; k++) {
            struct check *check = &r->suite->checks[r->suite->first[i] + k];
            if (!check->message)
                check->message =
                    mem_string(r->progress[i] == PARKED ? "The target could not be reached."
                                                        : "The run ended before it.");
        }
        record_case(r, i);
    }
}

static int play_rounds(struct runner *r, struct err *err)
{
    bool again = true;
    for (unsigned round = 0; again;) {
        char *guilty = NULL;
        if (start_and_join(r, err) || r->broken)
            return -1;
        again = rescue(r->run, &guilty);
        bool there = !again && r->parked && !run_over(r->run) && round++ < ROUNDS;
        settle_parked(r, guilty, again || there);
        again |= there;
        free(guilty);
    }
    return 0;
}

int runner_play(struct run *run, struct suite *suite, const bool *runs, struct err *err)
{
    struct runner r = {.run = run, .suite = suite, .runs = runs, .err = err};
    pthread_mutex_init(&r.lock, NULL);
    pthread_cond_init(&r.moved, NULL);
    r.progress = mem_alloc((run->plan->count + 1) * sizeof *r.progress);
    r.kept = mem_alloc((run->plan->count + 1) * sizeof *r.kept);
    for (size_t i = 0; i < run->plan->count; i++) {
        r.progress[i] = runs[i] ? WAITING : HELD;
        r.left += runs[i];
        bool robust = runs[i] && run->plan->list[i].level == LEVEL_ROBUST;
        r.robust_left += robust;
        r.last_left += robust && is_last(&run->plan->list[i]);
    }
    set_order(&r);
    int result = play_rounds(&r, err);
    record_rest(&r);
    free(r.order);
    free(r.kept);
    free(r.progress);
    pthread_cond_destroy(&r.moved);
    pthread_mutex_destroy(&r.lock);
    return result;
}
