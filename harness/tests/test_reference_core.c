/* CORE clauses, on the service itself. */
#include "test_reference_kit.h"

static void put_creates_and_shows(void **state) /* CORE-01, 11..16, 20..25, 27, FAM-01 */
{
    struct reply r = ask(*state, "PUT", C1, COMPLETE);
    assert_int_equal(r.status, 200);
    assert_text(r, "/name", "c1");
    assert_text(r, "/id",
                "/subscriptions/s1/resourceGroups/rg1/providers/microsoft.network/connections/c1");
    assert_text(r, "/location", "West US");
    assert_text(r, "/tags/k", "v");
    assert_int_equal(strncmp(text_in(&r, "/etag"), "W/\"", 3), 0);
    assert_int_equal(strlen(text_in(&r, "/etag")), 2 + 38);
    assert_text(r, "/properties/gateway1/name", "firstgateway");
    assert_text(r, "/properties/gateway2/name", "secondgateway");
    assert_string_equal(strrchr(text_in(&r, "/properties/gateway1/id"), '/'), "/firstgateway");
    assert_string_equal(strrchr(text_in(&r, "/properties/gateway2/id"), '/'), "/secondgateway");
    assert_text(r, "/properties/connectionType", "SiteToSite");
    assert_text(r, "/properties/connectivityState", "Connected");
    assert_text(r, "/properties/ipsecParameters/encryptionType", "AES256");
    assert_text(r, "/properties/ipsecParameters/pfsGroup", "PFS2");
    assert_text(r, "/properties/ipsecParameters/saDataSizeKilobytes", "1024");
    assert_text(r, "/properties/ipsecParameters/saLifeTimeSeconds", "3600");
    assert_text(r, "/properties/ipsecParameters/hashAlgorithm", "SHA1");
    assert_null(pointer_get(r.body, "/properties/allocatedIPAddresses"));
    const char *type = headers_get(&r.rs.headers, "Content-Type");
    assert_int_equal(strncmp(type, "application/json", 16), 0);
    char *read = state_of(*state, C1);
    assert_string_equal(read, r.rs.body);
    free(read);
    reply_free(&r);
}

static void put_replaces(void **state) /* CORE-02, CORE-16 */
{
    static const char *const types[] = {"\"SiteToSite\"", "\"PointToSite\"", "\"Dedicated\""};
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    for (int n = 0; n < 6; n++) {
        char *body = edited(COMPLETE, "/properties/connectionType", types[n % 3]);
        char *bare = n % 2 ? edited(body, "/tags", NULL) : mem_string(body);
        struct reply put = ask(*state, "PUT", C1, bare), get = ask(*state, "GET", C1, NULL);
        assert_int_equal(put.status, 200);
        assert_true(json_equal(put.body, get.body));
        assert_int_equal(pointer_get(get.body, "/tags") == NULL, n % 2);
        reply_free(&put);
        reply_free(&get);
        free(body);
        free(bare);
    }
}

static void a_replaced_optional_member_is_gone(void **state) /* CORE-02 */
{
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE_AS("Dedicated", "," IPSEC)), 200);
    struct reply r = ask(*state, "PUT", C1, COMPLETE_AS("Dedicated", ""));
    assert_int_equal(r.status, 200);
    assert_null(pointer_get(r.body, "/properties/ipsecParameters"));
    reply_free(&r);
}

struct change {
    const char *pointer, *value;
};

static const struct change changes[] = {
    {"/tags", "{\"other\":\"tag\"}"},
    {"/properties/gateway1/name", "\"secondgateway\""},
    {"/properties/gateway2/name", "\"firstgateway\""},
    {"/properties/connectionType", "\"Dedicated\""},
    {"/properties/connectionType", "\"PointToSite\""},
    {"/properties/connectivityState", "\"Disconnected\""},
    {"/properties/ipsecParameters/encryptionType", "\"DES\""},
    {"/properties/ipsecParameters/pfsGroup", "\"None\""},
    {"/properties/ipsecParameters/saDataSizeKilobytes", "\"1\""},
    {"/properties/ipsecParameters/saLifeTimeSeconds", "\"2\""},
    {"/properties/ipsecParameters/hashAlgorithm", "\"MD5\""},
};

/* The document of an answer: what a request could have said. */
static char *said(const cJSON *answer)
{
    static const char *const own[] = {"/id", "/etag", "/properties/gateway1/id",
                                      "/properties/gateway2/id",
                                      "/properties/allocatedIPAddresses"};
    cJSON *copy = cJSON_Duplicate(answer, true);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        pointer_remove(copy, own[i]);
    char *text = json_print(copy, false);
    cJSON_Delete(copy);
    return text;
}

static void patch_changes_one_member(void **state) /* CORE-03, 04, 26 */
{
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
        char *patch = edited("{}", changes[i].pointer, changes[i].value);
        char *wanted = edited(COMPLETE, changes[i].pointer, changes[i].value);
        struct reply r = ask(*state, "PATCH", C1, patch);
        assert_int_equal(r.status, 200);
        char *got = said(r.body), *read = state_of(*state, C1);
        cJSON *a = json_read(bytes_of(got), NULL, NULL),
              *b = json_read(bytes_of(wanted), NULL, NULL);
        assert_true(json_equal(a, b));
        assert_string_equal(read, r.rs.body);
        cJSON_Delete(a);
        cJSON_Delete(b);
        free(got);
        free(read);
        free(patch);
        free(wanted);
        reply_free(&r);
    }
}

static const struct change missing_gateways[] = {
    {"/properties/gateway1/name", "\"nowhere\""}, /* CORE-05 */
    {"/properties/gateway2/name", "\"nowhere\""}, /* CORE-06 */
};

static void missing_gateways_are_refused(void **state) /* CORE-05..10 */
{
    for (size_t i = 0; i < 3; i++) {
        char *one = edited(COMPLETE, missing_gateways[i % 2].pointer, "\"nowhere\"");
        char *body = i == 2 ? edited(one, "/properties/gateway2/name", "\"\"") : mem_string(one);
        assert_refused(*state, 400, "PUT", C1, body, NULL); /* creates nothing */
        assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
        assert_refused(*state, 400, "PUT", C1, body, NULL); /* changes nothing */
        char *patch = edited("{}", missing_gateways[i % 2].pointer, "\"nowhere\"");
        assert_refused(*state, 400, "PATCH", C1, patch, NULL);
        assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
        assert_int_equal(status_of(*state, "DELETE", C1, NULL), 200);
        free(one);
        free(body);
        free(patch);
    }
}

static void locations_come_back_as_sent(void **state) /* CORE-14 */
{
    static const char *const places[] = {"West US", "westus", "", " Mars ",
                                         "\xE6\x9D\xB1\xE4\xBA\xAC"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        char *value = mem_format("\"%s\"", places[i]), *body = edited(COMPLETE, "/location", value);
        struct reply r = ask(*state, "PUT", C1, body);
        assert_int_equal(r.status, 200);
        assert_text(r, "/location", places[i]);
        reply_free(&r);
        assert_int_equal(status_of(*state, "DELETE", C1, NULL), 200);
        free(value);
        free(body);
    }
}

static void point_to_site_has_addresses(void **state) /* CORE-25 */
{
    struct reply r = ask(*state, "PUT", C1, COMPLETE_AS("PointToSite", ""));
    assert_int_equal(r.status, 200);
    const cJSON *list = pointer_get(r.body, "/properties/allocatedIPAddresses");
    assert_true(cJSON_IsArray(list));
    assert_int_equal(strncmp(text_in(&r, "/properties/allocatedIPAddresses/0"), "10.", 3), 0);
    assert_null(pointer_get(r.body, "/properties/allocatedIPAddress"));
    reply_free(&r);
}

static const char *const required[] = {
    /* CORE-30, CORE-31 */
    "/location",
    "/properties",
    "/properties/gateway1",
    "/properties/gateway1/name",
    "/properties/gateway2",
    "/properties/gateway2/name",
    "/properties/connectionType",
    "/properties/connectivityState",
    "/properties/ipsecParameters",
    "/properties/ipsecParameters/encryptionType",
    "/properties/ipsecParameters/pfsGroup",
    "/properties/ipsecParameters/saDataSizeKilobytes",
    "/properties/ipsecParameters/saLifeTimeSeconds",
    "/properties/ipsecParameters/hashAlgorithm",
};
#define REQUIRED (sizeof required / sizeof *required)

static void every_required_member_is_required(void **state) /* CORE-30, CORE-31, CORE-09 */
{
    for (size_t i = 0; i < REQUIRED; i++) {
        char *body = edited(COMPLETE, required[i], NULL);
        assert_refused(*state, 400, "PUT", C1, body, NULL);
        free(body);
    }
    char *bare = edited(COMPLETE, "/name", NULL); /* E7 */
    assert_int_equal(status_of(*state, "PUT", C1, bare), 200);
    free(bare);
}

static void refuse_value(struct service *s, const char *pointer, const char *value)
{
    char *body = edited(COMPLETE, pointer, value), *patch = edited("{}", pointer, value);
    assert_refused(s, 400, "PUT", CONNECTION("fresh"), body, NULL);
    assert_refused(s, 400, "PUT", C1, body, NULL);
    assert_refused(s, 400, "PATCH", C1, patch, NULL);
    free(body);
    free(patch);
}

static void wrong_types_are_refused(void **state) /* CORE-33, PLAT-12 */
{
    static const char *const wrong[] = {"1", "true", "[]", "[\"West US\"]", "null"};
    cJSON *complete = json_read(bytes_of(COMPLETE), NULL, NULL);
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    for (size_t i = 0; i < REQUIRED; i++) {
        for (size_t j = 0; j < sizeof wrong / sizeof *wrong; j++)
            refuse_value(*state, required[i], wrong[j]);
        bool object = cJSON_IsObject(pointer_get(complete, required[i]));
        refuse_value(*state, required[i], object ? "\"text\"" : "{}");
    }
    for (size_t j = 0; j < sizeof wrong / sizeof *wrong; j++)
        refuse_value(*state, "/name", wrong[j]);
    for (size_t j = 0; j < 4; j++) {
        refuse_value(*state, "/tags", wrong[j]);
        refuse_value(*state, "/tags/k", wrong[j]);
    }
    refuse_value(*state, "/tags/k", "null");
    refuse_value(*state, "/tags", "\"text\"");
    cJSON_Delete(complete);
}

static void values_outside_their_lists_are_refused(void **state) /* CORE-32 */
{
    static const char *const odd[] = {"\"\"",      "\"sitetosite\"",  "\"CONNECTED\"",
                                      "\"Other\"", "\"SiteToSite \"", "\"Connected\\u0000\""};
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        refuse_value(*state, "/properties/connectionType", odd[i]);
        refuse_value(*state, "/properties/connectivityState", odd[i]);
    }
}

static void connections_are_separate(void **state) /* CORE-34 */
{
    static const char *const others[] = {
        CONNECTION("c2"),
        "/subscriptions/s1/resourceGroups/rg2/providers/microsoft.network/connections/c1" VERSION,
        "/subscriptions/s2/resourceGroups/rg1/providers/microsoft.network/connections/c1" VERSION,
    };
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE), 200);
    char *before = state_of(*state, C1);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        assert_int_equal(status_of(*state, "GET", others[i], NULL), 404);
        char *body = edited(COMPLETE_AS("Dedicated", ""), "/name", i ? "\"c1\"" : "\"c2\"");
        assert_int_equal(status_of(*state, "PUT", others[i], body), 200);
        char *after = state_of(*state, C1);
        assert_string_equal(before, after);
        free(after);
        free(body);
    }
    free(before);
}

static void another_name_in_the_body_is_refused(void **state) /* CORE-35 */
{
    char *other = edited(COMPLETE, "/name", "\"c2\""), *cased = edited(COMPLETE, "/name", "\"C1\"");
    assert_refused(*state, 400, "PUT", C1, other, NULL);
    assert_int_equal(status_of(*state, "GET", CONNECTION("c2"), NULL), 404);
    struct reply r = ask(*state, "PUT", C1, cased);
    assert_int_equal(r.status, 200);
    assert_text(r, "/name", "c1");
    reply_free(&r);
    assert_refused(*state, 400, "PATCH", C1, "{\"name\":\"c2\"}", NULL);
    free(other);
    free(cased);
}

static void both_spellings_are_one_resource(void **state) /* E1 */
{
    assert_int_equal(
        status_of(*state, "PUT",
                  "/subscriptions/s1/resourceGroup/rg1/providers/microsoft.network/connections/"
                  "c1" VERSION,
                  COMPLETE),
        200);
    assert_int_equal(status_of(*state, "GET", C1, NULL), 200);
}

static void what_is_read_can_be_written(void **state)
{
    assert_int_equal(status_of(*state, "PUT", C1, COMPLETE_AS("PointToSite", "")), 200);
    char *read = state_of(*state, C1);
    static const char *const methods[] = {"PUT", "PATCH"};
    for (size_t i = 0; i < 2; i++) {
        struct reply r = ask(*state, methods[i], C1, read);
        assert_int_equal(r.status, 200);
        assert_string_equal(r.rs.body, read);
        reply_free(&r);
    }
    free(read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(put_creates_and_shows),
        TEST(put_replaces),
        TEST(a_replaced_optional_member_is_gone),
        TEST(patch_changes_one_member),
        TEST(missing_gateways_are_refused),
        TEST(locations_come_back_as_sent),
        TEST(point_to_site_has_addresses),
        TEST(every_required_member_is_required),
        TEST(wrong_types_are_refused),
        TEST(values_outside_their_lists_are_refused),
        TEST(connections_are_separate),
        TEST(another_name_in_the_body_is_refused),
        TEST(both_spellings_are_one_resource),
        TEST(what_is_read_can_be_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
