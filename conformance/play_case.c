#include "conformance/play.h"

#include "base/mem.h"

#include <string.h>

size_t case_checks(const struct test_case *tc)
{
    size_t count = 0;
    while (tc->clauses[count])
        count++;
    return count;
}

void case_name_checks(const struct contract *c, const struct test_case *tc, struct check *out)
{
    for (size_t i = 0; tc->clauses[i]; i++)
        out[i] = (struct check){.id = mem_format("%s@%s", tc->id, tc->clauses[i]),
                                .case_id = mem_string(tc->id),
                                .says = mem_string(tc->says),
                                .clause = clause_find(c, tc->clauses[i]),
                                .status = STATUS_NOT_RUN};
}

bool case_lacks(const struct run *run, const struct test_case *tc, struct check *checks)
{
    const cJSON *requires = cJSON_GetObjectItemCaseSensitive(tc->file, "requires"), *one;
    cJSON_ArrayForEach(one, requires)
    {
        enum operation op;
        bool operation = operation_parse(one->valuestring, &op);
        if (operation ? run->surface.has[op] : run->options->token != NULL)
            continue;
        for (size_t i = 0; i < case_checks(tc); i++) {
            checks[i].status = operation ? STATUS_NOT_IMPLEMENTED : STATUS_NOTE;
            checks[i].message = operation
                                    ? mem_format("The target has no %s.", operation_words(op))
                                    : mem_string("Not checked, since the run was given no token.");
        }
        return true;
    }
    return false;
}
