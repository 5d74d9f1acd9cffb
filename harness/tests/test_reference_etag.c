/* PLAT-07 to PLAT-11: entity tags and preconditions, on the service itself. */
#include "test_reference_kit.h"

/* The etag of an answer, which has it in the header too; to free(). */
static char *etag_of(struct service *s, const char *method, const char *body)
{
    struct reply r = ask(s, method, C1, body);
    assert_int_equal(r.status, 200);
    assert_string_equal(headers_get(&r.rs.headers, "ETag"), text_in(&r, "/etag")); /* PLAT-07 */
    char *etag = mem_string(text_in(&r, "/etag"));
    reply_free(&r);
    return etag;
}

static void etags_follow_the_connection(void **state) /* PLAT-07, PLAT-08, PLAT-11 */
{
    char *put = etag_of(*state, "PUT", COMPLETE), *get = etag_of(*state, "GET", NULL);
    assert_string_equal(put, get);
    assert_refused(*state, 400, "PATCH", C1, "{\"tags\":1}", NULL);
    char *same = etag_of(*state, "PUT", COMPLETE), *empty = etag_of(*state, "PATCH", "{}");
    assert_string_equal(put, same);
    assert_string_equal(put, empty);
    char *patch = etag_of(*state, "PATCH", "{\"tags\":{}}"),
         *back = etag_of(*state, "PUT", COMPLETE);
    assert_string_not_equal(patch, put);
    assert_string_not_equal(back, patch);
    assert_string_not_equal(back, put);
    free(put);
    free(get);
    free(same);
    free(empty);
    free(patch);
    free(back);
}

#define OLD "W/\"00000000-0000-0000-0000-000000000000\""

static void if_match_guards_writes(void **state) /* PLAT-09 */
{
    static const char *const stale[] = {"If-Match: " OLD, "If-Match: \"x\"",
                                        "If-Match: \"a\", " OLD};
    static const char *const malformed[] = {
        "If-Match: x",           "If-Match: ",       "If-Match: \"x", "If-Match: *,*",
        "If-Match: \"a\" \"b\"", "If-None-Match: W/"};
    assert_refused(*state, 412, "PUT", C1, COMPLETE, "If-Match: *");
    assert_refused(*state, 412, "PUT", C1, COMPLETE, stale[0]);
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    for (size_t i = 0; i < sizeof stale / sizeof *stale; i++) {
        assert_refused(*state, 412, "PUT", C1, COMPLETE_AS("Dedicated", ""), stale[i]);
        assert_refused(*state, 412, "PATCH", C1, "{\"tags\":{}}", stale[i]);
        assert_refused(*state, 412, "DELETE", C1, NULL, stale[i]);
    }
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++)
        assert_refused(*state, 400, "PUT", C1, COMPLETE_AS("Dedicated", ""), malformed[i]);
    assert_int_equal(status_if(*state, "PUT", C1, COMPLETE, "If-Match: *"), 200);
    assert_int_equal(status_if(*state, "PATCH", C1, "{\"tags\":{}}", "If-Match: * "), 200);
    char *etag = etag_of(*state, "GET", NULL);
    char *current = mem_format("If-Match: \"a,b\" ,, %s", etag),
         *strong = mem_format("If-Match: %s", etag + 2);
    assert_int_equal(status_if(*state, "PATCH", C1, "{}", current), 200);
    assert_int_equal(status_if(*state, "PATCH", C1, "{\"tags\":{\"n\":\"1\"}}", strong), 200);
    assert_refused(*state, 412, "DELETE", C1, NULL, current);
    assert_int_equal(status_if(*state, "DELETE", C1, NULL, "If-Match: *"), 200);
    free(etag);
    free(current);
    free(strong);
}

static void several_lines_are_one_list(void **state) /* RFC 9110 section 5.3 */
{
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    char *etag = etag_of(*state, "GET", NULL), *second = mem_format("if-match: %s", etag);
    const char *const headers[] = {JSON_TYPE, "If-Match: \"a\"", second, NULL};
    struct reply r = ask_bytes(*state, "PATCH", C1, bytes_of("{\"tags\":{}}"), headers);
    assert_int_equal(r.status, 200);
    reply_free(&r);
    r = ask_bytes(*state, "PATCH", C1, bytes_of("{\"tags\":{}}"), headers); /* stale by now */
    assert_int_equal(r.status, 412);
    reply_free(&r);
    free(etag);
    free(second);
}

static void if_none_match_guards_creation(void **state) /* PLAT-10 */
{
    assert_int_equal(status_if(*state, "PUT", C1, COMPLETE, "If-None-Match: *"), 200);
    assert_refused(*state, 412, "PUT", C1, COMPLETE_AS("Dedicated", ""), "If-None-Match: *");
    char *etag = etag_of(*state, "GET", NULL), *header = mem_format("If-None-Match: %s", etag);
    struct reply r = ask_if(*state, "GET", C1, NULL, header);
    assert_int_equal(r.status, 304);
    assert_int_equal(r.rs.body_len, 0);
    assert_string_equal(headers_get(&r.rs.headers, "ETag"), etag);
    reply_free(&r);
    assert_int_equal(status_if(*state, "GET", C1, NULL, "If-None-Match: " OLD), 200);
    free(etag);
    free(header);
}

static void preconditions_come_before_the_body(void **state) /* RFC 9110 section 13.2.1 */
{
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    assert_refused(*state, 412, "PUT", C1, "{", "If-Match: " OLD);
    assert_refused(*state, 404, "PATCH", CONNECTION("none"), "{}", "If-Match: " OLD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(etags_follow_the_connection),        TEST(if_match_guards_writes),
        TEST(several_lines_are_one_list),         TEST(if_none_match_guards_creation),
        TEST(preconditions_come_before_the_body),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
