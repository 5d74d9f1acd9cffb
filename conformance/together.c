#include "conformance/together.h"

#include "base/mem.h"

#include <pthread.h>
#include <stdlib.h>

/* Where all wait until the last of them is ready. */
struct gate {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    size_t ready;
    bool open, called_off;
};

/* One of the requests. */
struct sender {
    pthread_t thread;
    struct gate *gate;
    struct client client;
    struct trace *trace;
    struct seen warm_up;
    int result;
    struct err err;
};

static bool pass(struct gate *g)
{
    pthread_mutex_lock(&g->lock);
    g->ready++;
    pthread_cond_broadcast(&g->moved);
    while (!g->open)
        pthread_cond_wait(&g->moved, &g->lock);
    pthread_mutex_unlock(&g->lock);
    return !g->called_off;
}

static void open_gate(struct gate *g, size_t expected, bool called_off)
{
    pthread_mutex_lock(&g->lock);
    while (g->ready < expected)
        pthread_cond_wait(&g->moved, &g->lock);
    g->called_off = called_off;
    g->open = true;
    pthread_cond_broadcast(&g->moved);
    pthread_mutex_unlock(&g->lock);
}

/* The connection is made, and used, before it matters. */
static void *run(void *arg)
{
    struct sender *s = arg;
    s->result = client_send(&s->client, ROLE_GIVEN, &s->warm_up, &s->err);
    client_settle(&s->client);
    if (pass(s->gate) && !s->result)
        s->result = client_send(&s->client, ROLE_STEP, &s->trace->seen, &s->err);
    client_settle(&s->client);
    return NULL;
}

static int prepare(struct scene *s, const cJSON *step, struct sender *out, struct err *err)
{
    enum method method;
    const char *target;
    step_method(step, &method, &target);
    const char *label = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(step, "label"));
    struct draft d = draft_of(step, method, target);
    out->trace = scene_prepare(s, &d, label, err);
    if (!out->trace || client_open(&out->client, s->client->run, err))
        return -1;
    out->client.case_id = s->client->case_id;
    out->client.step = s->client->step;
    out->warm_up.request = request_new("GET", out->trace->seen.request.path);
    client_headers(&out->client, &out->warm_up.request);
    return 0;
}

static int send_all(struct sender *list, size_t count, struct err *err)
{
    struct gate gate = {.ready = 0};
    size_t started = 0;
    pthread_mutex_init(&gate.lock, NULL);
    pthread_cond_init(&gate.moved, NULL);
    for (; started < count; started++) {
        list[started].gate = &gate;
        if (pthread_create(&list[started].thread, NULL, run, &list[started]))
            break;
    }
    open_gate(&gate, started, started < count);
    for (size_t i = 0; i < started; i++)
        pthread_join(list[i].thread, NULL);
    pthread_cond_destroy(&gate.moved);
    pthread_mutex_destroy(&gate.lock);
    for (size_t i = 0; i < started; i++) {
        if (list[i].result) {
            *err = list[i].err;
            return -1;
        }
    }
    return started == count ? 0 : err_set(err, "cannot start a thread");
}

int together_send(struct scene *s, const cJSON *steps, struct err *err)
{
    struct sender list[TOGETHER_MAX] = {0};
    size_t count = 0, first = s->count + 1;
    int result = 0;
    const cJSON *step;
    cJSON_ArrayForEach(step, steps)
    {
        if (!result && count < TOGETHER_MAX)
            result = prepare(s, step, &list[count++], err);
    }
    client_settle(s->client); /* the record keeps the order */
    if (!result)
        result = send_all(list, count, err);
    for (size_t i = 0; i < count; i++) {
        client_close(&list[i].client);
        seen_free(&list[i].warm_up);
        if (list[i].trace && !result) {
            list[i].trace->beside = first;
            scene_keep(s, list[i].trace);
        } else if (list[i].trace) {
            trace_free(list[i].trace);
        }
    }
    return result;
}

/* --- what came of it --- */

struct count {
    size_t accepted, failed, busy;
    const struct trace *other; /* the first that was answered otherwise */
};

static struct count count_answers(const struct scene *s, size_t count)
{
    struct count c = {0};
    for (size_t i = s->count - count; i < s->count; i++) {
        int status = seen_status(&s->traces[i]->seen);
        c.accepted += status == 200;
        c.failed += status == 412;
        c.busy += status == 409;
        if (!c.other && status != 200 && status != 412 && status != 409)
            c.other = s->traces[i];
    }
    return c;
}

static const struct trace *first_with(const struct scene *s, size_t count, int status)
{
    for (size_t i = s->count - count; i < s->count; i++)
        if (seen_status(&s->traces[i]->seen) == status)
            return s->traces[i];
    return s->traces[s->count - 1];
}

bool together_holds(const struct scene *s, const cJSON *expect, size_t count, struct miss *out,
                    char **noted, const struct trace **shows)
{
    const cJSON *accepted = cJSON_GetObjectItemCaseSensitive(expect, "accepted");
    bool one = strcmp(accepted->valuestring, "one") == 0;
    struct count c = count_answers(s, count);
    *noted = NULL;
    if (!c.other && (one ? c.accepted == 1 : c.accepted && !c.failed)) {
        if (c.busy)
            *noted = mem_format("%zu of %zu concurrent writes were answered 409, which is allowed.",
                                c.busy, count);
        return true;
    }
    *shows = c.other ? c.other : first_with(s, count, one ? 200 : 412);
    *out = (struct miss){
        .where = mem_string("status"),
        .expected = mem_format(one ? "one 200 and %zu times 412" : "%zu times 200",
                               one ? count - 1 : count),
        .actual = mem_format("%zu times 200, %zu times 412, %zu times 409, %zu others", c.accepted,
                             c.failed, c.busy, count - c.accepted - c.failed - c.busy),
        .message = mem_format("Of %zu concurrent writes, %zu were accepted.", count, c.accepted)};
    return false;
}
