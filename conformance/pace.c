#include "conformance/pace.h"

#include "base/mem.h"
#include "conformance/retry.h"
#include "conformance/run.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct pace {
    pthread_mutex_t lock;
    double gap, next; /* seconds between two requests; when the next one may go */
    double patience;  /* seconds left */
};

struct pace *pace_new(double per_second)
{
    struct pace *p = mem_alloc(sizeof *p);
    pthread_mutex_init(&p->lock, NULL);
    p->gap = per_second > 0 ? 1 / per_second : 0;
    p->patience = RETRY_RUN_MAX;
    return p;
}

void pace_free(struct pace *p)
{
    if (!p)
        return;
    pthread_mutex_destroy(&p->lock);
    free(p);
}

void pace_wait(struct pace *p)
{
    if (p->gap <= 0)
        return;
    pthread_mutex_lock(&p->lock);
    double now = clock_now(), mine = p->next > now ? p->next : now;
    p->next = mine + p->gap;
    pthread_mutex_unlock(&p->lock);
    struct timespec until = {.tv_sec = (time_t)mine};
    until.tv_nsec = (long)((mine - (double)until.tv_sec) * 1e9);
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
        ;
}

bool pace_grant(struct pace *p, double seconds)
{
    pthread_mutex_lock(&p->lock);
    bool granted = seconds <= p->patience;
    p->patience -= granted ? seconds : 0;
    pthread_mutex_unlock(&p->lock);
    return granted;
}
