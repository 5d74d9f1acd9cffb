/* Each variant of the platform does what it says, and the plain reference does not. */
#include "variants_seen.h"

#include <pthread.h>

#define MISSING "{\"name\":\"c1\"}"
#define TAGS_AWAY "{\"tags\":null}"
#define SLASH GROUP "connections/c1/" VERSION
#define BIG_C1                                                                                     \
    "/subscriptions/S1/resourceGroups/RG1/providers/microsoft.network/connections/C1" VERSION

static bool error_says(struct service *s, const char *pointer, const char *text)
{
    struct reply r = ask(s, "PUT", C1, MISSING);
    assert_int_equal(r.status, 400);
    assert_true(*text_in(&r, "/error/code") && *text_in(&r, "/error/message"));
    bool same = strcmp(text_in(&r, pointer), text) == 0;
    reply_free(&r);
    return same;
}

static bool error_has_more(struct service *s)
{
    return has(s, "PUT", C1, MISSING, "/error/innererror/innererror");
}

static bool error_is_bare(struct service *s)
{
    return !has(s, "PUT", C1, MISSING, "/error/target");
}

static bool error_is_foreign(struct service *s)
{
    return has_text(s, "PUT", C1, MISSING, "\\n\\t<b>Grund") &&
           has_text(s, "GET", CONNECTION("none"), NULL, "Verbindung");
}

static bool error_message_is_short(struct service *s)
{
    return error_says(s, "/error/message", "?");
}

static bool error_code_is_odd(struct service *s)
{
    return error_says(s, "/error/code", "0x80070057 (E/W): a.b-c");
}

static bool error_is_reversed(struct service *s)
{
    return has_text(s, "PUT", C1, MISSING, "{\"error\":{\"target\":") &&
           !has_text(s, "PUT", C1, COMPLETE, "{\"properties\":");
}

static bool error_is_pretty(struct service *s)
{
    return has_text(s, "PUT", C1, MISSING, "{\n  \"error\": {\n") &&
           !has_text(s, "PUT", C1, COMPLETE, "\n");
}

/* What WWW-Authenticate says beside a 401, which there is in any case. */
static bool is_challenged(struct service *s, const char *as)
{
    struct reply r = ask(s, "GET", C1, NULL);
    const char *value = headers_get(&r.rs.headers, "WWW-Authenticate");
    assert_int_equal(r.status, 401);
    bool same = as ? value && strstr(value, as) : !value;
    reply_free(&r);
    return same;
}

static bool is_not_challenged(struct service *s)
{
    return is_challenged(s, NULL);
}

static bool is_challenged_at_length(struct service *s)
{
    return is_challenged(s, "invalid_token");
}

/* Without the Allow that goes with 405. */
static bool method_is(struct service *s, int status)
{
    struct reply r = ask(s, "POST", C1, COMPLETE);
    bool same = r.status == status && !headers_get(&r.rs.headers, "Allow");
    assert_non_null(pointer_get(r.body, "/error/code"));
    reply_free(&r);
    return same;
}

static bool method_is_404(struct service *s)
{
    return method_is(s, 404);
}

static bool method_is_400(struct service *s)
{
    return method_is(s, 400);
}

static bool method_is_501(struct service *s)
{
    return method_is(s, 501);
}

static bool options_are_told(struct service *s)
{
    struct reply r = ask(s, "OPTIONS", C1, NULL);
    const char *allow = headers_get(&r.rs.headers, "Allow");
    bool told = r.status == 204 && !r.body && allow && strstr(allow, "PATCH");
    reply_free(&r);
    assert_int_equal(status_of(s, "POST", C1, COMPLETE), 405);
    return told;
}

static int typed(struct service *s, const char *method, const char *body, const char *line)
{
    const char *const headers[] = {line, NULL};
    struct reply r = ask_bytes(s, method, C1, bytes_of(body), headers);
    int status = r.status;
    reply_free(&r);
    return status;
}

static bool type_is_400(struct service *s)
{
    return typed(s, "PUT", COMPLETE, "Content-Type: text/plain") == 400;
}

static bool charset_is_ignored(struct service *s)
{
    assert_int_equal(typed(s, "PUT", COMPLETE, "Content-Type: text/plain; charset=x"), 415);
    return typed(s, "PUT", COMPLETE, "Content-Type: application/json; charset=x") == 200;
}

static bool merge_patch_is_refused(struct service *s)
{
    assert_int_equal(typed(s, "PATCH", "{\"tags\":{}}", JSON_TYPE), 200);
    char *before = state_of(s, C1);
    int status =
        typed(s, "PATCH", "{\"tags\":{\"a\":\"b\"}}", "Content-Type: application/merge-patch+json");
    char *after = state_of(s, C1);
    assert_true(status == 200 || strcmp(before, after) == 0);
    free(before);
    free(after);
    return status == 415;
}

static bool tags_cannot_go(struct service *s)
{
    int status = status_of(s, "PATCH", C1, TAGS_AWAY);
    assert_true(has(s, "GET", C1, NULL, "/tags/k") == (status != 200));
    return status == 400;
}

static bool null_tags_are_left_out(struct service *s)
{
    struct reply r = ask(s, "PATCH", C1, "{\"tags\":{\"k\":null,\"l\":\"w\"}}");
    bool left_out = r.status == 200 && !pointer_get(r.body, "/tags/k");
    assert_true(!left_out || strcmp(text_in(&r, "/tags/l"), "w") == 0);
    reply_free(&r);
    return left_out;
}

static char *returned_id(struct service *s, const char *wanted)
{
    const char *const headers[] = {"x-ms-client-request-id: mine", wanted, NULL};
    struct reply r = ask_bytes(s, "GET", C1, (struct bytes){0}, headers);
    const char *id = headers_get(&r.rs.headers, "x-ms-client-request-id");
    char *copy = mem_string(id ? id : "");
    reply_free(&r);
    return copy;
}

static bool id_is_returned_unasked(struct service *s)
{
    char *id = returned_id(s, NULL);
    bool same = strcmp(id, "mine") == 0;
    free(id);
    return same;
}

static bool id_is_never_returned(struct service *s)
{
    char *id = returned_id(s, "x-ms-return-client-request-id: true");
    bool none = !*id;
    free(id);
    return none;
}

static bool slash_is_taken(struct service *s)
{
    return shows(s, "GET", C1, NULL, "/name", "c1") && status_of(s, "GET", SLASH, NULL) == 200 &&
           status_of(s, "GET", GROUP "connections/c1//" VERSION, NULL) == 404;
}

/* --- what is kept --- */

static bool name_is_as_created(struct service *s)
{
    char *etag = shown(s, "GET", C1, NULL, "/etag");
    bool kept = shows(s, "PUT", BIG_C1, COMPLETE, "/name", "c1") &&
                shows(s, "GET", BIG_C1, NULL, "/id",
                      "/subscriptions/s1/resourceGroups/rg1/providers/microsoft.network/"
                      "connections/c1");
    assert_true(!kept || shows(s, "GET", C1, NULL, "/etag", etag));
    assert_int_equal(status_of(s, "PATCH", BIG_C1, "{\"tags\":{}}"), 200);
    assert_false(shows(s, "GET", C1, NULL, "/etag", etag));
    free(etag);
    return kept;
}

static bool gateway_names_are_exact(struct service *s)
{
    assert_int_equal(status_of(s, "PUT", GATEWAY("Third"), "{}"), 200);
    char *body = edited(DEDICATED, "/properties/gateway1/name", "\"Third\"");
    char *lower = edited(DEDICATED, "/properties/gateway1/name", "\"third\"");
    char *preset = edited(DEDICATED, "/properties/gateway2/name", "\"SecondGateway\"");
    assert_int_equal(status_of(s, "PUT", C1, body), 200);
    bool exact = status_of(s, "PUT", C1, lower) == 400 && status_of(s, "PUT", C1, preset) == 400;
    assert_true(!exact || shows(s, "GET", C1, NULL, "/properties/gateway1/name", "Third"));
    free(body);
    free(lower);
    free(preset);
    return exact;
}

static bool location_is_exact(struct service *s)
{
    int status = status_of(s, "PATCH", C1, "{\"location\":\"westus\"}");
    assert_true(shows(s, "GET", C1, NULL, "/location", "West US"));
    assert_int_equal(status_of(s, "PATCH", C1, "{\"location\":\"West US\"}"), 200);
    return status == 400;
}

static bool location_is_as_sent(struct service *s)
{
    char *etag = shown(s, "GET", C1, NULL, "/etag");
    bool sent = shows(s, "PATCH", C1, "{\"location\":\"westus\"}", "/location", "westus");
    assert_int_equal(status_of(s, "PATCH", C1, "{\"tags\":{\"k\":\"v\"}}"), 200);
    assert_true(shows(s, "GET", C1, NULL, "/location", sent ? "westus" : "West US"));
    assert_true(shows(s, "GET", C1, NULL, "/etag", etag) != sent);
    assert_int_equal(status_of(s, "PATCH", C1, "{\"location\":\"East US\"}"), 400);
    free(etag);
    return sent;
}

struct writer {
    struct service *service;
    int done, conflicts;
};

static void *write_often(void *of)
{
    struct writer *w = of;
    for (int i = 0; i < 20; i++) {
        char *body = mem_format("{\"tags\":{\"n\":\"%p %d\"}}", of, i);
        int status = status_of(w->service, "PATCH", C1, body);
        w->done += status == 200;
        w->conflicts += status == 409;
        free(body);
    }
    return NULL;
}

/* How many of the writes of two at a time were answered 409. */
static int conflicts_of_two(struct service *s)
{
    struct writer writers[2] = {{.service = s}, {.service = s}};
    pthread_t threads[2];
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, write_often, &writers[i]), 0);
    for (size_t i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    int done = writers[0].done + writers[1].done;
    int conflicts = writers[0].conflicts + writers[1].conflicts;
    assert_int_equal(done + conflicts, 40);
    assert_true(done >= conflicts);
    return conflicts;
}

static bool writes_conflict(struct service *s)
{
    int conflicts = 0;
    for (int tries = 0; tries < 50 && !conflicts; tries++)
        conflicts = conflicts_of_two(s);
    assert_int_equal(status_of(s, "PATCH", C1, "{}"), 200);
    return conflicts > 0;
}

/* --- etags --- */

static bool etag_is_sent_to_get_alone(struct service *s)
{
    char *get = header_in(s, "GET", C1, NULL, NULL, "ETag");
    char *put = header_in(s, "PUT", C1, COMPLETE, NULL, "ETag");
    assert_true(*get);
    bool alone = !*put;
    free(get);
    free(put);
    return alone;
}

static bool etag_comes_back(struct service *s)
{
    char *first = shown(s, "GET", C1, NULL, "/etag"),
         *second = shown(s, "PUT", C1, DEDICATED, "/etag");
    assert_string_not_equal(first, second);
    bool back = shows(s, "PUT", C1, COMPLETE, "/etag", first);
    free(first);
    free(second);
    return back;
}

/* As this one, in the header too, and it matches. */
static bool etag_is(struct service *s, const char *wanted)
{
    char *etag = shown(s, "GET", C1, NULL, "/etag");
    char *header = header_in(s, "GET", C1, NULL, NULL, "ETag");
    char *line = mem_format("If-Match: %s", etag);
    bool same = strcmp(etag, wanted) == 0;
    assert_string_equal(etag, header);
    assert_int_equal(status_if(s, "PUT", C1, DEDICATED, line), 200);
    assert_int_equal(status_if(s, "PUT", C1, COMPLETE, line), 412);
    free(etag);
    free(header);
    free(line);
    return same;
}

static bool etag_is_short(struct service *s)
{
    return etag_is(s, "W/\"1\"");
}

static bool etag_is_of_marks(struct service *s)
{
    return etag_is(s, "W/\"!#$'/\\<>,;=%{}~*\\1\"");
}

static int patch_if(struct service *s, const char *format)
{
    char *etag = shown(s, "GET", C1, NULL, "/etag"), *line = mem_format("If-Match: %s", format);
    char *at = strchr(line, '@'), *whole = mem_string(line);
    if (at) {
        free(whole);
        whole = mem_format("%.*s%s%s", (int)(at - line), line, etag, at + 1);
    }
    int status = status_if(s, "PATCH", C1, "{\"tags\":{\"a\":\"b\"}}", whole);
    assert_int_equal(has(s, "GET", C1, NULL, "/tags/a"), status == 200);
    free(etag);
    free(line);
    free(whole);
    return status;
}

static bool weak_does_not_match(struct service *s)
{
    bool never = patch_if(s, "@") == 412;
    assert_int_equal(status_if(s, "PUT", C1, COMPLETE, "If-Match: *"), 200);
    return never;
}

static bool list_is_refused(struct service *s)
{
    bool refused = patch_if(s, "W/\"x\", @") == 400;
    assert_int_equal(patch_if(s, "@"), 200);
    return refused;
}

static bool malformed_does_not_match(struct service *s)
{
    return patch_if(s, "nothing") == 412;
}

static int unless(struct service *s, const char *method, const char *body, const char *tag)
{
    char *etag = shown(s, "GET", C1, NULL, "/etag");
    char *line = mem_format("If-None-Match: %s", tag ? tag : etag);
    int status = status_if(s, method, C1, body, line);
    free(etag);
    free(line);
    return status;
}

static bool patch_is_not_prevented(struct service *s)
{
    assert_int_equal(unless(s, "PUT", COMPLETE, "*"), 412);
    return unless(s, "PATCH", "{\"tags\":{}}", "*") == 200;
}

static bool tag_does_not_prevent(struct service *s)
{
    assert_int_equal(unless(s, "PUT", COMPLETE, "*"), 412);
    return unless(s, "PUT", DEDICATED, NULL) == 200;
}

static bool get_is_unconditional(struct service *s)
{
    return unless(s, "GET", NULL, NULL) == 200;
}

static const struct sight platform[] = {
    {"error-more", .seen = error_has_more},
    {"error-bare", .seen = error_is_bare},
    {"error-message-foreign", .seen = error_is_foreign},
    {"error-message-short", .seen = error_message_is_short},
    {"error-code-odd", .seen = error_code_is_odd},
    {"error-reversed", .seen = error_is_reversed},
    {"error-pretty", .seen = error_is_pretty},
    {"unauthorized-bare", .seen = is_not_challenged, .token = "t"},
    {"unauthorized-described", .seen = is_challenged_at_length, .token = "t"},
    {"methods-404", .seen = method_is_404},
    {"methods-400", .seen = method_is_400},
    {"methods-501", .seen = method_is_501},
    {"options-answered", .seen = options_are_told},
    {"no-head", .method = "HEAD", .path = C1, .status = 405, .plain = 200},
    {"content-type-400", .seen = type_is_400},
    {"charset-ignored", .seen = charset_is_ignored},
    {"merge-patch-refused", .seen = merge_patch_is_refused},
    {"tags-null-refused", .seen = tags_cannot_go},
    {"tags-nulls-removed", .seen = null_tags_are_left_out},
    {"client-id-always", .seen = id_is_returned_unasked},
    {"client-id-never", .seen = id_is_never_returned},
    {"slash-accepted", .seen = slash_is_taken},
    {"slash-400", .method = "GET", .path = SLASH, .status = 400, .plain = 404},
};

static const struct sight kept[] = {
    {"name-as-created", .seen = name_is_as_created},
    {"gateway-names-exact", .seen = gateway_names_are_exact},
    {"location-exact", .seen = location_is_exact},
    {"location-as-sent", .seen = location_is_as_sent},
    {"writes-conflict", .seen = writes_conflict},
};

static const struct sight etags[] = {
    {"etag-header-of-get", .seen = etag_is_sent_to_get_alone},
    {"etag-of-content", .seen = etag_comes_back},
    {"etag-short", .seen = etag_is_short},
    {"etag-of-marks", .seen = etag_is_of_marks},
    {"weak-never-matches", .seen = weak_does_not_match},
    {"if-match-list-refused", .seen = list_is_refused},
    {"if-match-malformed-412", .seen = malformed_does_not_match},
    {"if-match-of-missing-412", .method = "DELETE", .path = CONNECTION("none"),
     .header = "If-Match: *", .status = 412, .plain = 404},
    {"if-none-match-of-put", .seen = patch_is_not_prevented},
    {"if-none-match-star-alone", .seen = tag_does_not_prevent},
    {"get-unconditional", .seen = get_is_unconditional},
};

static void errors_methods_and_bodies(void **state)
{
    (void)state;
    CHECK_SIGHTS(platform, variants_platform);
}

static void names_places_and_writes(void **state)
{
    (void)state;
    CHECK_SIGHTS(kept, variants_platform_kept);
}

static void etags_and_preconditions(void **state)
{
    (void)state;
    CHECK_SIGHTS(etags, variants_platform_etag);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_methods_and_bodies),
        cmocka_unit_test(names_places_and_writes),
        cmocka_unit_test(etags_and_preconditions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
