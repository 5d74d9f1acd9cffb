#include "judged.h"

/* --- bytes --- */

static void broken_json_is_one_finding(void **state)
{
    static const struct {
        const char *body;
        size_t len;
    } list[] = {
#define BODY(text) {text, sizeof(text) - 1}
        BODY(""),
        BODY(" \n"),
        BODY("{\"name\": \"connection1\""),
        BODY("{\"name\": \"connection1\",}"),
        BODY("{} {}"),
        BODY("{}x"),
        BODY("{'name': 'connection1'}"),
        BODY("\xEF\xBB\xBF{}"),
        BODY("{\"name\": \"\xFF\"}"),
        BODY("{\"name\": \"a\", \"name\": \"a\"}"),
        BODY("{\"name\": 01}"),
        BODY("{}\0"),
        BODY("<html>no</html>"),
#undef BODY
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct fixture f = good(((struct set *)*state)->contract, "PUT", "SiteToSite");
        answer_with(&f, list[i].body, list[i].len);
        assert_int_equal(judged(&f)->count, 1);
        assert_string_equal(f.found.list[0].clause, "CORE-20");
        assert_string_equal(f.found.list[0].where, "body");
        assert_non_null(strstr(f.found.list[0].actual, "at byte"));
        done(&f);
    }
}

static void values_that_are_no_object(void **state)
{
    static const char *const list[] = {"[]", "null", "\"connection1\"", "200", "[{}]"};
    static const char *const methods[] = {"PUT", "PATCH", "GET"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        for (size_t m = 0; m < 3; m++) {
            struct fixture f = good(((struct set *)*state)->contract, methods[m], "Dedicated");
            headers_remove(&f.response.headers, "ETag");
            answer_with(&f, list[i], strlen(list[i]));
            expect_only(&f, list[i], "CORE-20");
        }
    }
}

static void content_types(void **state)
{
    static const struct {
        const char *value;
        bool fine;
    } list[] = {{NULL, false},
                {"", false},
                {"text/html", false},
                {"text/json", false},
                {"application/jsonp", false},
                {"application/json, text/html", false},
                {"application/problem+json", false},
                {"application/json", true},
                {"Application/JSON", true},
                {"application/json;charset=utf-8", true},
                {"application/json ; odata=verbose", true}};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct fixture f = good(((struct set *)*state)->contract, "PUT", "PointToSite");
        headers_remove(&f.response.headers, "Content-Type");
        if (list[i].value)
            headers_add(&f.response.headers, "content-type", list[i].value);
        expect_only(&f, list[i].value ? list[i].value : "none", list[i].fine ? "" : "CORE-20");
    }
}

static void a_web_page_is_one_finding(void **state)
{
    struct fixture f = good(((struct set *)*state)->contract, "PUT", "SiteToSite");
    headers_set(&f.response.headers, "Content-Type", "text/html");
    answer_with(&f, "<html>", 6);
    assert_int_equal(judged(&f)->count, 1);
    assert_string_equal(f.found.list[0].clause, "CORE-20");
    assert_string_equal(f.found.list[0].where, "header Content-Type");
    done(&f);
}

/* --- headers --- */

static void request_ids(void **state)
{
    const struct contract *c = ((struct set *)*state)->contract;
    static const int statuses[] = {200, 400, 401, 404, 405, 415, 500};
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        for (int empty = 0; empty < 2; empty++) {
            struct fixture f = exchange(c, "DELETE", CONNECTION, statuses[i],
                                        "{\"error\": {\"code\": \"c\", \"message\": \"m\"}}");
            headers_remove(&f.response.headers, "x-ms-request-id");
            if (empty)
                headers_add(&f.response.headers, "x-ms-request-id", "");
            expect_only(&f, "request id", "FAM-03");
        }
    }
}

static void etag_headers(void **state)
{
    const struct contract *c = ((struct set *)*state)->contract;
    struct fixture f = good(c, "PUT", "SiteToSite");
    headers_set(&f.response.headers, "ETag", "W/\"other\"");
    expect_only(&f, "another etag", "PLAT-07");
    f = good(c, "GET", "SiteToSite");
    headers_set(&f.response.headers, "ETag", "\x01\xFF");
    judged(&f);
    assert_int_equal(f.found.count, 1);
    assert_string_equal(f.found.list[0].actual, "\\x01\\xFF");
    assert_string_equal(f.found.list[0].where, "header ETag");
    done(&f);
    f = good(c, "PUT", "SiteToSite");
    headers_remove(&f.response.headers, "ETag");
    judged(&f);
    assert_int_equal(f.found.count, 0);
    assert_true(was_applied(&f, "PLAT-07")); /* where it is not sent, it holds */
    done(&f);
}

/* --- the other operations --- */

static void refusals(void **state)
{
    const struct contract *c = ((struct set *)*state)->contract;
    static const struct {
        const char *body;
        bool fine;
    } list[] = {
        {"{\"error\": {\"code\": \"c\", \"message\": \"m\"}}", true},
        {"{\"error\": {\"code\": \"c\", \"message\": \"m\", \"details\": []}, \"x\": 1}", true},
        {"{\"error\": {\"code\": \"\", \"message\": \"m\"}}", false},
        {"{\"error\": {\"code\": \"c\", \"message\": \"\"}}", false},
        {"{\"error\": {\"code\": 400, \"message\": \"m\"}}", false},
        {"{\"error\": {\"code\": \"c\"}}", false},
        {"{\"error\": {\"message\": \"m\"}}", false},
        {"{\"error\": \"no\"}", false},
        {"{\"code\": \"c\", \"message\": \"m\"}", false},
        {"[]", false},
        {"no", false},
        {"", false}};
    static const int statuses[] = {400, 404, 412};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        for (size_t s = 0; s < 3; s++) {
            struct fixture f = exchange(c, "PUT", CONNECTION, statuses[s], list[i].body);
            expect_only(&f, list[i].body, list[i].fine ? "" : "PLAT-01");
        }
    }
}

static void a_401_has_no_shape(void **state)
{
    struct fixture f =
        exchange(((struct set *)*state)->contract, "PUT", CONNECTION, 401, "go away");
    headers_remove(&f.response.headers, "Content-Type");
    judged(&f);
    assert_int_equal(f.found.count, 0);
    assert_true(was_applied(&f, "FAM-03"));
    assert_false(was_applied(&f, "PLAT-01"));
    done(&f);
}

static void shared_keys(void **state)
{
    const struct contract *c = ((struct set *)*state)->contract;
    static const struct {
        const char *method, *path, *body, *clause;
    } list[] = {{"GET", GROUPS "/connections/a/sharedkey", "{\"value\": \"k\"}", ""},
                {"GET", GROUP "/connections/a/sharedKey", "{\"value\": 5}", "FAM-05"},
                {"GET", GROUP "/connections/a/sharedkey", "{}", "FAM-05"},
                {"GET", GROUP "/connections/a/sharedkey", "", "FAM-05"},
                {"PUT", GROUP "/connections/a/sharedkey", "", ""},
                {"PUT", GROUP "/connections/a/sharedkey", "what", ""},
                {"POST", GROUP "/connections/a/sharedkey/reset", "", ""},
                {"PUT", GROUP "/virtualNetworkGateways/a", "", ""},
                {"PUT", GROUP "/localNetworkGateways/a", "", ""},
                {"DELETE", GROUP "/connections/a", "", ""}};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct fixture f = exchange(c, list[i].method, list[i].path, 200, list[i].body);
        expect_only(&f, list[i].path, list[i].clause);
    }
}

static struct fixture listing(const struct contract *c, bool wrapped)
{
    struct fixture f =
        exchange(c, "GET", GROUPS "/virtualNetworkGateways/firstgateway/connections", 200, NULL);
    cJSON *list = cJSON_CreateArray();
    cJSON_AddItemToArray(list, example(c, "SiteToSite", "Answer"));
    cJSON_AddItemToArray(list, example(c, "PointToSite", "Answer"));
    f.answer = list;
    if (wrapped) {
        f.answer = cJSON_CreateObject();
        cJSON_AddItemToObject(f.answer, "value", list);
    }
    return f;
}

static void lists(void **state)
{
    const struct contract *c = ((struct set *)*state)->contract;
    static const struct {
        bool wrapped;
        const char *at, *json, *clause;
    } list[] = {{false, "/0/x", "1", ""},
                {true, "/nextLink", "null", ""},
                {false, "/1/etag", NULL, "FAM-08"},
                {false, "/1/id", "\"" GROUPS "/connections/\"", "FAM-08"},
                {false, "/1/id", "\"" GROUPS "/connections/other\"", "FAM-08"},
                {false, "/1/id", "\"" GROUPS "/connections/a/connection1\"", "FAM-08"},
                {false, "/1/properties/gateway1", NULL, "FAM-08"},
                {false, "/0", "\"connection1\"", "FAM-08"},
                {true, "/value", "{}", "FAM-08"},
                {true, "/value", NULL, "FAM-08"}};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct fixture f = listing(c, list[i].wrapped);
        put(f.answer, list[i].at, list[i].json);
        expect_only(&f, list[i].at, list[i].clause);
    }
}

/* --- nothing to judge --- */

static void nothing_to_judge(void **state)
{
    const struct contract *c = ((struct set *)*state)->contract;
    static const struct {
        const char *method, *path, *prefix;
        enum delivery delivery;
    } list[] = {{"PUT", CONNECTION, "", DROPPED},
                {"PUT", CONNECTION, "", TIMED_OUT},
                {"POST", CONNECTION, "", ANSWERED},
                {"put", CONNECTION, "", ANSWERED},
                {"PUT", "/elsewhere", "", ANSWERED},
                {"PUT", CONNECTION, "/api", ANSWERED},
                {"PUT", GROUP "/connections/", "", ANSWERED}};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct fixture f = exchange(c, list[i].method, list[i].path, 200, "nonsense");
        f.response.delivery = list[i].delivery;
        f.prefix = list[i].prefix;
        judged(&f);
        assert_int_equal(f.found.count, 0);
        assert_null(f.found.applied);
        done(&f);
    }
}

static void an_undeclared_status_has_no_body_to_judge(void **state)
{
    struct fixture f =
        exchange(((struct set *)*state)->contract, "PUT", CONNECTION, 201, "nonsense");
    expect_only(&f, "201", "");
}

static void findings_are_appended(void **state)
{
    struct fixture f = good(((struct set *)*state)->contract, "PUT", "SiteToSite");
    put(f.answer, "/name", NULL);
    assert_int_equal(judged(&f)->count, 1);
    assert_int_equal(judged(&f)->count, 2);
    done(&f);
}

static void names_are_decoded(void **state)
{
    struct fixture f = good(((struct set *)*state)->contract, "GET", "Dedicated");
    free(f.request.path);
    f.request.path = mem_string("/api" GROUPS "/connections/caf%C3%A9%20%2f");
    f.prefix = "/api";
    put(f.answer, "/name", "\"caf\303\251 /\"");
    put(f.answer, "/id", "\"" GROUPS "/connections/caf%C3%A9%20%2F\"");
    expect_only(&f, "decoded", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(broken_json_is_one_finding),
        cmocka_unit_test(values_that_are_no_object),
        cmocka_unit_test(content_types),
        cmocka_unit_test(a_web_page_is_one_finding),
        cmocka_unit_test(request_ids),
        cmocka_unit_test(etag_headers),
        cmocka_unit_test(refusals),
        cmocka_unit_test(a_401_has_no_shape),
        cmocka_unit_test(shared_keys),
        cmocka_unit_test(lists),
        cmocka_unit_test(nothing_to_judge),
        cmocka_unit_test(an_undeclared_status_has_no_body_to_judge),
        cmocka_unit_test(findings_are_appended),
        cmocka_unit_test(names_are_decoded),
    };
    return cmocka_run_group_tests(tests, open_contract, close_contract);
}
