#include "reports/escape.h"
#include "reports/line.h"
#include "reports/render.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/* How CI servers count: a broken must is a failure; a must that could not be decided or is not
 * there is an error; what was left out, or is no must, is skipped; a warning passes and is said in
 * system-out. */
enum kind { KIND_PASSED, KIND_FAILURE, KIND_ERROR, KIND_SKIPPED };
#define KINDS 4

static enum kind kind_of(const cJSON *check)
{
    switch (line_status(check)) {
    case STATUS_FAIL:
        return KIND_FAILURE;
    case STATUS_INCONCLUSIVE:
    case STATUS_NOT_IMPLEMENTED:
        return line_is_must(check) ? KIND_ERROR : KIND_SKIPPED;
    case STATUS_SKIPPED:
    case STATUS_NOT_RUN:
        return KIND_SKIPPED;
    default:
        return KIND_PASSED;
    }
}

struct tally {
    size_t total, kinds[KINDS];
    double seconds;
};

static double seconds_of(const struct results *r, const cJSON *check)
{
    const cJSON *x = results_exchange(r, line_number(check, "exchange"));
    double seconds = line_number(line_member(x, "response"), "micros") / 1e6;
    results_forget(r);
    return seconds;
}

static void count(struct tally *t, const struct results *r, const cJSON *check)
{
    t->total++;
    t->kinds[kind_of(check)]++;
    t->seconds += seconds_of(r, check);
}

static void attribute(struct buf *out, const char *name, const char *value)
{
    buf_format(out, " %s=\"", name);
    escape_xml(out, bytes_of(value));
    buf_byte(out, '"');
}

static void number_attribute(struct buf *out, const char *name, size_t value)
{
    buf_format(out, " %s=\"%zu\"", name, value);
}

/* Without the locale's idea of a decimal point. */
static void time_attribute(struct buf *out, double seconds)
{
    unsigned long long micros = (unsigned long long)(seconds * 1e6 + 0.5);
    buf_format(out, " time=\"%llu.%06llu\"", micros / 1000000, micros % 1000000);
}

static void tally_attributes(struct buf *out, const struct tally *t)
{
    number_attribute(out, "tests", t->total);
    number_attribute(out, "failures", t->kinds[KIND_FAILURE]);
    number_attribute(out, "errors", t->kinds[KIND_ERROR]);
}

static void text_line(struct buf *out, const char *label, const char *text)
{
    if (!*text)
        return;
    buf_format(out, "%s: ", label);
    escape_xml(out, bytes_of(text));
    buf_byte(out, '\n');
}

static void details(struct buf *out, const struct results *r, const cJSON *check)
{
    text_line(out, "clause", line_text(check, "clause"));
    text_line(out, "says", line_text(check, "says"));
    text_line(out, "message", line_text(check, "message"));
    text_line(out, "where", line_text(check, "where"));
    text_line(out, "expected", line_text(check, "expected"));
    text_line(out, "actual", line_text(check, "actual"));
    text_line(out, "blocked by", line_text(check, "blockedBy"));
    text_line(out, "request id", line_text(check, "requestId"));
    const cJSON *x = results_exchange(r, line_number(check, "exchange"));
    if (!x)
        return;
    text_line(out, "method", line_text(line_member(x, "request"), "method"));
    text_line(out, "url", line_text(line_member(x, "request"), "url"));
    struct buf name = buf_new(4096);
    buf_text(&name, "repro/");
    escape_file_name(&name, line_text(check, "id"));
    buf_text(&name, ".sh");
    text_line(out, "again", buf_view(&name).ptr);
    buf_free(&name);
    results_forget(r);
}

static const char *headline(const cJSON *check)
{
    return line_has(check, "message") ? line_text(check, "message") : line_text(check, "status");
}

static void problem(struct buf *out, const struct results *r, const cJSON *check, const char *tag)
{
    buf_format(out, "      <%s", tag);
    attribute(out, "message", headline(check));
    attribute(out, "type", line_text(check, "clause"));
    buf_byte(out, '>');
    details(out, r, check);
    buf_format(out, "</%s>\n", tag);
}

static void outcome(struct buf *out, const struct results *r, const cJSON *check)
{
    switch (kind_of(check)) {
    case KIND_FAILURE:
        problem(out, r, check, "failure");
        break;
    case KIND_ERROR:
        problem(out, r, check, "error");
        break;
    case KIND_SKIPPED:
        buf_text(out, "      <skipped");
        attribute(out, "message", headline(check));
        buf_text(out, "/>\n");
        break;
    default:
        if (line_status(check) == STATUS_PASS)
            break;
        buf_format(out, "      <system-out>%s\n", line_text(check, "status"));
        details(out, r, check);
        buf_text(out, "</system-out>\n");
    }
}

static void testcase(struct buf *out, const struct results *r, const cJSON *check)
{
    buf_text(out, "    <testcase");
    attribute(out, "classname", line_text(check, "level"));
    attribute(out, "name", line_text(check, "id"));
    time_attribute(out, seconds_of(r, check));
    buf_text(out, ">\n");
    outcome(out, r, check);
    buf_text(out, "    </testcase>\n");
}

static void property(struct buf *out, const char *name, const char *value)
{
    buf_text(out, "      <property");
    attribute(out, "name", name);
    attribute(out, "value", value);
    buf_text(out, "/>\n");
}

static void properties(struct buf *out, const struct results *r, const struct contract *c)
{
    const cJSON *head = r->head;
    const char *certified = line_text(r->verdict, "level");
    buf_text(out, "    <properties>\n");
    property(out, "target", line_text(head, "target"));
    property(out, "run", line_text(head, "run"));
    property(out, "api-version", line_text(head, "apiVersion"));
    property(out, "certified", *certified ? certified : "nothing");
    property(out, "asked", line_text(r->verdict, "asked"));
    property(out, "outcome", r->verdict ? line_text(r->verdict, "outcome") : "killed");
    property(out, "suite-digest", line_text(line_member(head, "suite"), "digest"));
    property(out, "contract-digest", line_text(line_member(head, "contract"), "digest"));
    if (strcmp(c->digest, line_text(line_member(head, "contract"), "digest")) != 0)
        property(out, "rendered-with-contract-digest", c->digest);
    buf_text(out, "    </properties>\n");
}

/* "2026-01-02T03:04:05" of the start, as the schemas in use ask for, or nothing. */
static void timestamp(struct buf *out, const char *started)
{
    if (strlen(started) < 19 || strspn(started, "0123456789-T:.Z+") != strlen(started))
        return;
    char *text = mem_copy(started, 19);
    attribute(out, "timestamp", text);
    free(text);
}

static void suite(struct buf *out, const struct results *r, const struct contract *c,
                  enum level level)
{
    struct tally t = {0};
    for (size_t i = 0; i < r->check_count; i++)
        if (line_level(r->checks[i]) == level)
            count(&t, r, r->checks[i]);
    if (!t.total)
        return;
    buf_text(out, "  <testsuite");
    attribute(out, "name", level_name(level));
    tally_attributes(out, &t);
    number_attribute(out, "skipped", t.kinds[KIND_SKIPPED]);
    time_attribute(out, t.seconds);
    timestamp(out, line_text(r->head, "started"));
    buf_text(out, ">\n");
    properties(out, r, c);
    for (size_t i = 0; i < r->check_count; i++)
        if (line_level(r->checks[i]) == level)
            testcase(out, r, r->checks[i]);
    buf_text(out, "  </testsuite>\n");
}

/* A run that was killed, or that decided nothing, must not look green. */
static const char *no_run(const struct results *r, const struct tally *t)
{
    if (!r->verdict)
        return "the run ended before its verdict";
    if (cJSON_IsTrue(line_member(r->verdict, "interrupted")))
        return "the run was ended before its time";
    return t->total == t->kinds[KIND_SKIPPED] ? "nothing was checked" : NULL;
}

static void run_suite(struct buf *out, const char *why)
{
    buf_text(out, "  <testsuite name=\"run\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\" "
                  "time=\"0.000000\">\n"
                  "    <testcase classname=\"run\" name=\"complete\" time=\"0.000000\">\n"
                  "      <error type=\"incomplete\"");
    attribute(out, "message", why);
    buf_text(out, "/>\n    </testcase>\n  </testsuite>\n");
}

void render_junit(const struct results *r, const struct contract *c, struct buf *out)
{
    struct tally all = {0};
    for (size_t i = 0; i < r->check_count; i++)
        count(&all, r, r->checks[i]);
    const char *why = no_run(r, &all);
    all.total += why != NULL;
    all.kinds[KIND_ERROR] += why != NULL;
    buf_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"connspec\"");
    tally_attributes(out, &all);
    time_attribute(out, all.seconds);
    buf_text(out, ">\n");
    if (why)
        run_suite(out, why);
    for (int level = 0; level < LEVELS; level++)
        suite(out, r, c, (enum level)level);
    buf_text(out, "</testsuites>\n");
}
