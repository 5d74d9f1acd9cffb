#include "conformance/scenario_derived.h"
#include "conformance/scenario_file.h"

#include "base/buf.h"
#include "base/mem.h"
#include "conformance/variables.h"

#include <stdlib.h>
#include <string.h>

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
static cJSON *instantiate(const cJSON *file, const char *member, const struct combination *c,
                          struct err *err)
{
    const cJSON *tree = cJSON_GetObjectItemCaseSensitive(file, member);
    cJSON *copy = tree ? cJSON_Duplicate(tree, true) : cJSON_CreateArray();
    if (!variables_expand_known(copy, case_value, (void *)c, err))
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

int script_open(struct script *out, const struct test_case *tc, struct err *err)
{
    cJSON *names = instantiate(tc->file, "names", &tc->rows, err);
    *out = (struct script){.given = instantiate(tc->file, "given", &tc->rows, err),
                           .steps = instantiate(tc->file, "steps", &tc->rows, err)};
    if (names)
        out->names = normal_names(names);
    cJSON_Delete(names);
    if (out->names && out->given && out->steps)
        return 0;
    script_close(out);
    return -1;
}

void script_close(struct script *s)
{
    cJSON_Delete(s->names);
    cJSON_Delete(s->given);
    cJSON_Delete(s->steps);
    *s = (struct script){0};
}

static int vet_case(const struct scenario_file *f, const struct test_case *tc, struct err *err)
{
    struct script script;
    struct err inner;
    if (script_open(&script, tc, &inner))
        return scenario_complain(f, "/steps", err, "%s", inner.text);
    int result = scenario_vet_case(f, tc, &script, err);
    script_close(&script);
    return result;
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
                                 clause_list(cJSON_GetObjectItemCaseSensitive(f->root, "clauses")),
                             .file = f->root,
                             .rows = *c};
    struct err inner;
    tc->needs_named = instantiate(f->root, "needs", c, &inner);
    if (!tc->needs_named)
        return scenario_complain(f, "/needs", err, "%s", inner.text);
    return f->vet ? vet_case(f, tc, err) : 0;
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
    int result = rows ? 0 : scenario_complain(f, pointer, err, "%s", inner.text);
    free(pointer);
    if (result)
        return -1;
    plan->derived = mem_grow(plan->derived, plan->derived_count + 1, sizeof *plan->derived);
    plan->derived[plan->derived_count++] = rows;
    return add_rows(f, dimension, rows, c, plan, err);
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
