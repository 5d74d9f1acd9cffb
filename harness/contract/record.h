/* record.h - results.jsonl, the only thing that crosses to the reports.
 *
 * One JSON object a line: a head, then an exchange for each thing sent and a check for each check
 * as soon as it is decided, at the end a verdict (reports/results.schema.json). Each line is one
 * write, so that a killed run keeps its evidence: all but, of each worker, the one exchange whose
 * successor is not yet sent (client.h). Thread-safe.
 *
 * Redaction happens here and nowhere else: Authorization values, the values of headers given on the
 * command line and the members called "value" of bodies to and from .../sharedkey (and .../reset) are
 * written as "[redacted]"; such a body that is no JSON object is not written at all. After that, every
 * string registered as a secret, shared keys that were seen among them, is replaced wherever it still
 * stands and however it is spelled (redact.h). Spared are only members that hold the suite's own
 * words, such as ids and statuses, and in bodies to .../sharedkey values that are no strings. */
#ifndef CONTRACT_RECORD_H
#define CONTRACT_RECORD_H

#include "base/err.h"
#include "base/message.h"
#include "contract/verdict.h"

#include <cjson/cJSON.h>

struct record;

/* What is kept of one message, in bytes; lengths always are. What was sent is kept for sending it
 * again, what came back as evidence. */
#define RECORD_BODY_MAX ((size_t)64 << 10)
#define RECORD_ANSWER_MAX ((size_t)16 << 10)   /* of an answer's body */
#define RECORD_BEGINNING ((size_t)4 << 10)     /* of a body that is too long to be sent again */
#define RECORD_HEADERS_MAX ((size_t)128 << 10) /* of all names and values */
#define RECORD_ANSWER_HEADERS_MAX ((size_t)32 << 10) /* the same of an answer */
#define RECORD_ANSWER_HEADER_MAX ((size_t)4 << 10)   /* of one of its values */
#define RECORD_TEXT_MAX ((size_t)4 << 10)            /* of one text of a check */
/* Once the file is as long as this, exchanges are kept without headers and bodies. */
#define RECORD_FULL ((size_t)128 << 20)

/* Creates the file anew. */
int record_open(struct record **out, const char *path, struct err *err);
/* 0, or -1 if any write failed (a full disk): the evidence is not whole. */
int record_close(struct record *r, struct err *err);

void record_secret(struct record *r, const char *secret);      /* shorter than 4 bytes: ignored */
void record_secret_header(struct record *r, const char *name); /* its value is never written */

/* As if the file were as long as RECORD_FULL: for tests. */
void record_fill(struct record *r);

/* Takes `head` (everything but "type" and "schema") and writes it. */
void record_head(struct record *r, cJSON *head);

enum role { ROLE_DISCOVERY, ROLE_GIVEN, ROLE_STEP, ROLE_READ_BACK, ROLE_TWIN, ROLE_CLEANUP };
const char *role_name(enum role r); /* "read-back" */
struct record_exchange {
    const char *case_id; /* NULL during discovery */
    unsigned step;       /* 0: none */
    enum role role;
    const char *origin; /* "http://127.0.0.1:8080"; the URL is this and prefix and path */
    const char *prefix;
    const struct request *request;
    const struct response *response;
    double at;  /* seconds since the run began */
    bool again; /* the answer asks for patience: the request is sent again in `wait` seconds */
    double wait;
};
unsigned record_exchange(struct record *r, const struct record_exchange *x); /* its id, from 1 */
void record_check(struct record *r, const struct contract *c, const struct check *check);
void record_verdict(struct record *r, const struct contract *c, const struct verdict *v, int asked,
                    bool interrupted, double seconds);

/* Each line as it is written, to one observer at a time. `line` is redacted; of the two behind it,
 * which are not, only numbers and the suite's own words are for a person. */
struct record_seen {
    struct bytes line;
    const struct record_exchange *exchange; /* NULL: another kind of line */
    const struct check *check;
};
void record_observe(struct record *r,
                    void (*observe)(void *context, const struct record_seen *seen), void *context);

#endif
