/* minimise.h - the smallest input that still does the same, and that a person can read: operations go first,
 * then members and elements, then texts and numbers are made short, then bytes go. What is made of JSON stays
 * JSON: an input is only ever replaced by one that is no less readable. */
#ifndef CAMPAIGN_MINIMISE_H
#define CAMPAIGN_MINIMISE_H

#include "base/bytes.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether this input, too, does it. */
typedef bool minimise_try(void *context, struct bytes input);

/* Asks `again` at most `tries` times. *len is the length of what is returned, for free(). */
char *minimise(struct bytes input, minimise_try *again, void *context, unsigned tries, size_t *len);

#endif
