/* commands.h - what `connspec COMMAND` does, one function each. They return the exit status (enum
 * outcome) and have printed whatever there is to say. */
#ifndef CONFORMANCE_COMMANDS_H
#define CONFORMANCE_COMMANDS_H

#include <signal.h>

/* Of certify with --baseline: not conforming, and all that is broken is known. */
#define KNOWN_FAILURES 6

/* `interrupted` is set by SIGINT and SIGTERM. argv[0] is the command's name. */
int command_certify(int argc, char **argv, const volatile sig_atomic_t *interrupted);
int command_serve(int argc, char **argv, const volatile sig_atomic_t *interrupted);
int command_list(int argc, char **argv);
int command_report(int argc, char **argv);
int command_explain(int argc, char **argv);
int command_judge(int argc, char **argv);
int command_replay(int argc, char **argv);
int command_verify(int argc, char **argv);

/* Prints "connspec: TEXT" on standard error and returns `status`. */
struct err;
int complain(const struct err *err, int status);

#endif
