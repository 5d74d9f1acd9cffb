#include "reference/mutant.h"
#include "base/mem.h"
#include "reference/state.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define MUTANTS_MAX 2048

typedef const struct mutant *mutants(size_t *count);

static mutants *const files[] = {
    mutants_core,
    mutants_core_write,
    mutants_core_values,
    mutants_core_required,
    mutants_core_patch,
    mutants_core_ipsec,
    mutants_core_gateways_shown,
    mutants_core_gateways,
    mutants_core_types,
    mutants_core_names,
    mutants_core_shown,
    mutants_core_text,
    mutants_core_refusal,
    mutants_core_separate,
    mutants_core_each,
    mutants_family_connection,
    mutants_family_ids,
    mutants_family_key,
    mutants_family_reset,
    mutants_family_recreated,
    mutants_family_lists,
    mutants_family_lists_kept,
    mutants_family_gateways,
    mutants_family_after,
    mutants_platform_errors,
    mutants_platform_body,
    mutants_platform_members,
    mutants_platform_entry,
    mutants_platform_token,
    mutants_platform_missing,
    mutants_platform_patch,
    mutants_platform_names,
    mutants_platform_etag,
    mutants_platform_match,
    mutants_platform_writes,
    mutants_platform_spelling,
    mutants_platform_bounds,
    mutants_platform_after,
    mutants_platform_match_after,
    mutants_platform_free,
    mutants_robust_json,
    mutants_robust_twice,
    mutants_robust_bytes,
    mutants_robust_size,
    mutants_robust_numbers,
    mutants_robust_ipsec,
    mutants_robust_names,
    mutants_robust_heads,
    mutants_robust_time,
    mutants_robust_strings,
    mutants_robust_next,
};

/* The tables of several files end to end: built once, then constant. */
static struct mutant list[MUTANTS_MAX];
static size_t list_count;
static pthread_once_t list_once = PTHREAD_ONCE_INIT;

static void build_list(void)
{
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        size_t count;
        const struct mutant *rows = files[i](&count);
        assert(count <= MUTANTS_MAX - list_count);
        memcpy(list + list_count, rows, count * sizeof *rows);
        list_count += count;
    }
}

const struct mutant *mutant_list(size_t *count)
{
    pthread_once(&list_once, build_list);
    *count = list_count;
    return list;
}

const struct mutant *mutant_find(const char *name)
{
    size_t count;
    const struct mutant *all = mutant_list(&count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i].name, name) == 0)
            return &all[i];
    return NULL;
}

static char *counter_name(const struct call *c, const char *word)
{
    char *key = state_key(c->uri.subscription, c->uri.group, c->uri.name);
    char *name = mem_format("%s %s", word, key);
    free(key);
    return name;
}

unsigned seam_count(const struct call *c, const char *word)
{
    char *name = counter_name(c, word);
    const cJSON *counter = cJSON_GetObjectItemCaseSensitive(c->memory, name);
    free(name);
    return counter ? (unsigned)counter->valuedouble : 0;
}

unsigned seam_bump(struct call *c, const char *word)
{
    unsigned count = seam_count(c, word) + 1;
    char *name = counter_name(c, word);
    cJSON_DeleteItemFromObjectCaseSensitive(c->memory, name);
    cJSON_AddNumberToObject(c->memory, name, count);
    free(name);
    return count;
}
