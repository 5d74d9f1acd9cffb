#include "fuzz/campaign/minimise.h"

#include "base/buf.h"
#include "base/json.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define SEPARATOR 0x1E /* oracle/sequence.h */
#define PIECES_MAX 1024
#define OPERATIONS_MAX 64 /* what is behind goes with the last one */

struct search {
    minimise_try *again;
    void *context;
    unsigned tries;
    char *best;
    size_t len;
    bool readable;
};

struct operation {
    struct bytes head; /* with its line's end; empty for a body alone */
    struct bytes body;
};

/* --- inputs --- */

static size_t split(struct bytes input, struct operation list[OPERATIONS_MAX])
{
    size_t count = 0;
    const char *at = input.ptr, *end = input.ptr + input.len;
    while (at < end && count < OPERATIONS_MAX) {
        struct operation *o = &list[count++];
        const char *next =
            count < OPERATIONS_MAX ? memchr(at + 1, SEPARATOR, (size_t)(end - at - 1)) : NULL;
        next = next ? next : end;
        const char *line = *at == SEPARATOR ? memchr(at, '\n', (size_t)(next - at)) : NULL;
        const char *body = *at != SEPARATOR ? at : line ? line + 1 : next;
        o->head = (struct bytes){at, (size_t)(body - at)};
        o->body = (struct bytes){body, (size_t)(next - body)};
        at = next;
    }
    return count;
}

/* Each body is JSON, or there is none. */
static bool is_readable(struct bytes input)
{
    struct operation list[OPERATIONS_MAX];
    struct json_problem problem;
    size_t count = split(input, list);
    for (size_t i = 0; i < count; i++)
        if (!json_check(list[i].body, NULL, &problem) && problem.fault != JSON_EMPTY)
            return false;
    return true;
}

/* Takes the candidate when it is smaller, as readable, and does it, too. */
static bool offer(struct search *s, struct bytes candidate)
{
    if (!s->tries || candidate.len >= s->len || (s->readable && !is_readable(candidate)))
        return false;
    s->tries--;
    if (!s->again(s->context, candidate))
        return false;
    char *copy = mem_copy(candidate.ptr, candidate.len);
    free(s->best);
    s->best = copy;
    s->len = candidate.len;
    s->readable = s->readable || is_readable(candidate);
    return true;
}

static struct bytes best(const struct search *s)
{
    return (struct bytes){s->best, s->len};
}

/* The best without the bytes from `at` on. */
static bool offer_without(struct search *s, size_t at, size_t len)
{
    char *candidate = mem_alloc(s->len);
    memcpy(candidate, s->best, at);
    memcpy(candidate + at, s->best + at + len, s->len - at - len);
    bool taken = offer(s, (struct bytes){candidate, s->len - len});
    free(candidate);
    return taken;
}

/* --- operations --- */

static void drop_operations(struct search *s)
{
    struct operation list[OPERATIONS_MAX];
    for (size_t i = split(best(s), list); i-- > 0;) {
        size_t count = split(best(s), list);
        if (i >= count || count < 2)
            continue;
        size_t at = (size_t)(list[i].head.ptr - s->best);
        offer_without(s, at, list[i].head.len + list[i].body.len);
    }
}

/* --- the tree of one body --- */

struct pruning {
    struct search *search;
    size_t which; /* operation */
    cJSON *tree;
};

static bool offer_tree(struct pruning *p)
{
    struct operation list[OPERATIONS_MAX];
    split(best(p->search), list);
    const struct operation *o = &list[p->which];
    struct buf all = buf_new(p->search->len + 1);
    buf_add(&all, p->search->best, (size_t)(o->body.ptr - p->search->best));
    char *text = json_print(p->tree, false);
    buf_text(&all, text);
    const char *rest = o->body.ptr + o->body.len;
    buf_add(&all, rest, p->search->len - (size_t)(rest - p->search->best));
    /* What does not fit is longer than the best, and no candidate. */
    bool taken = !all.failed && offer(p->search, buf_view(&all));
    free(text);
    buf_free(&all);
    return taken;
}

static void drop_children(struct pruning *p, cJSON *node)
{
    cJSON *all = node->child;
    node->child = NULL;
    if (all && offer_tree(p)) {
        while (all) {
            cJSON *next = all->next;
            all->next = NULL;
            cJSON_Delete(all);
            all = next;
        }
        return;
    }
    node->child = all;
    cJSON **link = &node->child; /* only `next` is looked at when a tree is printed or deleted */
    while (*link) {
        cJSON *child = *link;
        *link = child->next;
        if (offer_tree(p)) {
            child->next = NULL;
            cJSON_Delete(child);
        } else {
            *link = child;
            link = &child->next;
        }
    }
}

/* Nothing, or else as little of its end as can be cut away. */
static void shorten_text(struct pruning *p, cJSON *node)
{
    size_t len = strlen(node->valuestring), cut = len;
    while (cut) {
        size_t keep = len - cut;
        while (keep && ((unsigned char)node->valuestring[keep] & 0xC0) == 0x80)
            keep--;
        char *was = mem_copy(node->valuestring + keep, len - keep);
        node->valuestring[keep] = '\0';
        if (keep < len && offer_tree(p)) {
            len = keep;
            cut = cut < len ? cut : len;
        } else {
            memcpy(node->valuestring + keep, was, len - keep + 1);
            cut /= 2;
        }
        free(was);
    }
}

static void shorten_number(struct pruning *p, cJSON *node)
{
    double was = node->valuedouble;
    cJSON_SetNumberValue(node, 0);
    if (!offer_tree(p))
        cJSON_SetNumberValue(node, was);
}

static void prune(struct pruning *p, cJSON *node)
{
    if (!p->search->tries)
        return;
    if (cJSON_IsString(node))
        shorten_text(p, node);
    else if (cJSON_IsNumber(node))
        shorten_number(p, node);
    else
        drop_children(p, node);
    for (cJSON *child = node->child; child; child = child->next)
        prune(p, child);
}

static void prune_bodies(struct search *s)
{
    struct operation list[OPERATIONS_MAX];
    struct json_problem problem;
    size_t count = split(best(s), list);
    for (size_t i = 0; i < count; i++) {
        split(best(s), list);
        struct pruning p = {s, i, json_read(list[i].body, NULL, &problem)};
        if (p.tree)
            prune(&p, p.tree);
        cJSON_Delete(p.tree);
    }
}

/* --- bytes --- */

/* Single ones only of what is short: a long input has too many. */
static void drop_bytes(struct search *s)
{
    for (size_t step = s->len / 2; step > s->len / PIECES_MAX && s->tries; step /= 2) {
        size_t at = 0;
        while (at + step <= s->len && s->tries)
            if (!offer_without(s, at, step))
                at += step;
    }
}

char *minimise(struct bytes input, minimise_try *again, void *context, unsigned tries, size_t *len)
{
    struct search s = {again,     context,           tries, mem_copy(input.ptr, input.len),
                       input.len, is_readable(input)};
    size_t before;
    do {
        before = s.len;
        drop_operations(&s);
        prune_bodies(&s);
        drop_bytes(&s);
    } while (s.tries && s.len < before);
    *len = s.len;
    return s.best;
}
