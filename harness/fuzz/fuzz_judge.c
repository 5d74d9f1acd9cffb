/* The judge of answers: whatever body comes back to a PUT, the findings have a clause of the contract, a
 * place and words that a terminal can show; and the same twice. */
#include "base/assets.h"
#include "base/mem.h"
#include "contract/judge.h"
#include "contract/utf8.h"
#include "fuzz/fuzz.h"

#include <string.h>

#define API "2015-05-01-preview"
#define SENT                                                                                       \
    "{\"location\":\"West US\",\"tags\":{\"a\":\"b\"},\"properties\":{\"gateway1\":{\"name\":"     \
    "\"firstgateway\"},\"gateway2\":{\"name\":\"secondgateway\"},\"connectionType\":"              \
    "\"Dedicated\","                                                                               \
    "\"connectivityState\":\"Connected\"}}"

static void hold_words(const struct contract *c, const struct finding *f)
{
    const char *const all[] = {f->clause, f->where, f->expected, f->actual, f->message};
    must(clause_find(c, f->clause) >= 0, "no clause %s", f->clause);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        must(all[i] && utf8_valid(bytes_of(all[i])), "a finding that is no text");
        must(strlen(all[i]) < 8192, "a finding of %zu bytes", strlen(all[i]));
    }
}

static size_t judge(const struct contract *c, const struct exchange *x)
{
    struct findings found = {0};
    judge_exchange(c, x, &found);
    size_t count = found.count;
    for (size_t i = 0; i < count; i++)
        hold_words(c, &found.list[i]);
    findings_free(&found);
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct contract *c; /* opened once: an execution would be nothing beside it */
    static struct assets assets;
    struct err err;
    if (!c)
        must(!assets_open(&assets, NULL, &err) && !contract_open(&c, &assets, API, &err), "%s",
             err.text);
    struct request rq = request_new("PUT", "/subscriptions/s/resourceGroup/g/providers/"
                                           "microsoft.network/connections/c?api-version=" API);
    request_body(&rq, SENT, sizeof SENT - 1);
    struct response rs = {.delivery = ANSWERED,
                          .status = 200,
                          .body = mem_copy((const char *)data, size),
                          .body_len = size};
    headers_add(&rs.headers, "Content-Type", "application/json");
    struct exchange x = {.request = &rq, .response = &rs, .prefix = ""};
    size_t first = judge(c, &x);
    must(first == judge(c, &x), "judged twice, found %zu and then not", first);
    rs.status = 400;
    judge(c, &x);
    request_free(&rq);
    response_free(&rs);
    return 0;
}
