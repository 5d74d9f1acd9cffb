/* harnesses.h - what there is to run: the programs of a folder, by harness and engine. */
#ifndef CAMPAIGN_HARNESSES_H
#define CAMPAIGN_HARNESSES_H

#include "fuzz/campaign/night.h"

/* A room for each fuzz_NAME in libfuzzer/ and afl/ of the programs' folder. -1: there is none. */
int find_harnesses(struct night *n, struct err *err);

#endif
