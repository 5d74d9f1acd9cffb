/* What a target can make long is cut in results.jsonl, and lengths are said all the same. */
#include "contract/record.h"

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "contract/redact.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static struct clause clauses[] = {{"CORE-01", LEVEL_CORE, true, "creates", "page"}};
static const struct contract contract = {.clauses = {clauses, 1}};

struct fixture {
    struct record *r;
    char path[64];
    cJSON *line; /* the last one */
    size_t len;  /* of the file */
    struct request request;
    struct response response;
};

static int start(void **state)
{
    struct fixture *f = mem_alloc(sizeof *f);
    struct err err;
    snprintf(f->path, sizeof f->path, "/tmp/connspec-record-XXXXXX");
    int fd = mkstemp(f->path);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(record_open(&f->r, f->path, &err), 0);
    f->request = request_new("PUT", "/x");
    f->response = (struct response){.delivery = ANSWERED, .status = 200};
    *state = f;
    return 0;
}

static int stop(void **state)
{
    struct fixture *f = *state;
    cJSON_Delete(f->line);
    request_free(&f->request);
    response_free(&f->response);
    unlink(f->path);
    free(f);
    return 0;
}

static void finish(struct fixture *f)
{
    struct err err;
    char *text;
    assert_int_equal(record_close(f->r, &err), 0);
    assert_int_equal(file_read(f->path, (size_t)16 << 20, &text, &f->len, &err), 0);
    assert_true(f->len > 1 && text[f->len - 1] == '\n');
    char *begin = memrchr(text, '\n', f->len - 1);
    begin = begin ? begin + 1 : text;
    f->line = json_read((struct bytes){begin, (size_t)(text + f->len - 1 - begin)}, NULL, NULL);
    assert_non_null(f->line);
    free(text);
}

static void exchange(struct fixture *f)
{
    struct record_exchange x = {
        .request = &f->request, .response = &f->response, .again = true, .wait = 1.5};
    record_exchange(f->r, &x);
    finish(f);
}

static const cJSON *at(const struct fixture *f, const char *a, const char *b)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(f->line, a);
    return b ? cJSON_GetObjectItemCaseSensitive(member, b) : member;
}

static char *long_text(size_t len)
{
    char *text = mem_alloc(len + 1);
    memset(text, 'y', len);
    return text;
}

static void header(struct headers *to, size_t len)
{
    char *text = long_text(len);
    headers_add(to, "x-long", text);
    free(text);
}

static void expect_header(const struct fixture *f, const char *message, int index, size_t kept,
                          size_t len)
{
    const cJSON *h = cJSON_GetArrayItem(at(f, message, "headers"), index);
    const cJSON *said = cJSON_GetObjectItemCaseSensitive(h, "valueLength");
    const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(h, "value"));
    assert_non_null(value);
    assert_int_equal(strspn(value, "y"), kept);
    if (kept == len)
        assert_null(said);
    else
        assert_int_equal(said->valueint, len);
}

static void a_long_header(void **state)
{
    struct fixture *f = *state;
    header(&f->request.headers, 20000);
    header(&f->response.headers, RECORD_ANSWER_HEADER_MAX);
    header(&f->response.headers, RECORD_ANSWER_HEADER_MAX + 1);
    exchange(f);
    expect_header(f, "request", 0, 20000, 20000);
    expect_header(f, "response", 0, RECORD_ANSWER_HEADER_MAX, RECORD_ANSWER_HEADER_MAX);
    expect_header(f, "response", 1, RECORD_ANSWER_HEADER_MAX, RECORD_ANSWER_HEADER_MAX + 1);
    assert_null(at(f, "response", "headersCut"));
    assert_true(at(f, "retryAfter", NULL)->valuedouble == 1.5);
}

static void many_headers(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 40; i++) {
        header(&f->request.headers, 4000);
        header(&f->response.headers, 4000);
    }
    exchange(f);
    assert_int_equal(cJSON_GetArraySize(at(f, "response", "headers")),
                     RECORD_ANSWER_HEADERS_MAX / 4006);
    assert_int_equal(cJSON_GetArraySize(at(f, "request", "headers")), RECORD_HEADERS_MAX / 4006);
    assert_true(cJSON_IsTrue(at(f, "response", "headersCut")));
    assert_true(cJSON_IsTrue(at(f, "request", "headersCut")));
}

static void a_secret_across_the_cut_of_a_header(void **state)
{
    struct fixture *f = *state;
    char *text = long_text(RECORD_ANSWER_HEADER_MAX + 100);
    record_secret(f->r, "sesame-open");
    memcpy(text + RECORD_ANSWER_HEADER_MAX - 6, "sesame-open", 11);
    headers_add(&f->response.headers, "x-echo", text);
    exchange(f);
    char *line = json_print(f->line, false);
    assert_null(strstr(line, "sesam"));
    assert_non_null(strstr(line, REDACTED));
    free(line);
    free(text);
}

static void long_texts_of_a_check(void **state)
{
    struct fixture *f = *state;
    char *text = long_text(100000);
    struct check check = {.id = "core/a@CORE-01",
                          .message = text,
                          .where = text,
                          .expected = text,
                          .actual = text,
                          .request_id = text};
    record_check(f->r, &contract, &check);
    finish(f);
    assert_true(f->len < 6 * RECORD_TEXT_MAX);
    assert_int_equal(strspn(at(f, "actual", NULL)->valuestring, "y"), RECORD_TEXT_MAX);
    free(text);
}

/* Behind the ceiling the heads are kept, and checks whole. */
static void a_full_record(void **state)
{
    struct fixture *f = *state;
    record_fill(f->r);
    header(&f->request.headers, 10);
    header(&f->response.headers, 10);
    request_body(&f->request, "{}", 2);
    f->response.body = mem_string("secret-looking");
    f->response.body_len = 14;
    exchange(f);
    for (int i = 0; i < 2; i++) {
        const char *message = i ? "response" : "request";
        assert_int_equal(cJSON_GetArraySize(at(f, message, "headers")), 0);
        assert_true(cJSON_IsTrue(at(f, message, "headersCut")));
        assert_true(cJSON_IsTrue(at(f, message, "bodyCut")));
        assert_int_equal(at(f, message, "bodyLength")->valueint, i ? 14 : 2);
        assert_null(at(f, message, "body"));
    }
    assert_int_equal(at(f, "response", "status")->valueint, 200);
}

/* Nobody's terminal acts upon what a target has sent. */
static void nothing_for_a_terminal(void **state)
{
    struct fixture *f = *state;
    f->response.body = mem_string("\x7f\xc2\x9b\xe2\x80\xae\x1b");
    f->response.body_len = strlen(f->response.body);
    headers_add(&f->response.headers, "x-odd", "\xc2\x9b");
    exchange(f);
    struct err err;
    char *text;
    assert_int_equal(file_read(f->path, (size_t)1 << 20, &text, &f->len, &err), 0);
    assert_null(strstr(text, "\x7f"));
    assert_null(strstr(text, "\xc2\x9b"));
    assert_non_null(strstr(text, "\\u007f\\u009b\\u202e\\u001b"));
    assert_string_equal(at(f, "response", "body")->valuestring, f->response.body);
    free(text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_long_header),         TEST(many_headers),  TEST(a_secret_across_the_cut_of_a_header),
        TEST(long_texts_of_a_check), TEST(a_full_record), TEST(nothing_for_a_terminal),
    };
    return cmocka_run_group_tests_name("record-bounds", tests, NULL, NULL);
}
