/* restart.h - bringing a target back that a request has killed. */
#ifndef CONFORMANCE_RESTART_H
#define CONFORMANCE_RESTART_H

#include <stdbool.h>

#define RESTART_SECONDS 30 /* for the command to end */

/* Runs a command of the user's with `sh -c`, its output thrown away. True when it ended with status 0 in
 * time; what does not end is killed with all it started. */
bool restart_run(const char *command);

#endif
