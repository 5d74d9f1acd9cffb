/* tell.h - what people see of a campaign (a line that changes, findings as they come, a summary), and what
 * machines read: log.jsonl as it goes, results.jsonl at the end. */
#ifndef CAMPAIGN_TELL_H
#define CAMPAIGN_TELL_H

#include "fuzz/campaign/night.h"

int tell_open(struct night *n, struct err *err);
void tell_close(struct night *n);

void tell_event(struct night *n, const char *what, const char *harness, const char *text);
void tell_leg(struct night *n, const struct worker *w, double seconds);
void tell_finding(struct night *n, const struct bug *f);
/* Now and then, which it decides by itself: a sample for log.jsonl, the line of progress. */
void tell_progress(struct night *n, double now);

/* results.jsonl, and the findings once more for people. */
int tell_results(struct night *n, struct err *err);

#endif
