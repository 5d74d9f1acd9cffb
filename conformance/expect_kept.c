#include "conformance/expect_parts.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "contract/compare.h"

/* Compares what the contract says is kept; both trees are borrowed. */
bool views_equal(const struct expect_context *c, const cJSON *expected, const cJSON *actual,
                 const char *message, struct miss *out)
{
    cJSON *left = contract_view(c->contract, expected), *right = contract_view(c->contract, actual);
    struct difference d;
    bool differs = compare_first(left, right, &d);
    if (differs)
        miss_value(out, buf_view(&d.pointer).ptr, d.expected, d.actual, message);
    difference_free(&d);
    cJSON_Delete(left);
    cJSON_Delete(right);
    return !differs;
}

bool needs_object(const struct seen *x, struct miss *out)
{
    if (cJSON_IsObject(x->answer))
        return true;
    *out = miss_new(mem_string("body"), mem_string("a JSON object"),
                    x->answer ? value_words(x->answer) : mem_string("no JSON"),
                    mem_string("The answer carries no connection."));
    return false;
}

bool stored_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                  struct miss *out)
{
    const struct seen *put = c->labelled(c->of, value->valuestring);
    return needs_object(x, out) &&
           views_equal(c, put->sent, x->answer, "What is read is not what was written.", out);
}

bool merged_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                  struct miss *out)
{
    const struct seen *base = c->labelled(c->of, value->valuestring);
    if (!needs_object(base, out) || !needs_object(x, out))
        return false;
    cJSON *merged = merge_patch(base->answer, c->patch);
    bool ok = views_equal(c, merged, x->answer,
                          "The connection is not what it was with the PATCH merged into it.", out);
    cJSON_Delete(merged);
    return ok;
}

bool same_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                struct miss *out)
{
    const struct seen *before = c->labelled(c->of, value->valuestring);
    cJSON *left = without_etag(before->answer), *right = without_etag(x->answer);
    struct difference d;
    bool differs = compare_first(left, right, &d);
    if (differs)
        miss_value(out, buf_view(&d.pointer).ptr, d.expected, d.actual,
                   "The connection is not what it was.");
    difference_free(&d);
    cJSON_Delete(left);
    cJSON_Delete(right);
    return !differs;
}

bool differs_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                   struct miss *out)
{
    const char *at = cJSON_GetObjectItemCaseSensitive(value, "at")->valuestring;
    const char *from = cJSON_GetObjectItemCaseSensitive(value, "from")->valuestring;
    const cJSON *was = pointer_get(c->labelled(c->of, from)->answer, at);
    const cJSON *is = pointer_get(x->answer, at);
    if (!was || !is || !json_equal(was, is))
        return true;
    *out = miss_new(mem_string(at), mem_string("another value than before"), value_words(is),
                    mem_string("A member that must have changed is what it was."));
    return false;
}

bool keeps_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                 struct miss *out)
{
    const char *at = cJSON_GetObjectItemCaseSensitive(value, "at")->valuestring;
    const char *from = cJSON_GetObjectItemCaseSensitive(value, "from")->valuestring;
    const cJSON *was = pointer_get(c->labelled(c->of, from)->answer, at);
    const cJSON *is = pointer_get(x->answer, at);
    if ((!was && !is) || (was && is && json_equal(was, is)))
        return true;
    return miss_value(out, at, was, is, "A member that must stay is not what it was.");
}
