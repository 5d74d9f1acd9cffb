/* look.h - what one input does, without a campaign: campaign --look. */
#ifndef CAMPAIGN_LOOK_H
#define CAMPAIGN_LOOK_H

#include "base/err.h"

/* Replays the file with the program and prints "NAME: SAYS", as a finding of it would be named, and the frames
 * that count. 0 when it came through, 1 when not; -1: it could not be replayed. */
int look_at(const char *program, const char *file, const char *const *through, struct err *err);

#endif
