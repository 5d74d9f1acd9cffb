/* scenario_derived.h - cases that come from the contract (SCENARIOS.md, "Derived cases"). */
#ifndef CONFORMANCE_SCENARIO_DERIVED_H
#define CONFORMANCE_SCENARIO_DERIVED_H

#include "conformance/scenario_file.h"
#include "conformance/variables.h"

/* The rows of a dimension that is {"derive": KEYWORD, "from": OPERATION, "body": REF}, as if they
 * were written there: an array for cJSON_Delete. `value` looks the variables of REF up. NULL and err
 * (text only, no file) on failure. */
cJSON *derived_rows(const struct scenario_file *f, const cJSON *dimension, variable_lookup value,
                    void *context, struct err *err);

/* Every derivation that the contract asks for at a level that has scenarios is some scenario's.
 * -1 and err that names one which is nobody's. */
int derived_all(const struct plan *plan, const struct contract *contract, struct err *err);

#endif
