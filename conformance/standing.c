#include "conformance/standing.h"

#include "base/mem.h"
#include "conformance/once.h"

#include <pthread.h>
#include <stdlib.h>

/* What became of one clause; `first` is the first exchange that broke it. */
struct tally {
    bool judged; /* it is a standing check at all */
    const char *prefix;
    unsigned occurrences, broken;
    struct check first;
};

struct standing {
    pthread_mutex_t lock;
    const struct contract *contract;
    struct tally *tallies; /* one a clause */
    size_t total;
    struct once request_ids;
};

struct standing *standing_new(const struct contract *contract)
{
    struct standing *s = mem_alloc(sizeof *s);
    pthread_mutex_init(&s->lock, NULL);
    s->contract = contract;
    s->tallies = mem_alloc(contract->clauses.count * sizeof *s->tallies);
    bool *judged = judge_clauses(contract);
    int refusal = clause_find(contract, REFUSAL_CLAUSE);
    int request_id = clause_find(contract, REQUEST_ID_CLAUSE);
    for (size_t i = 0; i < contract->clauses.count; i++) {
        s->tallies[i].judged = judged[i] || (int)i == refusal || (int)i == request_id;
        s->tallies[i].prefix = (int)i == refusal ? "every-refusal" : "every-answer";
        s->total += s->tallies[i].judged;
    }
    free(judged);
    return s;
}

void standing_free(struct standing *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->contract->clauses.count; i++)
        check_clear(&s->tallies[i].first);
    free(s->tallies);
    once_free(&s->request_ids);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

static void keep_first(struct tally *t, const struct finding *f, const struct standing_place *at)
{
    t->first = (struct check){.case_id = mem_string(at->case_id),
                              .step = at->step,
                              .message = mem_string(f->message),
                              .where = mem_string(f->where),
                              .expected = mem_string(f->expected),
                              .actual = mem_string(f->actual),
                              .request_id = mem_string(at->request_id),
                              .exchange = at->exchange};
}

static void count_broken(struct tally *t, const struct finding *f, const struct standing_place *at)
{
    if (!t->broken++)
        keep_first(t, f, at);
}

/* A clause broken at two places of one answer is one broken exchange. */
static bool seen_before(const struct findings *f, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (strcmp(f->list[k].clause, f->list[i].clause) == 0)
            return true;
    return false;
}

bool standing_count(struct standing *s, const struct findings *f, const struct standing_place *at)
{
    bool must_broken = false;
    pthread_mutex_lock(&s->lock);
    for (size_t i = 0; f->applied && i < f->clauses; i++)
        s->tallies[i].occurrences += f->applied[i];
    for (size_t i = 0; i < f->count; i++) {
        int clause = clause_find(s->contract, f->list[i].clause);
        if (clause < 0 || seen_before(f, i))
            continue;
        struct tally *t = &s->tallies[clause];
        must_broken |= s->contract->clauses.list[clause].must;
        t->occurrences += !(f->applied && f->applied[clause]);
        count_broken(t, &f->list[i], at);
    }
    pthread_mutex_unlock(&s->lock);
    return must_broken;
}

void standing_refusal(struct standing *s, const struct finding *broken,
                      const struct standing_place *at)
{
    int clause = clause_find(s->contract, REFUSAL_CLAUSE);
    if (clause < 0)
        return;
    pthread_mutex_lock(&s->lock);
    s->tallies[clause].occurrences++;
    if (broken)
        count_broken(&s->tallies[clause], broken, at);
    pthread_mutex_unlock(&s->lock);
}

void standing_request_id(struct standing *s, const char *id, const struct standing_place *at)
{
    int clause = clause_find(s->contract, REQUEST_ID_CLAUSE);
    if (clause < 0 || !id || !*id)
        return;
    struct finding again = {.where = (char *)"header x-ms-request-id",
                            .expected = (char *)"another value than in any answer before",
                            .actual = (char *)id,
                            .message = (char *)"A request id is there twice."};
    pthread_mutex_lock(&s->lock);
    s->tallies[clause].occurrences++;
    if (!once_add(&s->request_ids, id))
        count_broken(&s->tallies[clause], &again, at);
    pthread_mutex_unlock(&s->lock);
}

size_t standing_total(const struct standing *s)
{
    return s->total;
}

static void settle(const struct standing *s, size_t clause, struct check *out)
{
    struct tally *t = &s->tallies[clause];
    const struct clause *c = &s->contract->clauses.list[clause];
    *out = t->first;
    t->first = (struct check){0};
    out->id = mem_format("%s@%s", t->prefix, c->id);
    out->says = mem_string(c->text);
    out->clause = (int)clause;
    out->occurrences = t->occurrences;
    out->broken = t->broken;
    if (t->broken) {
        out->status = c->must ? STATUS_FAIL : STATUS_WARN;
    } else if (t->occurrences) {
        out->status = STATUS_PASS;
    } else {
        out->status = STATUS_NOT_RUN;
        out->message = mem_string("No answer of this run put it to the test.");
    }
}

void standing_checks(struct standing *s, struct check *out)
{
    pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < s->contract->clauses.count; i++)
        if (s->tallies[i].judged)
            settle(s, i, out++);
    pthread_mutex_unlock(&s->lock);
}
