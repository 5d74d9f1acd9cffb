#include "fuzz/http/shape.h"

#define NAME_MAX_BYTES 40

struct level {
    uint32_t place;
    uint32_t next; /* the place of the value that comes */
    unsigned count;
    bool object, tags, named; /* named: its member's name was read, the value comes */
};

struct scan {
    const char *at, *end;
    struct level levels[SHAPE_DEPTH + 1]; /* 0: around the text's value */
    size_t depth;                         /* may be beyond levels */
    void (*tell)(uint32_t number);
};

uint32_t shape_mix(uint32_t hash, const void *data, size_t len)
{
    const unsigned char *bytes = data;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ bytes[i]) * 16777619u;
    return hash;
}

uint32_t shape_mix_number(uint32_t hash, unsigned number)
{
    return shape_mix(hash, &number, sizeof number);
}

unsigned shape_class(size_t len)
{
    unsigned class = 0;
    for (; len > 3; len /= 4)
        class ++;
    return 4 * class + (unsigned)len;
}

static struct level *level_of(struct scan *s)
{
    return s->depth <= SHAPE_DEPTH ? &s->levels[s->depth] : NULL;
}

static void tell_value(const struct scan *s, uint32_t place, char kind, size_t size)
{
    s->tell(shape_mix_number(shape_mix(place, &kind, 1), shape_class(size)));
}

/* A value begins in here; where it is. */
static uint32_t value_begins(struct level *in)
{
    in->count++;
    in->named = false;
    return in->object ? in->next : shape_mix(in->place, "*", 1);
}

/* The bytes of a string whose quote is at s->at; behind it afterwards. */
static struct bytes read_string(struct scan *s)
{
    const char *begin = ++s->at;
    while (s->at < s->end && *s->at != '"')
        s->at += *s->at == '\\' && s->end - s->at > 1 ? 2 : 1;
    struct bytes text = {begin, (size_t)(s->at - begin)};
    s->at += s->at < s->end;
    return text;
}

static void take_name(struct level *in, struct bytes name)
{
    bool folded = in->tags || name.len > NAME_MAX_BYTES;
    in->named = true;
    in->next = folded ? shape_mix(in->place, "*", 1)
                      : shape_mix(shape_mix(in->place, "/", 1), name.ptr, name.len);
}

static void take_string(struct scan *s)
{
    struct level *in = level_of(s);
    struct bytes text = read_string(s);
    if (in && in->object && !in->named)
        take_name(in, text);
    else if (in)
        tell_value(s, value_begins(in), '"', text.len);
}

static void open_level(struct scan *s, bool object)
{
    static const char tags[] = "tags";
    struct level *in = level_of(s);
    bool below_tags =
        in && in->object && in->next == shape_mix(shape_mix(in->place, "/", 1), tags, strlen(tags));
    uint32_t place = in ? value_begins(in) : 0;
    s->depth++;
    in = level_of(s);
    if (in)
        *in = (struct level){.place = place, .object = object, .tags = below_tags};
}

static bool close_level(struct scan *s, bool object)
{
    const struct level *in = level_of(s);
    if (!s->depth || (in && in->object != object))
        return false;
    if (in)
        tell_value(s, in->place, object ? '{' : '[', in->count);
    s->depth--;
    return true;
}

/* A number, true, false or null; anything else counts by its first byte. */
static void take_word(struct scan *s)
{
    static const char ends[] = ",:]}[{\" \t\r\n";
    struct level *in = level_of(s);
    char first = *s->at++;
    while (s->at < s->end && !memchr(ends, *s->at, sizeof ends - 1))
        s->at++;
    bool digit = (first >= '0' && first <= '9') || first == '-';
    if (in)
        tell_value(s, value_begins(in), digit ? '0' : first, 0);
}

static bool take(struct scan *s)
{
    switch (*s->at) {
    case '{':
    case '[':
        open_level(s, *s->at++ == '{');
        return true;
    case '}':
    case ']':
        return close_level(s, *s->at++ == '}');
    case '"':
        take_string(s);
        return true;
    case ' ':
    case '\t':
    case '\r':
    case '\n':
    case ',':
    case ':':
        s->at++;
        return true;
    default:
        take_word(s);
        return true;
    }
}

bool shape_tell(struct bytes text, uint32_t seed, void (*tell)(uint32_t number))
{
    size_t len = text.len < SHAPE_BYTES ? text.len : SHAPE_BYTES;
    struct scan s = {.at = text.ptr, .end = text.ptr + len, .tell = tell};
    s.levels[0].place = seed;
    bool fine = len > 0, container = len > 0 && (*s.at == '{' || *s.at == '[');
    while (fine && s.at < s.end)
        fine = take(&s);
    return fine && container && !s.depth && s.levels[0].count == 1;
}
