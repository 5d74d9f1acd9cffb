#include "fuzz/agree/known.h"

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define KNOWN_MAX ((size_t)1 << 20)

struct known {
    cJSON *list;
};

static const char *text(const cJSON *entry, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(entry, name));
}

static bool is_of(const cJSON *entry, const char *parser, const char *does, const char *body)
{
    return strcmp(text(entry, "parser"), parser) == 0 && strcmp(text(entry, "does"), does) == 0 &&
           strcmp(text(entry, "body"), body) == 0;
}

static int vet(const struct known *k, const char *path, struct err *err)
{
    static const char *const members[] = {"parser", "does", "body", "because"};
    const cJSON *entry, *earlier;
    size_t number = 0;
    if (!cJSON_IsArray(k->list))
        return err_set(err, "%s is no list", path);
    cJSON_ArrayForEach(entry, k->list)
    {
        number++;
        for (size_t i = 0; i < sizeof members / sizeof *members; i++)
            if (!text(entry, members[i]))
                return err_set(err, "%s: entry %zu has no text \"%s\"", path, number, members[i]);
        for (earlier = k->list->child; earlier != entry; earlier = earlier->next)
            if (is_of(earlier, text(entry, "parser"), text(entry, "does"), text(entry, "body")))
                return err_set(err, "%s: entry %zu is there twice", path, number);
    }
    return 0;
}

int known_open(struct known **out, const char *path, struct err *err)
{
    char *data;
    size_t len;
    *out = NULL;
    if (file_read(path, KNOWN_MAX, &data, &len, err))
        return -1;
    struct known *k = mem_alloc(sizeof *k);
    k->list = json_read_named(path, (struct bytes){data, len}, err);
    free(data);
    if (k->list && vet(k, path, err) == 0) {
        *out = k;
        return 0;
    }
    known_close(k);
    return -1;
}

void known_close(struct known *k)
{
    if (k)
        cJSON_Delete(k->list);
    free(k);
}

const char *known_why(const struct known *k, const char *parser, const char *does,
                      const struct traits *traits)
{
    const cJSON *entry;
    cJSON_ArrayForEach(entry, k->list)
    {
        for (size_t i = 0; i < traits->count; i++)
            if (is_of(entry, parser, does, traits->list[i]))
                return traits->list[i];
    }
    return NULL;
}
