/* contract.h - one api-version of the connection API, as data.
 *
 * Loaded from harness/contract/<api-version>/: openapi.json (OpenAPI 3.1: operations, schemas,
 * headers) and clauses.json (every clause and erratum of the specification). Another api-version is
 * another folder. Immutable once open; may be shared by threads.
 *
 * The OpenAPI document carries, beside the standard keywords, these extensions:
 *   x-connspec-clause: ID          an error at or below this place breaks that clause (schema.h). On
 *                                  a response: its media type and its JSON, and errors in its body
 *                                  or headers that nothing nearer gives a clause to. An error that
 *                                  has no clause at all is no finding
 *   x-connspec-expected: TEXT      what an error of a keyword beside it says was expected: "an object"
 *   x-connspec-equals: "{param}"   the value is the URI's parameter of that name
 *   x-connspec-resource-id: TMPL   the value is the template with the URI's parameters in it; one
 *                                  that the URI does not have matches any segment
 *   x-connspec-last-segment: NAME  the last path segment of the value is the sibling member NAME
 *   x-connspec-echo: {M: ID, ...}  on an object: member M, where the request body has one at the
 *                                  same place (a string or an object), is returned equal; breaking
 *                                  it breaks clause ID. A sent {} may be answered by no member at
 *                                  all. In the answer to PATCH an object may have more members
 *                                  than were sent. {M: {"clause": ID, "ignoring": "case"}} compares
 *                                  without case
 *   x-connspec-equals-body: PTR    on a header: where it is sent, it is the body's string there
 *   x-connspec-stored: false | {"when": {POINTER: VALUE}}
 *                                  in a request schema: whether what was sent is what must be read
 *                                  back (contract_view)
 *   x-connspec-derive: {K: ID}     in a request schema: a request that breaks keyword K here or below
 *                                  is refused, by clause ID; "optional": one that leaves the member
 *                                  out is accepted. The nearest one wins. K may name one way of
 *                                  breaking, "type/null"; false instead of an id, or of the whole,
 *                                  means that nothing is derived (derive.h)
 * Parameters and names in ids are compared without case: PLAT-06 lets a service answer in the case
 * of the creation or of the last write, and only a scenario knows those. */
#ifndef CONTRACT_CONTRACT_H
#define CONTRACT_CONTRACT_H

#include "base/assets.h"
#include "base/bytes.h"
#include "base/err.h"
#include "contract/schema.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

enum level { LEVEL_CORE, LEVEL_FAMILY, LEVEL_PLATFORM, LEVEL_ROBUST };
#define LEVELS 4

struct clause {
    const char *id; /* "CORE-01" */
    enum level level;
    bool must; /* else should */
    const char *text;
    const char *source; /* where it comes from: "page, Response", "platform", "E7", ... */
};

struct clauses {
    struct clause *list;
    size_t count;
};

struct contract {
    const char *api_version;
    cJSON *openapi, *clauses_json;
    struct clauses clauses;
    struct schema *schemas;
    struct answers *answers; /* answers.h */
    char digest[65];         /* SHA-256 over the folder */
};

/* The documents are vetted whole; err names file, line and pointer of what is wrong with them. */
int contract_open(struct contract **out, const struct assets *assets, const char *api_version,
                  struct err *err);
void contract_close(struct contract *c); /* NULL is fine */

/* Index in clauses.list, or -1. */
int clause_find(const struct contract *c, const char *id);
const char *level_name(enum level level); /* "core", ... */
bool level_parse(const char *name, enum level *out);

/* What of a connection (a PUT body or an answer) must be found again: the members of the request
 * schema "ConnectionRequest" (components/schemas) that x-connspec-stored does not except, null and
 * empty objects dropped. Members the server adds, and ones the contract does not know, are left
 * out. A new tree for cJSON_Delete; {} of anything that is no object. */
cJSON *contract_view(const struct contract *c, const cJSON *connection);

#endif
