/* shared.h - which of its own code a server ran, as coverage: of one that has the agent (agent/agent.c) in it, and
 * runs here.
 *
 * CONNSPEC_AGENT names the shared memory. What is in there is anybody's word: it is read like a file, as many bytes
 * as were said and are bounded at the start, so that neither what it says nor its being cut short does harm. */
#ifndef HTTP_SHARED_H
#define HTTP_SHARED_H

#include <stdbool.h>

/* Gives the engine as many counters as the agent has. False, with a reason on standard error, when CONNSPEC_AGENT
 * names nothing that an agent of this version made; true without the variable: the others then do nothing. */
bool shared_open(void);

void shared_begin(void); /* an input begins: nothing was run */
void shared_take(void);  /* an answer has come: what was run since then */

#endif
