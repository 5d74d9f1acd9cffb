#include "reports/console.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

struct keyed {
    char *key;
    size_t index;
};

static int by_key(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    int order = strcmp(x->key, y->key);
    return order ? order : (x->index > y->index) - (x->index < y->index);
}

static int by_level(const void *a, const void *b)
{
    const struct group *x = a, *y = b;
    int order = (int)line_level(x->checks[0]) - (int)line_level(y->checks[0]);
    if (!order)
        order = strcmp(line_text(x->checks[0], "clause"), line_text(y->checks[0], "clause"));
    return order ? order : strcmp(line_text(x->checks[0], "id"), line_text(y->checks[0], "id"));
}

static int by_size(const void *a, const void *b)
{
    const struct group *x = a, *y = b;
    int order = (x->count < y->count) - (x->count > y->count);
    return order ? order : by_level(a, b);
}

static void add_group(struct groups *g, const struct results *r, const struct keyed *list,
                      size_t count)
{
    struct group group = {mem_alloc(count * sizeof *group.checks), count};
    for (size_t i = 0; i < count; i++)
        group.checks[i] = r->checks[list[i].index];
    g->list[g->count++] = group;
}

struct groups groups_of(const struct page *p, group_key key, bool largest_first)
{
    struct keyed *list = mem_alloc(p->r->check_count * sizeof *list);
    struct groups g = {0};
    for (size_t i = 0; i < p->r->check_count; i++) {
        char *text = key(p, p->r->checks[i]);
        if (text)
            list[g.checks++] = (struct keyed){text, i};
    }
    if (g.checks)
        qsort(list, g.checks, sizeof *list, by_key);
    g.list = mem_alloc(g.checks * sizeof *g.list);
    for (size_t i = 0, end; i < g.checks; i = end) {
        for (end = i + 1; end < g.checks && strcmp(list[end].key, list[i].key) == 0;)
            end++;
        add_group(&g, p->r, list + i, end - i);
    }
    for (size_t i = 0; i < g.checks; i++)
        free(list[i].key);
    free(list);
    if (g.count)
        qsort(g.list, g.count, sizeof *g.list, largest_first ? by_size : by_level);
    return g;
}

void groups_free(struct groups *g)
{
    for (size_t i = 0; i < g->count; i++)
        free(g->list[i].checks);
    free(g->list);
    *g = (struct groups){0};
}

#define NAMED 6 /* checks of a group that are listed by name */

char *group_others(const struct group *g, size_t from)
{
    struct buf out = buf_new((size_t)1 << 16);
    for (size_t i = from; i < g->count && i < from + NAMED; i++) {
        const char *id = line_text(g->checks[i], "id");
        bool standing = !strchr(id, '/'); /* its clause is all there is to tell it by */
        size_t len = standing ? strlen(id) : strcspn(id, "@");
        buf_format(&out, "%s%.*s", i > from ? ", " : "", len < 300 ? (int)len : 300, id);
    }
    if (g->count > from + NAMED)
        buf_format(&out, ", and %zu more", g->count - from - NAMED);
    return buf_take(&out);
}
