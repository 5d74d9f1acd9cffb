#include "contract/surface.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

int each_operation(const cJSON *document,
                   int (*see)(void *context, const char *path, const struct place *at),
                   void *context)
{
    static const char *const methods[] = {"get",  "put",     "post",  "delete",
                                          "head", "options", "patch", "trace"};
    struct place root = place_root(document), paths = place_below(document, &root, "paths");
    const cJSON *path;
    int result = 0;
    cJSON_ArrayForEach(path, paths.node)
    {
        struct place item = place_below(document, &paths, path->string);
        for (size_t i = 0; i < sizeof methods / sizeof *methods && !result; i++) {
            struct place operation = place_below(document, &item, methods[i]);
            if (operation.node)
                result = see(context, path->string, &operation);
            place_free(&operation);
        }
        place_free(&item);
        if (result)
            break;
    }
    place_free(&paths);
    place_free(&root);
    return result;
}

const cJSON *operation_request(const cJSON *document, const struct place *operation)
{
    struct place body = place_below(document, operation, "requestBody");
    struct place content = place_below(document, &body, "content");
    struct place media = place_below(document, &content, "application/json");
    const cJSON *schema = cJSON_GetObjectItemCaseSensitive(media.node, "schema");
    place_free(&media);
    place_free(&content);
    place_free(&body);
    return schema;
}

struct list {
    const cJSON *document;
    char **items;
    size_t count;
};

/* Takes the pointer; one that is in the list already is dropped. */
static void list_add(struct list *l, char *pointer)
{
    for (size_t i = 0; i < l->count; i++) {
        if (strcmp(l->items[i], pointer) == 0) {
            free(pointer);
            return;
        }
    }
    l->items = mem_grow(l->items, l->count + 2, sizeof *l->items);
    l->items[l->count++] = pointer;
    l->items[l->count] = NULL;
}

/* The member "schema" of a media type or a header. Its own place, not what a $ref there means. */
static void list_schema(struct list *l, struct place holder)
{
    if (cJSON_GetObjectItemCaseSensitive(holder.node, "schema"))
        list_add(l, mem_format("%s/schema", holder.pointer));
    place_free(&holder);
}

static void list_response(struct list *l, const struct place *response)
{
    struct place content = place_below(l->document, response, "content");
    list_schema(l, place_below(l->document, &content, "application/json"));
    place_free(&content);
    struct place headers = place_below(l->document, response, "headers");
    const cJSON *header;
    cJSON_ArrayForEach(header, headers.node)
        list_schema(l, place_below(l->document, &headers, header->string));
    place_free(&headers);
}

static int list_operation(void *context, const char *path, const struct place *at)
{
    struct list *l = context;
    (void)path;
    struct place responses = place_below(l->document, at, "responses");
    const cJSON *code;
    cJSON_ArrayForEach(code, responses.node)
    {
        struct place response = place_below(l->document, &responses, code->string);
        list_response(l, &response);
        place_free(&response);
    }
    place_free(&responses);
    return 0;
}

static void list_components(struct list *l)
{
    struct place at = place_root(l->document);
    if (place_step(l->document, &at, "components") && place_step(l->document, &at, "schemas")) {
        const cJSON *schema;
        cJSON_ArrayForEach(schema, at.node)
        {
            struct place below = place_below(l->document, &at, schema->string);
            if (below.node)
                list_add(l, mem_string(below.pointer));
            place_free(&below);
        }
    }
    place_free(&at);
}

char **schema_pointers(const cJSON *document)
{
    struct list l = {.document = document, .items = mem_alloc(sizeof *l.items)};
    each_operation(document, list_operation, &l);
    list_components(&l);
    return l.items;
}

void schema_pointers_free(char **list)
{
    for (size_t i = 0; list[i]; i++)
        free(list[i]);
    free(list);
}
