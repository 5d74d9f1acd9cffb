/* PLAT clauses, on the service itself. (Entity tags: test_reference_etag.c;
 * concurrency: test_reference_threads.c.) */
#include "test_reference_kit.h"

static void bad_bodies_are_refused(void **state) /* PLAT-01, PLAT-02 */
{
    static const char *const bodies[] = {"",           " ",    "{",    "nonsense", "[]",
                                         "\"x\"",      "null", "{}{}", "{} x",     "{'a':1}",
                                         "{\"a\":1,}", "[{}]", "1",    "{//\n}"};
    static const char *const methods[] = {"PUT", "PATCH"};
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        for (size_t j = 0; j < 2; j++)
            assert_refused(*state, 400, methods[j], C1, bodies[i], NULL);
    assert_refused(*state, 400, "PUT", C1, NULL, NULL);
    assert_refused(*state, 400, "PUT", CONNECTION("fresh"), "{", NULL);
}

static void the_version_must_be_right(void **state) /* PLAT-03 */
{
    static const char *const queries[] = {
        "",
        "?",
        "?api-version",
        "?api-version=",
        "?api-version=2015-05-01",
        "?api-version=2099-01-01",
        "?api-version=x",
        "?apiversion=2015-05-01-preview",
        "?api-version=2015-05-01-preview&api-version=2015-05-01-preview",
        "?api-version=2015-05-01-preview%",
    };
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        char *path = mem_format(GROUP "connections/c1%s", queries[i]);
        assert_refused(*state, 400, "GET", path, NULL, NULL);
        assert_refused(*state, 400, "PUT", path, COMPLETE_AS("Dedicated", ""), NULL);
        free(path);
    }
    assert_int_equal(
        status_of(*state, "GET", GROUP "connections/c1?x&API-Version=2015%2D05-01-preview&", NULL),
        200);
}

static void the_token_must_be_right(void **state) /* PLAT-04 */
{
    (void)state;
    struct service *s = open_service("secret", NULL);
    static const char *const wrong[] = {"Authorization: Bearer wrong",
                                        "Authorization: secret",
                                        "Authorization: Bearer",
                                        "Authorization: Bearersecret",
                                        "Authorization: Bearer secret2",
                                        "Authorization: Basic secret",
                                        "X: y"};
    assert_int_equal(status_if(s, "PUT", C1, COMPLETE, "Authorization: Bearer secret"), 200);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(status_if(s, "DELETE", C1, NULL, wrong[i]), 401);
        struct reply r = ask_if(s, "PUT", CONNECTION("c2"), COMPLETE, wrong[i]);
        assert_int_equal(r.status, 401);
        assert_non_null(pointer_get(r.body, "/error/code"));
        assert_non_null(headers_get(&r.rs.headers, "WWW-Authenticate"));
        reply_free(&r);
    }
    assert_int_equal(status_if(s, "GET", C1, NULL, "authorization: bearer  secret"), 200);
    assert_int_equal(status_if(s, "GET", CONNECTION("c2"), NULL, "Authorization: Bearer secret"),
                     404);
    service_close(s);
}

static void patching_nothing_is_404(void **state) /* PLAT-05 */
{
    assert_refused(*state, 404, "PATCH", C1, COMPLETE, NULL);
    assert_refused(*state, 404, "PATCH", C1, "{", NULL);
}

static void names_match_without_case(void **state) /* PLAT-06 */
{
    static const char *const spellings[] = {
        "/subscriptions/s1/resourceGroups/RG1/providers/microsoft.network/connections/C1" VERSION,
        "/SUBSCRIPTIONS/s1/RESOURCEGROUPS/rg1/PROVIDERS/Microsoft.Network/CONNECTIONS/c1" VERSION,
        "/subscriptions/s1/resourcegroup/rg1/providers/MICROSOFT.NETWORK/connections/"
        "%63%31" VERSION,
    };
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    char *first = state_of(*state, C1);
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        char *read = state_of(*state, spellings[i]);
        assert_string_equal(read, first);
        free(read);
    }
    struct reply r = ask(*state, "PUT", spellings[0], COMPLETE);
    assert_text(r, "/name", "C1");
    reply_free(&r);
    r = ask(*state, "GET", C1, NULL);
    assert_text(r, "/name", "C1");
    assert_non_null(strstr(text_in(&r, "/id"), "/RG1/"));
    reply_free(&r);
    char *cased = edited(COMPLETE, "/properties/gateway1/name", "\"FirstGateWay\"");
    r = ask(*state, "PUT", C1, cased);
    assert_int_equal(r.status, 200);
    assert_text(r, "/properties/gateway1/name", "FirstGateWay");
    assert_string_equal(strrchr(text_in(&r, "/properties/gateway1/id"), '/'), "/FirstGateWay");
    reply_free(&r);
    free(cased);
    free(first);
}

struct merge {
    const char *patch, *pointer, *after; /* NULL: refused, or gone */
    bool refused;
};

static void patches_merge(void **state) /* PLAT-12 */
{
    static const struct merge merges[] = {
        {"{\"properties\":{\"ipsecParameters\":null}}", "/properties/ipsecParameters", NULL, false},
        {"{\"properties\":{\"ipsecParameters\":{\"pfsGroup\":null}}}",
         "/properties/ipsecParameters/pfsGroup", NULL, false},
        {"{\"properties\":{\"ipsecParameters\":{\"pfsGroup\":\"x\"}}}",
         "/properties/ipsecParameters/hashAlgorithm", "SHA1", false},
        {"{\"tags\":{\"n\":\"1\"}}", "/tags/k", NULL, false},
        {"{\"tags\":null}", "/tags", NULL, false},
        {"{\"tags\":{}}", "/tags/k", NULL, false},
        {"{\"tags\":{\"k\":null}}", "/tags/k", "v", true},
        {"{\"tags\":{\"new\":null}}", "/tags/k", "v", true},
        {"{\"name\":null}", "/name", "c1", true},
        {"{\"location\":null}", "/location", "West US", true},
        {"{\"properties\":null}", "/name", "c1", true},
        {"{\"properties\":{\"gateway1\":null}}", "/properties/gateway1/name", "firstgateway", true},
        {"{\"properties\":{\"gateway2\":{\"name\":null}}}", "/name", "c1", true},
        {"{\"properties\":{\"gateway2\":{}}}", "/properties/gateway2/name", "secondgateway", false},
        {"{\"properties\":{}}", "/properties/gateway2/name", "secondgateway", false},
        {"{}", "/tags/k", "v", false},
        {"{\"properties\":{\"gateway1\":\"secondgateway\"}}", "/name", "c1", true},
    };
    for (size_t i = 0; i < sizeof merges / sizeof *merges; i++) {
        assert_int_equal(status_of(*state, "PUT", C1, COMPLETE_AS("Dedicated", "," IPSEC)), 200);
        if (merges[i].refused)
            assert_refused(*state, 400, "PATCH", C1, merges[i].patch, NULL);
        else
            assert_int_equal(status_of(*state, "PATCH", C1, merges[i].patch), 200);
        struct reply r = ask(*state, "GET", C1, NULL);
        assert_text(r, merges[i].pointer, merges[i].after ? merges[i].after : "(none)");
        if (!merges[i].after)
            assert_null(pointer_get(r.body, merges[i].pointer));
        reply_free(&r);
    }
}

static void site_to_site_needs_ipsec_after_a_patch_too(void **state) /* PLAT-12, CORE-31 */
{
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE_AS("Dedicated", "")), 200);
    assert_refused(*state, 400, "PATCH", C1, "{\"properties\":{\"connectionType\":\"SiteToSite\"}}",
                   NULL);
    assert_int_equal(status_of(*state, "PATCH", C1,
                               "{\"properties\":{\"connectionType\":\"SiteToSite\"," IPSEC "}}"),
                     200);
    assert_refused(*state, 400, "PATCH", C1, "{\"properties\":{\"ipsecParameters\":null}}", NULL);
    assert_refused(*state, 400, "PATCH", C1,
                   "{\"properties\":{\"ipsecParameters\":{\"pfsGroup\":null}}}", NULL);
}

static void the_location_stays(void **state) /* PLAT-13 */
{
    char *moved = edited(COMPLETE, "/location", "\"East US\"");
    char *same = edited(COMPLETE, "/location", "\"westus\"");
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    assert_refused(*state, 400, "PUT", C1, moved, NULL);
    assert_refused(*state, 400, "PATCH", C1, "{\"location\":\"East US\"}", NULL);
    struct reply r = ask(*state, "PUT", C1, same);
    assert_int_equal(r.status, 200);
    assert_text(r, "/location", "West US");
    reply_free(&r);
    free(moved);
    free(same);
}

static void other_methods_are_not_allowed(void **state) /* PLAT-14 */
{
    static const char *const methods[] = {"POST", "OPTIONS", "TRACE", "BREW", "put", "MERGE"};
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        assert_refused(*state, 405, methods[i], C1, COMPLETE_AS("Dedicated", ""), NULL);
        struct reply r = ask(*state, methods[i], C1, NULL);
        assert_string_equal(headers_get(&r.rs.headers, "Allow"), "GET, HEAD, PUT, PATCH, DELETE");
        reply_free(&r);
    }
}

static int status_typed(struct service *s, const char *method, const char *type)
{
    const char *const headers[] = {type, NULL};
    struct reply r = ask_bytes(s, method, C1, bytes_of(COMPLETE), headers);
    int status = r.status;
    reply_free(&r);
    return status;
}

static void the_content_type_must_be_json(void **state) /* PLAT-15 */
{
    static const char *const right[] = {
        "Content-Type: application/json", "content-type: Application/JSON ; Charset=\"UTF-8\"",
        "Content-Type: application/json;odata=verbose;charset=utf-8"};
    static const char *const wrong[] = {NULL, "Content-Type: text/plain",
                                        "Content-Type: ", "Content-Type: application/jsonx",
                                        "Content-Type: application/json; charset=utf-16"};
    for (size_t i = 0; i < sizeof right / sizeof *right; i++)
        assert_int_equal(status_typed(*state, "PUT", right[i]), 200);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(status_typed(*state, "PUT", wrong[i]), 415);
        assert_int_equal(status_typed(*state, "PATCH", wrong[i]), 415);
    }
    assert_int_equal(status_typed(*state, "PATCH", "Content-Type: application/merge-patch+json"),
                     200);
    assert_int_equal(status_typed(*state, "PUT", "Content-Type: application/merge-patch+json"),
                     415);
}

static void unknown_members_are_ignored(void **state) /* PLAT-16 */
{
    static const char *const pointers[] = {"/color",
                                           "/Location",
                                           "/properties/Gateway1",
                                           "/properties/gateway1/extra",
                                           "/etag",
                                           "/id",
                                           "/properties/allocatedIPAddresses",
                                           "/properties/ipsecParameters/extra"};
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    char *before = state_of(*state, C1);
    for (size_t i = 0; i < sizeof pointers / sizeof *pointers; i++) {
        char *body = edited(COMPLETE, pointers[i], "[\"odd\"]");
        char *patch = edited("{}", pointers[i], "[\"odd\"]");
        assert_int_equal(status_of(*state, "PUT", C1, body), 200);
        assert_int_equal(status_of(*state, "PATCH", C1, patch), 200);
        char *after = state_of(*state, C1);
        assert_string_equal(before, after);
        free(after);
        free(patch);
        free(body);
    }
    free(before);
}

static void the_client_request_id_is_echoed(void **state) /* PLAT-17 */
{
    const char *const asked[] = {"x-ms-client-request-id: my-id",
                                 "X-MS-Return-Client-Request-Id: True", NULL};
    const char *const unasked[] = {"x-ms-client-request-id: my-id", NULL};
    struct reply r = ask_bytes(*state, "GET", C1, (struct bytes){0}, asked);
    assert_string_equal(headers_get(&r.rs.headers, "x-ms-client-request-id"), "my-id");
    reply_free(&r);
    r = ask_bytes(*state, "GET", C1, (struct bytes){0}, unasked);
    assert_null(headers_get(&r.rs.headers, "x-ms-client-request-id"));
    reply_free(&r);
}

/* A body with `count` tags whose keys and values have so many characters of `width` bytes. */
static char *tagged(size_t count, size_t key, size_t value, const char *letter)
{
    struct buf text = buf_new((size_t)1 << 20);
    buf_text(&text, "{");
    for (size_t i = 0; i < count; i++) {
        buf_format(&text, "%s\"%c", i ? "," : "", (char)('a' + i));
        for (size_t n = 1; n < key; n++)
            buf_text(&text, letter);
        buf_text(&text, "\":\"");
        for (size_t n = 0; n < value; n++)
            buf_text(&text, letter);
        buf_text(&text, "\"");
    }
    buf_text(&text, "}");
    char *tags = buf_take(&text), *body = edited(COMPLETE, "/tags", tags);
    free(tags);
    return body;
}

static void tags_have_room(void **state) /* PLAT-19 */
{
    static const char *const letters[] = {"x", "\xC3\xA9", "\xF0\x9F\x94\x91"};
    for (size_t i = 0; i < 3; i++) {
        char *body = tagged(15, 512, 256, letters[i]);
        struct reply r = ask(*state, "PUT", C1, body);
        cJSON *sent = json_read(bytes_of(body), NULL, NULL);
        assert_int_equal(r.status, 200);
        assert_true(json_equal(pointer_get(sent, "/tags"), pointer_get(r.body, "/tags")));
        cJSON_Delete(sent);
        reply_free(&r);
        free(body);
        const size_t beyond[][3] = {{16, 1, 1}, {1, 513, 1}, {1, 1, 257}};
        for (size_t j = 0; j < 3; j++) {
            body = tagged(beyond[j][0], beyond[j][1], beyond[j][2], letters[i]);
            assert_refused(*state, 400, "PUT", C1, body, NULL);
            free(body);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(bad_bodies_are_refused),
        TEST(the_version_must_be_right),
        TEST(the_token_must_be_right),
        TEST(patching_nothing_is_404),
        TEST(names_match_without_case),
        TEST(patches_merge),
        TEST(site_to_site_needs_ipsec_after_a_patch_too),
        TEST(the_location_stays),
        TEST(other_methods_are_not_allowed),
        TEST(the_content_type_must_be_json),
        TEST(unknown_members_are_ignored),
        TEST(the_client_request_id_is_echoed),
        TEST(tags_have_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
