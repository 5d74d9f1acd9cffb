/* schema.h - JSON Schema 2020-12 over cJSON trees, for the keywords the contract uses.
 *
 * Implemented: type enum const required properties additionalProperties patternProperties
 * propertyNames items prefixItems contains minContains maxContains minItems maxItems uniqueItems
 * minProperties maxProperties minLength maxLength pattern format minimum maximum exclusiveMinimum
 * exclusiveMaximum multipleOf $ref (within the document) $defs allOf anyOf oneOf not if then else
 * dependentRequired dependentSchemas. Annotations (title description $comment default examples
 * example deprecated readOnly writeOnly, and $schema at the root) are read over. Anything else is an
 * error when the schema is loaded, never ignored; so are a value that the keyword does not take, a
 * malformed pattern (regex.h) and a $ref that leads nowhere or out of the document. `format` is asserted for ipv4, ipv6, uuid, date-time and uri; any
 * other format name is a load error.
 *
 * Time is bounded: by a budget of steps per check (5 million, a second or so), by a limit on how deep
 * schema and instance nest together (512), and by limits on each pattern. Reaching a bound ends the
 * check, wherever it happens, and is itself the last error of the result. */
#ifndef CONTRACT_SCHEMA_H
#define CONTRACT_SCHEMA_H

#include "base/err.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

struct schema;     /* one document's schemas, loaded; immutable, may be used by many threads */
struct schema_run; /* one check under way */

/* Pointers are RFC 6901. Texts are valid UTF-8 with control characters escaped, and where they are
 * cut, at a character, they end in "...". */
struct schema_error {
    char *instance; /* into the instance; for a missing member to the object, for a name to its
                     * member; only as many first parts as 4 KiB hold */
    char *schema;   /* into the document, to the keyword that failed, behind any $ref */
    char *expected; /* what the keyword asks for, in words: at most 400 bytes */
    char *found;    /* what is there, compact JSON, or "nothing": at most 200 bytes */
    char *clause;   /* see "clauses" below; NULL without one */
};

struct schema_errors {
    struct schema_error *list;
    size_t count;
};
#define SCHEMA_MAX_ERRORS 64 /* per check; the rest is not collected */

/* A keyword of the caller's own (its name begins with "x-"), asserted like any other: it applies
 * where its subschema applies, branches of if/then/else and anyOf included. `check` returns false
 * after schema_fail; NULL is an annotation. `load` (may be NULL) vets the keyword's value when the
 * schema is loaded. */
struct schema_keyword {
    const char *name;
    int (*load)(const cJSON *value, struct err *err);
    bool (*check)(struct schema_run *run, const cJSON *value, const cJSON *instance);
};

/* Clauses: the annotation "x-connspec-clause": "CORE-23" in a subschema gives the clause an error
 * there counts for. The innermost one on the way to the failed keyword wins (a $ref's target is
 * inside the $ref; for `required` and `dependentRequired` the schema under `properties` of the
 * missing member, or what that refers to, is the innermost). Each annotated subschema that is
 * applied to a value which is there is also reported to `applied`, once for each value, but none
 * inside `if`, `not`, and branches of anyOf, oneOf and contains that did not match; anyOf ends with
 * the first that does. */
struct schema_options {
    const struct schema_keyword *keywords; /* ends with a NULL name; NULL: none is asserted */
    void *context;                         /* for the keywords: schema_context() */
    void (*applied)(void *context, const char *clause); /* may be NULL */
};

/* Loads every schema that is reachable from the pointers given (NULL-terminated list; "" is the
 * whole document). `document` must outlive the result. 0, or -1 and err (names the pointer). */
int schema_load(struct schema **out, const cJSON *document, const char *const *pointers,
                const struct schema_keyword *keywords, struct err *err);
void schema_free(struct schema *s);

/* True when the instance is valid against the schema at `pointer` (one that was loaded). Errors
 * are those of the branches that were asserted: a failed anyOf gives one error and its nearest
 * branch's. `errors` may be NULL. `options` may be NULL; its keywords are those of schema_load, and
 * any that it lacks are read over. */
bool schema_check(const struct schema *s, const char *pointer, const cJSON *instance,
                  const struct schema_options *options, struct schema_errors *errors);
void schema_errors_free(struct schema_errors *e);

/* For keywords of the caller's own. */
void *schema_context(const struct schema_run *run);
const char *schema_instance_pointer(const struct schema_run *run); /* valid during the call */
void schema_fail(struct schema_run *run, const char *clause, /* NULL: the innermost annotation */
                 const char *expected, const char *found);
void schema_applies(struct schema_run *run, const char *clause); /* tells `applied` */

#endif
