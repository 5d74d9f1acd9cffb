/* commit.h - the last moment before something is stored. */
#ifndef REFERENCE_COMMIT_H
#define REFERENCE_COMMIT_H

#include "reference/seam.h"

#include <stdbool.h>

/* c->after is about to be stored (NULL: the connection is about to be deleted). False, which only a
 * mutant brings about, answers as if it were but does not do it. */
bool commit_allowed(struct call *c);

#endif
