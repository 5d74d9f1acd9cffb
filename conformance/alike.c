#include "conformance/alike.h"

#include "base/mem.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#define ENOUGH 8 /* answers before anything is said */

struct alike {
    pthread_mutex_t lock;
    struct response first; /* its status and body only */
    unsigned count;
    bool differ;
};

struct alike *alike_new(void)
{
    struct alike *a = mem_alloc(sizeof *a);
    pthread_mutex_init(&a->lock, NULL);
    return a;
}

void alike_free(struct alike *a)
{
    if (!a)
        return;
    response_free(&a->first);
    pthread_mutex_destroy(&a->lock);
    free(a);
}

static bool same(const struct response *a, const struct response *b)
{
    return a->status == b->status &&
           bytes_equal((struct bytes){a->body, a->body_len}, (struct bytes){b->body, b->body_len});
}

void alike_count(struct alike *a, const struct response *rs)
{
    if (rs->delivery != ANSWERED)
        return;
    pthread_mutex_lock(&a->lock);
    if (!a->count++) {
        a->first.status = rs->status;
        a->first.body = mem_copy(rs->body, rs->body_len);
        a->first.body_len = rs->body_len;
    } else if (!a->differ) {
        a->differ = !same(&a->first, rs);
    }
    pthread_mutex_unlock(&a->lock);
}

char *alike_words(struct alike *a)
{
    pthread_mutex_lock(&a->lock);
    char *words = NULL;
    if (a->count >= ENOUGH && !a->differ)
        words =
            mem_format("the target answers every request alike: all %u answers were %d with the "
                       "same body of %zu bytes",
                       a->count, a->first.status, a->first.body_len);
    pthread_mutex_unlock(&a->lock);
    return words;
}
