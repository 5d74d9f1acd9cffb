#include "conformance/growth.h"

#include "base/mem.h"
#include "conformance/hostile.h"

#include <math.h>
#include <stdlib.h>

#define SIZES_MAX 6
#define TRIES 3
#define ROUNDS 3
#define FLOOR_SECONDS 0.002 /* below that it is the network and the clock that are measured */
#define SLOW_SECONDS 0.05   /* what answers sooner has not grown enough to matter */
#define EXPONENT_MAX 1.5    /* linear is 1, n log n about 1.1, square 2 */

struct series {
    double sizes[SIZES_MAX], seconds[SIZES_MAX];
    size_t count;
    const struct trace *trace; /* the last one, or the one that was not answered */
    bool answered;
};

double growth_exponent(const double *sizes, const double *seconds, size_t count,
                       double floor_seconds)
{
    size_t from = count >= 3 ? count - 3 : 0, to = count - 1;
    double first = fmax(seconds[from], floor_seconds), last = fmax(seconds[to], floor_seconds);
    return log(last / first) / log(sizes[to] / sizes[from]);
}

static int measure_one(struct scene *s, const cJSON *written, double size, double *seconds,
                       const struct trace **trace, struct err *err)
{
    cJSON_DeleteItemFromObjectCaseSensitive(s->values, "size");
    cJSON_AddNumberToObject(s->values, "size", size);
    cJSON *step = scene_step(s, written, err);
    int result = step ? hostile_time(s, step, TRIES, seconds, trace, err) : -1;
    cJSON_Delete(step);
    return result;
}

static int measure(struct scene *s, const cJSON *written, struct series *out, struct err *err)
{
    const cJSON *sizes = cJSON_GetObjectItemCaseSensitive(written, "growth"), *size;
    *out = (struct series){.answered = true};
    cJSON_ArrayForEach(size, sizes)
    {
        size_t i = out->count;
        if (i == SIZES_MAX || !out->answered)
            break;
        out->sizes[i] = size->valuedouble;
        if (measure_one(s, written, out->sizes[i], &out->seconds[i], &out->trace, err))
            return -1;
        out->answered = out->seconds[i] >= 0;
        out->count++;
    }
    return 0;
}

static bool is_steep(const struct series *r)
{
    return r->seconds[r->count - 1] > SLOW_SECONDS &&
           growth_exponent(r->sizes, r->seconds, r->count, FLOOR_SECONDS) > EXPONENT_MAX;
}

static char *words_of(const struct series *r)
{
    struct buf text = buf_new(1000);
    for (size_t i = 0; i < r->count; i++)
        buf_format(&text, "%s%.0f: %.1f ms", i ? ", " : "", r->sizes[i], r->seconds[i] * 1000);
    return buf_take(&text);
}

int growth_play(struct scene *s, const cJSON *written, bool *held, struct miss *out,
                const struct trace **trace, struct err *err)
{
    struct series r;
    bool steep = true;
    for (int i = 0; i < ROUNDS && steep; i++) {
        if (measure(s, written, &r, err))
            return -1;
        steep = !r.answered || is_steep(&r);
        if (!r.answered)
            break;
    }
    *held = !steep;
    *trace = r.trace;
    if (*held)
        return 0;
    char *note = r.answered ? NULL : seen_words(&r.trace->seen);
    *out = miss_new(
        mem_string("status"), mem_string("a time that grows with the size, no faster"),
        r.answered ? words_of(&r) : mem_format("at size %.0f: %s", r.sizes[r.count - 1], note),
        r.answered
            ? mem_format("Time grows as the size to the power of %.1f.",
                         growth_exponent(r.sizes, r.seconds, r.count, FLOOR_SECONDS))
            : mem_format("The %s of this size is not answered.", r.trace->seen.request.method));
    free(note);
    return 0;
}
