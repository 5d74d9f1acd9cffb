/* tape.h - recorded exchanges in the place of a target: a case is played again, and what it sends is answered as it
 * was (verify.h). Nothing is sent. Locks itself. */
#ifndef CONFORMANCE_TAPE_H
#define CONFORMANCE_TAPE_H

#include "base/message.h"
#include "contract/record.h"
#include "reports/results.h"

struct tape;

/* The results are borrowed, and nobody else reads exchanges of theirs between tape_play and tape_stop. */
struct tape *tape_open(const struct results *r);
void tape_close(struct tape *t); /* NULL is fine */

/* From here on the exchanges of this case answer, from the first of them; NULL: those of discovery. How many. */
size_t tape_play(struct tape *t, const char *case_id);

/* How many of them were not asked for yet, tidying up aside. A case that could not reach the target was played again,
 * from its beginning: then they are of that. */
size_t tape_left(const struct tape *t);

/* What became of it since tape_play. */
struct tape_end {
    char *
        missing; /* the first request that the recording has not got, in words, to free(); NULL: none */
    bool cut;      /* an answer that was not kept whole was asked for */
    bool redacted; /* one with a secret in it was */
};
struct tape_end tape_stop(struct tape *t);
bool tape_is_sure(const struct tape *t); /* none was cut or redacted so far */

struct tape_question {
    const char *origin, *prefix; /* the URL is these and the request's path */
    unsigned step;
    enum role role;
    const struct request *request;
};

/* The earliest exchange left that has this question, down to the bytes of its body and each header, as far as they
 * were kept. None: REFUSED. *again: the same was asked once more since the answer asked for patience. */
void tape_answer(struct tape *t, const struct tape_question *q, struct response *rs, bool *again);

#endif
