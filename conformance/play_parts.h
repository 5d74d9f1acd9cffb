/* play_parts.h - what play.c, play_hostile.c and play_settle.c share: a case under way. */
#ifndef CONFORMANCE_PLAY_PARTS_H
#define CONFORMANCE_PLAY_PARTS_H

#include "conformance/expect.h"
#include "conformance/play.h"
#include "conformance/scene.h"

/* How a step ended, and for which check it counts. */
enum ending { WENT_ON, BROKE, SET_UP_BROKE, ENOUGH, RUN_OVER };

struct play {
    struct scene scene;
    const struct test_case *tc;
    struct script script;
    struct check *checks;
    size_t count;
    unsigned step; /* the one under way, over given and steps */
    char *enough;  /* why a case that ended early is well, in the scenario's words; NULL */
};

/* (play_settle.c) The check a step's expectations count for. */
size_t play_check_of(const struct play *p, const cJSON *step);

/* Moves a miss into a check, or a sentence as a note; the first of its gravity stands. */
void play_miss(struct play *p, struct check *check, enum status status, struct miss *miss,
               const struct trace *t);
void play_note(struct play *p, struct check *check, const char *says, const struct trace *t);

/* What a miss makes of a check: fail, or warn where no must is broken. */
enum status play_broken_status(const struct play *p, const struct check *check, const cJSON *step,
                               const struct miss *miss);

/* An earlier answer has not got what this step is made of. */
void play_lacking(struct play *p, struct check *check);

/* Nothing came because we stopped waiting: no fault of the target's. One that ends the connection does
 * that by itself. */
bool play_gave_up(const struct play *p, const struct trace *t);

/* The sentence of the step's "noted" where the answer has its status; else NULL. */
const char *play_noted_by(const cJSON *step, const struct trace *t);

/* Decides the checks that are still open. */
void play_settle(struct play *p, enum ending ending);

/* (play_hostile.c) Steps with "hostile" and "growth". */
int play_hostile(struct play *p, const cJSON *step, enum ending *ending, struct err *err);
int play_growth(struct play *p, const cJSON *written, enum ending *ending, struct err *err);

#endif
