/* standing.h - the standing checks: clauses that every answer of the run is held against.
 *
 * One check a clause: "every-answer@CORE-23" for what the contract annotates (judge.h), and
 * "every-refusal@CORE-09" for state after refusals, "every-answer@FAM-04" for request ids. Thread-safe. */
#ifndef CONFORMANCE_STANDING_H
#define CONFORMANCE_STANDING_H

#include "contract/judge.h"
#include "contract/verdict.h"

#include <stdbool.h>
#include <stddef.h>

struct standing;

#define REFUSAL_CLAUSE "CORE-09"
#define REQUEST_ID_CLAUSE "FAM-04"

struct standing *standing_new(const struct contract *contract);
void standing_free(struct standing *s);

/* Where an exchange stood, for the evidence. */
struct standing_place {
    const char *case_id;
    const char *request_id;
    unsigned step, exchange;
};

/* Counts what judge_exchange found. True when a must was broken. */
bool standing_count(struct standing *s, const struct findings *f, const struct standing_place *at);

/* Counts an answer's x-ms-request-id, which must not have been there before; NULL: it has none. */
void standing_request_id(struct standing *s, const char *id, const struct standing_place *at);

/* Counts a refusal after which the state was read back; `broken` NULL when it was unchanged. */
void standing_refusal(struct standing *s, const struct finding *broken,
                      const struct standing_place *at);

/* Fills `out` (an array of standing_total checks, zeroed) with the outcome of each. */
size_t standing_total(const struct standing *s);
void standing_checks(struct standing *s, struct check *out);

#endif
