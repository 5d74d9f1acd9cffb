/* Every variant is well described, accepts what it has to, and does what it says; those of family,
 * platform and robust have files of their own. That it is right is for conformance/tests/variants.sh
 * to show. */
#include "test_reference_kit.h"

#include "reference/variants.h"

#define SINGULAR(name)                                                                             \
    "/subscriptions/s1/resourceGroup/rg1/providers/microsoft.network/connections/" name VERSION
#define NAMELESS                                                                                   \
    "{\"location\":\"West US\",\"properties\":{\"gateway1\":\"firstgateway\",\"gateway2\":"        \
    "{\"name\":\"secondgateway\"},\"connectionType\":\"dedicated\","                               \
    "\"connectivityState\":\"Connected\"}}"

static struct service *open_variant(const char *variant)
{
    static const char *const gateways[] = {"firstgateway", "secondgateway", NULL};
    struct service_options options = {.gateways = gateways, .variant = variant};
    struct service *s = NULL;
    struct err err;
    if (service_open(&s, &options, &err))
        fail_msg("%s", err.text);
    return s;
}

static void every_row_is_well_formed(void **state)
{
    (void)state;
    size_t count;
    const struct variant *list = variant_list(&count);
    assert_true(count >= 190);
    for (size_t i = 0; i < count; i++) {
        if (variant_find(list[i].name) != &list[i])
            fail_msg("%s is there twice", list[i].name);
        assert_int_equal(strspn(list[i].name, "abcdefghijklmnopqrstuvwxyz0123456789-"),
                         strlen(list[i].name));
        assert_true(strlen(list[i].free) > 1 && strlen(list[i].says) > 12);
        assert_true(list[i].says[strlen(list[i].says) - 1] != '.');
        assert_true(list[i].whole || !list[i].warns_above);
    }
    assert_null(variant_find("none"));
}

static void every_mixture_has_parts_that_exist(void **state)
{
    (void)state;
    size_t count;
    const struct variant *list = variants_mixed(&count);
    for (size_t i = 0; i < count; i++)
        for (const char *const *name = list[i].data; *name; name++)
            if (!variant_find(*name))
                fail_msg("%s has no part %s", list[i].name, *name);
}

static void what_cannot_be_opened(void **state)
{
    (void)state;
    struct service *s = NULL;
    struct err err;
    assert_int_equal(service_open(&s, &(struct service_options){.variant = "none"}, &err), -1);
    assert_non_null(strstr(err.text, "none"));
    struct service_options both = {.variant = "chunked", .mutant = "create-201"};
    assert_int_equal(service_open(&s, &both, &err), -1);
}

/* A good connection is shown as sent, and a missing gateway is 400 and nothing else. */
static void every_variant_shows_what_was_sent(void **state)
{
    (void)state;
    size_t count;
    const struct variant *list = variant_list(&count);
    for (size_t i = 0; i < count; i++) {
        struct service *s = open_variant(list[i].name);
        bool singular = status_of(s, "PUT", C1, COMPLETE) != 200;
        const char *path = singular ? SINGULAR("c1") : C1;
        struct reply r = ask(s, "PUT", path, COMPLETE);
        if (r.status != 200)
            fail_msg("%s: %d", list[i].name, r.status);
        assert_text(r, "/name", "c1");
        assert_text(r, "/tags/k", "v");
        assert_text(r, "/properties/gateway2/name", "secondgateway");
        assert_text(r, "/properties/ipsecParameters/pfsGroup", "PFS2");
        reply_free(&r);
        char *bad = edited(COMPLETE, "/properties/gateway1/name", "\"nowhere\"");
        struct request rq = request_new("PUT", path);
        struct response rs;
        request_body(&rq, bad, strlen(bad));
        headers_add(&rq.headers, "Content-Type", "application/json");
        service_handle(s, &rq, &rs);
        if (rs.status != 400)
            fail_msg("%s: %d for a missing gateway", list[i].name, rs.status);
        request_free(&rq);
        response_free(&rs);
        free(bad);
        service_close(s);
    }
}

static void spellings(void **state)
{
    (void)state;
    struct service *s = open_variant("spelling-of-page");
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 404);
    assert_int_equal(status_of(s, "PUT", SINGULAR("c1"), COMPLETE), 200);
    assert_int_equal(status_of(s, "GET", SINGULAR("c1"), NULL), 404);
    assert_int_equal(status_of(s, "GET", C1, NULL), 200);
    service_close(s);
}

static void methods_that_are_missing(void **state)
{
    (void)state;
    struct service *s = open_variant("no-get-no-delete");
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    assert_int_equal(status_of(s, "GET", C1, NULL), 405);
    struct reply r = ask(s, "DELETE", C1, NULL);
    assert_int_equal(r.status, 405);
    assert_string_equal(headers_get(&r.rs.headers, "Allow"), "PUT, PATCH");
    reply_free(&r);
    assert_int_equal(status_of(s, "PATCH", C1, "{}"), 200);
    service_close(s);
}

static void names_in_bodies(void **state)
{
    (void)state;
    char *bare = edited(COMPLETE, "/name", NULL), *other = edited(COMPLETE, "/name", "\"c2\"");
    struct service *s = open_variant("body-name-required");
    assert_refused(s, 400, "PUT", C1, bare, NULL);
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    assert_int_equal(status_of(s, "PATCH", C1, "{\"tags\":{}}"), 200);
    service_close(s);
    s = open_variant("body-name-ignored");
    struct reply r = ask(s, "PUT", C1, other);
    assert_int_equal(r.status, 200);
    assert_text(r, "/name", "c1");
    assert_int_equal(status_of(s, "GET", CONNECTION("c2"), NULL), 404);
    reply_free(&r);
    service_close(s);
    free(bare);
    free(other);
}

static void leniency(void **state)
{
    (void)state;
    struct service *s = open_variant("lenient");
    struct reply r = ask(s, "PUT", C1, NAMELESS);
    assert_int_equal(r.status, 200);
    assert_text(r, "/properties/gateway1/name", "firstgateway");
    assert_text(r, "/properties/connectionType", "Dedicated");
    reply_free(&r);
    assert_refused(s, 400, "PUT", C1, "{\"properties\":{\"connectionType\":\"other\"}}", NULL);
    service_close(s);
}

static void refusals(void **state)
{
    (void)state;
    struct service *s = open_variant("refusals-422");
    assert_refused(s, 422, "PUT", C1, "{}", NULL);
    char *bad = edited(COMPLETE, "/properties/gateway2/name", "\"nowhere\"");
    assert_refused(s, 400, "PUT", C1, bad, NULL);
    free(bad);
    service_close(s);
    s = open_variant("unknown-members-refused");
    assert_refused(s, 400, "PUT", C1, COMPLETE_AS("Dedicated", ",\"colour\":\"red\""), NULL);
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    service_close(s);
}

/* The text may have escapes, white space and another order, and is the same value. */
static void texts_say_the_same(void **state)
{
    (void)state;
    static const char *const names[] = {"text-ascii",  "text-all-escaped", "text-slashes-escaped",
                                        "text-pretty", "text-white",       "members-reversed"};
    char *body =
        edited(COMPLETE, "/tags", "{\"a/\\\"\\\\\":\"\\u0000\\n\\u00e9\\u20ac\\ud83d\\ude00\"}");
    cJSON *sent = json_read(bytes_of(body), NULL, NULL);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct service *s = open_variant(names[i]), *plain = open_variant(NULL);
        struct reply r = ask(s, "PUT", C1, body), as = ask(plain, "PUT", C1, body);
        assert_int_equal(r.status, 200);
        if (!json_equal(pointer_get(r.body, "/tags"), pointer_get(sent, "/tags")))
            fail_msg("%s: %s", names[i], r.rs.body);
        pointer_remove(r.body, "/etag");
        pointer_remove(as.body, "/etag");
        assert_true(json_equal(r.body, as.body));
        assert_string_not_equal(r.rs.body, as.rs.body);
        reply_free(&r);
        reply_free(&as);
        service_close(s);
        service_close(plain);
    }
    cJSON_Delete(sent);
    free(body);
}

static void ids_and_etags(void **state)
{
    (void)state;
    struct service *s = open_variant("id-capitals");
    struct reply r = ask(s, "PUT", C1, COMPLETE);
    assert_text(r, "/id",
                "/Subscriptions/s1/ResourceGroups/rg1/Providers/Microsoft.Network/Connections/c1");
    reply_free(&r);
    service_close(s);
    s = open_variant("etag-numbered");
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    assert_int_equal(status_of(s, "PATCH", C1, "{\"tags\":{}}"), 200);
    r = ask(s, "GET", C1, NULL);
    assert_text(r, "/etag", "W/\"2\"");
    assert_string_equal(headers_get(&r.rs.headers, "ETag"), "W/\"2\"");
    reply_free(&r);
    service_close(s);
}

static void ipsec_is_forgotten(void **state)
{
    (void)state;
    struct service *s = open_variant("ipsec-dropped");
    struct reply r = ask(s, "PUT", C1, COMPLETE_AS("Dedicated", "," IPSEC));
    assert_null(pointer_get(r.body, "/properties/ipsecParameters"));
    reply_free(&r);
    assert_refused(s, 400, "PATCH", C1, "{\"properties\":{\"connectionType\":\"SiteToSite\"}}",
                   NULL);
    service_close(s);
}

static void one_group_alone(void **state)
{
    (void)state;
    struct service *s = open_variant("one-group");
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    char *path = mem_string(C1);
    memcpy(strstr(path, "rg1"), "rg2", 3);
    assert_int_equal(status_of(s, "PUT", path, COMPLETE), 404);
    free(path);
    service_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_well_formed),
        cmocka_unit_test(every_mixture_has_parts_that_exist),
        cmocka_unit_test(what_cannot_be_opened),
        cmocka_unit_test(every_variant_shows_what_was_sent),
        cmocka_unit_test(spellings),
        cmocka_unit_test(methods_that_are_missing),
        cmocka_unit_test(names_in_bodies),
        cmocka_unit_test(leniency),
        cmocka_unit_test(refusals),
        cmocka_unit_test(texts_say_the_same),
        cmocka_unit_test(ids_and_etags),
        cmocka_unit_test(ipsec_is_forgotten),
        cmocka_unit_test(one_group_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
