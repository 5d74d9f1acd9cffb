#include "fuzz/campaign/night.h"

#include "base/file.h"
#include "base/mem.h"
#include "fuzz/campaign/harnesses.h"
#include "fuzz/campaign/keep.h"
#include "fuzz/campaign/legs.h"
#include "fuzz/campaign/state.h"
#include "fuzz/campaign/taking.h"
#include "fuzz/campaign/tell.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define REPLAYS 10          /* of a new finding */
#define MINIMISING 1000     /* more of them to make it small, at most; */
#define MINIMISING_SHARE 40 /* a share of the time, but */
#define MINIMISING_MIN 3    /* at least so many seconds, and */
#define MINIMISING_MAX 60   /* at most so many */
#define REPEATS 10          /* inputs that were nothing new: time to make findings small */
#define STATE_SECONDS 5
#define NAP_NANOSECONDS 50000000L
#define CLOSING_SHARE 10 /* of the time is for minimising corpora, but */
#define CLOSING_MAX 600  /* no more than this, and */
#define CLOSING_MIN 10

static int count_left(void *of, const char *engine, const char *path)
{
    (void)engine, (void)path;
    ++*(unsigned long long *)of;
    return 0;
}

static void nap(void)
{
    struct timespec t = {0, NAP_NANOSECONDS};
    nanosleep(&t, NULL);
}

static double closing_seconds(const struct night_options *o)
{
    double seconds = (double)o->seconds / CLOSING_SHARE;
    return seconds > CLOSING_MAX ? CLOSING_MAX : seconds < CLOSING_MIN ? CLOSING_MIN : seconds;
}

static double minimise_seconds(const struct night_options *o)
{
    double seconds = (double)o->seconds / MINIMISING_SHARE;
    return seconds > MINIMISING_MAX   ? MINIMISING_MAX
           : seconds < MINIMISING_MIN ? MINIMISING_MIN
                                      : seconds;
}

/* An implementation that nothing comes through stops every engine: what they have saved tells why. */
static int without_engines(struct night *n, const struct err *err)
{
    legs_stop(n);
    while (!take_some(n, 1) && now_seconds() < n->ends && !*n->o->interrupted)
        while (minimise_one(n))
            ;
    if (!n->triage.bugs.count)
        return -1;
    tell_event(n, "engines", "campaign", err->text);
    return 0;
}

static int work(struct night *n, struct err *err)
{
    while (!*n->o->interrupted) {
        double now = now_seconds();
        if (legs_tend(n, now, err))
            return without_engines(n, err);
        bool minimised = (now >= n->legs_end || n->repeats >= REPEATS) && minimise_one(n);
        bool idle = !minimised && take_some(n, 1);
        tell_progress(n, now);
        if (now >= n->next_state) {
            n->next_state = now + STATE_SECONDS;
            bool was = n->full;
            n->full = disk_is_full(n) || write_state(n, false);
            if (n->full && !was) {
                tell_event(n, "disk", "campaign",
                           "is full: no engine runs until there is room again");
                legs_stop(n);
            }
        }
        minimised = minimised || (idle && minimise_one(n));
        if (now >= n->ends || (idle && !minimised && now >= n->legs_end && !legs_any(n)))
            return 0;
        if (idle && !minimised)
            nap();
    }
    return 0;
}

static int open_night(struct night *n, struct err *err)
{
    const struct night_options *o = n->o;
    if (file_make_dir(o->out, err) || lock_out(n, err) || find_harnesses(n, err) ||
        read_state(n, err))
        return -1;
    char *findings = mem_format("%s/findings", o->out);
    int status = bugs_open(&n->triage.bugs, findings, n->id, err);
    free(findings);
    n->triage.bugs.shown_with = o->shown_with;
    for (size_t i = 0; !status && i < n->room_count; i++)
        status = keep_open(&n->rooms[i], o, err);
    if (!status &&
        (file_make_dir(n->triage.scratch, err) || file_make_dir(n->triage.unreproduced, err)))
        status = -1;
    return status ? -1 : tell_open(n, err);
}

static int look_at_known(struct night *n, struct err *err)
{
    for (size_t i = 0; i < n->room_count; i++) {
        char *pending = mem_format("%s/pending", n->rooms[i].place.work);
        n->triage.pending = pending;
        int status = triage_known(&n->triage, &n->rooms[i].harness, err);
        free(pending);
        if (status)
            return -1;
    }
    return write_muted(n, err);
}

/* What could not be looked at or kept, for another reason than the time, is a campaign that was not run to its
 * end: whoever reads its exit status must not take it for a quiet night. */
static int hindered(const struct night *n, struct err *err)
{
    if (n->failed && *n->trouble)
        return err_set(err, "%llu inputs could not be looked at: %s", n->failed, n->trouble);
    return *n->unkept ? err_set(err, "not all could be kept: %s", n->unkept) : 0;
}

/* What could not be looked at any more stays where it is, and is the next campaign's. */
static int close_night(struct night *n, struct err *err)
{
    int status = 0;
    double finish = n->ends + closing_seconds(n->o);
    for (size_t i = 0; i < n->room_count; i++) {
        double seconds = (finish - now_seconds()) / (double)(n->room_count - i);
        place_saved(&n->rooms[i].place, count_left, &n->failed);
        int kept = keep_close(&n->rooms[i], seconds > 1 ? seconds : 1, err);
        if (kept)
            tell_event(n, "corpus", n->rooms[i].harness.name, err->text);
        if (kept < 0)
            snprintf(n->unkept, sizeof n->unkept, "%s", err->text);
    }
    status = tell_results(n, err);
    if (!status && !*n->o->interrupted && write_state(n, true))
        status = err_set(err, "%s: cannot be written", n->state_file);
    return status ? status : hindered(n, err);
}

static void free_night(struct night *n)
{
    tell_close(n);
    for (size_t i = 0; i < n->room_count; i++) {
        struct room *r = &n->rooms[i];
        free(r->place.corpus);
        free(r->place.work);
        free(r->harness.name);
        free(r->harness.libfuzzer);
        free(r->harness.afl);
        free(r->harness.afl_asan);
        free(r->harness.afl_cmplog);
    }
    bugs_close(&n->triage.bugs);
    triage_close(&n->triage);
    free(n->triage.scratch);
    free(n->triage.unreproduced);
    free(n->id);
    free(n->muted);
    free(n->state_file);
    free(n);
}

static bool any_new(const struct night *n)
{
    for (size_t i = 0; i < n->triage.bugs.count; i++)
        if (n->triage.bugs.list[i].status == BUG_NEW)
            return true;
    return false;
}

int night_run(const struct night_options *o, struct err *err)
{
    struct night *n = mem_alloc(sizeof *n);
    *n = (struct night){.o = o, .began = now_seconds()};
    n->state_file = mem_format("%s/state.json", o->out);
    n->muted = mem_format("%s/muted", o->out);
    n->triage = (struct triage){.scratch = mem_format("%s/scratch", o->out),
                                .unreproduced = mem_format("%s/unreproduced", o->out),
                                .through = o->through,
                                .stop = o->interrupted,
                                .tries = REPLAYS,
                                .minimise = MINIMISING,
                                .seconds = o->input_seconds};
    int status = open_night(n, err);
    n->triage.minimise_seconds = minimise_seconds(o);
    n->ends = n->began + o->seconds - n->spent_before - closing_seconds(o);
    n->legs_end = n->ends - closing_seconds(o);
    n->triage.ends = n->ends;
    if (!status)
        status = look_at_known(n, err);
    if (!status)
        status = work(n, err);
    legs_stop(n);
    if (!status)
        status = close_night(n, err);
    int result = status ? -1 : any_new(n);
    free_night(n);
    return result;
}
