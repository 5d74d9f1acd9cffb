/* ROB clauses, on the service itself: hostile bodies and URIs. */
#include "test_reference_kit.h"

#include "base/buf.h"

#include <unistd.h>

#define MANY 100000

static struct buf text_new(void)
{
    return buf_new((size_t)80 << 20);
}

static void repeat(struct buf *b, const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buf_text(b, text);
}

static int put_status(struct service *s, const char *method, struct buf *b)
{
    int status = status_of(s, method, C1, b->data);
    buf_free(b);
    return status;
}

static void survives(struct service *s, const char *method, struct buf *b, int status)
{
    char *before = state_of(s, C1);
    assert_int_equal(put_status(s, method, b), status);
    char *after = state_of(s, C1);
    if (status != 200)
        assert_string_equal(before, after);
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    free(before);
    free(after);
}

static void duplicates_are_refused(void **state) /* ROB-02 */
{
    static const char *const bodies[] = {
        "{\"tags\":{},\"tags\":{}}",
        "{\"properties\":{\"gateway1\":{\"name\":\"x\"},\"gateway1\":{\"name\":\"y\"}}}",
        "{\"properties\":{\"gateway1\":{\"name\":\"nowhere\",\"n\\u0061me\":\"firstgateway\"}}}",
        "{\"unknown\":1,\"unknown\":2}",
    };
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        assert_refused(*state, 400, "PATCH", C1, bodies[i], NULL);
}

static void bad_bytes_are_refused(void **state) /* ROB-03, ROB-05 */
{
    static const char *const values[] = {
        "\"\xFF\"",
        "\"\xC0\x80\"",
        "\"\xED\xA0\x80\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\x01\"",
        "\"\\x\"",
        "01",
        "+1",
        ".5",
        "1e999",
        "NaN",
        "Infinity",
        "-",
        "0x1",
    };
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        char *body = mem_format("{\"unknown\":%s}", values[i]);
        assert_refused(*state, 400, "PATCH", C1, body, NULL);
        free(body);
    }
    struct bytes nul = {"{}\0", 3};
    static const char *const json[] = {JSON_TYPE, NULL};
    struct reply r = ask_bytes(*state, "PATCH", C1, nul, json);
    assert_int_equal(r.status, 400);
    reply_free(&r);
}

static void deep_bodies_are_refused(void **state) /* ROB-04 */
{
    static const char *const opening[] = {"[", "{\"a\":", "{\"tags\":[",
                                          "{\"properties\":{\"gateway1\":"};
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    for (size_t i = 0; i < sizeof opening / sizeof *opening; i++) {
        struct buf b = text_new();
        repeat(&b, opening[i], MANY);
        survives(*state, "PUT", &b, 400);
    }
    struct buf b = text_new();
    repeat(&b, "{\"a\":", MANY);
    buf_text(&b, "1");
    repeat(&b, "}", MANY);
    survives(*state, "PATCH", &b, 400);
}

static void add_members(struct buf *b, size_t count, const char *value)
{
    for (size_t i = 0; i < count; i++)
        buf_format(b, "%s\"m%zu\":%s", i ? "," : "", i, value);
}

/* Work that grew with the square of these would outlive the alarm. */
static void wide_bodies_take_linear_time(void **state) /* ROB-04, ROB-10 */
{
    static const struct {
        const char *before, *after;
        int status;
    } places[] = {
        {"{", "}", 200},
        {"{\"tags\":{", "}}", 400},
        {"{\"location\":{", "}}", 400},
        {"{\"properties\":{", "}}", 200},
        {"{\"properties\":{\"gateway1\":{", "}}}", 200},
        {"{\"properties\":{\"ipsecParameters\":{\"pfsGroup\":{", "}}}}", 400},
        {"{\"properties\":{\"connectionType\":{", "}}}", 400},
    };
    alarm(120);
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct buf b = text_new();
        buf_text(&b, places[i].before);
        add_members(&b, MANY, i % 2 ? "\"x\"" : "{}");
        buf_text(&b, places[i].after);
        survives(*state, "PATCH", &b, places[i].status);
    }
    struct buf b = text_new();
    buf_text(&b, "{\"tags\":[0");
    repeat(&b, ",0", MANY);
    buf_text(&b, "]}");
    survives(*state, "PATCH", &b, 400);
    alarm(0);
}

static void many_connections_are_found(void **state) /* ROB-10 */
{
    char *bare = edited(COMPLETE_AS("Dedicated", ""), "/name", NULL);
    alarm(120);
    for (int i = 0; i < 3000; i++) {
        char *path = mem_format(GROUP "connections/n%d" VERSION, i);
        assert_int_equal(status_of(*state, "PUT", path, bare), 200);
        free(path);
    }
    for (int i = 0; i < 3000; i += 2) {
        char *path = mem_format(GROUP "connections/N%d" VERSION, i);
        assert_int_equal(status_of(*state, "DELETE", path, NULL), 200);
        free(path);
    }
    struct reply r =
        ask(*state, "GET", GROUP "virtualNetworkGateways/firstgateway/connections" VERSION, NULL);
    assert_int_equal(cJSON_GetArraySize(r.body), 1500);
    assert_text(r, "/0/name", "n1");
    assert_text(r, "/1499/name", "n2999");
    reply_free(&r);
    alarm(0);
    free(bare);
}

static void long_strings_come_back(void **state) /* ROB-06, ROB-08 */
{
    static const size_t sizes[] = {1, (size_t)1 << 20, (size_t)7 << 20};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *digits = mem_alloc(sizes[i] + 1), *text = mem_alloc(sizes[i] + 3);
        memset(digits, '7', sizes[i]);
        snprintf(text, sizes[i] + 3, "\"%s\"", digits);
        char *body = edited(COMPLETE, "/properties/ipsecParameters/saLifeTimeSeconds", text);
        struct reply r = ask(*state, "PUT", C1, body);
        assert_int_equal(r.status, 200);
        assert_text(r, "/properties/ipsecParameters/saLifeTimeSeconds", digits);
        reply_free(&r);
        free(digits);
        free(text);
        free(body);
    }
}

static void bodies_have_a_ceiling(void **state) /* ROB-08 */
{
    static const size_t sizes[] = {SERVICE_MAX_BODY, SERVICE_MAX_BODY + 1, (size_t)64 << 20};
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct buf b = text_new();
        buf_text(&b, COMPLETE);
        char *room = mem_alloc(sizes[i] - b.len);
        memset(room, ' ', sizes[i] - b.len);
        buf_add(&b, room, sizes[i] - b.len);
        free(room);
        assert_int_equal(b.len, sizes[i]);
        survives(*state, "PUT", &b, i ? 413 : 200);
    }
}

static void odd_strings_come_back(void **state) /* ROB-03, ROB-11 */
{
    static const char *const values[] = {
        "\"\xF0\x9F\x98\x80\"",
        "\"\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D\"",
        "\"<script>alert(1)</script>\"",
        "\"'; DROP TABLE x; --\"",
        "\"$(id) `id` | & ; > <\"",
        "\"\\\" \\\\ \\/ \\b\\f\\n\\r\\t\"",
        "\"a\\u0000b\"",
        "\"\\ud83d\\ude00\"",
        "\"%s%n\"",
        "\" \"",
    };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        char *body = edited(COMPLETE, "/tags/k", values[i]);
        struct reply r = ask(*state, "PUT", C1, body);
        cJSON *sent = json_read(bytes_of(body), NULL, NULL);
        assert_int_equal(r.status, 200);
        assert_true(json_equal(pointer_get(sent, "/tags"), pointer_get(r.body, "/tags")));
        cJSON_Delete(sent);
        reply_free(&r);
        free(body);
    }
    char *body = edited(COMPLETE, "/properties/gateway1/name", "\"firstgateway\\u0000\"");
    assert_refused(*state, 400, "PUT", C1, body, NULL);
    free(body);
}

static void odd_uris_are_refused(void **state) /* ROB-07 */
{
    static const char *const bad[] = {
        "%00",    "a%00b",        "%2F",   "a%2Fb", "..",       ".",      "%2e%2E",
        "%",      "%4",           "%zz",   "%0a",   "a%7F",     "%C2%85", "%FF",
        "%C0%AF", "%ED%A0%80",    "a b",   "a\tb",  "\xC3\xA9", "a\"b",   "a<b",
        "%5C",    "%F4%90%80%80", "a%3Fb", "a%23",  "a#b",      "%C3",    "%F8%88%80%80%80",
    };
    static const char *const nowhere[] = {
        "",
        "/",
        "//",
        "*",
        "x",
        "?",
        GROUP,
        GROUP "connections" VERSION,
        GROUP "connections/" VERSION,
        GROUP "connections/c1/other" VERSION,
        GROUP "connections/c1/sharedkey/reset/x" VERSION,
        GROUP "connections//c1" VERSION,
        "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p",
    };
    char *bare = edited(COMPLETE, "/name", NULL);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char *path = mem_format(GROUP "connections/%s" VERSION, bad[i]);
        struct reply r = ask(*state, "PUT", path, bare);
        assert_int_equal(r.status, 400);
        assert_text(r, "/error/code", "InvalidUri");
        reply_free(&r);
        free(path);
    }
    free(bare);
    for (size_t i = 0; i < sizeof nowhere / sizeof *nowhere; i++) {
        int status = status_of(*state, "PUT", nowhere[i], COMPLETE);
        assert_true(status == 404 || status == 400);
    }
}

static void odd_names_are_served(void **state) /* ROB-07 */
{
    static const char *const names[][2] = {
        {"a.b", "a.b"}, {"...", "..."},
        {"-_~", "-_~"}, {"a%20b", "a b"},
        {"%61", "a"},   {"%C3%A9", "\xC3\xA9"},
        {"a+b", "a+b"}, {"a'b(c)!$&*,;=:@", "a'b(c)!$&*,;=:@"},
        {"%22", "\""},  {"%F0%9F%98%80", "\xF0\x9F\x98\x80"},
    };
    char *bare = edited(COMPLETE, "/name", NULL);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *path = mem_format(GROUP "connections/%s" VERSION, names[i][0]);
        struct reply r = ask(*state, "PUT", path, bare);
        assert_int_equal(r.status, 200);
        assert_text(r, "/name", names[i][1]);
        assert_string_equal(strrchr(text_in(&r, "/id"), '/') + 1, names[i][1]);
        reply_free(&r);
        assert_int_equal(status_of(*state, "DELETE", path, NULL), 200);
        free(path);
    }
    free(bare);
}

static void names_have_a_longest_length(void **state) /* ROB-07 */
{
    static const char *const letters[] = {"x", "%C3%A9"};
    char *bare = edited(COMPLETE, "/name", NULL);
    for (size_t i = 0; i < 2; i++)
        for (size_t len = 260; len <= 100000; len += len == 260 ? 1 : 99739) {
            struct buf path = text_new();
            buf_text(&path, GROUP "connections/");
            repeat(&path, letters[i], len);
            buf_text(&path, VERSION);
            assert_int_equal(status_of(*state, "PUT", path.data, bare), len == 260 ? 200 : 400);
            buf_free(&path);
        }
    free(bare);
}

static void unclear_lengths_are_refused(void **state) /* ROB-09 */
{
    const char *const twice[] = {JSON_TYPE, "Content-Length: 1", "Content-Length: 2", NULL};
    const char *const both[] = {JSON_TYPE, "Content-Length: 1", "Transfer-Encoding: chunked", NULL};
    struct reply r = ask_bytes(*state, "PUT", C1, bytes_of(COMPLETE), twice);
    assert_int_equal(r.status, 400);
    reply_free(&r);
    r = ask_bytes(*state, "PUT", C1, bytes_of(COMPLETE), both);
    assert_int_equal(r.status, 400);
    reply_free(&r);
    assert_int_equal(status_of(*state, "GET", C1, NULL), 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(duplicates_are_refused),      TEST(bad_bytes_are_refused),
        TEST(deep_bodies_are_refused),     TEST(wide_bodies_take_linear_time),
        TEST(many_connections_are_found),  TEST(long_strings_come_back),
        TEST(bodies_have_a_ceiling),       TEST(odd_strings_come_back),
        TEST(odd_uris_are_refused),        TEST(odd_names_are_served),
        TEST(names_have_a_longest_length), TEST(unclear_lengths_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
