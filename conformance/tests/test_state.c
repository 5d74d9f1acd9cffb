/* What a target has stored: when it is asked, what its answer says, and what counts as a change. */
#include "scene_kit.h"

#include "conformance/state.h"

#define CREATE "{\"put\":\"{connection}\",\"body\":\"@put/accept/dedicated\"}"
#define CREATE_OTHER "{\"put\":\"{other}\",\"body\":\"@put/accept/dedicated\"}"
#define DELETE "{\"delete\":\"{connection}\"}"
#define REFUSED "{\"put\":\"{connection}\",\"body\":{}}"

static struct state before(struct kit *k, size_t *sent)
{
    struct state out;
    struct err err;
    size_t count = k->scene.count;
    if (state_before(&k->scene, "connection", &out, &err))
        fail_msg("%s", err.text);
    *sent = k->scene.count - count;
    return out;
}

static void test_when_it_is_asked(void **state)
{
    struct kit *k = *state;
    struct state s;
    struct err err;
    size_t sent;
    kit_start(k, NULL);
    s = before(k, &sent); /* nothing was written: the name is the run's own */
    assert_true(!sent && s.presence == ABSENT && !s.trace);
    assert_int_equal(kit_send(k, REFUSED), 400);
    s = before(k, &sent); /* a refused write is none */
    assert_true(!sent && s.presence == ABSENT);
    assert_int_equal(kit_send(k, CREATE_OTHER), 200);
    s = before(k, &sent); /* another's is none either */
    assert_true(!sent && s.presence == ABSENT);
    assert_int_equal(kit_send(k, CREATE), 200);
    s = before(k, &sent);
    assert_true(sent == 1 && s.presence == PRESENT && s.trace->reads);
    const struct trace *read = s.trace;
    s = before(k, &sent); /* it was just read */
    assert_true(!sent && s.presence == PRESENT && s.trace == read);
    assert_int_equal(state_read(&k->scene, "other", &s, &err), 0);
    s = before(k, &sent); /* that was another one */
    assert_true(sent == 1 && s.presence == PRESENT);
    assert_int_equal(kit_send(k, DELETE), 200);
    s = before(k, &sent);
    assert_true(sent == 1 && s.presence == ABSENT && s.trace);
    kit_stop(k);
}

static enum presence presence(struct kit *k)
{
    struct state s;
    struct err err;
    if (state_read(&k->scene, "connection", &s, &err))
        fail_msg("%s", err.text);
    return s.presence;
}

/* Without GET it is a PATCH that reads, and any refusal means that nothing is there. */
static void test_without_get(void **state)
{
    struct kit *k = *state;
    kit_start_as(k, NULL, "no-get");
    assert_false(k->run.surface.has[OP_GET]);
    assert_int_equal(presence(k), ABSENT);
    assert_int_equal(kit_send(k, CREATE), 200);
    assert_int_equal(presence(k), PRESENT);
    assert_int_equal(k->scene.traces[k->scene.count - 1]->method, METHOD_PATCH);
    k->run.surface.has[OP_GET] = true; /* a target that has GET and answers 405 says nothing */
    assert_int_equal(presence(k), UNKNOWN);
    kit_stop(k);
}

/* --- what counts as a change --- */

#define SHOWN(location, state, tags)                                                               \
    "{\"name\":\"n\",\"etag\":\"W/\\\"" location state "\\\"\",\"location\":\"" location           \
    "\",\"tags\":{" tags "},\"properties\":{\"connectionType\":\"Dedicated\","                     \
    "\"connectivityState\":\"" state "\"}}"
#define AS_IT_WAS SHOWN("west", "Connected", "\"a\":\"1\"")

static struct trace *trace_of(const char *answer, const char *body)
{
    struct json_problem problem;
    struct trace *t = mem_alloc(sizeof *t);
    t->seen.request = request_new("PUT", "/");
    t->seen.answer = answer ? kit_tree(answer) : NULL;
    if (body) {
        request_body(&t->seen.request, body, strlen(body));
        t->seen.sent = json_read(bytes_of(body), NULL, &problem);
    }
    return t;
}

static void test_what_is_a_change(void **state)
{
    static const struct {
        const char *before, *after, *sent, *where; /* NULL: is not there; where NULL: no change */
    } rows[] = {
        {NULL, NULL, "{}", NULL},
        {NULL, AS_IT_WAS, "{}", "body"},
        {AS_IT_WAS, NULL, "{}", "body"},
        {AS_IT_WAS, AS_IT_WAS, "{}", NULL},
        {AS_IT_WAS, SHOWN("east", "Connected", "\"a\":\"1\""), "{}", "/location"},
        {AS_IT_WAS, SHOWN("west", "Connected", "\"a\":\"2\""), "no JSON", "/tags/a"},
        {AS_IT_WAS, SHOWN("west", "Connected", ""), "{}", "/tags"},
        /* the state may change by itself, but not to what was refused */
        {AS_IT_WAS, SHOWN("west", "Disconnected", "\"a\":\"1\""), "{}", NULL},
        {AS_IT_WAS, SHOWN("west", "Disconnected", "\"a\":\"1\""),
         "{\"properties\":{\"connectivityState\":\"Connected\"}}", NULL},
        {AS_IT_WAS, SHOWN("west", "Disconnected", "\"a\":\"1\""),
         "{\"properties\":{\"connectivityState\":\"Disconnected\"}}",
         "/properties/connectivityState"},
        {AS_IT_WAS, SHOWN("west", "Disconnected", "\"a\":\"1\""),
         "{\"properties\":{\"connectivityState\":\"Disconnected\"",
         "/properties/connectivityState"},
        {AS_IT_WAS, SHOWN("west", "Disconnected", "\"a\":\"1\""),
         "{\"properties\":{\"connectivityState\":Disconnected}}", NULL},
    };
    struct kit *k = *state;
    kit_start_run(k, 1);
    kit_start_scene(k);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct trace *was = trace_of(rows[i].before, NULL), *is = trace_of(rows[i].after, NULL);
        struct trace *refused = trace_of(NULL, rows[i].sent);
        struct state one = {rows[i].before ? PRESENT : ABSENT, rows[i].before ? was : NULL};
        struct state two = {rows[i].after ? PRESENT : ABSENT, is};
        struct finding f = {0};
        bool changed = state_changed(&k->scene, &one, &two, &refused->seen, &f);
        if (changed != (rows[i].where != NULL) ||
            (changed && (!f.where || strcmp(f.where, rows[i].where) != 0)))
            fail_msg("row %zu: %d at %s", i, changed, f.where);
        finding_clear(&f);
        trace_free(was);
        trace_free(is);
        trace_free(refused);
    }
    kit_stop_run(k);
}

/* Where nobody knows what was there, or is, nothing is said. */
static void test_unknown(void **state)
{
    struct kit *k = *state;
    struct trace *t = trace_of(AS_IT_WAS, "{}");
    struct finding f = {0};
    kit_start_run(k, 1);
    kit_start_scene(k);
    for (int is = UNKNOWN; is <= PRESENT; is++) {
        struct state unknown = {UNKNOWN, t}, known = {(enum presence)is, t};
        assert_false(state_changed(&k->scene, &unknown, &known, &t->seen, &f));
        assert_false(state_changed(&k->scene, &known, &unknown, &t->seen, &f));
    }
    trace_free(t);
    kit_stop_run(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_when_it_is_asked), cmocka_unit_test(test_without_get),
        cmocka_unit_test(test_what_is_a_change), cmocka_unit_test(test_unknown)};
    return cmocka_run_group_tests(tests, kit_open, kit_close);
}
