/* hold.h - an answer that never comes, while a client waits for it. For server.c. */
#ifndef REFERENCE_HOLD_H
#define REFERENCE_HOLD_H

struct hold;

/* Calls release(context) from a thread of its own once the client has closed its socket, `stopping`
 * is readable, or SERVER_HOLD_MS passed. NULL when there can be no thread. */
struct hold *hold_start(int client, int stopping, void (*release)(void *), void *context);
void hold_end(struct hold *h); /* waits until release has returned; NULL is fine */

#endif
