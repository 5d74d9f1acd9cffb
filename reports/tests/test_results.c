#include "reports/tests/sample.h"

#include "base/file.h"
#include "base/json.h"
#include "contract/record.h"
#include "contract/schema.h"

#define EXCHANGE(id)                                                                               \
    "{\"type\":\"exchange\",\"id\":" id ",\"role\":\"step\",\"request\":{\"method\":\"GET\","      \
    "\"url\":\"http://h/\"},\"response\":{\"delivery\":\"answered\"}}\n"
#define CHECK(id)                                                                                  \
    "{\"type\":\"check\",\"id\":\"" id "\",\"clause\":\"CORE-01\",\"level\":\"core\","             \
    "\"strength\":\"must\",\"status\":\"pass\"}\n"
#define DONE VERDICT("\"core\"", "certified", "")

static void sorts_by_id(void **state)
{
    (void)state;
    struct results *r =
        sample(HEAD EXCHANGE("10") CHECK("b@CORE-01") EXCHANGE("9") CHECK("a@CORE-01") DONE);
    assert_int_equal(r->check_count, 2);
    assert_string_equal(cJSON_GetObjectItem(r->checks[0], "id")->valuestring, "a@CORE-01");
    assert_int_equal(r->exchange_count, 2);
    assert_int_equal(r->exchanges[0].id, 9);
    assert_int_equal(r->exchanges[1].id, 10);
    const cJSON *nine = results_exchange(r, 9);
    assert_ptr_equal(nine, r->exchanges[0].tree);
    assert_ptr_equal(nine, results_exchange(r, 9));
    assert_int_equal(cJSON_GetObjectItem(nine, "id")->valueint, 9);
    results_forget(r);
    assert_null(r->exchanges[0].tree);
    assert_int_equal(cJSON_GetObjectItem(results_exchange(r, 9), "id")->valueint, 9);
    assert_null(results_exchange(r, 8));
    assert_null(results_exchange(r, 0));
    assert_null(results_exchange(r, 11));
    assert_false(r->incomplete);
    results_free(r);
    results_free(NULL);
}

struct incomplete {
    const char *text;
    size_t checks;
};

static void incomplete_runs(void **state)
{
    (void)state;
    static const struct incomplete runs[] = {
        {HEAD, 0},
        {HEAD CHECK("a@CORE-01"), 1},
        {HEAD CHECK("a@CORE-01") "{\"type\":\"chec", 1},
        {HEAD CHECK("a@CORE-01") DONE "{", 1},
        {HEAD VERDICT("null", "incomplete", ""), 0},
        {HEAD "{\"type\":\"verdict\",\"asked\":\"core\",\"outcome\":\"certified\","
              "\"interrupted\":true}\n",
         0},
    };
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        struct results *r = sample(runs[i].text);
        if (!r->incomplete || r->check_count != runs[i].checks)
            fail_msg("run %zu", i);
        results_free(r);
    }
}

static void a_last_line_without_its_end_is_whole(void **state)
{
    (void)state;
    char *text = mem_string(HEAD DONE);
    text[strlen(text) - 1] = '\0';
    struct results *r = sample(text);
    assert_false(r->incomplete);
    results_free(r);
    free(text);
}

struct refused {
    const char *name, *text, *says;
};

static const struct refused refusals[] = {
    {"an empty file", "", ":1: the head is missing"},
    {"no head", CHECK("a@CORE-01"), ":1: the head is missing"},
    {"a cut head", "{\"type\":\"head\"", "the first line must be the head"},
    {"not JSON", "hello\n", ":1:1: "},
    {"a second head", HEAD HEAD, ":2: a second head"},
    {"another schema", "{\"type\":\"head\",\"schema\":2}\n", ":1: \"schema\" is not 1"},
    {"an unknown type", HEAD "{\"type\":\"surprise\"}\n", ":2: a line of an unknown type"},
    {"no type", HEAD "{}\n", ":2: not a line of results"},
    {"not an object", HEAD "[]\n", ":2: not a line of results"},
    {"a broken line in the middle", HEAD "{\n" DONE, ":2:"},
    {"an empty line", HEAD "\n" DONE, ":2:"},
    {"duplicate members", HEAD "{\"type\":\"check\",\"type\":\"check\"}\n", ":2:"},
    {"an exchange twice", HEAD EXCHANGE("7") CHECK("a@CORE-01") EXCHANGE("7"),
     ":4: the id was already used in line 2"},
    {"a check twice", HEAD CHECK("a@CORE-01") CHECK("a@CORE-01"),
     ":3: the id was already used in line 2"},
    {"an exchange number 0", HEAD EXCHANGE("0"), ":2:"},
    {"an exchange number 1.5", HEAD EXCHANGE("1.5"), ":2:"},
    {"an exchange number 1e300", HEAD EXCHANGE("1e300"), ":2:"},
    {"an unknown status",
     HEAD "{\"type\":\"check\",\"id\":\"a\",\"clause\":\"C\",\"level\":\"core\","
          "\"strength\":\"must\",\"status\":\"fine\"}\n",
     ":2:"},
    {"behind the verdict", HEAD DONE CHECK("a@CORE-01"), ":3: there is something behind"},
    {"two verdicts", HEAD DONE DONE, ":3: there is something behind"},
    {"nested too deep", HEAD "{\"type\":\"check\",\"x\":[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]}\n",
     ":2:"},
};

static void refuses(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        struct err err = {0};
        struct results *r = sample_read(bytes_of(refusals[i].text), &err);
        if (r || !strstr(err.text, refusals[i].says) || !strstr(err.text, "/tmp/connspec-report-"))
            fail_msg("%s: \"%s\"", refusals[i].name, r ? "accepted" : err.text);
    }
}

static void no_file(void **state)
{
    (void)state;
    struct results *r;
    struct err err = {0};
    assert_int_equal(results_read(&r, "/nonexistent/results.jsonl", false, &err), -1);
    assert_non_null(strstr(err.text, "/nonexistent/results.jsonl"));
}

/* Truncated anywhere, a file is read or refused, never a crash. */
static void cut_anywhere(void **state)
{
    (void)state;
    static const char whole[] = HEAD EXCHANGE("1") CHECK("a@CORE-01") DONE;
    for (size_t len = 0; len < sizeof whole; len += 7) {
        struct err err = {0};
        struct results *r = sample_read((struct bytes){whole, len}, &err);
        assert_true(r || err.text[0]);
        assert_true(!r || len >= sizeof HEAD - 2);
        results_free(r);
    }
}

struct judge {
    cJSON *document;
    struct schema *schema;
};

static char *read_text(const char *path)
{
    char *text;
    size_t len;
    struct err err;
    if (file_read(path, (size_t)1 << 20, &text, &len, &err))
        fail_msg("%s", err.text);
    return text;
}

static int open_schema(void **state)
{
    static const char *const root[] = {"", NULL};
    struct judge *j = mem_alloc(sizeof *j);
    char *text = read_text("reports/results.schema.json");
    struct err err;
    j->document = json_read_named("results.schema.json", bytes_of(text), &err);
    free(text);
    if (!j->document || schema_load(&j->schema, j->document, root, NULL, &err))
        fail_msg("%s", err.text);
    *state = j;
    return 0;
}

static int close_schema(void **state)
{
    struct judge *j = *state;
    schema_free(j->schema);
    cJSON_Delete(j->document);
    free(j);
    return 0;
}

static bool fits(const struct judge *j, struct bytes line)
{
    struct json_problem problem;
    cJSON *tree = json_read(line, NULL, &problem);
    if (!tree)
        fail_msg("%s", problem.text);
    bool valid = schema_check(j->schema, "", tree, NULL, NULL);
    cJSON_Delete(tree);
    return valid;
}

static void schema_refuses(void **state)
{
    static const char *const wrong[] = {
        "{}",
        "{\"type\":\"head\",\"schema\":2}",
        "{\"type\":\"check\",\"id\":\"a@CORE-01\",\"clause\":\"CORE-01\",\"level\":\"core\","
        "\"strength\":\"must\",\"scenario\":\"a\",\"status\":\"pass\",\"more\":1}",
        "{\"type\":\"check\",\"id\":\"a@CORE-01\",\"clause\":\"CORE-01\",\"level\":\"core\","
        "\"strength\":\"must\",\"scenario\":\"a\",\"status\":\"pass\",\"where\":null}",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(fits(*state, bytes_of(wrong[i])));
    assert_true(
        fits(*state, bytes_of("{\"type\":\"check\",\"id\":\"a@CORE-01\",\"clause\":\"CORE-01\","
                              "\"level\":\"core\",\"strength\":\"must\",\"scenario\":\"a\","
                              "\"status\":\"pass\"}")));
}

/* Each line of the page's fenced examples, into one text. */
static struct buf examples(char *page)
{
    struct buf out = buf_new((size_t)1 << 20);
    bool inside = false;
    for (char *line; (line = strsep(&page, "\n"));) {
        if (strncmp(line, "```", 3) == 0)
            inside = !inside;
        else if (inside)
            buf_format(&out, "%s\n", line);
    }
    return out;
}

static void the_page_shows_real_lines(void **state)
{
    char *page = read_text("reports/RESULTS.md");
    struct buf lines = examples(page);
    char *at = lines.data;
    size_t count = 0;
    struct results *r = sample(lines.data);
    assert_int_equal(r->check_count, 1);
    assert_int_equal(r->exchange_count, 1);
    assert_non_null(r->verdict);
    results_free(r);
    for (char *line; (line = strsep(&at, "\n")) && *line; count++)
        if (!fits(*state, bytes_of(line)))
            fail_msg("not as in the schema: %s", line);
    assert_int_equal(count, 4);
    buf_free(&lines);
    free(page);
}

static void lines_of_a_campaign_fit(void **state)
{
    static const char *const files[] = {"corpus/campaign/three-findings.jsonl",
                                        "corpus/campaign/over-time.jsonl"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char *text = read_text(files[i]), *rest = text;
        for (char *line; (line = strsep(&rest, "\n")) && *line;)
            if (!fits(*state, bytes_of(line)))
                fail_msg("not as in the schema: %s", line);
        free(text);
    }
    assert_false(fits(*state, bytes_of("{\"type\":\"sample\",\"at\":1}")));
}

static void write_all(struct record *record)
{
    struct request rq = request_new("PUT", "/x\xff/sharedkey");
    struct response rs = {.delivery = DROPPED, .note = mem_string("reset")};
    struct record_exchange x = {
        .role = ROLE_TWIN, .origin = "reference", .request = &rq, .response = &rs};
    headers_add(&rq.headers, "X-Odd", "\xc0\x80\x1b[31m");
    request_body(&rq, "\0\xff", 2);
    struct check check = {.id = "core/a@CORE-01",
                          .status = STATUS_FAIL,
                          .step = 1,
                          .exchange = 1,
                          .where = "",
                          .expected = "\x01",
                          .actual = "\xed\xa0\x80"};
    struct verdict v = {.level = LEVEL_CORE};
    v.clauses = mem_alloc(4 * sizeof *v.clauses);
    v.checks = mem_alloc(4 * sizeof *v.checks);
    record_exchange(record, &x);
    request_body(&rq, "plain", 5);
    rs.body = mem_string("");
    record_exchange(record, &x);
    record_check(record, &sample_contract, &check);
    record_verdict(record, &sample_contract, &v, LEVEL_ROBUST, false, 0.1);
    request_free(&rq);
    response_free(&rs);
    verdict_free(&v);
}

static void what_is_recorded_fits_and_is_read(void **state)
{
    char path[64];
    struct record *record;
    struct results *r;
    struct err err;
    sample_write(path, bytes_of(""));
    assert_int_equal(record_open(&record, path, &err), 0);
    record_head(
        record,
        cJSON_Parse(
            "{\"tool\":{\"name\":\"connspec\",\"version\":\"1\"},\"run\":\"r\","
            "\"started\":\"2026-03-01T09:30:00Z\",\"target\":\"reference\",\"apiVersion\":\"v\","
            "\"level\":\"all\",\"suite\":{\"digest\":"
            "\"0123456789012345678901234567890123456789012345678901234567890123\"},\"contract\":{"
            "\"digest\":\"0123456789012345678901234567890123456789012345678901234567890123\"}}"));
    write_all(record);
    assert_int_equal(record_close(record, &err), 0);
    char *text = read_text(path), *rest = text;
    for (char *line; (line = strsep(&rest, "\n")) && *line;)
        if (!fits(*state, bytes_of(line)))
            fail_msg("not as in the schema: %s", line);
    assert_int_equal(results_read(&r, path, false, &err), 0);
    assert_int_equal(r->exchange_count, 2);
    assert_int_equal(r->check_count, 1);
    assert_false(r->incomplete);
    results_free(r);
    free(text);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sorts_by_id),
        cmocka_unit_test(incomplete_runs),
        cmocka_unit_test(a_last_line_without_its_end_is_whole),
        cmocka_unit_test(refuses),
        cmocka_unit_test(no_file),
        cmocka_unit_test(cut_anywhere),
        cmocka_unit_test_setup_teardown(schema_refuses, open_schema, close_schema),
        cmocka_unit_test_setup_teardown(the_page_shows_real_lines, open_schema, close_schema),
        cmocka_unit_test_setup_teardown(lines_of_a_campaign_fit, open_schema, close_schema),
        cmocka_unit_test_setup_teardown(what_is_recorded_fits_and_is_read, open_schema,
                                        close_schema),
    };
    return cmocka_run_group_tests_name("results", tests, NULL, NULL);
}
