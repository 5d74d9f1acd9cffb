/* triage.h - what an engine has saved becomes a finding, or is one more of a known one, or is nothing. */
#ifndef CAMPAIGN_TRIAGE_H
#define CAMPAIGN_TRIAGE_H

#include "fuzz/campaign/bug.h"

#include <signal.h>

struct harness {
    char *name;      /* "sequence" */
    char *libfuzzer; /* programs, NULL where one is not there: with libFuzzer, ASan and UBSan; */
    char *afl, *afl_asan, *afl_cmplog; /* for AFL++ */
    const char *mutate; /* what its inputs are, for AFL++'s library: CONNSPEC_MUTATE */
};

struct triage {
    struct bugs bugs;
    char *scratch;                     /* a folder of our own */
    char *unreproduced;                /* a folder for what does nothing when it is replayed */
    const char *pending;               /* one for what is still to be looked at */
    const char *const *through;        /* as of crash_read */
    const volatile sig_atomic_t *stop; /* set: an end is wanted soon */
    unsigned tries;                    /* replays of a new finding */
    unsigned minimise;                 /* at most so many more to make it small */
    double seconds;                    /* of one replay */
    double minimise_seconds, ends;     /* of one finding; and of all, by now_seconds() */
    struct trace_cache *traces;        /* stacks whose symbols are known; for triage_close */
    unsigned long long unreproduced_count;
};

enum triaged { TRIAGED_NEW, TRIAGED_SEEN, TRIAGED_NOTHING };

void triage_close(struct triage *t);

/* Replays the input in the file at `path`, and takes it from there (the file is removed) once it is safe:
 * counted, or stored as a finding, or kept among the unreproduced. -1: it is still where it was. */
int triage_input(struct triage *t, const struct harness *h, const char *engine,
                 unsigned long long seed, const char *path, enum triaged *what, struct err *err);

/* What the input in the file does to a harness, of whatever engine; of `t` scratch, through and seconds count. */
int triage_look(struct triage *t, const char *program, const char *file, struct crash *out,
                struct err *err);

/* Makes the input of a finding smaller, in at most minimise_seconds. */
int triage_minimise(struct triage *t, const struct harness *h, struct bug *b, struct err *err);

/* Replays what earlier campaigns have found: fixed, or known, and if so where it is now. One whose input
 * does something else now is fixed, and the input pending. */
int triage_known(struct triage *t, const struct harness *h, struct err *err);

#endif
