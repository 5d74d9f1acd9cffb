#include "fuzz/review/asking.h"

#include "base/json.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define SUBSCRIPTION "00000000-0000-0000-0000-000000000000"

void asking_judge(struct asking *a, const struct answered *got, const char *input)
{
    struct findings found = {0};
    struct exchange x = {
        .request = &got->rq, .response = &got->rs, .prefix = "", .answer = got->json};
    judge_exchange(a->report->contract, &x, &found);
    for (size_t i = 0; i < found.count; i++) {
        const struct finding *f = &found.list[i];
        struct complaint c = {f->clause, f->where, f->expected, f->actual, f->message};
        report_add(a->report, &c, input);
    }
    findings_free(&found);
}

/* A lost guest, and a 5xx, are findings whatever was asked; 501 says that there is no such operation. */
static void look(struct asking *a, const struct answered *got, const char *input)
{
    bool lost = got->rs.delivery != ANSWERED;
    a->hangs += got->rs.delivery == TIMED_OUT;
    if (!lost && got->rs.status >= 200 && (got->rs.status < 500 || got->rs.status == 501))
        return;
    char *text = answered_text(got);
    struct complaint c = {clause_of_input(input), lost ? "the process" : "status",
                          "an answer from 200 to 499", text, NULL};
    report_add(a->report, &c, input);
    free(text);
}

int asking_send(struct asking *a, enum method method, const struct bytes *body, const char *input,
                struct answered *out, struct err *err)
{
    static const char *const names[] = {"PUT", "PATCH", "GET"};
    char *path = mem_format("/subscriptions/" SUBSCRIPTION
                            "/resourceGroup%s/myrg1/providers/microsoft.network"
                            "/connections/cn1?api-version=%s",
                            a->plural[method] ? "s" : "", a->report->contract->api_version);
    *out = (struct answered){.rq = request_new(names[method], path)};
    if (body) {
        request_body(&out->rq, body->ptr, body->len);
        headers_add(&out->rq.headers, "Content-Type", "application/json");
    }
    free(path);
    if (guest_handle(a->guest, &out->rq, &out->rs, err)) {
        answered_free(out);
        return -1;
    }
    out->json = response_json(&out->rs);
    look(a, out, input);
    return 0;
}

void answered_free(struct answered *a)
{
    request_free(&a->rq);
    response_free(&a->rs);
    cJSON_Delete(a->json);
    *a = (struct answered){0};
}

int asking_reset(struct asking *a, struct err *err)
{
    if (guest_reset(a->guest, err))
        return -1;
    if (a->guest->fate != FATE_ANSWERED)
        report_add(a->report,
                   &(struct complaint){NULL, "the process", "reset returns", a->guest->note, NULL},
                   "the adapter's reset");
    return 0;
}

bool answered_ok(const struct answered *a)
{
    return a->rs.delivery == ANSWERED && a->rs.status == 200;
}

bool answered_refused(const struct answered *a)
{
    return a->rs.delivery == ANSWERED && a->rs.status >= 400 && a->rs.status < 500;
}

char *answered_text(const struct answered *a)
{
    if (a->rs.delivery == ANSWERED)
        return mem_format("%d", a->rs.status);
    return mem_format("no answer: %.180s", a->rs.note ? a->rs.note : "");
}

const char *clause_of_input(const char *input)
{
    static const struct {
        const char *part, *clause;
    } about[] = {
        {"put/accept/", "CORE-01"},
        {"patch/accept/", "CORE-03"},
        {"/duplicates/", "ROB-02"},
        {"/members-twice/", "ROB-02"},
        {"/utf8/", "ROB-03"},
        {"/encodings/", "ROB-03"},
        {"/cut-short/", "ROB-03"},
        {"/deep/", "ROB-04"},
        {"/numbers/", "ROB-05"},
        {"/json/", "PLAT-02"},
        {"/truncated/", "PLAT-02"},
        {"/reject/page/", "PLAT-02"},
        {"/boundary/", "ROB-06"},
        {"patch/reject/missing-", "CORE-08"},
        {"patch/reject/tags-and-missing", "CORE-08"},
        {"/missing-gateway1", "CORE-05"},
        {"/missing-gateway2", "CORE-06"},
        {"/missing-gateways", "CORE-07"},
        {"/unknown-", "CORE-32"},
        {"/empty-type", "CORE-32"},
        {"/state-as-type", "CORE-32"},
        {"/empty-object", "CORE-30"},
        {"/without-ipsec", "CORE-31"},
        {"/without-encryption", "CORE-31"},
        {"/without-pfs", "CORE-31"},
        {"/without-sa-", "CORE-31"},
        {"/without-hash", "CORE-31"},
        {"/without-", "CORE-30"},
        {"/reject/", "CORE-33"},
    };
    for (size_t i = 0; i < sizeof about / sizeof *about; i++)
        if (strstr(input, about[i].part))
            return about[i].clause;
    return "ROB-01";
}
