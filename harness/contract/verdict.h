/* verdict.h - from single checks to a certificate: the rules of "How checks count" in clauses.md.
 * Pure. */
#ifndef CONTRACT_VERDICT_H
#define CONTRACT_VERDICT_H

#include "contract/contract.h"

#include <stdbool.h>
#include <stddef.h>

enum status {
    STATUS_PASS,            /* held */
    STATUS_NOTE,            /* held, and something is worth saying */
    STATUS_FAIL,            /* a must is broken */
    STATUS_WARN,            /* a should is broken */
    STATUS_INCONCLUSIVE,    /* set-up, a needed case or the positive twin failed: says which */
    STATUS_NOT_IMPLEMENTED, /* the target does not have the operation */
    STATUS_SKIPPED,         /* by --skip; the reason is the message */
    STATUS_NOT_RUN,         /* not selected, or the run ended before it */
};
#define STATUSES 8
const char *status_name(enum status s); /* "pass", "not-implemented", ... as in results.jsonl */
bool status_parse(const char *name, enum status *out);
bool status_held(enum status s); /* pass or note */

/* What became of one check. Strings may be NULL; all are the check's own. */
struct check {
    char *id;      /* "core/put-required/location@CORE-30", "every-answer@CORE-23" */
    char *case_id; /* "core/put-required/location"; NULL for a standing check */
    char *says;    /* the scenario's sentence; the clause's text for a standing check */
    int clause;    /* index into contract->clauses */
    enum status status;
    unsigned step; /* 1 for the first of given and steps; 0: none */
    char *message; /* one sentence: what is wrong, or why it was not checked */
    char *where;   /* JSON pointer, "header NAME", "status", "body" */
    char *expected, *actual;
    char *blocked_by;     /* for inconclusive: the id of the case, or the step, that is to blame */
    char *request_id;     /* x-ms-request-id of the answer that shows it */
    unsigned exchange;    /* id of the exchange that shows it; 0: none */
    unsigned occurrences; /* standing checks: in how many exchanges it was put to the test ... */
    unsigned broken;      /* ... and how many of those broke it */
};
void check_clear(struct check *c);

/* The frozen list, conformance/suite.json: every check of this suite for this contract. */
struct required {
    char **list; /* check ids, sorted */
    size_t count;
};

enum outcome {                             /* = the exit status of the program */
               OUTCOME_CERTIFIED = 0,      /* at the level asked for */
               OUTCOME_NOT_CONFORMING = 1, /* a must of that level is broken, or not implemented */
               OUTCOME_USAGE = 2,
               OUTCOME_UNREACHABLE = 3, /* no answer at all, or the set-up failed */
               OUTCOME_INTERNAL = 4,
               OUTCOME_INCOMPLETE =
                   5, /* nothing was found broken, but not everything was checked */
};

struct verdict {
    int level; /* the highest one certified, or -1 */
    enum outcome outcome;
    size_t counts[STATUSES];
    enum status *clauses; /* one a clause: the worst of its checks; not-run without one */
    size_t *checks;       /* one a clause: how many of its checks ran */
    char **reasons;       /* why the level asked for is not certified, most important first */
    size_t reason_count;
};

struct verdict_input {
    const struct contract *contract;
    const struct required *required;
    const struct check *checks;
    size_t count;
    int asked;        /* an enum level; LEVELS asks for all of them */
    bool partial;     /* --only or --skip was given: nothing can be certified */
    bool interrupted; /* the run was ended before its time */
};
void verdict_reach(const struct verdict_input *in, struct verdict *out);
/* Puts what stands in the way of the whole run before the other reasons. */
void verdict_blame(struct verdict *v, const char *reason);
void verdict_free(struct verdict *v);

#endif
