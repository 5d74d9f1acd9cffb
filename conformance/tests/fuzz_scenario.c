/* The loader of scenario files: anybody's file is refused with its name and a reason, or can be played as
 * far as making its requests goes. */
#include "base/mem.h"
#include "conformance/loaded.h"
#include "conformance/scenario_derived.h"
#include "fuzz/fuzz.h"

#include <string.h>

#define API "2015-05-01-preview"
#define FILE_NAME "conformance/scenarios/core/fuzzed.json"

/* The embedded files, with one scenario instead of all of them. */
static struct assets with_one(const struct assets *all, struct bytes text)
{
    struct assets some = {.list = mem_alloc((all->count + 1) * sizeof *some.list)};
    bool put = false;
    for (size_t i = 0; i < all->count; i++) {
        if (strncmp(all->list[i].name, "conformance/scenarios/", 22) != 0)
            some.list[some.count++] = all->list[i];
        else if (!put)
            some.list[some.count++] = (struct asset){(char *)FILE_NAME, text};
        put |= strncmp(all->list[i].name, "conformance/scenarios/", 22) == 0;
    }
    return some;
}

static void instantiate(const struct plan *plan)
{
    for (size_t i = 0; i < plan->count && i < 50; i++) {
        struct script script;
        struct err err;
        must(!script_open(&script, &plan->list[i], &err), "vetted, and then: %s", err.text);
        script_close(&script);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct contract *c;
    static struct assets all;
    struct err err = {0};
    if (!c)
        must(!assets_open(&all, NULL, &err) && !contract_open(&c, &all, API, &err), "%s", err.text);
    struct assets some = with_one(&all, (struct bytes){(const char *)data, size});
    struct plan *plan = NULL;
    if (!plan_load(&plan, &some, c, true, &err))
        instantiate(plan);
    else
        must(*err.text, "refused without a reason");
    plan_free(plan);
    free(some.list);
    return 0;
}
