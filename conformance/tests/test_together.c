/* Requests side by side: they go out at one moment, each on a connection of its own, are kept in the
 * order in which they are written, and their answers are counted. */
#include "scene_kit.h"

#include "conformance/together.h"

#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <strings.h>
#include <sys/socket.h>

/* --- what goes out --- */

#define SENDERS 4
#define PATIENCE_MS 5000
#define EARLY_MS 200 /* long enough for a request that does not wait for the others */

/* Takes SENDERS connections, answers the first request of each, of the last one a while later, and then
 * none before each has sent its second one: only who sends side by side is ever answered. */
struct meeting {
    int listener, fds[SENDERS];
    unsigned port;
    bool met, early; /* all came together; one came before all were ready */
    pthread_t thread;
};

static bool readable_within(int fd, int ms)
{
    struct pollfd one = {fd, POLLIN, 0};
    return poll(&one, 1, ms) == 1;
}

static bool readable(int fd)
{
    return readable_within(fd, PATIENCE_MS);
}

static bool take_request(int fd, char *request, size_t size)
{
    size_t len = 0, body = 0;
    const char *end = NULL;
    request[0] = '\0';
    while (!end || len < (size_t)(end - request) + 4 + body) {
        ssize_t got = readable(fd) ? recv(fd, request + len, size - 1 - len, 0) : 0;
        if (got <= 0)
            return false;
        request[len += (size_t)got] = '\0';
        end = strstr(request, "\r\n\r\n");
        const char *length = end ? strcasestr(request, "content-length:") : NULL;
        body = length ? strtoul(length + strlen("content-length:"), NULL, 10) : 0;
    }
    return true;
}

static bool answer(int fd, const char *status)
{
    char text[100];
    int len = snprintf(text, sizeof text, "HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n", status);
    return send(fd, text, (size_t)len, MSG_NOSIGNAL) == len;
}

static void *meet(void *of)
{
    struct meeting *m = of;
    char request[8192];
    size_t first = 0, second = 0;
    for (size_t i = 0; i < SENDERS && readable(m->listener); i++)
        m->fds[i] = accept(m->listener, NULL, NULL);
    for (size_t i = 0; i < SENDERS; i++) {
        first += m->fds[i] >= 0 && take_request(m->fds[i], request, sizeof request) &&
                 strncmp(request, "GET ", 4) == 0;
        if (i == SENDERS - 1)
            m->early = readable_within(m->fds[0], EARLY_MS);
        answer(m->fds[i], "404 Not Found");
    }
    for (size_t i = 0; i < SENDERS && first == SENDERS; i++)
        second +=
            take_request(m->fds[i], request, sizeof request) && strncmp(request, "PUT ", 4) == 0;
    m->met = second == SENDERS;
    for (size_t i = 0; i < SENDERS; i++) {
        if (m->met)
            answer(m->fds[i], "200 OK");
        if (m->fds[i] >= 0)
            close(m->fds[i]);
    }
    return NULL;
}

static void meeting_start(struct meeting *m)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    *m = (struct meeting){.fds = {-1, -1, -1, -1}};
    m->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(m->listener, (struct sockaddr *)&at, len), 0);
    assert_int_equal(listen(m->listener, SENDERS), 0);
    assert_int_equal(getsockname(m->listener, (struct sockaddr *)&at, &len), 0);
    m->port = ntohs(at.sin_port);
    assert_int_equal(pthread_create(&m->thread, NULL, meet, m), 0);
}

#define ONE(label)                                                                                 \
    "{\"put\":\"{connection}\",\"label\":\"" label "\",\"body\":\"@put/accept/dedicated\"}"

static int send_together(struct kit *k, const char *steps, struct err *err)
{
    cJSON *list = kit_tree(steps);
    int result = together_send(&k->scene, list, err);
    cJSON_Delete(list);
    return result;
}

static void test_all_at_one_moment(void **state)
{
    struct kit *k = *state;
    struct meeting m;
    struct err err;
    meeting_start(&m);
    kit_start_run(k, m.port);
    kit_start_scene(k);
    int result = send_together(k, "[" ONE("a") "," ONE("b") "," ONE("c") "," ONE("d") "]", &err);
    pthread_join(m.thread, NULL);
    close(m.listener);
    assert_int_equal(result, 0);
    assert_true(m.met);
    assert_false(m.early);
    assert_int_equal(k->scene.count, SENDERS);
    for (size_t i = 0; i < SENDERS; i++) {
        const char label[] = {(char)('a' + i), '\0'};
        assert_string_equal(k->scene.traces[i]->label, label);
        assert_int_equal(k->scene.traces[i]->beside, 1);
        assert_int_equal(seen_status(&k->scene.traces[i]->seen), 200);
    }
    kit_stop_run(k);
}

/* What cannot be built leaves nothing behind, and nothing is sent. */
static void test_one_that_cannot_be_sent(void **state)
{
    struct kit *k = *state;
    struct err err = {.text = ""};
    kit_start(k, NULL);
    assert_int_equal(
        send_together(k, "[" ONE("a") ",{\"put\":\"{connection}\",\"body\":\"@no\"}]", &err), -1);
    assert_non_null(strstr(err.text, "@no"));
    assert_int_equal(k->scene.count, 0);
    assert_int_equal(kit_send(k, "{\"get\":\"{connection}\"}"), 404);
    kit_stop(k);
}

/* --- what came of it --- */

static void keep(struct kit *k, int status)
{
    struct trace *t = mem_alloc(sizeof *t);
    t->seen.request = request_new("PUT", "/");
    t->seen.response = (struct response){.delivery = status ? ANSWERED : DROPPED, .status = status};
    scene_keep(&k->scene, t);
}

static void test_counts(void **state)
{
    static const struct {
        int statuses[4]; /* up to four, -1 ends; 0: no answer */
        const char *accepted;
        bool held, noted;
        int shows; /* of what did not hold: where among them */
    } rows[] = {
        {{200, 200, -1}, "each", true, false, 0},
        {{200, 412, -1}, "each", false, false, 1},
        {{200, 409, -1}, "each", true, true, 0},
        {{409, 409, -1}, "each", false, false, 1},
        {{200, 400, -1}, "each", false, false, 1},
        {{500, 200, -1}, "each", false, false, 0},
        {{200, 0, -1}, "each", false, false, 1},
        {{200, 201, -1}, "each", false, false, 1},
        {{200, 412, 412, 412}, "one", true, false, 0},
        {{412, 200, 409, 412}, "one", true, true, 0},
        {{412, 200, 200, 412}, "one", false, false, 1},
        {{412, 412, -1}, "one", false, false, 1},
        {{409, 409, -1}, "one", false, false, 1},
        {{200, 412, 0, 412}, "one", false, false, 2},
        {{412, 428, 200, -1}, "one", false, false, 1},
    };
    struct kit *k = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cJSON *expect = cJSON_CreateObject();
        struct miss miss = {0};
        const struct trace *shows = NULL;
        char *noted = NULL;
        size_t count = 0;
        kit_start_run(k, 1);
        kit_start_scene(k);
        keep(k, 200); /* what was before does not count */
        keep(k, 500);
        while (count < 4 && rows[i].statuses[count] != -1)
            keep(k, rows[i].statuses[count++]);
        cJSON_AddStringToObject(expect, "accepted", rows[i].accepted);
        bool held = together_holds(&k->scene, expect, count, &miss, &noted, &shows);
        if (held != rows[i].held || !noted == rows[i].noted ||
            (!held && shows != k->scene.traces[2 + rows[i].shows]))
            fail_msg("row %zu: held %d, %s %s", i, held, noted, miss.actual);
        free(noted);
        miss_free(&miss);
        cJSON_Delete(expect);
        kit_stop_run(k);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all_at_one_moment),
                                       cmocka_unit_test(test_one_that_cannot_be_sent),
                                       cmocka_unit_test(test_counts)};
    return cmocka_run_group_tests(tests, kit_open, kit_close);
}
