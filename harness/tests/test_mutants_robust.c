/* Every mutant of a ROB clause breaks it where it says so; a dozen are looked at closely. */
#include "robust_conversation.h"

#include "reference/mutant.h"
#include "reference/mutants_robust_tools.h"

#include <sys/wait.h>
#include <unistd.h>

static const struct {
    const char *clause;
    void (*talk)(struct talk *t);
} talks[] = {
    {"ROB-01", talk_json},  {"ROB-02", talk_twice},   {"ROB-03", talk_bytes},
    {"ROB-04", talk_deep},  {"ROB-05", talk_numbers}, {"ROB-06", talk_ipsec},
    {"ROB-07", talk_names}, {"ROB-08", talk_large},   {"ROB-09", talk_heads},
    {"ROB-10", talk_time},  {"ROB-11", talk_strings}, {"ROB-12", talk_next},
};
#define TALKS (sizeof talks / sizeof *talks)

static struct buf conversation(size_t clause, const char *mutant)
{
    struct talk t = {.s = open_service(NULL, mutant), .out = buf_new(8 << 20), .line = 1};
    talks[clause].talk(&t);
    service_close(t.s);
    assert_false(t.out.failed);
    return t.out;
}

/* Runs in a child, since it may end the process. What came out is its exit status. */
static int in_child(int (*run)(const void *), const void *with)
{
    int status = 0;
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        alarm(120);
        _exit(run(with));
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

struct trial {
    const struct mutant *m;
    size_t clause;
    const struct buf *reference;
};

static int try(const void *of)
{
    const struct trial *t = of;
    struct buf other = conversation(t->clause, t->m->name);
    while (t->m->seam.on_text == harm_die_soon)
        pause(); /* it is about to */
    return !bytes_equal(buf_view(t->reference), buf_view(&other));
}

static void every_mutant_talks_otherwise(void **state)
{
    (void)state;
    size_t count, silent = 0;
    const struct mutant *list = mutant_list(&count);
    for (size_t clause = 0; clause < TALKS; clause++) {
        struct buf reference = conversation(clause, NULL), again = conversation(clause, NULL);
        assert_true(bytes_equal(buf_view(&reference), buf_view(&again)));
        for (size_t i = 0; i < count; i++) {
            struct trial t = {&list[i], clause, &reference};
            if (strcmp(list[i].clause, talks[clause].clause) != 0)
                continue;
            int status = in_child(try, &t);
            if (status != 1 && status != HARM_EXIT && ++silent)
                print_error("%s: exit status %d\n", list[i].name, status);
        }
        buf_free(&reference);
        buf_free(&again);
    }
    assert_int_equal(silent, 0);
}

static void every_clause_has_several(void **state)
{
    (void)state;
    size_t count, all = 0, rare = 0;
    const struct mutant *list = mutant_list(&count);
    for (size_t clause = 0; clause < TALKS; clause++) {
        size_t found = 0;
        for (size_t i = 0; i < count; i++) {
            bool is = strcmp(list[i].clause, talks[clause].clause) == 0;
            found += is;
            rare += is && list[i].rare;
        }
        assert_true(found >= 3);
        all += found;
    }
    assert_true(all >= 60 && rare * 3 >= all);
}

/* --- one by one --- */

static struct service *with(const char *mutant)
{
    struct service *s = open_service(NULL, mutant);
    assert_int_equal(status_of(s, "PUT", C1, GOOD), 200);
    return s;
}

static struct response send(struct service *s, unsigned long line, const char *method,
                            const char *path, struct bytes body)
{
    struct response rs;
    struct request rq = request_new(method, path);
    if (body.ptr) {
        request_body(&rq, body.ptr, body.len);
        add_header_line(&rq, JSON_TYPE);
    }
    service_handle_on(s, line, &rq, &rs);
    request_free(&rq);
    return rs;
}

static int status_on(struct service *s, unsigned long line, const char *method, const char *body)
{
    struct response rs = send(s, line, method, C1, bytes_of(body));
    int status = rs.status;
    response_free(&rs);
    return status;
}

static void a_comment_is_500(void **state)
{
    (void)state;
    struct service *s = with("json-comment-500");
    char *before = state_of(s, C1);
    assert_int_equal(status_of(s, "PUT", C1, "{}//x"), 500);
    assert_int_equal(status_of(s, "PUT", C1, "{\"tags\":{\"k\":\"//\"}}"), 400);
    assert_int_equal(status_of(s, "PUT", C1, "{,}"), 400);
    char *after = state_of(s, C1);
    assert_string_equal(before, after);
    free(before);
    free(after);
    service_close(s);
}

static void single_quotes_get_no_answer(void **state)
{
    (void)state;
    struct service *s = with("json-single-quotes-held");
    struct response rs = send(s, 0, "PUT", C1, bytes_of("{'a':1}"));
    assert_int_equal(rs.delivery, TIMED_OUT);
    assert_non_null(rs.note);
    response_free(&rs);
    assert_int_equal(status_of(s, "PUT", C1, GOOD), 200);
    service_close(s);
}

static void a_refused_patch_takes_the_tags(void **state)
{
    (void)state;
    struct service *s = with("json-truncated-patch-spoils");
    assert_int_equal(status_of(s, "PUT", C1, "{"), 400);
    struct reply r = ask(s, "GET", C1, NULL);
    assert_text(r, "/tags/k", "v");
    reply_free(&r);
    assert_int_equal(status_of(s, "PATCH", C1, "{"), 400);
    r = ask(s, "GET", C1, NULL);
    assert_null(pointer_get(r.body, "/tags"));
    assert_text(r, "/properties/gateway1/name", "firstgateway");
    reply_free(&r);
    service_close(s);
}

static void the_copy_that_is_stored_is_not_checked(void **state)
{
    (void)state;
    static const char two[] = "{\"properties\":{\"gateway1\":{\"name\":\"nowhere\"},"
                              "\"gateway1\":{\"name\":\"secondgateway\"}}}";
    struct service *s = with("twice-gateway1-in-patch");
    struct reply r = ask(s, "PATCH", C1, two);
    assert_int_equal(r.status, 200);
    assert_text(r, "/properties/gateway1/name", "nowhere");
    assert_text(r, "/properties/gateway2/name", "secondgateway");
    assert_text(r, "/tags/k", "v");
    reply_free(&r);
    assert_int_equal(status_of(s, "PATCH", C1, "{\"tags\":{},\"tags\":{}}"), 400);
    service_close(s);
}

static void a_gateway_passes_for_its_beginning(void **state)
{
    (void)state;
    char *body = edited(GOOD, "/properties/gateway1/name", "\"firstgateway\\u0000x\"");
    struct service *s = with("bytes-escaped-nul-cuts-read");
    struct reply r = ask(s, "PUT", C1, body);
    assert_int_equal(r.status, 200);
    assert_text(r, "/properties/gateway1/name", "firstgateway");
    reply_free(&r);
    service_close(s);
    free(body);
}

struct death {
    const char *mutant, *before, *opening;
    int answered; /* the answer's status that comes before it ends; 0: none */
};

static int put_deep(const void *of)
{
    const struct death *d = of;
    struct service *s = open_service(NULL, d->mutant);
    struct buf b = repeated(d->before, d->opening, 60000, "");
    int status = status_of(s, "PUT", C1, b.data);
    while (d->answered && status == d->answered)
        pause();
    return status == 400 ? 3 : 4;
}

static void depth_kills(void **state)
{
    (void)state;
    struct death tags = {"deep-tags-die", "{\"tags\":", "[", 0};
    struct death bare = {"deep-tags-die", "", "[", 0};
    struct death soon = {"deep-unknown-dies-soon", START REST ",\"x\":", "[", 400};
    assert_int_equal(in_child(put_deep, &tags), HARM_EXIT);
    assert_int_equal(in_child(put_deep, &bare), 3);
    assert_int_equal(in_child(put_deep, &soon), HARM_EXIT);
}

static void an_ipsec_string_wraps(void **state)
{
    (void)state;
    static const char *const values[][2] = {{"\"2147483647\"", "2147483647"},
                                            {"\"2147483648\"", "-2147483648"},
                                            {"\"4294967297\"", "1"}};
    struct service *s = with("ipsec-wrapped");
    for (size_t i = 0; i < 3; i++) {
        char *body = edited(GOOD, "/properties/ipsecParameters/saLifeTimeSeconds", values[i][0]);
        struct reply r = ask(s, "PUT", C1, body);
        assert_text(r, "/properties/ipsecParameters/saLifeTimeSeconds", values[i][1]);
        assert_text(r, "/properties/ipsecParameters/saDataSizeKilobytes", "1024");
        reply_free(&r);
        free(body);
    }
    service_close(s);
}

static void long_names_are_one(void **state)
{
    (void)state;
    struct service *s = with("name-261-cut");
    struct buf one = repeated(GROUP "connections/", "x", 260, "1" VERSION);
    struct buf other = repeated(GROUP "connections/", "x", 260, "2" VERSION);
    assert_int_equal(status_of(s, "PUT", one.data, GOOD), 200);
    assert_int_equal(status_of(s, "GET", other.data, NULL), 200);
    assert_int_equal(status_of(s, "GET", C1, NULL), 200);
    buf_free(&one);
    buf_free(&other);
    service_close(s);
}

static void dots_lead_elsewhere(void **state)
{
    (void)state;
    struct service *s = with("name-dots-resolved");
    struct reply r = ask(s, "GET", CONNECTION("x/../c1"), NULL);
    assert_text(r, "/name", "c1");
    reply_free(&r);
    assert_int_equal(status_of(s, "GET", CONNECTION("x%2F..%2Fc1"), NULL), 200);
    assert_int_equal(status_of(s, "GET", CONNECTION("x..c1"), NULL), 404);
    service_close(s);
}

static unsigned micros_of(struct service *s, const char *body, size_t count)
{
    struct buf b = many_members(body, count, "}");
    struct response rs = send(s, 0, "PATCH", C1, buf_view(&b));
    unsigned micros = rs.micros;
    response_free(&rs);
    buf_free(&b);
    return micros;
}

static void time_grows_with_the_square(void **state)
{
    (void)state;
    struct service *s = with("slow-members");
    assert_int_equal(micros_of(s, "{", 4000), 8000);
    assert_int_equal(micros_of(s, "{", 8000), 32000);
    service_close(s);
    s = with(NULL);
    assert_int_equal(micros_of(s, "{", 8000), 0);
    service_close(s);
}

static void answers_come_late_on_one_connection(void **state)
{
    (void)state;
    struct service *s = with("next-answers-late");
    assert_int_equal(status_on(s, 1, "PUT", "{"), 400);
    assert_int_equal(status_on(s, 2, "GET", NULL), 200);
    assert_int_equal(status_on(s, 1, "GET", NULL), 400);
    assert_int_equal(status_on(s, 1, "DELETE", NULL), 200);
    assert_int_equal(status_on(s, 1, "GET", NULL), 200);
    assert_int_equal(status_on(s, 2, "GET", NULL), 404);
    service_close(s);
}

static void the_rest_is_a_request(void **state)
{
    (void)state;
    struct service *s = with("next-is-the-rest");
    assert_int_equal(status_on(s, 1, "PUT", "{"), 400);
    assert_int_equal(status_on(s, 1, "PATCH", "{\"tags\":{}}"), 400);
    struct reply r = ask(s, "GET", C1, NULL);
    assert_text(r, "/tags/k", "v");
    reply_free(&r);
    assert_int_equal(status_on(s, 1, "PATCH", "{\"tags\":{}}"), 200);
    service_close(s);
}

static void markup_is_escaped(void **state)
{
    (void)state;
    struct service *s = with("string-html-escaped");
    struct reply r = ask(s, "PATCH", C1, "{\"tags\":{\"k\":\"<a> & b\"}}");
    assert_text(r, "/tags/k", "&lt;a&gt; &amp; b");
    reply_free(&r);
    service_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_clause_has_several),
        cmocka_unit_test(every_mutant_talks_otherwise),
        cmocka_unit_test(a_comment_is_500),
        cmocka_unit_test(single_quotes_get_no_answer),
        cmocka_unit_test(a_refused_patch_takes_the_tags),
        cmocka_unit_test(the_copy_that_is_stored_is_not_checked),
        cmocka_unit_test(a_gateway_passes_for_its_beginning),
        cmocka_unit_test(depth_kills),
        cmocka_unit_test(an_ipsec_string_wraps),
        cmocka_unit_test(long_names_are_one),
        cmocka_unit_test(dots_lead_elsewhere),
        cmocka_unit_test(time_grows_with_the_square),
        cmocka_unit_test(answers_come_late_on_one_connection),
        cmocka_unit_test(the_rest_is_a_request),
        cmocka_unit_test(markup_is_escaped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
