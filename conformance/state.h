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

/* What the contract says is kept must be what it was. The rest may change by itself: connectivityState
 * is the state the connection is in (E8), addresses and etag are the target's own. Of these a change
 * counts when it is the one that was refused: the value that stands there now was sent, be it in bytes
 * that are no JSON. (That GET shows what the last write returned is FAM-01's, and `same` asks for it.)
 *
 * True, and *f for finding_clear, when what was refused left another state behind. */
bool state_changed(const struct scene *s, const struct state *before, const struct state *after,
                   const struct seen *refused, struct finding *f);
void finding_clear(struct finding *f);

#endif
