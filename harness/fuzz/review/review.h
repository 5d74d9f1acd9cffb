/* review.h - an adapter's handler held against the contract: a first conversation, then every body of the
 * corpus whose folder says what is due to it. */
#ifndef FUZZ_REVIEW_REVIEW_H
#define FUZZ_REVIEW_REVIEW_H

#include "base/assets.h"
#include "fuzz/review/guest.h"
#include "fuzz/review/report.h"

/* Appends to *out, whose contract is set. Every answer is judged (contract/judge.h); besides:
 * corpus/put/accept and corpus/patch/accept are answered 200 and found again by GET; put/reject and
 * patch/reject are refused and leave what was there; put/either may go either way, but a 200 names two
 * gateways that exist; nothing is answered 5xx, or not at all. A handler without GET is not asked by it.
 * A guest that is lost over a request is started anew for the next. -1 when it cannot be started. */
int review_handler(struct guest *g, const struct assets *assets, struct report *out,
                   struct err *err);

#endif
