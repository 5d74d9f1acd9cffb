/* run.h - what all parts of one certification run share. */
#ifndef CONFORMANCE_RUN_H
#define CONFORMANCE_RUN_H

#include "base/assets.h"
#include "conformance/options.h"
#include "conformance/scenario.h"
#include "conformance/standing.h"
#include "conformance/uri.h"
#include "contract/contract.h"
#include "contract/record.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>

struct alike;
struct pace;
struct suspects;
struct tape;

/* Set up before the first worker starts; what changes afterwards locks itself or is atomic. */
struct run {
    const struct options *options;
    const struct contract *contract;
    const struct assets *assets;
    const struct plan *plan;
    struct surface surface;
    struct record *record;
    struct standing *standing;
    struct pace *pace;
    struct alike *alike;
    struct tape *tape;        /* what was recorded answers (tape.h); NULL: the target does */
    char id[16];              /* lower-case letters and digits; part of every connection's name */
    char digits[16];          /* made of it, of decimal digits alone */
    double started, deadline; /* clock_now(); deadline 0: none */
    const volatile sig_atomic_t *interrupted; /* set by a signal */
    struct suspects *suspects; /* outside level robust, where nothing else is under way */
    char *killer;     /* the request since which the target is gone, in words; NULL: none */
    unsigned rescues; /* times it was brought back by rescue.h */
    atomic_bool gone;
    atomic_uint unreachable; /* exchanges without an answer since the last one with */
};

/* The target has gone: so many exchanges in a row had no answer. */
#define UNREACHABLE_LIMIT 8

/* The run is to end now: interrupted, out of time, or the target has gone. */
bool run_over(const struct run *run);

/* Gives it the id, cut where it is too long, and what is made of that. */
void run_identify(struct run *run, const char *id);

/* Waits, in small pieces, until then or until the run is over; what is recorded has waited. */
void run_wait(const struct run *run, double seconds);

double clock_now(void); /* seconds, monotonic */

#endif
