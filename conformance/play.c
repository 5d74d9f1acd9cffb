#include "conformance/play.h"

#include "base/mem.h"
#include "conformance/play_parts.h"
#include "conformance/refusal.h"
#include "conformance/together.h"

#include <stdlib.h>

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
    const char *noted = r.status == STATUS_PASS ? play_noted_by(step, r.trace) : NULL;
    if (noted)
        play_note(p, &p->checks[play_check_of(p, step)], noted, r.trace);
    if (r.status == STATUS_PASS)
        return 0;
    if (play_gave_up(p, r.trace)) {
        miss_free(&r.miss);
        *ending = RUN_OVER;
        return 0;
    }
    struct check *check = &p->checks[play_check_of(p, step)];
    play_miss(p, check,
              r.status == STATUS_FAIL ? play_broken_status(p, check, step, &r.miss) : r.status,
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
    if (play_gave_up(p, t)) {
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
    const char *noted = play_noted_by(step, t);
    if (noted && !given)
        play_note(p, &p->checks[play_check_of(p, step)], noted, t);
    if (answer_holds(p, step, t, &miss))
        return 0;
    struct check *check = &p->checks[given ? 0 : play_check_of(p, step)];
    play_miss(p, check, given ? STATUS_INCONCLUSIVE : play_broken_status(p, check, step, &miss),
              &miss, t);
    *ending = given ? SET_UP_BROKE : check->status == STATUS_WARN ? WENT_ON : BROKE;
    return 0;
}

static int play_together(struct play *p, const cJSON *step, enum ending *ending, struct err *err)
{
    const cJSON *steps = cJSON_GetObjectItemCaseSensitive(step, "together");
    const cJSON *expect = cJSON_GetObjectItemCaseSensitive(step, "expect");
    struct check *check = &p->checks[play_check_of(p, step)];
    const struct trace *shows = NULL;
    struct miss miss = {0};
    char *noted;
    if (together_send(&p->scene, steps, err))
        return -1;
    const struct trace *last = p->scene.traces[p->scene.count - 1];
    if (together_holds(&p->scene, expect, (size_t)cJSON_GetArraySize(steps), &miss, &noted,
                       &shows)) {
        if (noted)
            play_note(p, check, noted, last);
        free(noted);
        return 0;
    }
    *ending = play_gave_up(p, shows) ? RUN_OVER : BROKE;
    if (*ending == BROKE)
        play_miss(p, check, play_broken_status(p, check, step, &miss), &miss, shows);
    miss_free(&miss);
    return 0;
}

static int play_any(struct play *p, const cJSON *step, bool given, enum ending *ending,
                    struct err *err)
{
    const cJSON *expect = cJSON_GetObjectItemCaseSensitive(step, "expect");
    const cJSON *pause = cJSON_GetObjectItemCaseSensitive(step, "pause");
    if (pause) {
        run_wait(p->scene.client->run, pause->valuedouble / 1000);
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
        play_lacking(p, &p->checks[given ? 0 : play_check_of(p, step)]);
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

int case_play(struct client *client, const struct test_case *tc, struct check *checks,
              struct err *err)
{
    struct play p = {.tc = tc, .checks = checks, .count = case_checks(tc)};
    enum ending ending = WENT_ON;
    client->case_id = tc->id;
    client->largest = 0;
    if (script_open(&p.script, tc, err))
        return -1;
    int result = scene_open(&p.scene, client, tc, p.script.names, err);
    if (!result)
        result = play_steps(&p, p.script.given, true, &ending, err);
    if (!result && ending == WENT_ON)
        result = play_steps(&p, p.script.steps, false, &ending, err);
    if (!result) {
        play_settle(&p, ending);
        result = scene_clean(&p.scene, err);
    }
    scene_close(&p.scene);
    script_close(&p.script);
    free(p.enough);
    client->case_id = NULL;
    client->step = 0;
    return result;
}
