/* Mutants of the core clauses. */
#include "reference/mutant.h"

#include <string.h>

static bool is_method(const struct call *c, const char *method)
{
    return strcmp(c->request->method, method) == 0;
}

static void answer_created(struct call *c)
{
    if (is_method(c, "PUT") && c->uri.resource == RESOURCE_CONNECTION && !c->existed &&
        c->answer.status == 200)
        c->answer.status = 201;
}

/* data: the code and the pointer of the fault, with a space between them */
static bool overlook(struct call *c, struct fault *fault)
{
    const char *wanted = c->data;
    size_t len = strlen(fault->code);
    return strncmp(wanted, fault->code, len) == 0 && wanted[len] == ' ' &&
           strcmp(wanted + len + 1, fault->where) == 0;
}

static bool store_refused_patch(struct call *c)
{
    return is_method(c, "PATCH");
}

static const struct mutant table[] = {
    {.name = "create-201",
     .clause = "CORE-01",
     .says = "answers 201 when a connection is created",
     .seam = {.on_answer = answer_created}},
    {.name = "gateway2-unchecked",
     .clause = "CORE-06",
     .says = "takes a gateway2 that does not exist",
     .seam = {.on_fault = overlook},
     .data = "GatewayNotFound /properties/gateway2/name"},
    {.name = "refused-patch-stored",
     .clause = "CORE-09",
     .says = "stores a PATCH that it refuses",
     .seam = {.on_refused = store_refused_patch}},
};

const struct mutant *mutants_core(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
