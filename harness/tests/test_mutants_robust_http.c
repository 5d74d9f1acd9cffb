/* Mutants of ROB clauses that show on the wire: held answers, lengths that are obeyed, connections told
 * apart. */
#include "robust_conversation.h"

#include "reference/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

struct site {
    struct service *service;
    struct server *server;
};

static struct site open_site(const char *mutant)
{
    struct site site = {.service = open_service(NULL, mutant)};
    struct err err;
    if (server_start(&site.server, site.service, 0, &err))
        fail_msg("%s", err.text);
    return site;
}

static void close_site(struct site *site)
{
    server_stop(site->server);
    service_close(site->service);
}

static int dial(const struct site *site)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)server_port(site->server)),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct timeval patience = {.tv_sec = 60};
    int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), 0);
    assert_int_equal(connect(s, (struct sockaddr *)&to, sizeof to), 0);
    return s;
}

static void send_text(int s, const char *text)
{
    size_t len = strlen(text);
    assert_int_equal(send(s, text, len, MSG_NOSIGNAL), (ssize_t)len);
}

static void ask_on(int s, const char *method, const char *path, const char *body)
{
    char *text =
        mem_format("%s %s HTTP/1.1\r\nHost: x\r\n" JSON_TYPE "\r\nContent-Length: %zu\r\n\r\n%s",
                   method, path, strlen(body), body);
    send_text(s, text);
    free(text);
}

/* The status of one answer, whose body is read too. */
static int read_status(int s)
{
    char head[4096], byte;
    size_t n = 0;
    while (n < 4 || memcmp(head + n - 4, "\r\n\r\n", 4) != 0) {
        assert_true(n < sizeof head - 1);
        assert_int_equal(recv(s, head + n++, 1, 0), 1);
    }
    head[n] = '\0';
    assert_int_equal(strncmp(head, "HTTP/1.1 ", 9), 0);
    const char *length = strcasestr(head, "\r\nContent-Length:");
    for (size_t left = length ? strtoul(length + 17, NULL, 10) : 0; left; left--)
        assert_int_equal(recv(s, &byte, 1, 0), 1);
    return atoi(head + 9);
}

static int status_at(int s, const char *method, const char *path, const char *body)
{
    ask_on(s, method, path, body);
    return read_status(s);
}

static void assert_ended(int s)
{
    char byte;
    ssize_t n = recv(s, &byte, 1, 0);
    assert_true(n == 0 || (n < 0 && errno == ECONNRESET)); /* no answer, not mere silence */
    close(s);
}

static void a_held_answer_holds_nobody_else(void **state)
{
    (void)state;
    struct site site = open_site("json-single-quotes-held");
    int held[8];
    for (size_t i = 0; i < 8; i++) {
        held[i] = dial(&site);
        ask_on(held[i], "PUT", C1, "{'a':1}");
    }
    for (size_t i = 0; i < 16; i++) {
        int s = dial(&site);
        assert_int_equal(status_at(s, "PUT", C1, GOOD), 200);
        close(s);
    }
    for (size_t i = 0; i < 4; i++)
        close(held[i]);
    assert_ended(held[4]); /* after SERVER_HOLD_MS */
    int last = dial(&site);
    ask_on(last, "PUT", C1, "{'a':1}");
    close_site(&site); /* which does not wait for it */
    assert_ended(last);
    assert_ended(held[5]);
    assert_ended(held[6]);
    assert_ended(held[7]);
}

static void a_dropped_answer_ends_the_connection(void **state)
{
    (void)state;
    struct site site = open_site("number-leading-zero-dropped");
    int s = dial(&site);
    assert_int_equal(status_at(s, "PUT", C1, GOOD), 200);
    ask_on(s, "PUT", C1, "{\"a\":01}");
    assert_ended(s);
    close_site(&site);
}

#define TWO "PATCH " C1 " HTTP/1.1\r\nHost: x\r\n" JSON_TYPE "\r\nContent-Length: "

static void one_of_two_lengths_is_obeyed(void **state)
{
    (void)state;
    struct site plain = open_site(NULL), site = open_site("lengths-obeyed");
    int one = dial(&plain), other = dial(&site);
    assert_int_equal(status_at(one, "PUT", C1, GOOD), 200);
    assert_int_equal(status_at(other, "PUT", C1, GOOD), 200);
    send_text(one, TWO "2\r\nContent-Length: 5\r\n\r\n{}xyz");
    send_text(other, TWO "2\r\nContent-Length: 5\r\n\r\n{}xyz");
    assert_int_equal(read_status(one), 400);
    assert_ended(one);
    assert_int_equal(read_status(other), 200); /* of "{}" */
    ask_on(other, "GET", C1, "");              /* the server reads "xyzGET" */
    assert_true(read_status(other) >= 400);
    close(other);
    close_site(&plain);
    close_site(&site);
}

static void what_is_left_is_left_on_one_connection(void **state)
{
    (void)state;
    struct site site = open_site("next-is-the-rest");
    int one = dial(&site), other = dial(&site);
    assert_int_equal(status_at(other, "PUT", C1, GOOD), 200);
    assert_int_equal(status_at(one, "PUT", C1, "{"), 400);
    assert_int_equal(status_at(other, "PUT", C1, GOOD), 200);
    assert_int_equal(status_at(one, "PUT", C1, GOOD), 400);
    assert_int_equal(status_at(one, "PUT", C1, GOOD), 200);
    close(one);
    close(other);
    close_site(&site);
}

static void one_request_has_two_answers(void **state)
{
    (void)state;
    struct site site = open_site("next-answer-twice");
    int s = dial(&site);
    assert_int_equal(status_at(s, "PUT", C1, GOOD), 200);
    assert_int_equal(status_at(s, "PUT", C1, "{"), 400);
    assert_int_equal(status_at(s, "GET", C1, ""), 400); /* the second answer of the PUT */
    assert_int_equal(read_status(s), 200);
    close(s);
    close_site(&site);
}

static void chunks_are_not_understood(void **state)
{
    static const char *const mutants[] = {"chunks-raw", "chunks-lost", "chunks-first-only",
                                          "chunks-411", NULL};
    (void)state;
    for (size_t i = 0; i < 5; i++) {
        struct site site = open_site(mutants[i]);
        int s = dial(&site);
        char *text = mem_format("PUT " C1 " HTTP/1.1\r\nHost: x\r\n" JSON_TYPE
                                "\r\nTransfer-Encoding: chunked\r\n\r\n%zx\r\n%s\r\n0\r\n\r\n",
                                strlen(GOOD), GOOD);
        assert_int_equal(status_at(s, "PUT", C1, GOOD), 200);
        send_text(s, text);
        assert_int_equal(read_status(s), i == 4 ? 200 : i == 3 ? 411 : 400);
        free(text);
        close(s);
        close_site(&site);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_held_answer_holds_nobody_else),
        cmocka_unit_test(a_dropped_answer_ends_the_connection),
        cmocka_unit_test(one_of_two_lengths_is_obeyed),
        cmocka_unit_test(what_is_left_is_left_on_one_connection),
        cmocka_unit_test(one_request_has_two_answers),
        cmocka_unit_test(chunks_are_not_understood),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
