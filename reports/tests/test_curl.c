#include "reports/tests/sample.h"

#include "reports/render.h"

#include <sys/stat.h>

/* A curl that only shows what it was given: arguments between brackets, then the bytes of its
 * standard input. */
static const char fake_curl[] =
    "#!/bin/sh\n"
    "body=\n"
    "for a; do printf '[%s]\\n' \"$a\"; test \"$a\" != @- || body=1; done\n"
    "test -z \"$body\" || { printf 'stdin: '; od -An -v -tx1 | tr -d ' \\n'; echo; }\n";

#define EXCHANGE(id, case_id, role, request, status)                                               \
    "{\"type\":\"exchange\",\"id\":" id ",\"case\":\"" case_id "\",\"step\":1,\"role\":\"" role    \
    "\",\"request\":{" request "},\"response\":{\"delivery\":\"answered\",\"status\":" status      \
    "}}\n"
#define PUT(path) "\"method\":\"PUT\",\"url\":\"http://127.0.0.1:8080" path "\""
#define JSON_HEADER ",\"headers\":[{\"name\":\"Content-Type\",\"value\":\"application/json\"}]"
#define CHECK                                                                                      \
    "{\"type\":\"check\",\"id\":\"core/a@CORE-05\",\"clause\":\"CORE-05\",\"level\":\"core\","     \
    "\"strength\":\"must\",\"status\":\"fail\",\"says\":\"It is\\nrefused.\","                     \
    "\"expected\":\"400 isn't it\",\"actual\":\"$(touch /tmp/no)\",\"exchange\":5}\n"

struct script {
    char dir[64];
    char *text;
    bool whole;
};

static void put_file(const char *dir, const char *name, const char *text, mode_t mode)
{
    char *path = mem_format("%s/%s", dir, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    chmod(path, mode);
    free(path);
}

static struct script script_of(const char *lines)
{
    struct script s = {.dir = "/tmp/connspec-curl-XXXXXX"};
    struct results *r = sample(lines);
    struct buf out = buf_new((size_t)1 << 20);
    s.whole = render_curl(r, r->checks[0], &out);
    s.text = buf_take(&out);
    results_free(r);
    assert_non_null(mkdtemp(s.dir));
    put_file(s.dir, "curl", fake_curl, 0755);
    put_file(s.dir, "script.sh", s.text, 0644);
    return s;
}

static void script_free(struct script *s)
{
    static const char *const names[] = {"curl", "script.sh"};
    for (size_t i = 0; i < 2; i++) {
        char *path = mem_format("%s/%s", s->dir, names[i]);
        unlink(path);
        free(path);
    }
    rmdir(s->dir);
    free(s->text);
}

#define FAILS (-1)

/* What the script prints; its exit status has to be `status`, or for FAILS any but 0. */
static char *run(const struct script *s, const char *environment, int status)
{
    char *command = mem_format("cd %s && sh -n script.sh && env -u CONNSPEC_TOKEN -u ENDPOINT "
                               "PATH=%s:\"$PATH\" %s sh script.sh 2>&1",
                               s->dir, s->dir, environment);
    struct buf out = buf_new((size_t)1 << 20);
    char piece[4096];
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    for (size_t len; (len = fread(piece, 1, sizeof piece, pipe)) > 0;)
        buf_add(&out, piece, len);
    int got = pclose(pipe);
    if (status == FAILS ? WEXITSTATUS(got) == 0 : WEXITSTATUS(got) != status)
        fail_msg("exit status %d of:\n%s\n%s", WEXITSTATUS(got), s->text, buf_view(&out).ptr);
    free(command);
    return buf_take(&out);
}

static void assert_has(const char *text, const char *piece)
{
    if (!strstr(text, piece))
        fail_msg("no \"%s\" in:\n%s", piece, text);
}

static void assert_lacks(const char *text, const char *piece)
{
    if (strstr(text, piece))
        fail_msg("\"%s\" in:\n%s", piece, text);
}

/* Runs the script of one exchange with these members of the request. */
static char *run_one(const char *request, const char *environment)
{
    char *lines = mem_format(HEAD EXCHANGE("5", "core/a", "step", "%s", "200") CHECK, request);
    struct script s = script_of(lines);
    assert_true(s.whole);
    char *printed = run(&s, environment, 0);
    script_free(&s);
    free(lines);
    return printed;
}

static void the_chain_of_the_case(void **state)
{
    (void)state;
    struct script s =
        script_of(HEAD EXCHANGE("1", "core/a", "discovery", PUT("/discovery"), "200")
                      EXCHANGE("2", "core/a", "given", PUT("/given"), "200")
                          EXCHANGE("3", "core/b", "step", PUT("/other-case"), "200")
                              EXCHANGE("4", "core/a", "read-back", PUT("/read-back"), "200")
                                  EXCHANGE("5", "core/a", "step", PUT("/shown"), "200")
                                      EXCHANGE("6", "core/a", "twin", PUT("/later"), "200") CHECK);
    char *printed = run(&s, "", 0);
    const char *given = strstr(printed, "/given]"), *back = strstr(printed, "/read-back]");
    const char *shown = strstr(printed, "[http://127.0.0.1:8080/shown]");
    assert_true(s.whole && given && back && shown && given < back && back < shown);
    assert_lacks(printed, "/discovery");
    assert_lacks(printed, "/other-case");
    assert_lacks(printed, "/later");
    assert_has(printed, "Expected: 400 isn't it\nWas:      $(touch /tmp/no)\n");
    assert_has(s.text, "# It is\\nrefused.\n");
    assert_has(s.text, "# step 1, given: in the run the answer was 200\n");
    assert_has(s.text, "# Expected here: 400 isn't it\n");
    free(printed);
    script_free(&s);
}

struct sent {
    const char *name, *request, *environment, *prints;
};

static const struct sent table[] = {
    {"method and path", PUT("/a?api-version=1&x=%2F"), "",
     "[-X]\n[PUT]\n[http://127.0.0.1:8080/a?api-version=1&x=%2F]\n"},
    {"options", PUT("/"), "", "[--globoff]\n[--path-as-is]\n[--http1.1]\n[--noproxy]\n[*]\n"},
    {"another endpoint", PUT("/a"), "ENDPOINT=https://h:1/", "[https://h:1/a]\n"},
    {"a path that needs care", PUT("/a'b \\\"$(id)`id`{[#\\\\"), "",
     "[http://127.0.0.1:8080/]\n[--request-target]\n[/a'b \"$(id)`id`{[#\\]\n"},
    {"a method that needs care", "\"method\":\"P'$(id)\",\"url\":\"http://h/\"", "",
     "[-X]\n[P'$(id)]\n"},
    {"HEAD", "\"method\":\"HEAD\",\"url\":\"http://h/\"", "", "[--head]\n[http://h/]\n"},
    {"no token", PUT("/"), "", "[http://127.0.0.1:8080/]\n\n"},
    {"the token", PUT("/"), "CONNSPEC_TOKEN='a b$c'", "[-H]\n[Authorization: Bearer a b$c]\n"},
    {"an Authorization of the step's own",
     PUT("/") ",\"headers\":[{\"name\":\"Authorization\",\"value\":\"[redacted]\"}]",
     "CONNSPEC_TOKEN=right", "[-H]\n[Authorization: Bearer not-the-token]\n"},
    {"a header that needs care",
     PUT("/") ",\"headers\":[{\"name\":\"X-A\",\"value\":\"it's \\\"$x`\"}]", "",
     "[-H]\n[X-A: it's \"$x`]\n"},
    {"a header without a value", PUT("/") ",\"headers\":[{\"name\":\"X-A\",\"value\":\"\"}]", "",
     "[-H]\n[X-A;]\n"},
    {"a redacted header", PUT("/") ",\"headers\":[{\"name\":\"X-Key\",\"value\":\"[redacted]\"}]",
     "HEADER_X_KEY=mine", "[-H]\n[X-Key: mine]\n"},
    {"a body", PUT("/") JSON_HEADER ",\"body\":\"{\\\"a\\\":1}\"", "", "stdin: 7b2261223a317d\n"},
    {"a body with a type", PUT("/") JSON_HEADER ",\"body\":\"{}\"", "",
     "[Content-Type: application/json]\n[-H]\n[Expect:]\n[--data-binary]\n[@-]\n"},
    {"a body without a type", PUT("/") ",\"body\":\"{}\"", "", "[Content-Type:]\n"},
    {"line ends are kept", PUT("/") ",\"body\":\"a\\n\\n\"", "", "stdin: 610a0a\n"},
    {"no line end is added", PUT("/") ",\"body\":\"a\"", "", "stdin: 61\n"},
    {"an empty body", PUT("/") ",\"body\":\"\"", "", "stdin: \n"},
    {"quotes and escapes", PUT("/") ",\"body\":\"'%s\\\\n\\\\c$x`\\\"\"", "",
     "stdin: 2725735c6e5c632478602"
     "2\n"},
    {"a NUL", PUT("/") ",\"body\":\"a\\u0000'%\\\\\\u00e9\"", "", "stdin: 610027255cc3a9\n"},
    {"bytes", PUT("/") ",\"bodyBase64\":\"/wABJyVc\"", "", "stdin: ff000127255c\n"},
    {"a shared key", PUT("/c/sharedkey") ",\"body\":\"{\\\"value\\\":\\\"[redacted]\\\"}\"",
     "SHARED_KEY=\"it's\"", "stdin: 7b2276616c7565223a2269742773227d\n"},
    {"a shared key of no name", PUT("/c/sharedkey") ",\"body\":\"[redacted]\"", "",
     "stdin: 612d7368617265642d6b65792d6f662d6d792d6f776e\n"},
    {"a secret in the path", PUT("/c?t=[redacted]&u"), "SECRET=s",
     "[--request-target]\n[/c?t=s&u]\n"},
};

static void what_is_sent(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char *printed = run_one(table[i].request, table[i].environment);
        if (!strstr(printed, table[i].prints))
            fail_msg("%s: no \"%s\" in:\n%s", table[i].name, table[i].prints, printed);
        free(printed);
    }
}

/* A header name beginning with @ would have curl send a file. */
static void headers_that_are_none_are_left_out(void **state)
{
    (void)state;
    char *printed = run_one(PUT("/") ",\"headers\":[{\"name\":\"@/etc/passwd\",\"value\":\"\"},"
                                     "{\"name\":\"a b\",\"value\":\"c\"},7]",
                            "");
    assert_lacks(printed, "passwd");
    assert_lacks(printed, "a b");
    free(printed);
}

static void the_options_of_the_run(void **state)
{
    (void)state;
    struct script s = script_of(
        "{\"type\":\"head\",\"schema\":1,\"configuration\":{\"insecure\":true,\"cacert\":\"a 'b\","
        "\"headers\":[\"X-Key\",\"X-Other: [redacted]\",\"X-Plain: v\"]}}\n" EXCHANGE(
            "5", "core/a", "step", PUT("/"), "200") CHECK);
    char *printed = run(&s, "HEADER_X_KEY=k", 0);
    assert_has(printed, "[--insecure]\n[--cacert]\n[a 'b]\n[-H]\n[X-Key: k]\n[-H]\n[X-Plain: v]\n");
    assert_lacks(printed, "X-Other");
    free(printed);
    script_free(&s);
}

static void a_body_that_was_cut(void **state)
{
    (void)state;
    struct script s = script_of(HEAD EXCHANGE(
        "5", "core/a", "step", PUT("/") ",\"body\":\"x\",\"bodyLength\":70000,\"bodyCut\":true",
        "200") CHECK);
    assert_false(s.whole);
    char *printed = run(&s, "", 1);
    assert_string_equal(printed,
                        "This request, with 70000 bytes of body, was too long to be kept.\n");
    free(printed);
    script_free(&s);
}

/* One that was turned away for a while is followed by itself; so it is sent once. */
static void headers_that_were_cut_and_a_request_put_off(void **state)
{
    (void)state;
    struct script s = script_of(
        HEAD EXCHANGE("5", "core/a", "step", PUT("/") ",\"headersCut\":true", "200") CHECK);
    assert_false(s.whole);
    script_free(&s);
    s = script_of(HEAD EXCHANGE("5", "core/a", "step",
                                PUT("/") ",\"headers\":[{\"name\":\"A\",\"value\":\"b...\","
                                         "\"valueLength\":9}]",
                                "200") CHECK);
    assert_false(s.whole);
    script_free(&s);
    s = script_of(
        HEAD
        "{\"type\":\"exchange\",\"id\":4,\"case\":\"core/a\",\"role\":\"step\",\"request\":{" PUT(
            "/early") "},\"response\":{\"status\":503},\"retryAfter\":1}\n" EXCHANGE("5", "core/a",
                                                                                     "step",
                                                                                     PUT("/"),
                                                                                     "200") CHECK);
    assert_true(s.whole);
    char *printed = run(&s, "", 0);
    assert_lacks(printed, "/early");
    free(printed);
    script_free(&s);
}

static void nothing_to_send(void **state)
{
    (void)state;
    struct script s = script_of(HEAD CHECK);
    assert_false(s.whole);
    char *printed = run(&s, "", 1);
    assert_string_equal(printed, "Nothing that was sent shows this check.\n");
    free(printed);
    script_free(&s);
}

static void a_run_inside_the_program(void **state)
{
    (void)state;
    struct script s = script_of(HEAD EXCHANGE(
        "5", "core/a", "step", "\"method\":\"GET\",\"url\":\"reference:mutant/a\"", "200") CHECK);
    char *printed = run(&s, "", FAILS);
    assert_has(printed, "set it to a URL");
    free(printed);
    printed = run(&s, "ENDPOINT=http://h:2", 0);
    assert_has(printed, "[http://h:2/a]");
    free(printed);
    script_free(&s);
}

static void a_curl_that_fails_does_not_end_the_script(void **state)
{
    (void)state;
    struct script s =
        script_of(HEAD EXCHANGE("5", "core/a", "step", PUT("/") ",\"body\":\"x\"", "200") CHECK);
    put_file(s.dir, "curl", "#!/bin/sh\nexit 52\n", 0755);
    char *printed = run(&s, "", 0);
    assert_has(printed, "(curl ended with status 52)\n");
    assert_has(printed, "Expected: 400");
    free(printed);
    script_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_chain_of_the_case),
        cmocka_unit_test(what_is_sent),
        cmocka_unit_test(headers_that_are_none_are_left_out),
        cmocka_unit_test(the_options_of_the_run),
        cmocka_unit_test(a_body_that_was_cut),
        cmocka_unit_test(headers_that_were_cut_and_a_request_put_off),
        cmocka_unit_test(nothing_to_send),
        cmocka_unit_test(a_run_inside_the_program),
        cmocka_unit_test(a_curl_that_fails_does_not_end_the_script),
    };
    return cmocka_run_group_tests_name("curl", tests, NULL, NULL);
}
