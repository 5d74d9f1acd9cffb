/* refuse.h - faults, and the one way in which a request is refused. */
#ifndef REFERENCE_REFUSE_H
#define REFERENCE_REFUSE_H

#include "reference/seam.h"

#include <stddef.h>

struct faults {
    struct fault list[16];
    size_t count; /* what does not fit is dropped: the first ones say enough */
};

/* `where` is a JSON pointer or the name of a header, "" for the request as a whole. */
void faults_add(struct faults *f, int status, const char *code, const char *where,
                const char *message);

/* True when the request is refused: c->answer is made, and the caller returns. False without a
 * fault, or when every one was overlooked by a mutant. */
bool refused_by(struct call *c, struct faults *f);
bool refused(struct call *c, int status, const char *code, const char *where, const char *message);

#endif
