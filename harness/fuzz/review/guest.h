/* guest.h - an adapter (adapter.h) in a process of its own.
 *
 * Why a process: Jansson, json-c and json-glib define the same symbols, and we are linked with cJSON
 * ourselves. A shared object would need RTLD_DEEPBIND, which sanitizers refuse; and what is brought
 * here is brought because it may crash, hang or take all memory. A process takes all of that, with or
 * without sanitizers on either side. A guest is started when it is first asked and again when it was
 * lost, so that each question is answered by a living one. */
#ifndef FUZZ_REVIEW_GUEST_H
#define FUZZ_REVIEW_GUEST_H

#include "base/buf.h"
#include "base/bytes.h"
#include "base/err.h"
#include "base/message.h"
#include "fuzz/adapter.h"

#include <sys/types.h>

enum fate {
    FATE_ANSWERED,
    FATE_CRASHED, /* a signal, or an exit of its own: what a sanitizer does too */
    FATE_HUNG,    /* no answer within its CPU time, or four times as long by the clock */
    FATE_MEMORY,  /* it asked for more than it may have, and ended over it */
};
const char *fate_name(enum fate f); /* "answered", "crashed", "hung", "out of memory" */

struct guest_limits {
    unsigned seconds; /* of CPU for a request; 0: 5 */
    size_t memory;    /* bytes; 0: 2 GiB. Not held against a guest with AddressSanitizer */
};

struct guest {
    char *program;
    struct guest_limits limits;
    char *name, *about; /* about: "" without one */
    bool parser, handler;
    pid_t pid;        /* 0: not running */
    int in, out, err; /* ours: to write to, to read from, and what it prints */
    struct buf frame; /* the question, then the answer */
    struct buf said;  /* the end of what it printed */
    enum fate fate;   /* of the last question; */
    char note[300];   /* what happened when it was not answered, in words; printable ASCII */
};

/* Starts the program (an adapter linked with guest/main.c) once to ask who it is. -1 when it is not
 * such a program, or one of another version. `limits` may be NULL. */
int guest_open(struct guest *out, const char *program, const struct guest_limits *limits,
               struct err *err);
/* Lets it end by itself, where it runs. True when it ended well; else fate and note say how: this is
 * when a leak is reported. */
bool guest_end(struct guest *g);
void guest_close(struct guest *g); /* ends it; what it says is lost */

/* What a parser made of a body. */
struct understood {
    enum fate fate;
    bool accepted;
    struct told {
        struct bytes pointer, text; /* into `frame` */
        enum connspec_kind kind;
    } * list;
    size_t count;
    struct buf frame;
};

/* 0 whatever became of the guest, which is in out->fate and g->note; -1 when none could be started. */
int guest_parse(struct guest *g, struct bytes body, struct understood *out, struct err *err);
const struct told *understood_at(const struct understood *u,
                                 const char *pointer); /* first or NULL */
void understood_free(struct understood *u);

/* Fills *rs anew. A guest that was lost over it is DROPPED or TIMED_OUT, with the reason as note; the
 * next one starts from nothing. */
int guest_handle(struct guest *g, const struct request *rq, struct response *rs, struct err *err);
int guest_reset(struct guest *g, struct err *err);

#endif
