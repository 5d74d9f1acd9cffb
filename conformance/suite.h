/* suite.h - every check there is, in the order of their ids, and which of them a run takes.
 *
 * The frozen list (conformance/suite.json) is what a certificate requires: `connspec list checks
 * --json` prints it, `make freeze` writes it, a person reviews it. */
#ifndef CONFORMANCE_SUITE_H
#define CONFORMANCE_SUITE_H

#include "base/assets.h"
#include "base/err.h"
#include "conformance/options.h"
#include "conformance/scenario.h"
#include "contract/verdict.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

/* The checks of one case lie side by side; after those of the last case come the standing ones. */
struct suite {
    struct check *checks; /* named, status not-run */
    bool *selected;       /* one a check: this run is to decide it (suite_select) */
    size_t count;
    size_t *first;   /* one a case of the plan: index of its first check */
    size_t standing; /* index of the first standing check */
};

int suite_open(struct suite *out, const struct contract *contract, const struct plan *plan,
               struct err *err);
void suite_close(struct suite *s);

/* Levels that a certificate for `asked` (an enum level, or LEVELS for all) rests on. */
bool level_asked(int asked, enum level level);

/* Whether the glob is of the check's id, its case, scenario or clause. */
bool suite_glob_matches(const char *glob, const struct check *check, const struct clause *clause);

/* Which cases run: one bool a case, to free(). Checks that are not selected are given their status
 * and reason. A case also runs when one that runs needs it; *partial says that something was left
 * out by --only or --skip. -1 when a glob matches nothing. */
int suite_select(struct suite *s, const struct contract *contract, const struct plan *plan,
                 const struct options *options, bool **runs, bool *partial, struct err *err);

/* conformance/suite.json as the loaded data would have it; for cJSON_Delete. */
cJSON *suite_freeze(const struct suite *s, const struct contract *contract);

/* Reads the frozen list. */
int required_load(struct required *out, const struct assets *assets, const char *api_version,
                  struct err *err);
void required_free(struct required *r);

#endif
