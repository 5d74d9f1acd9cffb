/* Each variant of the family does what it says, and the plain reference does not. */
#include "variants_seen.h"

static bool is_without_body(struct service *s, const char *method, const char *path,
                            const char *body)
{
    struct reply r = ask(s, method, path, body);
    bool empty = r.status == 200 && r.rs.body_len == 0;
    reply_free(&r);
    return empty;
}

static bool key_put_is_empty(struct service *s)
{
    bool empty = is_without_body(s, "PUT", KEY, "{\"value\":\"abc\"}");
    assert_true(shows(s, "GET", KEY, NULL, "/value", "abc"));
    return empty;
}

/* The new key, which is another one, is what GET shows too. */
static char *reset_to(struct service *s, const char *length)
{
    char *old = shown(s, "GET", KEY, NULL, "/value");
    char *body = mem_format("{\"KeyLength\":%s}", length);
    assert_int_equal(status_of(s, "POST", RESET, body), 200);
    char *key = shown(s, "GET", KEY, NULL, "/value");
    assert_string_not_equal(key, old);
    free(old);
    free(body);
    return key;
}

static bool key_reset_is_empty(struct service *s)
{
    free(reset_to(s, "\"8\""));
    return is_without_body(s, "POST", RESET, "{\"KeyLength\":\"8\"}");
}

static size_t points(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

/* All of the first letters of a key of 20, and of keys of one, are among these bytes. */
static bool resets_to(struct service *s, const char *bytes)
{
    bool all = true;
    char *key = reset_to(s, "\"20\"");
    assert_int_equal(points(key), 20);
    all = strspn(key, bytes) == strlen(key);
    free(key);
    for (int i = 0; i < 20; i++) {
        key = reset_to(s, "\"1\"");
        assert_int_equal(points(key), 1);
        all &= strspn(key, bytes) == strlen(key);
        free(key);
    }
    return all;
}

static bool key_is_of_digits(struct service *s)
{
    return resets_to(s, "0123456789");
}

static bool key_is_of_marks(struct service *s)
{
    return resets_to(s, "\"\\/+= <&%'${");
}

static bool key_is_beyond_ascii(struct service *s)
{
    char *key = reset_to(s, "\"20\"");
    bool beyond = points(key) == 20 && strlen(key) >= 40;
    free(key);
    return beyond;
}

static bool key_has_length(struct service *s, const char *asked, size_t len)
{
    char *key = reset_to(s, asked);
    bool same = strlen(key) == len;
    free(key);
    return same;
}

static bool key_is_of_forty(struct service *s)
{
    return key_has_length(s, "\"8\"", 40);
}

static bool key_is_as_long_as_asked(struct service *s)
{
    struct reply r = ask(s, "POST", RESET, "{\"KeyLength\":\"nothing\"}");
    bool taken = r.status == 200;
    reply_free(&r);
    return taken && key_has_length(s, "\"1000\"", 1000) && key_has_length(s, "\"16\"", 16);
}

static bool key_length_is_number(struct service *s)
{
    assert_int_equal(status_of(s, "POST", RESET, "{\"KeyLength\":1.5}"), 400);
    return status_of(s, "POST", RESET, "{\"KeyLength\":7}") == 200 && key_has_length(s, "9", 9);
}

static bool key_is_unset(struct service *s)
{
    bool unset = shows(s, "GET", KEY, NULL, "/value", "");
    assert_int_equal(status_of(s, "PUT", KEY, "{\"value\":\"abc\"}"), 200);
    assert_int_equal(status_of(s, "PUT", C1, DEDICATED), 200);
    assert_true(shows(s, "GET", KEY, NULL, "/value", "abc"));
    return unset;
}

static bool key_is_described(struct service *s)
{
    return has(s, "GET", KEY, NULL, "/type") &&
           has(s, "PUT", KEY, "{\"value\":\"abc\"}", "/properties/value");
}

static char *id_of(struct service *s, const char *path)
{
    return header_in(s, "GET", path, NULL, NULL, "x-ms-request-id");
}

/* Of a success and an error. */
static bool ids_are(struct service *s, bool (*so)(const char *id))
{
    char *one = id_of(s, C1), *other = id_of(s, CONNECTION("none"));
    bool both = so(one) && so(other);
    free(one);
    free(other);
    return both;
}

static bool is_number(const char *id)
{
    return *id && strspn(id, "0123456789") == strlen(id);
}

static bool is_odd(const char *id)
{
    return strchr(id, '"') && strchr(id, ' ');
}

static bool is_long(const char *id)
{
    return strlen(id) > 150;
}

static bool is_in_capitals(const char *id)
{
    return strspn(id, "{}-0123456789ABCDEF") == strlen(id) && strlen(id) == 38;
}

static bool is_zero(const char *id)
{
    return strcmp(id, "0") == 0;
}

static bool ids_are_numbers(struct service *s)
{
    return ids_are(s, is_number);
}

static bool ids_are_odd(struct service *s)
{
    return ids_are(s, is_odd);
}

static bool ids_are_long(struct service *s)
{
    return ids_are(s, is_long);
}

static bool ids_are_in_capitals(struct service *s)
{
    return ids_are(s, is_in_capitals);
}

static bool ids_are_constant(struct service *s)
{
    return ids_are(s, is_zero);
}

static bool gateway_put_is_empty(struct service *s)
{
    bool empty = is_without_body(s, "PUT", GATEWAY("g3"), "{}");
    assert_int_equal(status_of(s, "GET", GATEWAY("g3"), NULL), 200);
    return empty;
}

static bool gateway_put_is_echoed(struct service *s)
{
    return has(s, "PUT", GATEWAY("g3"), "{\"sku\":\"s\"}", "/sku");
}

static bool keys_are_not_there(struct service *s)
{
    return status_of(s, "GET", KEY, NULL) == 404 && status_of(s, "POST", RESET, "{}") == 404 &&
           status_of(s, "PUT", KEY, "{\"value\":\"abc\"}") == 404 &&
           status_of(s, "GET", C1, NULL) == 200;
}

static bool connections_are_alone(struct service *s)
{
    return keys_are_not_there(s) && status_of(s, "GET", LIST, NULL) == 404 &&
           status_of(s, "PUT", GATEWAY("g3"), "{}") == 404;
}

/* Four connections, and the order of their names in the list. */
static char *list_order(struct service *s, const char *array)
{
    struct buf order = buf_new(100);
    struct reply r = ask(s, "GET", LIST, NULL);
    const cJSON *item, *list = r.body ? pointer_get(r.body, array) : NULL;
    assert_int_equal(r.status, 200);
    cJSON_ArrayForEach(item, list)
        buf_text(&order, cJSON_GetStringValue(pointer_get(item, "/name")));
    reply_free(&r);
    return buf_take(&order);
}

static bool list_goes(struct service *s, const char *array, const char *wanted)
{
    static const char *const names[] = {"c2", "c3", "c4"};
    for (size_t i = 0; i < 3; i++) {
        char *path = mem_format(GROUP "connections/%s" VERSION, names[i]);
        char *body = edited(COMPLETE_AS("Dedicated", "," IPSEC), "/name", NULL);
        assert_int_equal(status_of(s, "PUT", path, body), 200);
        free(path);
        free(body);
    }
    char *order = list_order(s, array);
    assert_true(strcmp(array, "") != 0 || strlen(order) == 8);
    bool same = strcmp(order, wanted) == 0;
    free(order);
    return same;
}

static bool list_is_reversed(struct service *s)
{
    return list_goes(s, "", "c4c3c2c1");
}

static bool list_is_turned(struct service *s)
{
    list_goes(s, "", "");
    char *one = list_order(s, ""), *other = list_order(s, "");
    bool differ = strcmp(one, other) != 0;
    assert_int_equal(strlen(other), 8);
    free(one);
    free(other);
    return differ;
}

static bool list_is_wrapped(struct service *s)
{
    return list_goes(s, "/value", "c1c2c3c4");
}

static bool list_has_bare_gateways(struct service *s)
{
    return shows(s, "GET", LIST, NULL, "/0/properties/gateway2/id", "secondgateway") &&
           !shows(s, "GET", C1, NULL, "/properties/gateway2/id", "secondgateway");
}

static bool list_has_capital_ids(struct service *s)
{
    return shows(s, "GET", LIST, NULL, "/0/id",
                 "/Subscriptions/s1/ResourceGroups/rg1/Providers/Microsoft.Network/Connections/c1");
}

static bool list_has_extra(struct service *s)
{
    return has(s, "GET", LIST, NULL, "/0/properties/provisioningState");
}

static bool list_hides_ipsec(struct service *s)
{
    list_goes(s, "", "");
    assert_true(has(s, "GET", LIST, NULL, "/0/properties/ipsecParameters/pfsGroup"));
    assert_true(has(s, "GET", CONNECTION("c2"), NULL, "/properties/ipsecParameters"));
    return !has(s, "GET", LIST, NULL, "/1/properties/ipsecParameters");
}

/* GET says the same as PUT did, in another text. */
static bool get_reads(struct service *s, const char *part)
{
    struct reply put = ask(s, "PUT", C1, COMPLETE), get = ask(s, "GET", C1, NULL);
    assert_true(json_equal(put.body, get.body));
    bool other = strstr(get.rs.body, part) && !strstr(put.rs.body, part);
    reply_free(&put);
    reply_free(&get);
    return other;
}

static bool get_is_reversed(struct service *s)
{
    return get_reads(s, "\"name\":\"c1\"}");
}

static bool get_is_pretty(struct service *s)
{
    return get_reads(s, "\n  \"");
}

static bool delete_shows(struct service *s)
{
    bool shown = has(s, "DELETE", C1, NULL, "/properties/gateway1/id");
    assert_int_equal(status_of(s, "GET", C1, NULL), 404);
    assert_int_equal(status_of(s, "DELETE", C1, NULL), 404);
    return shown;
}

static bool delete_answers_object(struct service *s)
{
    bool object = has_text(s, "DELETE", C1, NULL, "{}");
    assert_int_equal(status_of(s, "GET", C1, NULL), 404);
    return object;
}

#define VALUE "{\"value\":\"abc\"}"

static const struct sight family[] = {
    {"key-put-empty", .seen = key_put_is_empty},
    {"key-reset-empty", .seen = key_reset_is_empty},
    {"key-described", .seen = key_is_described},
    {"key-of-digits", .seen = key_is_of_digits},
    {"key-of-marks", .seen = key_is_of_marks},
    {"key-beyond-ascii", .seen = key_is_beyond_ascii},
    {"key-of-forty", .seen = key_is_of_forty},
    {"key-length-any", .seen = key_is_as_long_as_asked},
    {"key-length-number", .seen = key_length_is_number},
    {"key-unset", .seen = key_is_unset},
    {"request-id-numbered", .seen = ids_are_numbers},
    {"request-id-odd", .seen = ids_are_odd},
    {"request-id-long", .seen = ids_are_long},
    {"request-id-capitals", .seen = ids_are_in_capitals},
    {"request-id-constant", .seen = ids_are_constant},
    {"gateway-put-empty", .seen = gateway_put_is_empty},
    {"gateway-put-echoed", .seen = gateway_put_is_echoed},
    {"gateway-unread", .method = "GET", .path = GATEWAY("firstgateway"), .status = 405,
     .plain = 200},
    {"no-keys", .seen = keys_are_not_there},
    {"no-key-reset", .method = "POST", .path = RESET, .body = "{\"KeyLength\":\"8\"}",
     .status = 405, .plain = 200},
    {"no-key-put", .method = "PUT", .path = KEY, .body = VALUE, .status = 405, .plain = 200},
    {"no-lists", .method = "GET", .path = LIST, .status = 404, .plain = 200},
    {"no-gateways", .method = "PUT", .path = GATEWAY("g3"), .body = "{}", .status = 405,
     .plain = 200},
    {"connections-alone", .seen = connections_are_alone},
};

static const struct sight family_shown[] = {
    {"list-reversed", .seen = list_is_reversed},
    {"list-turned", .seen = list_is_turned},
    {"list-wrapped", .seen = list_is_wrapped},
    {"list-gateways-bare", .seen = list_has_bare_gateways},
    {"list-ids-capitals", .seen = list_has_capital_ids},
    {"list-extra", .seen = list_has_extra},
    {"list-ipsec-hidden", .seen = list_hides_ipsec},
    {"get-reversed", .seen = get_is_reversed},
    {"get-pretty", .seen = get_is_pretty},
    {"delete-shown", .seen = delete_shows},
    {"delete-object", .seen = delete_answers_object},
};

static void keys_gateways_and_ids(void **state)
{
    (void)state;
    CHECK_SIGHTS(family, variants_family);
}

static void lists_and_reads(void **state)
{
    (void)state;
    CHECK_SIGHTS(family_shown, variants_family_shown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_gateways_and_ids),
        cmocka_unit_test(lists_and_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
