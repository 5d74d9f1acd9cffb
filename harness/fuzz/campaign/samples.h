/* samples.h - how far a campaign was over its time, for the plots of its report. */
#ifndef CAMPAIGN_SAMPLES_H
#define CAMPAIGN_SAMPLES_H

#include "base/buf.h"

#define SAMPLES_MAX 400 /* lines: as many as a plot shows */

/* Adds the lines "sample" of a log.jsonl, evenly thinned out, the last one among them. A log that cannot be read has
 * none, and a line that is cut is no line. */
void samples_add(struct buf *out, const char *log);

#endif
