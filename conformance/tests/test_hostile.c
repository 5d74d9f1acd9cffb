/* A hostile request and the four proofs after it: each is what tells one wrong target from the right
 * one. */
#include "scene_kit.h"

#include "conformance/hostile.h"

/* A PUT of these bytes, which are the inside of a JSON string here. */
#define OF_BYTES(bytes)                                                                            \
    "{\"put\":\"{connection}\",\"hostile\":true,\"bytes\":\"" bytes                                \
    "\",\"twin\":{\"body\":\"@put/accept/site-to-site\"}}"
#define TRUNCATED OF_BYTES("{\\\"a\\\":")
#define COMMENT OF_BYTES("{/* */\\\"a\\\":1}")
#define TWO_VALUES OF_BYTES("{\\\"a\\\":1}{\\\"a\\\":1}")
#define SINGLE_QUOTES OF_BYTES("{'a':1}")
#define CUT_STRING OF_BYTES("{\\\"a\\\":\\\"b")
#define TWICE OF_BYTES("{\\\"a\\\":1,\\\"a\\\":2}")
#define COMMA OF_BYTES("{\\\"a\\\":1,}")
#define WELL(expect)                                                                               \
    "{\"put\":\"{connection}\",\"hostile\":true,\"body\":\"@put/accept/site-to-site\","            \
    "\"expect\":{" expect "}}"
#define NAMED(name) WELL("\"members\":{\"/name\":\"" name "\"}")
#define CREATE "{\"put\":\"{connection}\",\"body\":\"@put/accept/site-to-site\"}"

/* Plays it behind a good PUT if `created`; the message of what did not hold is copied. */
static struct hostile play(struct kit *k, bool created, const char *text, char message[200])
{
    struct hostile h;
    struct err err;
    if (created)
        assert_int_equal(kit_send(k, CREATE), 200);
    cJSON *step = kit_step(k, text);
    if (hostile_play(&k->scene, step, &h, &err))
        fail_msg("%s", err.text);
    snprintf(message, 200, "%s", h.miss.message ? h.miss.message : "");
    miss_free(&h.miss);
    cJSON_Delete(step);
    assert_false(k->scene.exact);
    assert_non_null(h.request);
    return h;
}

static void test_what_tells_a_wrong_target(void **state)
{
    static const struct {
        const char *mutant, *step, *message; /* message NULL: it holds */
        bool created, gone;
    } rows[] = {
        {NULL, TRUNCATED, NULL, true, false},
        {NULL, TRUNCATED, NULL, false, false},
        {NULL, NAMED("{connection}"), NULL, false, false},
        {"create-201", NAMED("{connection}"), NULL, false, false}, /* any 2xx */
        {NULL, NAMED("nobody"), "A member has another value", false, false},
        {NULL, WELL("\"refused\":true"), "answered 200", false, false},
        {NULL, WELL("\"status\":404"), "answered 200", false, false},
        {"json-truncated-500", TRUNCATED, "is answered 500", true, false},
        {"json-two-values-dropped", TWO_VALUES, "ends the connection without", true, false},
        {"json-single-quotes-held", SINGLE_QUOTES, "is not answered in time", true, false},
        {"twice-spoils", TWICE, "that was not accepted changed", true, false},
        {"json-truncated-stub", TRUNCATED, "that was not accepted changed", false, false},
        {"next-answer-again", TRUNCATED, "cannot be read", true, false},
        {"json-comment-poisons", COMMENT, "is not answered 200", true, false},
        {"tags-dropped", TRUNCATED, "is not its own", true, false},
        {"json-cut-string-dies", CUT_STRING, "ends the connection without", true, true},
        {"json-trailing-comma-dies-next", COMMA, "cannot be read", true, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct kit *k = *state;
        char message[200];
        kit_start(k, rows[i].mutant);
        struct hostile h = play(k, rows[i].created, rows[i].step, message);
        if (h.held != !rows[i].message || h.gone != rows[i].gone ||
            (rows[i].message && !strstr(message, rows[i].message)))
            fail_msg("row %zu: held %d, gone %d: %s", i, h.held, h.gone, message);
        kit_stop(k);
    }
}

static double timed(struct kit *k, const char *text, unsigned tries, size_t *sent)
{
    const struct trace *t = NULL;
    struct err err;
    double seconds = -2;
    size_t before = k->scene.count;
    cJSON *step = kit_step(k, text);
    if (hostile_time(&k->scene, step, tries, &seconds, &t, &err))
        fail_msg("%s", err.text);
    cJSON_Delete(step);
    *sent = k->scene.count - before;
    assert_true(t == k->scene.traces[k->scene.count - 1]);
    assert_false(k->scene.exact);
    return seconds;
}

/* The shortest of the tries; what takes long, or is not answered, is not tried again. */
static void test_time(void **state)
{
    struct kit *k = *state;
    size_t sent, first;
    kit_start(k, NULL);
    first = k->scene.count;
    double least = timed(k, TRUNCATED, 3, &sent);
    assert_int_equal(sent, 3);
    for (size_t i = first; i < first + 3; i++)
        assert_true(k->scene.traces[i]->seen.response.micros / 1e6 >= least);
    assert_true(least >= 0 && least < 0.5);
    kit_stop(k);
    kit_start(k, "json-single-quotes-held");
    assert_true(timed(k, SINGLE_QUOTES, 3, &sent) == -1);
    assert_int_equal(sent, 1);
    kit_stop(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_tells_a_wrong_target),
                                       cmocka_unit_test(test_time)};
    return cmocka_run_group_tests(tests, kit_open, kit_close);
}
