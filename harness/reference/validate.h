/* validate.h - is this document a connection? */
#ifndef REFERENCE_VALIDATE_H
#define REFERENCE_VALIDATE_H

#include "reference/refuse.h"

/* PLAT-19 */
#define TAGS_MAX 15
#define TAG_KEY_MAX 512
#define TAG_VALUE_MAX 256

/* Adds a fault for every member that is missing, of the wrong type, outside its list or too large.
 * `document` is an object, whole: for a PATCH, what the merge made. */
void validate(const cJSON *document, struct faults *out);

#endif
