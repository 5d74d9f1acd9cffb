#include "fuzz/mutate/rules.h"

#include "base/mem.h"

#include <ctype.h>
#include <stdlib.h>

#define OPERATIONS_MAX 16
#define EXAMPLES_MAX 8
#define EXTRAS_MAX 32
#define SCHEMA_DEPTH 12 /* of a schema that is not that deep, but may refer to itself */

struct rules {
    char *document;
    struct arena tree;
    const struct node *root;
    void **owned;
    size_t owned_count;
    struct operation operations[OPERATIONS_MAX];
    size_t operation_count;
};

static void *own(struct rules *r, size_t size)
{
    r->owned = mem_grow(r->owned, r->owned_count + 1, sizeof *r->owned);
    return r->owned[r->owned_count++] = mem_alloc(size ? size : 1);
}

/* --- the document --- */

static const struct node *get(const struct node *object, const char *name)
{
    return object ? node_member(object, (struct text){name, strlen(name)}) : NULL;
}

/* "#/components/schemas/Tags"; the names in there have no '~' and no '%'. */
static const struct node *follow(const struct rules *r, const struct node *n)
{
    const struct node *ref = n ? get(n, "$ref") : NULL;
    if (!ref || ref->kind != NODE_STRING)
        return n;
    const struct node *at = r->root;
    const char *c = ref->text.ptr + 1, *end = ref->text.ptr + ref->text.len;
    while (at && c < end) {
        const char *next = memchr(c + 1, '/', (size_t)(end - c - 1));
        next = next ? next : end;
        at = node_member(at, (struct text){c + 1, (size_t)(next - c - 1)});
        c = next;
    }
    return at;
}

static bool holds(const struct node *array, struct text text)
{
    for (const struct node *c = array ? array->child : NULL; c; c = c->next)
        if (c->kind == NODE_STRING && text_same(c->text, text))
            return true;
    return false;
}

/* --- schemas --- */

static unsigned kinds_of(struct text word)
{
    static const struct {
        struct text name;
        unsigned kinds;
    } all[] = {{TEXT("null"), KIND_BIT(NODE_NULL)},
               {TEXT("boolean"), KIND_BIT(NODE_TRUE) | KIND_BIT(NODE_FALSE)},
               {TEXT("number"), KIND_BIT(NODE_NUMBER)},
               {TEXT("integer"), KIND_BIT(NODE_NUMBER)},
               {TEXT("string"), KIND_BIT(NODE_STRING)},
               {TEXT("array"), KIND_BIT(NODE_ARRAY)},
               {TEXT("object"), KIND_BIT(NODE_OBJECT)}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (text_same(all[i].name, word))
            return all[i].kinds;
    return 0;
}

static unsigned kinds_in(const struct node *type)
{
    unsigned kinds = 0;
    if (type && type->kind == NODE_STRING)
        return kinds_of(type->text);
    for (const struct node *c = type ? type->child : NULL; c; c = c->next)
        kinds |= kinds_of(c->text);
    return kinds;
}

static void read_enum(struct rules *r, const struct node *list, struct rule *out)
{
    struct text *enums = own(r, (list ? node_count(list) : 0) * sizeof *enums);
    for (const struct node *c = list ? list->child : NULL; c; c = c->next)
        if (c->kind == NODE_STRING)
            enums[out->enum_count++] = c->text;
    out->enums = enums;
}

static void read_need(const struct node *schema, struct rule *out)
{
    const struct node *when = get(get(schema, "if"), "properties");
    const struct node *needed = get(get(schema, "then"), "required");
    const struct node *value = when && when->child ? get(when->child, "const") : NULL;
    if (value && needed && needed->child)
        out->need = (struct need){when->child->name, value->text, needed->child->text};
}

static struct rule *read_schema(struct rules *r, const struct node *schema, unsigned depth);

static void mark_refers(struct rule *rule)
{
    rule->refers = true;
    for (size_t i = 0; i < rule->member_count; i++)
        mark_refers(rule->members[i].rule);
}

/* Members whose schemas are the same thing stand for two of the same: a and b of an edge, for one. */
static void find_likes(struct rule *rule, const struct node *properties)
{
    const struct node *a = properties->child;
    for (size_t i = 0; a; a = a->next, i++) {
        const struct node *ref = get(a, "$ref"), *b = a->next;
        for (size_t j = i + 1; b && !rule->members[i].like; b = b->next, j++) {
            const struct node *other = get(b, "$ref");
            bool by_name = ref && other && text_same(ref->text, other->text);
            bool by_look = a->name.len == b->name.len && a->name.len > 1 &&
                           memcmp(a->name.ptr, b->name.ptr, a->name.len - 1) == 0;
            if (!by_name && !by_look)
                continue;
            rule->members[i].like = &rule->members[j];
            mark_refers(rule->members[i].rule);
            mark_refers(rule->members[j].rule);
        }
    }
}

static void read_members(struct rules *r, const struct node *schema, struct rule *out,
                         unsigned depth)
{
    const struct node *properties = get(schema, "properties"), *required = get(schema, "required");
    if (!properties)
        return;
    out->members = own(r, node_count(properties) * sizeof *out->members);
    for (const struct node *c = properties->child; c; c = c->next)
        out->members[out->member_count++] = (struct member){.name = c->name,
                                                            .required = holds(required, c->name),
                                                            .rule = read_schema(r, c, depth + 1)};
    find_likes(out, properties);
}

static struct rule *read_schema(struct rules *r, const struct node *schema, unsigned depth)
{
    struct rule *out = own(r, sizeof *out);
    *out = (struct rule){0};
    schema = follow(r, schema);
    if (!schema || schema->kind != NODE_OBJECT || depth > SCHEMA_DEPTH)
        return out;
    out->kinds = kinds_in(get(schema, "type"));
    read_enum(r, get(schema, "enum"), out);
    read_need(schema, out);
    read_members(r, schema, out, depth);
    const struct node *others = get(schema, "additionalProperties");
    if (others && others->kind == NODE_OBJECT)
        out->others = read_schema(r, others, depth + 1);
    return out;
}

const struct member *rule_member(const struct rule *r, struct text name)
{
    for (size_t i = 0; r && i < r->member_count; i++)
        if (text_means(r->members[i].name, name))
            return &r->members[i];
    return NULL;
}

/* --- examples --- */

static void keep_value(struct rule *rule, struct text text)
{
    for (size_t i = 0; i < rule->value_count; i++)
        if (text_same(rule->values[i], text))
            return;
    if (rule->value_count < RULE_VALUES)
        rule->values[rule->value_count++] = text;
}

static void learn(struct rule *rule, const struct node *n)
{
    if (!rule)
        return;
    if (n->kind == NODE_STRING)
        keep_value(rule, n->text);
    for (const struct node *c = n->child; n->kind == NODE_OBJECT && c; c = c->next) {
        const struct member *m = rule_member(rule, c->name);
        if (!m && rule->others)
            keep_value(rule, c->name);
        learn(m ? m->rule : rule->others, c);
    }
}

static void read_examples(struct rules *r, const struct node *media, struct operation *out)
{
    const struct node *all = get(media, "examples");
    const struct node **list = own(r, EXAMPLES_MAX * sizeof *list);
    for (const struct node *c = all ? all->child : NULL; c && out->example_count < EXAMPLES_MAX;
         c = c->next) {
        const struct node *value = get(follow(r, c), "value");
        if (!value)
            continue;
        list[out->example_count++] = value;
        learn(out->rule, value);
    }
    out->examples = list;
}

static void find_extras(struct operation *out, struct extra *list, const struct node *value,
                        const struct rule *rule)
{
    if (!rule || value->kind != NODE_OBJECT)
        return;
    for (const struct node *c = value->child; c && out->extra_count < EXTRAS_MAX; c = c->next) {
        const struct member *m = rule_member(rule, c->name);
        if (m)
            find_extras(out, list, c, m->rule);
        else if (!rule->others)
            list[out->extra_count++] = (struct extra){rule, c};
    }
}

/* From every example of a good answer. */
static void read_extras(struct rules *r, const struct node *operation, struct operation *out)
{
    const struct node *answer = follow(r, get(get(operation, "responses"), "200"));
    const struct node *media = get(get(answer, "content"), "application/json");
    const struct node *examples = get(media, "examples");
    struct extra *list = own(r, EXTRAS_MAX * sizeof *list);
    out->extras = list;
    for (const struct node *c = examples ? examples->child : NULL; c; c = c->next) {
        const struct node *value = get(follow(r, c), "value");
        if (value)
            find_extras(out, list, value, out->rule);
    }
}

/* --- operations --- */

static void read_operation(struct rules *r, const struct node *operation, struct text suffix)
{
    static const struct text methods[] = {TEXT("get"), TEXT("put"), TEXT("patch"), TEXT("post"),
                                          TEXT("delete")};
    bool known = false;
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        known |= text_same(operation->name, methods[i]);
    if (!known || r->operation_count == OPERATIONS_MAX)
        return;
    char *method = own(r, operation->name.len);
    for (size_t i = 0; i < operation->name.len; i++)
        method[i] = (char)toupper((unsigned char)operation->name.ptr[i]);
    struct operation out = {.method = {method, operation->name.len}, .suffix = suffix};
    const struct node *body = follow(r, get(operation, "requestBody"));
    const struct node *media = get(get(body, "content"), "application/json");
    if (get(media, "schema")) {
        out.rule = read_schema(r, get(media, "schema"), 0);
        read_examples(r, media, &out);
        read_extras(r, operation, &out);
    }
    r->operations[r->operation_count++] = out;
}

static void read_path(struct rules *r, const struct node *path, struct text suffix)
{
    const struct node *item = follow(r, path);
    for (const struct node *c = item ? item->child : NULL; c; c = c->next)
        read_operation(r, c, suffix);
}

/* What needs what is said where all is required: of the same members in another body it is worth knowing. */
static void share_needs(struct rule *to, const struct rule *from)
{
    if (!to->need.name.len && rule_member(to, from->need.name) &&
        rule_member(to, from->need.needed))
        to->need = from->need;
    for (size_t i = 0; i < to->member_count; i++) {
        const struct member *m = rule_member(from, to->members[i].name);
        if (m)
            share_needs(to->members[i].rule, m->rule);
    }
}

/* Values of one body are worth trying in the other bodies of the same place. */
static void share(struct rules *r)
{
    for (size_t i = 0; i < r->operation_count; i++)
        for (size_t j = 0; j < r->operation_count; j++) {
            const struct operation *a = &r->operations[i], *b = &r->operations[j];
            if (!a->rule || !b->rule || !text_same(a->suffix, b->suffix))
                continue;
            share_needs(a->rule, b->rule);
            for (size_t k = 0; k < b->example_count; k++)
                learn(a->rule, b->examples[k]);
        }
}

static int read_document(struct rules *r, struct err *err)
{
    const struct node *paths = get(r->root, "paths"), *main_path = NULL;
    for (const struct node *p = paths ? paths->child : NULL; p && !main_path; p = p->next) {
        const struct node *item = follow(r, p);
        if (get(item, "put") && get(item, "patch"))
            main_path = p;
    }
    if (!main_path)
        return err_set(err, "the OpenAPI document has no path with both put and patch");
    struct text base = main_path->name;
    for (const struct node *p = paths->child; p; p = p->next)
        if (p->name.len >= base.len && memcmp(p->name.ptr, base.ptr, base.len) == 0)
            read_path(r, p, (struct text){p->name.ptr + base.len, p->name.len - base.len});
    share(r);
    for (size_t i = 0; i < r->operation_count; i++)
        if (r->operations[i].rule && !r->operations[i].example_count)
            return err_set(err, "the OpenAPI document has no example of the body of %.*s",
                           (int)r->operations[i].method.len, r->operations[i].method.ptr);
    return 0;
}

int rules_new(struct rules **out, struct text openapi, struct err *err)
{
    struct rules *r = mem_alloc(sizeof *r);
    *r = (struct rules){.document = mem_copy(openapi.ptr, openapi.len)};
    arena_open(&r->tree, openapi.len / 2 + 16, 1);
    unsigned faults;
    r->root = tree_read(&r->tree, (struct text){r->document, openapi.len}, &faults);
    int result = !r->root || faults ? err_set(err, "the OpenAPI document is not JSON")
                                    : read_document(r, err);
    if (result) {
        rules_free(r);
        return -1;
    }
    *out = r;
    return 0;
}

void rules_free(struct rules *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->owned_count; i++)
        free(r->owned[i]);
    free(r->owned);
    arena_close(&r->tree);
    free(r->document);
    free(r);
}

const struct operation *rules_operations(const struct rules *r, size_t *count)
{
    *count = r->operation_count;
    return r->operations;
}

const struct operation *rules_find(const struct rules *r, struct text method, struct text suffix)
{
    for (size_t i = 0; i < r->operation_count; i++)
        if (text_same(r->operations[i].method, method) &&
            text_same(r->operations[i].suffix, suffix))
            return &r->operations[i];
    return NULL;
}
