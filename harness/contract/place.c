#include "contract/place.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/pointer.h"

#include <stdlib.h>

#define HOPS 16
#define POINTER_MAX ((size_t)64 << 10)

struct place place_root(const cJSON *document)
{
    return (struct place){document, mem_string("")};
}

void place_free(struct place *at)
{
    free(at->pointer);
    *at = (struct place){0};
}

const cJSON *place_follow(const cJSON *document, const cJSON *node, char **pointer)
{
    for (int hop = 0; hop < HOPS; hop++) {
        const cJSON *ref = cJSON_GetObjectItemCaseSensitive(node, "$ref");
        if (!cJSON_IsString(ref))
            return node;
        if (ref->valuestring[0] != '#')
            return NULL;
        node = pointer_get(document, ref->valuestring + 1);
        if (pointer && node) {
            free(*pointer);
            *pointer = mem_string(ref->valuestring + 1);
        }
    }
    return NULL;
}

struct place place_below(const cJSON *document, const struct place *at, const char *member)
{
    const cJSON *child = cJSON_GetObjectItemCaseSensitive(at->node, member);
    if (!child)
        return (struct place){0};
    struct buf pointer = buf_new(POINTER_MAX);
    buf_text(&pointer, at->pointer);
    pointer_add(&pointer, member);
    struct place below = {.pointer = buf_take(&pointer)};
    below.node = place_follow(document, child, &below.pointer);
    if (!below.node)
        place_free(&below);
    return below;
}

bool place_step(const cJSON *document, struct place *at, const char *member)
{
    struct place below = place_below(document, at, member);
    if (!below.node)
        return false;
    place_free(at);
    *at = below;
    return true;
}
