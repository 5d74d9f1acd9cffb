/* variants.h - the reference implementation, right in another way.
 *
 * A variant differs from the plain reference only where the clauses leave it free, and is certified
 * all the same: for core, or for every level when it is `whole`. A check that fails one is itself
 * wrong. Its hooks are those of a mutant (seam.h), with the same rules. */
#ifndef REFERENCE_VARIANTS_H
#define REFERENCE_VARIANTS_H

#include "reference/seam.h"

#include <stddef.h>

struct variant {
    const char *name; /* lower case and hyphens */
    const char *free; /* the clause or erratum that leaves room for it: "E7", "PLAT-01" */
    const char *says; /* "refuses a body without a name" */
    bool whole;       /* right at every level; else at core alone, as far as is known */
    bool warns;       /* does not do what a core clause says it should */
    bool warns_above; /* ... what a clause of another level says it should */
    struct seam seam;
    const void *data;
};

const struct variant *variant_find(const char *name); /* NULL when there is none */
const struct variant *variant_list(size_t *count);    /* all, in the order of their files */

/* One a file, each listed in variants.c. */
const struct variant *variants_asked(size_t *count);         /* what is accepted */
const struct variant *variants_refuse(size_t *count);        /* how the rest is refused */
const struct variant *variants_served(size_t *count);        /* which URIs and methods there are */
const struct variant *variants_shown(size_t *count);         /* the members of an answer */
const struct variant *variants_ids(size_t *count);           /* its ids and etags */
const struct variant *variants_text(size_t *count);          /* its bytes, headers and time */
const struct variant *variants_family(size_t *count);        /* keys, gateways, request ids */
const struct variant *variants_family_shown(size_t *count);  /* lists, GET, DELETE */
const struct variant *variants_platform(size_t *count);      /* errors, methods, bodies, writes */
const struct variant *variants_platform_kept(size_t *count); /* names, places, writes at a time */
const struct variant *variants_platform_etag(size_t *count); /* etags and preconditions */
const struct variant *variants_robust(size_t *count);        /* hostile bodies */
const struct variant *variants_robust_heads(size_t *count);  /* hostile URIs and headers, time */
const struct variant *variants_mixed(size_t *count);         /* several of the others at once */

#endif
