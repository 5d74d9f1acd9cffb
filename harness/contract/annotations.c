#include "contract/annotations.h"

#include "base/mem.h"
#include "contract/place.h"
#include "contract/relations.h"

#include <stdlib.h>

static bool named(const cJSON *member, const char *name)
{
    return member->string && strcmp(member->string, name) == 0;
}

bool is_extension(const cJSON *member)
{
    return member->string && strncmp(member->string, "x-connspec-", 11) == 0;
}

bool is_known_extension(const cJSON *member)
{
    if (named(member, "x-connspec-clause") || named(member, "x-connspec-equals-body"))
        return true;
    for (const struct schema_keyword *k = relation_keywords(); k->name; k++)
        if (named(member, k->name))
            return true;
    return false;
}

bool extension_clauses(const cJSON *member, bool (*see)(void *context, const char *clause),
                       void *context)
{
    if (named(member, "x-connspec-clause"))
        return see(context, echo_clause(member));
    if (!named(member, "x-connspec-echo") && !named(member, "x-connspec-derive"))
        return true;
    const cJSON *m;
    cJSON_ArrayForEach(m, member)
    {
        if (!cJSON_IsFalse(m) && !see(context, echo_clause(m)))
            return false;
    }
    return true;
}

/* Nodes found and not yet looked at, and, before them, those that were. */
struct queue {
    const cJSON *document;
    const cJSON **nodes;
    size_t count;
    bool (*see)(void *, const char *);
    void *context;
};

static void queue_add(struct queue *q, const cJSON *node)
{
    for (size_t i = 0; i < q->count; i++)
        if (q->nodes[i] == node)
            return;
    q->nodes = mem_grow(q->nodes, q->count + 1, sizeof *q->nodes);
    q->nodes[q->count++] = node;
}

static void walk(struct queue *q, const cJSON *node)
{
    const cJSON *member;
    if (node->string && (named(node, "example") || named(node, "examples")))
        return;
    const cJSON *target = place_follow(q->document, node, NULL);
    if (target && target != node)
        queue_add(q, target);
    cJSON_ArrayForEach(member, node)
    {
        if (is_extension(member))
            extension_clauses(member, q->see, q->context);
        else if (cJSON_IsObject(member) || cJSON_IsArray(member))
            walk(q, member);
    }
}

void annotations_each(const cJSON *document, const cJSON *node,
                      bool (*see)(void *context, const char *clause), void *context)
{
    struct queue q = {.document = document, .see = see, .context = context};
    queue_add(&q, node);
    for (size_t i = 0; i < q.count; i++)
        walk(&q, q.nodes[i]);
    free(q.nodes);
}
