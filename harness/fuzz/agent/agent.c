/* agent.c - shares which code of a server ran with who fuzzes it over HTTP (make fuzz-http): compiled into the server,
 * this file alone, it makes the network's fuzzer coverage-guided. For C, C++ and Rust, on Linux.
 *
 *   clang -fsanitize-coverage=trace-pc-guard ... server.c agent.c          (or clang++ with agent.o)
 *   rustc -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=3 \
 *         -Cllvm-args=-sanitizer-coverage-trace-pc-guard -Clink-arg=agent.o ...
 *   CONNSPEC_AGENT=/mine ./server &
 *   CONNSPEC_AGENT=/mine make fuzz-http TARGET=http://127.0.0.1:8080
 *
 * Without CONNSPEC_AGENT in the environment nothing is shared. With it, it names an object of POSIX shared memory
 * (/dev/shm/mine), made if it is not there, for this user alone (0600). It stays when the server ends, so that one
 * that is started anew goes on with it; `rm /dev/shm/mine` removes it. Not for production: each branch costs. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __clang__
#define UNCOUNTED __attribute__((no_sanitize("coverage")))
#else
#define UNCOUNTED
#endif

/* The object; harness/fuzz/http/shared.c has the same. A byte for each edge between basic blocks, of those beyond
 * EDGES_MAX several share one: 1 once it was run. The fuzzer clears them. How often would be no gain: an input is
 * several requests, and three times as many would look new. */
#define VERSION 1
#define EDGES_MAX 65536
struct shared {
    char magic[8]; /* "connspec", once all else is there */
    uint32_t version;
    uint32_t edges; /* how many of the bytes are used */
    uint8_t ran[EDGES_MAX];
};

static struct shared *shared;
static uint32_t edges; /* so far, of all modules */

void __sanitizer_cov_trace_pc_guard_init(uint32_t *begin, uint32_t *end);
void __sanitizer_cov_trace_pc_guard(uint32_t *guard);

UNCOUNTED static struct shared *share(const char *name)
{
    struct stat st;
    int fd = shm_open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return NULL;
    int ours = fstat(fd, &st) == 0 && st.st_uid == geteuid() && (st.st_mode & 077) == 0;
    void *at = ours && ftruncate(fd, sizeof(struct shared)) == 0
                   ? mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0)
                   : MAP_FAILED;
    close(fd);
    return at == MAP_FAILED ? NULL : at;
}

/* Of each program and library, before its code runs. */
UNCOUNTED void __sanitizer_cov_trace_pc_guard_init(uint32_t *begin, uint32_t *end)
{
    const char *name = getenv("CONNSPEC_AGENT");
    if (!name || !*name || begin == end || *begin)
        return;
    if (!shared && !(shared = share(name))) {
        fprintf(stderr, "agent: %s cannot be shared, or is somebody else's\n", name);
        return;
    }
    for (uint32_t *guard = begin; guard < end; guard++)
        *guard = 1 + edges++ % EDGES_MAX;
    shared->version = VERSION;
    shared->edges = edges < EDGES_MAX ? edges : EDGES_MAX;
    __atomic_thread_fence(__ATOMIC_RELEASE);
    memcpy(shared->magic, "connspec", sizeof shared->magic);
}

/* On each edge. */
UNCOUNTED void __sanitizer_cov_trace_pc_guard(uint32_t *guard)
{
    if (*guard)
        ((volatile uint8_t *)shared->ran)[*guard - 1] = 1;
}
