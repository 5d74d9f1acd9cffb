/* surface.h - walks over the OpenAPI document. */
#ifndef CONTRACT_SURFACE_H
#define CONTRACT_SURFACE_H

#include "contract/place.h"

/* Calls `see` for each operation of each path; `at` is the operation's place, borrowed. Ends with
 * the first result that is not 0, and returns it. */
int each_operation(const cJSON *document,
                   int (*see)(void *context, const char *path, const struct place *at),
                   void *context);

/* The schema of the JSON an operation takes; NULL when it takes none. */
const cJSON *operation_request(const cJSON *document, const struct place *operation);

/* Pointers to every schema that an answer can be held against, and to all of components/schemas:
 * a NULL-ended list for schema_load. */
char **schema_pointers(const cJSON *document);
void schema_pointers_free(char **list);

#endif
