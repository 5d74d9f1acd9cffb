#include "base/json.h"
#include "base/mem.h"
#include "contract/route.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

struct set {
    struct assets assets;
    struct contract *contract;
};

/* --- routes --- */

#define AT "/subscriptions/s/resourceGroups/g/providers/microsoft.network"

static void routes_are_found(void **state)
{
    const struct contract *c = ((struct set *)*state)->contract;
    static const struct {
        const char *method, *target, *id, *last;
    } list[] = {
        {"PUT", AT "/connections/a", "createOrReplaceConnection", "a"},
        {"PATCH", AT "/connections/a?api-version=x", "updateConnection", "a"},
        {"GET", AT "/connections/a?/b", "getConnection", "a"},
        {"DELETE", AT "/connections/a#f", "deleteConnection", "a"},
        {"GET", AT "/connections/a/sharedkey", "getSharedKey", "a"},
        {"PUT", AT "/connections/a/sharedKey", "setSharedKey", "a"},
        {"POST", AT "/connections/a/sharedkey/reset", "resetSharedKey", "a"},
        {"GET", AT "/virtualNetworkGateways/v/connections", "listGatewayConnections", "v"},
        {"PUT", AT "/virtualNetworkGateways/v", "putVirtualNetworkGateway", "v"},
        {"PUT", AT "/localNetworkGateways/l", "putLocalNetworkGateway", "l"},
        {"PUT", "/SUBSCRIPTIONS/s/RESOURCEGROUP/g/Providers/Microsoft.Network/CONNECTIONS/A",
         "createOrReplaceConnection", "A"},
        {"PUT", AT "/%63onnections/%41%2f%20%e2%82%ac", "createOrReplaceConnection",
         "A/ \342\202\254"},
        {"PUT", AT "/connections/a%00b%zz%4", "createOrReplaceConnection", "a\300\200b%zz%4"},
        {"PUT", AT "/connections/..", "createOrReplaceConnection", ".."},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct route r;
        assert_true(route_find(c, list[i].method, list[i].target, "", &r));
        const cJSON *id = cJSON_GetObjectItemCaseSensitive(r.operation, "operationId");
        assert_string_equal(id->valuestring, list[i].id);
        assert_int_equal(r.count, 3);
        assert_string_equal(route_param(&r, "subscription"), "s");
        assert_string_equal(route_param(&r, "group"), "g");
        assert_string_equal(r.params[2].value, list[i].last);
        assert_null(route_param(&r, "nothing"));
        route_free(&r);
    }
}

static void routes_are_not_found(void **state)
{
    const struct contract *c = ((struct set *)*state)->contract;
    static const char *const list[] = {
        "",
        "*",
        "/",
        AT,
        AT "/connections",
        AT "/connections/",
        AT "/connections/a/",
        AT "/connections/a/b",
        AT "//connections/a",
        AT "/connection/a",
        AT "/connections%2Fa",
        "/x" AT "/connections/a",
        "/subscriptions//resourceGroups/g/providers/microsoft.network/connections/a"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct route r;
        if (route_find(c, "PUT", list[i], "", &r))
            fail_msg("%s is found", list[i]);
        route_free(&r);
    }
}

static void a_prefix_is_taken_off(void **state)
{
    const struct contract *c = ((struct set *)*state)->contract;
    struct route r;
    assert_true(route_find(c, "PUT", "/api" AT "/connections/a", "/api", &r));
    route_free(&r);
    assert_false(route_find(c, "PUT", AT "/connections/a", "/api", &r));
    assert_false(route_find(c, "PUT", "/ap", "/api", &r));
}

static void a_path_without_the_method(void **state)
{
    const struct contract *c = ((struct set *)*state)->contract;
    static const char *const methods[] = {"POST", "HEAD", "put", "PROPFIND", "parameters", ""};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        struct route r;
        assert_true(route_find(c, methods[i], AT "/connections/a", "", &r));
        assert_null(r.operation);
        assert_string_equal(r.path,
                            "/subscriptions/{subscription}/resourceGroups/{group}/providers/"
                            "microsoft.network/connections/{name}");
        route_free(&r);
    }
}

/* --- views --- */

static void expect_view(const struct contract *c, const char *connection, const char *view)
{
    cJSON *tree = cJSON_Parse(connection), *expected = cJSON_Parse(view);
    cJSON *is = contract_view(c, tree);
    char *text = json_print(is, false);
    if (!json_equal(is, expected))
        fail_msg("%s gives %s", connection, text);
    free(text);
    cJSON_Delete(is);
    cJSON_Delete(expected);
    cJSON_Delete(tree);
}

static void views(void **state)
{
    const struct contract *c = ((struct set *)*state)->contract;
    expect_view(c, "{\"location\": \"x\", \"tags\": {}, \"id\": \"i\", \"etag\": \"e\"}",
                "{\"location\": \"x\"}");
    expect_view(c, "{\"name\": \"n\", \"location\": null, \"tags\": {\"a\": \"b\"}, \"more\": 1}",
                "{\"tags\": {\"a\": \"b\"}}");
    expect_view(c,
                "{\"properties\": {\"gateway1\": {\"name\": \"a\", \"id\": \"/a\"}, "
                "\"gateway2\": {}, \"connectivityState\": \"Connected\", "
                "\"allocatedIPAddresses\": []}}",
                "{\"properties\": {\"gateway1\": {\"name\": \"a\"}}}");
    expect_view(c, "{\"properties\": {\"connectivityState\": \"Connected\"}}", "{}");
    expect_view(c, "{\"properties\": {\"gateway1\": \"a\"}}",
                "{\"properties\": {\"gateway1\": \"a\"}}");
    expect_view(c, "[1]", "{}");
    cJSON *none = contract_view(c, NULL);
    assert_true(cJSON_IsObject(none) && !none->child);
    cJSON_Delete(none);
}

static void ipsec_is_stored_for_site_to_site_only(void **state)
{
    const struct contract *c = ((struct set *)*state)->contract;
    static const char site[] = "{\"properties\": {\"connectionType\": \"SiteToSite\", "
                               "\"ipsecParameters\": {\"pfsGroup\": \"p\"}}}";
    expect_view(c, site, site);
    expect_view(c,
                "{\"properties\": {\"connectionType\": \"Dedicated\", "
                "\"ipsecParameters\": {\"pfsGroup\": \"p\", \"more\": 1}}}",
                "{\"properties\": {\"connectionType\": \"Dedicated\"}}");
    expect_view(c, "{\"properties\": {\"ipsecParameters\": {\"pfsGroup\": \"p\"}}}", "{}");
}

static int open_contract(void **state)
{
    struct set *s = mem_alloc(sizeof *s);
    struct err err;
    if (assets_open(&s->assets, NULL, &err) ||
        contract_open(&s->contract, &s->assets, "2015-05-01-preview", &err)) {
        print_error("%s\n", err.text);
        return -1;
    }
    *state = s;
    return 0;
}

static int close_contract(void **state)
{
    struct set *s = *state;
    contract_close(s->contract);
    assets_close(&s->assets);
    free(s);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(routes_are_found),
        cmocka_unit_test(routes_are_not_found),
        cmocka_unit_test(a_prefix_is_taken_off),
        cmocka_unit_test(a_path_without_the_method),
        cmocka_unit_test(views),
        cmocka_unit_test(ipsec_is_stored_for_site_to_site_only),
    };
    return cmocka_run_group_tests(tests, open_contract, close_contract);
}
