/* judging.h - one exchange being judged; between the judge's own files. */
#ifndef CONTRACT_JUDGING_H
#define CONTRACT_JUDGING_H

#include "contract/answers.h"
#include "contract/judge.h"
#include "contract/relations.h"

struct judging {
    const struct contract *contract;
    const struct exchange *exchange;
    struct findings *out;
    size_t first; /* of this exchange's findings in out */
    const struct answer_rules *rules;
    struct relations relations;
    cJSON *answer; /* NULL unless strict JSON */
};

struct fault {
    const char *clause, *where, *expected, *actual, *message, *rule;
};

/* Adds a finding. One place breaks one clause once, however many rules say so; without a clause
 * nothing is broken. */
void judging_report(struct judging *j, const struct fault *f);

/* The clause was put to the test; `context` is the struct relations. */
void judging_apply(void *context, const char *clause);

/* The x-connspec-clause of a response or header object, or NULL. */
const char *annotated_clause(const cJSON *node);

/* Holds an instance against the schema at that pointer. What has no clause of its own breaks
 * `clause`; `where` (may be NULL) is said instead of pointers into the instance. */
void judge_schema(struct judging *j, const char *schema, const char *clause, cJSON *instance,
                  const char *where);

#endif
