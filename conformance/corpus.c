#include "conformance/corpus.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"

#include <stdlib.h>
#include <string.h>

static const char *stands_for(const char *text, const struct corpus_names *names)
{
    if (strcmp(text, "firstgateway") == 0)
        return names->gateway1;
    if (strcmp(text, "secondgateway") == 0)
        return names->gateway2;
    return strcmp(text, "nosuchgateway") == 0 ? names->missing : NULL;
}

static void put_names(cJSON *tree, const struct corpus_names *names)
{
    cJSON *item;
    cJSON_ArrayForEach(item, tree)
    {
        const char *name = cJSON_IsString(item) ? stands_for(item->valuestring, names) : NULL;
        if (name)
            cJSON_SetValuestring(item, name);
        if (item->child)
            put_names(item, names);
    }
}

/* A copy of the body. */
static cJSON *body_of(const struct assets *assets, const char *ref, struct err *err)
{
    struct bytes text;
    cJSON *tree = NULL;
    char *path = mem_format("corpus/%s.json", ref + 1);
    const cJSON *body = assets_body(assets, path);
    if (body)
        tree = cJSON_Duplicate(body, true);
    else if (assets_get(assets, path, &text))
        tree = json_read_named(path, text, err);
    else
        err_set(err, "there is no %s for the body \"%s\"", path, ref);
    free(path);
    return tree;
}

cJSON *corpus_body(const struct assets *assets, const char *ref, const struct corpus_names *names,
                   struct err *err)
{
    cJSON *tree = body_of(assets, ref, err);
    if (!tree)
        return NULL;
    put_names(tree, names);
    cJSON *name = cJSON_GetObjectItemCaseSensitive(tree, "name");
    if (cJSON_IsString(name) && names->connection)
        cJSON_ReplaceItemInObjectCaseSensitive(tree, "name", cJSON_CreateString(names->connection));
    return tree;
}

static int take_out(cJSON *body, const cJSON *pointer, struct err *err)
{
    if (pointer_remove(body, pointer->valuestring))
        return 0;
    return err_set(err, "\"without\": the body has no %s", pointer->valuestring);
}

int body_edit(cJSON *body, const cJSON *without, const cJSON *with, struct err *err)
{
    const cJSON *item;
    if (cJSON_IsString(without) && take_out(body, without, err))
        return -1;
    if (cJSON_IsArray(without)) {
        cJSON_ArrayForEach(item, without) if (take_out(body, item, err)) return -1;
    }
    cJSON_ArrayForEach(item, with)
    {
        cJSON *value = cJSON_Duplicate(item, true);
        free(value->string);
        value->string = NULL;
        if (pointer_set(body, item->string, value))
            continue;
        cJSON_Delete(value);
        return err_set(err, "\"with\": %s leads nowhere in the body", item->string);
    }
    return 0;
}
