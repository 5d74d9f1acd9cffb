#include "contract/compare.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"

#include <stdlib.h>
#include <string.h>

#define POINTER_MAX 4096
#define WORDS_MAX 400

static bool differ(const cJSON *expected, const cJSON *actual, struct difference *out);

/* Steps into a member, and back out again unless the difference is there. */
static bool differ_below(const char *part, const cJSON *expected, const cJSON *actual,
                         struct difference *out)
{
    size_t len = out->pointer.len;
    pointer_add(&out->pointer, part);
    if (differ(expected, actual, out))
        return true;
    out->pointer.len = len;
    if (out->pointer.data)
        out->pointer.data[len] = '\0';
    return false;
}

static bool differ_objects(const cJSON *expected, const cJSON *actual, struct difference *out)
{
    const cJSON *m;
    cJSON_ArrayForEach(m, expected)
    {
        if (differ_below(m->string, m, cJSON_GetObjectItemCaseSensitive(actual, m->string), out))
            return true;
    }
    cJSON_ArrayForEach(m, actual)
    {
        if (!cJSON_GetObjectItemCaseSensitive(expected, m->string) &&
            differ_below(m->string, NULL, m, out))
            return true;
    }
    return false;
}

static bool differ(const cJSON *expected, const cJSON *actual, struct difference *out)
{
    if (cJSON_IsObject(expected) && cJSON_IsObject(actual))
        return differ_objects(expected, actual, out);
    if (expected && actual && json_equal(expected, actual))
        return false;
    if (!expected && !actual)
        return false;
    out->expected = expected;
    out->actual = actual;
    return true;
}

bool compare_first(const cJSON *expected, const cJSON *actual, struct difference *out)
{
    *out = (struct difference){.pointer = buf_new(POINTER_MAX)};
    return differ(expected, actual, out);
}

void difference_free(struct difference *d)
{
    buf_free(&d->pointer);
}

static bool obeyed(const cJSON *before, const cJSON *after, const cJSON *sent,
                   struct difference *out)
{
    const cJSON *m;
    cJSON_ArrayForEach(m, sent)
    {
        const cJSON *was = cJSON_GetObjectItemCaseSensitive(before, m->string);
        const cJSON *is = cJSON_GetObjectItemCaseSensitive(after, m->string);
        size_t len = out->pointer.len;
        pointer_add(&out->pointer, m->string);
        if (cJSON_IsObject(m) && obeyed(was, is, m, out))
            return true;
        if (!cJSON_IsObject(m) && is && json_equal(is, m) && !(was && json_equal(was, is))) {
            out->expected = was;
            out->actual = is;
            return true;
        }
        out->pointer.len = len;
        out->pointer.data[len] = '\0';
    }
    return false;
}

bool compare_obeyed(const cJSON *before, const cJSON *after, const cJSON *sent,
                    struct difference *out)
{
    *out = (struct difference){.pointer = buf_new(POINTER_MAX)};
    return cJSON_IsObject(sent) && obeyed(before, after, sent, out);
}

static bool stands_quoted(struct bytes text, const char *value)
{
    char *quoted = mem_format("\"%s\"", value);
    bool found = text.len && memmem(text.ptr, text.len, quoted, strlen(quoted));
    free(quoted);
    return found;
}

static bool obeyed_text(const cJSON *before, const cJSON *after, struct bytes sent,
                        struct difference *out)
{
    const cJSON *m;
    cJSON_ArrayForEach(m, after)
    {
        const cJSON *was = cJSON_GetObjectItemCaseSensitive(before, m->string);
        size_t len = out->pointer.len;
        pointer_add(&out->pointer, m->string);
        if (cJSON_IsObject(m) && obeyed_text(was, m, sent, out))
            return true;
        if (cJSON_IsString(m) && was && !json_equal(was, m) &&
            stands_quoted(sent, m->valuestring)) {
            out->expected = was;
            out->actual = m;
            return true;
        }
        out->pointer.len = len;
        out->pointer.data[len] = '\0';
    }
    return false;
}

bool compare_obeyed_text(const cJSON *before, const cJSON *after, struct bytes sent,
                         struct difference *out)
{
    *out = (struct difference){.pointer = buf_new(POINTER_MAX)};
    return cJSON_IsObject(after) && obeyed_text(before, after, sent, out);
}

cJSON *without_etag(const cJSON *answer)
{
    cJSON *copy = answer ? cJSON_Duplicate(answer, true) : NULL;
    if (cJSON_IsObject(copy))
        cJSON_DeleteItemFromObjectCaseSensitive(copy, "etag");
    return copy;
}

/* RFC 7396 section 2, on a target that is ours. */
static void merge_into(cJSON *target, const cJSON *patch)
{
    const cJSON *m;
    cJSON_ArrayForEach(m, patch)
    {
        cJSON *old = cJSON_GetObjectItemCaseSensitive(target, m->string);
        if (cJSON_IsObject(m) && cJSON_IsObject(old)) {
            merge_into(old, m);
            continue;
        }
        if (old)
            cJSON_DeleteItemFromObjectCaseSensitive(target, m->string);
        if (cJSON_IsNull(m))
            continue;
        cJSON *new = cJSON_IsObject(m) ? cJSON_CreateObject() : cJSON_Duplicate(m, true);
        if (cJSON_IsObject(m))
            merge_into(new, m);
        cJSON_AddItemToObject(target, m->string, new);
    }
}

cJSON *merge_patch(const cJSON *base, const cJSON *patch)
{
    cJSON *target = cJSON_Duplicate(base, true);
    if (cJSON_GetObjectItemCaseSensitive(patch, "tags"))
        cJSON_DeleteItemFromObjectCaseSensitive(target, "tags");
    merge_into(target, patch);
    return target;
}

char *value_words(const cJSON *value)
{
    char *text = value ? json_print(value, false) : mem_string("nothing");
    size_t len = strlen(text);
    if (len <= WORDS_MAX)
        return text;
    size_t cut = WORDS_MAX;
    while (cut && ((unsigned char)text[cut] & 0xC0) == 0x80)
        cut--;
    char *shorter = mem_format("%.*s... (%zu bytes)", (int)cut, text, len);
    free(text);
    return shorter;
}
