#include "conformance/run.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

double clock_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

bool run_over(const struct run *run)
{
    return *run->interrupted || (run->deadline > 0 && clock_now() >= run->deadline) ||
           atomic_load(&run->gone) || atomic_load(&run->unreachable) >= UNREACHABLE_LIMIT;
}

void run_identify(struct run *run, const char *id)
{
    memset(run->digits, 0, sizeof run->digits);
    snprintf(run->id, sizeof run->id, "%s", id);
    for (size_t i = 0; run->id[i]; i++)
        run->digits[i] = (char)('1' + (unsigned char)run->id[i] % 9);
}

void run_wait(const struct run *run, double seconds)
{
    static const struct timespec tick = {.tv_nsec = 50000000};
    for (double until = clock_now() + seconds; !run->tape && clock_now() < until && !run_over(run);)
        nanosleep(&tick, NULL);
}
