/* answers.h - what must hold of an exchange by itself, whatever is stored: its status, its shape, and that
 * what the contract refuses is refused. The first that does not ends the process (play_broken). */
#ifndef ORACLE_ANSWERS_H
#define ORACLE_ANSWERS_H

#include "fuzz/oracle/play.h"

static inline bool told_accepted(const struct told *t)
{
    return t->response.status / 100 == 2;
}

/* Of every answer: 200 or a refusal, never 5xx (ROB), with the contract's shape (judge.h). `clause` is
 * that of another success than 200; `respells` as in struct exchange. */
void answer_holds(const struct play *p, const struct told *t, const char *clause,
                  const char *respells);

/* Of a PUT or PATCH of a connection: what was sent and must be refused was (CORE-05, CORE-30 to CORE-33,
 * ROB-01). `whole`: as PUT must be, or as the merge is made. */
void refusal_holds(const struct play *p, const struct told *t, const cJSON *whole);

/* Of a PUT or PATCH of a connection without preconditions: what is plainly good is accepted, and what
 * is but for gateways that do not exist is refused with 400. `whole` as above; whatever a right
 * implementation may refuse is not plainly good. */
void acceptance_holds(const struct play *p, const struct told *t, const cJSON *whole,
                      const char *clause);

#endif
