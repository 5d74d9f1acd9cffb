#include "conformance/verify.h"

#include "base/mem.h"
#include "conformance/alike.h"
#include "conformance/discover.h"
#include "conformance/pace.h"
#include "conformance/play.h"
#include "conformance/suspects.h"
#include "conformance/tape.h"
#include "reports/line.h"

#include <stdlib.h>
#include <string.h>

#define SHOWN 10      /* lines of what is all of a kind */
#define ROUNDS_MAX 32 /* times that a case may have been played: runner.c, rescue.h */

struct playing {
    struct verification *v;
    struct options options;
    struct run run;
    struct client client;
    size_t decided, same, untold; /* checks */
    size_t other;                 /* checks that come to something else */
    size_t foreign;               /* cases with a request that nobody recorded */
};

/* --- as it was then --- */

static const volatile sig_atomic_t never_interrupted = 0;

static char *configured(const cJSON *configuration, const char *name)
{
    return mem_string(line_text(configuration, name));
}

static void take_gateways(struct strings *out, const cJSON *list)
{
    const cJSON *name;
    out->list = mem_alloc(((size_t)cJSON_GetArraySize(list) + 1) * sizeof *out->list);
    cJSON_ArrayForEach(name, list)
    {
        out->list[out->count++] = mem_string(cJSON_IsString(name) ? name->valuestring : "");
    }
}

static int take_options(struct playing *p, struct err *err)
{
    const cJSON *head = p->v->results->head, *c = line_member(head, "configuration");
    enum level level;
    bool one = level_parse(line_text(head, "level"), &level);
    p->options =
        (struct options){.url = mem_string(line_text(head, "target")),
                         .subscription = configured(c, "subscription"),
                         .resource_group = configured(c, "resource-group"),
                         .missing_gateway = configured(c, "missing-gateway"),
                         .api_version = mem_string(line_text(head, "apiVersion")),
                         .provision_gateways = cJSON_IsTrue(line_member(c, "provision-gateways")),
                         .level = one ? (int)level : LEVELS,
                         .jobs = 1};
    take_gateways(&p->options.gateways, line_member(c, "gateway"));
    return p->options.gateways.count >= 2
               ? 0
               : err_set(err, "the configuration of the run names no two gateways");
}

static int begin(struct playing *p, struct err *err)
{
    const struct loaded *l = &p->v->loaded;
    struct discovery found;
    if (take_options(p, err))
        return -1;
    p->run = (struct run){.options = &p->options,
                          .contract = l->contract,
                          .assets = &l->assets,
                          .plan = l->plan,
                          .tape = tape_open(p->v->results),
                          .pace = pace_new(0),
                          .alike = alike_new(),
                          .suspects = suspects_new(),
                          .interrupted = &never_interrupted};
    run_identify(&p->run, line_text(p->v->results->head, "run"));
    if (client_open(&p->client, &p->run, err))
        return -1;
    tape_play(p->run.tape, NULL);
    if (discover(&p->client, &found, err))
        return -1;
    p->run.surface = found.surface;
    discovery_free(&found);
    struct tape_end came = tape_stop(p->run.tape);
    if (came.missing)
        verify_say(p->v, false, "what was found out before the run is not recorded: %s",
                   came.missing);
    free(came.missing);
    return 0;
}

static void end(struct playing *p)
{
    client_close(&p->client);
    tape_close(p->run.tape);
    pace_free(p->run.pace);
    alike_free(p->run.alike);
    suspects_free(p->run.suspects);
    options_free(&p->options);
}

/* --- case by case --- */

static const cJSON *told_of(const struct verification *v, const char *id)
{
    const cJSON *line = results_check(v->results, id);
    enum status s = line ? line_status(line) : STATUS_NOT_RUN;
    bool decided = s == STATUS_PASS || s == STATUS_FAIL || s == STATUS_WARN || s == STATUS_NOTE ||
                   s == STATUS_NOT_IMPLEMENTED;
    return decided ? line : NULL;
}

static void compare(struct playing *p, const struct check *check, bool telling)
{
    const cJSON *line = told_of(p->v, check->id);
    if (!line)
        return;
    enum status told = line_status(line);
    p->decided++;
    p->untold += !telling;
    p->same += telling && check->status == told;
    if (telling && check->status != told && p->other++ < SHOWN)
        verify_say(p->v, false, "%s is told to be %s, and is %s by the recording%s%s", check->id,
                   status_name(told), status_name(check->status), check->message ? ": " : "",
                   check->message ? check->message : "");
}

/* Of all answers, those that the case itself has looked at: that what was refused has changed nothing. */
static void compare_standing(struct playing *p, const struct test_case *tc)
{
    size_t total = standing_total(p->run.standing);
    struct check *found = mem_alloc((total + 1) * sizeof *found);
    standing_checks(p->run.standing, found);
    for (size_t i = 0; i < total; i++) {
        const cJSON *line = told_of(p->v, found[i].id);
        bool broken = found[i].status == STATUS_FAIL || found[i].status == STATUS_WARN;
        if (broken && line && status_held(line_status(line)))
            verify_say(p->v, false, "%s passed in the run, and %s breaks it: %s", found[i].id,
                       tc->id, found[i].message ? found[i].message : "");
        check_clear(&found[i]);
    }
    free(found);
}

static void foreign(struct playing *p, const struct test_case *tc, const char *missing)
{
    if (!p->foreign++)
        verify_say(p->v, false, "%s asks what nobody recorded: %s", tc->id, missing);
}

/* As often as it was played then: the last time counts. */
static int play_rounds(struct playing *p, const struct test_case *tc, struct check *checks,
                       struct err *err)
{
    size_t left = tape_play(p->run.tape, tc->id), before, count = case_checks(tc);
    for (int round = 0; round < ROUNDS_MAX; round++) {
        for (size_t i = 0; i < count; i++)
            check_clear(&checks[i]);
        case_name_checks(p->run.contract, tc, checks);
        atomic_store(&p->run.unreachable, 0);
        atomic_store(&p->run.gone, false);
        before = left;
        if (case_play(&p->client, tc, checks, err))
            return -1;
        left = tape_left(p->run.tape);
        if (!left || left == before || !tape_is_sure(p->run.tape))
            break;
    }
    return 0;
}

static int play_one(struct playing *p, const struct test_case *tc, struct check *checks,
                    struct err *err)
{
    struct tape_end came = {0};
    int status = 0;
    p->run.standing = standing_new(p->run.contract);
    case_name_checks(p->run.contract, tc, checks);
    bool lacks = case_lacks(&p->run, tc, checks);
    if (!lacks) {
        status = play_rounds(p, tc, checks, err);
        came = tape_stop(p->run.tape);
    }
    bool sure = !came.cut && !came.redacted, lost = sure && came.missing;
    if (lost)
        foreign(p, tc, came.missing);
    for (size_t i = 0; !status && !lost && i < case_checks(tc); i++)
        compare(p, &checks[i], sure);
    if (!status && sure && !lost)
        compare_standing(p, tc);
    standing_free(p->run.standing);
    free(came.missing);
    return status;
}

static bool is_told(const struct playing *p, const struct test_case *tc)
{
    bool told = false;
    for (size_t i = 0; tc->clauses[i] && !told; i++) {
        char *id = mem_format("%s@%s", tc->id, tc->clauses[i]);
        told = told_of(p->v, id);
        free(id);
    }
    return told;
}

static int play_all(struct playing *p, struct err *err)
{
    const struct plan *plan = p->run.plan;
    int status = 0;
    for (size_t i = 0; i < plan->count && !status; i++) {
        size_t count = case_checks(&plan->list[i]);
        if (!is_told(p, &plan->list[i]))
            continue;
        struct check *checks = mem_alloc(count * sizeof *checks);
        status = play_one(p, &plan->list[i], checks, err);
        for (size_t k = 0; k < count; k++)
            check_clear(&checks[k]);
        free(checks);
    }
    return status;
}

/* Answers that are long, and keys, are few: whoever has many of them has something to hide. */
static void conclude(const struct playing *p)
{
    if (p->foreign > 1)
        verify_say(p->v, false, "and so do %zu more", p->foreign - 1);
    verify_say(p->v, p->same + p->untold == p->decided && p->decided,
               "the scenarios, played again, make of the recorded answers what is told "
               "(%zu of %zu checks)",
               p->same, p->decided);
    verify_say(p->v, p->untold <= p->decided / 4,
               "no more than a quarter rests on what is not recorded, long answers and shared "
               "keys (%zu of %zu checks)",
               p->untold, p->decided);
}

int verify_played(struct verification *v, struct err *err)
{
    struct playing p = {.v = v};
    int status = begin(&p, err);
    if (!status)
        status = play_all(&p, err);
    if (!status)
        conclude(&p);
    end(&p);
    return status;
}
