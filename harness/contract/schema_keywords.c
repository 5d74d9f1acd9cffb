#include "contract/schema_keywords.h"

#include "contract/schema_vet.h"

static const struct keyword keywords[] = {
    {"$comment", vet_text, 0, NULL},
    {"$defs", vet_schema_map, 0, NULL},
    {"$ref", vet_reference, ANYTHING, check_reference},
    {"$schema", vet_dialect, 0, NULL},
    {"additionalProperties", vet_schema, OBJECTS, check_additional},
    {"allOf", vet_schema_list, ANYTHING, check_all},
    {"anyOf", vet_schema_list, ANYTHING, check_any},
    {"const", vet_anything, ANYTHING, check_const},
    {"contains", vet_schema, ARRAYS, check_contains},
    {"default", vet_anything, 0, NULL},
    {"dependentRequired", vet_name_lists, OBJECTS, check_dependent_required},
    {"dependentSchemas", vet_schema_map, OBJECTS, check_dependent_schemas},
    {"deprecated", vet_flag, 0, NULL},
    {"description", vet_text, 0, NULL},
    {"else", vet_schema, 0, NULL},
    {"enum", vet_array, ANYTHING, check_enum},
    {"example", vet_anything, 0, NULL},
    {"examples", vet_array, 0, NULL},
    {"exclusiveMaximum", vet_number, NUMBERS, check_below},
    {"exclusiveMinimum", vet_number, NUMBERS, check_above},
    {"format", vet_format, STRINGS, check_format},
    {"if", vet_schema, ANYTHING, check_if},
    {"items", vet_schema, ARRAYS, check_items},
    {"maxContains", vet_count, 0, NULL},
    {"maxItems", vet_count, ARRAYS, check_max_items},
    {"maxLength", vet_count, STRINGS, check_max_length},
    {"maxProperties", vet_count, OBJECTS, check_max_members},
    {"maximum", vet_number, NUMBERS, check_maximum},
    {"minContains", vet_count, 0, NULL},
    {"minItems", vet_count, ARRAYS, check_min_items},
    {"minLength", vet_count, STRINGS, check_min_length},
    {"minProperties", vet_count, OBJECTS, check_min_members},
    {"minimum", vet_number, NUMBERS, check_minimum},
    {"multipleOf", vet_divisor, NUMBERS, check_multiple},
    {"not", vet_schema, ANYTHING, check_not},
    {"oneOf", vet_schema_list, ANYTHING, check_one},
    {"pattern", vet_pattern, STRINGS, check_pattern},
    {"patternProperties", vet_pattern_map, OBJECTS, check_patterns},
    {"prefixItems", vet_schema_list, ARRAYS, check_prefix_items},
    {"properties", vet_schema_map, OBJECTS, check_properties},
    {"propertyNames", vet_schema, OBJECTS, check_names},
    {"readOnly", vet_flag, 0, NULL},
    {"required", vet_names, OBJECTS, check_required},
    {"then", vet_schema, 0, NULL},
    {"title", vet_text, 0, NULL},
    {"type", vet_types, ANYTHING, check_type},
    {"uniqueItems", vet_flag, ARRAYS, check_unique},
    {"writeOnly", vet_flag, 0, NULL},
    {"x-connspec-clause", vet_clause, 0, NULL},
};

const struct keyword *keyword_find(const char *name)
{
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (strcmp(keywords[i].name, name) == 0)
            return &keywords[i];
    return NULL;
}
