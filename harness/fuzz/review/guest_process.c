#include "fuzz/review/guest_process.h"

#include "base/mem.h"
#include "fuzz/guest/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SAID_MAX ((size_t)16 << 10)
#define STACK                                                                                      \
    ((rlim_t)8 << 20) /* the usual one: how deep a parser can recurse must not depend on ours */

static void set_number(const char *name, size_t value)
{
    char text[32];
    snprintf(text, sizeof text, "%zu", value);
    setenv(name, text, 1);
}

static void limit(int what, rlim_t most)
{
    struct rlimit r = {most, most};
    setrlimit(what, &r);
}

static void run(const struct guest *g, int in, int out, int err)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int nothing = open("/dev/null", O_RDWR);
    /* Away from the numbers they are to have. */
    in = fcntl(in, F_DUPFD, 10);
    out = fcntl(out, F_DUPFD, 10);
    err = fcntl(err, F_DUPFD, 10);
    if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(nothing, 1) < 0 || dup2(err, 2) < 0 ||
        dup2(in, WIRE_IN) < 0 || dup2(out, WIRE_OUT) < 0)
        _exit(127);
    closefrom(WIRE_OUT + 1);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_STACK, STACK);
    set_number(WIRE_SECONDS, g->limits.seconds);
    set_number(WIRE_MEMORY, g->limits.memory);
    setenv("ASAN_OPTIONS", "hard_rss_limit_mb=4096:detect_leaks=1", 0);
    signal(SIGPIPE, SIG_IGN);
    execl(g->program, g->program, (char *)NULL);
    _exit(127);
}

static int start(struct guest *g, struct err *err)
{
    int in[2], out[2], said[2];
    if (pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC) || pipe2(said, O_CLOEXEC))
        return err_set(err, "%s cannot be started: %s", g->program, strerror(errno));
    pid_t pid = fork();
    if (pid == 0)
        run(g, in[0], out[1], said[1]);
    close(in[0]);
    close(out[1]);
    close(said[1]);
    g->in = in[1];
    g->out = out[0];
    g->err = said[0];
    fcntl(g->in, F_SETFL, O_NONBLOCK);
    fcntl(g->err, F_SETFL, O_NONBLOCK);
    buf_clear(&g->said);
    if (pid < 0)
        return err_set(err, "%s cannot be started: %s", g->program, strerror(errno));
    g->pid = pid;
    return 0;
}

/* Keeps the end of what was printed. False when nothing more can come. */
static bool listen_to(struct guest *g)
{
    char text[4096];
    errno = 0;
    ssize_t got = read(g->err, text, sizeof text);
    if (got <= 0)
        return got < 0 && (errno == EAGAIN || errno == EINTR);
    if (g->said.len + (size_t)got > SAID_MAX) {
        size_t keep = SAID_MAX / 2 < g->said.len ? SAID_MAX / 2 : g->said.len;
        memmove(g->said.data, g->said.data + g->said.len - keep, keep);
        g->said.len = keep;
    }
    buf_add(&g->said, text, (size_t)got);
    return true;
}

static long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct talk {
    const char *rest; /* of the question */
    size_t left;
    struct buf answer; /* with its length in front */
    bool over;         /* the guest closed its end */
};

static bool is_whole(const struct talk *t)
{
    uint32_t size;
    if (t->answer.len < sizeof size)
        return false;
    memcpy(&size, t->answer.data, sizeof size);
    return t->answer.len - sizeof size >= size;
}

static void say_more(struct guest *g, struct talk *t)
{
    ssize_t put = write(g->in, t->rest, t->left);
    if (put > 0) {
        t->rest += put;
        t->left -= (size_t)put;
    } else if (put < 0 && errno != EAGAIN && errno != EINTR) {
        t->left = 0; /* it reads no more; what became of it shows at the other end */
    }
}

static void hear_more(struct guest *g, struct talk *t)
{
    char piece[65536];
    ssize_t got = read(g->out, piece, sizeof piece);
    if (got > 0 && buf_add(&t->answer, piece, (size_t)got))
        return;
    t->over = got >= 0 || errno != EINTR;
}

/* True when there is an answer; g->fate says why there is none. */
static bool converse(struct guest *g, struct talk *t)
{
    long until = now_ms() + 4000L * g->limits.seconds;
    struct pollfd fds[3] = {{g->out, POLLIN, 0}, {g->err, POLLIN, 0}, {g->in, POLLOUT, 0}};
    while (!t->over && !is_whole(t)) {
        long left = until - now_ms();
        if (left <= 0) {
            g->fate = FATE_HUNG;
            return false;
        }
        fds[2].fd = t->left ? g->in : -1;
        if (poll(fds, 3, (int)left) < 0 && errno != EINTR)
            return false;
        if (fds[1].revents && !listen_to(g))
            fds[1].fd = -1;
        if (fds[2].revents && t->left)
            say_more(g, t);
        if (fds[0].revents)
            hear_more(g, t);
    }
    return is_whole(t);
}

static void blame(struct guest *g, int status)
{
    char what[64];
    int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    g->fate = FATE_CRASHED;
    if (number == SIGXCPU) {
        g->fate = FATE_HUNG;
        snprintf(what, sizeof what, "no answer within %u seconds of CPU", g->limits.seconds);
    } else if (number) {
        snprintf(what, sizeof what, "killed by SIG%s", sigabbrev_np(number));
    } else if (WEXITSTATUS(status) == WIRE_EXIT_MEMORY) {
        g->fate = FATE_MEMORY;
        snprintf(what, sizeof what, "wants more than %zu MiB", g->limits.memory >> 20);
    } else if (WEXITSTATUS(status) == WIRE_EXIT_OPEN) {
        snprintf(what, sizeof what, "the adapter's open returned NULL");
    } else {
        snprintf(what, sizeof what, "ended with status %d", WEXITSTATUS(status));
    }
    guest_say(g, what);
}

void guest_reap(struct guest *g, bool now)
{
    int status = 0;
    bool hung = g->fate == FATE_HUNG;
    long until = now_ms() + 4000L * g->limits.seconds;
    close(g->in);
    while (!now && listen_to(g) && waitpid(g->pid, &status, WNOHANG) == 0) {
        struct pollfd fd = {g->err, POLLIN, 0};
        poll(&fd, 1, 20);
        if (now_ms() > until)
            now = hung = true;
    }
    if (now)
        kill(g->pid, SIGKILL);
    while (waitpid(g->pid, &status, 0) < 0 && errno == EINTR)
        ;
    for (int i = 0; i < 64 && listen_to(g) && errno != EAGAIN; i++)
        ;
    close(g->out);
    close(g->err);
    g->pid = 0;
    if (hung)
        g->fate = FATE_HUNG;
    if (hung)
        snprintf(g->note, sizeof g->note, "no answer within %u seconds", 4 * g->limits.seconds);
    else if (status)
        blame(g, status);
}

int guest_ask(struct guest *g, struct err *err)
{
    uint32_t size = (uint32_t)g->frame.len;
    struct talk t = {.answer = buf_new(WIRE_MAX + sizeof size)};
    g->fate = FATE_ANSWERED;
    g->note[0] = '\0';
    if (!g->pid && start(g, err))
        return -1;
    struct buf whole = buf_new(WIRE_MAX + sizeof size);
    buf_add(&whole, &size, sizeof size);
    buf_add(&whole, g->frame.data, g->frame.len);
    t.rest = whole.data;
    t.left = whole.len;
    bool answered = converse(g, &t);
    buf_free(&whole);
    buf_clear(&g->frame);
    if (answered)
        buf_add(&g->frame, t.answer.data + sizeof size, t.answer.len - sizeof size);
    else
        guest_reap(g, g->fate == FATE_HUNG);
    if (!answered && g->fate == FATE_ANSWERED) {
        g->fate = FATE_CRASHED;
        guest_say(g, "ended without an answer");
    }
    buf_free(&t.answer);
    return 0;
}
