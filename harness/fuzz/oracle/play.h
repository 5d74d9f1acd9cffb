/* play.h - the handler that is looked at (adapter.h), asked as the page asks. */
#ifndef ORACLE_PLAY_H
#define ORACLE_PLAY_H

#include "base/bytes.h"
#include "base/message.h"
#include "contract/contract.h"

#include <cjson/cJSON.h>
#include <stdbool.h>

struct play;

/* One request and its answer; the trees are NULL where the bodies are no strict JSON. */
struct told {
    struct request request;
    struct response response;
    cJSON *sent, *answer;
};

/* What is asked for; NULL and {0} leave it out. */
struct asked {
    const char *method;
    unsigned name;      /* which connection, from 0; */
    struct bytes below; /* its sub path */
    bool list;          /* of a gateway's connections instead */
    const char *if_match, *if_none_match;
    struct bytes body; /* ptr NULL: none is sent */
    bool unread;       /* the trees are left out: told_read makes them */
};

/* Opens the adapter's handler and finds out what it can do: a PUT and a PATCH as on the page must work.
 * Ends the process with EX_UNAVAILABLE, and the reason on standard error, when that is not so. */
struct play *play_open(void);
void play_reset(struct play *p);

/* NULL-free: whatever the handler does, there is an answer to look at. For told_free. */
void play_ask(struct play *p, const struct asked *a, struct told *out);
void told_read(struct told *t);
void told_free(struct told *t);

const struct contract *play_contract(const struct play *p);
const char *play_name(unsigned name); /* "cn1", ... */
/* Whether it has the operation at all, which is optional (family) but for PUT and PATCH. */
bool play_has(const struct play *p, const char *method, bool below, bool list);
struct bytes play_example(const struct play *p, const char *type); /* a PUT body: "SiteToSite" */

/* Ends the process like a crash, after saying in the words of the conformance report what is broken: the
 * clause, the sentence, and the exchange. Returns where the clause is of a level that is not asked for:
 * CONNSPEC_LEVEL, in the environment, is core, family or platform, which it is without. Returns too where it
 * is known to be broken in that way: CONNSPEC_MUTED names a file of lines "CLAUSE KEY" (key.h; "*"
 * for any clause). */
struct broken {
    const char *clause;            /* "CORE-09" */
    const char *message;           /* a sentence */
    const char *where;             /* as in struct finding; NULL without one */
    const char *expected, *actual; /* NULL without one */
};
void play_broken(const struct play *p, const struct broken *b, const struct told *t);

#endif
