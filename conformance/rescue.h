/* rescue.h - a target that has gone: which request ended it, and how it comes back. */
#ifndef CONFORMANCE_RESCUE_H
#define CONFORMANCE_RESCUE_H

#include "conformance/client.h"

#define RESCUES_MAX 20 /* times in a run that a target is brought back */

/* Once every worker has stopped because the target has gone (run_over). Says in run->killer what is
 * under suspicion; where there is a restart command, each suspect is sent alone to a target that was
 * just started, until one ends it. True when the target is back and the run can go on; then *guilty
 * is the case whose request it was, to free(), or NULL where none did it alone. */
bool rescue(struct run *run, char **guilty);

/* Runs the restart command, waits up to ten seconds until the target answers, and creates the gateways
 * again where the run did. */
bool bring_back(struct client *client);

#endif
