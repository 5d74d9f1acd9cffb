#include "reports/tests/sample.h"

#include "reports/escape.h"
#include "reports/render.h"

#define CHECK(id, clause, strength, status, more)                                                  \
    "{\"type\":\"check\",\"id\":\"" id "@" clause "\",\"clause\":\"" clause                        \
    "\",\"level\":\"core\",\"strength\":\"" strength "\",\"case\":\"" id "\",\"status\":\"" status \
    "\"" more "}\n"
#define EXCHANGE                                                                                   \
    "{\"type\":\"exchange\",\"id\":4,\"case\":\"core/gateway/one\",\"role\":\"step\",\"request\":" \
    "{\"method\":\"PUT\",\"url\":\"http://127.0.0.1:8080/connections/c-1?x=1\"},\"response\":"     \
    "{\"delivery\":\"answered\",\"status\":200}}\n"
#define REFUSED(actual)                                                                            \
    ",\"says\":\"A missing gateway is refused.\",\"message\":\"It was accepted.\",\"where\":"      \
    "\"status\",\"expected\":\"400\",\"actual\":\"" actual                                         \
    "\",\"requestId\":\"rq-77\",\"exchange\":4"

static char *render(const char *text, bool colour, unsigned width)
{
    struct results *r = sample(text);
    struct console_style style = {colour, width};
    struct buf out = buf_new((size_t)1 << 20);
    render_console(r, &sample_contract, &style, "reports/out", &out);
    assert_false(out.failed);
    results_free(r);
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

#define BROKEN                                                                                     \
    HEAD EXCHANGE CHECK("core/gateway/one", "CORE-05", "must", "fail", REFUSED("200"))             \
        CHECK("core/gateway/two", "CORE-05", "must", "fail", REFUSED("200"))                       \
            CHECK("core/gateway/three", "CORE-05", "must", "fail", REFUSED("500"))                 \
                VERDICT("null", "not-conforming",                                                  \
                        "{\"id\":\"CORE-01\",\"status\":\"pass\",\"checks\":1},"                   \
                        "{\"id\":\"CORE-05\",\"status\":\"fail\",\"checks\":3},"                   \
                        "{\"id\":\"FAM-05\",\"status\":\"fail\",\"checks\":3}")

static const char failure_block[] =
    "\n1. CORE-05  PUT naming a gateway1 that does not exist: 400 [page, Errors]\n"
    "   A missing gateway is refused.\n"
    "   It was accepted.\n"
    "   where      status\n"
    "   expected   400                                    | actual 200\n"
    "   request    PUT /connections/c-1?x=1 -> 200\n"
    "   request id rq-77\n"
    "   check      core/gateway/one@CORE-05\n"
    "              also in 1 other check: core/gateway/two\n"
    "   again      sh reports/out/repro/core--gateway--one@CORE-05.sh\n";

static void the_verdict_comes_first(void **state)
{
    (void)state;
    char *text = render(BROKEN, false, 0);
    static const char first[] = "NOT CONFORMING at core: 1 clause is broken\n";
    assert_memory_equal(text, first, sizeof first - 1);
    assert_has(text, "Certified: nothing\n");
    free(text);
}

static void failures_are_grouped_by_cause(void **state)
{
    (void)state;
    char *text = render(BROKEN, false, 0);
    assert_has(text, "FAILURES  2 causes in 3 checks\n");
    if (!strstr(text, "also in 1 other check"))
        fail_msg("%s", text);
    assert_has(text, "core/gateway/three@CORE-05");
    assert_has(text, "actual 500");
    free(text);
}

static void a_block_says_everything(void **state)
{
    (void)state;
    static const char one[] =
        HEAD EXCHANGE CHECK("core/gateway/one", "CORE-05", "must", "fail", REFUSED("200"))
            CHECK("core/gateway/two", "CORE-05", "must", "fail", REFUSED("200"));
    char *text = render(one, false, 100);
    assert_has(text, failure_block);
    assert_has(text, "INCOMPLETE: the run ended before its verdict\n");
    free(text);
}

static void a_narrow_page_stacks(void **state)
{
    (void)state;
    char *text = render(BROKEN, false, 60);
    assert_has(text, "   expected   400\n   actual     200\n");
    for (const char *line = text; *line; line += strcspn(line, "\n") + 1)
        if (strcspn(line, "\n") > 60 && strncmp(line, "   again", 8) != 0)
            fail_msg("too wide: %.*s", (int)strcspn(line, "\n"), line);
    free(text);
}

static void made_up_names_do_not_make_causes(void **state)
{
    (void)state;
    char *text = render(
        HEAD CHECK(
            "core/a", "CORE-01", "must", "fail",
            ",\"where\":\"/name\",\"expected\":\"\\\"k3-a1\\\"\",\"actual\":\"\\\"K3-A1\\\"\"")
            CHECK("core/b", "CORE-01", "must", "fail",
                  ",\"where\":\"/"
                  "name\",\"expected\":\"\\\"k3-b22\\\"\",\"actual\":\"\\\"K3-B22\\\"\"")
                CHECK("core/c", "CORE-01", "must", "fail",
                      ",\"where\":\"/properties/gateway1\",\"expected\":\"x\",\"actual\":\"y\"")
                    CHECK(
                        "core/d", "CORE-01", "must", "fail",
                        ",\"where\":\"/properties/gateway2\",\"expected\":\"x\",\"actual\":\"y\""),
        false, 0);
    assert_has(text, "3 causes in 4 checks");
    assert_has(text, "also in 1 other check: core/b\n");
    free(text);
}

static void many_names_are_cut_short(void **state)
{
    (void)state;
    struct buf lines = buf_new((size_t)1 << 16);
    buf_text(&lines, HEAD);
    for (int i = 10; i < 40; i++)
        buf_format(&lines, CHECK("core/case%d", "CORE-01", "must", "fail", ""), i, i);
    char *text = render(lines.data, false, 0);
    assert_has(text, "1 cause in 30 checks");
    assert_has(text, "also in 29 other checks: core/case11,");
    assert_has(text, "and 23 more");
    free(text);
    buf_free(&lines);
}

static void blocked_checks_are_no_wall(void **state)
{
    (void)state;
    struct buf lines = buf_new((size_t)1 << 16);
    buf_text(&lines, HEAD CHECK("core/put-creates/s2s", "CORE-01", "must", "fail", "")
                         CHECK("core/middle", "CORE-01", "must", "inconclusive",
                               ",\"blockedBy\":\"core/put-creates\""));
    for (int i = 10; i < 47; i++)
        buf_format(
            &lines,
            CHECK("core/x%d", "CORE-05", "must", "inconclusive", ",\"blockedBy\":\"core/middle\""),
            i, i);
    buf_text(&lines, CHECK("core/y", "CORE-05", "must", "inconclusive", ",\"blockedBy\":\"step 2\"")
                         CHECK("core/z", "CORE-05", "must", "inconclusive",
                               ",\"message\":\"The twin was refused.\""));
    char *text = render(lines.data, false, 0);
    assert_has(text, "38 checks could not be decided because core/put-creates failed\n");
    assert_has(text, "1 check could not be decided because an earlier step of the same case");
    assert_has(text, "1 check could not be decided because: The twin was refused.\n");
    assert_lacks(text, "core/x30");
    free(text);
    buf_free(&lines);
}

static void circles_of_blame_end(void **state)
{
    (void)state;
    char *text =
        render(HEAD CHECK("core/a", "CORE-01", "must", "inconclusive", ",\"blockedBy\":\"core/b\"")
                   CHECK("core/b", "CORE-01", "must", "inconclusive", ",\"blockedBy\":\"core/a\""),
               false, 0);
    assert_has(text, "could not be decided itself");
    free(text);
}

static void the_rest(void **state)
{
    (void)state;
    char *text = render(
        HEAD CHECK("core/w", "CORE-13", "should", "warn", ",\"message\":\"Another state.\"")
            CHECK("core/n", "CORE-01", "must", "note", ",\"message\":\"No second group.\"")
                CHECK("core/s", "CORE-01", "must", "skipped", ",\"message\":\"issue 12\"")
                    CHECK("core/r", "CORE-01", "must", "not-run", ",\"message\":\"not selected\"")
                        CHECK("core/k1", "FAM-05", "must", "not-implemented",
                              ",\"message\":\"GET has no answer.\"")
                            CHECK("core/k2", "FAM-05", "must", "not-implemented", "")
                                VERDICT("\"core\"", "incomplete",
                                        "{\"id\":\"CORE-13\",\"status\":\"warn\",\"checks\":1},{"
                                        "\"id\":\"CORE-01\",\"status\":\"note\",\"checks\":1}"),
        false, 0);
    assert_has(text, "WARNINGS  1 cause in 1 check\n");
    assert_has(text, "   CORE-01    No second group. (core/n)\n");
    assert_has(text, "1 check skipped: issue 12\n");
    assert_has(text, "1 check not run: not selected\n");
    assert_has(text, "   FAM-05     GET has no answer. (2 checks)\n");
    assert_has(text, "   core       warn       CORE-13\n");
    assert_has(text, "              note       CORE-01\n");
    assert_has(text, "6 checks: 2 missing, 1 warn, 1 skipped, 1 not run, 1 note in 0 exchanges.\n");
    assert_has(text, "Certified: core\n");
    free(text);
}

static void colour_only_where_wanted(void **state)
{
    (void)state;
    char *plain = render(BROKEN, false, 0), *coloured = render(BROKEN, true, 0);
    assert_null(strchr(plain, 033));
    assert_has(coloured, "\033[31mNOT CONFORMING");
    assert_has(coloured, "\033[31mCORE-05\033[0m");
    free(plain);
    free(coloured);
}

/* Whatever a line holds, a terminal only ever gets what can be seen. */
static void outside_text_is_harmless(void **state)
{
    (void)state;
#define EVIL "\\u001b[2J\\u0007\\u009b\\u202e\\u2066\\u0000\\u007f\\r\\n"
    char *text = render(
        "{\"type\":\"head\",\"schema\":1,\"target\":\"" EVIL "\",\"run\":\"" EVIL "\"}\n"
        "{\"type\":\"exchange\",\"id\":4,\"request\":{\"method\":\"" EVIL "\",\"url\":\"" EVIL
        "\"},"
        "\"response\":{\"delivery\":\"" EVIL "\"}}\n" CHECK(
            "core/" EVIL, "CORE-05", "must", "fail", REFUSED(EVIL) ",\"blockedBy\":\"" EVIL "\"")
            CHECK("core/b" EVIL, EVIL, "must", "fail", REFUSED(EVIL))
                CHECK("core/c" EVIL, EVIL, "must", "inconclusive", ",\"blockedBy\":\"a/" EVIL "\"")
                    CHECK("core/d" EVIL, EVIL, "must", "not-implemented", "")
                        CHECK("core/e" EVIL, EVIL, "must", "skipped", ",\"message\":\"" EVIL "\"")
                            CHECK("core/f" EVIL, EVIL, "must", "note",
                                  ",\"message\":\"" EVIL
                                  "\"") "{\"type\":\"verdict\",\"level\":\"" EVIL
                                        "\",\"asked\":\"" EVIL "\",\"outcome\":\"" EVIL
                                        "\",\"reasons\":[\"" EVIL "\"]}\n",
        false, 0);
    for (const char *p = text; *p; p++)
        if (((unsigned char)*p < ' ' && *p != '\n') || *p == 0x7f)
            fail_msg("byte %02x in:\n%s", (unsigned char)*p, text);
    assert_lacks(text, "\xc2\x9b");
    assert_lacks(text, "\xe2\x80\xae");
    assert_lacks(text, "\xe2\x81\xa6");
    assert_lacks(text, "\xc0\x80");
    assert_has(text, "\\u001b[2J\\u0007\\u009b\\u202e\\u2066\\u0000\\u007f\\r\\n");
    free(text);
}

#define LONG                                                                                       \
    "\\u009bwhat is long and seen by both of them is shown to the reader only one single time"
#define SAW(where, actual) ",\"where\":\"" where "\",\"expected\":\"x\",\"actual\":\"" actual "\""

static void a_long_text_is_shown_once(void **state)
{
    (void)state;
    char *text = render(HEAD CHECK("core/a", "CORE-01", "must", "fail", SAW("/a", "short"))
                            CHECK("core/b", "CORE-01", "must", "fail", SAW("/b", LONG LONG))
                                CHECK("core/c", "CORE-05", "must", "fail", SAW("/c", LONG LONG))
                                    CHECK("core/d", "CORE-05", "must", "fail", SAW("/d", "short")),
                        false, 100);
    assert_has(text, "actual as in 2.\n");
    const char *first = strstr(text, "as in");
    assert_null(strstr(first + 1, "as in"));
    free(text);
}

/* Six bytes are shown for each two, and not more lines for that. */
static void an_escaped_text_is_no_longer_than_another(void **state)
{
    (void)state;
    struct buf line = buf_new((size_t)1 << 16);
    buf_text(&line, HEAD
             "{\"type\":\"check\",\"id\":\"a@CORE-05\",\"clause\":\"CORE-05\",\"level\":\"core\","
             "\"strength\":\"must\",\"status\":\"fail\",\"where\":\"x\",\"actual\":\"");
    for (int i = 0; i < 250; i++)
        buf_text(&line, "\\u009b");
    buf_text(&line, "\"}\n");
    char *text = render(buf_view(&line).ptr, false, 100);
    size_t count = 0;
    for (const char *p = text; (p = strstr(p, "\\u009b")); p++)
        count++;
    assert_true(count >= 80 && count <= 100);
    assert_has(text, " bytes more)");
    free(text);
    buf_free(&line);
}

/* Members of any type at all. */
static void odd_lines_do_no_harm(void **state)
{
    (void)state;
    char *text = render(
        "{\"type\":\"head\",\"schema\":1,\"tool\":[],\"target\":7}\n"
        "{\"type\":\"exchange\",\"id\":4,\"request\":{\"method\":\"\",\"url\":\"\"},\"response\":{"
        "\"status\":-1}}\n" CHECK(
            "", "", "must", "fail",
            ",\"exchange\":4,\"message\":[],\"where\":{},\"broken\":1e300") "{\"type\":\"verdict\","
                                                                            "\"asked\":\"\","
                                                                            "\"outcome\":\"\","
                                                                            "\"clauses\":[1,{},[]],"
                                                                            "\"reasons\":{}}\n",
        false, 1);
    assert_has(text, "FAILURES");
    free(text);
}

struct escaped {
    const char *text, *terminal, *xml, *shell;
};

static void escapes(void **state)
{
    (void)state;
    static const struct escaped table[] = {
        {"plain text", "plain text", "plain text", "'plain text'"},
        {"a'b", "a'b", "a&#39;b", "'a'\\''b'"},
        {"<&\">", "<&\">", "&lt;&amp;&quot;&gt;", "'<&\">'"},
        {"\x1b[0m", "\\u001b[0m", "\\u001b[0m", "'\x1b[0m'"},
        {"a\nb\tc", "a\\nb\\tc", "a&#10;b&#9;c", "'a\nb\tc'"},
        {"\xc2\x9b", "\\u009b", "\\u009b", "'\xc2\x9b'"},
        {"\xff\xc3", "\\xff\\xc3", "\\xff\\xc3", "'\xff\xc3'"},
        {"\xed\xa0\x80", "\\xed\\xa0\\x80", "\\xed\\xa0\\x80", "'\xed\xa0\x80'"},
        {"\xef\xbf\xbe", "\xef\xbf\xbe", "\\ufffe", "'\xef\xbf\xbe'"},
        {"\xf3\xa0\x81\x81", "\\U000e0041", "\\U000e0041", "'\xf3\xa0\x81\x81'"},
        {"\xf0\x9f\x98\x80\xc3\xa9", "\xf0\x9f\x98\x80\xc3\xa9", "\xf0\x9f\x98\x80\xc3\xa9",
         "'\xf0\x9f\x98\x80\xc3\xa9'"},
        {"$(id)`id`\\", "$(id)`id`\\", "$(id)`id`\\", "'$(id)`id`\\'"},
        {"", "", "", "''"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct buf t = buf_new(1000), x = buf_new(1000), s = buf_new(1000);
        escape_terminal(&t, bytes_of(table[i].text));
        escape_xml(&x, bytes_of(table[i].text));
        escape_shell(&s, bytes_of(table[i].text));
        assert_string_equal(buf_view(&t).ptr, table[i].terminal);
        assert_string_equal(buf_view(&x).ptr, table[i].xml);
        assert_string_equal(buf_view(&s).ptr, table[i].shell);
        buf_free(&t);
        buf_free(&x);
        buf_free(&s);
    }
}

static void file_names(void **state)
{
    (void)state;
    static const char *const table[][2] = {
        {"core/put-creates/dedicated@CORE-01", "core--put-creates--dedicated@CORE-01"},
        {"every-answer@CORE-23", "every-answer@CORE-23"},
        {"../../etc/passwd", "_..--..--etc--passwd"},
        {"-rf", "_-rf"},
        {"", "_"},
    };
    struct buf out = buf_new(4096);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        buf_clear(&out);
        escape_file_name(&out, table[i][0]);
        assert_string_equal(out.data, table[i][1]);
    }
    buf_clear(&out);
    escape_file_name(&out, "a b;$(id)\n");
    assert_int_equal(strspn(out.data, "ab_id-0123456789abcdef"), out.len);
    char *longer = mem_alloc(2001);
    memset(longer, 'x', 2000);
    buf_clear(&out);
    escape_file_name(&out, longer);
    assert_true(out.len < 250);
    free(longer);
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_verdict_comes_first),
        cmocka_unit_test(failures_are_grouped_by_cause),
        cmocka_unit_test(a_block_says_everything),
        cmocka_unit_test(a_narrow_page_stacks),
        cmocka_unit_test(made_up_names_do_not_make_causes),
        cmocka_unit_test(many_names_are_cut_short),
        cmocka_unit_test(blocked_checks_are_no_wall),
        cmocka_unit_test(circles_of_blame_end),
        cmocka_unit_test(the_rest),
        cmocka_unit_test(colour_only_where_wanted),
        cmocka_unit_test(outside_text_is_harmless),
        cmocka_unit_test(a_long_text_is_shown_once),
        cmocka_unit_test(an_escaped_text_is_no_longer_than_another),
        cmocka_unit_test(odd_lines_do_no_harm),
        cmocka_unit_test(escapes),
        cmocka_unit_test(file_names),
    };
    return cmocka_run_group_tests_name("console", tests, NULL, NULL);
}
