/* pace.h - at most so many requests a second, over all threads (--rate). */
#ifndef CONFORMANCE_PACE_H
#define CONFORMANCE_PACE_H

struct pace;

struct pace *pace_new(double per_second); /* 0: no limit */
void pace_free(struct pace *p);
void pace_wait(struct pace *p); /* until the next request may go out */

#endif
