#include "reference/mutant.h"
#include "base/mem.h"
#include "reference/state.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define MUTANTS_MAX 2048

typedef const struct mutant *mutants(size_t *count);

static mutants *const files[] = {
    mutants_core,         mutants_core_write,    mutants_core_values,         mutants_core_required,
    mutants_core_patch,   mutants_core_ipsec,    mutants_core_gateways_shown, mutants_core_gateways,
    mutants_core_types,   mutants_core_names,    mutants_core_shown,          mutants_core_text,
    mutants_core_refusal, mutants_core_separate, mutants_core_each,
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
