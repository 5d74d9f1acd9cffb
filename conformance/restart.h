/* restart.h - bringing a target back that a request has killed. */
#ifndef CONFORMANCE_RESTART_H
#define CONFORMANCE_RESTART_H

#include "conformance/run.h"

#define RESTART_SECONDS 30 /* for the command to end */

/* Runs the user's restart command with `sh -c`, its output thrown away. True when it ended with status 0
 * in time and before the run is over (run_over); what does not end is killed with all it started. */
bool restart_run(const struct run *run);

#endif
