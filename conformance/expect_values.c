#include "conformance/expect_parts.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "contract/compare.h"

#include <stdlib.h>

bool miss_value(struct miss *out, const char *where, const cJSON *expected, const cJSON *actual,
                const char *message)
{
    *out = miss_new(mem_string(where), value_words(expected), value_words(actual),
                    mem_string(message));
    return false;
}

bool among_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                 struct miss *out)
{
    (void)c;
    const cJSON *m, *one;
    cJSON_ArrayForEach(m, value)
    {
        const cJSON *is = pointer_get(x->answer, m->string);
        bool found = false;
        cJSON_ArrayForEach(one, m) found = found || (is && json_equal(one, is));
        if (!found)
            return miss_value(out, m->string, m, is,
                              "A member has none of the values it may have.");
    }
    return true;
}

/* In Unicode characters: every byte but those that continue one. */
static size_t characters(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

bool length_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                  struct miss *out)
{
    (void)c;
    const cJSON *m;
    cJSON_ArrayForEach(m, value)
    {
        const cJSON *is = pointer_get(x->answer, m->string);
        size_t wanted = strtoul(m->valuestring, NULL, 10);
        if (cJSON_IsString(is) && characters(is->valuestring) == wanted)
            continue;
        *out = (struct miss){
            .where = mem_string(m->string),
            .expected = mem_format("a string of %zu characters", wanted),
            .actual = cJSON_IsString(is) ? mem_format("%zu characters", characters(is->valuestring))
                                         : value_words(is),
            .message = mem_string("A string has another length.")};
        return false;
    }
    return true;
}

/* The bytes of the answer do not hold these texts anywhere. */
bool never_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                 struct miss *out)
{
    (void)c;
    const cJSON *text;
    cJSON_ArrayForEach(text, value)
    {
        size_t len = strlen(text->valuestring);
        if (!x->response.body ||
            !memmem(x->response.body, x->response.body_len, text->valuestring, len))
            continue;
        *out = (struct miss){.where = mem_string("body"),
                             .expected = mem_string("an answer without it"),
                             .actual = mem_string(text->valuestring),
                             .message = mem_string("The answer holds what it must never show.")};
        return false;
    }
    return true;
}

bool members_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                   struct miss *out)
{
    (void)c;
    const cJSON *m;
    cJSON_ArrayForEach(m, value)
    {
        const cJSON *is = pointer_get(x->answer, m->string);
        if (!is || !json_equal(m, is))
            return miss_value(out, m->string, m, is, "A member has another value.");
    }
    return true;
}

static bool ends_with(const cJSON *value, const char *end)
{
    if (!cJSON_IsString(value))
        return false;
    size_t len = strlen(value->valuestring), want = strlen(end);
    return len >= want && strcmp(value->valuestring + len - want, end) == 0;
}

bool ends_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                struct miss *out)
{
    (void)c;
    const cJSON *m;
    cJSON_ArrayForEach(m, value)
    {
        const cJSON *is = pointer_get(x->answer, m->string);
        if (ends_with(is, m->valuestring))
            continue;
        *out = miss_new(mem_string(m->string),
                        mem_format("a string that ends with %s", m->valuestring), value_words(is),
                        mem_string("A member ends otherwise."));
        return false;
    }
    return true;
}

/* `has` and `lacks`: a pointer or an array of them. */
static bool presence_holds(const cJSON *pointers, bool wanted, const struct seen *x,
                           struct miss *out)
{
    const cJSON *p = cJSON_IsArray(pointers) ? pointers->child : pointers;
    for (; p; p = cJSON_IsArray(pointers) ? p->next : NULL) {
        const cJSON *is = pointer_get(x->answer, p->valuestring);
        if ((is != NULL) == wanted)
            continue;
        *out = miss_new(
            mem_string(p->valuestring), mem_string(wanted ? "a member" : "no such member"),
            value_words(is),
            mem_string(wanted ? "A member is missing." : "A member is there that must not be."));
        return false;
    }
    return true;
}

bool has_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
               struct miss *out)
{
    (void)c;
    return presence_holds(value, true, x, out);
}

bool lacks_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                 struct miss *out)
{
    (void)c;
    return presence_holds(value, false, x, out);
}

bool headers_holds(const struct expect_context *c, const cJSON *value, const struct seen *x,
                   struct miss *out)
{
    (void)c;
    const cJSON *m;
    cJSON_ArrayForEach(m, value)
    {
        const char *is = headers_get(&x->response.headers, m->string);
        bool ok = cJSON_IsString(m) ? is && strcmp(is, m->valuestring) == 0
                                    : (is != NULL) == (bool)cJSON_IsTrue(m);
        if (ok)
            continue;
        *out =
            miss_new(mem_format("header %s", m->string),
                     cJSON_IsString(m) ? mem_string(m->valuestring)
                     : cJSON_IsTrue(m) ? mem_string("the header")
                                       : mem_string("no such header"),
                     mem_string(is ? is : "nothing"), mem_string("A header is not as it must be."));
        return false;
    }
    return true;
}
