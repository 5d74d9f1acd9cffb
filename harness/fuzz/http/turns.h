/* turns.h - processes that fuzz one endpoint take turns, an input each: its connections are what each holds
 * against its own model.
 *
 * By a file that all of them name (CONNSPEC_TURNS), locked with flock(2), so that whoever ends in the middle of
 * an input has given it back. */
#ifndef HTTP_TURNS_H
#define HTTP_TURNS_H

#include <stdbool.h>

struct turns;

/* NULL for a NULL or empty path: there is nobody else. To turns_close. */
struct turns *turns_open(const char *path);
void turns_close(struct turns *t);

/* Waits for it; nobody waits for ever, since who asked first goes first. True where whoever had it before ended
 * in the middle, and may have left things behind. A file that cannot be locked ends the process: what it would
 * find would be others' doing. */
bool turns_take(struct turns *t);

/* When the next request may go, in seconds of CLOCK_MONOTONIC, for all of them; only in one's turn. 0 where
 * nothing was said yet, or for NULL. */
double turns_next(const struct turns *t);
void turns_set_next(const struct turns *t, double when);

/* What was written is taken away again. Nothing where it was not taken. */
void turns_give(struct turns *t);

#endif
