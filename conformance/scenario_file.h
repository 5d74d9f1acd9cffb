/* scenario_file.h - one scenario file: from text to vetted cases. For scenario*.c only. */
#ifndef CONFORMANCE_SCENARIO_FILE_H
#define CONFORMANCE_SCENARIO_FILE_H

#include "conformance/scenario.h"

struct scenario_file {
    const char *name; /* "conformance/scenarios/core/put-creates.json" */
    struct bytes text;
    cJSON *root;
    char *id; /* "core/put-creates" */
    enum level level;
    const struct assets *assets;
    bool vet; /* look at what each case would do */
    const struct contract *contract;
};

/* Sets err to "FILE:LINE: POINTER: TEXT" and returns -1. */
int scenario_complain(const struct scenario_file *f, const char *pointer, struct err *err,
                      const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Appends the file's cases, one for each row of the product of its dimensions, needs unresolved. */
int scenario_cases(const struct scenario_file *f, struct plan *plan, struct err *err);

/* What the JSON Schema cannot say, of the file and of one of its cases. */
int scenario_vet_file(const struct scenario_file *f, struct err *err);
int scenario_vet_case(const struct scenario_file *f, const struct test_case *tc,
                      const struct script *script, struct err *err);

#endif
