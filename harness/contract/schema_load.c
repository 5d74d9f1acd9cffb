#include "contract/schema_parts.h"

#include "base/mem.h"
#include "base/pointer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Where json is in the table, or the free slot where it belongs. */
static struct node **slot_of(const struct schema *s, const cJSON *json)
{
    size_t at = (size_t)(((uintptr_t)json >> 4) * 0x9E3779B97F4A7C15u >> 20);
    for (;; at++) {
        struct node **slot = &s->slots[at & (s->slot_count - 1)];
        if (!*slot || (*slot)->json == json)
            return slot;
    }
}

struct node *schema_node(const struct schema *s, const cJSON *json)
{
    return s->slot_count ? *slot_of(s, json) : NULL;
}

static void make_room(struct schema *s)
{
    if (s->count < s->cap)
        return;
    s->cap = s->cap ? s->cap * 2 : 64;
    s->nodes = mem_grow(s->nodes, s->cap, sizeof(struct node *));
    free(s->slots);
    s->slot_count = s->cap * 2;
    s->slots = mem_alloc(s->slot_count * sizeof(struct node *));
    for (size_t i = 0; i < s->count; i++)
        *slot_of(s, s->nodes[i]->json) = s->nodes[i];
}

static struct node *new_node(struct schema *s, const cJSON *json, char *pointer)
{
    struct node *node = mem_alloc(sizeof *node);
    *node = (struct node){.json = json, .pointer = pointer};
    make_room(s);
    *slot_of(s, json) = s->nodes[s->count++] = node;
    return node;
}

struct node *loader_node(struct loader *l, const cJSON *json, char *pointer)
{
    struct node *node = schema_node(l->schema, json);
    if (!node && (cJSON_IsObject(json) || cJSON_IsBool(json)))
        return new_node(l->schema, json, pointer);
    if (!node)
        err_set(l->err, "schema \"%s\": expected an object, true or false", pointer);
    free(pointer);
    return node;
}

struct part *loader_part(struct rule *rule, const char *name)
{
    rule->parts = mem_grow(rule->parts, rule->count + 1, sizeof *rule->parts);
    rule->parts[rule->count] = (struct part){.name = name};
    return &rule->parts[rule->count++];
}

int loader_fail(struct loader *l, const struct rule *rule, const char *format, ...)
{
    va_list args;
    char text[sizeof l->err->text / 2];
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct buf where = buf_new(SIZE_MAX / 4);
    buf_text(&where, l->node->pointer);
    pointer_add(&where, rule->value->string);
    err_set(l->err, "schema \"%.400s\": %s", buf_view(&where).ptr, text);
    buf_free(&where);
    return -1;
}

int loader_custom(struct loader *l, struct rule *rule)
{
    struct err why = {""};
    for (const struct schema_keyword *k = l->keywords; k && k->name; k++) {
        if (strcmp(k->name, rule->value->string) != 0)
            continue;
        if (k->load && k->load(rule->value, &why) != 0)
            return loader_fail(l, rule, "%s", why.text);
        return 0;
    }
    return loader_fail(l, rule, "a keyword that is not implemented");
}

static int load_rule(struct loader *l, struct rule *rule, const cJSON *value)
{
    rule->value = value;
    rule->keyword = keyword_find(value->string);
    return rule->keyword ? rule->keyword->load(l, rule) : loader_custom(l, rule);
}

static int load_node(struct loader *l, struct node *node)
{
    const cJSON *value;
    l->node = node;
    if (!cJSON_IsObject(node->json))
        return 0;
    node->rules = mem_alloc((size_t)cJSON_GetArraySize(node->json) * sizeof *node->rules);
    cJSON_ArrayForEach(value, node->json)
    {
        if (load_rule(l, &node->rules[node->count++], value) != 0)
            return -1;
    }
    return 0;
}

static int load_all(struct loader *l, const char *const *pointers)
{
    for (; *pointers; pointers++) {
        const cJSON *json = pointer_get(l->schema->document, *pointers);
        if (!json)
            return err_set(l->err, "schema \"%s\": nothing is there", *pointers);
        if (!loader_node(l, json, mem_string(*pointers)))
            return -1;
    }
    size_t entries = l->schema->count;
    for (size_t i = 0; i < l->schema->count; i++) {
        l->entry = i < entries || l->schema->nodes[i]->json == l->schema->document;
        if (load_node(l, l->schema->nodes[i]) != 0)
            return -1;
    }
    return 0;
}

int schema_load(struct schema **out, const cJSON *document, const char *const *pointers,
                const struct schema_keyword *keywords, struct err *err)
{
    struct schema *s = mem_alloc(sizeof *s);
    struct loader l = {.schema = s, .keywords = keywords, .err = err};
    s->document = document;
    int rc = load_all(&l, pointers);
    if (rc != 0) {
        schema_free(s);
        s = NULL;
    }
    *out = s;
    return rc;
}

static void free_rule(struct rule *rule)
{
    for (size_t i = 0; i < rule->count; i++)
        regex_free(rule->parts[i].regex);
    free(rule->parts);
    regex_free(rule->regex);
}

static void free_node(struct node *node)
{
    for (size_t i = 0; i < node->count; i++)
        free_rule(&node->rules[i]);
    free(node->rules);
    free(node->pointer);
    free(node);
}

void schema_free(struct schema *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->count; i++)
        free_node(s->nodes[i]);
    free(s->nodes);
    free(s->slots);
    free(s);
}
