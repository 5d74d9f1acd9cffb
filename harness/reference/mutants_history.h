/* mutants_history.h - what mutants remember of the requests before, in call->memory.
 *
 * Of the connection that the URI names: whether its last write was refused, whether it was deleted.
 * Of names, by a word: when it was last said of them. A neighbour of a name begins with it. */
#ifndef REFERENCE_MUTANTS_HISTORY_H
#define REFERENCE_MUTANTS_HISTORY_H

#include "reference/mutants_family_tools.h"

bool history_writes(const struct call *c); /* a PUT or PATCH of a connection */

/* Hooks that remember, and store, or do not, as the reference does: what history_kept finds below
 * "refused" (the candidate document, or {}), "deleted" and "set" (the key was). */
bool history_refused(struct call *c);
bool history_stored(struct call *c);
/* clang-format off */
#define HISTORY .on_store = history_stored, .on_refused = history_refused
/* clang-format on */

bool history_was(const struct call *c, const char *word); /* of the URI's name, if it has one */

void history_say(struct call *c, const char *word); /* of the URI's name */
bool history_say_written(struct call *c); /* "written" after a write, "gone" after a DELETE; true */

bool history_of_connection(const struct call *c); /* the URI names one */
bool history_has_dot(const struct call *c);       /* in that name */
double history_said(const struct call *c, const char *word,
                    const char *name); /* serial; 0: never */
double history_said_of_shorter(const struct call *c, const char *word, const char *name);
double history_said_of_longer(const struct call *c, const char *word, const char *name);

#endif
