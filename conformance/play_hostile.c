#include "conformance/play_parts.h"

#include "base/mem.h"
#include "conformance/growth.h"
#include "conformance/hostile.h"
#include "conformance/rescue.h"

#include <stdlib.h>

static void count_as_hostile(struct play *p, const cJSON *step, struct hostile *h,
                             enum ending *ending)
{
    struct check *check = &p->checks[play_check_of(p, step)];
    if (h->held) {
        const char *noted = play_noted_by(step, h->request);
        if (noted)
            play_note(p, check, noted, h->request);
        return;
    }
    play_miss(p, check, play_broken_status(p, check, step, &h->miss), &h->miss, h->trace);
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
    say_more(&p->checks[play_check_of(p, step)], says);
    return result;
}

int play_growth(struct play *p, const cJSON *written, enum ending *ending, struct err *err)
{
    struct hostile h = {0};
    if (growth_play(&p->scene, written, &h.held, &h.miss, &h.trace, err))
        return -1;
    h.request = h.trace;
    if (!h.held && play_gave_up(p, h.trace)) {
        miss_free(&h.miss);
        *ending = RUN_OVER;
        return 0;
    }
    count_as_hostile(p, written, &h, ending);
    return 0;
}

int play_hostile(struct play *p, const cJSON *step, enum ending *ending, struct err *err)
{
    struct hostile h;
    if (hostile_play(&p->scene, step, &h, err))
        return -1;
    if (play_gave_up(p, h.request)) {
        miss_free(&h.miss);
        *ending = RUN_OVER;
        return 0;
    }
    count_as_hostile(p, step, &h, ending);
    return h.gone ? survive(p, step, &h, err) : 0;
}
