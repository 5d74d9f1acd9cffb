/* derive.h - what a request schema asks for, as rows for the cases of scenarios.
 *
 * A row is one way to break (or, for "optional", to use) one keyword at one member of a well-formed
 * body. It is an object with these members, which are the variables of the case:
 *   case   its name: the member, its parts joined by dots, and how: "properties.gateway1/number"
 *   at     the member's pointer
 *   good   the value that is right there: the body's, else the schema's first example or enum value
 *   wrong  a value that breaks the keyword
 *   empty  of type: another wrong value of the same JSON type, one that counts as false or as nothing
 *          in many languages (0, false, "", [], {}); elsewhere the same as wrong
 *   fits   for maxLength and minLength: the longest, the shortest value that keeps it
 *
 * Keywords, and the rows each gives a member (x-connspec-derive in contract.h says which clause):
 *   required   one: the member is to be left out
 *   optional   one: the same, of a member that is not required
 *   type       one for each JSON type that `type` does not list
 *   null       one where `type` does not list null; `type` then gives none for it
 *   enum       several: empty, unknown, cut, longer, padded, joined
 *   maxLength, minLength   one: a character more, a character less
 *
 * A member whose x-connspec-stored has a "when" that the body does not meet is left out. */
#ifndef CONTRACT_DERIVE_H
#define CONTRACT_DERIVE_H

#include "contract/contract.h"

#define DERIVE_KEYWORD "x-connspec-derive"

struct derivation {
    const char *operation; /* operationId in the OpenAPI document */
    const char *keyword, *clause;
};

/* The rows, an array for cJSON_Delete, in the order of the schema. NULL and err when there is no such
 * operation or keyword, when nothing is derived, or when a member has neither a value in the body nor
 * an example. */
cJSON *derive_rows(const struct contract *c, const struct derivation *d, const cJSON *body,
                   struct err *err);

/* Calls `see` for each derivation that the document asks for; the same one may come twice. Ends with
 * the first result that is not 0, and returns it. */
int derive_each(const struct contract *c, int (*see)(void *context, const struct derivation *d),
                void *context);

#endif
