/* publish.h - the documents that a run leaves beside its results.jsonl. */
#ifndef CONFORMANCE_PUBLISH_H
#define CONFORMANCE_PUBLISH_H

#include "base/err.h"
#include "contract/contract.h"

/* Reads `results`, prints the summary on standard output, and writes junit.xml and, for each check
 * that did not hold, repro/CHECK.sh below `dir`. */
int publish(const char *results, const char *dir, const struct contract *contract, struct err *err);

#endif
