/* mutants_robust_tools.h - what a hostile request does to a server that is not ready for it.
 *
 * Each hook finds a struct harm in call->data and does nothing unless its sight sees, in the request
 * under way, what it is meant for. mutants_robust_sights.h has the sights. */
#ifndef REFERENCE_MUTANTS_ROBUST_TOOLS_H
#define REFERENCE_MUTANTS_ROBUST_TOOLS_H

#include "base/bytes.h"
#include "reference/mutant.h"

typedef bool sight(const struct call *c);

struct harm {
    sight *when;
    sight *and;       /* NULL, or a second one that must see it too */
    int status;       /* of the answer; 0: 500 */
    const char *note; /* the answer's message; NULL: "internal error" */
};

bool harm_meant(const struct call *c); /* the sights see it */
bool harm_on_connection(const struct call *c);

bool harm_unstored(struct call *c); /* on_store: nothing is stored */
void harm_status(struct call *c);   /* the answer is an error */
void harm_status_as(struct call *c, int status, const char *note);
void harm_drop(struct call *c, struct response *rs);     /* no answer, the connection ends */
void harm_hold(struct call *c, struct response *rs);     /* no answer, the connection stays */
void harm_die(struct call *c);                           /* the process ends before the answer */
void harm_die_soon(struct call *c, struct response *rs); /* a moment after it */
void harm_die_next(struct call *c);                      /* at the next request */
void harm_gone(struct response *rs, enum delivery how);

/* A refused request changes the connection all the same. */
bool harm_spoil_tags(struct call *c);  /* on_refused: it has no tags any more */
bool harm_spoil_state(struct call *c); /* connectivityState turns over */
bool harm_stub(struct call *c);        /* a connection that was not there is */

/* After it every PUT to the same connection is refused with the status. Both go together. */
bool harm_poison_store(struct call *c);
void harm_poison(struct call *c);

/* clang-format off */
#define FAILS {.on_store = harm_unstored, .on_answer = harm_status}
#define DROPS {.on_store = harm_unstored, .on_text = harm_drop}
#define HOLDS {.on_store = harm_unstored, .on_text = harm_hold}
#define DIES {.on_answer = harm_die}
#define DIES_SOON {.on_text = harm_die_soon}
#define DIES_NEXT {.on_answer = harm_die_next}
#define POISONS {.on_store = harm_poison_store, .on_answer = harm_poison}
/* clang-format on */
#define HARM(...) (&(const struct harm){.when = __VA_ARGS__})

#define HARM_EXIT 139 /* what a shell says of a segmentation fault */

#endif
