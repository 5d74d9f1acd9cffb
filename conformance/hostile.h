/* hostile.h - a hostile request, and the proof that the target is well after it (clauses.md, "robust";
 * SCENARIOS.md, "Hostile requests"). */
#ifndef CONFORMANCE_HOSTILE_H
#define CONFORMANCE_HOSTILE_H

#include "conformance/expect.h"
#include "conformance/scene.h"

struct hostile {
    bool held;
    bool gone;        /* the target no longer answers */
    struct miss miss; /* when it did not hold */
    const struct trace
        *trace; /* the exchange that shows it; of `gone`: the request that was the last */
    const struct trace *request; /* the hostile one */
};

/* `step` has its variables replaced. -1 and err when the suite itself cannot go on. */
int hostile_play(struct scene *s, const cJSON *step, struct hostile *out, struct err *err);

/* Sends the step `tries` times, or until one took half a second, and gives the shortest time to answer,
 * in seconds; -1 when one was not answered, which *trace then is. */
int hostile_time(struct scene *s, const cJSON *step, unsigned tries, double *seconds,
                 const struct trace **trace, struct err *err);

#endif
