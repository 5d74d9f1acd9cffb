/* schema_keywords.h - what each keyword asserts; for schema_*.c alone.
 *
 * Each is the `check` of a struct keyword, called for the kinds of values the keyword is about. */
#ifndef CONTRACT_SCHEMA_KEYWORDS_H
#define CONTRACT_SCHEMA_KEYWORDS_H

#include "contract/schema_run.h"

typedef bool keyword_check(struct schema_run *run, const struct rule *rule, const cJSON *instance);

/* schema_value.c */
keyword_check check_type, check_enum, check_const;
keyword_check check_minimum, check_maximum, check_above, check_below, check_multiple;
keyword_check check_min_length, check_max_length, check_pattern, check_format;

/* schema_array.c */
keyword_check check_items, check_prefix_items, check_contains, check_unique;
keyword_check check_min_items, check_max_items;

/* schema_object.c */
keyword_check check_properties, check_patterns, check_additional, check_names;
keyword_check check_required, check_dependent_required, check_dependent_schemas;
keyword_check check_min_members, check_max_members;

/* schema_logic.c */
keyword_check check_reference, check_all, check_any, check_one, check_not, check_if;

#endif
