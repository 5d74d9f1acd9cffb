/* hostile MODE [--after N] [--every K] [--log FILE] [--cacert FILE] [--token-env VAR]
 * hostile --list | hostile --measure FILE SECONDS COMMAND... */
#include "conformance/tests/hostile.h"

#include "base/mem.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define THREADS_MAX 200

/* --- listening --- */

static int listen_on(const char *address, unsigned *port)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t len = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    inet_pton(AF_INET, address, &at.sin_addr);
    if (fd < 0 || bind(fd, (struct sockaddr *)&at, len) || listen(fd, 64) ||
        getsockname(fd, (struct sockaddr *)&at, &len)) {
        perror(address);
        exit(2);
    }
    *port = ntohs(at.sin_port);
    return fd;
}

static void *run_line(void *of)
{
    struct line *l = of;
    struct hostile *s = l->server;
    line_run(l);
    free(l);
    pthread_mutex_lock(&s->lock);
    s->lines--;
    pthread_cond_signal(&s->fewer);
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

static void wait_for_lines(struct hostile *s, unsigned most)
{
    while (s->lines > most)
        pthread_cond_wait(&s->fewer, &s->lock);
}

static void take(struct hostile *s, int listener, bool other)
{
    struct line *l = mem_alloc(sizeof *l);
    pthread_t thread;
    *l = (struct line){.server = s, .other = other};
    l->fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    pthread_mutex_lock(&s->lock);
    wait_for_lines(s, THREADS_MAX);
    if (l->fd >= 0 && pthread_create(&thread, NULL, run_line, l) == 0) {
        pthread_detach(thread);
        s->lines++;
    } else {
        free(l);
    }
    pthread_mutex_unlock(&s->lock);
}

static void serve(struct hostile *s)
{
    int here = listen_on("127.0.0.1", &s->port), other = listen_on("127.0.0.2", &s->other_port);
    struct pollfd fds[3] = {{here, POLLIN, 0}, {other, POLLIN, 0}, {s->stop[0], POLLIN, 0}};
    if (s->log) {
        fprintf(s->log, "# other http://127.0.0.2:%u\n", s->other_port);
        fflush(s->log);
    }
    printf("%s://127.0.0.1:%u\n", s->mode->certificate ? "https" : "http", s->port);
    fflush(stdout);
    while (poll(fds, 3, -1) > 0 ? !fds[2].revents : errno == EINTR) {
        if (fds[0].revents)
            take(s, here, false);
        if (fds[1].revents)
            take(s, other, true);
        fds[0].revents = fds[1].revents = fds[2].revents = 0;
    }
    close(here);
    close(other);
    pthread_mutex_lock(&s->lock);
    wait_for_lines(s, 0);
    pthread_mutex_unlock(&s->lock);
}

/* --- from start to end --- */

static void *end_on_signal(void *of)
{
    struct hostile *s = of;
    sigset_t ending;
    int which;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    sigwait(&ending, &which);
    if (write(s->stop[1], "", 1) != 1)
        _exit(2);
    return NULL;
}

static int run(struct hostile *s, const char *cacert, const char *token)
{
    static const char *const gateways[] = {"firstgateway", "secondgateway", NULL};
    struct service_options how = {.gateways = gateways, .token = token};
    struct err err;
    sigset_t ending;
    pthread_t ender;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ending, NULL);
    signal(SIGPIPE, SIG_IGN);
    if (service_open(&s->service, &how, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return 2;
    }
    if (pipe2(s->stop, O_CLOEXEC) || !tls_open(s->tls, cacert) ||
        pthread_create(&ender, NULL, end_on_signal, s)) {
        perror("hostile");
        return 2;
    }
    serve(s);
    pthread_join(ender, NULL);
    tls_close(s->tls);
    service_close(s->service);
    return 0;
}

static int usage(void)
{
    fprintf(stderr, "hostile MODE [--after N] [--every K] [--log FILE] [--cacert FILE] "
                    "[--token-env VAR], hostile --list, or hostile --measure FILE SECONDS "
                    "COMMAND...\n");
    return 2;
}

int main(int argc, char **argv)
{
    struct hostile s = {
        .every = 1, .lock = PTHREAD_MUTEX_INITIALIZER, .fewer = PTHREAD_COND_INITIALIZER};
    const char *cacert = NULL, *token = NULL;
    if (argc == 2 && strcmp(argv[1], "--list") == 0) {
        mode_list(stdout);
        return 0;
    }
    if (argc > 4 && strcmp(argv[1], "--measure") == 0)
        return measure(argv[2], (unsigned)strtoul(argv[3], NULL, 10), argv + 4);
    if (argc < 2 || !(s.mode = mode_find(argv[1])))
        return usage();
    for (int i = 2; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--after") == 0)
            s.after = (unsigned)strtoul(argv[i + 1], NULL, 10);
        else if (strcmp(argv[i], "--every") == 0)
            s.every = (unsigned)strtoul(argv[i + 1], NULL, 10);
        else if (strcmp(argv[i], "--log") == 0)
            s.log = fopen(argv[i + 1], "we");
        else if (strcmp(argv[i], "--cacert") == 0)
            cacert = argv[i + 1];
        else if (strcmp(argv[i], "--token-env") == 0)
            token = getenv(argv[i + 1]);
        else
            return usage();
    }
    int status = s.every ? run(&s, cacert, token) : usage();
    if (s.log)
        fclose(s.log);
    return status;
}
