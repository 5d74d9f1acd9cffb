/* keep.h - corpora, kept from one campaign to the next. Nothing is removed before what replaces it is safe. */
#ifndef CAMPAIGN_KEEP_H
#define CAMPAIGN_KEEP_H

#include "fuzz/campaign/night.h"

/* Makes a harness' folders. What an earlier campaign that did not end has left in work/ goes into corpus/
 * and pending/ first; not with `resume`, which goes on with it. */
int keep_open(struct room *r, const struct night_options *o, struct err *err);

/* Puts what was found into corpus/ and makes that as small as covers the same, in at most `seconds`; work/
 * is gone then. 1: that failed, and all of it is kept; -1: it could not be kept, and is still in work/. */
int keep_close(struct room *r, double seconds, struct err *err);

size_t keep_count(const char *folder); /* files in it */

#endif
