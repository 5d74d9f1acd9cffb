/* alike.h - does the target answer every request alike? Then that is what the report says first: a
 * stub, a proxy's error page or a login page tells nothing about conformance. Thread-safe. */
#ifndef CONFORMANCE_ALIKE_H
#define CONFORMANCE_ALIKE_H

#include "base/message.h"

struct alike;

struct alike *alike_new(void);
void alike_free(struct alike *a);

void alike_count(struct alike *a, const struct response *rs);

/* One sentence to free(), or NULL: too few answers, or two that differ in status or body. */
char *alike_words(struct alike *a);

#endif
