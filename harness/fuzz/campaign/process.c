#include "fuzz/campaign/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
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

/* --- the child's half: never returns --- */

static void set_variable(const char *text)
{
    const char *equals = strchr(text, '=');
    char *name = equals ? strndup(text, (size_t)(equals - text)) : NULL;
    if (name)
        setenv(name, equals + 1, 1);
    free(name);
}

static _Noreturn void become(const struct command *c, int output)
{
    struct rlimit none = {0, 0};
    sigset_t nothing;
    sigemptyset(&nothing);
    sigprocmask(SIG_SETMASK, &nothing, NULL);
    setrlimit(RLIMIT_CORE, &none);
    int input = open("/dev/null", O_RDONLY | O_CLOEXEC);
    dup2(input, 0);
    dup2(output, 1);
    dup2(output, 2);
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    signal(SIGHUP, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
    for (const char *const *e = c->environment; e && *e; e++)
        set_variable(*e);
    execv(c->argv[0], (char *const *)(uintptr_t)c->argv);
    _exit(NOT_STARTED);
}

/* Until there are no more: what loses its parent becomes ours (PR_SET_CHILD_SUBREAPER). */
static void kill_descendants(void)
{
    char path[64], text[4096];
    snprintf(path, sizeof path, "/proc/self/task/%ld/children", (long)getpid());
    do {
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        ssize_t got = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
        text[got > 0 ? got : 0] = '\0';
        close(fd);
        char *end, *at = text;
        for (long pid = strtol(at, &end, 10); end != at && pid > 0; pid = strtol(at, &end, 10)) {
            kill((pid_t)pid, SIGKILL);
            at = end;
        }
    } while (waitpid(-1, NULL, 0) > 0);
}

/* Stands between us and an engine, which starts processes and does not always end them, and in sessions of
 * their own: when it ends, when we are gone, or at SIGTERM, they end. */
static _Noreturn void keep(const struct command *c, int output)
{
    sigset_t all;
    int status = 0;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    pid_t engine = fork();
    if (engine == 0)
        become(c, output);
    close(output);
    sigset_t awaited;
    sigemptyset(&awaited);
    sigaddset(&awaited, SIGTERM);
    sigaddset(&awaited, SIGCHLD);
    for (int number = 0; engine > 0 && number != SIGTERM;) {
        number = sigwaitinfo(&awaited, NULL);
        if (waitpid(engine, &status, WNOHANG) == engine)
            break;
    }
    kill_descendants();
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

/* --- ours --- */

static int start(const struct command *c, int output, bool kept, pid_t *pid, struct err *err)
{
    if (access(c->argv[0], X_OK))
        return err_set(err, "%s: cannot be run: %s", c->argv[0], strerror(errno));
    pid_t parent = getpid();
    *pid = fork();
    if (*pid < 0)
        return err_set(err, "no process for %s: %s", c->argv[0], strerror(errno));
    if (*pid)
        return 0;
    setsid();
    prctl(PR_SET_PDEATHSIG, kept ? SIGTERM : SIGKILL);
    if (getppid() != parent)
        _exit(NOT_STARTED);
    if (kept)
        keep(c, output);
    become(c, output);
}

int process_start(const struct command *c, const char *log, pid_t *pid, struct err *err)
{
    int fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (fd < 0)
        return err_set(err, "%s: cannot be written: %s", log, strerror(errno));
    int status = start(c, fd, true, pid, err);
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

void process_stop(pid_t pid, double seconds, struct crash_end *end)
{
    double until = now_seconds() + seconds;
    kill(-pid, SIGINT); /* a session's leader has its own number as the group's */
    while (!process_ended(pid, end)) {
        if (now_seconds() >= until)
            kill(pid, SIGTERM);
        nap(0.01);
    }
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
            kill(-pid, SIGKILL);
            ended = waitpid(pid, NULL, 0) == pid;
            *end = (struct crash_end){.timed_out = true, .code = SIGKILL};
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
    int status = start(c, pipes[1], false, &pid, err);
    close(pipes[1]);
    if (!status)
        watch(pid, pipes[0], now_seconds() + seconds, stop, output, end);
    close(pipes[0]);
    return status;
}
