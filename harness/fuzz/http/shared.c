#include "fuzz/http/shared.h"

#include "base/mem.h"
#include "fuzz/http/engine.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* As in agent/agent.c. */
#define VERSION 1
#define EDGES_MAX 65536
struct header {
    char magic[8];
    uint32_t version, edges;
};

/* Opened once, as an engine takes counters once. */
static struct {
    int fd;
    struct engine_counters counters; /* none: there is no agent */
    uint8_t *now, *before;           /* room for whole words */
} agent;

static int open_ours(const char *name)
{
    struct stat st;
    int fd = shm_open(name, O_RDWR | O_CLOEXEC, 0);
    if (fd >= 0 && fstat(fd, &st) == 0 && st.st_uid == geteuid() && (st.st_mode & 077) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

/* How many edges it says it has; 0: it is none. */
static size_t read_header(int fd)
{
    struct header h;
    struct stat st;
    bool known = pread(fd, &h, sizeof h, 0) == (ssize_t)sizeof h && fstat(fd, &st) == 0 &&
                 memcmp(h.magic, "connspec", sizeof h.magic) == 0 && h.version == VERSION &&
                 h.edges <= EDGES_MAX && st.st_size >= (off_t)(sizeof h + h.edges);
    return known ? h.edges : 0;
}

/* Before main, as for code of one's own. */
__attribute__((constructor)) static void register_counters(void)
{
    const char *name = getenv("CONNSPEC_AGENT");
    if (!name || !*name)
        return;
    agent.fd = open_ours(name);
    size_t edges = agent.fd >= 0 ? read_header(agent.fd) : 0;
    if (!edges)
        return;
    agent.now = mem_alloc(edges + sizeof(uint64_t));
    agent.before = mem_alloc(edges + sizeof(uint64_t));
    agent.counters = engine_counters(edges);
}

bool shared_open(void)
{
    const char *name = getenv("CONNSPEC_AGENT");
    if (agent.counters.count || !name || !*name)
        return true;
    fprintf(stderr, "connspec: CONNSPEC_AGENT=%s: %s; the server is to be started with the same\n",
            name,
            agent.fd < 0 ? "there is no such shared memory, of this user alone"
                         : "that is not what an agent of this version shares");
    return false;
}

void shared_begin(void)
{
    size_t edges = agent.counters.count;
    if (!edges)
        return;
    engine_clear(&agent.counters);
    memset(agent.before, 0, edges);
    if (pwrite(agent.fd, agent.before, edges, sizeof(struct header)) != (ssize_t)edges)
        return; /* it was cut short: there is less to read too */
}

static bool word_differs(size_t at)
{
    uint64_t now, before;
    memcpy(&now, agent.now + at, sizeof now);
    memcpy(&before, agent.before + at, sizeof before);
    return now != before;
}

static void take_word(size_t at, size_t end)
{
    for (size_t i = at; i < at + sizeof(uint64_t) && i < end; i++) {
        if (agent.now[i] && !agent.before[i])
            engine_set(&agent.counters, i);
        agent.before[i] = agent.now[i];
    }
}

void shared_take(void)
{
    if (!agent.counters.count)
        return;
    ssize_t len = pread(agent.fd, agent.now, agent.counters.count, sizeof(struct header));
    for (size_t at = 0; len > 0 && at < (size_t)len; at += sizeof(uint64_t))
        if (word_differs(at))
            take_word(at, (size_t)len);
}
