/* source.h - one JSON file of a contract, and where in it something is wrong. */
#ifndef CONTRACT_SOURCE_H
#define CONTRACT_SOURCE_H

#include "base/assets.h"
#include "contract/contract.h"

struct source {
    char *name;
    struct bytes text; /* the assets' */
    cJSON *tree;       /* its root is an object */
};

int source_read(struct source *out, const struct assets *assets, const char *folder,
                const char *file, struct err *err);
void source_free(struct source *s);

/* -1, and "FILE:LINE: POINTER: what" in err. */
int source_fail(const struct source *s, const char *pointer, struct err *err, const char *format,
                ...) __attribute__((format(printf, 4, 5)));

/* clauses.json: fills c->clauses, whose strings are the tree's. */
int clauses_load(struct contract *c, const struct source *s, struct err *err);

/* openapi.json: everything but the schemas' own grammar (schema_load); c->clauses is filled. */
int openapi_vet(const struct contract *c, const struct source *s, struct err *err);

#endif
