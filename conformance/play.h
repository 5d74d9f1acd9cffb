/* play.h - one case, from set-up to clean-up. */
#ifndef CONFORMANCE_PLAY_H
#define CONFORMANCE_PLAY_H

#include "conformance/client.h"
#include "conformance/scenario.h"

/* How many checks a case gives: one a clause. */
size_t case_checks(const struct test_case *tc);

/* Fills in id, case_id, says and clause of each of a case's checks; their status is not-run. */
void case_name_checks(const struct contract *c, const struct test_case *tc, struct check *out);

/* True when the target has not got what the case's `requires` names: its checks are decided by that. */
bool case_lacks(const struct run *run, const struct test_case *tc, struct check *checks);

/* Plays the case and decides its checks (named before). Ends early, leaving not-run, when the run
 * is over. -1 and err only when the suite itself cannot go on. */
int case_play(struct client *client, const struct test_case *tc, struct check *checks,
              struct err *err);

#endif
