/* results.h - results.jsonl read back, for the renderers. Hostile territory: the file may be
 * anybody's. Bounded in size; a cut last line is tolerated, and the run then is incomplete. */
#ifndef REPORTS_RESULTS_H
#define REPORTS_RESULTS_H

#include "base/err.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#define RESULTS_MAX ((size_t)512 << 20) /* bytes of a results file */

struct results {
    cJSON *head;
    cJSON *verdict; /* NULL: the run was killed */
    cJSON **checks; /* in the order of their ids */
    size_t check_count;
    cJSON **exchanges; /* in the order of their ids */
    size_t exchange_count;
    bool incomplete; /* no verdict, a cut last line, or the verdict says so */
};

int results_read(struct results **out, const char *path, struct err *err);
void results_free(struct results *r);

const cJSON *results_exchange(const struct results *r, unsigned id); /* or NULL */

#endif
