#include "conformance/growth.h"

#include "base/mem.h"
#include "conformance/hostile.h"

#include <math.h>
#include <stdlib.h>

#define TRIES 3

struct growing {
    struct scene *scene;
    const cJSON *written;
    struct growth_series series;
    struct growth_pair pairs[GROWTH_PAIRS];
    size_t pair_count;
    const struct trace *trace; /* the last one, or the one that was not answered */
    double unanswered;         /* the size of that; 0: all were answered */
};

/* The shortest of the tries; below 0 when one was not answered, and again not. */
static int measure(struct growing *g, double size, unsigned tries, double *seconds, struct err *err)
{
    cJSON_DeleteItemFromObjectCaseSensitive(g->scene->values, "size");
    cJSON_AddNumberToObject(g->scene->values, "size", size);
    cJSON *step = scene_step(g->scene, g->written, err);
    if (!step)
        return -1;
    int result = hostile_time(g->scene, step, tries, seconds, &g->trace, err);
    if (!result && *seconds < 0)
        result = hostile_time(g->scene, step, 1, seconds, &g->trace, err);
    if (!result && *seconds < 0)
        g->unanswered = size;
    cJSON_Delete(step);
    return result;
}

/* So many tries of each size; what they say is put to what earlier ones said. */
static int measure_each(struct growing *g, unsigned tries, struct err *err)
{
    size_t i = 0;
    const cJSON *size;
    cJSON_ArrayForEach(size, cJSON_GetObjectItemCaseSensitive(g->written, "growth"))
    {
        double took, *shortest = &g->series.seconds[i];
        if (i == GROWTH_SIZES_MAX || g->unanswered > 0)
            break;
        if (measure(g, size->valuedouble, tries, &took, err))
            return -1;
        if (g->unanswered > 0)
            break;
        *shortest = i < g->series.count ? fmin(*shortest, took) : took;
        g->series.sizes[i++] = size->valuedouble;
        g->series.count = i > g->series.count ? i : g->series.count;
    }
    return 0;
}

/* More tries only make times shorter: where the largest is quick at once they change nothing. */
static int measure_series(struct growing *g, struct err *err)
{
    if (measure_each(g, 1, err))
        return -1;
    if (g->unanswered > 0 || !growth_slow(&g->series))
        return 0;
    return measure_each(g, TRIES - 1, err);
}

/* Half of the control before, half of it after: load that comes or goes meets both. */
static int measure_pair(struct growing *g, struct err *err)
{
    const struct growth_series *s = &g->series;
    double smallest = s->sizes[0], largest = s->sizes[s->count - 1], took;
    struct growth_pair p = {.times = (unsigned)lround(largest / smallest)};
    for (unsigned i = 0; i <= p.times && !(g->unanswered > 0); i++) {
        bool middle = i == p.times / 2;
        if (measure(g, middle ? largest : smallest, 1, &took, err))
            return -1;
        *(middle ? &p.largest : &p.control) += took;
    }
    if (!(g->unanswered > 0))
        g->pairs[g->pair_count++] = p;
    return 0;
}

static int judge(struct growing *g, bool *held, struct err *err)
{
    int verdict = -1;
    if (measure_series(g, err))
        return -1;
    if (!(g->unanswered > 0) && !growth_suspected(&g->series))
        verdict = 0;
    while (verdict < 0 && !(g->unanswered > 0)) {
        if (measure_pair(g, err))
            return -1;
        verdict = growth_verdict(g->pairs, g->pair_count);
    }
    *held = verdict == 0 && !(g->unanswered > 0);
    return 0;
}

static char *words_of(const struct growing *g)
{
    struct buf text = buf_new(1000);
    const struct growth_series *s = &g->series;
    for (size_t i = 0; i < s->count; i++)
        buf_format(&text, "%s%.0f: %.1f ms", i ? ", " : "", s->sizes[i], s->seconds[i] * 1000);
    for (size_t i = 0; i < g->pair_count; i++)
        buf_format(&text, "; %.0f ms beside %.0f ms for %u of the smallest",
                   g->pairs[i].largest * 1000, g->pairs[i].control * 1000, g->pairs[i].times);
    return buf_take(&text);
}

static struct miss miss_of(const struct growing *g)
{
    char *expected = mem_string("a time that grows with the size, no faster");
    char *where = mem_string("status");
    if (!(g->unanswered > 0))
        return miss_new(where, expected, words_of(g),
                        mem_format("Time grows as the size to the power of %.1f.",
                                   growth_exponent(&g->series)));
    char *note = seen_words(&g->trace->seen);
    struct miss miss =
        miss_new(where, expected, mem_format("at size %.0f: %s", g->unanswered, note),
                 mem_format("The %s of this size is not answered.", g->trace->seen.request.method));
    free(note);
    return miss;
}

int growth_play(struct scene *s, const cJSON *written, bool *held, struct miss *out,
                const struct trace **trace, struct err *err)
{
    struct growing g = {.scene = s, .written = written};
    int result = judge(&g, held, err);
    *trace = g.trace;
    if (!result && !*held)
        *out = miss_of(&g);
    return result;
}
