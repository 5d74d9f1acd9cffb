#include "fuzz/campaign/triage.h"

#include "base/file.h"
#include "base/mem.h"
#include "fuzz/campaign/minimise.h"
#include "fuzz/campaign/process.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define INPUT_MAX ((size_t)16 << 20)
#define REPORT_MAX ((size_t)1 << 20)
#define SURE 3 /* replays before an input is said to do nothing */
#define UNREPRODUCED_MAX 200

/* What the sanitizers are to do when they have found something; the engines have their own. */
#define ASAN "detect_leaks=1:abort_on_error=0:allocator_may_return_null=1"
static const char *const with_symbols[] = {"ASAN_OPTIONS=symbolize=1:" ASAN,
                                           "UBSAN_OPTIONS=print_stacktrace=1:symbolize=1",
                                           "CONNSPEC_MUTED=", NULL};
/* Half the time, and more. */
static const char *const without_symbols[] = {"ASAN_OPTIONS=symbolize=0:" ASAN,
                                              "UBSAN_OPTIONS=print_stacktrace=1:symbolize=0",
                                              "CONNSPEC_MUTED=", NULL};

/* --- stacks that have been seen --- */

struct trace_cache {
    struct trace_cache *next;
    char *program, trace[CRASH_TRACE];
    struct crash crash;
};

static const struct crash *cached(const struct triage *t, const char *program, const char *trace,
                                  const struct crash *c)
{
    for (const struct trace_cache *e = t->traces; e; e = e->next)
        if (e->crash.kind == c->kind && strcmp(e->trace, trace) == 0 &&
            strcmp(e->program, program) == 0)
            return &e->crash;
    return NULL;
}

static void cache(struct triage *t, const char *program, const char *trace, const struct crash *c)
{
    struct trace_cache *e = mem_alloc(sizeof *e);
    e->next = t->traces;
    e->program = mem_string(program);
    e->crash = *c;
    memcpy(e->trace, trace, CRASH_TRACE);
    t->traces = e;
}

void triage_close(struct triage *t)
{
    while (t->traces) {
        struct trace_cache *next = t->traces->next;
        free(t->traces->program);
        free(t->traces);
        t->traces = next;
    }
}

/* --- replays --- */

struct replay {
    struct triage *t;
    const char *program;
    bool bare; /* takes a file and nothing else */
    struct crash crash;
    struct buf report;
    const struct crash *wanted; /* by the minimiser, until */
    double until;
    struct err *err;
    int failed;
};

/* A harness that cannot reach what it is to ask says so, and nothing of the input (oracle/play.h). */
static int unavailable(const struct buf *report, struct err *err)
{
    struct bytes text = buf_view(report);
    const char *at = memmem(text.ptr, text.len, "connspec: ", strlen("connspec: "));
    size_t len = at ? (size_t)(text.ptr + text.len - at) : 0;
    const char *end = at ? memchr(at, '\n', len) : NULL;
    return err_set(err, "%.*s", end ? (int)(end - at) : 0, at ? at : "");
}

static int run(struct replay *r, struct bytes input, const char *const *environment)
{
    char *file = mem_format("%s/input", r->t->scratch);
    char *limit = mem_format("-timeout=%.0f", r->t->seconds);
    char *artifacts = mem_format("-artifact_prefix=%s/", r->t->scratch);
    const char *const libfuzzer[] = {r->program, limit, "-rss_limit_mb=2560",
                                     artifacts,  file,  NULL};
    const char *const afl[] = {r->program, file, NULL};
    struct crash_end end;
    buf_clear(&r->report);
    int status = file_write_soon(file, input, r->err);
    if (!status)
        status = process_run(&(struct command){r->bare ? afl : libfuzzer, environment},
                             r->t->seconds * 2 + 5, NULL, &r->report, &end, r->err);
    if (!status && end.exited && end.code == EX_UNAVAILABLE)
        status = unavailable(&r->report, r->err);
    if (!status)
        crash_read(&r->crash, &end, buf_view(&r->report), r->t->through);
    free(file);
    free(limit);
    free(artifacts);
    return status;
}

/* With symbols only where the stack is a new one. */
static int replay(struct replay *r, struct bytes input)
{
    char trace[CRASH_TRACE];
    if (run(r, input, without_symbols))
        return -1;
    if (r->crash.kind == CRASH_NONE || r->crash.kind == CRASH_CLAUSE)
        return 0;
    crash_trace(buf_view(&r->report), trace);
    const struct crash *known = *trace ? cached(r->t, r->program, trace, &r->crash) : NULL;
    if (known) {
        r->crash = *known;
        return 0;
    }
    enum crash_kind kind = r->crash.kind;
    if (run(r, input, with_symbols))
        return -1;
    if (*trace && r->crash.kind == kind)
        cache(r->t, r->program, trace, &r->crash);
    return 0;
}

/* Up to `tries` times, until it does something. */
static int replay_until(struct replay *r, struct bytes input, unsigned tries)
{
    r->crash.kind = CRASH_NONE;
    for (unsigned i = 0; i < tries && r->crash.kind == CRASH_NONE; i++)
        if (replay(r, input))
            return -1;
    return 0;
}

/* With the sanitizers; what they do not see happen is tried without. */
static int look(struct replay *r, const struct harness *h, struct bytes input)
{
    const char *const programs[] = {h->libfuzzer, h->afl_asan, h->afl};
    r->crash.kind = CRASH_NONE;
    for (size_t i = 0; i < sizeof programs / sizeof *programs && r->crash.kind == CRASH_NONE; i++) {
        r->program = programs[i];
        r->bare = i > 0;
        if (r->program && replay_until(r, input, i ? 1 : SURE))
            return -1;
    }
    return 0;
}

static bool does_it_again(void *of, struct bytes input)
{
    struct replay *r = of;
    if (r->failed || (r->t->stop && *r->t->stop) || now_seconds() >= r->until)
        return false;
    r->failed = replay(r, input);
    return !r->failed && crash_same(&r->crash, r->wanted);
}

int triage_look(struct triage *t, const char *program, const char *file, struct crash *out,
                struct err *err)
{
    struct replay r = {.t = t, .program = program, .bare = true, .err = err};
    r.report = buf_new(REPORT_MAX);
    char *data = NULL;
    size_t len;
    int status = file_read(file, INPUT_MAX, &data, &len, err);
    if (!status)
        status = replay_until(&r, (struct bytes){data, len}, SURE);
    *out = r.crash;
    free(data);
    buf_free(&r.report);
    return status;
}

/* --- one input --- */

static int keep_unreproduced(struct triage *t, const struct harness *h, const char *path,
                             struct bytes input, struct err *err)
{
    int status = 0;
    if (t->unreproduced_count++ < UNREPRODUCED_MAX) {
        char *name = mem_format("%s/%s-%llu-%ld", t->unreproduced, h->name, t->unreproduced_count,
                                (long)getpid());
        status = file_write(name, input, err);
        free(name);
    }
    if (!status)
        unlink(path);
    return status;
}

static int count_one_more(struct triage *t, struct bug *f, const char *path, struct err *err)
{
    free(f->last_seen);
    f->last_seen = time_now();
    f->count++;
    if (f->status == BUG_FIXED) { /* it is back */
        f->status = BUG_NEW;
        free(f->campaign);
        f->campaign = mem_string(t->bugs.campaign);
    }
    if (bugs_update(&t->bugs, f, err))
        return -1;
    unlink(path);
    return 0;
}

static unsigned count_again(struct replay *r, struct bytes input, const struct crash *wanted)
{
    unsigned again = 0;
    for (unsigned i = 0; i < r->t->tries && !r->failed; i++) {
        r->failed = replay(r, input);
        again += !r->failed && crash_same(&r->crash, wanted);
    }
    return again;
}

static int store(struct replay *r, const struct harness *h, const char *engine,
                 unsigned long long seed, struct bytes input, struct err *err)
{
    struct triage *t = r->t;
    struct bug f = {.crash = r->crash, .status = BUG_NEW, .tries = t->tries, .count = 1};
    f.again = count_again(r, input, &f.crash);
    int status = r->failed ? -1 : run(r, input, with_symbols);
    f.harness = mem_string(h->name);
    f.engine = mem_string(engine);
    f.program = mem_string(r->program);
    f.first_seen = time_now();
    f.last_seen = mem_string(f.first_seen);
    f.campaign = mem_string(t->bugs.campaign);
    f.seed = seed;
    f.bytes = f.original_bytes = input.len;
    if (!status)
        status = bugs_add(&t->bugs, &f, input, input, buf_view(&r->report), err);
    if (status)
        bug_forget(&f);
    return status;
}

static int shrink(struct replay *r, struct bug *b, struct bytes input, struct err *err)
{
    size_t len;
    r->program = b->program;
    char *small = minimise(input, does_it_again, r, r->t->minimise, &len);
    int status = r->failed ? -1 : run(r, (struct bytes){small, len}, with_symbols);
    if (!status) {
        b->minimised = true;
        b->bytes = len;
        status = bugs_shrink(&r->t->bugs, b, (struct bytes){small, len}, buf_view(&r->report), err);
    }
    free(small);
    return status;
}

int triage_minimise(struct triage *t, const struct harness *h, struct bug *b, struct err *err)
{
    struct replay r = {.t = t, .report = buf_new(REPORT_MAX), .err = err};
    char *path = bug_file(&t->bugs, b, "input"), *data = NULL;
    size_t len;
    struct crash wanted = b->crash;
    r.wanted = &wanted;
    r.bare = !h->libfuzzer || strcmp(b->program, h->libfuzzer) != 0;
    r.until = now_seconds() + t->minimise_seconds;
    r.until = r.until < t->ends ? r.until : t->ends;
    int status = file_read(path, INPUT_MAX, &data, &len, err);
    if (!status)
        status = shrink(&r, b, (struct bytes){data, len}, err);
    free(data);
    free(path);
    buf_free(&r.report);
    return status;
}

int triage_input(struct triage *t, const struct harness *h, const char *engine,
                 unsigned long long seed, const char *path, enum triaged *what, struct err *err)
{
    struct replay r = {.t = t, .report = buf_new(REPORT_MAX), .err = err};
    char *data = NULL;
    size_t len;
    int status = file_read(path, INPUT_MAX, &data, &len, err);
    struct bytes input = {data, len};
    if (!status)
        status = look(&r, h, input);
    if (!status && r.crash.kind == CRASH_NONE) {
        *what = TRIAGED_NOTHING;
        status = keep_unreproduced(t, h, path, input, err);
    } else if (!status) {
        struct bug *f = bugs_same(&t->bugs, h->name, &r.crash);
        *what = !f || f->status == BUG_FIXED ? TRIAGED_NEW : TRIAGED_SEEN;
        status = f ? count_one_more(t, f, path, err) : store(&r, h, engine, seed, input, err);
        if (!status && !f)
            unlink(path);
    }
    free(data);
    buf_free(&r.report);
    return status;
}

/* --- what is known --- */

static int put_pending(struct triage *t, const struct harness *h, const struct bug *f,
                       struct bytes input, struct err *err)
{
    char *path = mem_format("%s/%s-%s", t->pending, h->name, f->name);
    int status = file_write(path, input, err);
    free(path);
    return status;
}

static int look_again(struct triage *t, const struct harness *h, struct bug *f, struct err *err)
{
    struct replay r = {.t = t, .report = buf_new(REPORT_MAX), .err = err};
    char *path = bug_file(&t->bugs, f, "input"), *data = NULL;
    size_t len;
    int status = file_read(path, INPUT_MAX, &data, &len, err);
    if (!status)
        status = look(&r, h, (struct bytes){data, len});
    bool same = !status && crash_same(&r.crash, &f->crash);
    if (!status && !same && r.crash.kind != CRASH_NONE)
        status = put_pending(t, h, f, (struct bytes){data, len}, err);
    if (!status) {
        f->status = !same ? BUG_FIXED : f->status == BUG_NEW ? BUG_NEW : BUG_KNOWN;
        if (same)
            f->crash = r.crash;
        status = bugs_update(&t->bugs, f, err);
    }
    free(data);
    free(path);
    buf_free(&r.report);
    return status;
}

int triage_known(struct triage *t, const struct harness *h, struct err *err)
{
    for (size_t i = 0; i < t->bugs.count; i++) {
        struct bug *f = &t->bugs.list[i];
        if (strcmp(f->harness, h->name) == 0 && look_again(t, h, f, err))
            return -1;
    }
    return 0;
}
