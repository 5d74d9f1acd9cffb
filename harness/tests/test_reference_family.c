/* FAM clauses, on the service itself. */
#include "test_reference_kit.h"

#define KEY GROUP "connections/c1/sharedkey" VERSION
#define RESET GROUP "connections/c1/sharedkey/reset" VERSION

static void get_and_delete(void **state) /* FAM-01, FAM-02 */
{
    assert_refused(*state, 404, "GET", C1, NULL, NULL);
    assert_refused(*state, 404, "DELETE", C1, NULL, NULL);
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    assert_int_equal(status_of(*state, "GET", C1, NULL), 200);
    struct reply r = ask(*state, "DELETE", C1, NULL);
    assert_int_equal(r.status, 200);
    assert_int_equal(r.rs.body_len, 0);
    reply_free(&r);
    assert_refused(*state, 404, "GET", C1, NULL, NULL);
    assert_refused(*state, 404, "DELETE", C1, NULL, NULL);
}

static void head_is_get_without_a_body(void **state)
{
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    struct reply get = ask(*state, "GET", C1, NULL), head = ask(*state, "HEAD", C1, NULL);
    assert_int_equal(head.status, 200);
    assert_int_equal(head.rs.body_len, 0);
    assert_int_equal(strtoul(headers_get(&head.rs.headers, "Content-Length"), NULL, 10),
                     get.rs.body_len);
    assert_string_equal(headers_get(&head.rs.headers, "ETag"),
                        headers_get(&get.rs.headers, "ETag"));
    reply_free(&get);
    reply_free(&head);
}

static void every_answer_has_its_request_id(void **state) /* FAM-03, FAM-04 */
{
    static const char *const asks[][2] = {
        {"PUT", C1}, {"GET", C1}, {"POST", C1}, {"GET", "/"}, {"GET", "/%zz"}, {"DELETE", C1},
    };
    char last[64] = "";
    for (size_t i = 0; i < 2 * sizeof asks / sizeof *asks; i++) {
        struct reply r = ask(*state, asks[i / 2][0], asks[i / 2][1], i == 0 ? COMPLETE : NULL);
        const char *id = headers_get(&r.rs.headers, "x-ms-request-id");
        assert_non_null(id);
        assert_int_equal(strlen(id), 36);
        assert_string_not_equal(id, last);
        snprintf(last, sizeof last, "%s", id);
        reply_free(&r);
    }
}

static char *key_of(struct service *s)
{
    struct reply r = ask(s, "GET", KEY, NULL);
    char *key = r.status == 200 ? mem_string(text_in(&r, "/value")) : NULL;
    reply_free(&r);
    return key;
}

static void assert_key(struct service *s, const char *wanted)
{
    char *key = key_of(s);
    assert_string_equal(key, wanted);
    free(key);
}

static void the_key_can_be_read_and_written(void **state) /* FAM-05, FAM-06 */
{
    static const char *const bad[] = {
        "{}", "{\"value\":1}", "{\"value\":null}", "{\"Value\":\"x\"}", "[]", "{\"value\":{}}", ""};
    assert_refused(*state, 404, "GET", KEY, NULL, NULL);
    assert_refused(*state, 404, "PUT", KEY, "{\"value\":\"x\"}", NULL);
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    char *made = key_of(*state);
    assert_int_equal(strlen(made), 32);
    free(made);
    struct reply r = ask(*state, "PUT", KEY, "{\"value\":\"s3cret \xF0\x9F\x94\x91\"}");
    assert_int_equal(r.status, 200);
    assert_text(r, "/value", "s3cret \xF0\x9F\x94\x91");
    reply_free(&r);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_refused(*state, 400, "PUT", KEY, bad[i], NULL);
    assert_key(*state, "s3cret \xF0\x9F\x94\x91");
}

static void the_key_can_be_reset(void **state) /* FAM-07 */
{
    static const char *const lengths[] = {"1", "1", "1", "32", "128"};
    static const char *const bad[] = {
        "{}",
        "{\"KeyLength\":32}",
        "{\"KeyLength\":null}",
        "{\"KeyLength\":\"0\"}",
        "{\"KeyLength\":\"129\"}",
        "{\"KeyLength\":\"\"}",
        "{\"KeyLength\":\"-1\"}",
        "{\"KeyLength\":\"1.5\"}",
        "{\"KeyLength\":\" 8\"}",
        "{\"KeyLength\":\"08\"}",
        "{\"KeyLength\":\"18446744073709551617\"}",
        "{\"KeyLength\":\"8\\u0000\"}",
    };
    assert_int_equal(status_of(*state, "POST", RESET, "{\"KeyLength\":\"8\"}"), 404);
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        char *body = mem_format("{\"KeyLength\":\"%s\"}", lengths[i]), *old = key_of(*state);
        assert_int_equal(status_of(*state, "POST", RESET, body), 200);
        char *key = key_of(*state);
        assert_int_equal(strlen(key), strtoul(lengths[i], NULL, 10));
        assert_string_not_equal(key, old);
        for (size_t j = 0; j < sizeof bad / sizeof *bad; j++)
            assert_int_equal(status_of(*state, "POST", RESET, bad[j]), 400);
        assert_key(*state, key);
        free(body);
        free(old);
        free(key);
    }
}

static void a_new_key_is_never_the_old_one(void **state) /* FAM-07 */
{
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    for (int i = 0; i < 400; i++) {
        char *old = key_of(*state);
        assert_int_equal(status_of(*state, "POST", RESET, "{\"KeyLength\":\"1\"}"), 200);
        char *key = key_of(*state);
        assert_string_not_equal(key, old);
        free(old);
        free(key);
    }
}

static size_t using_gateway(struct service *s, const char *gateway)
{
    char *path = mem_format(GROUP "virtualNetworkGateways/%s/connections" VERSION, gateway);
    struct reply r = ask(s, "GET", path, NULL);
    assert_int_equal(r.status, 200);
    assert_true(cJSON_IsArray(r.body));
    size_t count = (size_t)cJSON_GetArraySize(r.body);
    for (const cJSON *item = r.body->child; item; item = item->next) {
        char *one = mem_format(GROUP "connections/%s" VERSION,
                               cJSON_GetStringValue(pointer_get(item, "/name")));
        struct reply get = ask(s, "GET", one, NULL);
        assert_true(json_equal(get.body, item));
        reply_free(&get);
        free(one);
    }
    reply_free(&r);
    free(path);
    return count;
}

static void a_gateway_lists_its_connections(void **state) /* FAM-08 */
{
    char *bare = edited(COMPLETE, "/name", NULL);
    char *both = edited(bare, "/properties/gateway2/name", "\"FirstGateway\"");
    assert_int_equal(using_gateway(*state, "firstgateway"), 0);
    assert_int_equal(status_of(*state, "PUT", CONNECTION("a"), bare), 200);
    assert_int_equal(status_of(*state, "PUT", CONNECTION("b"), both), 200);
    assert_int_equal(using_gateway(*state, "firstgateway"), 2);
    assert_int_equal(using_gateway(*state, "FIRSTGATEWAY"), 2);
    assert_int_equal(using_gateway(*state, "secondgateway"), 1);
    assert_int_equal(status_of(*state, "DELETE", CONNECTION("b"), NULL), 200);
    assert_int_equal(using_gateway(*state, "firstgateway"), 1);
    assert_int_equal(status_of(*state, "PUT",
                               "/subscriptions/s1/resourceGroups/rg2/providers/microsoft.network/"
                               "connections/a" VERSION,
                               bare),
                     200);
    assert_int_equal(using_gateway(*state, "firstgateway"), 1);
    assert_refused(*state, 404, "GET", GROUP "virtualNetworkGateways/unknown/connections" VERSION,
                   NULL, NULL);
    free(bare);
    free(both);
}

static void gateways_can_be_made(void **state) /* FAM-09 */
{
    static const char *const kinds[] = {"virtualNetworkGateways", "localnetworkgateways"};
    for (size_t i = 0; i < 2; i++) {
        char *path = mem_format(GROUP "%s/made%zu" VERSION, kinds[i], i);
        char *value = mem_format("\"made%zu\"", i);
        char *body = edited(COMPLETE, "/properties/gateway1/name", value);
        assert_refused(*state, 400, "PUT", C1, body, NULL);
        assert_int_equal(status_of(*state, "GET", path, NULL), 404);
        assert_int_equal(status_of(*state, "PUT", path, "{\"location\":\"West US\"}"), 200);
        assert_int_equal(status_of(*state, "PUT", path, "[]"), 400);
        struct reply r = ask(*state, "GET", path, NULL);
        assert_text(r, "/location", "West US");
        reply_free(&r);
        assert_int_equal(status_of(*state, "PUT", C1, body), 200);
        assert_int_equal(status_of(*state, "DELETE", C1, NULL), 200);
        free(path);
        free(value);
        free(body);
    }
    assert_int_equal(using_gateway(*state, "made0"), 0);
}

static void key_and_connection_do_not_disturb_each_other(void **state) /* FAM-10 */
{
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    char *before = state_of(*state, C1);
    assert_int_equal(status_of(*state, "PUT", KEY, "{\"value\":\"needle\"}"), 200);
    char *after = state_of(*state, C1);
    assert_string_equal(before, after);
    assert_null(strstr(after, "needle"));
    assert_int_equal(status_of(*state, "PATCH", C1, "{\"tags\":{\"x\":\"y\"}}"), 200);
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    assert_key(*state, "needle");
    free(before);
    free(after);
}

static void nothing_is_left_of_a_deleted_connection(void **state) /* FAM-11 */
{
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    assert_int_equal(status_of(*state, "PUT", KEY, "{\"value\":\"old\"}"), 200);
    assert_int_equal(status_of(*state, "DELETE", C1, NULL), 200);
    char *bare = edited(COMPLETE_AS("Dedicated", ""), "/tags", NULL);
    struct reply r = ask(*state, "PUT", C1, bare);
    assert_int_equal(r.status, 200);
    assert_null(pointer_get(r.body, "/tags"));
    assert_null(pointer_get(r.body, "/properties/ipsecParameters"));
    char *key = key_of(*state);
    assert_string_not_equal(key, "old");
    free(key);
    free(bare);
    reply_free(&r);
}

static void reset_forgets(void **state)
{
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    assert_int_equal(status_of(*state, "PUT", GROUP "virtualNetworkGateways/g" VERSION, "{}"), 200);
    service_reset(*state);
    assert_int_equal(status_of(*state, "GET", C1, NULL), 404);
    assert_int_equal(status_of(*state, "GET", GROUP "virtualNetworkGateways/g" VERSION, NULL), 404);
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(get_and_delete),
        TEST(head_is_get_without_a_body),
        TEST(every_answer_has_its_request_id),
        TEST(the_key_can_be_read_and_written),
        TEST(the_key_can_be_reset),
        TEST(a_new_key_is_never_the_old_one),
        TEST(a_gateway_lists_its_connections),
        TEST(gateways_can_be_made),
        TEST(key_and_connection_do_not_disturb_each_other),
        TEST(nothing_is_left_of_a_deleted_connection),
        TEST(reset_forgets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
