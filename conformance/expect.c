#include "conformance/expect.h"

#include "base/mem.h"
#include "conformance/expect_lists.h"
#include "conformance/expect_parts.h"
#include "contract/compare.h"

#include <stdlib.h>

struct miss miss_new(char *where, char *expected, char *actual, char *message)
{
    return (struct miss){
        .where = where, .expected = expected, .actual = actual, .message = message};
}

void miss_free(struct miss *m)
{
    free(m->where);
    free(m->expected);
    free(m->actual);
    free(m->message);
    *m = (struct miss){0};
}

static bool is_code(const cJSON *code, int status)
{
    if (cJSON_IsString(code)) /* "4XX" */
        return code->valuestring[0] - '0' == status / 100;
    return code->valuedouble == status;
}

bool code_among(const cJSON *codes, int status)
{
    const cJSON *code;
    if (!codes || !status)
        return false;
    if (!cJSON_IsArray(codes))
        return is_code(codes, status);
    cJSON_ArrayForEach(code, codes)
    {
        if (is_code(code, status))
            return true;
    }
    return false;
}

const char *noted_says(const cJSON *noted, const struct seen *x)
{
    return code_among(cJSON_GetObjectItemCaseSensitive(noted, "status"), seen_status(x))
               ? cJSON_GetObjectItemCaseSensitive(noted, "says")->valuestring
               : NULL;
}

static bool status_holds(const cJSON *expect, const struct seen *x, struct miss *out)
{
    cJSON ok = {.type = cJSON_Number, .valuedouble = 200, .valueint = 200};
    const cJSON *codes = cJSON_GetObjectItemCaseSensitive(expect, "status");
    bool refused = cJSON_GetObjectItemCaseSensitive(expect, "refused");
    int status = seen_status(x);
    if (codes || !refused ? status && code_among(codes ? codes : &ok, status) : status / 100 == 4)
        return true;
    *out = miss_new(mem_string("status"),
                    codes || !refused ? value_words(codes ? codes : &ok)
                                      : mem_string("a refusal: 4xx"),
                    seen_words(x),
                    status ? mem_format("%s was answered %d.", x->request.method, status)
                           : mem_format("%s was not answered.", x->request.method));
    return false;
}

bool expect_holds(const struct expect_context *c, const cJSON *expect, const struct seen *x,
                  struct miss *out)
{
    static const struct {
        const char *name;
        expectation *holds;
    } rules[] = {{"headers", headers_holds}, {"stored", stored_holds},   {"merged", merged_holds},
                 {"same", same_holds},       {"differs", differs_holds}, {"members", members_holds},
                 {"ends", ends_holds},       {"has", has_holds},         {"lacks", lacks_holds},
                 {"keeps", keeps_holds},     {"one-of", one_of_holds},   {"among", among_holds},
                 {"length", length_holds},   {"never", never_holds},     {"lists", lists_hold}};
    if (noted_says(cJSON_GetObjectItemCaseSensitive(expect, "noted"), x))
        return true;
    if (!status_holds(expect, x, out))
        return false;
    struct seen bare = *x; /* pointers into a list mean the list, also where it is wrapped */
    const cJSON *lists = cJSON_GetObjectItemCaseSensitive(expect, "lists");
    if (lists)
        bare.answer = (cJSON *)list_of(x);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const cJSON *value = cJSON_GetObjectItemCaseSensitive(expect, rules[i].name);
        if (value && !rules[i].holds(c, value, value == lists ? x : &bare, out))
            return false;
    }
    return true;
}
