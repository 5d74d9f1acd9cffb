#include "contract/schema_keywords.h"
#include "contract/schema_number.h"

bool check_properties(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    const cJSON *member;
    bool ok = true;
    cJSON_ArrayForEach(member, instance)
    {
        const struct part *part = rule_part(rule, member->string);
        if (!run_step(run, 1))
            return false;
        if (part)
            ok &= run_member(run, part->node, member);
        if (run_settled(run, ok))
            return ok;
    }
    return ok;
}

static bool check_patterns_of(struct schema_run *run, const struct rule *rule, const cJSON *member)
{
    bool ok = true, matches;
    for (size_t i = 0; i < rule->count; i++) {
        const struct part *part = &rule->parts[i];
        if (!run_matches(run, part->regex, part->name, member->string, &matches))
            return false;
        if (matches)
            ok &= run_member(run, part->node, member);
    }
    return ok;
}

bool check_patterns(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    const cJSON *member;
    bool ok = true;
    cJSON_ArrayForEach(member, instance)
    {
        ok &= check_patterns_of(run, rule, member);
        if (run_settled(run, ok))
            return ok;
    }
    return ok;
}

/* Is the member one that properties or patternProperties is about? */
static bool is_known(struct schema_run *run, const struct rule *properties,
                     const struct rule *patterns, const char *name)
{
    bool matches = properties && rule_part(properties, name);
    for (size_t i = 0; patterns && i < patterns->count && !matches; i++)
        if (!run_matches(run, patterns->parts[i].regex, patterns->parts[i].name, name, &matches))
            return true;
    return matches;
}

bool check_additional(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    const struct rule *properties = node_rule(run->frame->node, "properties");
    const struct rule *patterns = node_rule(run->frame->node, "patternProperties");
    const cJSON *member;
    bool ok = true;
    cJSON_ArrayForEach(member, instance)
    {
        if (!run_step(run, 1))
            return false;
        if (!is_known(run, properties, patterns, member->string))
            ok &= run_member(run, rule->parts[0].node, member);
        if (run_settled(run, ok))
            return ok && !run->stopped;
    }
    return ok;
}

bool check_names(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    const cJSON *member;
    bool ok = true;
    cJSON_ArrayForEach(member, instance)
    {
        ok &= run_name(run, rule->parts[0].node, member);
        if (run_settled(run, ok))
            return ok;
    }
    return ok;
}

/* The innermost clause a node gives by itself or by what it refers to. */
static const char *clause_of(const struct node *node)
{
    const char *clause = NULL;
    for (int hops = 0; node && hops < SCHEMA_DEPTH; hops++) {
        const struct rule *reference = node_rule(node, "$ref");
        clause = node->clause ? node->clause : clause;
        node = reference ? reference->parts[0].node : NULL;
    }
    return clause;
}

static bool missing(struct schema_run *run, const cJSON *name, const char *because)
{
    const struct rule *properties = node_rule(run->frame->node, "properties");
    const struct part *part = properties ? rule_part(properties, name->valuestring) : NULL;
    struct words w = run_expected(run);
    words_text(&w, "member ");
    words_json(&w, name);
    if (because) {
        cJSON cause = {.type = cJSON_String, .valuestring = (char *)because};
        words_text(&w, " beside member ");
        words_json(&w, &cause);
    }
    return run_missing(run, part ? clause_of(part->node) : NULL, &w);
}

static bool require(struct schema_run *run, const cJSON *names, const cJSON *instance,
                    const char *because)
{
    const cJSON *name;
    bool ok = true;
    cJSON_ArrayForEach(name, names)
    {
        if (!run_step(run, 1))
            return false;
        if (!cJSON_GetObjectItemCaseSensitive(instance, name->valuestring))
            ok = missing(run, name, because);
    }
    return ok;
}

bool check_required(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    return require(run, rule->value, instance, NULL);
}

bool check_dependent_required(struct schema_run *run, const struct rule *rule,
                              const cJSON *instance)
{
    const cJSON *names;
    bool ok = true;
    cJSON_ArrayForEach(names, rule->value)
    {
        if (cJSON_GetObjectItemCaseSensitive(instance, names->string))
            ok &= require(run, names, instance, names->string);
    }
    return ok;
}

bool check_dependent_schemas(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    bool ok = true;
    for (size_t i = 0; i < rule->count; i++)
        if (cJSON_GetObjectItemCaseSensitive(instance, rule->parts[i].name))
            ok &= run_apply(run, rule->parts[i].node);
    return ok;
}

static bool count_unless(struct schema_run *run, bool ok, const char *words, double count)
{
    char text[NUMBER_TEXT];
    if (ok)
        return true;
    number_text(count, text);
    return run_fail(run, "%s %s member%s", words, text, count == 1 ? "" : "s");
}

bool check_min_members(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    double least = rule->value->valuedouble;
    return count_unless(run, cJSON_GetArraySize(instance) >= least, "at least", least);
}

bool check_max_members(struct schema_run *run, const struct rule *rule, const cJSON *instance)
{
    double most = rule->value->valuedouble;
    return count_unless(run, cJSON_GetArraySize(instance) <= most, "at most", most);
}
