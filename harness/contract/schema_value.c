#include "base/json.h"
#include "contract/format.h"
#include "contract/schema_keywords.h"
#include "contract/schema_number.h"

static const char *kind_words(unsigned kind)
{
    switch (kind) {
    case NULLS:
        return "null";
    case BOOLEANS:
        return "a boolean";
    case NUMBERS:
        return "a number";
    case INTEGERS:
        return "an integer";
    case STRINGS:
        return "a string";
    case ARRAYS:
        return "an array";
    default:
        return "an object";
    }
}

bool check_type(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    if (rule->kinds & kinds_of(instance))
        return true;
    struct words w = run_expected(run);
    unsigned left = rule->kinds;
    for (unsigned kind = 1; left; kind <<= 1) {
        if (!(left & kind))
            continue;
        if (left != rule->kinds)
            words_text(&w, left == kind ? " or " : ", ");
        words_text(&w, kind_words(kind));
        left &= ~kind;
    }
    return run_report(run, &w);
}

bool check_enum(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    const cJSON *value;
    cJSON_ArrayForEach(value, rule->value)
    {
        if (!run_step(run, 1))
            return false;
        if (json_equal(value, instance))
            return true;
    }
    struct words w = run_expected(run);
    if (!rule->value->child)
        words_text(&w, "one of no values");
    else if (rule->value->child->next)
        words_text(&w, "one of ");
    cJSON_ArrayForEach(value, rule->value)
    {
        words_json(&w, value);
        if (value->next)
            words_text(&w, ", ");
    }
    return run_report(run, &w);
}

bool check_const(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    if (json_equal(rule->value, instance))
        return true;
    struct words w = run_expected(run);
    words_json(&w, rule->value);
    return run_report(run, &w);
}

static bool number_unless(struct schema_run *run, const struct rule *rule, bool ok,
                          const char *words)
{
    char text[NUMBER_TEXT];
    if (ok)
        return true;
    number_text(rule->value->valuedouble, text);
    return run_fail(run, "%s %s", words, text);
}

bool check_minimum(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    bool ok = instance->valuedouble >= rule->value->valuedouble;
    return number_unless(run, rule, ok, "at least");
}

bool check_maximum(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    bool ok = instance->valuedouble <= rule->value->valuedouble;
    return number_unless(run, rule, ok, "at most");
}

bool check_above(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    bool ok = instance->valuedouble > rule->value->valuedouble;
    return number_unless(run, rule, ok, "more than");
}

bool check_below(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    bool ok = instance->valuedouble < rule->value->valuedouble;
    return number_unless(run, rule, ok, "less than");
}

bool check_multiple(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    bool ok = number_is_multiple(instance->valuedouble, rule->value->valuedouble);
    return number_unless(run, rule, ok, "a multiple of");
}

/* In code points; C0 80 (json.h) is one of them. */
static double length_of(const char *text)
{
    double length = 0;
    for (; *text; text++)
        length += ((unsigned char)*text & 0xC0) != 0x80;
    return length;
}

static bool length_unless(struct schema_run *run, const struct rule *rule, bool ok,
                          const char *words)
{
    char text[NUMBER_TEXT];
    double bound = rule->value->valuedouble;
    if (ok)
        return true;
    number_text(bound, text);
    return run_fail(run, "%s %s character%s", words, text, bound == 1 ? "" : "s");
}

bool check_min_length(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    bool ok = length_of(instance->valuestring) >= rule->value->valuedouble;
    return length_unless(run, rule, ok, "at least");
}

bool check_max_length(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    bool ok = length_of(instance->valuestring) <= rule->value->valuedouble;
    return length_unless(run, rule, ok, "at most");
}

bool check_pattern(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    bool ok;
    if (!run_matches(run, rule->regex, rule->value->valuestring, instance->valuestring, &ok))
        return false;
    return ok || run_fail(run, "a string that matches %s", rule->value->valuestring);
}

bool check_format(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    const char *format = rule->value->valuestring;
    bool ok = format_valid(format, instance->valuestring);
    return ok || run_fail(run, "%s", format_words(format));
}
