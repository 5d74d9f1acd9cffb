/* legs.h - who runs when: harnesses and modes take turns, a slice of time each. */
#ifndef CAMPAIGN_LEGS_H
#define CAMPAIGN_LEGS_H

#include "fuzz/campaign/night.h"

/* Starts one where a worker is idle, until all are busy; ends those whose time is up. -1: none could be
 * started at all. */
int legs_tend(struct night *n, double now, struct err *err);
void legs_stop(struct night *n);
bool legs_any(const struct night *n);
/* Of what an engine says it has done, what it has done in this leg: a resumed one counts on. */
double leg_executions(const struct worker *w, const struct figures *f);
unsigned legs_slice(const struct night *n); /* seconds */

#endif
