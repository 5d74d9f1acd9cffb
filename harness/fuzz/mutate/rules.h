/* rules.h - what the mutator knows of bodies: the request schemas of an OpenAPI document, made small.
 * No member's name is known otherwise. */
#ifndef MUTATE_RULES_H
#define MUTATE_RULES_H

#include "base/err.h"
#include "fuzz/mutate/tree.h"

#define RULE_VALUES 8

struct member {
    struct text name;
    bool required;
    const struct member *like; /* the next sibling with the very same rule; NULL: none */
    struct rule *rule;
};

/* Where the member `name` is `value`, the member `needed` is required too (if/then of the schema). */
struct need {
    struct text name, value, needed;
};

struct rule {
    unsigned kinds; /* KIND_BIT of each that is allowed; 0: all */
    const struct text *enums;
    size_t enum_count;
    struct text
        values[RULE_VALUES]; /* strings that the document's examples have there; names, of a map */
    size_t value_count;
    struct member *members;
    size_t member_count;
    struct rule *others; /* of all other members (additionalProperties); NULL: nothing said */
    struct need need;    /* without one, name.len is 0 */
    bool
        refers; /* stands in one of several like members, which refer to something that must exist */
};

/* What answers have and bodies do not: a member of an object that has this rule. */
struct extra {
    const struct rule *parent;
    const struct node *value;
};

struct operation {
    struct text method;                 /* "PUT" */
    struct text suffix;                 /* behind a connection's name: "" or "/sharedkey" */
    struct rule *rule;                  /* of its body; NULL: it has none */
    const struct node *const *examples; /* of its body */
    size_t example_count;
    const struct extra *extras;
    size_t extra_count;
};

struct rules;

/* Of the first path that can be PUT and PATCHed, and of those that begin with it. -1 and err when there
 * is no such path, or what it needs is missing. The text need not stay. */
int rules_new(struct rules **out, struct text openapi, struct err *err);
void rules_free(struct rules *r); /* NULL is fine */

const struct operation *rules_operations(const struct rules *r, size_t *count);
const struct operation *rules_find(const struct rules *r, struct text method, struct text suffix);
static inline bool rule_is_map(const struct rule *r)
{
    return r && r->others && !r->member_count;
}
const struct member *rule_member(const struct rule *r, struct text name); /* or NULL */

#endif
