/* exact.h - test inputs that end where their memory ends, so that a sanitizer sees one byte more. */
#ifndef TESTS_EXACT_H
#define TESTS_EXACT_H

#include "base/json.h"

#include <stdlib.h>

static inline bool exact_check(struct bytes text, const struct json_limits *limits,
                               struct json_problem *problem)
{
    char *copy = malloc(text.len);
    if (text.len)
        memcpy(copy, text.ptr, text.len);
    bool fine = json_check((struct bytes){copy, text.len}, limits, problem);
    free(copy);
    return fine;
}

static inline cJSON *exact_read(struct bytes text, const struct json_limits *limits,
                                struct json_problem *problem)
{
    char *copy = malloc(text.len);
    if (text.len)
        memcpy(copy, text.ptr, text.len);
    cJSON *root = json_read((struct bytes){copy, text.len}, limits, problem);
    free(copy);
    return root;
}

#endif
