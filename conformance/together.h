/* together.h - requests that go out at the same moment, each on a connection of its own (PLAT-18). */
#ifndef CONFORMANCE_TOGETHER_H
#define CONFORMANCE_TOGETHER_H

#include "conformance/expect.h"
#include "conformance/scene.h"

#define TOGETHER_MAX 8

/* Sends the steps of a `together`, variables replaced, and keeps their traces in the order in which
 * they are written. -1 and err when one of them could not even be tried. */
int together_send(struct scene *s, const cJSON *steps, struct err *err);

/* `expect` of a `together`, held against its last `count` traces: "accepted" is "each", all are
 * answered 200, or "one", one is and the others 412. A 409 in the place of either, as long as one was
 * accepted, is fine: *noted then says so, to free(), else NULL. */
bool together_holds(const struct scene *s, const cJSON *expect, size_t count, struct miss *out,
                    char **noted, const struct trace **shows);

#endif
