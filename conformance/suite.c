#include "conformance/suite.h"

#include "base/json.h"
#include "base/mem.h"
#include "conformance/play.h"
#include "conformance/standing.h"

#include <fnmatch.h>
#include <stdlib.h>

#define FROZEN "conformance/suite.json"

int suite_open(struct suite *out, const struct contract *contract, const struct plan *plan,
               struct err *err)
{
    struct standing *standing = standing_new(contract);
    *out = (struct suite){.first = mem_alloc((plan->count + 1) * sizeof *out->first)};
    for (size_t i = 0; i < plan->count; i++) {
        out->first[i] = out->count;
        out->count += case_checks(&plan->list[i]);
    }
    out->standing = out->count;
    out->count += standing_total(standing);
    out->checks = mem_alloc(out->count * sizeof *out->checks);
    out->selected = mem_alloc(out->count);
    for (size_t i = 0; i < plan->count; i++)
        case_name_checks(contract, &plan->list[i], &out->checks[out->first[i]]);
    standing_checks(standing, &out->checks[out->standing]);
    standing_free(standing);
    for (size_t i = out->standing; i < out->count; i++) {
        free(out->checks[i].message);
        out->checks[i].message = NULL;
    }
    if (out->count)
        return 0;
    suite_close(out);
    return err_set(err, "the suite has no checks at all");
}

void suite_close(struct suite *s)
{
    for (size_t i = 0; i < s->count; i++)
        check_clear(&s->checks[i]);
    free(s->checks);
    free(s->selected);
    free(s->first);
    *s = (struct suite){0};
}

bool level_asked(int asked, enum level level)
{
    if (asked == LEVELS || asked == (int)level)
        return true;
    return asked != LEVEL_ROBUST && level != LEVEL_ROBUST && (int)level < asked;
}

/* --- selection --- */

bool suite_glob_matches(const char *glob, const struct check *check, const struct clause *clause)
{
    if (fnmatch(glob, check->id, 0) == 0 || fnmatch(glob, clause->id, 0) == 0)
        return true;
    if (!check->case_id)
        return false;
    if (fnmatch(glob, check->case_id, 0) == 0)
        return true;
    /* the scenario: LEVEL/NAME of the case's LEVEL/NAME/ROW... */
    const char *slash = strchr(check->case_id, '/'), *end = slash ? strchr(slash + 1, '/') : NULL;
    if (!end)
        return false;
    char *scenario = mem_copy(check->case_id, (size_t)(end - check->case_id));
    bool matches = fnmatch(glob, scenario, 0) == 0;
    free(scenario);
    return matches;
}

static int vet_glob(const struct suite *s, const struct contract *c, const char *option,
                    const char *glob, struct err *err)
{
    for (size_t i = 0; i < s->count; i++)
        if (suite_glob_matches(glob, &s->checks[i], &c->clauses.list[s->checks[i].clause]))
            return 0;
    return err_set(err, "%s '%s' matches no check; connspec list checks shows them all", option,
                   glob);
}

static int vet_globs(const struct suite *s, const struct contract *c, const struct options *o,
                     struct err *err)
{
    for (size_t i = 0; i < o->only.count; i++)
        if (vet_glob(s, c, "--only", o->only.list[i], err))
            return -1;
    for (size_t i = 0; i < o->skip_count; i++)
        if (vet_glob(s, c, "--skip", o->skips[i].glob, err))
            return -1;
    return 0;
}

static void set_status(struct check *check, enum status status, const char *message)
{
    free(check->message);
    check->status = status;
    check->message = mem_string(message);
}

/* True when the check is to be run; else it is given its status. */
static bool select_check(struct check *check, const struct contract *c, const struct options *o)
{
    const struct clause *clause = &c->clauses.list[check->clause];
    if (!level_asked(o->level, clause->level)) {
        set_status(check, STATUS_NOT_RUN, "Not of the level asked for.");
        return false;
    }
    for (size_t i = 0; i < o->skip_count; i++) {
        if (suite_glob_matches(o->skips[i].glob, check, clause)) {
            set_status(check, STATUS_SKIPPED, o->skips[i].reason);
            return false;
        }
    }
    for (size_t i = 0; i < o->only.count; i++)
        if (suite_glob_matches(o->only.list[i], check, clause))
            return true;
    if (!o->only.count)
        return true;
    set_status(check, STATUS_NOT_RUN, "Not selected by --only.");
    return false;
}

/* A needed case lies before the one that needs it, so one pass from behind is enough. */
static void add_needed(const struct plan *plan, bool *runs)
{
    for (size_t i = plan->count; i-- > 0;)
        for (size_t k = 0; runs[i] && k < plan->list[i].need_count; k++)
            runs[plan->list[i].needs[k]] = true;
}

int suite_select(struct suite *s, const struct contract *contract, const struct plan *plan,
                 const struct options *options, bool **runs, bool *partial, struct err *err)
{
    if (vet_globs(s, contract, options, err))
        return -1;
    *runs = mem_alloc(plan->count + 1);
    *partial = options->only.count || options->skip_count;
    for (size_t i = 0; i < plan->count; i++)
        for (size_t k = 0; plan->list[i].clauses[k]; k++) {
            size_t at = s->first[i] + k;
            s->selected[at] = select_check(&s->checks[at], contract, options);
            (*runs)[i] |= s->selected[at];
        }
    for (size_t i = s->standing; i < s->count; i++)
        s->selected[i] = select_check(&s->checks[i], contract, options);
    add_needed(plan, *runs);
    return 0;
}

/* --- the frozen list --- */

cJSON *suite_freeze(const struct suite *s, const struct contract *contract)
{
    cJSON *root = cJSON_CreateObject();
    cJSON_AddStringToObject(root, "apiVersion", contract->api_version);
    cJSON *list = cJSON_AddArrayToObject(root, "checks");
    for (size_t i = 0; i < s->count; i++)
        cJSON_AddItemToArray(list, cJSON_CreateString(s->checks[i].id));
    return root;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int read_list(struct required *out, const cJSON *list, struct err *err)
{
    const cJSON *item;
    out->list = mem_alloc(((size_t)cJSON_GetArraySize(list) + 1) * sizeof *out->list);
    cJSON_ArrayForEach(item, list)
    {
        if (!cJSON_IsString(item))
            return err_set(err, FROZEN ": /checks/%zu is not a string", out->count);
        out->list[out->count++] = mem_string(item->valuestring);
    }
    qsort(out->list, out->count, sizeof *out->list, by_text);
    for (size_t i = 1; i < out->count; i++)
        if (strcmp(out->list[i - 1], out->list[i]) == 0)
            return err_set(err, FROZEN ": %s stands there twice", out->list[i]);
    return out->count ? 0 : err_set(err, FROZEN ": the list is empty");
}

int required_load(struct required *out, const struct assets *assets, const char *api_version,
                  struct err *err)
{
    struct bytes text;
    *out = (struct required){0};
    if (!assets_get(assets, FROZEN, &text))
        return err_set(err, FROZEN " is not in the suite; make freeze writes it");
    cJSON *root = json_read_named(FROZEN, text, err);
    if (!root)
        return -1;
    const char *version =
        cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, "apiVersion"));
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, "checks");
    int result;
    if (!version || strcmp(version, api_version) != 0)
        result = err_set(err, FROZEN ": is for api-version %s, not %s",
                         version ? version : "(none)", api_version);
    else if (!cJSON_IsArray(list))
        result = err_set(err, FROZEN ": member \"checks\" is not an array");
    else
        result = read_list(out, list, err);
    cJSON_Delete(root);
    if (result)
        required_free(out);
    return result;
}

void required_free(struct required *r)
{
    for (size_t i = 0; i < r->count; i++)
        free(r->list[i]);
    free(r->list);
    *r = (struct required){0};
}
