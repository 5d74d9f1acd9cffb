/* model_parts.h - what the files of the model share. */
#ifndef ORACLE_MODEL_PARTS_H
#define ORACLE_MODEL_PARTS_H

#include "fuzz/oracle/model.h"
#include "fuzz/oracle/play.h"

struct stored {
    cJSON *shown; /* as it was read last; NULL: there is none */
    char *text;   /* the bytes of that */
    size_t len;
    char *stale; /* an etag that it had before; NULL: none */
    char *key;   /* NULL: not known */
};

struct model {
    struct play *play;
    struct stored at[SEQUENCE_NAMES];
    bool ended; /* the handler has forgotten everything already */
};

void stored_forget(struct stored *s);

/* (model_state.c) The two are equal; else `clause` is broken at the first difference. */
void model_equal(const struct model *m, const cJSON *expected, const cJSON *actual,
                 const char *clause, const char *message, const struct told *t);
/* The same of what the contract says is stored of them (contract_view), however it is spelled. */
void model_views(const struct model *m, const cJSON *wanted, const cJSON *shown, bool moved,
                 const char *clause, const char *message, const struct told *t);
bool model_reads(const struct model *m); /* whether the handler has GET */

/* What is there is what the model has, etag and all. */
void model_unchanged(const struct model *m, unsigned name, const char *clause, const char *message,
                     const struct told *after);

/* Takes over what a write left: the GET's answer, which is the write's own (FAM-01). */
void model_take(struct model *m, unsigned name, const struct told *t);

/* Asks with the preconditions that the operation names, and holds the answer by itself. */
void model_ask(struct model *m, const struct operation *o, const char *clause, struct told *t);
bool model_must_fail(const struct stored *s, const struct operation *o); /* its precondition */

/* (model_below.c) Of a connection's shared key, and of a gateway's list. */
void model_key(struct model *m, const struct operation *o);
void model_list(struct model *m, const struct operation *o);

#endif
