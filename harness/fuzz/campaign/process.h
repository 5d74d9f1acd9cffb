/* process.h - programs that are run and ended, each in a session of its own; what they start ends with them,
 * and they end when we do, whatever ends us. */
#ifndef CAMPAIGN_PROCESS_H
#define CAMPAIGN_PROCESS_H

#include "base/buf.h"
#include "base/err.h"
#include "fuzz/campaign/crash.h"

#include <signal.h>
#include <sys/types.h>

struct command {
    const char *const *argv; /* NULL-ended; argv[0] is a path */
    const char *const
        *environment; /* "NAME=VALUE", beside what we were given; NULL-ended, may be NULL */
};

/* Runs it to its end, at most `seconds` long and with an address space that is not bounded (ASan);
 * what it prints, up to the buffer's ceiling, goes to `output`. What is behind `*stop`, when it is set,
 * ends it early. -1: it could not even be started. */
int process_run(const struct command *c, double seconds, const volatile sig_atomic_t *stop,
                struct buf *output, struct crash_end *end, struct err *err);

/* Starts an engine, its output appended to the file `log`. */
int process_start(const struct command *c, const char *log, pid_t *pid, struct err *err);
/* Whether it has ended; then its end, when that is asked for. */
bool process_ended(pid_t pid, struct crash_end *end);
/* SIGINT, and after `seconds` SIGKILL for it and all that it has started; waits for them. */
void process_stop(pid_t pid, double seconds, struct crash_end *end);

double now_seconds(void); /* of the monotonic clock */

#endif
