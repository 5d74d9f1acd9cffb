/* Mutants of the platform clauses: how many tags there may be, and how long. */
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/mutants_family_tools.h"
#include "reference/text.h"

#include <stdlib.h>
#include <string.h>

struct bound {
    occasion *when;
    size_t count, key, value; /* 0: as many as there are */
    bool bytes;               /* counts bytes, not characters */
};

static bool is_bound(const struct call *c)
{
    const struct bound *b = c->data;
    return c->uri.resource == RESOURCE_CONNECTION && c->uri.name && (!b->when || b->when(c));
}

/* How many bytes of text are within the limit. */
static size_t within(const char *text, size_t limit, bool bytes)
{
    size_t at = 0, points = 0;
    while (text[at] && (bytes ? at < limit : points < limit)) {
        at++;
        while (((unsigned char)text[at] & 0xC0) == 0x80)
            at++;
        points++;
    }
    return at;
}

static char *cut(const char *text, size_t limit, bool bytes)
{
    return mem_copy(text, limit ? within(text, limit, bytes) : strlen(text));
}

static cJSON *cut_tags(const struct bound *b, const cJSON *tags)
{
    cJSON *result = cJSON_CreateObject();
    const cJSON *tag;
    size_t count = 0;
    cJSON_ArrayForEach(tag, tags)
    {
        if (b->count && count++ == b->count)
            break;
        char *key = cut(tag->string, b->key, b->bytes);
        const char *text = cJSON_GetStringValue(tag);
        char *value = cut(text ? text : "", b->value, b->bytes);
        tool_put(result, key, cJSON_CreateString(value));
        free(key);
        free(value);
    }
    return result;
}

static void cut_in(const struct bound *b, cJSON *root)
{
    const cJSON *tags = root ? pointer_get(root, "/tags") : NULL;
    cJSON *less = cJSON_IsObject(tags) ? cut_tags(b, tags) : NULL;
    if (less)
        tool_put(root, "tags", less);
}

static bool store_cut(struct call *c)
{
    if (is_bound(c))
        cut_in(c->data, c->after);
    return true;
}

static void answer_cut(struct call *c)
{
    if (is_bound(c) && c->answer.status == 200)
        cut_in(c->data, c->answer.body);
}

/* What is too much for the reference is cut, and not refused. */
static bool overlook_bounds(struct call *c, struct fault *fault)
{
    return is_bound(c) &&
           (strcmp(fault->code, "TooManyTags") == 0 || strcmp(fault->code, "TagTooLong") == 0);
}

static bool is_over(const struct call *c)
{
    const struct bound *b = c->data;
    const cJSON *tag, *tags = c->sent ? pointer_get(c->sent, "/tags") : NULL;
    size_t count = 0;
    if (!is_bound(c) || !cJSON_IsObject(tags))
        return false;
    cJSON_ArrayForEach(tag, tags)
    {
        const char *text = cJSON_GetStringValue(tag);
        if ((b->count && ++count > b->count) ||
            (b->key && tag->string[within(tag->string, b->key, b->bytes)]) ||
            (b->value && text && text[within(text, b->value, b->bytes)]))
            return true;
    }
    return false;
}

static bool refuse_over(struct call *c)
{
    return !is_over(c);
}

static void answer_over(struct call *c)
{
    if (is_over(c) && c->answer.status == 200)
        rule_error(c, 400, "InvalidTag");
}

/* clang-format off */
#define BOUND(...) &(const struct bound) { __VA_ARGS__ }
#define CUT {.on_store = store_cut}
#define LONGER {.on_store = store_cut, .on_fault = overlook_bounds}
#define REFUSED {.on_store = refuse_over, .on_answer = answer_over}
/* clang-format on */
#define ROW(NAME, SAYS) .name = NAME, .clause = "PLAT-19", .says = SAYS

static const struct mutant table[] = {
    {ROW("tags-ten-kept", "keeps ten tags"), .seam = CUT, .data = BOUND(.count = 10)},
    {ROW("tags-fourteen-kept", "loses the fifteenth tag"), .rare = true, .seam = CUT,
     .data = BOUND(.count = 14)},
    {ROW("tags-ten-at-most", "refuses more than ten tags"), .seam = REFUSED,
     .data = BOUND(.count = 10)},
    {ROW("tags-fourteen-at-most", "refuses the fifteenth tag"), .rare = true, .seam = REFUSED,
     .data = BOUND(.count = 14)},
    {ROW("tags-fourteen-at-most-in-patch", "refuses the fifteenth tag in PATCH"), .rare = true,
     .seam = REFUSED, .data = BOUND(.count = 14, .when = is_patch)},
    {ROW("tags-fifteen-kept", "loses the sixteenth tag and accepts it"), .rare = true,
     .seam = LONGER, .data = BOUND(.count = 15)},
    {ROW("tag-key-255-kept", "cuts keys of tags after 255 characters"), .seam = CUT,
     .data = BOUND(.key = 255)},
    {ROW("tag-key-511-kept", "cuts keys of tags after 511 characters"), .rare = true, .seam = CUT,
     .data = BOUND(.key = 511)},
    {ROW("tag-key-511-kept-in-patch", "cuts keys of tags after 511 characters in PATCH"),
     .rare = true, .seam = CUT, .data = BOUND(.key = 511, .when = is_patch)},
    {ROW("tag-key-128-at-most", "refuses keys of tags of more than 128 characters"),
     .seam = REFUSED, .data = BOUND(.key = 128)},
    {ROW("tag-key-511-at-most", "refuses a key of a tag of 512 characters"), .rare = true,
     .seam = REFUSED, .data = BOUND(.key = 511)},
    {ROW("tag-key-512-kept", "cuts keys of tags that are longer than 512 characters"), .rare = true,
     .seam = LONGER, .data = BOUND(.key = 512, .value = 256, .count = 15)},
    {ROW("tag-key-512-bytes", "refuses keys of tags of more than 512 bytes"), .rare = true,
     .seam = REFUSED, .data = BOUND(.key = 512, .bytes = true)},
    {ROW("tag-value-255-kept", "cuts values of tags after 255 characters"), .rare = true,
     .seam = CUT, .data = BOUND(.value = 255)},
    {ROW("tag-value-128-kept", "cuts values of tags after 128 characters"), .seam = CUT,
     .data = BOUND(.value = 128)},
    {ROW("tag-value-255-shown", "shows 255 characters of values of tags on GET"), .rare = true,
     .seam = {.on_answer = answer_cut}, .data = BOUND(.value = 255, .when = is_get)},
    {ROW("tag-value-255-at-most", "refuses a value of a tag of 256 characters"), .rare = true,
     .seam = REFUSED, .data = BOUND(.value = 255)},
    {ROW("tag-value-256-kept", "cuts values of tags that are longer than 256 characters"),
     .rare = true, .seam = LONGER, .data = BOUND(.value = 256)},
    {ROW("tag-value-256-bytes", "cuts values of tags after 256 bytes"), .rare = true, .seam = CUT,
     .data = BOUND(.value = 256, .bytes = true)},
};

const struct mutant *mutants_platform_bounds(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
