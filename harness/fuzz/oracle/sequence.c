#include "fuzz/oracle/sequence.h"

#include <string.h>

#define SEPARATOR 0x1E

static bool same(struct bytes word, const char *text)
{
    return word.len == strlen(text) && memcmp(word.ptr, text, word.len) == 0;
}

/* Takes the first word off the line. */
static struct bytes word_of(struct bytes *line)
{
    const char *space = memchr(line->ptr, ' ', line->len);
    size_t len = space ? (size_t)(space - line->ptr) : line->len, all = len + (space != NULL);
    struct bytes word = {line->ptr, len};
    *line = (struct bytes){line->ptr + all, line->len - all};
    return word;
}

static const char *method_of(struct bytes word)
{
    static const char *const methods[] = {"GET", "PUT", "PATCH", "POST", "DELETE"};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (same(word, methods[i]))
            return methods[i];
    return NULL;
}

/* What may stand in a path as it is. */
static bool is_path(struct bytes text)
{
    static const char also[] = "/-._~%";
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!word && !memchr(also, c, sizeof also - 1))
            return false;
    }
    return true;
}

static void take_name(struct operation *o, struct bytes word)
{
    o->list = same(word, "-");
    if (o->list || !word.len || word.ptr[0] < 'a' || word.ptr[0] >= 'a' + SEQUENCE_NAMES)
        return;
    o->name = (unsigned)(word.ptr[0] - 'a');
    struct bytes below = {word.ptr + 1, word.len - 1};
    if (below.len && below.ptr[0] == '/' && is_path(below))
        o->below = below;
}

static void take_option(struct operation *o, struct bytes word)
{
    static const struct {
        const char *text;
        enum match match;
    } options[] = {{"if-match=current", MATCH_CURRENT},
                   {"if-match=stale", MATCH_STALE},
                   {"if-match=star", MATCH_STAR},
                   {"if-match=none-such", MATCH_NONE_SUCH}};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (same(word, options[i].text))
            o->if_match = options[i].match;
    o->if_none_match |= same(word, "if-none-match=star");
}

static struct operation read_operation(struct bytes from)
{
    const char *end = memchr(from.ptr, '\n', from.len);
    struct bytes line = {from.ptr, end ? (size_t)(end - from.ptr) : from.len};
    struct operation o = {.method = "PUT", .below = {"", 0}, .body = {from.ptr + line.len, 0}};
    if (end)
        o.body = (struct bytes){end + 1, from.len - line.len - 1};
    const char *method = method_of(word_of(&line));
    if (!method)
        return o;
    o.method = method;
    take_name(&o, word_of(&line));
    while (line.len)
        take_option(&o, word_of(&line));
    return o;
}

size_t sequence_read(struct bytes input, struct operation *out)
{
    const char *at = input.ptr, *end = input.ptr + input.len;
    size_t count = 0;
    do {
        bool head = at < end && *at == SEPARATOR;
        at += head;
        const char *next = at < end ? memchr(at, SEPARATOR, (size_t)(end - at)) : NULL;
        struct bytes part = {at, (size_t)((next ? next : end) - at)};
        out[count++] = head ? read_operation(part)
                            : (struct operation){.method = "PUT", .below = {"", 0}, .body = part};
        at = next ? next : end;
    } while (at < end && count < SEQUENCE_MAX);
    return count;
}
