/* shape.h - the members of the request, as the page's first table and the errata have them. */
#ifndef REFERENCE_SHAPE_H
#define REFERENCE_SHAPE_H

#include <cjson/cJSON.h>

enum kind { KIND_TEXT, KIND_CHOICE, KIND_OBJECT, KIND_TAGS };
enum need { NEED_ALWAYS, NEED_SITE_TO_SITE /* E9 */, NEED_NEVER };

struct member {
    const char *name;
    enum kind kind;
    enum need need;
    const struct member *members; /* of an object; ends with a NULL name */
    const char *const *choices;   /* of a choice; NULL-ended */
};

const struct member *shape_connection(void);

/* A copy with nothing but the members of the shape, at every level: whatever else was sent is
 * ignored (PLAT-16), and the work that follows does not depend on how much of it there was. A value
 * of another type than the shape's is copied whole. */
cJSON *shape_copy(const cJSON *object, const struct member *members);

#endif
