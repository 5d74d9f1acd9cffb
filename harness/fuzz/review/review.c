#include "fuzz/review/review.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "fuzz/review/asking.h"

#include <stdlib.h>
#include <string.h>

#define GOOD "corpus/put/accept/site-to-site.json"
#define PATCHED "corpus/patch/accept/connectivity-state.json"

static void complain(struct asking *a, const char *clause, const char *where, const char *expected,
                     const char *actual, const char *input)
{
    struct complaint c = {clause, where, expected, actual, NULL};
    report_add(a->report, &c, input);
}

static void complain_of_status(struct asking *a, const char *clause, const char *expected,
                               const struct answered *got, const char *input)
{
    char *text = answered_text(got);
    complain(a, clause, "status", expected, text, input);
    free(text);
}

/* GET, where there is one. `before` is what must be there; NULL: nothing. */
static int read_back(struct asking *a, const cJSON *before, const char *clause, const char *input,
                     struct err *err)
{
    struct answered got;
    if (!a->reads)
        return 0;
    if (asking_send(a, GET, NULL, input, &got, err))
        return -1;
    cJSON *is = contract_view(a->report->contract, got.json);
    cJSON *due = contract_view(a->report->contract, before);
    if (!before && got.rs.status != 404)
        complain_of_status(a, clause, "404: nothing was created", &got, input);
    else if (before && !json_equal(is, due))
        complain(a, clause, "GET", "what was there before, or what was just written",
                 answered_ok(&got) ? "another connection" : "no connection", input);
    else
        asking_judge(a, &got, input);
    cJSON_Delete(is);
    cJSON_Delete(due);
    answered_free(&got);
    return 0;
}

static bool exists(const cJSON *answer, const char *pointer)
{
    const cJSON *name = pointer_get(answer, pointer);
    return cJSON_IsString(name) && (strcasecmp(name->valuestring, "firstgateway") == 0 ||
                                    strcasecmp(name->valuestring, "secondgateway") == 0);
}

static void check_gateways(struct asking *a, const struct answered *got, const char *input)
{
    if (!exists(got->json, "/properties/gateway1/name") ||
        !exists(got->json, "/properties/gateway2/name"))
        complain(a, clause_of_input(input), "/properties",
                 "two gateways that exist, where the answer is 200",
                 "a connection to a gateway that does not exist", input);
}

enum due { DUE_ACCEPT, DUE_REJECT, DUE_EITHER };

/* What is due to a body, after its answer; `before` is what was there. */
static int hold(struct asking *a, enum due due, const struct answered *got, const cJSON *before,
                const char *input, struct err *err)
{
    if (due == DUE_ACCEPT && !answered_ok(got))
        complain_of_status(a, clause_of_input(input), "200", got, input);
    if (due == DUE_REJECT && answered_ok(got))
        complain_of_status(a, clause_of_input(input), "a refusal (4xx)", got, input);
    else
        asking_judge(a, got, input);
    if (answered_ok(got) && got->json && due != DUE_REJECT)
        check_gateways(a, got, input);
    a->report->sent++;
    a->report->accepted += answered_ok(got);
    a->report->refused += answered_refused(got);
    if (answered_ok(got) && got->json && due != DUE_REJECT)
        return read_back(a, got->json, "FAM-01", input, err);
    if (answered_refused(got))
        return read_back(a, before, "CORE-09", input, err);
    return 0;
}

static int put_body(struct asking *a, enum due due, const struct asset *body, struct err *err)
{
    struct answered got;
    if (asking_reset(a, err) || asking_send(a, PUT, &body->data, body->name, &got, err))
        return -1;
    int failed = hold(a, due, &got, NULL, body->name, err);
    answered_free(&got);
    return failed;
}

static int patch_body(struct asking *a, enum due due, const struct asset *body, struct err *err)
{
    struct bytes good;
    struct answered before, got;
    assets_get(a->assets, GOOD, &good);
    if (asking_reset(a, err) || asking_send(a, PUT, &good, GOOD, &before, err))
        return -1;
    int failed = asking_send(a, PATCH, &body->data, body->name, &got, err);
    if (!failed) {
        failed = hold(a, due, &got, before.json, body->name, err);
        answered_free(&got);
    }
    answered_free(&before);
    return failed;
}

#define MOST_HANGS 5

static int send_corpus(struct asking *a, struct err *err)
{
    static const struct {
        const char *folder;
        enum due due;
        int (*send)(struct asking *, enum due, const struct asset *, struct err *);
    } folders[] = {{"corpus/put/accept/", DUE_ACCEPT, put_body},
                   {"corpus/put/reject/", DUE_REJECT, put_body},
                   {"corpus/put/either/", DUE_EITHER, put_body},
                   {"corpus/patch/accept/", DUE_ACCEPT, patch_body},
                   {"corpus/patch/reject/", DUE_REJECT, patch_body}};
    for (size_t i = 0; i < a->assets->count && a->hangs < MOST_HANGS; i++)
        for (size_t f = 0; f < sizeof folders / sizeof *folders; f++) {
            const struct asset *body = &a->assets->list[i];
            if (strncmp(body->name, folders[f].folder, strlen(folders[f].folder)) == 0 &&
                folders[f].send(a, folders[f].due, body, err))
                return -1;
        }
    if (a->hangs >= MOST_HANGS)
        complain(a, NULL, "the process", "answers in time",
                 "it hung too often: the rest was not sent", "everything together");
    return 0;
}

/* Which spelling a method serves, the page's or the other; the last one's answer is in *got. */
static int find_spelling(struct asking *a, enum method method, const char *input,
                         struct answered *got, struct err *err)
{
    struct bytes body;
    assets_get(a->assets, input, &body);
    for (int plural = 0; plural < 2; plural++) {
        a->plural[method] = plural;
        if (asking_send(a, method, method == GET ? NULL : &body, input, got, err))
            return -1;
        if (answered_ok(got) || plural)
            break;
        answered_free(got);
    }
    return 0;
}

/* *usable is false, with a finding, when a good PUT is not accepted: nothing else would mean anything. */
static int find_out(struct asking *a, bool *usable, struct err *err)
{
    struct answered put, patch, get;
    if (find_spelling(a, PUT, GOOD, &put, err))
        return -1;
    *usable = answered_ok(&put);
    if (!*usable)
        complain_of_status(a, "CORE-01", "200 to a good PUT: nothing else was tried", &put, GOOD);
    answered_free(&put);
    if (!*usable)
        return 0;
    if (find_spelling(a, PATCH, PATCHED, &patch, err))
        return -1;
    answered_free(&patch);
    if (find_spelling(a, GET, GOOD, &get, err))
        return -1;
    a->reads = answered_ok(&get);
    answered_free(&get);
    return 0;
}

static int check_reset(struct asking *a, struct err *err)
{
    struct answered got;
    if (asking_reset(a, err))
        return -1;
    if (!a->reads)
        return 0;
    if (asking_send(a, GET, NULL, "a GET after reset", &got, err))
        return -1;
    if (got.rs.status != 404)
        complain_of_status(a, NULL, "404: the adapter's reset leaves no connection", &got,
                           "a GET after reset");
    answered_free(&got);
    return 0;
}

int review_handler(struct guest *g, const struct assets *assets, struct report *out,
                   struct err *err)
{
    struct asking a = {.guest = g, .assets = assets, .report = out};
    bool usable = false;
    if (find_out(&a, &usable, err))
        return -1;
    if (usable && (check_reset(&a, err) || send_corpus(&a, err)))
        return -1;
    if (!guest_end(g))
        complain(&a, NULL, "the end of the process", "nothing is left behind", g->note,
                 "everything together");
    return 0;
}
