#include "conformance/scenario_derived.h"

#include "conformance/corpus.h"
#include "contract/derive.h"

#include <string.h>

static const char *text_of(const cJSON *object, const char *member)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, member));
}

static struct derivation derivation_of(const cJSON *file, const cJSON *dimension)
{
    const cJSON *clauses = cJSON_GetObjectItemCaseSensitive(file, "clauses");
    return (struct derivation){text_of(dimension, "from"), text_of(dimension, "derive"),
                               clauses->child->valuestring};
}

/* The body to break, with the names of the run as variables. */
static cJSON *body_of(const struct scenario_file *f, const cJSON *dimension, variable_lookup value,
                      void *context, struct err *err)
{
    static const struct corpus_names names = {"{connection}", "{gateway1}", "{gateway2}",
                                              "{missing-gateway}"};
    const cJSON *written = cJSON_GetObjectItemCaseSensitive(dimension, "body");
    cJSON *holder = cJSON_CreateArray(), *body = NULL;
    cJSON_AddItemToArray(holder, cJSON_Duplicate(written, true));
    if (!variables_expand_known(holder, value, context, err))
        body = corpus_body(f->assets, cJSON_GetArrayItem(holder, 0)->valuestring, &names, err);
    cJSON_Delete(holder);
    return body;
}

cJSON *derived_rows(const struct scenario_file *f, const cJSON *dimension, variable_lookup value,
                    void *context, struct err *err)
{
    struct derivation d = derivation_of(f->root, dimension);
    cJSON *body = body_of(f, dimension, value, context, err);
    cJSON *rows = body ? derive_rows(f->contract, &d, body, err) : NULL;
    cJSON_Delete(body);
    return rows;
}

/* --- nothing is forgotten --- */

static bool derives(const cJSON *file, const struct derivation *asked)
{
    const cJSON *dimension;
    cJSON_ArrayForEach(dimension, cJSON_GetObjectItemCaseSensitive(file, "cases"))
    {
        if (!cJSON_IsObject(dimension))
            continue;
        struct derivation d = derivation_of(file, dimension);
        if (strcmp(d.operation, asked->operation) == 0 && strcmp(d.keyword, asked->keyword) == 0 &&
            strcmp(d.clause, asked->clause) == 0)
            return true;
    }
    return false;
}

struct search {
    const struct plan *plan;
    const struct contract *contract;
    struct err *err;
};

static bool has_scenarios(const struct plan *plan, enum level level)
{
    for (size_t i = 0; i < plan->count; i++)
        if (plan->list[i].level == level)
            return true;
    return false;
}

static int look_for(void *context, const struct derivation *d)
{
    const struct search *s = context;
    int clause = clause_find(s->contract, d->clause);
    if (clause < 0 || !has_scenarios(s->plan, s->contract->clauses.list[clause].level))
        return 0;
    for (size_t i = 0; i < s->plan->file_count; i++)
        if (derives(s->plan->files[i], d))
            return 0;
    return err_set(
        s->err,
        "the contract derives \"%s\" for %s from \"%s\", but no scenario has a dimension "
        "{\"derive\": \"%s\", \"from\": \"%s\", ...} and %s as its first clause",
        d->keyword, d->clause, d->operation, d->keyword, d->operation, d->clause);
}

int derived_all(const struct plan *plan, const struct contract *contract, struct err *err)
{
    struct search s = {plan, contract, err};
    return derive_each(contract, look_for, &s);
}
