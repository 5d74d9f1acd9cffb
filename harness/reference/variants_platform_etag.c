/* Variants of the platform: etags and preconditions. */
#include "reference/variants_tools.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static bool stores_anew(const struct call *c)
{
    return c->uri.resource == RESOURCE_CONNECTION && c->after &&
           strcmp(c->etag, c->etag_before) != 0;
}

#define HASH_START UINT64_C(0xcbf29ce484222325)

/* FNV-1a */
static uint64_t hash(uint64_t seed, const char *text)
{
    for (; *text; text++)
        seed = (seed ^ (unsigned char)*text) * 0x100000001b3u;
    /* mixed once more: FNV's last bytes move few bits, and sums of such hashes meet */
    seed = (seed ^ 0xFF ^ seed >> 29) * 0xBF58476D1CE4E5B9u;
    return seed ^ seed >> 32;
}

/* Of documents, which have objects and strings alone; the order of members does not matter. */
static uint64_t hash_value(const cJSON *value)
{
    uint64_t sum = 0;
    if (cJSON_IsString(value))
        return hash(HASH_START, value->valuestring);
    for (const cJSON *at = value->child; at; at = at->next)
        sum += hash(hash_value(at) ^ HASH_START, at->string);
    return sum;
}

/* What it was before has its etag of before. */
static bool store_hash(struct call *c)
{
    if (!stores_anew(c))
        return true;
    uint64_t where = hash(hash(HASH_START, c->uri.subscription), c->uri.group);
    snprintf(c->etag, sizeof c->etag, "W/\"%016llx\"",
             (unsigned long long)(where ^ hash_value(c->after)));
    return true;
}

/* data: a text that RFC 9110 allows in an entity tag */
static bool store_numbered(struct call *c)
{
    const char *const *text = c->data;
    if (stores_anew(c))
        snprintf(c->etag, sizeof c->etag, "W/\"%s%lu\"", *text, c->serial);
    return true;
}

static bool is_not_get(const struct call *c)
{
    return !is_get(c);
}

static bool is_not_put(const struct call *c)
{
    return !is_put(c);
}

static bool writes(const struct call *c)
{
    return is_put(c) || is_patch(c) || is_delete(c);
}

static bool requires_a_tag(const struct call *c)
{
    const char *value = rule_asked(c, "If-Match");
    value += strspn(value, " \t");
    return c->uri.resource == RESOURCE_CONNECTION && writes(c) && *value && *value != '*';
}

static bool requires_one_of_several(const struct call *c)
{
    const char *quote = rule_asked(c, "If-Match");
    if (!requires_a_tag(c))
        return false;
    for (int quotes = 0; (quote = strchr(quote, '"')); quote++)
        if (++quotes > 2)
            return true;
    return headers_count(&c->request->headers, "If-Match") > 1;
}

static bool excludes_a_tag(const struct call *c)
{
    return writes(c) && strchr(rule_asked(c, "If-None-Match"), '"');
}

static bool changes_missing_if(const struct call *c)
{
    return c->uri.resource == RESOURCE_CONNECTION && (is_patch(c) || is_delete(c)) &&
           *rule_asked(c, "If-Match");
}

/* clang-format off */
#define TEXT(text) &(const char *const) { text }
/* clang-format on */

static const struct variant table[] = {
    {.name = "etag-header-of-get",
     .free = "PLAT-07",
     .says = "sends an ETag header with GET alone",
     .whole = true,
     .seam = {.on_answer = rule_header},
     .data = TWIST(.when = is_not_get, .where = "ETag")},
    {.name = "etag-of-content",
     .free = "PLAT-08",
     .says = "makes the etag out of what is stored, so that the same content has the same one",
     .whole = true,
     .seam = {.on_store = store_hash}},
    {.name = "etag-short",
     .free = "CORE-23",
     .says = "has the number of the request that wrote it for an etag",
     .whole = true,
     .seam = {.on_store = store_numbered},
     .data = TEXT("")},
    {.name = "etag-of-marks",
     .free = "CORE-23",
     .says = "has commas, backslashes and other marks in the etag, and matches it",
     .whole = true,
     .seam = {.on_store = store_numbered},
     .data = TEXT("!#$'/\\<>,;=%{}~*\\")},
    {.name = "weak-never-matches",
     .free = "PLAT-09",
     .says = "compares If-Match as RFC 9110 says: no weak etag matches",
     .whole = true,
     .seam = REFUSE,
     .data = TWIST(.when = requires_a_tag, .status = 412, .code = "PreconditionFailed")},
    {.name = "if-match-list-refused",
     .free = "PLAT-09",
     .says = "refuses an If-Match of several etags with 400",
     .whole = true,
     .seam = REFUSE,
     .data = TWIST(.when = requires_one_of_several, .status = 400)},
    {.name = "if-match-malformed-412",
     .free = "PLAT-09",
     .says = "takes a malformed If-Match for one that does not match: 412",
     .whole = true,
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.code = "InvalidPrecondition", .where = "If-Match", .status = 412)},
    {.name = "if-match-of-missing-412",
     .free = "PLAT-05",
     .says = "answers 412 to PATCH and DELETE of a missing connection with an If-Match",
     .whole = true,
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.when = changes_missing_if, .code = "ConnectionNotFound", .status = 412)},
    {.name = "if-none-match-of-put",
     .free = "PLAT-10",
     .says = "looks at If-None-Match for PUT, not for PATCH and DELETE",
     .whole = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(.when = is_not_put, .code = "PreconditionFailed", .where = "If-None-Match")},
    {.name = "if-none-match-star-alone",
     .free = "PLAT-10",
     .says = "understands no If-None-Match of a write but *",
     .whole = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(.when = excludes_a_tag, .code = "PreconditionFailed", .where = "If-None-Match")},
    {.name = "get-unconditional",
     .free = "FAM-01",
     .says = "answers GET with 200, whatever If-None-Match says",
     .whole = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(.code = "NotModified")},
};

const struct variant *variants_platform_etag(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
