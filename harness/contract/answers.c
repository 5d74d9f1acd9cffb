#include "contract/answers.h"

#include "base/mem.h"
#include "contract/surface.h"

#include <stdlib.h>
#include <string.h>

struct answers {
    struct answer_rules *list;
    size_t count;
};

struct listing {
    struct answers *answers;
    const cJSON *document;
};

static void add_headers(struct answer_rules *rules, const cJSON *document)
{
    struct place headers = place_below(document, &rules->response, "headers");
    const cJSON *header;
    cJSON_ArrayForEach(header, headers.node)
    {
        struct header_rules one = {.name = header->string,
                                   .where = mem_format("header %s", header->string),
                                   .at = place_below(document, &headers, header->string)};
        one.schema = mem_format("%s/schema", one.at.pointer);
        rules->headers = mem_grow(rules->headers, rules->header_count + 1, sizeof one);
        rules->headers[rules->header_count++] = one;
    }
    place_free(&headers);
}

static void add_answer(struct listing *l, const cJSON *operation, const char *code,
                       struct place response)
{
    struct answer_rules rules = {.operation = operation, .response = response};
    struct place content = place_below(l->document, &response, "content");
    struct place media = place_below(l->document, &content, "application/json");
    if (media.node)
        rules.schema = mem_format("%s/schema", media.pointer);
    place_free(&media);
    place_free(&content);
    rules.status = strcmp(code, "default") == 0 ? ANY_STATUS : (int)strtol(code, NULL, 10);
    add_headers(&rules, l->document);
    struct answers *a = l->answers;
    a->list = mem_grow(a->list, a->count + 1, sizeof rules);
    a->list[a->count++] = rules;
}

static int add_operation(void *context, const char *path, const struct place *at)
{
    struct listing *l = context;
    struct place responses = place_below(l->document, at, "responses");
    const cJSON *code;
    (void)path;
    cJSON_ArrayForEach(code, responses.node)
        add_answer(l, at->node, code->string, place_below(l->document, &responses, code->string));
    place_free(&responses);
    return 0;
}

struct answers *answers_new(const cJSON *document)
{
    struct listing l = {mem_alloc(sizeof *l.answers), document};
    each_operation(document, add_operation, &l);
    return l.answers;
}

static void free_rules(struct answer_rules *rules)
{
    for (size_t i = 0; i < rules->header_count; i++) {
        free(rules->headers[i].where);
        free(rules->headers[i].schema);
        place_free(&rules->headers[i].at);
    }
    free(rules->headers);
    free(rules->schema);
    place_free(&rules->response);
}

void answers_free(struct answers *a)
{
    for (size_t i = 0; a && i < a->count; i++)
        free_rules(&a->list[i]);
    free(a ? a->list : NULL);
    free(a);
}

const struct answer_rules *answers_find(const struct answers *a, const cJSON *operation, int status)
{
    const struct answer_rules *any = NULL;
    for (size_t i = 0; i < a->count; i++) {
        if (a->list[i].operation != operation)
            continue;
        if (a->list[i].status == status)
            return &a->list[i];
        if (a->list[i].status == ANY_STATUS)
            any = &a->list[i];
    }
    return any;
}
