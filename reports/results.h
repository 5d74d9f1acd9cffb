/* results.h - results.jsonl read back, for the renderers. Hostile territory: the file may be
 * anybody's. Bounded in size; a cut last line is tolerated, and the run then is incomplete. */
#ifndef REPORTS_RESULTS_H
#define REPORTS_RESULTS_H

#include "base/err.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

#define RESULTS_MAX ((size_t)512 << 20) /* bytes of a results file */

/* The line stays in the file until somebody asks for it: a run has many exchanges, a report shows
 * few. */
struct exchange_line {
    unsigned id;
    unsigned case_hash; /* two of one case have the same */
    char *case_id;      /* NULL: none */
    size_t line;        /* of the file, from 1 */
    off_t at;           /* where it begins */
    size_t len;
    cJSON *tree; /* NULL: nobody has asked */
};

struct results {
    FILE *file;
    cJSON *head;
    cJSON *verdict; /* NULL: the run was killed */
    cJSON **checks; /* in the order of their ids */
    size_t check_count;
    struct exchange_line *exchanges; /* in the order of their ids */
    size_t exchange_count;
    struct opened *opened; /* the exchanges that have a tree */
    bool incomplete;       /* no verdict, a cut last line, or the verdict says so */
};

/* `own`: this very process wrote the file. Exchanges are then taken for sound until one is asked for;
 * of any other file every line is looked at whole. */
int results_read(struct results **out, const char *path, bool own, struct err *err);
void results_free(struct results *r);

const cJSON *results_check(const struct results *r, const char *id); /* or NULL */

/* Both read the line the first time; borrowed from the results. NULL: no such line (any more). */
const cJSON *results_exchange(const struct results *r, unsigned id);
const cJSON *exchange_tree(const struct results *r, size_t index);
unsigned exchange_case_hash(const char *case_id); /* of NULL and "": 0 */
/* Drops what both have read: a report that looks at every exchange need not hold them all. */
void results_forget(const struct results *r);

#endif
