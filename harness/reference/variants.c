#include "reference/variants.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

#define VARIANTS_MAX 256

typedef const struct variant *variants(size_t *count);

static variants *const files[] = {
    variants_asked,        variants_refuse,        variants_served,        variants_shown,
    variants_ids,          variants_text,          variants_family,        variants_family_shown,
    variants_platform,     variants_platform_kept, variants_platform_etag, variants_robust,
    variants_robust_heads, variants_mixed,
};

/* The tables of several files end to end: built once, then constant. */
static struct variant list[VARIANTS_MAX];
static size_t list_count;
static pthread_once_t list_once = PTHREAD_ONCE_INIT;

static void build_list(void)
{
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        size_t count;
        const struct variant *rows = files[i](&count);
        assert(count <= VARIANTS_MAX - list_count);
        memcpy(list + list_count, rows, count * sizeof *rows);
        list_count += count;
    }
}

const struct variant *variant_list(size_t *count)
{
    pthread_once(&list_once, build_list);
    *count = list_count;
    return list;
}

const struct variant *variant_find(const char *name)
{
    size_t count;
    const struct variant *all = variant_list(&count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i].name, name) == 0)
            return &all[i];
    return NULL;
}
