#include "reference/commit.h"
#include "reference/state.h"

/* Others may come in while the lock is open: what was found before may be gone. */
static void let_others_in(struct call *c)
{
    struct service *s = c->service;
    pthread_mutex_unlock(&s->lock);
    s->seam.on_gap(c);
    pthread_mutex_lock(&s->lock);
    const struct connection *now = state_connection(s, &c->uri);
    c->memory = s->memory;
    c->current = now ? now->document : NULL;
}

bool commit_allowed(struct call *c)
{
    const struct seam *seam = &c->service->seam;
    if (seam->on_gap)
        let_others_in(c);
    return !seam->on_store || seam->on_store(c);
}
