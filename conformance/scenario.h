/* scenario.h - the scripted scenarios, loaded and vetted (SCENARIOS.md explains the format).
 *
 * A plan holds every case of every scenario file. It is immutable once loaded. */
#ifndef CONFORMANCE_SCENARIO_H
#define CONFORMANCE_SCENARIO_H

#include "base/assets.h"
#include "base/err.h"
#include "contract/contract.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#define DIMENSIONS_MAX 8

/* One combination of rows, the tree's. */
struct combination {
    const cJSON *dimensions[DIMENSIONS_MAX], *rows[DIMENSIONS_MAX];
    size_t count;
};

/* One row of the product of a scenario's `cases`; a scenario without `cases` has one case. */
struct test_case {
    char *id;       /* "core/put-required/location": scenario id and row names */
    char *scenario; /* "core/put-required" */
    const char *says;
    enum level level;
    const char **clauses;    /* NULL-ended; the first is the default */
    const cJSON *file;       /* the scenario as it is written; the plan's, like the rows */
    struct combination rows; /* of this case */
    cJSON *needs_named;      /* as written, variables of the case replaced */
    size_t
        *needs; /* indices into plan.list of cases that must have held; all are before this one */
    size_t need_count;
};

struct plan {
    struct test_case *list; /* sorted so that needs come first, otherwise by id */
    size_t count;
    cJSON **files; /* the parsed files the cases point into */
    size_t file_count;
    cJSON **derived; /* rows that come from the contract */
    size_t derived_count;
};

/* What a case does. Each string still holds the variables of names and run, but those of the case are
 * replaced. */
struct script {
    cJSON *names; /* object: name -> {"name":, "resource-group":, "subscription":}; the last two may
                     be absent */
    cJSON *given; /* arrays of step objects as in the schema; may be empty, never NULL */
    cJSON *steps;
};

/* Made when it is needed, since all cases together are large. -1 and err only for a plan that was
 * not vetted. */
int script_open(struct script *out, const struct test_case *tc, struct err *err);
void script_close(struct script *s);

/* Loads conformance/scenarios/LEVEL/NAME.json, all levels. Checks each against
 * conformance/scenario.schema.json and then what a schema cannot say: clause ids exist, no needs in
 * circles or to nothing, labels are defined before use, unknown variables, unknown corpus files,
 * duplicate case ids, clauses that no step counts for, `twin` where it is required. On failure -1
 * and an err that names file, line and pointer. `vet` false: none of
 * this but what making the cases needs, for files that were vetted before they were embedded. */
int plan_load(struct plan **out, const struct assets *assets, const struct contract *contract,
              bool vet, struct err *err);
void plan_free(struct plan *p);

#endif
