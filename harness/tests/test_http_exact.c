/* Requests that go out byte for byte, and the answers that come back on such connections. */
#include "rude.h"

#include "target/framing.h"

#define OK "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

static struct response send_exact(struct target *t, const char *path, const char *body)
{
    struct err err = {0};
    struct response rs;
    struct request rq = request_new("PUT", path);
    rq.exact = true;
    if (body)
        request_body(&rq, body, strlen(body));
    if (target_send(t, &rq, &rs, &err))
        fail_msg("%s", err.text);
    request_free(&rq);
    return rs;
}

static void what_curl_would_mend(void **state)
{
    (void)state;
    static const struct script script = {{{READ, 0, 0}, {SAY, OK, 0}, {STALL, 0, 0}}};
    struct rude *s = rude_start(&script);
    struct target *t = rude_open(s, "/api", NULL);
    struct request rq = request_new("put it", "/a b\001?x#y");
    struct response rs;
    struct err err = {0};
    rq.exact = true;
    headers_add(&rq.headers, "Host", "a");
    headers_add(&rq.headers, "Content-Length", "2");
    headers_add(&rq.headers, "Content-Length", "2");
    headers_add(&rq.headers, "Expect", "100-continue");
    headers_add(&rq.headers, "bad name", "x");
    request_body(&rq, "{}", 2);
    assert_int_equal(target_send(t, &rq, &rs, &err), 0);
    assert_int_equal(rs.delivery, ANSWERED);
    assert_int_equal(rs.status, 200);
    response_free(&rs);
    request_free(&rq);
    target_close(t);
    rude_stop(s);
    static const char expected[] = "put it /api/a b\001?x#y HTTP/1.1\r\nUser-Agent: "
                                   "connspec/" CONNSPEC_VERSION "\r\nHost: a\r\n"
                                   "Content-Length: 2\r\nContent-Length: 2\r\n"
                                   "Expect: 100-continue\r\nbad name: x\r\n\r\n{}";
    assert_string_equal(s->requests[0].data, expected);
    rude_free(s);
}

static void the_token_is_added_unless_anonymous(void **state)
{
    (void)state;
    static const struct script script = {
        {{READ, 0, 0}, {SAY, OK, 0}, {READ, 0, 0}, {SAY, OK, 0}, {STALL, 0, 0}}};
    static const struct target_options options = {.token = "s3cret-token"};
    struct rude *s = rude_start(&script);
    struct target *t = rude_open(s, "", &options);
    struct response rs = send_exact(t, "/a", NULL);
    response_free(&rs);
    struct request rq = request_new("GET", "/b");
    struct err err = {0};
    rq.exact = rq.anonymous = true;
    assert_int_equal(target_send(t, &rq, &rs, &err), 0);
    response_free(&rs);
    request_free(&rq);
    target_close(t);
    rude_stop(s);
    assert_true(rude_got(s, 0, "Authorization: Bearer s3cret-token\r\n"));
    assert_false(rude_got(s, 1, "s3cret"));
    assert_int_equal(s->accepted, 1);
    rude_free(s);
}

/* One answer, read by an exact request. */
static struct response answered(const struct script *script)
{
    struct rude *s = rude_start(script);
    struct target_options options = {.timeout_ms = 10000, .max_answer = 4096};
    struct target *t = rude_open(s, "", &options);
    struct response rs = send_exact(t, "/x", "{}");
    target_close(t);
    rude_stop(s);
    rude_free(s);
    return rs;
}

static void answers_are_framed(void **state)
{
    (void)state;
    static const struct {
        const char *wire;
        enum delivery delivery;
        const char *body, *note;
    } cases[] = {
        {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", ANSWERED, "abc", NULL},
        {"HTTP/1.1 200 OK\r\n\r\nuntil the end", ANSWERED, "until the end", NULL},
        {"HTTP/1.0 200 OK\r\n\r\nold", ANSWERED, "old", NULL},
        {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", ANSWERED,
         "x", NULL},
        {"HTTP/1.1 204 No Content\r\nContent-Length: 9\r\n\r\n", ANSWERED, "", NULL},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n"
         "0\r\nTrailer: x\r\n\r\n",
         ANSWERED, "abc0123456789", NULL},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n0\r\n\r\n", ANSWERED, "",
         NULL},
        {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", DROPPED, "abc", "in the middle"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab", DROPPED, "ab", "middle"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", GARBLED, "",
         "hexadecimal"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-3\r\n", GARBLED, "", "hexadecimal"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", GARBLED, "",
         "hexadecimal"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n", GARBLED, "abc",
         "longer than its size"},
        {"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", GARBLED, "", "no number"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n", GARBLED, "", "no number"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", GARBLED, "a",
         "different lengths"},
        {"nonsense\r\n", GARBLED, "", "status line"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", DROPPED, "", "in the middle"},
        {"HTTP/1.1 200 OK\r\nno colon here\r\n\r\n", GARBLED, "", "colon"},
        {"HTTP/1.1 200 OK\r\nA: b\rc\r\nContent-Length: 0\r\n\r\n", GARBLED, "", "a CR"},
        {"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Length: 2\r\n\r\n{}", GARBLED,
         "{}", "Content-Encoding"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct script script = {{{READ, 0, 0}, {SAY, cases[i].wire, 0}, {END, 0, 0}}};
        struct response rs = answered(&script);
        if (rs.delivery != cases[i].delivery || strcmp(rs.body, cases[i].body) != 0 ||
            (cases[i].note && (!rs.note || !strstr(rs.note, cases[i].note))))
            fail_msg("%s\nis %s with '%s', %s", cases[i].wire, delivery_name(rs.delivery), rs.body,
                     rs.note ? rs.note : "no note");
        response_free(&rs);
    }
}

static void answers_are_bounded(void **state)
{
    (void)state;
    static const struct {
        const char *before, *flood, *note;
    } cases[] = {
        {"HTTP/1.1 200 OK\r\n", "X: y\r\n", "more than"},
        {"HTTP/1.1 200 OK\r\nX: ", "aaaaaaaa", "256 KiB"},
        {"HTTP/1.1 200 OK\r\n\r\n", "aaaaaaaa", "longer than 4096"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n", "longer than 4096"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", "eeeeeee", "256 KiB"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "T: x\r\n", "256 KiB"},
        {"", "HTTP/1.1 103 Early Hints\r\n\r\n", "interim"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct script script = {
            {{READ, 0, 0}, {SAY, cases[i].before, 0}, {FLOOD, cases[i].flood, 0}}};
        struct response rs = answered(&script);
        assert_int_equal(rs.delivery, GARBLED);
        if (!strstr(rs.note, cases[i].note))
            fail_msg("%s: %s", cases[i].flood, rs.note);
        response_free(&rs);
    }
}

static void what_came_behind_is_the_next_answer(void **state)
{
    (void)state;
    static const struct script script = {
        {{READ, 0, 0},
         {SAY, OK "HTTP/1.1 418 Twice\r\nContent-Length: 0\r\n\r\n", 0},
         {STALL, 0, 0}}};
    struct rude *s = rude_start(&script);
    struct target *t = rude_open(s, "", NULL);
    struct response rs = send_exact(t, "/one", "{}");
    assert_int_equal(rs.status, 200);
    response_free(&rs);
    rs = send_exact(t, "/two", "{}");
    assert_int_equal(rs.delivery, ANSWERED);
    assert_int_equal(rs.status, 418);
    response_free(&rs);
    target_close(t);
    rude_stop(s);
    assert_int_equal(s->accepted, 1);
    rude_free(s);
}

static void a_closed_connection_is_replaced(void **state)
{
    (void)state;
    static const struct script scripts[] = {
        {{{READ, 0, 0},
          {SAY, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", 0},
          {END, 0, 0}}},
        {{{READ, 0, 0}, {SAY, OK, 0}, {END, 0, 0}}},
        {{{READ, 0, 0}, {SAY, OK, 0}, {STALL, 0, 0}}},
    };
    struct rude *s = rude_start(scripts);
    struct target *t = rude_open(s, "", NULL);
    for (int i = 0; i < 3; i++) {
        struct response rs = send_exact(t, "/x", "{}");
        assert_int_equal(rs.delivery, ANSWERED);
        response_free(&rs);
    }
    target_close(t);
    rude_stop(s);
    assert_int_equal(s->accepted, 3);
    rude_free(s);
}

static void an_early_answer_ends_the_sending(void **state)
{
    (void)state;
    static const struct script script = {
        {{HEAD, 0, 0},
         {SAY, "HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig", 0},
         {STALL, 0, 0}}};
    struct rude *s = rude_start(&script);
    struct target *t = rude_open(s, "", NULL);
    struct request rq = request_new("PUT", "/x");
    size_t len = (size_t)64 << 20;
    char *body = mem_alloc(len);
    struct response rs;
    struct err err = {0};
    rq.exact = true;
    rq.body = body;
    rq.body_len = len;
    assert_int_equal(target_send(t, &rq, &rs, &err), 0);
    assert_int_equal(rs.delivery, ANSWERED);
    assert_int_equal(rs.status, 413);
    assert_string_equal(rs.body, "big");
    response_free(&rs);
    request_free(&rq);
    target_close(t);
    rude_stop(s);
    rude_free(s);
}

static void nothing_comes(void **state)
{
    (void)state;
    static const struct script script = {{{READ, 0, 0}, {STALL, 0, 0}}};
    struct rude *s = rude_start(&script);
    struct target_options options = {.timeout_ms = 50};
    struct target *t = rude_open(s, "", &options);
    struct response rs = send_exact(t, "/x", "{}");
    assert_int_equal(rs.delivery, TIMED_OUT);
    assert_non_null(strstr(rs.note, "no whole answer within 50 ms"));
    response_free(&rs);
    target_close(t);
    rude_stop(s);
    rude_free(s);
}

static void every_cut_is_the_same(void **state)
{
    (void)state;
    static const char wire[] =
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n"
        "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\nrest";
    size_t len = sizeof wire - 1;
    for (size_t cut = 1; cut < len - 4; cut++) {
        struct response rs = {0};
        struct answer a = answer_new(&rs, 100);
        struct framing f = framing_new(&a, false);
        assert_int_equal(framing_feed(&f, (struct bytes){wire, cut}), cut);
        assert_int_equal(framing_feed(&f, (struct bytes){wire + cut, len - cut}), len - cut - 4);
        assert_int_equal(f.state, FRAMING_DONE);
        assert_true(framing_keeps(&f));
        assert_true(answer_end(&a));
        assert_string_equal(rs.body, "abcd");
        framing_free(&f);
        response_free(&rs);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_curl_would_mend),
        cmocka_unit_test(the_token_is_added_unless_anonymous),
        cmocka_unit_test(answers_are_framed),
        cmocka_unit_test(answers_are_bounded),
        cmocka_unit_test(what_came_behind_is_the_next_answer),
        cmocka_unit_test(a_closed_connection_is_replaced),
        cmocka_unit_test(an_early_answer_ends_the_sending),
        cmocka_unit_test(nothing_comes),
        cmocka_unit_test(every_cut_is_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
