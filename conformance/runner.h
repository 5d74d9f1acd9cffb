/* runner.h - plays the cases of a run, several at once. */
#ifndef CONFORMANCE_RUNNER_H
#define CONFORMANCE_RUNNER_H

#include "conformance/run.h"
#include "conformance/suite.h"

/* Plays every case for which `runs` is true, each after the ones it needs, with options->jobs
 * workers, and decides and records their checks. Ends early when the run is over. -1 and err when
 * the suite itself cannot go on. */
int runner_play(struct run *run, struct suite *suite, const bool *runs, struct err *err);

#endif
