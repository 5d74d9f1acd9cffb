/* What times say, without a target: the pure half of growth.h. */
#include "conformance/growth.h"

#include <math.h>
#include <stdlib.h>

#define FLOOR_SECONDS 0.002
#define SLOW_SECONDS 0.05
#define EXPONENT_MAX 1.5
#define SLOPES_MAX (GROWTH_SIZES_MAX * (GROWTH_SIZES_MAX - 1) / 2)

static int ascending(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

double growth_exponent(const struct growth_series *s)
{
    double slopes[SLOPES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < s->count; i++) {
        for (size_t k = i + 1; k < s->count; k++) {
            double first = fmax(s->seconds[i], FLOOR_SECONDS);
            double last = fmax(s->seconds[k], FLOOR_SECONDS);
            slopes[count++] = log(last / first) / log(s->sizes[k] / s->sizes[i]);
        }
    }
    if (!count)
        return 0;
    qsort(slopes, count, sizeof *slopes, ascending);
    return (slopes[count / 2] + slopes[(count - 1) / 2]) / 2;
}

bool growth_slow(const struct growth_series *s)
{
    return s->count >= 2 && s->seconds[s->count - 1] > SLOW_SECONDS;
}

bool growth_suspected(const struct growth_series *s)
{
    return growth_slow(s) && growth_exponent(s) > EXPONENT_MAX;
}

bool growth_confirmed(const struct growth_pair *p)
{
    double control = fmax(p->control, p->times * FLOOR_SECONDS);
    return p->largest > SLOW_SECONDS && p->largest > control * pow(p->times, EXPONENT_MAX - 1);
}

int growth_verdict(const struct growth_pair *list, size_t count)
{
    size_t confirmed = 0, enough = GROWTH_PAIRS / 2 + 1;
    for (size_t i = 0; i < count; i++)
        confirmed += growth_confirmed(&list[i]);
    if (confirmed >= enough)
        return 1;
    return count - confirmed >= enough ? 0 : -1;
}
