#include "conformance/run.h"

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
