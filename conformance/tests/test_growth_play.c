/* ROB-10 as it is played: what is sent, how often, and what is made of a target whose time to answer
 * follows a rule. The target here takes that time and does nothing else. */
#include "scene_kit.h"

#include "conformance/growth.h"

#include <math.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>

#define SMALLEST 1000 /* bytes of body, and the milliseconds of a linear rule are a hundredth */
#define SIZES 4
#define SERIES 12 /* requests: each size once, and then two times more where the largest is slow */
#define LOG_MAX 64
#define STEP                                                                                       \
    "{\"put\":\"{connection}\",\"hostile\":true,\"growth\":[1000,2000,4000,8000],"                 \
    "\"bytes\":[{\"repeat\":\"x\",\"times\":\"{size}\"}]}"

/* The n-th request, from 0, with so many bytes of body: milliseconds until the answer, below 0 none. */
typedef double rule(unsigned n, size_t bytes);

struct timer {
    rule *rule;
    int listener, stop[2];
    unsigned port, count;
    size_t sizes[LOG_MAX];
    pthread_t thread;
};

static bool readable(const struct timer *t, int fd)
{
    struct pollfd fds[2] = {{fd, POLLIN, 0}, {t->stop[0], POLLIN, 0}};
    return poll(fds, 2, 20000) > 0 && fds[0].revents;
}

/* The length of the body of the next request; -1 at the end of the connection. */
static long take_request(const struct timer *t, int fd)
{
    char request[16384] = "";
    size_t len = 0, body = 0;
    const char *end = NULL;
    while (!end || len < (size_t)(end - request) + 4 + body) {
        ssize_t got = readable(t, fd) ? recv(fd, request + len, sizeof request - 1 - len, 0) : 0;
        if (got <= 0)
            return -1;
        request[len += (size_t)got] = '\0';
        end = strstr(request, "\r\n\r\n");
        const char *length = end ? strcasestr(request, "content-length:") : NULL;
        body = length ? strtoul(length + strlen("content-length:"), NULL, 10) : 0;
    }
    return (long)body;
}

static bool answer_in_time(struct timer *t, int fd, size_t bytes)
{
    static const char refusal[] = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
    double ms = t->rule(t->count, bytes);
    if (t->count < LOG_MAX)
        t->sizes[t->count] = bytes;
    t->count++;
    struct timespec span = {.tv_nsec = (long)(ms * 1e6)};
    if (ms >= 0)
        nanosleep(&span, NULL);
    return ms >= 0 && send(fd, refusal, strlen(refusal), MSG_NOSIGNAL) > 0;
}

static void *serve(void *of)
{
    struct timer *t = of;
    while (readable(t, t->listener)) {
        int fd = accept(t->listener, NULL, NULL);
        long bytes;
        while (fd >= 0 && (bytes = take_request(t, fd)) >= 0 &&
               answer_in_time(t, fd, (size_t)bytes))
            ;
        close(fd);
    }
    return NULL;
}

static void timer_start(struct timer *t, rule *of)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    *t = (struct timer){.rule = of};
    t->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(t->listener, (struct sockaddr *)&at, len), 0);
    assert_int_equal(listen(t->listener, 4), 0);
    assert_int_equal(getsockname(t->listener, (struct sockaddr *)&at, &len), 0);
    assert_int_equal(pipe(t->stop), 0);
    t->port = ntohs(at.sin_port);
    assert_int_equal(pthread_create(&t->thread, NULL, serve, t), 0);
}

static void timer_stop(struct timer *t)
{
    assert_int_equal(write(t->stop[1], "", 1), 1);
    pthread_join(t->thread, NULL);
    close(t->listener);
    close(t->stop[0]);
    close(t->stop[1]);
}

/* --- rules --- */

static double linear(unsigned n, size_t bytes)
{
    (void)n;
    return (double)bytes / 100;
}

/* Worse than linear, but over before anybody would mind. */
static double quick(unsigned n, size_t bytes)
{
    (void)n;
    return pow((double)bytes / SMALLEST, 2) / 4;
}

static double square(unsigned n, size_t bytes)
{
    (void)n;
    return pow((double)bytes / SMALLEST, 2) * 6;
}

/* Worse than linear the first time that a size is tried, or the last time. */
static double disturbed_first(unsigned n, size_t bytes)
{
    return linear(n, bytes) + (n < SIZES ? square(n, bytes) : 0);
}

static double disturbed_last(unsigned n, size_t bytes)
{
    return linear(n, bytes) + (n >= SIZES && n % 2 ? square(n, bytes) : 0);
}

/* As if the machine had been busy with the larger ones, and then is not any more. */
static double loaded(unsigned n, size_t bytes)
{
    return n < SERIES ? square(n, bytes) : linear(n, bytes);
}

static double silent_when_large(unsigned n, size_t bytes)
{
    (void)n;
    return bytes > 4 * SMALLEST ? -1 : 1;
}

/* One request, that is, and once more on a new connection, which is the client's own doing. */
static double silent_once(unsigned n, size_t bytes)
{
    (void)bytes;
    return n == 1 || n == 2 ? -1 : 1;
}

/* --- what is made of them --- */

static bool play(struct kit *k, struct timer *t, rule *of, char message[200], char actual[400])
{
    struct miss miss = {0};
    struct err err;
    const struct trace *trace = NULL;
    bool held = false;
    cJSON *written = kit_tree(STEP);
    timer_start(t, of);
    kit_start_run(k, t->port);
    kit_start_scene(k);
    if (growth_play(&k->scene, written, &held, &miss, &trace, &err))
        fail_msg("%s", err.text);
    assert_non_null(trace);
    snprintf(message, 200, "%s", miss.message ? miss.message : "");
    snprintf(actual, 400, "%s", miss.actual ? miss.actual : "");
    miss_free(&miss);
    cJSON_Delete(written);
    kit_stop_run(k);
    timer_stop(t);
    return held;
}

static void test_rules(void **state)
{
    static const struct {
        rule *rule;
        bool held;
        const char *message, *actual;
        unsigned least, most; /* requests */
    } rows[] = {
        {linear, true, "", "", SERIES, SERIES},
        {quick, true, "", "", SIZES, SIZES},
        {disturbed_first, true, "", "", SERIES, SERIES},
        {disturbed_last, true, "", "", SERIES, SERIES},
        {square, false, "to the power of", "of the smallest", SERIES + 18, SERIES + 27},
        {loaded, true, "", "", SERIES + 18, SERIES + 27},
        {silent_when_large, false, "of this size is not answered", "at size 8000: no answer", 5, 9},
        {silent_once, true, "", "", SIZES + 2, SIZES + 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char message[200], actual[400];
        struct timer t;
        bool held = play(*state, &t, rows[i].rule, message, actual);
        if (held != rows[i].held || !strstr(message, rows[i].message) ||
            !strstr(actual, rows[i].actual) || t.count < rows[i].least || t.count > rows[i].most)
            fail_msg("row %zu: held %d after %u: %s %s", i, held, t.count, message, actual);
    }
}

/* Each size once, then twice; then the largest between as many of the smallest as make it up. */
static void test_what_is_sent(void **state)
{
    static const unsigned pair[] = {1, 1, 1, 1, 8, 1, 1, 1, 1};
    char message[200], actual[400];
    struct timer t;
    play(*state, &t, square, message, actual);
    for (unsigned i = 0; i < SERIES; i++)
        assert_int_equal(t.sizes[i], SMALLEST << (i < SIZES ? i : (i - SIZES) / 2));
    for (unsigned i = SERIES; i < t.count; i++)
        assert_int_equal(t.sizes[i], SMALLEST * pair[(i - SERIES) % 9]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rules),
                                       cmocka_unit_test(test_what_is_sent)};
    return cmocka_run_group_tests(tests, kit_open, kit_close);
}
