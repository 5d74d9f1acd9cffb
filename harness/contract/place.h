/* place.h - a value in the OpenAPI document and the RFC 6901 pointer that leads to it. */
#ifndef CONTRACT_PLACE_H
#define CONTRACT_PLACE_H

#include <cjson/cJSON.h>
#include <stdbool.h>

struct place {
    const cJSON *node; /* the document's; NULL: nowhere */
    char *pointer;     /* behind any $ref that was followed */
};

struct place place_root(const cJSON *document);

/* Steps to a member; if that is a $ref, on to what it means. False, and *at as it was, when nothing
 * is there or the $ref leads nowhere. */
bool place_step(const cJSON *document, struct place *at, const char *member);

/* The same from a place that stays. */
struct place place_below(const cJSON *document, const struct place *at, const char *member);

void place_free(struct place *at); /* leaves a zeroed one */

/* What a $ref means ("#/..." only), through more of them; the node itself without one. NULL when it
 * leads nowhere. `pointer` (may be NULL) becomes the pointer, to free(), if a $ref was followed. */
const cJSON *place_follow(const cJSON *document, const cJSON *node, char **pointer);

#endif
