/* Each variant of robust does what it says, and the plain reference does not. So does each mixture
 * that is right at every level. */
#include "variants_seen.h"

#define TAGS(text) "{\"tags\":{" text "}}"
#define NAME_OF_81                                                                                 \
    "a23456789-b23456789-c23456789-d23456789-e23456789-f23456789-g23456789-h23456789-1"

/* A PATCH of tags leaves k with this value, or is refused and leaves it with v. */
static bool leaves(struct service *s, const char *patch, const char *value)
{
    int status = status_of(s, "PATCH", C1, patch);
    char *k = shown(s, "GET", C1, NULL, "/tags/k");
    bool same = status == 200 && strcmp(k, value) == 0;
    if (status != 200)
        assert_string_equal(k, "v");
    free(k);
    return same;
}

/* Three of one name, at two levels; whatever is checked is stored. */
static bool takes(struct service *s, const char *patch, const char *gateway)
{
    char *body = mem_format("{\"properties\":{\"gateway1\":{\"name\":\"%s\",\"name\":\"%s\"}}}",
                            gateway[0] == 'f' ? gateway : "nowhere",
                            gateway[0] == 'f' ? "nowhere" : gateway);
    bool taken = status_of(s, "PATCH", C1, body) == 200;
    free(body);
    assert_int_equal(status_of(s, "PATCH", C1, "{\"tags\":{},\"tags\":{}}"), taken ? 200 : 400);
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    assert_int_equal(status_of(s, "PATCH", C1, "{\"tags\":{},\"tags\":{},}"), 400);
    assert_int_equal(status_of(s, "PATCH", C1, "{\"tags\":1,\"tags\":1}"), 400);
    return taken && leaves(s, patch, gateway[0] == 'f' ? "1" : "3");
}

#define THREE TAGS("\"k\":\"1\",\"k\":\"2\",\"a\":\"\",\"\\u006b\":\"3\"")

static bool takes_the_last(struct service *s)
{
    return takes(s, THREE, "secondgateway");
}

static bool takes_the_first(struct service *s)
{
    return takes(s, THREE, "firstgateway");
}

static bool surrogates_are_replaced(struct service *s)
{
    bool replaced = leaves(s, TAGS("\"k\":\"a\\ud800\\udfffb\\\\ud800\\uDC00c\\udbff\""),
                           "a\xF0\x90\x8F\xBF"
                           "b\\ud800\uFFFDc\uFFFD");
    assert_int_equal(status_of(s, "PATCH", C1, "{\\ud800"), 400);
    assert_int_equal(status_of(s, "PATCH", C1, "\\u"), 400);
    return replaced;
}

static bool nul_is_refused(struct service *s)
{
    bool refused = !leaves(s, TAGS("\"k\":\"a\\u0000b\""),
                           "a\xC0\x80"
                           "b") &&
                   !leaves(s, TAGS("\"k\":\"v\",\"\\u0000\":\"\""), "v");
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    return refused;
}

static char *repeated(const char *head, const char *part, size_t times, const char *tail)
{
    struct buf text = buf_new((size_t)32 << 20);
    buf_text(&text, head);
    for (size_t i = 0; i < times; i++)
        buf_text(&text, part);
    buf_text(&text, tail);
    return buf_take(&text);
}

/* The status of a PATCH with such a body, which is to be freed. */
static int patched(struct service *s, char *body)
{
    int status = status_of(s, "PATCH", C1, body);
    free(body);
    return status;
}

static bool nesting_is_refused(struct service *s)
{
    assert_int_equal(patched(s, repeated("{\"x\":", "[", 15, "]]]]]]]]]]]]]]]}")), 200);
    return patched(s, repeated("{\"x\":", "[", 16, "]]]]]]]]]]]]]]]]}")) == 400;
}

static bool many_values_are_refused(struct service *s)
{
    assert_int_equal(patched(s, repeated("{\"x\":[", "0,", 990, "0]}")), 200);
    return patched(s, repeated("{\"x\":[", "0,", 1000, "0]}")) == 400;
}

static bool any_number_is_read(struct service *s)
{
    bool read = status_of(s, "PATCH", C1, "{\"x\":[1e400,-1E+999]}") == 200;
    assert_int_equal(status_of(s, "PATCH", C1, "{\"tags\":{\"k\":1e400}}"), 400);
    assert_int_equal(status_of(s, "PATCH", C1, "{\"x\":01}"), 400);
    assert_int_equal(status_of(s, "PATCH", C1, "{\"x\":1e400,}"), 400);
    return read;
}

static int patch_size(struct service *s, const char *size)
{
    return patched(
        s, mem_format("{\"properties\":{\"ipsecParameters\":{\"saDataSizeKilobytes\":\"%s\"}}}",
                      size));
}

static bool ipsec_counts_are_checked(struct service *s)
{
    static const char *const bad[] = {"0",  "-1", "1.5", "2147483648", "18446744073709551616",
                                      " 1", ""};
    bool refused = true;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refused &= patch_size(s, bad[i]) == 400;
    assert_int_equal(patch_size(s, "2147483647"), 200);
    assert_int_equal(patch_size(s, "007"), 200);
    assert_true(
        shows(s, "GET", C1, NULL, "/properties/ipsecParameters/saDataSizeKilobytes", "007"));
    return refused;
}

static bool long_ipsec_is_refused(struct service *s)
{
    static const char head[] = "{\"properties\":{\"ipsecParameters\":{\"pfsGroup\":\"";
    assert_int_equal(patched(s, repeated(head, "x", 1024, "\"}}}")), 200);
    return patched(s, repeated(head, "x", 1025, "\"}}}")) == 400;
}

static bool too_large_is_400(struct service *s)
{
    int status = patched(s, repeated("{}", "                ", ((size_t)8 << 20) / 16, ""));
    assert_true(status == 400 || status == 413);
    return status == 400;
}

/* --- heads --- */

static int created(struct service *s, char *name)
{
    char *path = mem_format(GROUP "connections/%s" VERSION, name);
    char *body = edited(DEDICATED, "/name", NULL);
    int status = status_of(s, "PUT", path, body);
    free(path);
    free(body);
    free(name);
    return status;
}

static bool names_have_80(struct service *s)
{
    assert_int_equal(created(s, mem_copy(NAME_OF_81, 80)), 200);
    return created(s, mem_string(NAME_OF_81)) == 400;
}

static bool long_name_is_414(struct service *s)
{
    assert_int_equal(created(s, repeated("", "a", 260, "")), 200);
    assert_int_equal(created(s, mem_string("a%2Fb")), 400);
    return created(s, repeated("", "a", 261, "")) == 414;
}

static bool long_name_is_taken(struct service *s)
{
    assert_int_equal(created(s, repeated("", "a", 300, "%2F")), 400);
    return created(s, repeated("", "a", 261, "")) == 200;
}

static bool dots_are_resolved(struct service *s)
{
    static const char *const paths[] = {
        GROUP "connections/../connections/./c1" VERSION,
        GROUP "connections/x/y/%2e./.%2E/c1" VERSION,
        "/../.." GROUP "connections/c1" VERSION,
    };
    bool found = true;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        found &= status_of(s, "GET", paths[i], NULL) == 200;
    assert_int_equal(status_of(s, "GET", GROUP "connections/..." VERSION, NULL), 404);
    assert_true(status_of(s, "GET", GROUP "connections/.." VERSION, NULL) >= 400);
    assert_true(status_of(s, "GET", GROUP "connections/." VERSION, NULL) >= 400);
    return found;
}

static bool path_is_of_bytes(struct service *s)
{
    assert_int_equal(created(s, mem_string("%C3%A9")), 200);
    assert_int_equal(status_of(s, "GET", CONNECTION("\xC3"), NULL), 400);
    return status_of(s, "GET", CONNECTION("\xC3\xA9"), NULL) == 200;
}

static bool is_refused_for(struct service *s, int status, const char *method, const char *body,
                           const char *line)
{
    struct reply r = line ? ask_if(s, method, C1, body, line) : ask(s, method, C1, body);
    const char *end = headers_get(&r.rs.headers, "Connection");
    bool refused = r.status == status && end && strcmp(end, "close") == 0;
    assert_true(!refused || *text_in(&r, "/error/code"));
    reply_free(&r);
    assert_int_equal(status_of(s, "GET", C1, NULL), 200); /* DELETE, too, did nothing */
    assert_int_equal(status_of(s, "PUT", C1, COMPLETE), 200);
    return refused;
}

static bool body_is_bounded(struct service *s)
{
    char *body = repeated("{}", "                ", ((size_t)512 << 10) / 16, "");
    bool refused = is_refused_for(s, 413, "PATCH", body, NULL);
    free(body);
    return refused;
}

static bool header_is_bounded(struct service *s, int status)
{
    char *line = repeated("X-Large: ", "0123456789abcdef", 513, "");
    bool refused = is_refused_for(s, status, "GET", NULL, line);
    free(line);
    return refused;
}

static bool header_is_bounded_431(struct service *s)
{
    return header_is_bounded(s, 431);
}

static bool header_is_bounded_400(struct service *s)
{
    return header_is_bounded(s, 400);
}

static bool nothing_is_expected(struct service *s)
{
    return is_refused_for(s, 417, "PUT", COMPLETE, "Expect: 100-continue");
}

static unsigned time_of(struct service *s, const char *method, const char *body)
{
    struct reply r = ask(s, method, C1, body);
    unsigned micros = r.rs.micros;
    reply_free(&r);
    return micros;
}

static bool writes_are_slow(struct service *s)
{
    return time_of(s, "PUT", COMPLETE) == 20000 && time_of(s, "GET", NULL) == 0;
}

static bool time_goes_with_size(struct service *s)
{
    char *body = repeated("{}", "                ", ((size_t)1 << 20) / 16, "");
    bool slow = time_of(s, "PATCH", body) == 32000 && time_of(s, "PATCH", "{}") == 0;
    free(body);
    return slow;
}

static bool time_is_at_random(struct service *s)
{
    unsigned slow = 0;
    for (int i = 0; i < 40; i++)
        slow += time_of(s, "GET", NULL) > 0;
    return slow > 2 && slow < 20;
}

static bool refusals_close(struct service *s)
{
    return closes(s, "PUT", C1, "{}", NULL) && closes(s, "GET", CONNECTION("none"), NULL, NULL) &&
           !closes(s, "GET", C1, NULL, NULL);
}

static bool tenth_closes(struct service *s)
{
    int closed = 0;
    for (int i = 0; i < 20; i++)
        closed += closes(s, "GET", C1, NULL, NULL);
    return closed == 2;
}

/* --- mixtures --- */

static bool is_lenient(struct service *s)
{
    return takes_the_last(s) && any_number_is_read(s) && path_is_of_bytes(s) &&
           status_of(s, "GET", GROUP "connections/c1/" VERSION, NULL) == 200;
}

static bool is_strict(struct service *s)
{
    return nul_is_refused(s) && ipsec_counts_are_checked(s) && names_have_80(s) &&
           body_is_bounded(s) && status_of(s, "PATCH", C1, "{\"tags\":null}") == 400;
}

static bool is_bare(struct service *s)
{
    struct reply r = ask(s, "PUT", KEY, "{\"value\":\"abc\"}");
    bool bare = !r.body && !has(s, "PUT", C1, "{}", "/error/target");
    reply_free(&r);
    return bare && shows(s, "GET", C1, NULL, "/etag", "W/\"1\"");
}

static bool is_ornate(struct service *s)
{
    return has(s, "GET", KEY, NULL, "/type") && has(s, "PUT", C1, "{}", "/error/innererror") &&
           has(s, "DELETE", C1, NULL, "/name");
}

static const struct sight bodies[] = {
    {"duplicates-last", .seen = takes_the_last},
    {"duplicates-first", .seen = takes_the_first},
    {"surrogates-replaced", .seen = surrogates_are_replaced},
    {"nul-refused", .seen = nul_is_refused},
    {"nesting-16", .seen = nesting_is_refused},
    {"values-1000", .seen = many_values_are_refused},
    {"numbers-any", .seen = any_number_is_read},
    {"ipsec-counts-checked", .seen = ipsec_counts_are_checked},
    {"ipsec-1024", .seen = long_ipsec_is_refused},
    {"too-large-400", .seen = too_large_is_400},
};

static const struct sight heads[] = {
    {"names-80", .seen = names_have_80},
    {"names-long-414", .seen = long_name_is_414},
    {"names-of-any-length", .seen = long_name_is_taken},
    {"names-odd-404", .method = "GET", .path = CONNECTION("a%2Fb"), .status = 404, .plain = 400},
    {"dots-resolved", .seen = dots_are_resolved},
    {"path-of-bytes", .seen = path_is_of_bytes},
    {"body-512k", .seen = body_is_bounded},
    {"header-8k-431", .seen = header_is_bounded_431},
    {"header-8k-400", .seen = header_is_bounded_400},
    {"expect-417", .seen = nothing_is_expected},
    {"slow-20", .seen = writes_are_slow},
    {"slow-by-size", .seen = time_goes_with_size},
    {"slow-at-random", .seen = time_is_at_random},
    {"refusals-close", .seen = refusals_close},
    {"closes-each-tenth", .seen = tenth_closes},
};

static const struct sight mixed[] = {
    {"whole-lenient", .seen = is_lenient},
    {"whole-strict", .seen = is_strict},
    {"whole-bare", .seen = is_bare},
    {"whole-ornate", .seen = is_ornate},
};

static void hostile_bodies(void **state)
{
    (void)state;
    CHECK_SIGHTS(bodies, variants_robust);
}

static void hostile_heads_and_time(void **state)
{
    (void)state;
    CHECK_SIGHTS(heads, variants_robust_heads);
}

static const struct variant *no_variants(size_t *count)
{
    *count = 0;
    return NULL;
}

static void mixtures(void **state)
{
    (void)state;
    CHECK_SIGHTS(mixed, no_variants);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_bodies),
        cmocka_unit_test(hostile_heads_and_time),
        cmocka_unit_test(mixtures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
