#include "fuzz/campaign/legs.h"

#include "base/mem.h"
#include "fuzz/campaign/tell.h"

#include <stdlib.h>
#include <string.h>

#define SLICE_MIN 15
#define SLICE_MAX 900
#define TURNS 2     /* that each harness and mode gets, where there is time */
#define CRAWLS 5    /* seconds a crash: libFuzzer's fork mode starts anew each time */
#define GRACE 5     /* seconds that an engine has to end */
#define AT_ONCE 3   /* seconds: what ends so soon has failed, and */
#define FAILURES 2  /* is left out the second time */
#define EXPLODED 20 /* crashes before that is judged */

static size_t possible(const struct night *n)
{
    size_t count = 0;
    for (size_t i = 0; i < n->room_count; i++)
        for (int m = 0; m < MODES; m++)
            count += mode_possible(&n->rooms[i].harness, (enum mode)m);
    return count;
}

unsigned legs_slice(const struct night *n)
{
    if (n->o->slice)
        return n->o->slice;
    double all = n->o->seconds * (double)n->o->jobs / (double)(possible(n) * TURNS + 1);
    return all < SLICE_MIN ? SLICE_MIN : all > SLICE_MAX ? SLICE_MAX : (unsigned)all;
}

/* It can be run here, and does not fail each time. */
static bool works(const struct room *r, enum mode m)
{
    return mode_possible(&r->harness, m) && r->at_once[m] < FAILURES;
}

static bool any_works(const struct night *n)
{
    for (size_t i = 0; i < n->room_count; i++)
        for (int m = 0; m < MODES; m++)
            if (works(&n->rooms[i], (enum mode)m))
                return true;
    return false;
}

static bool runs(const struct night *n, const struct room *r, enum mode m)
{
    for (size_t i = 0; i < n->o->jobs; i++)
        if (n->workers[i].pid && n->workers[i].room == r && n->workers[i].leg.mode == m)
            return true;
    return false;
}

/* Modes change fastest, so that each harness meets all of them early. */
static struct room *next(struct night *n, enum mode *mode)
{
    for (size_t tried = 0; tried < MODES * n->room_count; tried++) {
        size_t turn = n->turn++ % (MODES * n->room_count);
        struct room *r = &n->rooms[turn / MODES];
        *mode = (enum mode)(turn % MODES);
        bool crawls = r->crashy && *mode == MODE_LIBFUZZER && works(r, MODE_AFL);
        if (works(r, *mode) && !crawls && !runs(n, r, *mode))
            return r;
    }
    return NULL;
}

static int start(struct night *n, struct worker *w, double now, struct err *err)
{
    static const char *const no_seeds[] = {NULL};
    enum mode mode;
    struct room *r = next(n, &mode);
    struct figures before = {0};
    if (!r && !any_works(n))
        return err_set(err, "no engine runs: see the logs in %s/work", n->o->out);
    if (!r)
        return 0;
    double seconds = legs_slice(n), left = n->legs_end - now;
    if (left < 1)
        return 0;
    seconds = seconds < left ? seconds : left;
    *w = (struct worker){.room = r, .began = now, .until = now + seconds + GRACE};
    w->leg = (struct leg){.place = &r->place,
                          .mode = mode,
                          .seconds = (unsigned)seconds,
                          .input_seconds = n->o->input_seconds,
                          .seed = n->o->seed + n->legs++,
                          .seeds = no_seeds,
                          .dictionary = n->o->dictionary,
                          .mutator = n->o->mutator,
                          .muted = n->muted};
    if (mode != MODE_LIBFUZZER && leg_figures(&w->leg, "", &before))
        w->executions_before = before.executions;
    if (leg_start(&w->leg, &w->pid, &w->log, err)) {
        w->pid = 0;
        return -1;
    }
    tell_event(n, "leg", r->harness.name, mode_name(mode));
    return 0;
}

double leg_executions(const struct worker *w, const struct figures *f)
{
    return f->executions - (f->executions >= w->executions_before ? w->executions_before : 0);
}

static void settle_figures(struct worker *w)
{
    struct figures f;
    if (!leg_figures(&w->leg, w->log, &f))
        return;
    double done = leg_executions(w, &f);
    f.per_second = done / (now_seconds() - w->began + 1);
    w->room->executions += done;
    /* Each engine counts edges in its own way: libFuzzer's are told, where there is libFuzzer. */
    if (w->leg.mode != MODE_LIBFUZZER && w->room->harness.libfuzzer)
        f.edges = w->room->now.edges;
    w->room->now = f;
}

static void finish(struct night *n, struct worker *w)
{
    double took = now_seconds() - w->began;
    settle_figures(w);
    if (w->leg.mode == MODE_LIBFUZZER && w->taken >= EXPLODED && took / (double)w->taken < CRAWLS &&
        !w->room->crashy) {
        w->room->crashy = true;
        tell_event(n, "crashes-often", w->room->harness.name, "libfuzzer is left out");
    }
    unsigned *failures = &w->room->at_once[w->leg.mode];
    *failures = took < AT_ONCE && w->leg.seconds > AT_ONCE ? *failures + 1 : 0;
    if (*failures == FAILURES)
        tell_event(n, "engine-fails", w->room->harness.name, w->log);
    tell_leg(n, w, took);
    free(w->log);
    *w = (struct worker){0};
}

int legs_tend(struct night *n, double now, struct err *err)
{
    for (size_t i = 0; i < n->o->jobs; i++) {
        struct worker *w = &n->workers[i];
        bool ended = w->pid && process_ended(w->pid, NULL);
        if (w->pid && !ended && (now > w->until || now > n->legs_end + GRACE)) {
            process_stop(w->pid, GRACE, NULL);
            ended = true;
        }
        if (ended)
            finish(n, w);
        if (!w->pid && !n->full && now < n->legs_end && start(n, w, now, err))
            return -1;
    }
    return 0;
}

bool legs_any(const struct night *n)
{
    for (size_t i = 0; i < n->o->jobs; i++)
        if (n->workers[i].pid)
            return true;
    return false;
}

void legs_stop(struct night *n)
{
    for (size_t i = 0; i < n->o->jobs; i++) {
        struct worker *w = &n->workers[i];
        if (w->pid) {
            process_stop(w->pid, GRACE, NULL);
            finish(n, w);
        }
    }
}
