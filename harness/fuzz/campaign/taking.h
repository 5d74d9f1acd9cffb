/* taking.h - what engines have saved, looked at as it goes: new findings told, clauses muted that are known to
 * be broken, inputs made small. */
#ifndef CAMPAIGN_TAKING_H
#define CAMPAIGN_TAKING_H

#include "fuzz/campaign/night.h"

/* At most `each` inputs of each harness. Whether there was nothing left. */
bool take_some(struct night *n, size_t each);

/* One finding that is as it was found; false when there is none. */
bool minimise_one(struct night *n);

/* The file of clauses that no harness need end for (oracle/play.h). */
int write_muted(const struct night *n, struct err *err);

#endif
