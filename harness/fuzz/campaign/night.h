/* night.h - one campaign, from what an earlier one has left to what it leaves itself. The modules here share
 * it: keep.h (corpora), legs.h (who runs when), tell.h (what people and machines read). */
#ifndef CAMPAIGN_NIGHT_H
#define CAMPAIGN_NIGHT_H

#include "fuzz/campaign/engine.h"

#include <stdio.h>

#define JOBS_MAX 64
#define HARNESSES_MAX 16

struct night_options {
    const char *out;                  /* the campaign's folder */
    const char *programs;             /* a folder with libfuzzer/, afl/, afl-asan/, afl-cmplog/ */
    const char *target;               /* for people */
    const char *const *seeds;         /* folders, NULL-ended */
    const char *dictionary, *mutator; /* NULL: none */
    const char *const *through;       /* as of crash_read */
    unsigned seconds, jobs, slice;    /* slice 0: what fits */
    unsigned input_seconds;           /* that an input may take */
    const char *shown_with;           /* before the commands that people are told, or NULL */
    unsigned long long seed;
    unsigned long long disk_floor; /* bytes that stay free */
    bool resume, colour, terminal;
    const volatile sig_atomic_t *interrupted;
};

struct room { /* a harness' place, and what it has come to */
    struct place place;
    struct harness harness;
    struct figures now; /* of its legs that run, or ran last */
    double executions;  /* of legs that have ended */
    size_t corpus_at_start;
    unsigned at_once[MODES]; /* legs that ended as soon as they had begun */
    bool crashy;             /* libFuzzer would crawl: what it had is AFL++'s now */
};

struct worker {
    pid_t pid; /* 0: idle */
    struct leg leg;
    struct room *room;
    char *log;
    double until, began;
    double executions_before; /* that a resumed engine counts again */
    unsigned long long taken; /* what it has saved in this leg */
};

struct night {
    const struct night_options *o;
    char *id, *muted, *state_file;
    struct triage triage;
    struct room rooms[HARNESSES_MAX];
    size_t room_count;
    struct worker workers[JOBS_MAX];
    size_t turn; /* of harnesses and modes, whose it is */
    double began, ends, legs_end, spent_before, next_line, next_sample, next_state;
    unsigned long long legs, new_findings, nothing, failed;
    unsigned repeats; /* inputs in a row that were nothing new */
    FILE *log;
    bool full;          /* the disk: no engine is started any more */
    char trouble[1024]; /* why the last input could not be looked at; "": it could */
    char unkept[1024];  /* why a corpus could not be kept; "": all could */
};

/* Runs it. 0 nothing new, 1 new findings; -1: it could not be run, or not to its end. */
int night_run(const struct night_options *o, struct err *err);

#endif
