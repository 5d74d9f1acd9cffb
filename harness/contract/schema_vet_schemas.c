#include "contract/schema_vet.h"

#include "base/mem.h"
#include "base/pointer.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Queues the schema below this rule; `name` is its part of the pointer, NULL for the value itself. */
static int add_schema(struct loader *l, struct rule *rule, const cJSON *json, const char *name)
{
    struct buf pointer = buf_new(SIZE_MAX / 4);
    buf_text(&pointer, l->node->pointer);
    pointer_add(&pointer, rule->value->string);
    if (name)
        pointer_add(&pointer, name);
    struct part *part = loader_part(rule, name ? json->string : NULL);
    part->node = loader_node(l, json, buf_take(&pointer));
    return part->node ? 0 : -1;
}

int vet_schema(struct loader *l, struct rule *rule)
{
    return add_schema(l, rule, rule->value, NULL);
}

int vet_schema_list(struct loader *l, struct rule *rule)
{
    const cJSON *item;
    char index[24];
    if (!cJSON_IsArray(rule->value) || !rule->value->child)
        return loader_fail(l, rule, "expected an array of at least one schema");
    cJSON_ArrayForEach(item, rule->value)
    {
        snprintf(index, sizeof index, "%zu", rule->count);
        if (add_schema(l, rule, item, index) != 0)
            return -1;
    }
    return 0;
}

static int by_name(const void *left, const void *right)
{
    const struct part *a = left, *b = right;
    return strcmp(a->name, b->name);
}

int vet_schema_map(struct loader *l, struct rule *rule)
{
    const cJSON *member;
    if (!cJSON_IsObject(rule->value))
        return loader_fail(l, rule, "expected an object of schemas");
    cJSON_ArrayForEach(member, rule->value)
    {
        if (add_schema(l, rule, member, member->string) != 0)
            return -1;
    }
    if (rule->count)
        qsort(rule->parts, rule->count, sizeof *rule->parts, by_name);
    return 0;
}

int vet_pattern_map(struct loader *l, struct rule *rule)
{
    struct err why;
    if (vet_schema_map(l, rule) != 0)
        return -1;
    for (size_t i = 0; i < rule->count; i++) {
        struct part *part = &rule->parts[i];
        if (regex_compile(&part->regex, part->name, &why) != 0)
            return err_set(l->err, "schema \"%.400s\": %s", part->node->pointer, why.text);
    }
    return 0;
}

const struct part *rule_part(const struct rule *rule, const char *name)
{
    struct part key = {.name = name};
    return rule->count ? bsearch(&key, rule->parts, rule->count, sizeof key, by_name) : NULL;
}

static int hex_value(char c)
{
    char lower = (char)(c | 0x20);
    if (c >= '0' && c <= '9')
        return c - '0';
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* A URI fragment decoded, to free(); NUL becomes C0 80 as in the trees of json_read. NULL when the
 * percent-encoding is malformed. */
static char *decode(const char *fragment)
{
    char *text = mem_alloc(strlen(fragment) + 1);
    size_t n = 0;
    for (const char *p = fragment; *p; p++) {
        if (*p != '%') {
            text[n++] = *p;
            continue;
        }
        int high = hex_value(p[1]), low = high < 0 ? -1 : hex_value(p[2]);
        if (low < 0) {
            free(text);
            return NULL;
        }
        if (high + low == 0)
            text[n++] = (char)0xC0;
        text[n++] = (char)(high + low == 0 ? 0x80 : high * 16 + low);
        p += 2;
    }
    return text;
}

int vet_reference(struct loader *l, struct rule *rule)
{
    const char *uri = cJSON_GetStringValue(rule->value);
    if (!uri)
        return loader_fail(l, rule, "expected a string");
    if (*uri != '#')
        return loader_fail(l, rule, "\"%.200s\" leads out of the document", uri);
    char *pointer = decode(uri + 1);
    const cJSON *json = pointer ? pointer_get(l->schema->document, pointer) : NULL;
    if (!json) {
        free(pointer);
        return loader_fail(l, rule, "\"%.200s\" leads nowhere; only JSON pointers are known", uri);
    }
    struct part *part = loader_part(rule, NULL);
    part->node = loader_node(l, json, pointer);
    return part->node ? 0 : -1;
}
