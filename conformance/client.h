/* client.h - one worker's way to the target: each exchange is paced, recorded and judged. */
#ifndef CONFORMANCE_CLIENT_H
#define CONFORMANCE_CLIENT_H

#include "base/message.h"
#include "conformance/run.h"
#include "target/target.h"

#include <cjson/cJSON.h>

struct seen;

/* What came of the last exchange is recorded and judged while the next one's answer is waited for
 * (target.h, `waiting`), at the latest when client_settle is called. */
struct client {
    struct run *run;
    struct target *target;
    const char *case_id; /* for the record; NULL during discovery */
    unsigned step;
    bool again; /* of a tape: the request was sent again after this answer */
    /* For the one who plays a case, to be reset by him. */
    size_t largest; /* bytes of the largest body that the case under way sent */
    bool dropped;   /* a connection ended without an answer */
    bool cut_short; /* no connection could be made, or the run ended while an answer was awaited */
    struct pending {
        struct seen *seen; /* NULL: nothing */
        enum role role;
        const char *case_id;
        unsigned step;
        double at;
        bool again; /* the answer decides nothing: the request is sent again in `wait` seconds */
        double wait;
    } pending;
};

/* One exchange, kept. */
struct seen {
    struct request request;
    struct response response;
    cJSON *sent, *answer; /* the bodies as trees; NULL where they are no strict JSON */
    char *respells;       /* as in struct exchange (judge.h); owned; NULL: nothing */
    bool too_long;        /* a list that is longer than what we read of an answer */
    unsigned exchange;    /* its id in the record; 0: nothing was sent, or not recorded yet */
};

int client_open(struct client *out, struct run *run, struct err *err);
void client_close(struct client *c);

/* Adds what every request of the run carries and the record shows: Accept, Accept-Encoding, the
 * user's own headers.
 * The token is the target's to add, and stands in no record. */
void client_headers(const struct client *c, struct request *rq);

/* Sends x->request and fills in the rest of *x; x->sent may be there already. *x must stay until
 * client_settle. -1 only if nothing could even be tried. An answer that asks for patience (retry.h) is
 * recorded, not judged, waited for within bounds, and the request sent again: *x is the last answer.
 * An answer's body is read up to 2 MiB, as a tree up to JSON_OUTSIDE_VALUES, and up to more where the
 * case sent more; a list of connections may rightly be longer (x->too_long), and is then not judged. */
int client_send(struct client *c, enum role role, struct seen *x, struct err *err);

/* Records and judges what is pending, if anything is; an answer to what is no ordinary request is not
 * judged, since it need not come from the implementation. */
void client_settle(struct client *c);

/* 0 unless there was a whole answer. */
int seen_status(const struct seen *x);
/* "404", "404 with {...}", "no answer: timed out ..."; to free(). */
char *seen_words(const struct seen *x);
void seen_free(struct seen *x);

#endif
