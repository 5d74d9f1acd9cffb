#include "fuzz/campaign/taking.h"

#include "base/file.h"
#include "fuzz/campaign/tell.h"

#include <string.h>

int write_muted(const struct night *n, struct err *err)
{
    struct buf out = buf_new(1 << 20);
    for (size_t i = 0; i < n->triage.bugs.count; i++) {
        const struct bug *f = &n->triage.bugs.list[i];
        if (f->crash.kind == CRASH_CLAUSE && f->status != BUG_FIXED)
            buf_format(&out, "%s %s\n", crash_is_failure(&f->crash) ? "*" : f->crash.type,
                       f->crash.where);
    }
    int status = file_write_soon(n->muted, buf_view(&out), err);
    buf_free(&out);
    return status;
}

struct taking {
    struct night *night;
    struct room *room;
    size_t left; /* so many more, and then the engines are looked after */
};

static unsigned long long seed_of(struct taking *t, const char *engine)
{
    for (size_t i = 0; i < t->night->o->jobs; i++) {
        struct worker *w = &t->night->workers[i];
        if (w->pid && w->room == t->room && strcmp(mode_name(w->leg.mode), engine) == 0) {
            w->taken++;
            return w->leg.seed;
        }
    }
    return 0;
}

static int take(void *of, const char *engine, const char *path)
{
    struct taking *t = of;
    struct night *n = t->night;
    struct err err;
    enum triaged what;
    if (!t->left || *n->o->interrupted || now_seconds() >= n->ends)
        return 1;
    if (triage_input(&n->triage, &t->room->harness, engine, seed_of(t, engine), path, &what,
                     &err)) {
        snprintf(n->trouble, sizeof n->trouble, "%s", err.text);
        return 2;
    }
    *n->trouble = '\0';
    t->left--;
    n->repeats = what == TRIAGED_NEW ? 0 : n->repeats + 1;
    n->nothing += what == TRIAGED_NOTHING;
    if (what != TRIAGED_NEW)
        return 0;
    n->new_findings++;
    tell_finding(n, &n->triage.bugs.list[n->triage.bugs.count - 1]);
    return write_muted(n, &err) ? 2 : 0;
}

static const struct harness *harness_of(const struct night *n, const struct bug *b)
{
    for (size_t i = 0; i < n->room_count; i++)
        if (strcmp(n->rooms[i].harness.name, b->harness) == 0)
            return &n->rooms[i].harness;
    return NULL;
}

bool minimise_one(struct night *n)
{
    struct err err;
    for (size_t i = 0; i < n->triage.bugs.count; i++) {
        struct bug *b = &n->triage.bugs.list[i];
        const struct harness *h = harness_of(n, b);
        if (!h || b->minimised || b->status == BUG_FIXED)
            continue;
        n->repeats = 0;
        if (triage_minimise(&n->triage, h, b, &err) == 0)
            return true;
        snprintf(n->trouble, sizeof n->trouble, "%s", err.text);
        return false;
    }
    return false;
}

bool take_some(struct night *n, size_t each)
{
    bool all = true;
    for (size_t i = 0; i < n->room_count; i++) {
        struct taking t = {n, &n->rooms[i], each};
        if (place_saved(&n->rooms[i].place, take, &t))
            all = false;
    }
    return all;
}
