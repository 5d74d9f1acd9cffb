/* head.h - the first line of results.jsonl: what ran, when, at what, and how it was told to (RESULTS.md). */
#ifndef CONFORMANCE_HEAD_H
#define CONFORMANCE_HEAD_H

#include "conformance/loaded.h"
#include "conformance/options.h"

/* Started now. For record_head. */
cJSON *head_new(const struct loaded *loaded, const char *run, const char *target,
                const char *level);

/* The configuration, without secrets, and the selection of checks. */
void head_add_options(cJSON *head, const struct options *o);

#endif
