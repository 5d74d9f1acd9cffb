#include "reports/tests/sample.h"

#include "base/file.h"
#include "reports/html.h"
#include "reports/tests/page.h"

#include <dirent.h>

/* Every way out of where a text may stand, and what a terminal or a reader falls for. */
#define HOSTILE                                                                                    \
    "</script><script>alert(1)</script><img src=x onerror=alert(1)><!-- {{data}} "                 \
    "\\u2028\\u2029\\u001b[31m\\u0000\\u202e &lt; ' \\\" ]]> \\\\u003c"
#define CHECK(id, status, more)                                                                    \
    "{\"type\":\"check\",\"id\":\"" id "\",\"clause\":\"CORE-01\",\"level\":\"core\","             \
    "\"strength\":\"must\",\"status\":\"" status "\"" more "}\n"
#define EXCHANGE(id, case, role)                                                                   \
    "{\"type\":\"exchange\",\"id\":" id                                                            \
    ",\"case\":\"" case "\",\"role\":\"" role "\",\"request\":{"                                   \
                        "\"method\":\"GET\",\"url\":\"http://h/"                                   \
                        "\"},\"response\":{\"delivery\":\"answered\"}}\n"

static char *json_of(const char *text)
{
    cJSON *value = json_read(bytes_of(text), NULL, NULL);
    struct buf out = buf_new(1 << 24);
    assert_non_null(value);
    html_json(&out, value, NULL);
    assert_false(out.failed);
    cJSON_Delete(value);
    return buf_take(&out);
}

static void assert_json(const char *in, const char *expected)
{
    char *out = json_of(in);
    assert_string_equal(out, expected);
    free(out);
}

static void nothing_ends_a_script(void **state)
{
    (void)state;
    assert_json("[1.5,true,null,{}]", "[1.5,true,null,{}]");
    assert_json("{\"a</script>\":\"<!--&\"}", "{\"a\\u003c/script\\u003e\":\"\\u003c!--\\u0026\"}");
    assert_json("\"\xe2\x80\xa8\xe2\x80\xa9\\u0000\\u001b\xc2\x9b\xe2\x80\xae\"",
                "\"\\u2028\\u2029\\u0000\\u001b\\u009b\\u202e\"");
    assert_json("\"\\\\u003c\\\\\\\\<\"", "\"\\\\u003c\\\\\\\\\\u003c\"");
}

static void members_are_left_out(void **state)
{
    (void)state;
    static const char *const without[] = {"b", NULL};
    cJSON *value = json_read(bytes_of("{\"b\":1,\"a\":{\"b\":2},\"b2\":3}"), NULL, NULL);
    struct buf out = buf_new(1000);
    html_json(&out, value, without);
    assert_string_equal(buf_view(&out).ptr, "{\"a\":{\"b\":2},\"b2\":3}");
    buf_free(&out);
    cJSON_Delete(value);
}

/* Three bytes a character: the limit is within one. */
static void what_is_long_is_cut(void **state)
{
    (void)state;
    struct buf in = buf_new(1 << 22);
    buf_text(&in, "[\"x");
    for (size_t i = 0; i < HTML_TEXT_MAX; i++)
        buf_text(&in, "\xe2\x82\xac");
    buf_text(&in, "\"");
    for (size_t i = 0; i < HTML_LIST_MAX; i++)
        buf_text(&in, ",0");
    buf_text(&in, "]");
    char *out = json_of(in.data);
    assert_true(strlen(out) < HTML_TEXT_MAX + 2 * HTML_LIST_MAX + 100);
    assert_non_null(strstr(out, "\xe2\x82\xac [cut here: 221185 bytes in all]\","));
    assert_true(json_check(bytes_of(out), NULL, NULL));
    free(out);
    buf_free(&in);
}

static void any_bytes_become_a_string(void **state)
{
    (void)state;
    struct buf out = buf_new(1000);
    html_json_text(&out, "a\xff\x1b<b\"");
    html_json_text(&out, "");
    assert_string_equal(buf_view(&out).ptr, "\"a\\\\xff\\\\u001b\\u003cb\\\"\"\"\"");
    buf_free(&out);
}

static void hashes(void **state)
{
    (void)state;
    struct buf out = buf_new(100);
    html_hash(&out, bytes_of(""));
    assert_string_equal(out.data, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    buf_free(&out);
}

/* Every file is in the page, and none can end the element it stands in. */
static void files_are_embedded(void **state)
{
    (void)state;
    struct buf script = buf_new(1 << 22);
    struct err err;
    DIR *folder = opendir("reports/html");
    assert_non_null(folder);
    html_script(&script);
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (entry->d_name[0] == '.')
            continue;
        char *path = mem_format("reports/html/%s", entry->d_name), *data;
        size_t len;
        assert_int_equal(file_read(path, 1 << 20, &data, &len, &err), 0);
        struct bytes file = {data, len};
        assert_true(bytes_equal(html_file(entry->d_name), file));
        if (strstr(path, ".js") && !memmem(script.data, script.len, data, len))
            fail_msg("%s is in no page", path);
        assert_true(strstr(path, ".html") || page_count(file, "</") == 0);
        assert_true(strstr(path, ".html") || page_count(file, "<!--") == 0);
        free(data);
        free(path);
    }
    closedir(folder);
    buf_free(&script);
}

static char *page_of(const struct report_source *list, size_t count)
{
    struct buf out = buf_new(1 << 26);
    render_html(list, count, &sample_contract, &out);
    assert_false(out.failed);
    return buf_take(&out);
}

static void assert_policy(const char *page, const char *element, const char *directive)
{
    char open[32], wanted[200];
    snprintf(open, sizeof open, "<%s>", element);
    const char *at = strstr(page, open) + strlen(open);
    snprintf(open, sizeof open, "</%s>", element);
    struct buf hash = buf_new(100);
    html_hash(&hash, (struct bytes){at, (size_t)(strstr(at, open) - at)});
    snprintf(wanted, sizeof wanted, "%s-src 'sha256-%s'", directive, hash.data);
    if (!strstr(page, wanted))
        fail_msg("the policy lacks %s", wanted);
    assert_non_null(strstr(page, "default-src 'none';"));
    buf_free(&hash);
}

static void hostile_results(void **state)
{
    (void)state;
    static const char text[] =
        "{\"type\":\"head\",\"schema\":1,\"run\":\"" HOSTILE "\",\"started\":\"" HOSTILE
        "\",\"target\":\"" HOSTILE "\",\"tool\":{\"" HOSTILE "\":\"" HOSTILE "\"},\"level\":7}\n"
        "{\"type\":\"exchange\",\"id\":1,\"case\":\"" HOSTILE "\",\"role\":\"step\",\"request\":{"
        "\"method\":\"" HOSTILE "\",\"url\":\"" HOSTILE "\",\"body\":\"" HOSTILE
        "\"},\"response\":{\"delivery\":\"" HOSTILE "\",\"headers\":[{\"name\":\"" HOSTILE
        "\",\"value\":\"" HOSTILE "\"}],\"note\":\"" HOSTILE "\"}}\n"
        "{\"type\":\"check\",\"id\":\"" HOSTILE "\",\"clause\":\"" HOSTILE "\",\"level\":\"core\","
        "\"strength\":\"" HOSTILE "\",\"status\":\"fail\",\"exchange\":1,\"message\":\"" HOSTILE
        "\",\"expected\":\"" HOSTILE "\",\"actual\":\"" HOSTILE "\",\"where\":\"" HOSTILE "\"}\n"
        "{\"type\":\"verdict\",\"level\":\"" HOSTILE "\",\"asked\":\"" HOSTILE
        "\",\"outcome\":\"" HOSTILE "\",\"reasons\":[\"" HOSTILE "\"]}\n";
    struct results *r = sample(text);
    struct report_source source = {"</script>\x1b\xff.jsonl", r, NULL};
    char *page = page_of(&source, 1);
    struct bytes evidence;
    const char *fault = page_fault(bytes_of(page), 1);
    if (fault)
        fail_msg("%s", fault);
    assert_true(page_block(bytes_of(page), "evidence-0", &evidence));
    assert_non_null(strstr(page, "onerror=alert(1)&gt;")); /* without scripts */
    assert_non_null(strstr(page, "{{data}}"));             /* what fills a slot has none */
    assert_policy(page, "script", "script");
    assert_policy(page, "style", "style");
    free(page);
    struct buf badge = buf_new(1 << 16);
    render_badge(r, &sample_contract, &badge);
    assert_int_equal(page_count(buf_view(&badge), "<"), 10);
    assert_int_equal(page_count(buf_view(&badge), "\x1b"), 0);
    buf_free(&badge);
    results_free(r);
}

static char *evidence_of(const char *text, size_t room)
{
    struct results *r = sample(text);
    struct buf out = buf_new(1 << 20);
    html_evidence(r, room, &out);
    assert_true(json_check(buf_view(&out), NULL, NULL));
    results_free(r);
    return buf_take(&out);
}

static void failures_come_first(void **state)
{
    (void)state;
    static const char text[] =
        HEAD EXCHANGE("1", "a/p", "step") EXCHANGE("2", "a/f", "given") EXCHANGE("3", "a/f", "step")
            EXCHANGE("4", "a/f", "cleanup") CHECK("a/f@CORE-01", "fail", ",\"exchange\":3")
                CHECK("a/p@CORE-01", "pass", ",\"exchange\":1");
    char *all = evidence_of(text, 1 << 20);
    assert_non_null(strstr(all, "\"id\":1,"));
    assert_non_null(strstr(all, "\"id\":2,"));
    assert_non_null(strstr(all, "\"id\":3,"));
    assert_null(strstr(all, "\"id\":4,"));
    assert_non_null(strstr(all, "[\"a/f@CORE-01\",\"#!/bin/sh"));
    assert_non_null(strstr(all, "\"leftOut\":0}"));
    free(all);
    char *few = evidence_of(text, 2 * 200); /* half of it for one exchange of some 140 bytes */
    assert_non_null(strstr(few, "\"id\":3,"));
    assert_null(strstr(few, "\"id\":2,"));
    assert_null(strstr(few, "\"id\":1,"));
    assert_non_null(strstr(few, "\"leftOut\":2}"));
    free(few);
}

static void assert_badge(const char *text, const char *piece)
{
    struct results *r = sample(text);
    struct buf out = buf_new(1 << 16);
    render_badge(r, &sample_contract, &out);
    if (!strstr(out.data, piece))
        fail_msg("no \"%s\" in:\n%s", piece, out.data);
    buf_free(&out);
    results_free(r);
}

static void badges(void **state)
{
    (void)state;
    assert_badge(HEAD CHECK("a@CORE-01", "pass", "") VERDICT("\"core\"", "certified", ""),
                 "<title id=\"title\">connection API: core, 2026-03-01; target http://127.0.0.1");
    assert_badge(HEAD VERDICT("null", "not-conforming", ""), ">not conforming, 2026-03-01<");
    assert_badge(HEAD CHECK("a@CORE-01", "pass", ""), ">incomplete, 2026-03-01<");
    assert_badge(HEAD VERDICT("null", "unreachable", ""), ">not certified, 2026-03-01<");
    assert_badge(HEAD CHECK("a@CORE-01", "fail", "") VERDICT("\"core\"", "certified", ""),
                 ">results contradict themselves, 2026-03-01<");
}

static void assert_plain(const char *text, const char *piece, const char *none)
{
    struct results *r = sample(text);
    struct report_source source = {"results.jsonl", r, NULL};
    struct buf out = buf_new(1 << 20);
    html_plain(&source, 1, &out);
    if (!strstr(out.data, piece) || strstr(out.data, none))
        fail_msg("no \"%s\", or \"%s\", in:\n%s", piece, none, out.data);
    buf_free(&out);
    results_free(r);
}

static void plain_pages(void **state)
{
    (void)state;
    assert_plain(HEAD CHECK("a@CORE-01", "pass", "") VERDICT("\"core\"", "certified", ""),
                 "<strong>CERTIFIED at core</strong>", "contradict");
    assert_plain(HEAD CHECK("a@CORE-01", "fail", "") VERDICT("\"core\"", "certified", ""),
                 "contradict", "CERTIFIED");
    assert_plain(HEAD CHECK("a@CORE-01", "pass", ""), "INCOMPLETE", "CERTIFIED");
    assert_plain(HEAD CHECK("a@CORE-01", "fail", ",\"message\":\"<odd>\"")
                     VERDICT("null", "not-conforming", ""),
                 "&lt;odd&gt;", "CERTIFIED");
}

#define OF_LEVEL(level, status)                                                                    \
    "{\"type\":\"check\",\"id\":\"a@CORE-01\",\"clause\":\"CORE-01\",\"level\":\"" level           \
    "\",\"strength\":\"must\",\"status\":\"" status "\"}\n"

static void doubts(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool doubt;
    } cases[] = {
        {HEAD OF_LEVEL("core", "fail") VERDICT("\"core\"", "certified", ""), true},
        {HEAD OF_LEVEL("core", "fail") VERDICT("null", "certified", ""), true},
        {HEAD OF_LEVEL("core", "fail") VERDICT("\"platform\"", "not-conforming", ""), true},
        {HEAD OF_LEVEL("robust", "fail") VERDICT("\"robust\"", "not-conforming", ""), true},
        {HEAD OF_LEVEL("robust", "fail") VERDICT("\"platform\"", "not-conforming", ""), false},
        {HEAD OF_LEVEL("family", "fail") VERDICT("\"core\"", "not-conforming", ""), false},
        {HEAD OF_LEVEL("core", "fail") VERDICT("\"robust\"", "not-conforming", ""), false},
        {HEAD OF_LEVEL("core", "warn") VERDICT("\"core\"", "certified", ""), false},
        {HEAD OF_LEVEL("core", "fail"), false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct results *r = sample(cases[i].text);
        if ((verdict_doubt(r) != NULL) != cases[i].doubt)
            fail_msg("case %zu", i);
        results_free(r);
    }
}

static struct campaign *campaign_of(size_t samples, struct err *err)
{
    struct buf text = buf_new(1 << 20);
    char path[64];
    struct campaign *c = NULL;
    buf_text(&text, "{\"type\":\"campaign\",\"schema\":1,\"target\":\"" HOSTILE "\"}\n");
    for (size_t i = 0; i < samples; i++)
        buf_format(&text, "{\"type\":\"sample\",\"at\":%zu,\"edges\":7}\n", i);
    buf_text(&text, "{\"type\":\"finding\",\"name\":\"" HOSTILE "\",\"status\":\"" HOSTILE "\"}\n");
    sample_write(path, buf_view(&text));
    int status = campaign_read(&c, path, err);
    unlink(path);
    buf_free(&text);
    return status ? NULL : c;
}

static void campaigns_have_samples(void **state)
{
    (void)state;
    struct err err = {0};
    assert_null(campaign_of(CAMPAIGN_SAMPLES_MAX + 1, &err));
    assert_non_null(strstr(err.text, ":502:"));
    struct campaign *c = campaign_of(CAMPAIGN_SAMPLES_MAX, &err);
    struct report_source source = {"campaign", NULL, c};
    char *page = page_of(&source, 1);
    const char *fault = page_fault(bytes_of(page), 0);
    if (fault)
        fail_msg("%s", fault);
    assert_non_null(strstr(page, "{\"at\":499,\"edges\":7}"));
    free(page);
    campaign_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_ends_a_script),
        cmocka_unit_test(members_are_left_out),
        cmocka_unit_test(what_is_long_is_cut),
        cmocka_unit_test(any_bytes_become_a_string),
        cmocka_unit_test(hashes),
        cmocka_unit_test(files_are_embedded),
        cmocka_unit_test(hostile_results),
        cmocka_unit_test(failures_come_first),
        cmocka_unit_test(badges),
        cmocka_unit_test(plain_pages),
        cmocka_unit_test(doubts),
        cmocka_unit_test(campaigns_have_samples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
