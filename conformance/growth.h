/* growth.h - time to answer against size of the request (ROB-10).
 *
 * Noise only ever adds time, and load adds more to what takes longer. So what is looked at first is the
 * shortest of several tries of each size (of one where the largest is quick at once), and what looks worse than linear then is put beside a
 * control, sent in the same moments under the same load: as many requests of the smallest size as make
 * up the largest. A service that takes time in proportion needs as long for the one as for the other,
 * whatever else the machine does. */
#ifndef CONFORMANCE_GROWTH_H
#define CONFORMANCE_GROWTH_H

#include "conformance/expect.h"
#include "conformance/scene.h"

#define GROWTH_SIZES_MAX 6
#define GROWTH_PAIRS 3 /* how often the largest is put beside its control, at most */

/* Shortest times to answer, by ascending size. */
struct growth_series {
    double sizes[GROWTH_SIZES_MAX], seconds[GROWTH_SIZES_MAX];
    size_t count;
};

/* The largest request once, and its control: `times` requests of the smallest size. */
struct growth_pair {
    double largest, control; /* seconds; of the control in all */
    unsigned times;
};

/* The exponent e of time = size^e: the median of what each two sizes say, so that one time that is off
 * decides nothing. Times below 2 ms count as 2 ms: there it is the network and the clock that are
 * measured. 0 of fewer than two sizes. */
double growth_exponent(const struct growth_series *s);

/* True when the largest takes more than 50 ms: what answers sooner has not grown enough to matter. */
bool growth_slow(const struct growth_series *s);

/* True when the series is worth a closer look: it is slow, and its exponent is above 1.5 (linear is 1,
 * n log n about 1.1, square 2). */
bool growth_suspected(const struct growth_series *s);

/* True when a pair says the same of the largest and its control. */
bool growth_confirmed(const struct growth_pair *p);

/* What the pairs say so far: 1 that more than half of GROWTH_PAIRS confirm it, 0 that half of them
 * cannot any more, -1 that another one is needed. */
int growth_verdict(const struct growth_pair *list, size_t count);

/* Sends the hostile step for each size, as written but with the variable {size}, and judges as above.
 * A request that is not answered is believed when it is not answered again. *held false and a miss
 * when the time grows faster than about linearly. -1 and err when the suite cannot go on. */
int growth_play(struct scene *s, const cJSON *written, bool *held, struct miss *out,
                const struct trace **trace, struct err *err);

#endif
