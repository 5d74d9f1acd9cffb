/* The reference over loopback HTTP, spoken by hand on a raw socket. */
#include "test_reference_kit.h"

#include "reference/server.h"
#include "reference/state.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define TYPE JSON_TYPE "\r\n"
#define SMALL 4096

struct site {
    struct service *service;
    struct server *server;
};

/* One answer; its body is cut to what fits, its length is the true one. */
struct got {
    int status;
    char head[SMALL], body[SMALL];
    size_t len;
};

static int start(void **state)
{
    struct site *site = mem_alloc(sizeof *site);
    struct err err;
    site->service = open_service(NULL, NULL);
    if (server_start(&site->server, site->service, 0, &err))
        fail_msg("%s", err.text);
    *state = site;
    return 0;
}

static int stop(void **state)
{
    struct site *site = *state;
    server_stop(site->server);
    service_close(site->service);
    free(site);
    return 0;
}

static int dial(const struct site *site)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)server_port(site->server)),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    struct timeval patience = {.tv_sec = 20};
    assert_int_equal(setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), 0);
    assert_int_equal(setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), 0);
    assert_int_equal(connect(s, (struct sockaddr *)&to, sizeof to), 0);
    return s;
}

static void send_all(int s, const char *data, size_t len)
{
    while (len) {
        ssize_t sent = send(s, data, len, MSG_NOSIGNAL);
        assert_true(sent > 0);
        data += sent;
        len -= (size_t)sent;
    }
}

static void send_text(int s, const char *text)
{
    send_all(s, text, strlen(text));
}

static void read_head(int s, struct got *g)
{
    size_t n = 0;
    while (n < 4 || memcmp(g->head + n - 4, "\r\n\r\n", 4) != 0) {
        assert_true(n < sizeof g->head - 1);
        assert_int_equal(recv(s, g->head + n, 1, 0), 1);
        n++;
    }
    g->head[n] = '\0';
    assert_int_equal(strncmp(g->head, "HTTP/1.1 ", 9), 0);
    g->status = atoi(g->head + 9);
}

static void read_body(int s, struct got *g)
{
    char drain[SMALL];
    for (size_t left = g->len, kept = 0; left;) {
        ssize_t n = recv(s, drain, left < sizeof drain ? left : sizeof drain, 0);
        assert_true(n > 0);
        for (ssize_t i = 0; i < n && kept < sizeof g->body - 1; i++)
            g->body[kept++] = drain[i];
        left -= (size_t)n;
    }
}

static struct got read_answer(int s, bool with_body)
{
    struct got g = {0};
    read_head(s, &g);
    const char *length = strcasestr(g.head, "\r\nContent-Length:");
    g.len = length ? strtoul(length + 17, NULL, 10) : 0;
    if (with_body)
        read_body(s, &g);
    return g;
}

static struct got talk(int s, const char *method, const char *path, const char *headers,
                       const char *body)
{
    char *text = mem_format("%s %s HTTP/1.1\r\nHost: localhost\r\n%sContent-Length: %zu\r\n\r\n%s",
                            method, path, headers, strlen(body), body);
    send_text(s, text);
    free(text);
    return read_answer(s, strcmp(method, "HEAD") != 0);
}

/* The connection still works, and its answers still belong to its requests. */
static void assert_in_step(int s)
{
    struct got put = talk(s, "PUT", C1, TYPE, COMPLETE), head = talk(s, "HEAD", C1, "", "");
    struct got none = talk(s, "GET", CONNECTION("none"), "", "");
    assert_int_equal(put.status, 200);
    assert_int_equal(head.status, 200);
    assert_int_equal(head.len, put.len);
    assert_int_equal(none.status, 404);
}

static void assert_closed(int s)
{
    char byte;
    ssize_t n = recv(s, &byte, 1, 0);
    assert_true(n == 0 || (n < 0 && errno == ECONNRESET)); /* not merely silent */
    close(s);
}

static void one_connection_carries_many_requests(void **state) /* CORE-01, 03, FAM-01..03, ROB-12 */
{
    int s = dial(*state);
    for (int i = 0; i < 50; i++) {
        struct got put = talk(s, "PUT", C1, TYPE, COMPLETE), get = talk(s, "GET", C1, "", "");
        assert_int_equal(put.status, 200);
        assert_string_equal(put.body, get.body);
        assert_non_null(strcasestr(get.head, "\r\nx-ms-request-id:"));
        assert_non_null(strcasestr(get.head, "\r\nContent-Type: application/json"));
        assert_non_null(strcasestr(get.head, "\r\nETag: W/\""));
        assert_int_equal(talk(s, "PUT", C1, TYPE, "{").status, 400);
        struct got patch = talk(s, "PATCH", C1, TYPE, "{\"tags\":{\"p\":\"q\"}}");
        assert_int_equal(patch.status, 200);
        assert_non_null(strstr(patch.body, "{\"p\":\"q\"}"));
        assert_in_step(s);
        struct got deleted = talk(s, "DELETE", C1, "", "");
        assert_int_equal(deleted.status, 200);
        assert_int_equal(deleted.len, 0);
        assert_int_equal(talk(s, "DELETE", C1, "", "").status, 404);
    }
    close(s);
}

static void many_connections_are_served(void **state)
{
    int sockets[24];
    for (size_t i = 0; i < 24; i++)
        sockets[i] = dial(*state);
    for (size_t round = 0; round < 3; round++)
        for (size_t i = 0; i < 24; i++)
            assert_int_equal(talk(sockets[i], "PUT", C1, TYPE, COMPLETE).status, 200);
    for (size_t i = 0; i < 24; i++)
        close(sockets[i]);
}

static void the_path_arrives_as_sent(void **state) /* ROB-07 */
{
    static const char *const refused[] = {"a%2Fb", "%00", "a%00", "..", "%2e", "%zz", "%", "a\x01"};
    int s = dial(*state);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        char *path = mem_format(GROUP "connections/%s" VERSION, refused[i]);
        struct got g = talk(s, "PUT", path, TYPE, COMPLETE);
        assert_int_equal(g.status, 400);
        assert_non_null(strstr(g.body, "InvalidUri"));
        free(path);
    }
    struct got g = talk(s, "PUT", CONNECTION("a+%2B%C3%A9"), TYPE, COMPLETE_AS("Dedicated", ""));
    assert_int_equal(g.status, 400);
    assert_non_null(strstr(g.body, "NameMismatch"));
    assert_in_step(s);
    close(s);
}

static void headers_arrive(void **state) /* PLAT-09, PLAT-17, ROB-09 */
{
    int s = dial(*state);
    char *big = mem_alloc((64 << 10) + 1);
    memset(big, 'x', 64 << 10);
    char *headers = mem_format("X-Big: %s\r\n" TYPE, big);
    assert_int_equal(talk(s, "PUT", C1, headers, COMPLETE).status, 200);
    struct got g = talk(s, "GET", C1,
                        "If-Match: \"a\"\r\nIf-Match: *\r\nx-ms-client-request-id: me\r\n"
                        "x-ms-return-client-request-id: true\r\n",
                        "");
    assert_int_equal(g.status, 400); /* the two lines are one list, which is malformed */
    assert_non_null(strcasestr(g.head, "\r\nx-ms-client-request-id: me\r\n"));
    assert_in_step(s);
    close(s);
    free(headers);
    free(big);
}

static void chunked_bodies_are_read(void **state) /* ROB-09 */
{
    static const size_t sizes[] = {1, 7, 100000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        int s = dial(*state);
        send_text(s,
                  "PUT " C1 " HTTP/1.1\r\nHost: x\r\n" TYPE "Transfer-Encoding: chunked\r\n\r\n");
        for (const char *at = COMPLETE; *at;) {
            size_t len = strnlen(at, sizes[i]);
            char *chunk = mem_format("%zx;x=y\r\n%.*s\r\n", len, (int)len, at);
            send_text(s, chunk);
            free(chunk);
            at += len;
        }
        send_text(s, "0\r\n\r\n");
        assert_int_equal(read_answer(s, true).status, 200);
        assert_in_step(s);
        close(s);
    }
}

static void a_client_may_ask_first(void **state) /* ROB-09 */
{
    int s = dial(*state);
    char *head = mem_format("PUT " C1 " HTTP/1.1\r\nHost: x\r\n" TYPE
                            "Expect: 100-continue\r\nContent-Length: %zu\r\n\r\n",
                            strlen(COMPLETE));
    send_text(s, head);
    assert_int_equal(read_answer(s, false).status, 100);
    send_text(s, COMPLETE);
    assert_int_equal(read_answer(s, true).status, 200);
    assert_in_step(s);
    send_text(s, "PUT " C1 " HTTP/1.1\r\nHost: x\r\n" TYPE
                 "Expect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");
    assert_int_equal(read_answer(s, true).status, 413);
    close(s);
    free(head);
}

static void large_bodies_are_answered(void **state) /* ROB-08, ROB-12 */
{
    static const size_t sizes[] = {SERVICE_MAX_BODY, SERVICE_MAX_BODY + 1, (size_t)64 << 20};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        int s = dial(*state);
        char *body = mem_alloc(sizes[i]);
        memset(body, ' ', sizes[i]);
        memcpy(body, COMPLETE, strlen(COMPLETE));
        char *head = mem_format(
            "PUT " C1 " HTTP/1.1\r\nHost: x\r\n" TYPE "Content-Length: %zu\r\n\r\n", sizes[i]);
        send_text(s, head);
        send_all(s, body, sizes[i]);
        struct got g = read_answer(s, true);
        assert_int_equal(g.status, i ? 413 : 200);
        assert_true(!i || strstr(g.body, "\"error\""));
        assert_in_step(s);
        close(s);
        free(body);
        free(head);
    }
}

static void unclear_lengths_are_refused(void **state) /* ROB-09 */
{
    static const char *const lengths[] = {
        "Content-Length: 2\r\nContent-Length: 5\r\n\r\n{}\r\n0",
        "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    };
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        int s = dial(*state);
        send_text(s, "PATCH " C1 " HTTP/1.1\r\nHost: x\r\n" TYPE);
        send_text(s, lengths[i]);
        struct got g = read_answer(s, true);
        assert_int_equal(g.status, 400);
        assert_non_null(strcasestr(g.head, "\r\nx-ms-request-id:"));
        assert_closed(s);
    }
}

static void drop(struct call *c, struct response *rs)
{
    (void)c;
    rs->delivery = DROPPED;
}

static void a_dropped_answer_closes_the_connection(void **state)
{
    struct site *site = *state;
    site->service->seam.on_text = drop;
    int s = dial(site);
    send_text(s, "GET " C1 " HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_closed(s);
}

static void a_port_in_use_is_an_error(void **state)
{
    struct site *site = *state;
    struct server *second = NULL;
    struct err err = {{0}};
    assert_int_equal(server_start(&second, site->service, server_port(site->server), &err), -1);
    assert_non_null(strstr(err.text, "cannot listen"));
}

struct gap {
    pthread_barrier_t reached, go_on;
};

static void wait_in_gap(struct call *c)
{
    struct gap *gap = (struct gap *)c->data;
    pthread_barrier_wait(&gap->reached);
    pthread_barrier_wait(&gap->go_on);
}

static void *stop_server(void *server)
{
    server_stop(server);
    return NULL;
}

static void what_is_under_way_is_answered(void **state)
{
    (void)state;
    struct gap gap;
    struct site site = {.service = open_service(NULL, NULL)};
    struct err err;
    pthread_t stopper;
    pthread_barrier_init(&gap.reached, NULL, 2);
    pthread_barrier_init(&gap.go_on, NULL, 2);
    site.service->seam.on_gap = wait_in_gap;
    site.service->data = &gap;
    assert_int_equal(server_start(&site.server, site.service, 0, &err), 0);
    int s = dial(&site);
    char *text =
        mem_format("PUT " C1 " HTTP/1.1\r\nHost: x\r\n" TYPE "Content-Length: %zu\r\n\r\n%s",
                   strlen(COMPLETE), COMPLETE);
    send_text(s, text);
    pthread_barrier_wait(&gap.reached);
    assert_int_equal(pthread_create(&stopper, NULL, stop_server, site.server), 0);
    pthread_barrier_wait(&gap.go_on);
    assert_int_equal(read_answer(s, true).status, 200);
    pthread_join(stopper, NULL);
    assert_closed(s);
    service_close(site.service);
    free(text);
    pthread_barrier_destroy(&gap.reached);
    pthread_barrier_destroy(&gap.go_on);
}

#define SITE(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SITE(one_connection_carries_many_requests),
        SITE(many_connections_are_served),
        SITE(the_path_arrives_as_sent),
        SITE(headers_arrive),
        SITE(chunked_bodies_are_read),
        SITE(a_client_may_ask_first),
        SITE(large_bodies_are_answered),
        SITE(unclear_lengths_are_refused),
        SITE(a_dropped_answer_closes_the_connection),
        SITE(a_port_in_use_is_an_error),
        cmocka_unit_test(what_is_under_way_is_answered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
