/* echo.h - x-connspec-echo: what was sent comes back. For relations.h. */
#ifndef CONTRACT_ECHO_H
#define CONTRACT_ECHO_H

#include "contract/schema.h"

int echo_load(const cJSON *value, struct err *err);
bool echo_check(struct schema_run *run, const cJSON *value, const cJSON *instance);

#endif
