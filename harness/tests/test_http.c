/* What comes back from a server, however badly it behaves. */
#include "rude.h"

#define OK_EMPTY "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
#define OK_HELLO "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
#define GIVEN(...)                                                                                 \
    (const struct script[RUDE_CONNECTIONS])                                                        \
    {                                                                                              \
        {                                                                                          \
            {                                                                                      \
                __VA_ARGS__                                                                        \
            }                                                                                      \
        }                                                                                          \
    }

/* One request to a server that does this. */
static struct response one(const struct script *script, const struct target_options *options,
                           unsigned *accepted)
{
    struct rude *s = rude_start(script);
    struct target *t = rude_open(s, "", options);
    struct response rs = rude_send(t, "GET", "/x", NULL);
    target_close(t);
    rude_stop(s);
    if (accepted)
        *accepted = s->accepted;
    rude_free(s);
    return rs;
}

static void expect(const struct script *script, const struct target_options *options,
                   enum delivery delivery, int status, const char *note)
{
    struct response rs = one(script, options, NULL);
    if (rs.delivery != delivery || rs.status != status)
        fail_msg("%s, status %d, %s", delivery_name(rs.delivery), rs.status, rs.note);
    if (note && (!rs.note || !strstr(rs.note, note)))
        fail_msg("the note is: %s", rs.note);
    assert_true((rs.note == NULL) == (delivery == ANSWERED));
    assert_non_null(rs.body);
    response_free(&rs);
}

static void expect_body(const struct script *script, const char *body, size_t len)
{
    struct response rs = one(script, NULL, NULL);
    assert_int_equal(rs.delivery, ANSWERED);
    assert_int_equal(rs.body_len, len);
    assert_memory_equal(rs.body, body, len);
    response_free(&rs);
}

static void answers(void **state)
{
    (void)state;
    expect_body(GIVEN({READ, 0, 0}, {SAY, OK_HELLO, 0}), "hello", 5);
    expect_body(GIVEN({READ, 0, 0}, {SAY, OK_EMPTY, 0}), "", 0);
    expect_body(GIVEN({READ, 0, 0}, {SAY, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na\0b", 41}),
                "a\0b", 3);
    expect_body(GIVEN({READ, 0, 0}, {SAY, "HTTP/1.0 200 OK\r\n\r\nuntil the end", 0}),
                "until the end", 13);
    expect_body(GIVEN({READ, 0, 0}, {SAY,
                                     "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n"
                                     "3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\nX-Trailer: 1\r\n\r\n",
                                     0}),
                "hello", 5);
    expect(GIVEN({READ, 0, 0}, {SAY, "HTTP/1.1 204\r\n\r\n", 0}), NULL, ANSWERED, 204, NULL);
    expect(GIVEN({READ, 0, 0}, {SAY, "HTTP/1.1 599 Odd\n\n", 0}), NULL, ANSWERED, 599, NULL);
}

static void headers(void **state)
{
    (void)state;
    struct response rs =
        one(GIVEN({READ, 0, 0}, {SAY,
                                 "HTTP/1.1 103 Early Hints\r\nLink: early\r\n\r\n"
                                 "HTTP/1.1 200 OK\r\nA: 1\r\na:2\r\nB:\t x y \t\r\nEmpty:\r\n"
                                 "Folded: one\r\n  two\r\nTransfer-Encoding: chunked\r\n\r\n"
                                 "0\r\nX-Trailer: 1\r\n\r\n",
                                 0}),
            NULL, NULL);
    assert_int_equal(rs.delivery, ANSWERED);
    assert_int_equal(rs.status, 200);
    assert_int_equal(rs.headers.count, 6);
    assert_int_equal(headers_count(&rs.headers, "A"), 2);
    assert_string_equal(rs.headers.list[1].value, "2");
    assert_string_equal(headers_get(&rs.headers, "B"), "x y");
    assert_string_equal(headers_get(&rs.headers, "Empty"), "");
    assert_string_equal(headers_get(&rs.headers, "Folded"), "one two");
    assert_null(headers_get(&rs.headers, "Link"));
    assert_null(headers_get(&rs.headers, "X-Trailer"));
    response_free(&rs);
}

static void left_as_it_is(void **state)
{
    (void)state;
    expect_body(GIVEN({READ, 0, 0},
                      {SAY,
                       "HTTP/1.1 200 OK\r\nContent-Encoding: Identity\r\nContent-Length: 4\r\n\r\n"
                       "\x1f\x8b\x08.",
                       0}),
                "\x1f\x8b\x08.", 4);
    expect_body(
        GIVEN({READ, 0, 0},
              {SAY, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n", 0}),
        "", 0);
    unsigned accepted = 0;
    struct response rs = one(GIVEN({READ, 0, 0},
                                   {SAY,
                                    "HTTP/1.1 302 Found\r\nLocation: /y\r\n"
                                    "Content-Length: 0\r\n\r\n",
                                    0},
                                   {READ, 0, 0}),
                             NULL, &accepted);
    assert_int_equal(rs.delivery, ANSWERED);
    assert_int_equal(rs.status, 302);
    assert_int_equal(accepted, 1);
    response_free(&rs);
}

static void dropped(void **state)
{
    (void)state;
    expect(GIVEN({END, 0, 0}), NULL, DROPPED, 0, "before an answer began");
    expect(GIVEN({READ, 0, 0}), NULL, DROPPED, 0, "before an answer began");
    expect(GIVEN({READ, 0, 0}, {RESET, 0, 0}), NULL, DROPPED, 0, "before an answer began");
    expect(GIVEN({READ, 0, 0}, {SAY, "HTTP/1.1 200 OK\r\nA: b\r\n", 0}), NULL, DROPPED, 200,
           "in the headers");
    expect(GIVEN({READ, 0, 0}, {SAY, "HTTP/1.1 103 Hm\r\nA: b\r\n\r\n", 0}), NULL, DROPPED, 0,
           "after an interim answer");
    expect(GIVEN({READ, 0, 0}, {SAY, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", 0}), NULL,
           DROPPED, 200, "in the middle of the body");
    expect(GIVEN({READ, 0, 0},
                 {SAY, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhello", 0}),
           NULL, DROPPED, 200, "in the middle of the body");
}

static void timed_out(void **state)
{
    (void)state;
    const struct target_options brief = {.timeout_ms = 200};
    expect(GIVEN({STALL, 0, 0}), &brief, TIMED_OUT, 0,
           "within 200 ms: time ran out before an answer began");
    expect(GIVEN({READ, 0, 0}, {SAY, "HTTP/1.1 200 OK\r\n", 0}, {STALL, 0, 0}), &brief, TIMED_OUT,
           200, "in the headers");
    expect(GIVEN({READ, 0, 0}, {SAY, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", 0},
                 {STALL, 0, 0}),
           &brief, TIMED_OUT, 200, "in the middle of the body");
}

static void garbled(void **state)
{
    static const struct {
        const char *answer;
        int status;
        const char *note;
    } cases[] = {
        {"<html>nine</html>\n", 0, "status line"},
        {"\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", 0, "status line"},
        {"http/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 0, "status line"},
        {" HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 0, "status line"},
        {"HTTP 200 OK\r\nContent-Length: 0\r\n\r\n", 0, "status line"},
        {"HTTP/2 200 OK\r\nContent-Length: 0\r\n\r\n", 0, "status line"},
        {"HTTP/3.1 200 OK\r\nContent-Length: 0\r\n\r\n", 0, "status line"},
        {"HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n", 0, "status line"},
        {"HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n", 0, "status line"},
        {"HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n", 0, "status line"},
        {"HTTP/1.1  200 OK\r\nContent-Length: 0\r\n\r\n", 0, "status line"},
        {"HTTP/1.1 200x\r\nContent-Length: 0\r\n\r\n", 0, "status line"},
        {"HTTP/1.1 101 Switching\r\n\r\nwhat", 101, "101"},
        {"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", 200, "colon"},
        {"HTTP/1.1 200 OK\r\nName : x\r\n\r\n", 200, "name"},
        {"HTTP/1.1 200 OK\r\n folded: x\r\nContent-Length: 0\r\n\r\n", 200, "white space"},
        {"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", 200, "no number"},
        {"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", 200, "no number"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 200, "lengths"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 200, "chunk"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", 200,
         "longer than its size"},
        {"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}", 200,
         "Content-Encoding"},
        {"HTTP/1.1 200 OK\r\nContent-Encoding: identity, br\r\nContent-Length: 2\r\n\r\n{}", 200,
         "Content-Encoding"},
        {"HTTP/1.1 200 OK\r\nA: b\rc\r\nContent-Length: 0\r\n\r\n", 200, "a CR"},
        {"HTTP/1.1 200 OK\r\nA: b\r\r\nContent-Length: 0\r\n\r\n", 200, "a CR"},
        {"HTTP/1.1 200 O\rK\r\nContent-Length: 0\r\n\r\n", 0, "a CR"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(GIVEN({READ, 0, 0}, {SAY, cases[i].answer, 0}), NULL, GARBLED, cases[i].status,
               cases[i].note);
    expect(GIVEN({READ, 0, 0}, {SAY, "HTTP/1.1 200 OK\r\nA: b\0c\r\n\r\n", 27}), NULL, GARBLED, 200,
           NULL);
}

static void count(void *times)
{
    ++*(int *)times;
}

/* Told once a request, when it is out; not when it could not go out. */
static void waiting(void **state)
{
    (void)state;
    int times = 0;
    const struct target_options options = {.waiting = count, .context = &times};
    struct rude *s = rude_start(
        GIVEN({READ, 0, 0}, {SAY, OK_HELLO, 0}, {READ, 0, 0}, {SAY, OK_EMPTY, 0}, {READ, 0, 0}));
    struct target *t = rude_open(s, "", &options);
    for (int i = 1; i <= 3; i++) { /* the third is not answered */
        struct response rs = rude_send(t, i % 2 ? "PUT" : "GET", "/x", i % 2 ? "body" : NULL);
        assert_int_equal(rs.delivery == ANSWERED, i < 3);
        assert_int_equal(times, i);
        response_free(&rs);
    }
    rude_stop(s);
    struct response rs = rude_send(t, "GET", "/x", NULL);
    assert_int_equal(rs.delivery, REFUSED);
    assert_int_equal(times, 3);
    response_free(&rs);
    target_close(t);
    rude_free(s);
}

static void without_end(void **state)
{
    (void)state;
    char *line = mem_alloc(200001);
    memset(line, 'a', 200000);
    expect(GIVEN({READ, 0, 0}, {SAY, "HTTP/1.1 200 OK\r\n", 0}, {FLOOD, "A: b\r\n", 0}), NULL,
           GARBLED, 200, "1000 headers");
    expect(GIVEN({READ, 0, 0}, {SAY, "HTTP/1.1 200 OK\r\nA: b\r\n", 0}, {FLOOD, " c\r\n", 0}), NULL,
           GARBLED, 200, "1000 headers");
    expect(GIVEN({READ, 0, 0}, {SAY, "HTTP/1.1 200 OK\r\nA: ", 0}, {FLOOD, line, 0}), NULL, GARBLED,
           200, NULL);
    memcpy(line + 1000, ": x\r\n", 6);
    expect(GIVEN({READ, 0, 0}, {SAY, "HTTP/1.1 200 OK\r\n", 0}, {FLOOD, line, 0}), NULL, GARBLED,
           200, "256 KiB");
    expect(GIVEN({READ, 0, 0}, {FLOOD, "HTTP/1.1 103 Hm\r\nA: b\r\n\r\n", 0}), NULL, GARBLED, 103,
           "interim");
    expect(GIVEN({READ, 0, 0},
                 {SAY, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", 0},
                 {FLOOD, "A: b\r\n", 0}),
           NULL, GARBLED, 200, "256 KiB");
    free(line);
}

static void body_without_end(void **state)
{
    (void)state;
    const struct target_options small = {.max_answer = 1000};
    struct response rs = one(
        GIVEN({READ, 0, 0}, {SAY, "HTTP/1.1 200 OK\r\n\r\n", 0}, {FLOOD, "0123456789abcdef", 0}),
        &small, NULL);
    assert_int_equal(rs.delivery, GARBLED);
    assert_int_equal(rs.body_len, 1000);
    assert_non_null(strstr(rs.note, "longer than 1000 bytes"));
    response_free(&rs);
}

static void exactly_the_limit(void **state)
{
    (void)state;
    const struct target_options five = {.max_answer = 5}, four = {.max_answer = 4};
    expect(GIVEN({READ, 0, 0}, {SAY, OK_HELLO, 0}), &five, ANSWERED, 200, NULL);
    expect(GIVEN({READ, 0, 0}, {SAY, OK_HELLO, 0}), &four, GARBLED, 200, "limit");
}

static void refused(void **state)
{
    (void)state;
    struct rude *s = rude_start(GIVEN({END, 0, 0}));
    struct target *t = rude_open(s, "", NULL);
    rude_stop(s); /* nobody listens any more */
    struct response rs = rude_send(t, "GET", "/", NULL);
    assert_int_equal(rs.delivery, REFUSED);
    assert_int_equal(rs.status, 0);
    assert_non_null(strstr(rs.note, "no connection to http://127.0.0.1:"));
    response_free(&rs);
    target_close(t);
    rude_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers),           cmocka_unit_test(headers),
        cmocka_unit_test(dropped),           cmocka_unit_test(left_as_it_is),
        cmocka_unit_test(timed_out),         cmocka_unit_test(garbled),
        cmocka_unit_test(without_end),       cmocka_unit_test(body_without_end),
        cmocka_unit_test(waiting),           cmocka_unit_test(refused),
        cmocka_unit_test(exactly_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
