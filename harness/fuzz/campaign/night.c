#include "fuzz/campaign/night.h"

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "fuzz/campaign/keep.h"
#include "fuzz/campaign/legs.h"
#include "fuzz/campaign/tell.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#define REPLAYS 10          /* of a new finding */
#define MINIMISING 1000     /* more of them to make it small, at most; */
#define MINIMISING_SHARE 40 /* a share of the time, but */
#define MINIMISING_MIN 3    /* at least so many seconds, and */
#define MINIMISING_MAX 60   /* at most so many */
#define REPLAY_SECONDS 10
#define REPEATS 10 /* inputs that were nothing new: time to make findings small */
#define STATE_SECONDS 5
#define STATE_MAX ((size_t)64 << 10)
#define NAP_NANOSECONDS 50000000L
#define CLOSING_SHARE 10 /* of the time is for minimising corpora, but */
#define CLOSING_MAX 600  /* no more than this, and */
#define CLOSING_MIN 10

/* --- harnesses --- */

static char *program(const char *folder, const char *flavour, const char *name)
{
    char *path = mem_format("%s/%s/fuzz_%s", folder, flavour, name);
    if (access(path, X_OK) == 0)
        return path;
    free(path);
    return NULL;
}

static const char *mutate_of(const char *name)
{
    static const char *const names[][2] = {
        {"put", "put"}, {"patch", "patch"}, {"sequence", "sequence"}, {"parsers", "put"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i][0], name) == 0)
            return names[i][1];
    return NULL;
}

static bool has(const struct night *n, const char *name)
{
    for (size_t i = 0; i < n->room_count; i++)
        if (strcmp(n->rooms[i].harness.name, name) == 0)
            return true;
    return false;
}

static void find_in(struct night *n, const char *flavour)
{
    char *folder = mem_format("%s/%s", n->o->programs, flavour);
    struct dirent **list = NULL;
    int count = scandir(folder, &list, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        const char *name = list[i]->d_name + 5;
        if (strncmp(list[i]->d_name, "fuzz_", 5) == 0 && !strchr(name, '.') && !has(n, name) &&
            n->room_count < HARNESSES_MAX)
            n->rooms[n->room_count++].harness =
                (struct harness){.name = mem_string(name),
                                 .libfuzzer = program(n->o->programs, "libfuzzer", name),
                                 .afl = program(n->o->programs, "afl", name),
                                 .afl_asan = program(n->o->programs, "afl-asan", name),
                                 .afl_cmplog = program(n->o->programs, "afl-cmplog", name),
                                 .mutate = mutate_of(name)};
        free(list[i]);
    }
    free(list);
    free(folder);
}

static int find_harnesses(struct night *n, struct err *err)
{
    find_in(n, "libfuzzer");
    find_in(n, "afl");
    return n->room_count
               ? 0
               : err_set(err, "%s: there is no libfuzzer/fuzz_NAME and no afl/fuzz_NAME in it",
                         n->o->programs);
}

/* --- state: which campaign this is, and how much of it is over --- */

static int write_state(const struct night *n, bool ended)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "campaign", n->id);
    cJSON_AddNumberToObject(json, "seconds", n->o->seconds);
    cJSON_AddNumberToObject(json, "spent", n->spent_before + now_seconds() - n->began);
    cJSON_AddNumberToObject(json, "turn", (double)n->turn);
    cJSON_AddNumberToObject(json, "legs", (double)n->legs);
    cJSON_AddBoolToObject(json, "ended", ended);
    char *text = json_print(json, true);
    struct err err;
    int status = file_write_soon(n->state_file, bytes_of(text), &err);
    free(text);
    cJSON_Delete(json);
    return status;
}

static double number_in(const cJSON *json, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, name);
    return cJSON_IsNumber(item) && item->valuedouble >= 0 && item->valuedouble < 1e9
               ? item->valuedouble
               : 0;
}

static char *new_id(void)
{
    char *time = time_now();
    char *id = mem_format("%s-%ld", time, (long)getpid());
    free(time);
    return id;
}

/* With --resume what is left of the one that was cut short; otherwise a new one. */
static int read_state(struct night *n, struct err *err)
{
    char *text = NULL;
    size_t len;
    struct json_problem problem;
    struct err unread;
    bool there = file_read(n->state_file, STATE_MAX, &text, &len, &unread) == 0;
    cJSON *json = there ? json_read((struct bytes){text, len}, NULL, &problem) : NULL;
    const char *id = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "campaign"));
    bool over = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "ended"));
    int status = 0;
    if (n->o->resume && (!id || over))
        status =
            err_set(err, "%s: there is no campaign to go on with; leave out --resume for a new one",
                    n->o->out);
    n->id = n->o->resume && id ? mem_string(id) : new_id();
    if (n->o->resume) {
        n->spent_before = number_in(json, "spent");
        n->turn = (size_t)number_in(json, "turn");
        n->legs = (unsigned long long)number_in(json, "legs");
    }
    cJSON_Delete(json);
    free(text);
    return status;
}

/* --- the disk --- */

static bool disk_is_full(const struct night *n)
{
    struct statvfs about;
    return statvfs(n->o->out, &about) == 0 &&
           (unsigned long long)about.f_bavail * about.f_frsize < n->o->disk_floor;
}

static int lock_out(const struct night *n, struct err *err)
{
    char *path = mem_format("%s/lock", n->o->out);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    int status = 0;
    if (fd < 0)
        status = err_set(err, "%s: cannot be written: %s", path, strerror(errno));
    else if (flock(fd, LOCK_EX | LOCK_NB)) /* given up when we end */
        status = err_set(err, "%s: another campaign is at work in there", n->o->out);
    free(path);
    return status;
}

/* --- what is muted: clauses that are known to be broken --- */

static int write_muted(const struct night *n, struct err *err)
{
    struct buf out = buf_new(1 << 20);
    for (size_t i = 0; i < n->triage.bugs.count; i++) {
        const struct bug *f = &n->triage.bugs.list[i];
        if (f->crash.kind == CRASH_CLAUSE && f->status != BUG_FIXED)
            buf_format(&out, "%s %s\n", crash_is_failure(&f->crash) ? "*" : f->crash.type,
                       f->crash.where);
    }
    int status = file_write_soon(n->muted, buf_view(&out), err);
    buf_free(&out);
    return status;
}

/* --- triage as it goes --- */

struct taking {
    struct night *night;
    struct room *room;
    size_t left; /* so many more, and then the engines are looked after */
};

static unsigned long long seed_of(struct taking *t, const char *engine)
{
    for (size_t i = 0; i < t->night->o->jobs; i++) {
        struct worker *w = &t->night->workers[i];
        if (w->pid && w->room == t->room && strcmp(mode_name(w->leg.mode), engine) == 0) {
            w->taken++;
            return w->leg.seed;
        }
    }
    return 0;
}

static int take(void *of, const char *engine, const char *path)
{
    struct taking *t = of;
    struct night *n = t->night;
    struct err err;
    enum triaged what;
    if (!t->left || *n->o->interrupted || now_seconds() >= n->ends)
        return 1;
    if (triage_input(&n->triage, &t->room->harness, engine, seed_of(t, engine), path, &what,
                     &err)) {
        snprintf(n->trouble, sizeof n->trouble, "%s", err.text);
        return 2;
    }
    t->left--;
    n->repeats = what == TRIAGED_NEW ? 0 : n->repeats + 1;
    n->nothing += what == TRIAGED_NOTHING;
    if (what != TRIAGED_NEW)
        return 0;
    n->new_findings++;
    tell_finding(n, &n->triage.bugs.list[n->triage.bugs.count - 1]);
    return write_muted(n, &err) ? 2 : 0;
}

static const struct harness *harness_of(const struct night *n, const struct bug *b)
{
    for (size_t i = 0; i < n->room_count; i++)
        if (strcmp(n->rooms[i].harness.name, b->harness) == 0)
            return &n->rooms[i].harness;
    return NULL;
}

/* One finding that is as it was found; false when there is none. */
static bool minimise_one(struct night *n)
{
    struct err err;
    for (size_t i = 0; i < n->triage.bugs.count; i++) {
        struct bug *b = &n->triage.bugs.list[i];
        const struct harness *h = harness_of(n, b);
        if (!h || b->minimised || b->status == BUG_FIXED)
            continue;
        n->repeats = 0;
        if (triage_minimise(&n->triage, h, b, &err) == 0)
            return true;
        snprintf(n->trouble, sizeof n->trouble, "%s", err.text);
        return false;
    }
    return false;
}

/* At most `each` inputs of each harness. Whether there was nothing left. */
static bool take_some(struct night *n, size_t each)
{
    bool all = true;
    for (size_t i = 0; i < n->room_count; i++) {
        struct taking t = {n, &n->rooms[i], each};
        if (place_saved(&n->rooms[i].place, take, &t))
            all = false;
    }
    return all;
}

static int count_left(void *of, const char *engine, const char *path)
{
    (void)engine, (void)path;
    ++*(unsigned long long *)of;
    return 0;
}

/* --- the night --- */

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

static int work(struct night *n, struct err *err)
{
    while (!*n->o->interrupted) {
        double now = now_seconds();
        if (legs_tend(n, now, err))
            return -1;
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

/* What could not be looked at any more stays where it is, and is the next campaign's. */
static int close_night(struct night *n, struct err *err)
{
    int status = 0;
    double finish = n->ends + closing_seconds(n->o);
    for (size_t i = 0; i < n->room_count; i++) {
        double seconds = (finish - now_seconds()) / (double)(n->room_count - i);
        place_saved(&n->rooms[i].place, count_left, &n->failed);
        if (keep_close(&n->rooms[i], seconds > 1 ? seconds : 1, err))
            tell_event(n, "corpus", n->rooms[i].harness.name, err->text);
    }
    status = tell_results(n, err);
    if (!status && !*n->o->interrupted && write_state(n, true))
        status = err_set(err, "%s: cannot be written", n->state_file);
    return status;
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
                                .seconds = REPLAY_SECONDS};
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
