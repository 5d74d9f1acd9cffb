/* Connections: kept, found dead, replaced once, and never when a byte of an answer had come. */
#include "rude.h"

#define EMPTY "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
#define SECOND "HTTP/1.1 201 Second\r\nContent-Length: 0\r\n\r\n"

/* Two PUTs one after the other; the first is always answered with 200. */
struct two {
    enum delivery delivery; /* of the second */
    int status;
    unsigned accepted, requests;
};

static struct two send_two(const struct script *script)
{
    struct two seen = {0};
    struct rude *s = rude_start(script);
    struct target *t = rude_open(s, "", NULL);
    struct response rs = rude_send(t, "PUT", "/1", "{}");
    assert_int_equal(rs.delivery, ANSWERED);
    assert_int_equal(rs.status, 200);
    response_free(&rs);
    rs = rude_send(t, "PUT", "/2", "{}");
    seen.delivery = rs.delivery;
    seen.status = rs.status;
    response_free(&rs);
    target_close(t);
    rude_stop(s);
    seen.accepted = s->accepted;
    seen.requests = s->request_count;
    rude_free(s);
    return seen;
}

static void expect_two(struct two seen, enum delivery delivery, unsigned accepted,
                       unsigned requests)
{
    assert_int_equal(seen.delivery, delivery);
    assert_int_equal(seen.accepted, accepted);
    assert_int_equal(seen.requests, requests);
}

static void kept(void **state)
{
    (void)state;
    const struct script script[RUDE_CONNECTIONS] = {
        {{{READ, 0, 0}, {SAY, EMPTY, 0}, {READ, 0, 0}, {SAY, SECOND, 0}, {STALL, 0, 0}}}};
    struct two seen = send_two(script);
    expect_two(seen, ANSWERED, 1, 2);
    assert_int_equal(seen.status, 201);
}

static void closed_when_idle(void **state)
{
    (void)state;
    const struct script script[RUDE_CONNECTIONS] = {
        {{{READ, 0, 0}, {SAY, EMPTY, 0}}},
        {{{READ, 0, 0}, {SAY, SECOND, 0}, {STALL, 0, 0}}},
    };
    struct two seen = send_two(script);
    expect_two(seen, ANSWERED, 2, 2);
    assert_int_equal(seen.status, 201);
}

static void said_to_close(void **state)
{
    (void)state;
    const struct script script[RUDE_CONNECTIONS] = {
        {{{READ, 0, 0},
          {SAY, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", 0},
          {STALL, 0, 0}}},
        {{{READ, 0, 0}, {SAY, SECOND, 0}, {STALL, 0, 0}}},
    };
    expect_two(send_two(script), ANSWERED, 2, 2);
}

/* The request arrives on the kept connection, and then that is closed without a byte. */
static void dead_on_use(void **state)
{
    (void)state;
    const struct act ends[] = {{END, 0, 0}, {RESET, 0, 0}};
    for (size_t i = 0; i < 2; i++) {
        const struct script script[RUDE_CONNECTIONS] = {
            {{{READ, 0, 0}, {SAY, EMPTY, 0}, {READ, 0, 0}, ends[i]}},
            {{{READ, 0, 0}, {SAY, SECOND, 0}, {STALL, 0, 0}}},
        };
        struct two seen = send_two(script);
        expect_two(seen, ANSWERED, 2, 3);
        assert_int_equal(seen.status, 201);
    }
}

static void replaced_only_once(void **state)
{
    (void)state;
    const struct script script[RUDE_CONNECTIONS] = {
        {{{READ, 0, 0}, {SAY, EMPTY, 0}, {READ, 0, 0}}},
        {{{READ, 0, 0}}},
        {{{READ, 0, 0}, {SAY, SECOND, 0}}},
    };
    expect_two(send_two(script), DROPPED, 2, 3);
}

/* Each request but the first finds its connection dead. */
static void replaced_each_time(void **state)
{
    (void)state;
    struct script script[RUDE_CONNECTIONS];
    for (size_t i = 0; i < RUDE_CONNECTIONS; i++)
        script[i] = (struct script){{{READ, 0, 0}, {SAY, EMPTY, 0}, {READ, 0, 0}}};
    struct rude *s = rude_start(script);
    struct target *t = rude_open(s, "", NULL);
    for (int n = 0; n < RUDE_CONNECTIONS; n++) {
        struct response rs = rude_send(t, "PUT", "/", "{}");
        if (rs.delivery != ANSWERED)
            fail_msg("request %d: %s", n + 1, rs.note);
        response_free(&rs);
    }
    target_close(t);
    rude_stop(s);
    assert_int_equal(s->accepted, RUDE_CONNECTIONS);
    rude_free(s);
}

/* The whole answer is there, on a kept connection, which is then closed as it was told. */
static void the_second_said_to_close(void **state)
{
    (void)state;
    const struct script script[RUDE_CONNECTIONS] = {
        {{{READ, 0, 0},
          {SAY, EMPTY, 0},
          {READ, 0, 0},
          {SAY, "HTTP/1.1 201 Second\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}", 0},
          {STALL, 0, 0}}}};
    struct two seen = send_two(script);
    expect_two(seen, ANSWERED, 1, 2);
    assert_int_equal(seen.status, 201);
}

/* The server dies of the request. */
static void nobody_left(void **state)
{
    (void)state;
    const struct script script[RUDE_CONNECTIONS] = {
        {{{READ, 0, 0}, {SAY, EMPTY, 0}, {READ, 0, 0}, {DEAF, 0, 0}}}};
    expect_two(send_two(script), DROPPED, 1, 2);
}

static void never_after_a_byte(void **state)
{
    static const char *const began[] = {"H", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r\n",
                                        "HTTP/1.1 200 OK\r\nA: b\r\n",
                                        "HTTP/1.1 103 Early\r\n\r\n"};
    const struct act ends[] = {{END, 0, 0}, {RESET, 0, 0}};
    (void)state;
    for (size_t i = 0; i < 2 * sizeof began / sizeof *began; i++) {
        const struct script script[RUDE_CONNECTIONS] = {
            {{{READ, 0, 0}, {SAY, EMPTY, 0}, {READ, 0, 0}, {SAY, began[i / 2], 0}, ends[i % 2]}},
            {{{READ, 0, 0}, {SAY, SECOND, 0}, {STALL, 0, 0}}},
        };
        struct two seen = send_two(script);
        if (seen.delivery != DROPPED || seen.accepted != 1 || seen.requests != 2)
            fail_msg("after '%s': %s, %u connections, %u requests", began[i / 2],
                     delivery_name(seen.delivery), seen.accepted, seen.requests);
    }
}

static void never_on_a_fresh_one(void **state)
{
    (void)state;
    const struct script script[RUDE_CONNECTIONS] = {{{{READ, 0, 0}}},
                                                    {{{READ, 0, 0}, {SAY, EMPTY, 0}}}};
    struct rude *s = rude_start(script);
    struct target *t = rude_open(s, "", NULL);
    struct response rs = rude_send(t, "PUT", "/1", "{}");
    assert_int_equal(rs.delivery, DROPPED);
    response_free(&rs);
    target_close(t);
    rude_stop(s);
    assert_int_equal(s->accepted, 1);
    rude_free(s);
}

/* After an answer that broke off, the target goes on with a connection that works. */
static void goes_on(void **state)
{
    static const char *const bad[] = {"H", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello",
                                      "junk\r\n\r\n"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const struct script script[RUDE_CONNECTIONS] = {
            {{{READ, 0, 0}, {SAY, EMPTY, 0}, {READ, 0, 0}, {SAY, bad[i], 0}}},
            {{{READ, 0, 0}, {SAY, SECOND, 0}, {STALL, 0, 0}}},
        };
        struct rude *s = rude_start(script);
        struct target *t = rude_open(s, "", NULL);
        for (int n = 0; n < 3; n++) {
            struct response rs = rude_send(t, "PUT", "/", "{}");
            assert_int_equal(rs.delivery == ANSWERED, n != 1);
            assert_int_equal(n == 2 ? rs.status : 201, 201);
            response_free(&rs);
        }
        target_close(t);
        rude_stop(s);
        rude_free(s);
    }
}

/* A timed out exchange must not leave its late answer to the next one. */
static void late_answer(void **state)
{
    (void)state;
    const struct script script[RUDE_CONNECTIONS] = {
        {{{READ, 0, 0}, {SAY, EMPTY, 0}, {READ, 0, 0}, {STALL, 0, 0}}},
        {{{READ, 0, 0}, {SAY, SECOND, 0}, {STALL, 0, 0}}},
    };
    struct rude *s = rude_start(script);
    struct target *t = rude_open(s, "", &(struct target_options){.timeout_ms = 200});
    const enum delivery expected[] = {ANSWERED, TIMED_OUT, ANSWERED};
    for (int n = 0; n < 3; n++) {
        struct response rs = rude_send(t, "PUT", "/", "{}");
        assert_int_equal(rs.delivery, expected[n]);
        response_free(&rs);
    }
    target_close(t);
    rude_stop(s);
    assert_int_equal(s->accepted, 2);
    rude_free(s);
}

/* A connection that spoke HTTP/1.0 is not kept, and the next request is HTTP/1.1 all the same. */
static void after_http_1_0(void **state)
{
    (void)state;
    const struct script script[RUDE_CONNECTIONS] = {
        {{{READ, 0, 0},
          {SAY, "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n", 0},
          {STALL, 0, 0}}},
        {{{READ, 0, 0}, {SAY, SECOND, 0}, {STALL, 0, 0}}},
    };
    struct rude *s = rude_start(script);
    struct target *t = rude_open(s, "", NULL);
    for (int n = 0; n < 2; n++) {
        struct response rs = rude_send(t, "GET", "/", NULL);
        assert_int_equal(rs.delivery, ANSWERED);
        response_free(&rs);
    }
    target_close(t);
    rude_stop(s);
    assert_true(rude_got(s, 1, "GET / HTTP/1.1\r\n"));
    rude_free(s);
}

/* A refusal that comes before the body was taken, and a close right after it. */
static void early_refusal(void **state)
{
    (void)state;
    const struct script script[RUDE_CONNECTIONS] = {
        {{{HEAD, 0, 0},
          {SAY, "HTTP/1.1 413 No\r\nContent-Length: 2\r\n\r\nno", 0},
          {STALL, 0, 0}}}};
    struct rude *s = rude_start(script);
    struct target *t = rude_open(s, "", NULL);
    char *body = mem_alloc(((size_t)8 << 20) + 1);
    memset(body, ' ', (size_t)8 << 20);
    struct response rs = rude_send(t, "PUT", "/", body);
    assert_int_equal(rs.delivery, ANSWERED);
    assert_int_equal(rs.status, 413);
    response_free(&rs);
    free(body);
    target_close(t);
    rude_stop(s);
    rude_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kept),
        cmocka_unit_test(closed_when_idle),
        cmocka_unit_test(said_to_close),
        cmocka_unit_test(dead_on_use),
        cmocka_unit_test(replaced_only_once),
        cmocka_unit_test(replaced_each_time),
        cmocka_unit_test(the_second_said_to_close),
        cmocka_unit_test(nobody_left),
        cmocka_unit_test(never_after_a_byte),
        cmocka_unit_test(never_on_a_fresh_one),
        cmocka_unit_test(goes_on),
        cmocka_unit_test(late_answer),
        cmocka_unit_test(after_http_1_0),
        cmocka_unit_test(early_refusal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
