#include "contract/schema_vet.h"

#include "base/mem.h"
#include "contract/format.h"
#include "contract/schema_number.h"
#include "contract/schema_words.h"

#include <stdlib.h>

/* -1, and an error that says what was expected and shows what is there. */
static int unfit(struct loader *l, struct rule *rule, const char *expected)
{
    struct words found = words_new(WORDS_FOUND);
    words_json(&found, rule->value);
    char *text = words_take(&found);
    loader_fail(l, rule, "expected %s, found %s", expected, text);
    free(text);
    return -1;
}

int vet_anything(struct loader *l, struct rule *rule)
{
    (void)l;
    (void)rule;
    return 0;
}

int vet_text(struct loader *l, struct rule *rule)
{
    return cJSON_IsString(rule->value) ? 0 : unfit(l, rule, "a string");
}

int vet_flag(struct loader *l, struct rule *rule)
{
    return cJSON_IsBool(rule->value) ? 0 : unfit(l, rule, "true or false");
}

int vet_array(struct loader *l, struct rule *rule)
{
    return cJSON_IsArray(rule->value) ? 0 : unfit(l, rule, "an array");
}

int vet_number(struct loader *l, struct rule *rule)
{
    return cJSON_IsNumber(rule->value) ? 0 : unfit(l, rule, "a number");
}

int vet_count(struct loader *l, struct rule *rule)
{
    double value = rule->value->valuedouble;
    bool fits = cJSON_IsNumber(rule->value) && number_is_integer(value) && value >= 0;
    return fits ? 0 : unfit(l, rule, "an integer of at least 0");
}

int vet_divisor(struct loader *l, struct rule *rule)
{
    bool fits = cJSON_IsNumber(rule->value) && rule->value->valuedouble > 0;
    return fits ? 0 : unfit(l, rule, "a number above 0");
}

static unsigned kinds_named(const cJSON *name)
{
    static const struct {
        const char *name;
        unsigned kinds;
    } types[] = {{"null", NULLS},       {"boolean", BOOLEANS}, {"number", NUMBERS},
                 {"integer", INTEGERS}, {"string", STRINGS},   {"array", ARRAYS},
                 {"object", OBJECTS}};
    for (size_t i = 0; cJSON_IsString(name) && i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].name, name->valuestring) == 0)
            return types[i].kinds;
    return 0;
}

static int vet_type_list(struct loader *l, struct rule *rule)
{
    const cJSON *name;
    cJSON_ArrayForEach(name, rule->value)
    {
        unsigned kinds = kinds_named(name);
        if (!kinds || (rule->kinds & kinds))
            return unfit(l, rule, "a list of different types");
        rule->kinds |= kinds;
    }
    return rule->kinds ? 0 : unfit(l, rule, "at least one type");
}

int vet_types(struct loader *l, struct rule *rule)
{
    if (cJSON_IsArray(rule->value))
        return vet_type_list(l, rule);
    rule->kinds = kinds_named(rule->value);
    return rule->kinds ? 0
                       : unfit(l, rule,
                               "a type (null, boolean, number, integer, string, array, "
                               "object) or a list of types");
}

static bool all_different_strings(const cJSON *array)
{
    const cJSON *item, *earlier;
    cJSON_ArrayForEach(item, array)
    {
        if (!cJSON_IsString(item))
            return false;
        for (earlier = array->child; earlier != item; earlier = earlier->next)
            if (strcmp(earlier->valuestring, item->valuestring) == 0)
                return false;
    }
    return cJSON_IsArray(array);
}

int vet_names(struct loader *l, struct rule *rule)
{
    bool fits = all_different_strings(rule->value);
    return fits ? 0 : unfit(l, rule, "an array of different strings");
}

int vet_name_lists(struct loader *l, struct rule *rule)
{
    const cJSON *list;
    bool fits = cJSON_IsObject(rule->value);
    cJSON_ArrayForEach(list, rule->value) fits = fits && all_different_strings(list);
    return fits ? 0 : unfit(l, rule, "an object of arrays of different strings");
}

int vet_pattern(struct loader *l, struct rule *rule)
{
    struct err why;
    if (!cJSON_IsString(rule->value))
        return unfit(l, rule, "a string");
    if (regex_compile(&rule->regex, rule->value->valuestring, &why) != 0)
        return loader_fail(l, rule, "%s", why.text);
    return 0;
}

int vet_format(struct loader *l, struct rule *rule)
{
    bool fits = cJSON_IsString(rule->value) && format_known(rule->value->valuestring);
    return fits ? 0 : unfit(l, rule, "a format that is asserted: " FORMAT_NAMES);
}

int vet_dialect(struct loader *l, struct rule *rule)
{
    static const char dialect[] = "https://json-schema.org/draft/2020-12/schema";
    if (!l->entry)
        return loader_fail(l, rule, "a keyword that belongs at the root only");
    bool fits = cJSON_IsString(rule->value) && strcmp(rule->value->valuestring, dialect) == 0;
    return fits ? 0 : unfit(l, rule, "the dialect 2020-12");
}

int vet_clause(struct loader *l, struct rule *rule)
{
    if (!cJSON_IsString(rule->value) || !*rule->value->valuestring)
        return unfit(l, rule, "the id of a clause");
    l->node->clause = rule->value->valuestring;
    return 0;
}
