/* route.h - which operation of the contract a request is meant for. */
#ifndef CONTRACT_ROUTE_H
#define CONTRACT_ROUTE_H

#include "contract/contract.h"

/* The path parameters of a request, percent-decoded. */
#define ROUTE_PARAMS 8
struct route {
    const char *path; /* the OpenAPI path template, e.g. "/subscriptions/{subscription}/..." */
    const cJSON *operation; /* the OpenAPI operation object; NULL if the path has no such method */
    size_t count;
    struct {
        char *name, *value; /* U+0000 in a value is C0 80, as in the trees of json.h */
    } params[ROUTE_PARAMS];
};

/* Finds the operation of a request target (query included or not; `prefix` is the path of the
 * endpoint's URL, "" for none). Fixed segments match without case. False when no path matches. */
bool route_find(const struct contract *c, const char *method, const char *target,
                const char *prefix, struct route *out);
const char *route_param(const struct route *r, const char *name); /* or NULL */
void route_free(struct route *r);

#endif
