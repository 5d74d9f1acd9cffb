/* narrow.h - a mutant that is wrong for connections of one type only: NAME@dedicated,
 * NAME@point-to-site, NAME@site-to-site.
 *
 * The type is the one a connection has, else the one it is about to have. */
#ifndef REFERENCE_NARROW_H
#define REFERENCE_NARROW_H

#include "base/err.h"
#include "reference/mutant.h"

/* Must stay where it is while its seam is in use. */
struct narrow {
    struct seam inner;
    const void *data;
    const char *type; /* "Dedicated" */
};

/* Finds a mutant by its name, narrowed or not, and gives the hooks to use and their data. -1 and err
 * for an unknown name, an unknown type, and a mutant that acts before there is a type. */
int narrow_find(const char *name, struct narrow *n, struct seam *seam, const void **data,
                struct err *err);

#endif
