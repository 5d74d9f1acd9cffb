/* The loader of the OpenAPI document and of the schemas in it: anybody's document is refused with a reason,
 * or can be asked everything. */
#include "base/assets.h"
#include "base/mem.h"
#include "contract/derive.h"
#include "contract/judge.h"
#include "fuzz/fuzz.h"

#include <string.h>

#define API "2015-05-01-preview"
#define FOLDER "harness/contract/" API "/"

static void judge_one(const struct contract *c)
{
    struct request rq = request_new("PUT", "/subscriptions/s/resourceGroup/g/providers/"
                                           "microsoft.network/connections/c?api-version=" API);
    struct response rs = {
        .delivery = ANSWERED, .status = 200, .body = mem_string("{\"name\":\"c\"}")};
    struct exchange x = {.request = &rq, .response = &rs, .prefix = ""};
    struct findings found = {0};
    rs.body_len = strlen(rs.body);
    headers_add(&rs.headers, "Content-Type", "application/json");
    judge_exchange(c, &x, &found);
    for (size_t i = 0; i < found.count; i++)
        must(found.list[i].clause && found.list[i].message, "a finding without words");
    findings_free(&found);
    request_free(&rq);
    response_free(&rs);
}

/* The two files of the contract, one of them being the input. */
static size_t take_files(const struct assets *all, struct bytes input, struct asset out[2])
{
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++) {
        const char *name = all->list[i].name;
        bool openapi = strcmp(name, FOLDER "openapi.json") == 0;
        if (!openapi && strcmp(name, FOLDER "clauses.json") != 0)
            continue;
        must(count < 2, "more than two files");
        out[count] = all->list[i];
        if (openapi)
            out[count].data = input;
        count++;
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct assets all; /* opened once: it takes longer than an execution */
    struct err err = {0};
    struct contract *c = NULL;
    if (!all.count)
        must(!assets_open(&all, NULL, &err), "%s", err.text);
    struct asset list[2];
    struct assets two = {.list = list};
    two.count = take_files(&all, (struct bytes){(const char *)data, size}, list);
    if (contract_open(&c, &two, API, &err))
        must(*err.text, "refused without a reason");
    else
        judge_one(c);
    contract_close(c);
    return 0;
}
