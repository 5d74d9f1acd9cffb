/* model.h - what must be stored after each operation, beside what is. */
#ifndef ORACLE_MODEL_H
#define ORACLE_MODEL_H

#include "fuzz/oracle/sequence.h"

struct model;

struct model *model_open(void); /* with the adapter's handler; ends the process when it has none */

/* The one of this process, opened when it is asked for first, or by the engine before it forks. */
struct model *model_opened(void);

/* Forgets everything, the handler too. */
void model_reset(struct model *m);

/* Asks for it, and holds the answer and what is stored then against the contract: a refusal changes
 * nothing (CORE-09), a PUT stores what it says (CORE-02), a PATCH merges (CORE-04, PLAT-12), an etag moves
 * with the state (PLAT-08), preconditions hold (PLAT-09, PLAT-10), keys stay with their connection (FAM-10,
 * FAM-11). What does not ends the process like a crash, and says which clause (play_broken). */
void model_do(struct model *m, const struct operation *o);

/* The same PUT once more changes nothing (PLAT-11); only after a model_do of it. */
void model_repeat(struct model *m, const struct operation *o);

/* A good PUT still works (CORE-10), and every connection is as it must be (CORE-34). The handler forgets them. */
void model_end(struct model *m);

/* A PUT of the page's example of that type, which must be accepted. */
void model_store(struct model *m, const char *type);

#endif
