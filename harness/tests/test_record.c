#include "contract/record.h"

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "contract/redact.h"

#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define LINES 64
#define CONNECTION "/subscriptions/s/resourceGroup/g/providers/microsoft.network/connections/c"
#define TOKEN "tok \"q\"/\xc3\xa9%+x"
#define KEY "k3y-\\-\xe2\x82\xac"

static struct clause clauses[] = {{"CORE-01", LEVEL_CORE, true, "creates", "page"},
                                  {"CORE-13", LEVEL_CORE, false, "echoes", "page"}};
static const struct contract contract = {.clauses = {clauses, 2}};

/* A record in a file of its own, and what is in it after finish(). */
struct fixture {
    struct record *r;
    char path[64];
    char *text;
    size_t len;
    cJSON *lines[LINES];
    size_t count;
};

static int start(void **state)
{
    struct fixture *f = mem_alloc(sizeof *f);
    struct err err;
    strncpy(f->path, "/tmp/connspec-record-XXXXXX", sizeof f->path - 1);
    int fd = mkstemp(f->path);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(record_open(&f->r, f->path, &err), 0);
    *state = f;
    return 0;
}

static int stop(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < f->count; i++)
        cJSON_Delete(f->lines[i]);
    unlink(f->path);
    free(f->text);
    free(f);
    return 0;
}

/* Closes the record; every line must be strict JSON. */
static void finish(struct fixture *f)
{
    struct err err;
    struct json_problem problem;
    assert_int_equal(record_close(f->r, &err), 0);
    assert_int_equal(file_read(f->path, (size_t)16 << 20, &f->text, &f->len, &err), 0);
    for (char *at = f->text, *end; at < f->text + f->len; at = end + 1) {
        end = memchr(at, '\n', f->len - (size_t)(at - f->text));
        assert_non_null(end);
        cJSON *line = json_read((struct bytes){at, (size_t)(end - at)}, NULL, &problem);
        if (!line)
            fail_msg("line %zu: %s", f->count + 1, problem.text);
        assert_true(f->count < LINES);
        f->lines[f->count++] = line;
    }
}

static const cJSON *at(const cJSON *line, const char *a, const char *b)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(line, a);
    return b ? cJSON_GetObjectItemCaseSensitive(member, b) : member;
}

static void assert_text(const cJSON *line, const char *a, const char *b, const char *text)
{
    const cJSON *member = at(line, a, b);
    assert_true(cJSON_IsString(member));
    assert_string_equal(member->valuestring, text);
}

static void assert_hidden(const struct fixture *f, const char *secret)
{
    if (memmem(f->text, f->len, secret, strlen(secret)))
        fail_msg("\"%s\" is in:\n%s", secret, f->text);
}

/* Sends a body each way; either may be NULL. */
static unsigned exchange(struct fixture *f, const char *path, struct bytes sent, struct bytes got)
{
    struct request rq = request_new("PUT", path);
    struct response rs = {.delivery = ANSWERED, .status = 200, .micros = 7};
    headers_add(&rq.headers, "Authorization", "Bearer of-nothing-registered");
    headers_add(&rq.headers, "X-Api-Key", "given on the command line");
    headers_add(&rs.headers, "x-echo", "\xff" TOKEN "\x01");
    if (sent.ptr)
        request_body(&rq, sent.ptr, sent.len);
    rs.body = mem_copy(got.ptr, got.len);
    rs.body_len = got.len;
    struct record_exchange x = {.case_id = "core/a/b",
                                .step = 2,
                                .role = ROLE_READ_BACK,
                                .origin = "http://127.0.0.1:1",
                                .prefix = "/api",
                                .request = &rq,
                                .response = &rs,
                                .at = 1.25};
    unsigned id = record_exchange(f->r, &x);
    request_free(&rq);
    response_free(&rs);
    return id;
}

static void an_exchange_line(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(exchange(f, CONNECTION "?x=1", bytes_of("{}"), bytes_of("[]")), 1);
    assert_int_equal(exchange(f, CONNECTION, (struct bytes){0}, bytes_of("")), 2);
    finish(f);
    assert_text(f->lines[0], "type", NULL, "exchange");
    assert_text(f->lines[0], "case", NULL, "core/a/b");
    assert_text(f->lines[0], "role", NULL, "read-back");
    assert_text(f->lines[0], "request", "url", "http://127.0.0.1:1/api" CONNECTION "?x=1");
    assert_text(f->lines[0], "request", "body", "{}");
    assert_text(f->lines[0], "response", "body", "[]");
    assert_text(f->lines[0], "response", "delivery", "answered");
    assert_int_equal(at(f->lines[0], "response", "status")->valueint, 200);
    assert_int_equal(at(f->lines[1], "id", NULL)->valueint, 2);
    assert_null(at(f->lines[1], "request", "body"));
    assert_null(at(f->lines[1], "request", "bodyLength"));
    assert_int_equal(at(f->lines[1], "response", "bodyLength")->valueint, 0);
}

static void header_values(void **state)
{
    struct fixture *f = *state;
    record_secret_header(f->r, "x-api-key");
    record_secret(f->r, TOKEN);
    exchange(f, CONNECTION, (struct bytes){0}, bytes_of(""));
    finish(f);
    const cJSON *sent = at(f->lines[0], "request", "headers");
    assert_text(cJSON_GetArrayItem(sent, 0), "value", NULL, "[redacted]");
    assert_text(cJSON_GetArrayItem(sent, 1), "value", NULL, "[redacted]");
    const cJSON *got = at(f->lines[0], "response", "headers");
    assert_text(cJSON_GetArrayItem(got, 0), "value", NULL, "\xef\xbf\xbd[redacted]\x01");
}

static void odd_bodies(void **state)
{
    struct fixture *f = *state;
    exchange(f, CONNECTION, (struct bytes){"a\0\x1f\"\n\x7f", 6}, (struct bytes){"\xff\0b", 3});
    finish(f);
    assert_text(f->lines[0], "request", "body", "a\xc0\x80\x1f\"\n\x7f");
    assert_int_equal(at(f->lines[0], "request", "bodyLength")->valueint, 6);
    assert_text(f->lines[0], "response", "bodyBase64", "/wBi");
    assert_null(at(f->lines[0], "response", "body"));
    assert_non_null(strstr(f->text, "\"a\\u0000\\u001f\\\"\\n"));
}

/* `len` bytes of two-byte characters behind one of one byte: the limit falls inside one. */
static char *long_text(size_t len)
{
    char *text = mem_alloc(len + 1);
    text[0] = 'x';
    for (size_t i = 1; i < len; i++)
        text[i] = i % 2 ? '\xc3' : '\xa9';
    return text;
}

static void long_bodies(void **state)
{
    struct fixture *f = *state;
    size_t len = RECORD_BODY_MAX + 1001;
    char *text = long_text(len), *whole = mem_copy(text, RECORD_BODY_MAX - 1);
    exchange(f, CONNECTION, (struct bytes){text, len}, bytes_of(whole));
    finish(f);
    const cJSON *cut = at(f->lines[0], "request", "body");
    assert_int_equal(strlen(cut->valuestring), RECORD_BEGINNING - 1);
    assert_true(cJSON_IsTrue(at(f->lines[0], "request", "bodyCut")));
    assert_int_equal(at(f->lines[0], "request", "bodyLength")->valueint, (int)len);
    cut = at(f->lines[0], "response", "body");
    assert_int_equal(strlen(cut->valuestring), RECORD_ANSWER_MAX - 1);
    assert_true(cJSON_IsTrue(at(f->lines[0], "response", "bodyCut")));
    assert_int_equal(at(f->lines[0], "response", "bodyLength")->valueint, RECORD_BODY_MAX - 1);
    free(text);
    free(whole);
}

static void a_secret_across_the_cut(void **state)
{
    struct fixture *f = *state;
    record_secret(f->r, "sesame-open");
    char *text = mem_alloc(RECORD_BODY_MAX + 100);
    memset(text, 'y', RECORD_BODY_MAX + 99);
    memcpy(text + RECORD_BEGINNING - 6, "sesame-open", 11);
    exchange(f, CONNECTION, bytes_of(text), bytes_of(""));
    finish(f);
    assert_hidden(f, "sesam");
    free(text);
}

static const char *const spellings[] = {
    TOKEN,
    "tok \\\"q\\\"/\xc3\xa9%+x",
    "tok \\u0022q\\u0022\\/\\u00E9%+x",
    "\\u0074ok \\\\\\\"q\\\\\\\"\\\\/\\\\u00e9%+x",
    "tok%20%22q%22%2F%C3%A9%25%2Bx",
    "tok+%22q%22/%c3%a9%25%2bx",
    "%74%6f%6b%20%22%71%22%2f%c3%a9%25%2b%78",
    "dG9rICJxIi/DqSUreA==", /* the test computes it again */
    "dG9rICJxIi_DqSUreA",
};
#define SPELLINGS (sizeof spellings / sizeof *spellings)

static void base64_is_that_of_the_token(void **state)
{
    (void)state;
    struct buf out = buf_new(100);
    base64_add(&out, bytes_of(TOKEN));
    assert_string_equal(buf_view(&out).ptr, spellings[SPELLINGS - 2]);
    buf_free(&out);
}

static void secrets_in_every_spelling_and_place(void **state)
{
    struct fixture *f = *state;
    record_secret(f->r, TOKEN);
    for (size_t i = 0; i < SPELLINGS; i++) {
        char *body = mem_format("<%s>", spellings[i]), *path = mem_format("/p?q=%s&r=1", body);
        struct check check = {.id = "core/a@CORE-01",
                              .says = body,
                              .message = body,
                              .where = body,
                              .expected = body,
                              .actual = body,
                              .request_id = body};
        exchange(f, path, bytes_of(body), bytes_of(body));
        record_check(f->r, &contract, &check);
        free(body);
        free(path);
    }
    cJSON *head = cJSON_Parse("{\"target\":\"http://h/\",\"configuration\":{\"a\":[\"b\"]}}");
    cJSON_AddStringToObject(head, "run", "<" TOKEN ">");
    record_head(f->r, head);
    finish(f);
    for (size_t i = 0; i < SPELLINGS; i++) {
        assert_hidden(f, spellings[i]);
        assert_text(f->lines[2 * i], "request", "url",
                    i == SPELLINGS - 2 ? "http://127.0.0.1:1/api/p?q=<[redacted]==>&r=1"
                                       : "http://127.0.0.1:1/api/p?q=<[redacted]>&r=1");
    }
    assert_hidden(f, "tok");
    assert_hidden(f, "\\u00e9");
    assert_hidden(f, "dG9rI");
    assert_text(f->lines[2], "request", "body", "<[redacted]>");
    assert_text(f->lines[3], "actual", NULL, "<[redacted]>");
    assert_text(f->lines[f->count - 1], "run", NULL, "<[redacted]>");
}

static void a_secret_in_bytes(void **state)
{
    struct fixture *f = *state;
    record_secret(f->r, "sesame-open");
    exchange(f, CONNECTION,
             bytes_of("\xff"
                      "sesame-open"),
             bytes_of(""));
    finish(f);
    assert_text(f->lines[0], "request", "bodyBase64", "/1tyZWRhY3RlZF0="); /* ff [redacted] */
}

static void short_secrets_and_own_words(void **state)
{
    struct fixture *f = *state;
    struct check check = {.id = "core/a@CORE-01", .message = "the core is abc, no pass"};
    record_secret(f->r, "abc");
    record_secret(f->r, "core");
    record_secret(f->r, "pass");
    record_check(f->r, &contract, &check);
    finish(f);
    assert_text(f->lines[0], "id", NULL, "core/a@CORE-01");
    assert_text(f->lines[0], "level", NULL, "core");
    assert_text(f->lines[0], "status", NULL, "pass");
    assert_text(f->lines[0], "message", NULL, "the [redacted] is abc, no [redacted]");
}

static void shared_keys(void **state)
{
    struct fixture *f = *state;
    struct check check = {
        .id = "every-answer@CORE-13", .clause = 1, .actual = "{\"k\":\"" KEY "\"}"};
    exchange(f, CONNECTION "/sharedkey?api-version=1",
             bytes_of("{ \"value\": \"k3y-\\\\-\\u20ac\" }"),
             bytes_of("{\"value\":\"second-key\",\"id\":\"/x\"}"));
    exchange(f, CONNECTION "/SharedKey/reset/", bytes_of("{\"KeyLength\":\"16\"}"),
             bytes_of("{\"properties\":{\"Value\":123456}}"));
    exchange(f, CONNECTION "/shared%6Bey", bytes_of("{\"value\":[true,5,\"third-key\"]}"),
             bytes_of("\"fourth-key\""));
    exchange(f, CONNECTION "/sharedkey", bytes_of("{\"value\":\"fifth-key\""), bytes_of(""));
    exchange(f, CONNECTION, bytes_of(KEY " second-key third-key"),
             bytes_of("{\"value\":\"kept\"}"));
    record_check(f->r, &contract, &check);
    finish(f);
    assert_text(f->lines[0], "request", "body", "{\"value\":\"[redacted]\"}");
    assert_text(f->lines[0], "response", "body", "{\"value\":\"[redacted]\",\"id\":\"/x\"}");
    assert_text(f->lines[1], "request", "body", "{\"KeyLength\":\"16\"}");
    assert_text(f->lines[1], "response", "body", "{\"properties\":{\"Value\":\"[redacted]\"}}");
    assert_text(f->lines[2], "request", "body", "{\"value\":[true,5,\"[redacted]\"]}");
    assert_text(f->lines[2], "response", "body", "[redacted]");
    assert_text(f->lines[3], "request", "body", "[redacted]");
    assert_text(f->lines[3], "response", "body", "");
    assert_text(f->lines[4], "request", "body", "[redacted] [redacted] [redacted]");
    assert_text(f->lines[4], "response", "body", "{\"value\":\"kept\"}");
    assert_text(f->lines[5], "actual", NULL, "{\"k\":\"[redacted]\"}");
    const char *const secrets[] = {"k3y-", "second", "third", "fourth", "fifth", "123456"};
    for (size_t i = 0; i < 6; i++)
        assert_hidden(f, secrets[i]);
}

static void a_check_line_leaves_out_what_is_not_there(void **state)
{
    struct fixture *f = *state;
    struct check bare = {.id = "every-answer@CORE-13", .clause = 1, .status = STATUS_WARN};
    struct check full = {.id = "core/put/row/cell@CORE-01",
                         .case_id = "core/put/row/cell",
                         .status = STATUS_INCONCLUSIVE,
                         .step = 3,
                         .blocked_by = "core/x",
                         .exchange = 9,
                         .occurrences = 5,
                         .broken = 2};
    record_check(f->r, &contract, &bare);
    record_check(f->r, &contract, &full);
    finish(f);
    char *text = json_print(f->lines[0], false);
    assert_string_equal(
        text, "{\"type\":\"check\",\"id\":\"every-answer@CORE-13\",\"clause\":\"CORE-13\","
              "\"level\":\"core\",\"strength\":\"should\",\"scenario\":\"every-answer\","
              "\"status\":\"warn\"}");
    free(text);
    assert_text(f->lines[1], "scenario", NULL, "core/put");
    assert_text(f->lines[1], "case", NULL, "core/put/row/cell");
    assert_text(f->lines[1], "blockedBy", NULL, "core/x");
    assert_int_equal(at(f->lines[1], "exchange", NULL)->valueint, 9);
}

static void head_and_verdict(void **state)
{
    struct fixture *f = *state;
    enum status status[] = {STATUS_FAIL, STATUS_NOT_RUN};
    size_t checks[] = {4, 0};
    char *reasons[] = {"CORE-01 is broken: creates"};
    struct verdict v = {.level = -1,
                        .outcome = OUTCOME_NOT_CONFORMING,
                        .clauses = status,
                        .checks = checks,
                        .reasons = reasons,
                        .reason_count = 1};
    v.counts[STATUS_FAIL] = 1;
    record_head(f->r, cJSON_Parse("{\"run\":\"r\"}"));
    record_verdict(f->r, &contract, &v, LEVELS, true, 2.5);
    finish(f);
    char *text = json_print(f->lines[1], false);
    assert_string_equal(
        text,
        "{\"type\":\"verdict\",\"level\":null,\"asked\":\"all\",\"outcome\":\"not-conforming\","
        "\"exitCode\":1,\"counts\":{\"pass\":0,\"note\":0,\"fail\":1,\"warn\":0,\"inconclusive\":0,"
        "\"not-implemented\":0,\"skipped\":0,\"not-run\":0},\"clauses\":[{\"id\":\"CORE-01\","
        "\"status\":\"fail\",\"checks\":4},{\"id\":\"CORE-13\",\"status\":\"not-run\",\"checks\":0}"
        "],"
        "\"reasons\":[\"CORE-01 is broken: creates\"],\"interrupted\":true,\"seconds\":2.5}");
    free(text);
    text = json_print(f->lines[0], false);
    assert_string_equal(text, "{\"type\":\"head\",\"schema\":1,\"run\":\"r\"}");
    free(text);
}

static void *write_some(void *fixture)
{
    for (int i = 0; i < 10; i++)
        exchange(fixture, CONNECTION, bytes_of("{\"location\":\"West US\"}"), bytes_of("{}"));
    return NULL;
}

static void ids_are_in_order_of_writing(void **state)
{
    struct fixture *f = *state;
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, write_some, f), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    finish(f);
    assert_int_equal(f->count, 40);
    for (size_t i = 0; i < f->count; i++)
        assert_int_equal(at(f->lines[i], "id", NULL)->valueint, (int)i + 1);
}

static void a_full_disk_is_told(void **state)
{
    (void)state;
    struct record *r;
    struct err err;
    if (access("/dev/full", W_OK) != 0)
        skip();
    assert_int_equal(record_open(&r, "/dev/full", &err), 0);
    record_head(r, cJSON_CreateObject());
    assert_int_equal(record_close(r, &err), -1);
    assert_non_null(strstr(err.text, "/dev/full"));
    assert_int_equal(record_open(&r, "/nonexistent/x", &err), -1);
    assert_non_null(strstr(err.text, "/nonexistent/x"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_exchange_line),
        TEST(header_values),
        TEST(odd_bodies),
        TEST(long_bodies),
        TEST(a_secret_across_the_cut),
        cmocka_unit_test(base64_is_that_of_the_token),
        TEST(secrets_in_every_spelling_and_place),
        TEST(a_secret_in_bytes),
        TEST(short_secrets_and_own_words),
        TEST(shared_keys),
        TEST(a_check_line_leaves_out_what_is_not_there),
        TEST(head_and_verdict),
        TEST(ids_are_in_order_of_writing),
        cmocka_unit_test(a_full_disk_is_told),
    };
    return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
