#include "conformance/tests/hostile.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long millis(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The child's own limit: nobody but the kernel need be awake for it. */
static void run(unsigned limit, char **command)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGALRM, SIG_DFL);
    alarm(limit);
    execvp(command[0], command);
    perror(command[0]);
    _exit(127);
}

/* What it left behind is ours now, since we adopt it. */
static unsigned left_behind(void)
{
    unsigned count = 0;
    for (siginfo_t info = {0}; waitid(P_ALL, 0, &info, WEXITED | WNOHANG) == 0; count++) {
        if (!info.si_pid)
            return count + 1; /* still running */
        info.si_pid = 0;
    }
    return count;
}

int measure(const char *file, unsigned limit, char **command)
{
    struct rusage used;
    int status;
    long began = millis();
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    pid_t pid = fork();
    if (pid == 0)
        run(limit, command);
    if (pid < 0 || wait4(pid, &status, 0, &used) != pid) {
        perror("hostile --measure");
        return 2;
    }
    status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    FILE *to = fopen(file, "we");
    if (!to) {
        perror(file);
        return 2;
    }
    fprintf(to, "%ld %d %ld %u\n", used.ru_maxrss, status, millis() - began, left_behind());
    fclose(to);
    return 0;
}
