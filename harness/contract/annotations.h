/* annotations.h - the clauses that parts of the OpenAPI document name. */
#ifndef CONTRACT_ANNOTATIONS_H
#define CONTRACT_ANNOTATIONS_H

#include <cjson/cJSON.h>
#include <stdbool.h>

/* Whether the member (of the document) is an extension of ours, by its name. */
bool is_extension(const cJSON *member);
bool is_known_extension(const cJSON *member);

/* Calls `see` for each clause that an extension names; false as soon as `see` returns false. NULL
 * stands for something that should be a clause and is no string. */
bool extension_clauses(const cJSON *member, bool (*see)(void *context, const char *clause),
                       void *context);

/* Calls `see` for each clause named at or below a node, behind $ref too, that answers are held
 * against. */
void annotations_each(const cJSON *document, const cJSON *node,
                      bool (*see)(void *context, const char *clause), void *context);

#endif
