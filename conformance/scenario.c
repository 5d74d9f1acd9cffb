#include "conformance/scenario.h"

#include "base/json.h"
#include "base/mem.h"
#include "conformance/scenario_file.h"
#include "contract/schema.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FORMAT "conformance/scenario.schema.json"
#define FOLDER "conformance/scenarios/"

int scenario_complain(const struct scenario_file *f, const char *pointer, struct err *err,
                      const char *format, ...)
{
    char text[600];
    size_t line, column;
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    json_where(f->text, pointer, &line, &column);
    return err_set(err, "%s:%zu: %s: %s", f->name, line, *pointer ? pointer : "(whole file)", text);
}

/* --- one file --- */

/* A misspelt member is the likeliest cause of whatever else is wrong beside it. */
static const struct schema_error *likeliest(const struct schema_errors *errors)
{
    static const char keyword[] = "/additionalProperties";
    for (size_t i = 0; i < errors->count; i++) {
        size_t len = strlen(errors->list[i].schema);
        if (len >= sizeof keyword - 1 &&
            strcmp(errors->list[i].schema + len - (sizeof keyword - 1), keyword) == 0)
            return &errors->list[i];
    }
    return &errors->list[0];
}

static int check_format(const struct scenario_file *f, const struct schema *format, struct err *err)
{
    struct schema_errors errors = {0};
    int result = 0;
    if (schema_check(format, "", f->root, NULL, NULL)) /* much faster where nothing is wrong */
        return 0;
    if (!schema_check(format, "", f->root, NULL, &errors)) {
        const struct schema_error *e = likeliest(&errors);
        result =
            scenario_complain(f, e->instance, err, "expected %s, found %s", e->expected, e->found);
    }
    schema_errors_free(&errors);
    return result;
}

/* "core/put-creates" of "conformance/scenarios/core/put-creates.json". */
static int set_id(struct scenario_file *f, struct err *err)
{
    const char *path = f->name + strlen(FOLDER), *slash = strchr(path, '/');
    char *level = mem_copy(path, slash ? (size_t)(slash - path) : 0);
    bool known = slash && !strchr(slash + 1, '/') && level_parse(level, &f->level);
    free(level);
    f->id = mem_copy(path, strlen(path) - strlen(".json"));
    return known ? 0
                 : err_set(err,
                           "%s: a scenario lives in " FOLDER "LEVEL/, LEVEL being core, family, "
                           "platform or robust",
                           f->name);
}

static int load_file(struct plan *plan, struct scenario_file *f, const struct schema *format,
                     struct err *err)
{
    f->root = json_read_named(f->name, f->text, err);
    if (!f->root)
        return -1;
    plan->files = mem_grow(plan->files, plan->file_count + 1, sizeof *plan->files);
    plan->files[plan->file_count++] = f->root;
    if (set_id(f, err) || (f->vet && (check_format(f, format, err) || scenario_vet_file(f, err))))
        return -1;
    return scenario_cases(f, plan, err);
}

/* `format` NULL: the files were vetted before. */
static int load_files(struct plan *plan, const struct assets *assets,
                      const struct contract *contract, const struct schema *format, struct err *err)
{
    for (size_t i = 0; i < assets->count; i++) {
        struct scenario_file f = {.name = assets->list[i].name,
                                  .text = assets->list[i].data,
                                  .assets = assets,
                                  .vet = format != NULL,
                                  .contract = contract};
        if (strncmp(f.name, FOLDER, strlen(FOLDER)) != 0)
            continue;
        int failed = load_file(plan, &f, format, err);
        free(f.id);
        if (failed)
            return -1;
    }
    return plan->count ? 0 : err_set(err, "there is no scenario below " FOLDER);
}

/* --- order: needs first, otherwise by id --- */

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct test_case *)a)->id, ((const struct test_case *)b)->id);
}

/* A need names a case, a scenario, or what all its cases' ids begin with. */
static bool meets(const struct test_case *tc, const char *need)
{
    size_t len = strlen(need);
    return strncmp(tc->id, need, len) == 0 && (tc->id[len] == '\0' || tc->id[len] == '/');
}

struct sorting {
    struct plan *plan;
    size_t *place; /* new index of each case; SIZE_MAX: not yet, SIZE_MAX - 1: under way */
    size_t next;
    struct test_case *sorted;
};

static int place_case(struct sorting *s, size_t at, struct err *err);

/* Index of the first case whose id is not below the need: all that meet it follow. */
static size_t first_after(const struct plan *plan, const char *need)
{
    size_t low = 0, high = plan->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(plan->list[middle].id, need) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int place_need(struct sorting *s, struct test_case *tc, const char *need, struct err *err)
{
    bool found = false;
    const struct plan *plan = s->plan;
    for (size_t i = first_after(plan, need);
         i < plan->count && strncmp(plan->list[i].id, need, strlen(need)) == 0; i++) {
        if (!meets(&plan->list[i], need))
            continue;
        found = true;
        if (place_case(s, i, err))
            return -1;
        tc->needs = mem_grow(tc->needs, tc->need_count + 1, sizeof *tc->needs);
        tc->needs[tc->need_count++] = s->place[i];
    }
    return found ? 0
                 : err_set(err, FOLDER "%s.json: /needs: there is no scenario or case %s",
                           tc->scenario, need);
}

static int place_case(struct sorting *s, size_t at, struct err *err)
{
    struct test_case *tc = &s->plan->list[at];
    const cJSON *need;
    if (s->place[at] == SIZE_MAX - 1)
        return err_set(err, FOLDER "%s.json: /needs: goes round in a circle", tc->scenario);
    if (s->place[at] != SIZE_MAX)
        return 0;
    s->place[at] = SIZE_MAX - 1;
    cJSON_ArrayForEach(need,
                       tc->needs_named) if (place_need(s, tc, need->valuestring, err)) return -1;
    s->place[at] = s->next;
    s->sorted[s->next++] = *tc;
    return 0;
}

static int sort_cases(struct plan *plan, struct err *err)
{
    qsort(plan->list, plan->count, sizeof *plan->list, by_id);
    for (size_t i = 1; i < plan->count; i++)
        if (strcmp(plan->list[i - 1].id, plan->list[i].id) == 0)
            return err_set(err, FOLDER "%s.json: /cases: the case %s is there twice",
                           plan->list[i].scenario, plan->list[i].id);
    struct sorting s = {.plan = plan,
                        .place = mem_alloc(plan->count * sizeof *s.place),
                        .sorted = mem_alloc(plan->count * sizeof *s.sorted)};
    memset(s.place, 0xff, plan->count * sizeof *s.place);
    int result = 0;
    for (size_t i = 0; i < plan->count && !result; i++)
        result = place_case(&s, i, err);
    if (!result)
        memcpy(plan->list, s.sorted, plan->count * sizeof *s.sorted);
    free(s.place);
    free(s.sorted);
    return result;
}

/* --- all of them --- */

/* The schema of scenario files, and the document it points into. */
static int load_format(struct schema **format, cJSON **document, const struct assets *assets,
                       struct err *err)
{
    static const char *const root[] = {"", NULL};
    struct bytes text;
    if (!assets_get(assets, FORMAT, &text))
        return err_set(err, FORMAT " is not in the suite");
    *document = json_read_named(FORMAT, text, err);
    return *document ? schema_load(format, *document, root, NULL, err) : -1;
}

int plan_load(struct plan **out, const struct assets *assets, const struct contract *contract,
              bool vet, struct err *err)
{
    struct schema *format = NULL;
    struct plan *plan = mem_alloc(sizeof *plan);
    cJSON *document = NULL;
    int result = vet ? load_format(&format, &document, assets, err) : 0;
    if (!result)
        result = load_files(plan, assets, contract, format, err);
    if (!result)
        result = sort_cases(plan, err);
    schema_free(format);
    cJSON_Delete(document);
    if (result) {
        plan_free(plan);
        return -1;
    }
    *out = plan;
    return 0;
}

void plan_free(struct plan *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < p->count; i++) {
        struct test_case *tc = &p->list[i];
        free(tc->id);
        free(tc->scenario);
        free(tc->clauses);
        free(tc->needs);
        cJSON_Delete(tc->needs_named);
    }
    for (size_t i = 0; i < p->file_count; i++)
        cJSON_Delete(p->files[i]);
    for (size_t i = 0; i < p->derived_count; i++)
        cJSON_Delete(p->derived[i]);
    free(p->derived);
    free(p->list);
    free(p->files);
    free(p);
}
