#include "conformance/play_parts.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

size_t play_check_of(const struct play *p, const cJSON *step)
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

/* The target is full of what others made there: nothing is wrong with it, and nothing is proved. */
static void block_by_long_list(struct check *check, struct miss *miss)
{
    free(miss->message);
    miss->message =
        mem_string("The list is longer than what connspec reads of an answer: give it gateways "
                   "that few connections use (--gateway).");
    check->blocked_by = mem_string("a list of connections that is too long for us: give --gateway "
                                   "two that few connections use");
}

/* Moves a miss into a check; the first of its gravity stands. */
void play_miss(struct play *p, struct check *check, enum status status, struct miss *miss,
               const struct trace *t)
{
    if (t->seen.too_long)
        status = STATUS_INCONCLUSIVE;
    if (gravity(check->status) >= gravity(status)) {
        miss_free(miss);
        return;
    }
    client_settle(p->scene.client); /* the exchange has its id only now */
    forget(check);
    if (t->seen.too_long)
        block_by_long_list(check, miss);
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

void play_note(struct play *p, struct check *check, const char *says, const struct trace *t)
{
    struct miss note = {.message = mem_string(says)};
    play_miss(p, check, STATUS_NOTE, &note, t);
}

enum status play_broken_status(const struct play *p, const struct check *check, const cJSON *step,
                               const struct miss *miss)
{
    const struct contract *c = p->scene.client->run->contract;
    bool should = cJSON_GetObjectItemCaseSensitive(step, "should");
    bool must = c->clauses.list[check->clause].must && !should && !miss->should;
    return must ? STATUS_FAIL : STATUS_WARN;
}

/* Nothing came because we stopped waiting: no fault of the target's. One that ends the connection does
 * that by itself. */
bool play_gave_up(const struct play *p, const struct trace *t)
{
    return !seen_status(&t->seen) && t->seen.response.delivery != DROPPED &&
           run_over(p->scene.client->run);
}

const char *play_noted_by(const cJSON *step, const struct trace *t)
{
    const cJSON *expect = cJSON_GetObjectItemCaseSensitive(step, "expect");
    return noted_says(cJSON_GetObjectItemCaseSensitive(expect, "noted"), &t->seen);
}

/* An earlier answer has not got what this step is made of. */
void play_lacking(struct play *p, struct check *check)
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

/* The last step, over given and steps, whose expectations count for a check. */
static unsigned last_step_of(const struct play *p, size_t check)
{
    unsigned at = (unsigned)cJSON_GetArraySize(p->script.given), last = 0;
    const cJSON *step;
    cJSON_ArrayForEach(step, p->script.steps)
    {
        at++;
        if (play_check_of(p, step) == check)
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

void play_settle(struct play *p, enum ending ending)
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
