/* muted.h - what is known to be broken and ends nothing any more, so that a campaign gets past it. */
#ifndef ORACLE_MUTED_H
#define ORACLE_MUTED_H

#include "base/err.h"

#include <stdbool.h>

/* What the file that CONNSPEC_MUTED names says, to free(); *out is NULL where it names none. Lines "CLAUSE KEY" (key.h);
 * "*" is any clause. */
int muted_read(char **out, struct err *err);

/* Whether the clause is known to be broken in this way. NULL mutes nothing. */
bool muted_has(const char *muted, const char *clause, const char *key);

#endif
