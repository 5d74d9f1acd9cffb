#include "fuzz/review/profile.h"

#include "base/mem.h"
#include "fuzz/review/reading.h"

#include <stdlib.h>
#include <string.h>

#define MOST_HANGS 5

static int ask(struct guest *g, const struct probe *p, size_t count, struct understood *u,
               struct err *err)
{
    struct buf body = probe_body(p, count);
    int failed = guest_parse(g, buf_view(&body), u, err);
    buf_free(&body);
    if (failed || u->fate != FATE_ANSWERED)
        return failed;
    if (!guest_end(g)) /* it may die of what it has to free, or leak it */
        u->fate = g->fate;
    return 0;
}

/* The deepest that is accepted, which is less than p->count; what becomes of one more is in *made. */
static int look_for_deepest(struct guest *g, const struct probe *p, struct made *made,
                            struct err *err)
{
    size_t good = 0, bad = p->count;
    /* where a stack ends is not the same twice */
    while (bad - good > (made->verdict == MADE_DIES ? 1000 : 1)) {
        size_t middle = good + (bad - good) / 2;
        struct understood u;
        if (ask(g, p, middle, &u, err))
            return -1;
        if (u.fate == FATE_ANSWERED && u.accepted)
            good = middle;
        else
            bad = middle;
        if (bad == middle) {
            free(made->note);
            reading_make(p, &u, g->note, made);
        }
        understood_free(&u);
    }
    made->deepest = good;
    reading_deepest(p, made);
    return 0;
}

static int probe_one(struct guest *g, const struct probe *p, struct made *made, struct err *err)
{
    struct understood u;
    if (ask(g, p, p->count, &u, err))
        return -1;
    reading_make(p, &u, g->note, made);
    understood_free(&u);
    if (!p->deepest)
        return 0;
    made->deepest = p->count;
    if (made->verdict == MADE_FINE && made->accepted)
        reading_deepest(p, made);
    else
        return look_for_deepest(g, p, made, err);
    return 0;
}

static bool is(const struct told *told, const char *text)
{
    return told && bytes_equal(told->text, bytes_of(text));
}

static int check_good(struct guest *g, struct understood *u, struct err *err)
{
    if (!g->parser)
        return err_set(
            err, "%s has no parser: only a parser has a profile (make review takes both)", g->name);
    if (ask(g, NULL, 0, u, err))
        return -1;
    if (u->fate != FATE_ANSWERED)
        return err_set(err, "%s %s over a good body (%s): nothing else is worth asking", g->name,
                       fate_name(u->fate), g->note);
    if (!u->accepted)
        return err_set(err, "%s refuses a good body: nothing else is worth asking", g->name);
    if (is(understood_at(u, "/properties/gateway1/name"), "firstgateway") &&
        is(understood_at(u, "/properties/gateway2/name"), "secondgateway"))
        return 0;
    return err_set(err, "%s does not tell /properties/gateway1/name and gateway2's of a good body",
                   g->name);
}

static int ask_all(struct profile *out, size_t which, const struct understood *good,
                   struct err *err)
{
    struct guest *g = &out->guests[which];
    size_t hangs = 0, index = 0;
    for (size_t c = 0; c < PROBE_CLASSES; c++) {
        const struct probe_class *class = probe_class(c);
        for (size_t i = 0; i < class->count; i++, index++) {
            struct made *made = &out->made[index * out->count + which];
            if (hangs >= MOST_HANGS)
                reading_nothing(made, "not asked");
            else if (!reading_possible(&class->list[i], good))
                reading_nothing(made, "not told");
            else if (probe_one(g, &class->list[i], made, err))
                return -1;
            hangs += made->fate == FATE_HUNG;
        }
    }
    return 0;
}

static int profile_guest(struct profile *out, size_t which, struct err *err)
{
    struct understood good = {0};
    int failed = check_good(&out->guests[which], &good, err) || ask_all(out, which, &good, err);
    understood_free(&good);
    return failed ? -1 : 0;
}

int profile_run(struct profile *out, struct guest *guests, size_t count, struct err *err)
{
    *out = (struct profile){.guests = guests, .count = count};
    for (size_t c = 0; c < PROBE_CLASSES; c++)
        out->probes += probe_class(c)->count;
    out->made = mem_alloc(out->probes * count * sizeof *out->made);
    int failed = 0;
    for (size_t i = 0; i < count && !failed; i++)
        failed = profile_guest(out, i, err);
    if (failed)
        profile_free(out);
    return failed;
}

void profile_free(struct profile *p)
{
    for (size_t i = 0; p->made && i < p->probes * p->count; i++) {
        free(p->made[i].value);
        free(p->made[i].note);
    }
    free(p->made);
    *p = (struct profile){0};
}

static bool understood_it(const struct made *made)
{
    return made->fate == FATE_ANSWERED && made->accepted && made->verdict != MADE_NOTHING;
}

size_t profile_first(const struct profile *p, size_t probe, size_t guest)
{
    const struct made *row = &p->made[probe * p->count];
    size_t first = 0;
    while (first < guest && !(understood_it(&row[first]) && reading_same(&row[first], &row[guest])))
        first++;
    return first;
}

bool profile_differs(const struct profile *p, size_t probe)
{
    size_t readings = 0;
    for (size_t i = 0; i < p->count; i++)
        readings +=
            understood_it(&p->made[probe * p->count + i]) && profile_first(p, probe, i) == i;
    return readings > 1;
}
