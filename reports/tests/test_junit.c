#include "reports/tests/sample.h"

#include "reports/render.h"

#define CHECK(id, clause, level, strength, status, more)                                           \
    "{\"type\":\"check\",\"id\":\"" id "\",\"clause\":\"" clause "\",\"level\":\"" level           \
    "\",\"strength\":\"" strength "\",\"status\":\"" status "\"" more "}\n"

static char *render(const char *text)
{
    struct results *r = sample(text);
    struct buf out = buf_new((size_t)1 << 20);
    render_junit(r, &sample_contract, &out);
    assert_false(out.failed);
    results_free(r);
    return buf_take(&out);
}

static void assert_has(const char *text, const char *piece)
{
    if (!strstr(text, piece))
        fail_msg("no \"%s\" in:\n%s", piece, text);
}

/* A small reader of XML 1.0, enough for what is written here: tags nest, attributes are quoted and
 * differ, text and attributes hold only allowed characters and known references. */
struct xml {
    const char *at;
    const char *open[16];
    size_t open_len[16], depth, roots;
};

static size_t name_length(const char *p)
{
    return strspn(p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-");
}

/* Over character data up to one of `stops`; false if something is not allowed there. */
static bool data(struct xml *x, const char *stops)
{
    static const char *const references[] = {"&amp;", "&lt;", "&gt;",  "&quot;",
                                             "&#39;", "&#9;", "&#10;", "&#13;"};
    while (*x->at && !strchr(stops, *x->at)) {
        size_t skip = 1;
        if (*x->at == '&') {
            skip = 0;
            for (size_t i = 0; i < 8; i++)
                if (strncmp(x->at, references[i], strlen(references[i])) == 0)
                    skip = strlen(references[i]);
        }
        if (!skip || *x->at == '<' || ((unsigned char)*x->at < ' ' && *x->at != '\n'))
            return false;
        x->at += skip;
    }
    return true;
}

static bool attributes(struct xml *x)
{
    while (*x->at == ' ') {
        size_t len = name_length(++x->at);
        x->at += len;
        if (!len || x->at[0] != '=' || x->at[1] != '"')
            return false;
        x->at += 2;
        if (!data(x, "\"") || *x->at++ != '"')
            return false;
    }
    return true;
}

static bool closing(struct xml *x)
{
    size_t len = name_length(x->at);
    if (!x->depth || x->open_len[x->depth - 1] != len ||
        memcmp(x->open[x->depth - 1], x->at, len) != 0 || x->at[len] != '>')
        return false;
    x->depth--;
    x->at += len + 1;
    return true;
}

static bool tag(struct xml *x)
{
    if (*x->at == '/') {
        x->at++;
        return closing(x);
    }
    size_t len = name_length(x->at);
    const char *name = x->at;
    x->roots += x->depth == 0;
    x->at += len;
    if (!len || !attributes(x))
        return false;
    if (x->at[0] == '/' && x->at[1] == '>') {
        x->at += 2;
        return true;
    }
    if (*x->at++ != '>' || x->depth == 16)
        return false;
    x->open[x->depth] = name;
    x->open_len[x->depth++] = len;
    return true;
}

static bool well_formed(const char *text)
{
    static const char declaration[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    struct xml x = {.at = text + sizeof declaration - 1};
    if (strncmp(text, declaration, sizeof declaration - 1) != 0)
        return false;
    while (*x.at) {
        if (*x.at == '<') {
            x.at++;
            if (!tag(&x))
                return false;
        } else if (!data(&x, "<")) {
            return false;
        }
    }
    return x.depth == 0 && x.roots == 1;
}

static void the_reader_refuses(void **state)
{
    (void)state;
#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    assert_true(well_formed(XML "<a b=\"&amp;\"><c/>x</a>\n"));
    static const char *const wrong[] = {"",
                                        XML "<a>",
                                        XML "<a></b>",
                                        XML "<a/><b/>",
                                        XML "<a b=\"<\"/>",
                                        XML "<a>&nbsp;</a>",
                                        XML "<a>\x01</a>"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(well_formed(wrong[i]));
}

#define RUN                                                                                        \
    HEAD "{\"type\":\"exchange\",\"id\":4,\"role\":\"step\",\"request\":{\"method\":\"PUT\","      \
         "\"url\":\"http://h/"                                                                     \
         "c\"},\"response\":{\"delivery\":\"answered\",\"micros\":12500}}\n" CHECK(                \
             "core/a@CORE-01", "CORE-01", "core", "must", "pass", ",\"exchange\":4")               \
             CHECK("core/b@CORE-05", "CORE-05", "core", "must", "fail",                            \
                   ",\"message\":\"It was "                                                        \
                   "<accepted>.\",\"expected\":\"400\",\"actual\":\"200\",\"exchange\":4")         \
                 CHECK("core/c@CORE-01", "CORE-01", "core", "must", "inconclusive",                \
                       ",\"blockedBy\":\"core/b\"")                                                \
                     CHECK("core/d@CORE-13", "CORE-13", "core", "should", "inconclusive", "")      \
                         CHECK("core/e@CORE-13", "CORE-13", "core", "should", "warn",              \
                               ",\"message\":\"Other.\"")                                          \
                             CHECK("core/f@CORE-01", "CORE-01", "core", "must", "skipped",         \
                                   ",\"message\":\"issue 12\"")                                    \
                                 CHECK("core/g@CORE-01", "CORE-01", "core", "must", "not-run", "") \
                                     CHECK("family/a@FAM-05", "FAM-05", "family", "must",          \
                                           "not-implemented", "")                                  \
                                         VERDICT("null", "not-conforming", "")

static void counts_as_servers_do(void **state)
{
    (void)state;
    char *text = render(RUN);
    assert_true(well_formed(text));
    assert_has(text, "<testsuites name=\"connspec\" tests=\"8\" failures=\"1\" errors=\"2\"");
    assert_has(text,
               "<testsuite name=\"core\" tests=\"7\" failures=\"1\" errors=\"1\" skipped=\"3\" "
               "time=\"0.025000\" timestamp=\"2026-03-01T09:30:00\">");
    assert_has(text, "<testsuite name=\"family\" tests=\"1\" failures=\"0\" errors=\"1\"");
    assert_null(strstr(text, "name=\"run\" tests"));
    free(text);
}

static void each_kind_of_case(void **state)
{
    (void)state;
    char *text = render(RUN);
    assert_has(text, "<testcase classname=\"core\" name=\"core/a@CORE-01\" time=\"0.012500\">\n"
                     "    </testcase>");
    assert_has(text, "<failure message=\"It was &lt;accepted&gt;.\" type=\"CORE-05\">");
    assert_has(text, "expected: 400\nactual: 200\n");
    assert_has(text, "again: repro/core--b@CORE-05.sh\n");
    assert_has(text, "<error message=\"inconclusive\" type=\"CORE-01\">");
    assert_has(text, "blocked by: core/b\n");
    assert_has(text, "<skipped message=\"inconclusive\"/>");
    assert_has(text, "<system-out>warn\n");
    assert_has(text, "<skipped message=\"issue 12\"/>");
    assert_has(text, "<error message=\"not-implemented\" type=\"FAM-05\">");
    free(text);
}

static void properties_say_what_was_certified(void **state)
{
    (void)state;
    char *text = render(HEAD CHECK("core/a@CORE-01", "CORE-01", "core", "must", "pass", "")
                            VERDICT("\"core\"", "certified", ""));
    assert_has(text, "<property name=\"certified\" value=\"core\"/>");
    assert_has(text, "<property name=\"suite-digest\" value=\"aa\"/>");
    assert_has(text, "<property name=\"contract-digest\" value=\"bb\"/>");
    assert_null(strstr(text, "rendered-with"));
    free(text);
}

static void a_run_that_decided_nothing_is_not_green(void **state)
{
    (void)state;
    static const char *const runs[][2] = {
        {HEAD, "the run ended before its verdict"},
        {HEAD CHECK("core/a@CORE-01", "CORE-01", "core", "must", "pass", ""),
         "the run ended before its verdict"},
        {HEAD VERDICT("null", "incomplete", ""), "nothing was checked"},
        {HEAD CHECK("core/a@CORE-01", "CORE-01", "core", "must", "not-run", "")
             VERDICT("null", "incomplete", ""),
         "nothing was checked"},
    };
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        char *text = render(runs[i][0]);
        assert_true(well_formed(text));
        assert_has(text, "errors=\"1\"");
        assert_has(text, runs[i][1]);
        free(text);
    }
}

static void only_characters_of_xml(void **state)
{
    (void)state;
#define EVIL "\\u0000\\u0001\\u001b\\ufffe\\uffff]]>&<\\\"'\\n\\r\\t"
    char *text = render(
        "{\"type\":\"head\",\"schema\":1,\"target\":\"" EVIL "\",\"started\":\"" EVIL "\"}\n" CHECK(
            EVIL, EVIL, "core", "must", "fail", ",\"message\":\"" EVIL "\",\"actual\":\"" EVIL "\"")
            CHECK("2" EVIL, EVIL, "core", "must", "skipped",
                  ",\"message\":\"" EVIL "\"") "{\"type\":\"verdict\",\"level\":\"" EVIL
                                               "\",\"asked\":\"" EVIL "\",\"outcome\":\"" EVIL
                                               "\"}\n");
    if (!well_formed(text))
        fail_msg("%s", text);
    assert_has(
        text,
        "actual: \\u0000\\u0001\\u001b\\ufffe\\uffff]]&gt;&amp;&lt;&quot;&#39;&#10;&#13;&#9;\n");
    assert_null(strstr(text, "timestamp"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_reader_refuses),
        cmocka_unit_test(counts_as_servers_do),
        cmocka_unit_test(each_kind_of_case),
        cmocka_unit_test(properties_say_what_was_certified),
        cmocka_unit_test(a_run_that_decided_nothing_is_not_green),
        cmocka_unit_test(only_characters_of_xml),
    };
    return cmocka_run_group_tests_name("junit", tests, NULL, NULL);
}
