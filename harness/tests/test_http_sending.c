/* What a server sees, and what is refused before anything is sent. */
#include "rude.h"

#define OK "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

static struct rude *polite(unsigned requests)
{
    static const struct script scripts[] = {
        {{{READ, 0, 0}, {SAY, OK, 0}, {STALL, 0, 0}}},
        {{{READ, 0, 0}, {SAY, OK, 0}, {READ, 0, 0}, {SAY, OK, 0}, {STALL, 0, 0}}},
    };
    const struct script *one = requests == 1 ? &scripts[0] : &scripts[1];
    return rude_start(one);
}

/* The request as the server got it, when `rq` is sent to its URL with this path. Takes rq. */
static struct buf seen(const char *path, const struct target_options *options, struct request rq)
{
    struct err err = {0};
    struct response rs;
    struct rude *s = polite(1);
    struct target *t = rude_open(s, path, options);
    if (target_send(t, &rq, &rs, &err))
        fail_msg("%s", err.text);
    assert_int_equal(rs.delivery, ANSWERED);
    response_free(&rs);
    request_free(&rq);
    target_close(t);
    rude_stop(s);
    assert_int_equal(s->request_count, 1);
    struct buf got = s->requests[0];
    s->requests[0] = buf_new(0);
    rude_free(s);
    return got;
}

static void expect_line(const char *url_path, const char *method, const char *path,
                        const char *line)
{
    struct buf got = seen(url_path, NULL, request_new(method, path));
    if (strncmp(got.data, line, strlen(line)) != 0)
        fail_msg("expected %s, got %s", line, got.data);
    buf_free(&got);
}

static void expect_text(struct buf got, const char *const *there, const char *const *not_there)
{
    for (size_t i = 0; there[i]; i++)
        if (!strstr(got.data, there[i]))
            fail_msg("no '%s' in %s", there[i], got.data);
    for (size_t i = 0; not_there[i]; i++)
        if (strstr(got.data, not_there[i]))
            fail_msg("'%s' is in %s", not_there[i], got.data);
    buf_free(&got);
}

static void exact_bytes(void **state)
{
    (void)state;
    struct request rq = request_new("PUT", "/a?api-version=1");
    headers_add(&rq.headers, "X-One", "1");
    headers_add(&rq.headers, "content-type", "application/json");
    headers_add(&rq.headers, "X-One", "two");
    headers_add(&rq.headers, "X-Empty", "");
    headers_add(&rq.headers, "Host", "example.org");
    request_body(&rq, "a\0b", 3);
    struct buf got = seen("", NULL, rq);
    static const char expected[] = "PUT /a?api-version=1 HTTP/1.1\r\nHost: example.org\r\n"
                                   "User-Agent: connspec/" CONNSPEC_VERSION "\r\nX-One: 1\r\n"
                                   "content-type: application/json\r\nX-One: two\r\nX-Empty:\r\n"
                                   "Content-Length: 3\r\n\r\na\0b";
    if (got.len != sizeof expected - 1 || memcmp(got.data, expected, got.len) != 0)
        fail_msg("%.*s", (int)got.len, got.data);
    buf_free(&got);
}

static void paths(void **state)
{
    (void)state;
    expect_line("", "GET", "/a/../b/./c", "GET /a/../b/./c HTTP/1.1\r\n");
    expect_line("", "GET", "/a%2Fb%00c//d", "GET /a%2Fb%00c//d HTTP/1.1\r\n");
    expect_line("", "GET", "//x?y=z?#f&{}|\\\"<>", "GET //x?y=z?#f&{}|\\\"<> HTTP/1.1\r\n");
    expect_line("", "GET", "/\xc3\xa4\xff", "GET /\xc3\xa4\xff HTTP/1.1\r\n");
    expect_line("/", "GET", "/a", "GET /a HTTP/1.1\r\n");
    expect_line("/api", "GET", "/a", "GET /api/a HTTP/1.1\r\n");
    expect_line("/api/../v1/", "DELETE", "/a", "DELETE /api/../v1/a HTTP/1.1\r\n");
    expect_line("/api//", "BREW-1", "/a", "BREW-1 /api//a HTTP/1.1\r\n");
}

static void bodies(void **state)
{
    (void)state;
    static const struct {
        const char *method, *body, *there, *not_there;
    } cases[] = {
        {"PATCH", "{}", "Content-Length: 2\r\n\r\n{}", "Transfer"},
        {"PUT", "", "Content-Length: 0\r\n", "Content-Type"},
        {"PUT", NULL, "Content-Length: 0\r\n", "Content-Type"},
        {"GET", NULL, "GET /x HTTP/1.1\r\n", "Content-"},
        {"DELETE", NULL, "DELETE /x HTTP/1.1\r\n", "Content-"},
        {"HEAD", NULL, "HEAD /x HTTP/1.1\r\n", "Content-"},
        {"GET", "x", "Content-Length: 1\r\n\r\nx", "Content-Type"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct request rq = request_new(cases[i].method, "/x");
        if (cases[i].body)
            request_body(&rq, cases[i].body, strlen(cases[i].body));
        expect_text(seen("", NULL, rq), (const char *[]){cases[i].there, NULL},
                    (const char *[]){cases[i].not_there, "Accept", "Expect", NULL});
    }
}

static void large_body(void **state)
{
    (void)state;
    size_t len = (size_t)3 << 20;
    char *body = mem_alloc(len);
    memset(body, 'x', len);
    struct request rq = request_new("PUT", "/x");
    request_body(&rq, body, len);
    struct buf got = seen("", NULL, rq);
    assert_null(strstr(got.data, "Expect"));
    assert_true(got.len > len);
    assert_memory_equal(got.data + got.len - len, body, len);
    buf_free(&got);
    free(body);
}

static void added_headers(void **state)
{
    (void)state;
    const char *const more[] = {"X-Run: 7", "X-Odd:  a: b", "X-Empty:", NULL};
    const struct target_options options = {.token = "sesame.1", .headers = more};
    expect_text(seen("", &options, request_new("GET", "/")),
                (const char *[]){"Authorization: Bearer sesame.1\r\n", "X-Run: 7\r\n",
                                 "X-Odd: a: b\r\n", "X-Empty:\r\n", NULL},
                (const char *[]){NULL});
    struct request rq = request_new("GET", "/");
    headers_add(&rq.headers, "authorization", "Basic x");
    headers_add(&rq.headers, "x-run", "8");
    headers_add(&rq.headers, "user-agent", "mine");
    expect_text(seen("", &options, rq),
                (const char *[]){"authorization: Basic x\r\n", "x-run: 8\r\n",
                                 "user-agent: mine\r\n", NULL},
                (const char *[]){"sesame", "X-Run", "connspec", NULL});
}

/* Nothing of one request shows in the next on the same handle. */
static void nothing_left_over(void **state)
{
    (void)state;
    struct rude *s = polite(2);
    struct target *t = rude_open(s, "", NULL);
    struct response rs = rude_send(t, "PUT", "/1", "{}");
    response_free(&rs);
    rs = rude_send(t, "GET", "/2", NULL);
    response_free(&rs);
    target_close(t);
    rude_stop(s);
    assert_true(rude_got(s, 1, "GET /2 HTTP/1.1\r\n"));
    assert_false(rude_got(s, 1, "Content-Length"));
    assert_int_equal(s->accepted, 1);
    rude_free(s);
}

static void expect_unsendable(struct target *t, struct request rq, const char *why)
{
    struct err err = {0};
    struct response rs;
    assert_int_equal(target_send(t, &rq, &rs, &err), -1);
    if (!strstr(err.text, why))
        fail_msg("%s", err.text);
    request_free(&rq);
}

static void unsendable(void **state)
{
    (void)state;
    static const char *const names[][3] = {
        {"A B", "x", "proper name"}, {"", "x", "proper name"},  {"A", "x\r\nB: c", "line break"},
        {"A", "x\n", "line break"},  {"Expect", "x", "Expect"},
    };
    struct rude *s = polite(1);
    struct target *t = rude_open(s, "", NULL);
    expect_unsendable(t, request_new("GET", "/a b"), "(0x20) at byte 2");
    expect_unsendable(t, request_new("GET", "/a\r\nX: y"), "(0x0d)");
    expect_unsendable(t, request_new("GET", "/\x7f"), "(0x7f)");
    expect_unsendable(t, request_new("GET", "a"), "'/'");
    expect_unsendable(t, request_new("GET", ""), "'/'");
    expect_unsendable(t, request_new("G T", "/"), "method");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct request rq = request_new("GET", "/");
        headers_add(&rq.headers, names[i][0], names[i][1]);
        expect_unsendable(t, rq, names[i][2]);
    }
    struct request rq = request_new("GET", "/");
    headers_add(&rq.headers, "Host", "a");
    headers_add(&rq.headers, "host", "b");
    expect_unsendable(t, rq, "two Host");
    rq = request_new("HEAD", "/");
    request_body(&rq, "x", 1);
    expect_unsendable(t, rq, "HEAD");
    char *path = mem_alloc(900002);
    memset(path, '/', 900001);
    expect_unsendable(t, request_new("GET", path), "900000");
    free(path);
    target_close(t);
    rude_stop(s);
    assert_int_equal(s->accepted, 0);
    rude_free(s);
}

static void bad_targets(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"ftp://h/", "http://"},
        {"localhost:80", "http://"},
        {"", "http://"},
        {"http://", "no host"},
        {"http:///x", "no host"},
        {"http://:80/", "no host"},
        {"http://h:/", "port"},
        {"http://h:0/", "port"},
        {"http://h:65536/", "port"},
        {"http://h:8x/", "port"},
        {"http://[::1/", "malformed"},
        {"http://[::1]x/", "malformed"},
        {"http://[1.2]/", "malformed"},
        {"http://h\\x/", "malformed"},
        {"http://h/?q", "query"},
        {"http://h?q", "query"},
        {"http://h/#f", "fragment"},
        {"http://h/a b", "percent-encode"},
        {"http://h\xc3\xa4/", "ASCII"},
        {"http://me:sesame@h/", "--token-file"},
        {"ftp://me:sesame@h/", "http://"},
        {"https://sesame@h", "--token-env"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err err = {0};
        struct target *t = NULL;
        assert_int_equal(target_open(&t, cases[i][0], NULL, &err), -1);
        if (!strstr(err.text, cases[i][1]) || strstr(err.text, "sesame"))
            fail_msg("%s: %s", cases[i][0], err.text);
    }
}

static int try_open(const char *url, struct target_options options, struct err *err)
{
    struct target *t = NULL;
    if (target_open(&t, url, &options, err))
        return -1;
    target_close(t);
    return 0;
}

static void bad_options(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "sesame",      "sesame\r\nX: y", ": sesame",          "A B: sesame",
        "A: sesame\n", "Expect: sesame", "Content-Length: 5", "Transfer-Encoding: sesame"};
    struct err err;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const char *const one[] = {lines[i], NULL};
        assert_int_equal(
            try_open("http://127.0.0.1/", (struct target_options){.headers = one}, &err), -1);
        assert_null(strstr(err.text, "sesame"));
    }
    static const char *const tokens[] = {"", "a sesame", "sesame\n", "ses\xc3\xa4me"};
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
        assert_int_equal(try_open("https://h/", (struct target_options){.token = tokens[i]}, &err),
                         -1);
        assert_null(strstr(err.text, "ses"));
    }
    assert_int_equal(
        try_open("https://h/", (struct target_options){.cacert = "/nonexistent.pem"}, &err), -1);
    assert_non_null(strstr(err.text, "/nonexistent.pem"));
}

static void token_in_the_clear(void **state)
{
    (void)state;
    static const char *const far[] = {"http://example.org", "http://10.0.0.1:80/",
                                      "http://127.0.0.1.example.org", "http://[::2]/",
                                      "http://localhost.example.org"};
    static const char *const near[] = {"http://localhost:1", "http://LocalHost/",
                                       "http://127.9.9.9", "http://[::1]:8080/",
                                       "https://example.org"};
    const char *const secret[] = {"authorization: Basic sesame", NULL};
    struct target_options options = {.token = "sesame"};
    struct err err;
    for (size_t i = 0; i < sizeof far / sizeof *far; i++) {
        assert_int_equal(try_open(far[i], options, &err), -1);
        assert_non_null(strstr(err.text, "--insecure"));
        assert_null(strstr(err.text, "sesame"));
        assert_int_equal(try_open(near[i], options, &err), 0);
        assert_int_equal(try_open(far[i], (struct target_options){0}, &err), 0);
        assert_int_equal(
            try_open(far[i], (struct target_options){.token = "sesame", .insecure = true}, &err),
            0);
        assert_int_equal(try_open(far[i], (struct target_options){.headers = secret}, &err), -1);
    }
}

static void names_of_the_target(void **state)
{
    (void)state;
    struct err err;
    struct target *t = NULL;
    assert_int_equal(target_open(&t, "http://[::1]:80/api/v1/", NULL, &err), 0);
    assert_string_equal(target_origin(t), "http://[::1]:80");
    assert_string_equal(target_prefix(t), "/api/v1");
    target_close(t);
    assert_int_equal(target_open(&t, "https://h", NULL, &err), 0);
    assert_string_equal(target_origin(t), "https://h");
    assert_string_equal(target_prefix(t), "");
    target_close(t);
    target_close(NULL);
}

static void environment_is_ignored(void **state)
{
    (void)state;
    setenv("http_proxy", "http://127.0.0.1:1", 1);
    setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
    struct rude *s = polite(1);
    struct target *t = rude_open(s, "", NULL);
    struct response rs = rude_send(t, "GET", "/", NULL);
    unsetenv("http_proxy");
    unsetenv("ALL_PROXY");
    assert_int_equal(rs.delivery, ANSWERED);
    response_free(&rs);
    target_close(t);
    rude_stop(s);
    rude_free(s);
}

/* The server listens on IPv4 alone; the name may stand for ::1 too. */
static void by_name(void **state)
{
    (void)state;
    struct rude *s = polite(1);
    struct target *t = NULL;
    struct err err = {0};
    char *url = mem_format("http://localhost:%u", s->port);
    assert_int_equal(target_open(&t, url, NULL, &err), 0);
    struct response rs = rude_send(t, "GET", "/", NULL);
    assert_int_equal(rs.delivery, ANSWERED);
    response_free(&rs);
    target_close(t);
    free(url);
    rude_stop(s);
    assert_true(rude_got(s, 0, "\r\nHost: localhost:"));
    rude_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_bytes),
        cmocka_unit_test(paths),
        cmocka_unit_test(bodies),
        cmocka_unit_test(large_body),
        cmocka_unit_test(added_headers),
        cmocka_unit_test(nothing_left_over),
        cmocka_unit_test(unsendable),
        cmocka_unit_test(bad_targets),
        cmocka_unit_test(bad_options),
        cmocka_unit_test(token_in_the_clear),
        cmocka_unit_test(names_of_the_target),
        cmocka_unit_test(environment_is_ignored),
        cmocka_unit_test(by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
