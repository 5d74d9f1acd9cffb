/* derive_values.h - values that break a keyword. For derive.c only. */
#ifndef CONTRACT_DERIVE_VALUES_H
#define CONTRACT_DERIVE_VALUES_H

#include <cjson/cJSON.h>
#include <stdbool.h>

/* Whether the `type` of a schema (NULL: any) lists the JSON type. An integer is a number. */
bool type_lists(const cJSON *type, const char *name);

/* Takes both values; `other` may be NULL. */
typedef void (*value_seen)(void *context, const char *how, cJSON *wrong, cJSON *other);

/* A pair for each JSON type but null that `type` does not list, made from the good value. */
void values_of_other_types(const cJSON *type, const cJSON *good, value_seen see, void *context);

/* Strings beside those of the list: neither of them, nor one in another case, is in it. */
void values_beside(const cJSON *list, value_seen see, void *context);

/* The good string made `length` characters long: cut, or filled up with its last character. */
cJSON *value_of_length(const cJSON *good, size_t length);

#endif
