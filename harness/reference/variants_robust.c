/* Variants of robust: what is made of hostile bodies. */
#include "base/buf.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/text.h"
#include "reference/variants_tools.h"

#include <stdlib.h>
#include <string.h>

#define MENDED_MAX ((size_t)1 << 20)
#define MENDED_TIMES 8

/* Begins the second of two members of one name, once json_read has seen it: U+0000. */
#define MARK "\\u0000twice"
#define MARK_READ "\xC0\x80twice"
#define MARK_LEN (sizeof MARK_READ) /* and a digit */

typedef void mending(struct buf *out, struct bytes text, size_t offset, unsigned time);

/* The text without faults of one kind, to free(); NULL when there are none, too many, or others. */
static char *mended(struct bytes body, enum json_fault fault, mending *mend)
{
    char *text = mem_copy(body.ptr, body.len);
    struct json_problem problem;
    size_t len = body.len;
    for (unsigned time = 0; !json_check((struct bytes){text, len}, NULL, &problem); time++) {
        if (problem.fault != fault || time == MENDED_TIMES) {
            free(text);
            return NULL;
        }
        struct buf out = buf_new(2 * MENDED_MAX);
        mend(&out, (struct bytes){text, len}, problem.offset, time);
        free(text);
        len = out.len;
        text = buf_take(&out);
    }
    return text;
}

static void mend(struct request *rq, enum json_fault fault, mending *how)
{
    struct bytes body = {rq->body, rq->body_len};
    char *text = body.len && body.len <= MENDED_MAX ? mended(body, fault, how) : NULL;
    if (text)
        request_body(rq, text, strlen(text));
    free(text);
}

/* The second name is told apart. */
static void mark_name(struct buf *out, struct bytes text, size_t offset, unsigned time)
{
    buf_add(out, text.ptr, offset + 1);
    buf_format(out, MARK "%u", time);
    buf_add(out, text.ptr + offset + 1, text.len - offset - 1);
}

static void resolve_duplicates(cJSON *value, bool last)
{
    for (cJSON *at = value->child; at;) {
        resolve_duplicates(at, last);
        if (!at->string || strncmp(at->string, MARK_READ, MARK_LEN - 1) != 0) {
            at = at->next;
            continue;
        }
        char *name = mem_string(at->string + MARK_LEN);
        cJSON_DetachItemViaPointer(value, at);
        if (last)
            tool_put(value, name, at);
        else
            cJSON_Delete(at);
        free(name);
        at = value->child; /* whatever came behind it may be gone */
    }
}

static void resolve_to_last(cJSON *body)
{
    resolve_duplicates(body, true);
}

static void resolve_to_first(cJSON *body)
{
    resolve_duplicates(body, false);
}

static void take_duplicates(struct request *rq, void (*resolve)(cJSON *body))
{
    if (rq->body && memmem(rq->body, rq->body_len, MARK, sizeof MARK - 1))
        return; /* somebody else's */
    mend(rq, JSON_DUPLICATE, mark_name);
    if (rq->body && memmem(rq->body, rq->body_len, MARK, sizeof MARK - 1))
        variant_edit_body(rq, resolve);
}

static void take_last(struct call *c, struct request *rq)
{
    (void)c;
    take_duplicates(rq, resolve_to_last);
}

static void take_first(struct call *c, struct request *rq)
{
    (void)c;
    take_duplicates(rq, resolve_to_first);
}

/* Whatever it is, it is no string. */
static void zero_number(struct buf *out, struct bytes text, size_t offset, unsigned time)
{
    size_t end = offset;
    (void)time;
    while (end < text.len && strchr("+-.0123456789eE", text.ptr[end]) && text.ptr[end])
        end++;
    buf_add(out, text.ptr, offset);
    buf_text(out, "0");
    buf_add(out, text.ptr + end, text.len - end);
}

static void take_any_number(struct call *c, struct request *rq)
{
    (void)c;
    mend(rq, JSON_RANGE, zero_number);
}

/* The four hex digits at `at`, or 0. */
static unsigned escaped(const char *at, const char *end)
{
    unsigned code = 0;
    if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
        return 0;
    for (int i = 2; i < 6; i++) {
        char c = text_lower(at[i]);
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return 0;
        code = code << 4 | (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return code;
}

/* Backslashes outside strings are refused later on. */
static void replace_surrogates(struct call *c, struct request *rq)
{
    char *at = rq->body, *end = at ? at + rq->body_len : NULL;
    (void)c;
    while (at && (at = memchr(at, '\\', (size_t)(end - at)))) {
        unsigned code = escaped(at, end) & 0xFC00, next = end - at < 6 ? 0 : escaped(at + 6, end);
        bool pair = code == 0xD800 && (next & 0xFC00) == 0xDC00;
        if (!pair && (code == 0xD800 || code == 0xDC00))
            memcpy(at + 2, "fffd", 4);
        size_t len = pair ? 12 : 2;
        at = (size_t)(end - at) > len ? at + len : NULL;
    }
}

static bool sends_connection(const struct call *c)
{
    return c->uri.resource == RESOURCE_CONNECTION && (is_put(c) || is_patch(c)) && c->sent;
}

static bool has_nul(const cJSON *value)
{
    for (const cJSON *at = value->child; at; at = at->next)
        if ((at->string && strstr(at->string, "\xC0\x80")) ||
            (at->valuestring && strstr(at->valuestring, "\xC0\x80")) || has_nul(at))
            return true;
    return false;
}

/* Any location is accepted (CORE-14). */
static bool sends_nul(const struct call *c)
{
    return sends_connection(c) && has_nul(c->sent) &&
           !strstr(tool_text(c->sent, "/location"), "\xC0\x80");
}

static bool nests_deep(const struct call *c)
{
    static const struct json_limits limits = {.max_depth = 16};
    struct bytes body = {c->request->body, c->request->body_len};
    return sends_connection(c) && !json_check(body, &limits, NULL);
}

static size_t count_values(const cJSON *value)
{
    size_t count = 1;
    for (const cJSON *at = value->child; at; at = at->next)
        count += count_values(at);
    return count;
}

static bool has_many_values(const struct call *c)
{
    return sends_connection(c) && count_values(c->sent) > 1000;
}

/* From 1 to 2^31 - 1, in digits alone; zeros may lead. */
static bool is_count(const char *text)
{
    const char *from = text + strspn(text, "0");
    size_t digits = strspn(from, "0123456789");
    return digits > 0 && digits <= 10 && !from[digits] && strtoull(from, NULL, 10) <= 2147483647;
}

static bool has_odd_ipsec_number(const struct call *c)
{
    static const char *const places[] = {"/properties/ipsecParameters/saDataSizeKilobytes",
                                         "/properties/ipsecParameters/saLifeTimeSeconds"};
    for (size_t i = 0; i < 2 && sends_connection(c); i++)
        if (c->after && pointer_get(c->after, places[i]) &&
            !is_count(tool_text(c->after, places[i])))
            return true;
    return false;
}

static bool has_long_ipsec(const struct call *c)
{
    const cJSON *ipsec = sends_connection(c) && c->after
                             ? pointer_get(c->after, "/properties/ipsecParameters")
                             : NULL;
    const cJSON *at;
    cJSON_ArrayForEach(at,
                       ipsec) if (at->valuestring && strlen(at->valuestring) > 1024) return true;
    return false;
}

static const struct variant table[] = {
    {.name = "duplicates-last",
     .free = "ROB-02",
     .says = "takes the last of several members of one name",
     .whole = true,
     .seam = {.on_request = take_last}},
    {.name = "duplicates-first",
     .free = "ROB-02",
     .says = "takes the first of several members of one name",
     .whole = true,
     .seam = {.on_request = take_first}},
    {.name = "surrogates-replaced",
     .free = "ROB-03",
     .says = "takes U+FFFD for an escaped surrogate without its partner",
     .whole = true,
     .seam = {.on_request = replace_surrogates}},
    {.name = "nul-refused",
     .free = "ROB-03",
     .says = "refuses U+0000 in any name or value but a location",
     .whole = true,
     .seam = REFUSE,
     .data = TWIST(.when = sends_nul, .status = 400)},
    {.name = "nesting-16",
     .free = "ROB-04",
     .says = "refuses what is nested more than 16 levels deep, in unknown members too",
     .whole = true,
     .seam = REFUSE,
     .data = TWIST(.when = nests_deep, .status = 400)},
    {.name = "values-1000",
     .free = "ROB-04",
     .says = "refuses more than 1000 values in a body, in unknown members too",
     .whole = true,
     .seam = REFUSE,
     .data = TWIST(.when = has_many_values, .status = 400)},
    {.name = "numbers-any",
     .free = "ROB-05",
     .says = "reads a number beyond a double, and finds it in the wrong place or ignores it",
     .whole = true,
     .seam = {.on_request = take_any_number}},
    {.name = "ipsec-counts-checked",
     .free = "ROB-06",
     .says = "refuses an ipsec size or time that is not a number from 1 to 2147483647",
     .whole = true,
     .seam = REFUSE,
     .data = TWIST(.when = has_odd_ipsec_number, .status = 400)},
    {.name = "ipsec-1024",
     .free = "ROB-06",
     .says = "refuses an ipsec parameter of more than 1024 bytes",
     .whole = true,
     .seam = REFUSE,
     .data = TWIST(.when = has_long_ipsec, .status = 400)},
    {.name = "too-large-400",
     .free = "ROB-08",
     .says = "answers 400 to a body that is too large",
     .whole = true,
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.code = "BodyTooLarge", .status = 400)},
};

const struct variant *variants_robust(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
