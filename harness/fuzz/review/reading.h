/* reading.h - one answer of a parser, held against its probe; for profile.c alone. */
#ifndef FUZZ_REVIEW_READING_H
#define FUZZ_REVIEW_READING_H

#include "fuzz/review/profile.h"

/* Fills *made anew (what it owned is the caller's to free first). `note`: how the guest died. */
void reading_make(const struct probe *p, const struct understood *u, const char *note,
                  struct made *made);
/* Puts made->deepest before what became of one more. */
void reading_deepest(const struct probe *p, struct made *made);
void reading_nothing(struct made *made, const char *why);
/* Whether a parser that understood this of a good body tells what the probe looks at. */
bool reading_possible(const struct probe *p, const struct understood *good);
/* The same value, numbers being compared as such; nothing there is the same as nothing. */
bool reading_same(const struct made *a, const struct made *b);

#endif
