#include "fuzz/http/turns.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define NEXT_AT 8 /* in the file, behind the byte that says whether somebody is in the middle */

struct turns {
    char *path, *queue_path;
    pid_t owner; /* of the descriptors: a lock belongs to an open file, which a fork shares */
    int turn, queue;
    bool mine;
};

struct turns *turns_open(const char *path)
{
    if (!path || !*path)
        return NULL;
    struct turns *t = mem_alloc(sizeof *t);
    *t = (struct turns){.path = mem_string(path), .turn = -1, .queue = -1};
    t->queue_path = mem_format("%s.queue", path);
    return t;
}

static void forget(struct turns *t)
{
    if (t->turn >= 0)
        close(t->turn);
    if (t->queue >= 0)
        close(t->queue);
    t->turn = t->queue = -1;
    t->mine = false;
}

void turns_close(struct turns *t)
{
    if (!t)
        return;
    forget(t);
    free(t->path);
    free(t->queue_path);
    free(t);
}

static void end_process(const char *path)
{
    fprintf(stderr, "connspec: no turn can be taken: %s: %s\n", path, strerror(errno));
    exit(2);
}

static void own(struct turns *t)
{
    if (t->owner == getpid())
        return;
    forget(t);
    t->owner = getpid();
    t->turn = open(t->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    t->queue = open(t->queue_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (t->turn < 0 || t->queue < 0)
        end_process(t->turn < 0 ? t->path : t->queue_path);
}

static void lock(int fd, const char *path)
{
    while (flock(fd, LOCK_EX))
        if (errno != EINTR)
            end_process(path);
}

/* What the file says of whoever has it, or had it last. */
static bool is_in_the_middle(int fd)
{
    char byte = 0;
    return pread(fd, &byte, 1, 0) == 1 && byte == '1';
}

static void say(int fd, bool in_the_middle)
{
    if (pwrite(fd, in_the_middle ? "1" : "0", 1, 0) != 1) /* a full disk: the next one tidies up */
        return;
}

/* A lock alone goes to whoever is quickest, which is who has just given it back: the next one has its place in
 * the queue until the turn is its own, and who comes behind waits there. */
bool turns_take(struct turns *t)
{
    if (!t)
        return false;
    own(t);
    if (t->mine)
        return false;
    lock(t->queue, t->queue_path);
    lock(t->turn, t->path);
    flock(t->queue, LOCK_UN);
    t->mine = true;
    bool left = is_in_the_middle(t->turn);
    say(t->turn, true);
    return left;
}

double turns_next(const struct turns *t)
{
    double when = 0;
    if (!t || !t->mine || pread(t->turn, &when, sizeof when, NEXT_AT) != (ssize_t)sizeof when)
        return 0;
    return when;
}

void turns_set_next(const struct turns *t, double when)
{
    if (t && t->mine && pwrite(t->turn, &when, sizeof when, NEXT_AT) != (ssize_t)sizeof when)
        return; /* a full disk: each process has its own pace */
}

void turns_give(struct turns *t)
{
    if (!t || t->owner != getpid() || !t->mine)
        return;
    say(t->turn, false);
    flock(t->turn, LOCK_UN);
    t->mine = false;
}
