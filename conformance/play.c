#include "conformance/play.h"

#include "base/mem.h"
#include "conformance/expect.h"
#include "conformance/growth.h"
#include "conformance/hostile.h"
#include "conformance/refusal.h"
#include "conformance/rescue.h"
#include "conformance/scene.h"
#include "conformance/together.h"

#include <stdlib.h>
#include <time.h>

size_t case_checks(const struct test_case *tc)
{
    size_t count = 0;
    while (tc->clauses[count])
        count++;
    return count;
}

void case_name_checks(const struct contract *c, const struct test_case *tc, struct check *out)
{
    for (size_t i = 0; tc->clauses[i]; i++)
        out[i] = (struct check){.id = mem_format("%s@%s", tc->id, tc->clauses[i]),
                                .case_id = mem_string(tc->id),
                                .says = mem_string(tc->says),
                                .clause = clause_find(c, tc->clauses[i]),
                                .status = STATUS_NOT_RUN};
}

/* How a step ended, and for which check it counts. */
enum ending { WENT_ON, BROKE, SET_UP_BROKE, ENOUGH, RUN_OVER };

struct play {
    struct scene scene;
    const struct test_case *tc;
    struct script script;
    struct check *checks;
    size_t count;
    unsigned step; /* the one under way, over given and steps */
    char *enough;  /* why a case that ended early is well, in the scenario's words; NULL */
};

static size_t check_of(const struct play *p, const cJSON *step)
{
    const cJSON *clause = cJSON_GetObjectItemCaseSensitive(step, "clause");
    for (size_t i = 0; clause && i < p->count; i++)
        if (strcmp(p->tc->clauses[i], clause->valuestring) == 0)
            return i;
    return 0;
}

/* What a check may still be worse than. */
static int gravity(enum status s)
{
    return s == STATUS_NOT_RUN ? 0 : s == STATUS_NOTE ? 1 : s == STATUS_WARN ? 2 : 3;
}

static void forget(struct check *check)
{
    char **own[] = {&check->where, &check->expected, &check->actual, &check->message,
                    &check->request_id};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        free(*own[i]);
        *own[i] = NULL;
    }
}

/* Moves a miss into a check; the first of its gravity stands. */
static void settle_miss(struct play *p, struct check *check, enum status status, struct miss *miss,
                        const struct trace *t)
{
    if (gravity(check->status) >= gravity(status)) {
        miss_free(miss);
        return;
    }
    client_settle(p->scene.client); /* the exchange has its id only now */
    forget(check);
    check->status = status;
    check->step = p->step;
    check->where = miss->where;
    check->expected = miss->expected;
    check->actual = miss->actual;
    check->message = miss->message;
    check->exchange = t->seen.exchange;
    check->request_id = mem_string(headers_get(&t->seen.response.headers, "x-ms-request-id"));
    *miss = (struct miss){0};
}

static void settle_note(struct play *p, struct check *check, const char *says,
                        const struct trace *t)
{
    struct miss note = {.message = mem_string(says)};
    settle_miss(p, check, STATUS_NOTE, &note, t);
}

static enum status broken_status(const struct play *p, const struct check *check, const cJSON *step,
                                 const struct miss *miss)
{
    const struct contract *c = p->scene.client->run->contract;
    bool should = cJSON_GetObjectItemCaseSensitive(step, "should");
    bool must = c->clauses.list[check->clause].must && !should && !miss->should;
    return must ? STATUS_FAIL : STATUS_WARN;
}

/* --- one step --- */

static const cJSON *last_patch(const struct scene *s)
{
    for (size_t i = s->count; i-- > 0;)
        if (s->traces[i]->method == METHOD_PATCH && !s->traces[i]->reads)
            return s->traces[i]->seen.sent;
    return NULL;
}

static bool absent_holds(const struct play *p, const struct trace *t, struct miss *out)
{
    int status = seen_status(&t->seen);
    bool has_get = p->scene.client->run->surface.has[OP_GET];
    if (status == 404 || status == 410 || (!has_get && status / 100 == 4))
        return true;
    *out = miss_new(mem_string("status"), mem_string("404"), seen_words(&t->seen),
                    mem_string("A connection is there that must not be."));
    return false;
}

static bool answer_holds(struct play *p, const cJSON *step, const struct trace *t, struct miss *out)
{
    const cJSON *expect = cJSON_GetObjectItemCaseSensitive(step, "expect");
    if (cJSON_GetObjectItemCaseSensitive(expect, "absent"))
        return absent_holds(p, t, out);
    struct expect_context c = {.contract = p->scene.client->run->contract,
                               .labelled = scene_labelled,
                               .before = scene_before,
                               .of = &p->scene,
                               .names = p->scene.names,
                               .group = p->scene.client->run->options->resource_group,
                               .patch = cJSON_GetObjectItemCaseSensitive(step, "read")
                                            ? last_patch(&p->scene)
                                            : t->seen.sent};
    return expect_holds(&c, expect, &t->seen, out);
}

static const struct trace *send_step(struct play *p, const cJSON *step, enum role role,
                                     struct err *err)
{
    enum method method;
    const char *target;
    const char *label = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(step, "label"));
    if (!step_method(step, &method, &target))
        return scene_read(&p->scene, target, label, role, err);
    struct draft d = draft_of(step, method, target);
    return scene_send(&p->scene, &d, label, role, err);
}

/* Nothing came because we stopped waiting: no fault of the target's. One that ends the connection does
 * that by itself. */
static bool gave_up(const struct play *p, const struct trace *t)
{
    return !seen_status(&t->seen) && t->seen.response.delivery != DROPPED &&
           run_over(p->scene.client->run);
}

static const char *noted_by(const cJSON *step, const struct trace *t)
{
    const cJSON *expect = cJSON_GetObjectItemCaseSensitive(step, "expect");
    return noted_says(cJSON_GetObjectItemCaseSensitive(expect, "noted"), &t->seen);
}

/* The answer ends the case well; *says is why, where the scenario has words for it. */
static bool is_enough(const cJSON *step, const struct trace *t, const char **says)
{
    const cJSON *enough = cJSON_GetObjectItemCaseSensitive(step, "enough");
    *says = cJSON_IsObject(enough) ? noted_says(enough, &t->seen) : NULL;
    return *says || (!cJSON_IsObject(enough) && code_among(enough, seen_status(&t->seen)));
}

static int play_refused(struct play *p, const cJSON *step, enum ending *ending, struct err *err)
{
    struct refusal r;
    if (refusal_play(&p->scene, step, &r, err))
        return -1;
    const char *noted = r.status == STATUS_PASS ? noted_by(step, r.trace) : NULL;
    if (noted)
        settle_note(p, &p->checks[check_of(p, step)], noted, r.trace);
    if (r.status == STATUS_PASS)
        return 0;
    if (gave_up(p, r.trace)) {
        miss_free(&r.miss);
        *ending = RUN_OVER;
        return 0;
    }
    struct check *check = &p->checks[check_of(p, step)];
    settle_miss(p, check,
                r.status == STATUS_FAIL ? broken_status(p, check, step, &r.miss) : r.status,
                &r.miss, r.trace);
    if (check->status == STATUS_INCONCLUSIVE && !check->blocked_by)
        check->blocked_by = mem_format("the positive twin: %s was answered %d",
                                       r.trace->seen.request.method, seen_status(&r.trace->seen));
    *ending = check->status == STATUS_WARN ? WENT_ON : BROKE;
    return 0;
}

static int play_answered(struct play *p, const cJSON *step, bool given, enum ending *ending,
                         struct err *err)
{
    const struct trace *t = send_step(p, step, given ? ROLE_GIVEN : ROLE_STEP, err);
    if (!t)
        return -1;
    if (gave_up(p, t)) {
        *ending = RUN_OVER;
        return 0;
    }
    const char *says;
    if (is_enough(step, t, &says)) {
        p->enough = mem_string(says);
        *ending = ENOUGH;
        return 0;
    }
    /* a set-up step without expectations has done its work with any 2xx: a target that answers 201
     * breaks CORE-01, and not every clause whose scenario creates a connection first */
    if (given && !cJSON_GetObjectItemCaseSensitive(step, "expect") &&
        seen_status(&t->seen) / 100 == 2)
        return 0;
    struct miss miss = {0};
    const char *noted = noted_by(step, t);
    if (noted && !given)
        settle_note(p, &p->checks[check_of(p, step)], noted, t);
    if (answer_holds(p, step, t, &miss))
        return 0;
    struct check *check = &p->checks[given ? 0 : check_of(p, step)];
    settle_miss(p, check, given ? STATUS_INCONCLUSIVE : broken_status(p, check, step, &miss), &miss,
                t);
    *ending = given ? SET_UP_BROKE : check->status == STATUS_WARN ? WENT_ON : BROKE;
    return 0;
}

static int play_together(struct play *p, const cJSON *step, enum ending *ending, struct err *err)
{
    const cJSON *steps = cJSON_GetObjectItemCaseSensitive(step, "together");
    const cJSON *expect = cJSON_GetObjectItemCaseSensitive(step, "expect");
    struct check *check = &p->checks[check_of(p, step)];
    const struct trace *shows = NULL;
    struct miss miss = {0};
    char *noted;
    if (together_send(&p->scene, steps, err))
        return -1;
    const struct trace *last = p->scene.traces[p->scene.count - 1];
    if (together_holds(&p->scene, expect, (size_t)cJSON_GetArraySize(steps), &miss, &noted,
                       &shows)) {
        if (noted)
            settle_note(p, check, noted, last);
        free(noted);
        return 0;
    }
    *ending = gave_up(p, shows) ? RUN_OVER : BROKE;
    if (*ending == BROKE)
        settle_miss(p, check, broken_status(p, check, step, &miss), &miss, shows);
    miss_free(&miss);
    return 0;
}

/* An earlier answer has not got what this step is made of. */
static void settle_lacking(struct play *p, struct check *check)
{
    if (gravity(check->status) > gravity(STATUS_WARN))
        return;
    forget(check);
    check->status = STATUS_INCONCLUSIVE;
    check->step = p->step;
    check->blocked_by = mem_format("%s, step %u", p->tc->id, p->step);
    check->message = p->scene.lacking;
    p->scene.lacking = NULL;
}

/* --- hostile requests --- */

static void count_as_hostile(struct play *p, const cJSON *step, struct hostile *h,
                             enum ending *ending)
{
    struct check *check = &p->checks[check_of(p, step)];
    if (h->held) {
        const char *noted = noted_by(step, h->request);
        if (noted)
            settle_note(p, check, noted, h->request);
        return;
    }
    settle_miss(p, check, broken_status(p, check, step, &h->miss), &h->miss, h->trace);
    *ending = check->status == STATUS_WARN && !h->gone ? WENT_ON : BROKE;
}

static void say_more(struct check *check, const char *more)
{
    char *message = mem_format("%s %s", check->message ? check->message : "", more);
    free(check->message);
    check->message = message;
}

/* Whether the request alone ends a target that was just started. */
static int ask_again(struct play *p, const cJSON *step, const char **says, struct err *err)
{
    struct hostile again;
    *says = "The target is gone since, and the restart command did not bring it back.";
    if (!bring_back(p->scene.client))
        return 0;
    if (hostile_play(&p->scene, step, &again, err))
        return -1;
    miss_free(&again.miss);
    *says = again.gone ? "Sent alone to the restarted target, it ended that too."
                       : "Sent alone to the restarted target, it did not end that: a request "
                         "before it may be to blame.";
    if (again.gone)
        bring_back(p->scene.client);
    return 0;
}

/* The target is gone: the run ends, or goes on with a restarted one. */
static int survive(struct play *p, const cJSON *step, const struct hostile *h, struct err *err)
{
    struct run *run = p->scene.client->run;
    const char *says = "The target is gone since.";
    const struct request *rq = &h->request->seen.request;
    free(run->killer);
    run->killer = mem_format("%s, step %u: %s with %zu bytes of body", p->tc->id, p->step,
                             rq->method, rq->body_len);
    atomic_store(&run->gone, true);
    int result = run->options->restart_command ? ask_again(p, step, &says, err) : 0;
    say_more(&p->checks[check_of(p, step)], says);
    return result;
}

static int play_growth(struct play *p, const cJSON *written, enum ending *ending, struct err *err)
{
    struct hostile h = {0};
    if (growth_play(&p->scene, written, &h.held, &h.miss, &h.trace, err))
        return -1;
    h.request = h.trace;
    count_as_hostile(p, written, &h, ending);
    return 0;
}

static int play_hostile(struct play *p, const cJSON *step, enum ending *ending, struct err *err)
{
    struct hostile h;
    if (hostile_play(&p->scene, step, &h, err))
        return -1;
    if (gave_up(p, h.request)) {
        miss_free(&h.miss);
        *ending = RUN_OVER;
        return 0;
    }
    count_as_hostile(p, step, &h, ending);
    return h.gone ? survive(p, step, &h, err) : 0;
}

static void play_pause(const struct play *p, const cJSON *step)
{
    int left = cJSON_GetObjectItemCaseSensitive(step, "pause")->valueint;
    struct timespec slice = {.tv_nsec = 50 * 1000000L};
    for (; left > 0 && !run_over(p->scene.client->run); left -= 50)
        nanosleep(&slice, NULL);
}

static int play_any(struct play *p, const cJSON *step, bool given, enum ending *ending,
                    struct err *err)
{
    const cJSON *expect = cJSON_GetObjectItemCaseSensitive(step, "expect");
    if (cJSON_GetObjectItemCaseSensitive(step, "pause")) {
        play_pause(p, step);
        return 0;
    }
    if (cJSON_GetObjectItemCaseSensitive(step, "together"))
        return play_together(p, step, ending, err);
    if (cJSON_GetObjectItemCaseSensitive(step, "hostile"))
        return play_hostile(p, step, ending, err);
    if (cJSON_GetObjectItemCaseSensitive(expect, "refused"))
        return play_refused(p, step, ending, err);
    return play_answered(p, step, given, ending, err);
}

static int play_step(struct play *p, const cJSON *written, bool given, enum ending *ending,
                     struct err *err)
{
    *ending = WENT_ON;
    if (run_over(p->scene.client->run)) {
        *ending = RUN_OVER;
        return 0;
    }
    p->scene.client->step = p->step;
    if (cJSON_GetObjectItemCaseSensitive(written, "growth"))
        return play_growth(p, written, ending, err);
    cJSON *step = scene_step(&p->scene, written, err);
    if (!step)
        return -1;
    if (p->scene.lacking) {
        settle_lacking(p, &p->checks[given ? 0 : check_of(p, step)]);
        *ending = given ? SET_UP_BROKE : BROKE;
        cJSON_Delete(step);
        return 0;
    }
    int result = play_any(p, step, given, ending, err);
    cJSON_Delete(step);
    return result;
}

static int play_steps(struct play *p, const cJSON *steps, bool given, enum ending *ending,
                      struct err *err)
{
    const cJSON *step;
    *ending = WENT_ON;
    cJSON_ArrayForEach(step, steps)
    {
        p->step++;
        if (play_step(p, step, given, ending, err))
            return -1;
        if (*ending != WENT_ON)
            return 0;
    }
    return 0;
}

/* --- the checks --- */

/* The last step, over given and steps, whose expectations count for a check. */
static unsigned last_step_of(const struct play *p, size_t check)
{
    unsigned at = (unsigned)cJSON_GetArraySize(p->script.given), last = 0;
    const cJSON *step;
    cJSON_ArrayForEach(step, p->script.steps)
    {
        at++;
        if (check_of(p, step) == check)
            last = at;
    }
    return last;
}

static void settle_blocked(struct play *p, struct check *check)
{
    check->status = STATUS_INCONCLUSIVE;
    check->step = p->step;
    check->blocked_by = mem_format("%s, step %u", p->tc->id, p->step);
    check->message = mem_format("Step %u failed before this could be decided.", p->step);
}

static void settle_set_up(struct play *p)
{
    const struct check *first = &p->checks[0];
    char *first_message = mem_string(first->message);
    for (size_t i = 0; i < p->count; i++) {
        struct check *check = &p->checks[i];
        char *why = mem_format("The set-up failed: %s", first_message);
        check->status = STATUS_INCONCLUSIVE;
        check->step = p->step;
        check->exchange = first->exchange;
        check->blocked_by =
            mem_format("the set-up: %.*s", (int)strcspn(first_message, "."), first_message);
        if (i == 0)
            free(check->message);
        check->message = why;
        if (i) {
            check->expected = mem_string(first->expected);
            check->actual = mem_string(first->actual);
        }
    }
    free(first_message);
}

static void settle(struct play *p, enum ending ending)
{
    if (ending == SET_UP_BROKE) {
        settle_set_up(p);
        return;
    }
    for (size_t i = 0; i < p->count; i++) {
        struct check *check = &p->checks[i];
        bool decided = ending == WENT_ON || last_step_of(p, i) < p->step;
        bool open = check->status == STATUS_NOTE && !decided;
        if (check->status != STATUS_NOT_RUN && !open)
            continue;
        if (open)
            forget(check);
        if (ending == ENOUGH) {
            check->status = STATUS_NOTE;
            check->message =
                p->enough ? mem_string(p->enough)
                          : mem_format("The target does not have what step %u asks for, which is "
                                       "allowed; the steps after it were not taken.",
                                       p->step);
        } else if (decided) {
            check->status = STATUS_PASS;
        } else if (ending == BROKE) {
            settle_blocked(p, check);
        } else {
            check->message = mem_string("The run ended before this could be decided.");
        }
    }
}

bool case_lacks(const struct run *run, const struct test_case *tc, struct check *checks)
{
    const cJSON *requires = cJSON_GetObjectItemCaseSensitive(tc->file, "requires"), *one;
    cJSON_ArrayForEach(one, requires)
    {
        enum operation op;
        bool operation = operation_parse(one->valuestring, &op);
        if (operation ? run->surface.has[op] : run->options->token != NULL)
            continue;
        for (size_t i = 0; i < case_checks(tc); i++) {
            checks[i].status = operation ? STATUS_NOT_IMPLEMENTED : STATUS_NOTE;
            checks[i].message = operation
                                    ? mem_format("The target has no %s.", operation_words(op))
                                    : mem_string("Not checked, since the run was given no token.");
        }
        return true;
    }
    return false;
}

int case_play(struct client *client, const struct test_case *tc, struct check *checks,
              struct err *err)
{
    struct play p = {.tc = tc, .checks = checks, .count = case_checks(tc)};
    enum ending ending = WENT_ON;
    client->case_id = tc->id;
    if (script_open(&p.script, tc, err))
        return -1;
    int result = scene_open(&p.scene, client, tc, p.script.names, err);
    if (!result)
        result = play_steps(&p, p.script.given, true, &ending, err);
    if (!result && ending == WENT_ON)
        result = play_steps(&p, p.script.steps, false, &ending, err);
    if (!result) {
        settle(&p, ending);
        result = scene_clean(&p.scene, err);
    }
    scene_close(&p.scene);
    script_close(&p.script);
    free(p.enough);
    client->case_id = NULL;
    client->step = 0;
    return result;
}
