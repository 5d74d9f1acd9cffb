/* schema_parts.h - a loaded schema, and a check under way; for schema*.c alone.
 *
 * Loading turns every subschema into a node, and each of its members into a rule. A check walks
 * nodes and instance together; a frame on the C stack is one node applied to one value. */
#ifndef CONTRACT_SCHEMA_PARTS_H
#define CONTRACT_SCHEMA_PARTS_H

#include "base/buf.h"
#include "contract/regex.h"
#include "contract/schema.h"

enum { /* kinds of values, as bits */
       NULLS = 1,
       BOOLEANS = 2,
       NUMBERS = 4,
       INTEGERS = 8,
       STRINGS = 16,
       ARRAYS = 32,
       OBJECTS = 64,
       ANYTHING = 127,
};

struct rule;
struct loader;

struct keyword {
    const char *name;
    int (*load)(struct loader *l, struct rule *rule); /* vets the value, loads what is below */
    unsigned applies;                                 /* to values of these kinds */
    bool (*check)(struct schema_run *run, const struct rule *rule, const cJSON *instance);
};                                                    /* check NULL: nothing to assert by itself */
const struct keyword *keyword_find(const char *name); /* or NULL */

struct part {
    const char *name; /* in properties and the like, which are sorted by it; else NULL */
    struct node *node;
    struct regex *regex;
};

struct rule {
    const struct keyword *keyword; /* NULL: one of the caller's */
    const cJSON *value;            /* value->string is the keyword */
    struct part *parts;
    size_t count;
    unsigned kinds;
    struct regex *regex;
};

struct node {
    const cJSON *json; /* an object, or true or false */
    char *pointer;
    const char *clause; /* of its own, or NULL */
    struct rule *rules;
    size_t count;
};

struct schema {
    const cJSON *document;
    struct node **nodes, **slots; /* slots: a hash table by json */
    size_t count, cap, slot_count;
};

struct node *schema_node(const struct schema *s, const cJSON *json); /* NULL: not loaded */
const struct rule *node_rule(const struct node *node, const char *name);
const struct part *rule_part(const struct rule *rule, const char *name);
unsigned kinds_of(const cJSON *value);

/* Loading (schema_load.c). What fails returns -1 with the rule's pointer in the error. */
struct loader {
    struct schema *schema;
    const struct schema_keyword *keywords;
    struct err *err;
    struct node *node;
    bool entry; /* the node is one of the pointers schema_load was given */
};
int loader_fail(struct loader *l, const struct rule *rule, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
struct part *loader_part(struct rule *rule, const char *name);
struct node *loader_node(struct loader *l, const cJSON *json, char *pointer); /* takes pointer */
int loader_custom(struct loader *l, struct rule *rule);

#endif
