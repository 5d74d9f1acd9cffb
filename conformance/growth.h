/* growth.h - time to answer against size of the request (ROB-10). */
#ifndef CONFORMANCE_GROWTH_H
#define CONFORMANCE_GROWTH_H

#include "conformance/expect.h"
#include "conformance/scene.h"

/* Sends the hostile step once for each size, as written but with the variable {size}, and judges by
 * the shortest of several tries. What looks worse than linear is measured anew, three times in all,
 * before it is believed. *held false and a miss when it is. */
int growth_play(struct scene *s, const cJSON *written, bool *held, struct miss *out,
                const struct trace **trace, struct err *err);

/* The exponent e of time = size^e over the two largest quarters of the sizes, times below
 * `floor_seconds` counting as that. */
double growth_exponent(const double *sizes, const double *seconds, size_t count,
                       double floor_seconds);

#endif
