/* journal.h - the last inputs of all processes that share a folder, for when what was under way is not what
 * broke it: a service that dies a moment later, or of two inputs together. */
#ifndef ORACLE_JOURNAL_H
#define ORACLE_JOURNAL_H

#include "base/bytes.h"

#define JOURNAL_INPUTS 256 /* of a process, and so many of all before it */

/* As a file in the folder that CONNSPEC_JOURNAL names, whose name sorts by time; nothing where it names none. What
 * cannot be written is not kept, and stops nothing. */
void journal_add(struct bytes input);

#endif
