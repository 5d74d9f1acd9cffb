#include "fuzz/mutate/tree.h"

struct reader {
    struct arena *arena;
    const char *at, *end;
    unsigned faults;
    bool full;
};

static struct node *read_value(struct reader *r, unsigned depth);

static void skip_space(struct reader *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\n' || *r->at == '\r' || *r->at == '\t'))
        r->at++;
}

static struct node *make(struct reader *r, enum node_kind kind, const char *from, const char *to)
{
    struct node *n = node_new(r->arena, kind, (struct text){from, (size_t)(to - from)});
    r->full |= !n;
    return n;
}

/* After the opening quote; what is between the quotes. */
static struct text read_string(struct reader *r)
{
    const char *from = r->at, *c = from;
    for (; c < r->end && *c != '"'; c++) {
        if ((unsigned char)*c < 0x20)
            r->faults++;
        if (*c == '\\' && c + 1 < r->end)
            c++;
    }
    struct text text = {from, (size_t)(c - from)};
    if (c == r->end) {
        r->faults++;
        if (text.len && c[-1] == '\\')
            text.len--; /* else it would escape the quote that it gets */
    }
    r->at = c < r->end ? c + 1 : c;
    return text;
}

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' ||
           c == '-' || c == '.';
}

static bool well_spelled_number(const char *c, const char *end)
{
    if (c < end && *c == '-')
        c++;
    const char *digits = c;
    while (c < end && *c >= '0' && *c <= '9')
        c++;
    if (c == digits || (*digits == '0' && c - digits > 1))
        return false;
    if (c < end && *c == '.') {
        digits = ++c;
        while (c < end && *c >= '0' && *c <= '9')
            c++;
        if (c == digits)
            return false;
    }
    if (c < end && (*c == 'e' || *c == 'E')) {
        c++;
        if (c < end && (*c == '+' || *c == '-'))
            c++;
        digits = c;
        while (c < end && *c >= '0' && *c <= '9')
            c++;
        if (c == digits)
            return false;
    }
    return c == end;
}

static struct node *read_word(struct reader *r)
{
    static const struct {
        struct text text;
        enum node_kind kind;
    } words[] = {{TEXT("null"), NODE_NULL}, {TEXT("true"), NODE_TRUE}, {TEXT("false"), NODE_FALSE}};
    const char *from = r->at;
    while (r->at < r->end && is_word(*r->at))
        r->at++;
    struct text text = {from, (size_t)(r->at - from)};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_same(text, words[i].text))
            return make(r, words[i].kind, from, r->at);
    if (well_spelled_number(from, r->at))
        return make(r, NODE_NUMBER, from, r->at);
    r->faults++; /* a word of no language: kept, as a string */
    return make(r, NODE_STRING, from, r->at);
}

/* Between the elements: true when there is another one. */
static bool go_on(struct reader *r, char closing, bool first)
{
    skip_space(r);
    if (r->at == r->end) {
        r->faults++;
        return false;
    }
    if (*r->at == closing) {
        r->at++;
        return false;
    }
    if (*r->at == ']' || *r->at == '}') { /* of the other kind: closes the parent too */
        r->faults++;
        return false;
    }
    if (first)
        return true;
    if (*r->at != ',') {
        r->faults++;
        return true;
    }
    r->at++;
    skip_space(r);
    if (r->at < r->end && *r->at != closing)
        return true;
    r->faults++; /* a comma too many, or the end */
    r->at += r->at < r->end;
    return false;
}

static bool read_name(struct reader *r, struct text *name)
{
    if (*r->at == '"') {
        r->at++;
        *name = read_string(r);
    } else {
        const char *from = r->at;
        while (r->at < r->end && is_word(*r->at))
            r->at++;
        *name = (struct text){from, (size_t)(r->at - from)};
        r->faults++;
        r->at += r->at == from; /* nothing of a name: skipped */
    }
    skip_space(r);
    if (r->at < r->end && *r->at == ':') {
        r->at++;
        return true;
    }
    r->faults++;
    return false;
}

static struct node *read_members(struct reader *r, unsigned depth)
{
    bool object = r->at[-1] == '{';
    struct node *n = make(r, object ? NODE_OBJECT : NODE_ARRAY, r->at, r->at);
    struct node **end = n ? &n->child : NULL;
    for (bool first = true; !r->full && go_on(r, object ? '}' : ']', first); first = false) {
        struct text name = {0};
        if (object && !read_name(r, &name))
            continue;
        struct node *child = read_value(r, depth + 1);
        if (!child)
            break;
        child->name = name;
        *end = child;
        end = &child->next;
    }
    return n;
}

static struct node *read_value(struct reader *r, unsigned depth)
{
    if (depth > TREE_DEPTH)
        r->full = true;
    for (; !r->full; r->at++, r->faults++) {
        skip_space(r);
        if (r->at == r->end)
            break;
        char c = *r->at;
        if (c == '{' || c == '[') {
            r->at++;
            return read_members(r, depth);
        }
        if (c == '"') {
            r->at++;
            struct text text = read_string(r);
            return make(r, NODE_STRING, text.ptr, text.ptr + text.len);
        }
        if (is_word(c))
            return read_word(r);
        if (depth && (c == '}' || c == ']' || c == ','))
            break;
    }
    r->faults++;
    return NULL;
}

struct node *tree_read(struct arena *a, struct text from, unsigned *faults)
{
    *faults = 1;
    if (!from.len)
        return NULL;
    struct reader r = {.arena = a, .at = from.ptr, .end = from.ptr + from.len};
    struct node *n = read_value(&r, 0);
    skip_space(&r);
    *faults = r.faults + (r.at < r.end);
    return r.full ? NULL : n;
}
