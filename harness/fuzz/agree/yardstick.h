/* yardstick.h - what a parser must understand of a body: what our own strict reader does. */
#ifndef AGREE_YARDSTICK_H
#define AGREE_YARDSTICK_H

#include "base/json.h"
#include "fuzz/review/guest.h"

/* The members of a body that is strict JSON and an object, as an adapter would tell them; numbers as they
 * are written. `tree` is what json_read made of it. For understood_free. */
void yardstick_read(struct bytes body, const cJSON *tree, struct understood *out);

/* The first member that two understood differently: another kind or value, or one has it and the other
 * has not. False when there is none. `one` or `other` is NULL where it is missing. */
bool understood_differ(const struct understood *a, const struct understood *b,
                       const struct told **one, const struct told **other);

#endif
