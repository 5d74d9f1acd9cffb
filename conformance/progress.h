/* progress.h - what a person sees while a run goes on, on standard error: a line that counts, on a
 * terminal; with --verbose the traffic. Fed with the lines of results.jsonl, so redacted already.
 */
#ifndef CONFORMANCE_PROGRESS_H
#define CONFORMANCE_PROGRESS_H

#include "contract/record.h"

#include <stdbool.h>
#include <stddef.h>

struct progress {
    bool terminal, verbose;
    bool patient; /* it was said that the target asks for patience */
    size_t total, done, failed;
    double shown; /* when the line was last drawn */
};

struct progress progress_new(bool verbose, size_t total);
void progress_line(void *progress, const struct record_seen *seen); /* for record_observe */
void progress_end(struct progress *p);                              /* takes the line away again */

#endif
