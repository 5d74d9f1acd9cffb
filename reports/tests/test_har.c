/* har.h: what is written is HAR 1.2 and reads back as it was; what others write is read too, and what is none is
 * refused with its place. */
#include "reports/tests/sample.h"

#include "base/json.h"
#include "reports/har.h"

#define EXCHANGE                                                                                   \
    "{\"type\":\"exchange\",\"id\":7,\"case\":\"core/a\",\"step\":2,\"role\":\"step\",\"at\":1.5," \
    "\"request\":{\"method\":\"PUT\",\"url\":\"http://h:1/p/x?api-version=1&a\",\"headers\":["     \
    "{\"name\":\"Content-Type\",\"value\":\"application/json\"},"                                  \
    "{\"name\":\"Authorization\",\"value\":\"[redacted]\"}],\"bodyLength\":5,"                     \
    "\"body\":\"a\\u0000\\\"\\u20ac\"},\"response\":{\"delivery\":\"answered\",\"status\":400,"    \
    "\"headers\":[{\"name\":\"Content-Type\",\"value\":\"text/x\"}],\"bodyLength\":4,"             \
    "\"bodyBase64\":\"AAH//g==\",\"micros\":2500}}\n"
#define UNANSWERED                                                                                 \
    "{\"type\":\"exchange\",\"id\":8,\"role\":\"step\",\"at\":2,\"request\":{\"method\":\"\","     \
    "\"url\":\"http://h:1/\",\"headers\":[],\"bodyLength\":0},\"response\":{\"delivery\":"         \
    "\"timed-out\",\"headers\":[],\"bodyLength\":0,\"note\":\"too slow\"}}\n"
#define CUT                                                                                        \
    "{\"type\":\"exchange\",\"id\":9,\"role\":\"step\",\"at\":3,\"request\":{\"method\":\"GET\","  \
    "\"url\":\"http://h:1/\",\"headers\":[],\"bodyLength\":0},\"response\":{\"delivery\":"         \
    "\"answered\",\"status\":200,\"headers\":[],\"bodyLength\":99999,\"body\":\"{\","              \
    "\"bodyCut\":true}}\n"

struct seen {
    size_t count;
    struct har_exchange first; /* its texts are copies */
    enum delivery deliveries[4];
    bool cut[4];
};

static int see(void *of, size_t number, const struct har_exchange *x)
{
    struct seen *s = of;
    assert_int_equal(number, s->count + 1);
    assert_true(s->count < 4);
    s->deliveries[s->count] = x->response.delivery;
    s->cut[s->count++] = x->cut;
    if (s->count > 1)
        return 0;
    s->first.origin = mem_string(x->origin);
    s->first.request = request_copy(&x->request);
    s->first.response.status = x->response.status;
    s->first.response.body = mem_copy(x->response.body, x->response.body_len);
    s->first.response.body_len = x->response.body_len;
    return 0;
}

static void seen_free(struct seen *s)
{
    free(s->first.origin);
    request_free(&s->first.request);
    response_free(&s->first.response);
}

static int read_text(struct bytes text, struct seen *s, struct err *err)
{
    char path[64];
    *s = (struct seen){0};
    sample_write(path, text);
    int status = har_read(path, see, s, err);
    unlink(path);
    return status;
}

static void there_and_back(void **state)
{
    (void)state;
    struct results *r = sample(HEAD EXCHANGE UNANSWERED CUT VERDICT("null", "incomplete", ""));
    struct buf out = buf_new(1 << 20);
    struct seen s;
    struct err err;
    render_har(r, &out);
    assert_false(out.failed);
    assert_int_equal(read_text(buf_view(&out), &s, &err), 0);
    assert_int_equal(s.count, 3);
    assert_string_equal(s.first.origin, "http://h:1");
    assert_string_equal(s.first.request.method, "PUT");
    assert_string_equal(s.first.request.path, "/p/x?api-version=1&a");
    assert_int_equal(s.first.request.headers.count, 2);
    assert_int_equal(s.first.request.body_len, 6);
    assert_memory_equal(s.first.request.body, "a\0\"\xe2\x82\xac", 6);
    assert_int_equal(s.first.response.status, 400);
    assert_int_equal(s.first.response.body_len, 4);
    assert_memory_equal(s.first.response.body, "\0\1\xff\xfe", 4);
    assert_int_equal(s.deliveries[0], ANSWERED);
    assert_int_equal(s.deliveries[1], DROPPED);
    assert_false(s.cut[0]);
    assert_true(s.cut[2]);
    seen_free(&s);
    buf_free(&out);
    results_free(r);
}

/* What HAR 1.2 demands of every entry. */
static void members(void **state)
{
    (void)state;
    static const char *const entry[] = {"startedDateTime", "time",  "request",
                                        "response",        "cache", "timings"};
    static const char *const request[] = {"method",  "url",         "httpVersion", "cookies",
                                          "headers", "queryString", "headersSize", "bodySize"};
    static const char *const response[] = {"status",      "statusText",  "httpVersion",
                                           "cookies",     "headers",     "content",
                                           "redirectURL", "headersSize", "bodySize"};
    struct results *r = sample(HEAD EXCHANGE UNANSWERED CUT VERDICT("null", "incomplete", ""));
    struct buf out = buf_new(1 << 20);
    render_har(r, &out);
    cJSON *har = json_read(buf_view(&out), NULL, NULL);
    const cJSON *log = cJSON_GetObjectItemCaseSensitive(har, "log"), *one;
    assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(log, "version")),
                        "1.2");
    const cJSON *entries = cJSON_GetObjectItemCaseSensitive(log, "entries");
    assert_int_equal(cJSON_GetArraySize(entries), 3);
    cJSON_ArrayForEach(one, entries)
    {
        const cJSON *rq = cJSON_GetObjectItemCaseSensitive(one, "request");
        const cJSON *rs = cJSON_GetObjectItemCaseSensitive(one, "response");
        for (size_t i = 0; i < sizeof entry / sizeof *entry; i++)
            assert_non_null(cJSON_GetObjectItemCaseSensitive(one, entry[i]));
        for (size_t i = 0; i < sizeof request / sizeof *request; i++)
            assert_non_null(cJSON_GetObjectItemCaseSensitive(rq, request[i]));
        for (size_t i = 0; i < sizeof response / sizeof *response; i++)
            assert_non_null(cJSON_GetObjectItemCaseSensitive(rs, response[i]));
    }
    one = cJSON_GetArrayItem(entries, 0);
    assert_string_equal(
        cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(one, "startedDateTime")),
        "2026-03-01T09:30:01.500000Z");
    const cJSON *query = cJSON_GetObjectItemCaseSensitive(
        cJSON_GetObjectItemCaseSensitive(one, "request"), "queryString");
    assert_int_equal(cJSON_GetArraySize(query), 2);
    cJSON_Delete(har);
    buf_free(&out);
    results_free(r);
}

static void of_others(void **state)
{
    (void)state;
    struct seen s;
    struct err err;
    assert_int_equal(
        read_text(
            bytes_of("{\"log\":{\"pages\":[{\"a\":\"]}\"}],\"entries\":[ {\"request\":{\"method\":"
                     "\"GET\",\"url\":\"https://h/a\",\"headers\":[{\"name\":\":authority\","
                     "\"value\":\"h\"},{\"name\":\"x\",\"value\":\"\\\\\\\"],[\"}]},"
                     "\"response\":{\"status\":200,\"content\":{\"size\":12}}} , "
                     "{\"request\":{\"method\":\"GET\",\"url\":\"https://h\"},\"response\":"
                     "{\"status\":0}}]}}"),
            &s, &err),
        0);
    assert_int_equal(s.count, 2);
    assert_int_equal(s.first.request.headers.count, 1);
    assert_string_equal(s.first.request.headers.list[0].value, "\\\"],[");
    assert_true(s.cut[0]); /* browsers leave bodies out */
    assert_int_equal(s.deliveries[1], DROPPED);
    seen_free(&s);
}

static void refused(void **state)
{
    (void)state;
    static const char *const texts[][2] = {
        {"", ":1:1: "},
        {"{\"log\":{}}", "there is no array at /log/entries"},
        {"{\"log\":{\"entries\":{}}}", "there is no array at /log/entries"},
        {"{\"log\":{\"entries\":[1]}}", "entry 1 has no request"},
        {"{\"log\":{\"entries\":[{\"request\":{\"method\":\"GET\",\"url\":\"\"},\"response\":{}}]}"
         "}",
         "entry 1 has no request"},
        {"{\"log\":{\"entries\":[{}\n,,]}}", ":2:2: "}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct seen s;
        struct err err = {0};
        assert_int_equal(read_text(bytes_of(texts[i][0]), &s, &err), -1);
        if (!strstr(err.text, texts[i][1]))
            fail_msg("\"%s\" of %s", err.text, texts[i][0]);
        seen_free(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_and_back),
        cmocka_unit_test(members),
        cmocka_unit_test(of_others),
        cmocka_unit_test(refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
