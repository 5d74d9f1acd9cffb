/* state.h - what a target has stored under a name, before and after a request that must not change it. */
#ifndef CONFORMANCE_STATE_H
#define CONFORMANCE_STATE_H

#include "conformance/scene.h"
#include "contract/judge.h"

enum presence { UNKNOWN, ABSENT, PRESENT };

struct state {
    enum presence presence;
    const struct trace *trace; /* NULL when absence was taken for granted: nothing was written */
};

int state_read(struct scene *s, const char *owner, struct state *out, struct err *err);

/* The same before a request: what was just read is not read again, and absence is taken for granted
 * where nothing was written, since the names are the run's own. */
int state_before(struct scene *s, const char *owner, struct state *out, struct err *err);

/* True, and *f for finding_clear, when what was refused left another state behind. */
bool state_changed(const struct scene *s, const struct state *before, const struct state *after,
                   const struct seen *refused, struct finding *f);
void finding_clear(struct finding *f);

#endif
