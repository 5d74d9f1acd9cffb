#include "conformance/baseline.h"

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BASELINE_MAX ((size_t)16 << 20)
#define SHOWN 20 /* new failures by name: the report has them all */

static const char *text_of(const cJSON *entry, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(entry, name));
    return text && text[strspn(text, " ")] ? text : NULL;
}

static bool is_there(const struct baseline *b, const char *check)
{
    for (size_t i = 0; i < b->count; i++)
        if (strcmp(b->list[i].check, check) == 0)
            return true;
    return false;
}

static int add(struct baseline *b, const cJSON *entry, struct err *err)
{
    const char *check = text_of(entry, "check"), *reason = text_of(entry, "reason");
    if (!check || !reason || cJSON_GetArraySize(entry) != 2)
        return err_set(err, "is not {\"check\": GLOB, \"reason\": TEXT} and nothing else");
    if (is_there(b, check))
        return err_set(err, "names '%s' a second time", check);
    b->list = mem_grow(b->list, b->count + 1, sizeof *b->list);
    b->list[b->count++] =
        (struct known_failure){.check = mem_string(check), .reason = mem_string(reason)};
    return 0;
}

static int add_all(struct baseline *b, const cJSON *tree, struct bytes text, const char *path,
                   struct err *err)
{
    size_t number = 0;
    const cJSON *entry;
    if (!cJSON_IsArray(tree))
        return err_set(err, "%s: a JSON array of {\"check\", \"reason\"} is wanted", path);
    cJSON_ArrayForEach(entry, tree)
    {
        struct err why;
        size_t line, column;
        char pointer[32];
        snprintf(pointer, sizeof pointer, "/%zu", number++);
        if (add(b, entry, &why) == 0)
            continue;
        json_where(text, pointer, &line, &column);
        return err_set(err, "%s:%zu:%zu: this entry %s", path, line, column, why.text);
    }
    return 0;
}

int baseline_read(struct baseline *out, const char *path, struct err *err)
{
    char *data = NULL;
    size_t len;
    *out = (struct baseline){0};
    if (file_read(path, BASELINE_MAX, &data, &len, err))
        return -1;
    cJSON *tree = json_read_named(path, (struct bytes){data, len}, err);
    int status = tree ? add_all(out, tree, (struct bytes){data, len}, path, err) : -1;
    cJSON_Delete(tree);
    free(data);
    return status;
}

void baseline_free(struct baseline *b)
{
    for (size_t i = 0; i < b->count; i++) {
        free(b->list[i].check);
        free(b->list[i].reason);
    }
    for (size_t i = 0; i < b->new; i++)
        free(b->new_ids[i]);
    free(b->new_ids);
    free(b->list);
    *b = (struct baseline){0};
}

static bool failed(enum status s)
{
    return s == STATUS_FAIL || s == STATUS_WARN || s == STATUS_NOT_IMPLEMENTED;
}

/* What stands between the target and its certificate: a new warning does not. */
static bool breaks(const struct check *check, const struct clause *clause)
{
    return check->status == STATUS_FAIL ||
           (check->status == STATUS_NOT_IMPLEMENTED && clause->must);
}

static void weigh(struct baseline *b, const struct check *check, const struct clause *clause)
{
    bool known = false;
    for (size_t i = 0; i < b->count; i++) {
        struct known_failure *k = &b->list[i];
        if (!suite_glob_matches(k->check, check, clause))
            continue;
        known = true;
        k->failed += failed(check->status);
        k->held += status_held(check->status);
        k->open += !failed(check->status) && !status_held(check->status);
    }
    b->known += known && failed(check->status);
    if (known || !breaks(check, clause))
        return;
    b->new_ids = mem_grow(b->new_ids, b->new + 1, sizeof *b->new_ids);
    b->new_ids[b->new ++] = mem_string(check->id);
}

void baseline_weigh(struct baseline *b, const struct suite *s, const struct contract *c)
{
    for (size_t i = 0; i < s->count; i++)
        weigh(b, &s->checks[i], &c->clauses.list[s->checks[i].clause]);
}

bool baseline_stale(const struct known_failure *k)
{
    return !k->failed && !k->open;
}

size_t baseline_tell(const struct baseline *b, const char *path)
{
    size_t stale = 0;
    printf("\nAgainst %s: %zu failures known, %zu new\n", path, b->known, b->new);
    for (size_t i = 0; i < b->new &&i < SHOWN; i++)
        printf("  new: %s\n", b->new_ids[i]);
    if (b->new > SHOWN)
        printf("  and %zu more\n", b->new - SHOWN);
    fflush(stdout);
    for (size_t i = 0; i < b->count; i++) {
        const struct known_failure *k = &b->list[i];
        if (!baseline_stale(k))
            continue;
        stale++;
        fprintf(stderr, "connspec: %s: '%s' (%s) is stale: %s; remove it\n", path, k->check,
                k->reason, k->held ? "nothing of it fails any more" : "no check is called so");
    }
    return stale;
}
