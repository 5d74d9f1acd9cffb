/* variables.h - {word} in the strings of a scenario (SCENARIOS.md, "Variables"). A word is of letters,
 * digits and '-'; a ':' and a JSON pointer may follow. */
#ifndef CONFORMANCE_VARIABLES_H
#define CONFORMANCE_VARIABLES_H

#include "base/err.h"

#include <cjson/cJSON.h>

/* A variable's value (borrowed), or NULL when there is none of that name. */
typedef const cJSON *(*variable_lookup)(void *context, const char *word);

/* Replaces {word} in every string of a tree, member names included, in place. A string that is one
 * variable and nothing else becomes a copy of its value; elsewhere the value must be a string.
 * {{ becomes a brace. An unknown word is an error that names it. */
int variables_expand(cJSON *tree, variable_lookup lookup, void *context, struct err *err);

/* The same, but leaves unknown words and {{ as they stand, for a later pass. */
int variables_expand_known(cJSON *tree, variable_lookup lookup, void *context, struct err *err);

/* Whether variables_expand would succeed; changes nothing. */
int variables_vet(const cJSON *tree, variable_lookup lookup, void *context, struct err *err);

#endif
