#include "conformance/scenario_derived.h"
#include "conformance/scenario_file.h"

#include "base/buf.h"
#include "base/mem.h"
#include "conformance/variables.h"

#include <stdlib.h>
#include <string.h>

#define DIMENSIONS_MAX 8

/* One combination of rows. */
struct combination {
    const cJSON *dimensions[DIMENSIONS_MAX], *rows[DIMENSIONS_MAX];
    size_t count;
};

static const char *row_name(const cJSON *row)
{
    if (cJSON_IsString(row))
        return row->valuestring;
    return cJSON_GetObjectItemCaseSensitive(row, "case")->valuestring;
}

static char *case_id(const struct scenario_file *f, const struct combination *c)
{
    struct buf id = buf_new(4096);
    buf_text(&id, f->id);
    for (size_t i = 0; i < c->count; i++)
        buf_format(&id, "/%s", row_name(c->rows[i]));
    return buf_take(&id);
}

static const cJSON *case_value(void *context, const char *word)
{
    const struct combination *c = context;
    for (size_t i = 0; i < c->count; i++) {
        if (cJSON_IsString(c->rows[i])) {
            if (strcmp(c->dimensions[i]->string, word) == 0)
                return c->rows[i];
        } else if (strcmp(word, "case") != 0) {
            const cJSON *value = cJSON_GetObjectItemCaseSensitive(c->rows[i], word);
            if (value)
                return value;
        }
    }
    return NULL;
}

/* A copy of an array of steps or of the names, with the variables of the case in it. */
static cJSON *instantiate(const cJSON *tree, struct combination *c, struct err *err)
{
    cJSON *copy = tree ? cJSON_Duplicate(tree, true) : cJSON_CreateArray();
    if (!variables_expand_known(copy, case_value, c, err))
        return copy;
    cJSON_Delete(copy);
    return NULL;
}

static cJSON *normal_names(const cJSON *written)
{
    cJSON *names = cJSON_CreateObject();
    const cJSON *name;
    cJSON_ArrayForEach(name, written)
    {
        if (cJSON_IsObject(name))
            cJSON_AddItemToObject(names, name->string, cJSON_Duplicate(name, true));
        else
            cJSON_AddStringToObject(cJSON_AddObjectToObject(names, name->string), "name",
                                    name->valuestring);
    }
    if (!cJSON_GetObjectItemCaseSensitive(names, "connection"))
        cJSON_AddStringToObject(cJSON_AddObjectToObject(names, "connection"), "name", "{unique}");
    return names;
}

static const char **clause_list(const cJSON *clauses)
{
    const char **list = mem_alloc(((size_t)cJSON_GetArraySize(clauses) + 1) * sizeof *list);
    size_t count = 0;
    const cJSON *clause;
    cJSON_ArrayForEach(clause, clauses) list[count++] = clause->valuestring;
    return list;
}

static int add_case(const struct scenario_file *f, struct combination *c, struct plan *plan,
                    struct err *err)
{
    if (plan->count >= 10000)
        return scenario_complain(f, "/cases", err, "the suite has more than 10,000 cases");
    plan->list = mem_grow(plan->list, plan->count + 1, sizeof *plan->list);
    struct test_case *tc = &plan->list[plan->count++];
    *tc = (struct test_case){.id = case_id(f, c),
                             .scenario = mem_string(f->id),
                             .says = cJSON_GetObjectItemCaseSensitive(f->root, "says")->valuestring,
                             .level = f->level,
                             .clauses =
                                 clause_list(cJSON_GetObjectItemCaseSensitive(f->root, "clauses"))};
    cJSON *names = instantiate(cJSON_GetObjectItemCaseSensitive(f->root, "names"), c, err);
    tc->given = instantiate(cJSON_GetObjectItemCaseSensitive(f->root, "given"), c, err);
    tc->steps = instantiate(cJSON_GetObjectItemCaseSensitive(f->root, "steps"), c, err);
    tc->needs_named = instantiate(cJSON_GetObjectItemCaseSensitive(f->root, "needs"), c, err);
    if (!names || !tc->given || !tc->steps || !tc->needs_named) {
        cJSON_Delete(names);
        struct err inner = *err;
        return scenario_complain(f, "/steps", err, "%s", inner.text);
    }
    tc->names = normal_names(names);
    cJSON_Delete(names);
    return scenario_vet_case(f, tc, err);
}

static int add_cases(const struct scenario_file *f, const cJSON *dimension, struct combination *c,
                     struct plan *plan, struct err *err);

static int add_rows(const struct scenario_file *f, const cJSON *dimension, const cJSON *rows,
                    struct combination *c, struct plan *plan, struct err *err)
{
    const cJSON *row;
    c->dimensions[c->count] = dimension;
    cJSON_ArrayForEach(row, rows)
    {
        c->rows[c->count++] = row;
        int failed = add_cases(f, dimension->next, c, plan, err);
        c->count--;
        if (failed)
            return -1;
    }
    return 0;
}

static int add_derived(const struct scenario_file *f, const cJSON *dimension, struct combination *c,
                       struct plan *plan, struct err *err)
{
    struct err inner;
    char *pointer = mem_format("/cases/%s", dimension->string);
    cJSON *rows = derived_rows(f, dimension, case_value, c, &inner);
    int result = rows ? add_rows(f, dimension, rows, c, plan, err)
                      : scenario_complain(f, pointer, err, "%s", inner.text);
    cJSON_Delete(rows);
    free(pointer);
    return result;
}

static int add_cases(const struct scenario_file *f, const cJSON *dimension, struct combination *c,
                     struct plan *plan, struct err *err)
{
    if (!dimension)
        return add_case(f, c, plan, err);
    if (c->count == DIMENSIONS_MAX)
        return scenario_complain(f, "/cases", err, "more than %d dimensions", DIMENSIONS_MAX);
    return cJSON_IsArray(dimension) ? add_rows(f, dimension, dimension, c, plan, err)
                                    : add_derived(f, dimension, c, plan, err);
}

int scenario_cases(const struct scenario_file *f, struct plan *plan, struct err *err)
{
    const cJSON *cases = cJSON_GetObjectItemCaseSensitive(f->root, "cases");
    struct combination c = {.count = 0};
    return add_cases(f, cases ? cases->child : NULL, &c, plan, err);
}
