/* Sights: how deep, how wide and how long a body is. */
#include "base/mem.h"
#include "reference/mutants_robust_sights.h"

#include <stdlib.h>

#define MIB ((size_t)1 << 20)
#define MANY 20000
#define DEEP 1000
#define VERY_DEEP 50000

/* Items of each bracket that is open. */
struct open {
    size_t *items, cap;
};

static void enter(struct open *o, struct extent *e, size_t *depth, char bracket)
{
    if (*depth == o->cap) {
        o->cap = o->cap ? o->cap * 2 : 64;
        o->items = mem_grow(o->items, o->cap, sizeof *o->items);
    }
    o->items[(*depth)++] = 1;
    if (*depth > e->depth) {
        e->depth = *depth;
        e->deep_in_array = bracket == '[';
    }
}

static void raise_to(size_t *most, size_t value)
{
    if (value > *most)
        *most = value;
}

static size_t string_end(struct bytes body, size_t at, struct extent *e)
{
    size_t from = at + 1;
    for (at = from; at < body.len && body.ptr[at] != '"'; at++)
        if (body.ptr[at] == '\\') {
            e->escapes++;
            at++;
        }
    raise_to(&e->text, at - from);
    return at;
}

static size_t number_end(struct bytes body, size_t at, struct extent *e)
{
    size_t from = at;
    while (at < body.len && body.ptr[at] >= '0' && body.ptr[at] <= '9')
        at++;
    raise_to(&e->digits, at - from);
    return at - 1;
}

struct extent sights_measure(struct bytes body)
{
    struct extent e = {0};
    struct open o = {0};
    size_t depth = 0;
    for (size_t i = 0; i < body.len; i++) {
        char byte = body.ptr[i];
        if (byte == '"')
            i = string_end(body, i, &e);
        else if (byte >= '0' && byte <= '9')
            i = number_end(body, i, &e);
        else if (byte == '{' || byte == '[')
            enter(&o, &e, &depth, byte);
        else if (byte == ':' && depth)
            raise_to(&e.members, o.items[depth - 1]);
        else if (byte == ',' && depth)
            raise_to(&e.elements, ++o.items[depth - 1]);
        else if ((byte == '}' || byte == ']') && depth)
            depth--;
    }
    e.closed = depth == 0;
    free(o.items);
    return e;
}

static struct extent extent_of(const struct call *c)
{
    return sights_measure(sights_body(c));
}

bool sees_deep(const struct call *c)
{
    return extent_of(c).depth >= DEEP;
}

bool sees_very_deep(const struct call *c)
{
    return extent_of(c).depth >= VERY_DEEP;
}

bool sees_deep_array(const struct call *c)
{
    struct extent e = extent_of(c);
    return e.depth >= DEEP && e.deep_in_array;
}

bool sees_deep_object(const struct call *c)
{
    struct extent e = extent_of(c);
    return e.depth >= DEEP && !e.deep_in_array;
}

bool sees_deep_closed(const struct call *c)
{
    struct extent e = extent_of(c);
    return e.depth >= DEEP && e.closed;
}

bool sees_tags(const struct call *c)
{
    return sights_has(c, "\"tags\"");
}

/* The body has what a right one has, whatever else there is. */
bool sees_complete_start(const struct call *c)
{
    return sights_has(c, "\"location\"") && sights_has(c, "\"gateway2\"");
}

bool sees_many_members(const struct call *c)
{
    return extent_of(c).members >= MANY;
}

bool sees_many_elements(const struct call *c)
{
    struct extent e = extent_of(c);
    return e.elements >= MANY && e.members < MANY;
}

bool sees_many_in_tags(const struct call *c)
{
    struct bytes body = sights_body(c);
    const char *tags = body.len ? memmem(body.ptr, body.len, "\"tags\"", 6) : NULL;
    if (!tags)
        return false;
    struct bytes rest = {tags, (size_t)(body.ptr + body.len - tags)};
    return sights_measure(rest).members >= MANY;
}

bool sees_1_mib(const struct call *c)
{
    return sights_sent(c) >= MIB;
}

bool sees_8_mib(const struct call *c)
{
    return sights_sent(c) >= 8 * MIB;
}

bool sees_64_mib(const struct call *c)
{
    return sights_sent(c) >= 64 * MIB;
}

bool sees_exactly_1_mib(const struct call *c)
{
    return sights_sent(c) == MIB;
}

bool sees_1_mib_string(const struct call *c)
{
    return extent_of(c).text >= MIB - 1;
}

/* Most of a large body is white space. */
bool sees_padding(const struct call *c)
{
    struct bytes body = sights_body(c);
    size_t blanks = 0;
    for (size_t i = 0; i < body.len; i++)
        blanks += body.ptr[i] == ' ' || body.ptr[i] == '\n';
    return body.len >= MIB / 2 && blanks >= body.len / 2;
}
