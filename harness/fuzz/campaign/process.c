#include "fuzz/campaign/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NOT_STARTED 127

double now_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void nap(double seconds)
{
    struct timespec t = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    nanosleep(&t, NULL);
}

/* The child's half; never returns. */
static void become(const struct command *c, int output, pid_t parent)
{
    struct rlimit none = {0, 0};
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(NOT_STARTED);
    setrlimit(RLIMIT_CORE, &none);
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    dup2(nothing, 0);
    dup2(output, 1);
    dup2(output, 2);
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
    for (const char *const *e = c->environment; e && *e; e++) {
        const char *equals = strchr(*e, '=');
        char *name = strndup(*e, equals ? (size_t)(equals - *e) : 0);
        if (name && equals)
            setenv(name, equals + 1, 1);
        free(name);
    }
    execv(c->argv[0], (char *const *)(uintptr_t)c->argv);
    _exit(NOT_STARTED);
}

static int start(const struct command *c, int output, pid_t *pid, struct err *err)
{
    if (access(c->argv[0], X_OK))
        return err_set(err, "%s: cannot be run: %s", c->argv[0], strerror(errno));
    pid_t parent = getpid();
    *pid = fork();
    if (*pid < 0)
        return err_set(err, "no process for %s: %s", c->argv[0], strerror(errno));
    if (*pid == 0)
        become(c, output, parent);
    return 0;
}

int process_start(const struct command *c, const char *log, pid_t *pid, struct err *err)
{
    int fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (fd < 0)
        return err_set(err, "%s: cannot be written: %s", log, strerror(errno));
    int status = start(c, fd, pid, err);
    close(fd);
    return status;
}

static void understand(int status, struct crash_end *end)
{
    bool exited = WIFEXITED(status);
    if (end)
        *end = (struct crash_end){.exited = exited,
                                  .code = exited ? WEXITSTATUS(status) : WTERMSIG(status)};
}

bool process_ended(pid_t pid, struct crash_end *end)
{
    int status;
    pid_t got = waitpid(pid, &status, WNOHANG);
    if (got == pid)
        understand(status, end);
    return got == pid || (got < 0 && errno == ECHILD);
}

/* A session's leader has its own number as the group's. */
static void signal_all(pid_t pid, int number)
{
    if (kill(-pid, number))
        kill(pid, number);
}

void process_stop(pid_t pid, double seconds, struct crash_end *end)
{
    double until = now_seconds() + seconds;
    if (seconds > 0)
        signal_all(pid, SIGINT);
    while (!process_ended(pid, end)) {
        if (now_seconds() >= until)
            signal_all(pid, SIGKILL);
        nap(0.01);
    }
    kill(-pid, SIGKILL); /* what it has left behind */
}

/* Reads what there is; false at the end of it. What is beyond the ceiling is read and thrown away. */
static bool drain(int fd, struct buf *output)
{
    char chunk[16384];
    ssize_t got = read(fd, chunk, sizeof chunk);
    if (got < 0)
        return errno == EINTR || errno == EAGAIN;
    if (got > 0 && output->len + (size_t)got < output->max)
        buf_add(output, chunk, (size_t)got);
    return got > 0;
}

/* Until the output ends (a child of its own may hold it open), or time is up. */
static void watch(pid_t pid, int fd, double until, const volatile sig_atomic_t *stop,
                  struct buf *output, struct crash_end *end)
{
    bool open = true, ended = false;
    while (!ended) {
        struct pollfd p = {open ? fd : -1, POLLIN, 0};
        if (poll(&p, 1, 20) > 0)
            open = drain(fd, output);
        ended = process_ended(pid, end);
        if (!ended && (now_seconds() >= until || (stop && *stop))) {
            process_stop(pid, 0, end);
            end->timed_out = ended = true;
        }
    }
    kill(-pid, SIGKILL);
    struct pollfd p = {fd, POLLIN, 0};
    while (open && poll(&p, 1, 0) > 0)
        open = drain(fd, output);
}

int process_run(const struct command *c, double seconds, const volatile sig_atomic_t *stop,
                struct buf *output, struct crash_end *end, struct err *err)
{
    int pipes[2];
    pid_t pid;
    if (pipe2(pipes, O_CLOEXEC))
        return err_set(err, "no pipe for %s: %s", c->argv[0], strerror(errno));
    *end = (struct crash_end){0};
    int status = start(c, pipes[1], &pid, err);
    close(pipes[1]);
    if (!status)
        watch(pid, pipes[0], now_seconds() + seconds, stop, output, end);
    close(pipes[0]);
    return status;
}
