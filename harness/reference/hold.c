#include "reference/hold.h"
#include "base/mem.h"
#include "reference/server.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>

struct hold {
    int client, stopping;
    void (*release)(void *);
    void *context;
    pthread_t thread;
};

static void *wait_for_end(void *of)
{
    struct hold *h = of;
    struct pollfd fds[] = {{.fd = h->client, .events = POLLRDHUP},
                           {.fd = h->stopping, .events = POLLIN}};
    while (poll(fds, 2, SERVER_HOLD_MS) < 0 && errno == EINTR)
        continue;
    h->release(h->context);
    return NULL;
}

struct hold *hold_start(int client, int stopping, void (*release)(void *), void *context)
{
    struct hold *h = mem_alloc(sizeof *h);
    *h = (struct hold){
        .client = client, .stopping = stopping, .release = release, .context = context};
    if (pthread_create(&h->thread, NULL, wait_for_end, h) == 0)
        return h;
    free(h);
    return NULL;
}

void hold_end(struct hold *h)
{
    if (h)
        pthread_join(h->thread, NULL);
    free(h);
}
