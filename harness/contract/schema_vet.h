/* schema_vet.h - is the value of a keyword what the keyword takes? For schema_*.c alone.
 *
 * Each is the `load` of a struct keyword. Those that hold schemas queue them to be loaded. */
#ifndef CONTRACT_SCHEMA_VET_H
#define CONTRACT_SCHEMA_VET_H

#include "contract/schema_parts.h"

int vet_anything(struct loader *l, struct rule *rule);
int vet_text(struct loader *l, struct rule *rule);
int vet_flag(struct loader *l, struct rule *rule);
int vet_array(struct loader *l, struct rule *rule);
int vet_count(struct loader *l, struct rule *rule); /* a non-negative integer */
int vet_number(struct loader *l, struct rule *rule);
int vet_divisor(struct loader *l, struct rule *rule);
int vet_types(struct loader *l, struct rule *rule);
int vet_names(struct loader *l, struct rule *rule);
int vet_name_lists(struct loader *l, struct rule *rule);
int vet_pattern(struct loader *l, struct rule *rule);
int vet_format(struct loader *l, struct rule *rule);
int vet_dialect(struct loader *l, struct rule *rule);
int vet_clause(struct loader *l, struct rule *rule);

int vet_schema(struct loader *l, struct rule *rule);
int vet_schema_list(struct loader *l, struct rule *rule);
int vet_schema_map(struct loader *l, struct rule *rule);
int vet_pattern_map(struct loader *l, struct rule *rule);
int vet_reference(struct loader *l, struct rule *rule);

#endif
