#include "conformance/suspects.h"

#include "base/mem.h"
#include "conformance/run.h"

#include <pthread.h>
#include <stdlib.h>

struct suspects {
    pthread_mutex_t lock;
    struct suspect list[SUSPECTS_MAX];
    size_t count;
};

struct suspects *suspects_new(void)
{
    struct suspects *s = mem_alloc(sizeof *s);
    pthread_mutex_init(&s->lock, NULL);
    return s;
}

void suspect_clear(struct suspect *one)
{
    free(one->case_id);
    request_free(&one->request);
}

void suspects_free(struct suspects *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->count; i++)
        suspect_clear(&s->list[i]);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

void suspects_add(struct suspects *s, const char *case_id, unsigned step,
                  const struct request *request)
{
    pthread_mutex_lock(&s->lock);
    if (s->count < SUSPECTS_MAX)
        s->list[s->count++] = (struct suspect){.case_id = mem_string(case_id),
                                               .step = step,
                                               .dropped = clock_now(),
                                               .request = request_copy(request)};
    pthread_mutex_unlock(&s->lock);
}

void suspects_answered(struct suspects *s, double sent)
{
    size_t kept = 0;
    pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < s->count; i++) {
        if (s->list[i].dropped < sent)
            suspect_clear(&s->list[i]);
        else
            s->list[kept++] = s->list[i];
    }
    s->count = kept;
    pthread_mutex_unlock(&s->lock);
}

size_t suspects_take(struct suspects *s, struct suspect out[SUSPECTS_MAX])
{
    pthread_mutex_lock(&s->lock);
    size_t count = s->count;
    for (size_t i = 0; i < count; i++)
        out[i] = s->list[i];
    s->count = 0;
    pthread_mutex_unlock(&s->lock);
    return count;
}

char *suspect_words(const struct suspect *one)
{
    return mem_format("%s, step %u: %s with %zu bytes of body",
                      one->case_id ? one->case_id : "discovery", one->step, one->request.method,
                      one->request.body_len);
}
