/* pace.h - at most so many requests a second, over all threads (--rate), and at most so much patience
 * with a target that asks for it (retry.h). */
#ifndef CONFORMANCE_PACE_H
#define CONFORMANCE_PACE_H

#include <stdbool.h>

struct pace;

struct pace *pace_new(double per_second); /* 0: no limit */
void pace_free(struct pace *p);
void pace_wait(struct pace *p); /* until the next request may go out */

/* Takes so many seconds off what a run has for waiting (RETRY_RUN_MAX); false: there is not as much left. */
bool pace_grant(struct pace *p, double seconds);

#endif
