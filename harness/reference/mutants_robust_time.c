/* Mutants of the robust clauses: time that grows with the square of something. It is spent without
 * the service's lock and is never more than a few seconds. */
#include "reference/mutants_robust_sights.h"

#define LONGEST_MS 8000

/* The answer waits size * size / each milliseconds. */
struct slow {
    size_t (*size)(const struct call *c);
    double each;
    sight *when; /* NULL: always */
};

static struct extent extent_of(const struct call *c)
{
    return sights_measure(sights_body(c));
}

static size_t members_of(const struct call *c)
{
    return extent_of(c).members;
}

static size_t elements_of(const struct call *c)
{
    struct extent e = extent_of(c);
    return e.members < e.elements ? e.elements : 0;
}

static size_t depth_of(const struct call *c)
{
    return extent_of(c).depth;
}

static size_t escapes_of(const struct call *c)
{
    return extent_of(c).escapes;
}

static size_t digits_of(const struct call *c)
{
    return extent_of(c).digits;
}

static size_t string_of(const struct call *c)
{
    return extent_of(c).text;
}

static size_t body_of(const struct call *c)
{
    return sights_body(c).len;
}

static size_t header_of(const struct call *c)
{
    const struct headers *h = &c->request->headers;
    size_t longest = 0;
    for (size_t i = 0; i < h->count; i++)
        if (strlen(h->list[i].value) > longest)
            longest = strlen(h->list[i].value);
    return longest;
}

static size_t beyond_ascii_of(const struct call *c)
{
    struct bytes body = sights_body(c);
    size_t count = 0;
    for (size_t i = 0; i < body.len; i++)
        count += (unsigned char)body.ptr[i] >= 0xC0;
    return count;
}

static void wait(struct call *c)
{
    const struct slow *s = c->data;
    if (s->when && !s->when(c))
        return;
    double size = (double)s->size(c), ms = size * size / s->each;
    c->wait_ms = ms < LONGEST_MS ? (unsigned)ms : LONGEST_MS;
}

static bool is_refused(const struct call *c)
{
    return c->refused;
}

static bool is_answered(const struct call *c)
{
    return !c->refused;
}

#define WAITS                                                                                      \
    {                                                                                              \
        .on_answer = wait                                                                          \
    }
#define SLOW(...) (&(const struct slow){.size = __VA_ARGS__})
#define ROW(name_, says_, rare_, data_)                                                            \
    {                                                                                              \
        .name = name_, .clause = "ROB-10", .says = says_, .rare = rare_, .seam = WAITS,            \
        .data = data_                                                                              \
    }

static const struct mutant table[] = {
    ROW("slow-members", "takes time with the square of an object's members", false,
        SLOW(members_of, 2e6)),
    ROW("slow-tags", "takes time with the square of the members, when there are tags", true,
        SLOW(members_of, 2e6, sees_tags)),
    ROW("slow-members-in-patch", "takes time with the square of a PATCH's members", true,
        SLOW(members_of, 2e6, sees_patch)),
    ROW("slow-members-answered", "takes time with the square of the members that it accepts", true,
        SLOW(members_of, 2e6, is_answered)),
    ROW("slow-duplicates", "takes time with the square of the members, when one is there twice",
        true, SLOW(members_of, 2e6, sees_duplicate)),
    ROW("slow-elements", "takes time with the square of an array's length", false,
        SLOW(elements_of, 2e6)),
    ROW("slow-depth", "takes time with the square of the depth", false, SLOW(depth_of, 2e6)),
    ROW("slow-depth-unclosed", "takes time with the square of a depth that is not closed", true,
        SLOW(depth_of, 2e6, sees_truncated)),
    ROW("slow-escapes", "takes time with the square of the escapes", false, SLOW(escapes_of, 2e6)),
    ROW("slow-digits", "takes time with the square of a number's digits", true,
        SLOW(digits_of, 2e6)),
    ROW("slow-string", "takes time with the square of a string's length", false,
        SLOW(string_of, 2e8)),
    ROW("slow-string-of-megabytes",
        "takes time with the square of a string's length, seconds from some MiB", true,
        SLOW(string_of, 8e9)),
    ROW("slow-beyond-ascii", "takes time with the square of the characters beyond ASCII", true,
        SLOW(beyond_ascii_of, 2e7)),
    ROW("slow-body", "takes time with the square of the body's length", false, SLOW(body_of, 8e9)),
    ROW("slow-refusal", "takes time with the square of the length of a body that it refuses", true,
        SLOW(body_of, 4e8, is_refused)),
    ROW("slow-chunks", "takes time with the square of the length of a body in chunks", true,
        SLOW(body_of, 3e8, sees_chunks)),
    ROW("slow-header", "takes time with the square of a header's length, seconds from 64 KiB", true,
        SLOW(header_of, 5e5)),
};

const struct mutant *mutants_robust_time(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
