/* state.h - which campaign this is and how much of it is over (state.json), whose the folder is, and whether
 * its disk has room. */
#ifndef CAMPAIGN_STATE_H
#define CAMPAIGN_STATE_H

#include "fuzz/campaign/night.h"

int write_state(const struct night *n, bool ended);
/* With `resume` what is left of the one that was cut short, an error when there is none; otherwise a new one. */
int read_state(struct night *n, struct err *err);

bool disk_is_full(const struct night *n); /* less is free than the floor */
/* Ours until we end. -1: another campaign's. */
int lock_out(const struct night *n, struct err *err);

#endif
