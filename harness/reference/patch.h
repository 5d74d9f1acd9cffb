/* patch.h - RFC 7396, with the platform's one exception: `tags` is replaced whole (PLAT-12). */
#ifndef REFERENCE_PATCH_H
#define REFERENCE_PATCH_H

#include <cjson/cJSON.h>

/* A new document: `base` with `patch`, an object of known members, merged into it. A null inside
 * `tags` stays, for the check of the result to refuse. */
cJSON *patch_connection(const cJSON *base, const cJSON *patch);

#endif
