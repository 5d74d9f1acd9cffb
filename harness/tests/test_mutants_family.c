/* Mutants of the family clauses: each does something otherwise, and some do just what they say. */
#include "mutants_rules.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define CALLED "x-ms-client-request-id: 3F2504E0-4F89-41D3-9A0C-0305E82C3301"
#define ASKED "x-ms-return-client-request-id: true"

static const struct line lines[] = {
    /* reading and deleting */
    READ(C("a1")),
    SAY("PUT", C("a1"), SITE),
    READ(C("a1")),
    SAY("PATCH", C("a1"), "{\"tags\":{\"c\":\"3\"}}"),
    READ(C("a1")),
    SAY("PUT", C("a1"), DEDICATED),
    READ(C("a1")),
    READ(C("a1")),
    ERASE(C("a1")),
    READ(C("a1")),
    ERASE(C("a1")),
    SAY("PATCH", C("a1"), "{\"tags\":{\"c\":\"4\"}}"),
    SAY("PUT", C("a1"), UNTAGGED),
    ERASE(C("a1")),
    READ(C("a1")),
    SAY("PUT", C("Upper"), POINT),
    READ(C("Upper")),
    READ(C("Upper")),
    ERASE(C("Upper")),
    READ(C("Upper")),
    /* ids of requests */
    SAY("PUT", C("b1"), SITE, .headers = {CALLED, ASKED}),
    SAY("GET", C("b1"), NULL, .headers = {CALLED, ASKED}),
    SAY("GET", C("b1"), NULL, .headers = {CALLED, ASKED}),
    READ("/nowhere" VERSION),
    READ("/subscriptions/s1"),
    READ(AT("rg1", "connections/b1")),
    SAY("PUT", C("b1"), "{"),
    SAY("POST", C("b1"), "{}"),
    SAY("PUT", C("b1"), SITE, .headers = {"Authorization: -"}),
    SAY("PUT", C("b1"), SITE, .headers = {"If-None-Match: *"}),
    SAY("GET", C("b0"), NULL, .headers = {CALLED, ASKED}),
    /* keys */
    READ(KEY("b1")),
    READ(KEY("none")),
    SAY("PUT", KEY("none"), "{\"value\":\"k-1\"}"),
    SAY("POST", RESET("none"), "{\"KeyLength\":\"8\"}"),
    SAY("PUT", KEY("b1"), "{\"value\":\"k-One\"}"),
    READ(KEY("b1")),
    READ(KEY("b1")),
    SAY("PUT", KEY("b1"), "{\"value\":\"  k+Two+0123456789012345678901234567890123456789  \"}"),
    READ(KEY("b1")),
    SAY("PUT", KEY("b1"), "{}"),
    SAY("PUT", KEY("b1"), "{\"value\":7}"),
    READ(KEY("b1")),
    SAY("PUT", KEY("b1"), "{\"value\":null}"),
    SAY("PUT", KEY("b1"), "{\"value\":\"12345678\"}"),
    READ(KEY("b1")),
    SAY("PUT", C("b2"), DEDICATED),
    READ(KEY("b2")),
    SAY("PUT", KEY("b2"), "{\"value\":\"k-Three\"}"),
    READ(KEY("b1")),
    SAY("POST", RESET("b1"), "{\"KeyLength\":\"16\"}"),
    READ(KEY("b1")),
    SAY("POST", RESET("b1"), "{\"KeyLength\":\"16\"}"),
    READ(KEY("b1")),
    SAY("POST", RESET("b1"), "{\"KeyLength\":\"100\"}"),
    READ(KEY("b1")),
    SAY("POST", RESET("b1"), "{}"),
    /* a key and its connection */
    SAY("PUT", KEY("b1"), "{\"value\":\"k-Four\"}"),
    READ(C("b1")),
    SAY("PUT", C("b1"), SITE),
    READ(KEY("b1")),
    SAY("PATCH", C("b1"), "{\"tags\":{\"d\":\"4\"}}"),
    READ(KEY("b1")),
    SAY("PATCH", C("b1"), "{\"properties\":{\"connectionType\":\"PointToSite\"}}"),
    READ(KEY("b1")),
    SAY("PUT", C("b1"), SITE),
    READ(KEY("b1")),
    /* deleted and created again */
    SAY("PUT", C("c1"), SITE),
    SAY("PUT", KEY("c1"), "{\"value\":\"k-Five\"}"),
    ERASE(C("c1")),
    READ(KEY("c1")),
    SAY("PUT", C("c1"), UNTAGGED),
    READ(C("c1")),
    READ(KEY("c1")),
    ERASE(C("c1")),
    SAY("PUT", C("c1"),
        "{\"location\":\"East US\",\"tags\":{\"z\":\"9\"},\"properties\":{\"gateway1\":{\"name\":"
        "\"firstgateway\"},\"gateway2\":{\"name\":\"Third\"},\"connectionType\":\"PointToSite\","
        "\"connectivityState\":\"Disconnected\"}}"),
    ERASE(C("c1")),
    SAY("PUT", C("c1"), SITE),
    ERASE(C("c1")),
    SAY("PUT", C("c1"),
        BODY("SiteToSite", "Connected", "\"y\":\"8\"",
             ",\"ipsecParameters\":{\"encryptionType\":\"DES\",\"pfsGroup\":\"None\","
             "\"saDataSizeKilobytes\":\"1\",\"saLifeTimeSeconds\":\"2\",\"hashAlgorithm\":"
             "\"MD5\"}")),
    READ(C("c1")),
    /* gateways */
    READ(LIST("virtual")),
    SAY("PUT", GATEWAY("virtual"), "{\"location\":\"West US\",\"properties\":{}}"),
    READ(LIST("virtual")),
    SAY("PUT", C("d1"),
        BETWEEN("firstgateway", "virtual", "SiteToSite", "Connected", TAGS, "," IPSEC)),
    SAY("PUT", C("d1"),
        BETWEEN("firstgateway", "virtual", "SiteToSite", "Connected", TAGS, "," IPSEC)),
    READ(LIST("virtual")),
    SAY("PUT", LOCAL("Local"), "{\"location\":\"West US\",\"properties\":{}}"),
    SAY("PUT", C("d2"), BETWEEN("Local", "virtual", "Dedicated", "Disconnected", TAGS, "")),
    SAY("PUT", C("d2"), BETWEEN("Local", "virtual", "Dedicated", "Disconnected", TAGS, "")),
    SAY("PUT", C("d3"), BETWEEN("firstgateway", "Local", "PointToSite", "Connected", TAGS, "")),
    SAY("PATCH", C("d3"), "{\"properties\":{\"gateway1\":{\"name\":\"virtual\"}}}"),
    READ(LIST("virtual")),
    READ(LIST("firstgateway")),
    SAY("PUT", C("D4"), BETWEEN("virtual", "virtual", "Dedicated", "Connected", TAGS, "")),
    SAY("PATCH", C("d1"), "{\"tags\":{\"new\":\"tag\"}}"),
    READ(LIST("virtual")),
    ERASE(C("d1")),
    READ(LIST("virtual")),
    SAY("PUT", GATEWAY("virtual-2"), "{\"location\":\"West US\",\"properties\":{}}"),
    SAY("PUT", C("d5"), BETWEEN("virtual-2", "virtual-2", "Dedicated", "Connected", TAGS, "")),
    READ(LIST("virtual")),
    SAY("PUT", AT("rg2", "virtualNetworkGateways/virtual" VERSION), "{\"location\":\"West US\"}"),
    SAY("PUT", AT("rg2", "connections/d6" VERSION),
        BETWEEN("firstgateway", "virtual", "Dedicated", "Connected", TAGS, "")),
    READ(LIST("virtual")),
    SAY("PUT", GATEWAY("virtual"), "{\"location\":\"West US\",\"properties\":{}}"),
    SAY("PUT", GATEWAY("Local"), "{\"location\":\"West US\",\"properties\":{}}"),
    SAY("PUT", C("d7"), BETWEEN("virtual", "virtual", "Dedicated", "Connected", TAGS, "")),
    READ(LIST("virtual")),
    /* after a refusal or a deletion */
    SAY("PUT", C("n1"), BETWEEN("nowhere", "virtual", "Dedicated", "Connected", TAGS, "")),
    READ(C("n1")),
    READ(KEY("n1")),
    ERASE(C("n1")),
    SAY("PUT", C("n2"), SITE),
    SAY("PATCH", C("n2"),
        "{\"tags\":{\"r\":\"r\"},\"properties\":{\"gateway1\":{\"name\":\"nowhere\"}}}"),
    READ(C("n2")),
    ERASE(C("n2")),
    READ(C("n2")),
    SAY("PUT", C("n.3"), SITE),
    ERASE(C("n.3")),
    SAY("PUT", C("n5"), SITE),
    SAY("PUT", KEY("n5"), "{\"value\":\"k-five\"}"),
    ERASE(C("n5")),
    SAY("PUT", KEY("n5"), "{\"value\":\"k-five\"}"),
    SAY("POST", RESET("n5"), "{\"KeyLength\":\"8\"}"),
    SAY("PUT", C("Case1"), SITE),
    ERASE(C("Case1")),
    SAY("PUT", C("cASE1"), UNTAGGED),
    READ(C("cASE1")),
    /* neighbours: names that begin with another */
    SAY("PUT", C("n4"), SITE),
    SAY("PUT", C("n4-b"), SITE),
    ERASE(C("n4")),
    READ(C("n4-b")),
    SAY("PUT", C("n7-b"), SITE),
    SAY("PUT", KEY("n7-b"), "{\"value\":\"k-seven\"}"),
    SAY("PUT", C("n7"), SITE),
    READ(KEY("n7-b")),
    /* gateways, and more connections than a page has */
    SAY("PUT", C("n8"), BETWEEN("virtual", "Local", "Dedicated", "Connected", TAGS, "")),
    SAY("PUT", GATEWAY("fresh"), "{\"location\":\"West US\",\"properties\":{}}"),
    SAY("PUT", C("n9"), BETWEEN("fresh-er", "virtual", "Dedicated", "Connected", TAGS, "")),
    SAY("PUT", C("m1"), BETWEEN("fresh", "virtual", "Dedicated", "Connected", TAGS, "")),
    SAY("PUT", C("m2"), BETWEEN("fresh", "virtual", "Dedicated", "Connected", TAGS, "")),
    SAY("PUT", C("m3"), BETWEEN("fresh", "virtual", "Dedicated", "Connected", TAGS, "")),
    SAY("PUT", C("m4"), BETWEEN("fresh", "virtual", "Dedicated", "Connected", TAGS, "")),
    SAY("PUT", C("m5"), BETWEEN("fresh", "virtual", "Dedicated", "Connected", TAGS, "")),
    SAY("PUT", C("m6"), BETWEEN("fresh", "virtual", "Dedicated", "Connected", TAGS, "")),
    SAY("PUT", C("m7"), BETWEEN("fresh", "virtual", "Dedicated", "Connected", TAGS, "")),
    READ(LIST("fresh")),
    SAY("PUT", GATEWAY("fresh"), "{\"location\":\"West US\",\"properties\":{}}"),
    READ(C("m1")),
};

static void every_mutant_talks_otherwise(void **state)
{
    (void)state;
    assert_all_differ("FAM-", NULL, lines, COUNT(lines));
}

static void every_clause_has_mutants(void **state)
{
    (void)state;
    assert_spread("FAM-", 11);
}

#define SHARED CONNECTION("c1/sharedkey")
#define SHARED_RESET CONNECTION("c1/sharedkey/reset")
#define LISTED GROUP "virtualNetworkGateways/firstgateway/connections" VERSION

static char *value_of(struct service *s, const char *path, const char *pointer)
{
    struct reply r = ask(s, "GET", path, NULL);
    char *value = mem_format("%d %s", r.status, text_in(&r, pointer));
    reply_free(&r);
    return value;
}

static void assert_shows(struct service *s, const char *path, const char *pointer, const char *text)
{
    char *value = value_of(s, path, pointer);
    assert_string_equal(value, text);
    free(value);
}

static void a_read_one_behind(void **state)
{
    (void)state;
    struct service *s = open_service(NULL, "get-one-behind");
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    assert_shows(s, C1, "/tags/k", "200 v");
    assert_int_equal(status_of(s, "PATCH", C1, "{\"tags\":{\"k\":\"w\"}}"), 200);
    assert_shows(s, C1, "/tags/k", "200 v");
    assert_int_equal(status_of(s, "PATCH", C1, "{\"tags\":{\"k\":\"x\"}}"), 200);
    assert_shows(s, C1, "/tags/k", "200 w");
    service_close(s);
}

static void a_patched_one_that_stays(void **state)
{
    (void)state;
    struct service *s = open_service(NULL, "delete-patched-nothing");
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    assert_int_equal(status_of(s, "DELETE", C1, NULL), 200);
    assert_int_equal(status_of(s, "GET", C1, NULL), 404);
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    assert_int_equal(status_of(s, "PATCH", C1, "{\"tags\":{}}"), 200);
    assert_int_equal(status_of(s, "DELETE", C1, NULL), 200);
    assert_int_equal(status_of(s, "GET", C1, NULL), 200);
    service_close(s);
}

static void a_deleted_one_taken_back(void **state)
{
    (void)state;
    struct service *s = open_service(NULL, "delete-into-trash");
    assert_int_equal(status_of(s, "PATCH", C1, "{\"tags\":{}}"), 404);
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    assert_int_equal(status_of(s, "DELETE", C1, NULL), 200);
    assert_int_equal(status_of(s, "GET", C1, NULL), 404);
    assert_int_equal(status_of(s, "PATCH", C1, "{\"tags\":{\"k\":\"w\"}}"), 200);
    assert_shows(s, C1, "/location", "200 West US");
    assert_shows(s, C1, "/tags/k", "200 w");
    service_close(s);
}

static void a_key_shown_late(void **state)
{
    (void)state;
    struct service *s = open_service(NULL, "key-put-late");
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    assert_int_equal(status_of(s, "PUT", SHARED, "{\"value\":\"one\"}"), 200);
    assert_int_equal(status_of(s, "GET", SHARED, NULL), 200);
    assert_shows(s, SHARED, "/value", "200 one");
    assert_int_equal(status_of(s, "PUT", SHARED, "{\"value\":\"two\"}"), 200);
    assert_shows(s, SHARED, "/value", "200 one");
    assert_shows(s, SHARED, "/value", "200 two");
    service_close(s);
}

static void a_key_that_comes_again(void **state)
{
    (void)state;
    struct service *s = open_service(NULL, "key-reset-second-as-first");
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    assert_int_equal(status_of(s, "POST", SHARED_RESET, "{\"KeyLength\":\"20\"}"), 200);
    char *first = value_of(s, SHARED, "/value");
    assert_int_equal(status_of(s, "POST", SHARED_RESET, "{\"KeyLength\":\"20\"}"), 200);
    assert_shows(s, SHARED, "/value", first);
    assert_int_equal(strlen(first), strlen("200 ") + 20);
    free(first);
    service_close(s);
}

static void a_key_lost_by_a_patch_alone(void **state)
{
    (void)state;
    struct service *s = open_service(NULL, "key-lost-on-patch");
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    assert_int_equal(status_of(s, "PUT", SHARED, "{\"value\":\"one\"}"), 200);
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    assert_shows(s, SHARED, "/value", "200 one");
    assert_int_equal(status_of(s, "PATCH", C1, "{\"tags\":{}}"), 200);
    char *value = value_of(s, SHARED, "/value");
    assert_string_not_equal(value, "200 one");
    free(value);
    service_close(s);
}

static void a_key_that_outlives_its_connection(void **state)
{
    (void)state;
    struct service *s = open_service(NULL, "recreated-with-written-key");
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    assert_int_equal(status_of(s, "PUT", SHARED, "{\"value\":\"one\"}"), 200);
    assert_int_equal(status_of(s, "DELETE", C1, NULL), 200);
    assert_int_equal(status_of(s, "GET", SHARED, NULL), 404);
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    assert_shows(s, SHARED, "/value", "200 one");
    service_close(s);
}

static void tags_that_come_back(void **state)
{
    (void)state;
    struct service *s = open_service(NULL, "recreated-with-tags");
    char *untagged = edited(COMPLETE, "/tags", NULL);
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    assert_int_equal(status_of(s, "PUT", C1, untagged), 200);
    assert_shows(s, C1, "/tags/k", "200 (none)");
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    assert_int_equal(status_of(s, "DELETE", C1, NULL), 200);
    assert_int_equal(status_of(s, "PUT", C1, untagged), 200);
    assert_shows(s, C1, "/tags/k", "200 v");
    free(untagged);
    service_close(s);
}

static void a_list_of_gateway1_alone(void **state)
{
    (void)state;
    struct service *s = open_service(NULL, "list-of-gateway1");
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    assert_shows(s, LISTED, "/0/name", "200 c1");
    assert_shows(s, GROUP "virtualNetworkGateways/secondgateway/connections" VERSION, "/0/name",
                 "200 (none)");
    service_close(s);
}

static void a_list_of_what_is_gone(void **state)
{
    (void)state;
    struct service *s = open_service(NULL, "list-deleted");
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    assert_shows(s, LISTED, "/1/name", "200 (none)");
    assert_int_equal(status_of(s, "DELETE", C1, NULL), 200);
    assert_shows(s, LISTED, "/0/name", "200 c1");
    service_close(s);
}

static void a_gateway_unknown_at_first(void **state)
{
    (void)state;
    struct service *s = open_service(NULL, "gateway-known-later");
    char *body = edited(COMPLETE, "/properties/gateway2/name", "\"g\"");
    assert_int_equal(status_of(s, "PUT", GROUP "localnetworkgateways/g" VERSION, "{}"), 200);
    assert_int_equal(status_of(s, "PUT", C1, body), 400);
    assert_int_equal(status_of(s, "GET", C1, NULL), 404);
    assert_int_equal(status_of(s, "PUT", C1, body), 200);
    free(body);
    service_close(s);
}

static void ids_of_ten_requests(void **state)
{
    (void)state;
    struct service *s = open_service(NULL, "request-id-of-ten");
    struct reply one = ask(s, "GET", C1, NULL), two = ask(s, "GET", C1, NULL);
    assert_string_equal(headers_get(&one.rs.headers, "x-ms-request-id"),
                        headers_get(&two.rs.headers, "x-ms-request-id"));
    reply_free(&two);
    for (int i = 2; i < 10; i++)
        assert_int_equal(status_of(s, "GET", C1, NULL), 404);
    two = ask(s, "GET", C1, NULL);
    assert_string_not_equal(headers_get(&one.rs.headers, "x-ms-request-id"),
                            headers_get(&two.rs.headers, "x-ms-request-id"));
    reply_free(&one);
    reply_free(&two);
    service_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mutant_talks_otherwise),
        cmocka_unit_test(every_clause_has_mutants),
        cmocka_unit_test(a_read_one_behind),
        cmocka_unit_test(a_patched_one_that_stays),
        cmocka_unit_test(a_deleted_one_taken_back),
        cmocka_unit_test(a_key_shown_late),
        cmocka_unit_test(a_key_that_comes_again),
        cmocka_unit_test(a_key_lost_by_a_patch_alone),
        cmocka_unit_test(a_key_that_outlives_its_connection),
        cmocka_unit_test(tags_that_come_back),
        cmocka_unit_test(a_list_of_gateway1_alone),
        cmocka_unit_test(a_list_of_what_is_gone),
        cmocka_unit_test(a_gateway_unknown_at_first),
        cmocka_unit_test(ids_of_ten_requests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
