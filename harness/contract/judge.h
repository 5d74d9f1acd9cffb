/* judge.h - one exchange held against the contract. Pure: recorded traffic can be judged too.
 *
 * Looks at the raw bytes of the answer (json.h), its Content-Type, the headers and the schema the
 * OpenAPI document gives for this operation and status, and the relations between request and
 * answer (contract.h, x-connspec-*). What only a scenario can know, such as which status was
 * right, is not judged here. */
#ifndef CONTRACT_JUDGE_H
#define CONTRACT_JUDGE_H

#include "base/message.h"
#include "contract/contract.h"

struct finding {
    char *clause;   /* "CORE-23" */
    char *where;    /* JSON pointer into the answer's body, or "header NAME", "status", "body" */
    char *expected; /* in words or JSON */
    char *actual;   /* what was there instead, shortened; printable UTF-8 */
    char *message;  /* one sentence */
    char *rule;     /* pointer into openapi.json to what was broken; NULL without one */
};

struct findings {
    struct finding *list;
    size_t count;
    bool *applied; /* one a clause: this exchange put it to the test. NULL: it did with none */
    size_t clauses;
};

#define RESPELLS_ANY "*"
struct exchange {
    const struct request *request;
    const struct response *response;
    const char *prefix; /* path of the endpoint's URL, "" for none */
    /* A member of the request by pointer, which is another spelling of what is stored: it comes back
     * spelled in either way, so upper and lower case and blanks are overlooked. NULL: none is. RESPELLS_ANY:
     * any may be, as in recorded traffic, of which nobody has said. */
    const char *respells;
    cJSON *sent, *answer; /* the bodies as json_read has them, borrowed; NULL: read here */
};

/* Appends to *out (start with a zeroed one; findings_free at the end). An exchange that was not
 * ANSWERED, or whose operation the contract does not know, adds nothing. */
void judge_exchange(const struct contract *c, const struct exchange *x, struct findings *out);

void findings_add(struct findings *f, const char *clause, const char *where, const char *expected,
                  const char *actual, const char *message, const char *rule);
void findings_free(struct findings *f);

/* The body of an answer as a tree for cJSON_Delete, NULL if it is no strict JSON. */
cJSON *response_json(const struct response *rs);

/* Every clause that judge_exchange can apply at all, as the OpenAPI document annotates its
 * responses: one bool a clause, to free(). These are the standing checks of a run. */
bool *judge_clauses(const struct contract *c);

#endif
