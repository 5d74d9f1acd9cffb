/* guest_process.h - the running process behind a guest; for guest*.c alone. */
#ifndef FUZZ_REVIEW_GUEST_PROCESS_H
#define FUZZ_REVIEW_GUEST_PROCESS_H

#include "fuzz/review/guest.h"

/* Sends g->frame and waits for the answer, which replaces it. Starts a process where none runs. 0 with
 * g->fate set, -1 when none can be started. */
int guest_ask(struct guest *g, struct err *err);

/* Waits for the end of the process, kill()ed first when `now`, and sets fate and note from it. */
void guest_reap(struct guest *g, bool now);

/* The line of what was printed that says most: a sanitizer's summary, else the last one. */
void guest_say(struct guest *g, const char *what);

#endif
