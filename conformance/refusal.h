/* refusal.h - a step that expects to be refused, with all that makes a refusal mean something: the
 * state before and after it, and the positive twin (clauses.md, "How checks count"). */
#ifndef CONFORMANCE_REFUSAL_H
#define CONFORMANCE_REFUSAL_H

#include "conformance/expect.h"
#include "conformance/scene.h"

struct refusal {
    enum status status;        /* pass, fail, or inconclusive */
    struct miss miss;          /* for fail and inconclusive */
    const struct trace *trace; /* the exchange that shows it */
};

/* `step` has its variables replaced. State that changed goes to the run's standing check. */
int refusal_play(struct scene *s, const cJSON *step, struct refusal *out, struct err *err);

#endif
