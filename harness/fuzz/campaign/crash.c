#include "fuzz/campaign/crash.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = {"none",   "memory", "leak",    "hang",
                                    "hungry", "clause", "promise", "unknown"};

const char *crash_kind_name(enum crash_kind kind)
{
    return kinds[kind];
}

bool crash_kind_parse(const char *name, enum crash_kind *out)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i], name) == 0) {
            *out = (enum crash_kind)i;
            return true;
        }
    }
    return false;
}

/* --- lines --- */

/* The next line of *rest, without its end. */
static bool next_line(struct bytes *rest, struct bytes *line)
{
    if (!rest->len)
        return false;
    const char *end = memchr(rest->ptr, '\n', rest->len);
    size_t len = end ? (size_t)(end - rest->ptr) : rest->len;
    *line = (struct bytes){rest->ptr, len};
    size_t step = len + (end != NULL);
    *rest = (struct bytes){rest->ptr + step, rest->len - step};
    return true;
}

/* What stands behind `word` in the line; a NULL ptr when it is not in there. */
static struct bytes behind(struct bytes line, const char *word)
{
    const char *at = line.len ? memmem(line.ptr, line.len, word, strlen(word)) : NULL;
    if (!at)
        return (struct bytes){NULL, 0};
    at += strlen(word);
    return (struct bytes){at, (size_t)(line.ptr + line.len - at)};
}

static bool begins(struct bytes line, const char *word)
{
    return line.len >= strlen(word) && memcmp(line.ptr, word, strlen(word)) == 0;
}

/* Printable ASCII, cut to size; anything else becomes '?'. */
static void put(char *out, size_t size, struct bytes text)
{
    size_t len = text.len < size - 1 ? text.len : size - 1;
    for (size_t i = 0; i < len; i++)
        out[i] = (char)(text.ptr[i] >= 0x20 && text.ptr[i] < 0x7F ? text.ptr[i] : '?');
    out[len] = '\0';
}

static struct bytes up_to(struct bytes text, const char *any_of)
{
    size_t len = 0;
    while (len < text.len && !strchr(any_of, text.ptr[len]))
        len++;
    return (struct bytes){text.ptr, len};
}

/* --- stacks --- */

/* Those that are on the way to a fault wherever it is. */
static bool is_runtime(const char *function)
{
    static const char *const prefixes[] = {
        "__asan",    "__lsan",     "__msan",      "__ubsan",   "__sanitizer", "__interceptor",
        "__libc_",   "___inte",    "fuzzer:",     "__GI_",     "__assert",    "__fortify",
        "__pthread", "__memmove",  "__memcp",     "__memse",   "__strlen",    "__strcmp",
        "__strchr",  "__vfprintf", "__stack_chk", "operator ", "gsignal",     "killpg"};
    static const char *const names[] = {
        "abort",     "raise",     "malloc",     "calloc",   "realloc",  "free",       "memcpy",
        "memmove",   "memset",    "memcmp",     "strlen",   "strcmp",   "strncmp",    "strcpy",
        "strdup",    "strndup",   "strchr",     "strtol",   "printf",   "fprintf",    "snprintf",
        "vsnprintf", "qsort",     "mem_alloc",  "mem_grow", "mem_copy", "mem_string", "mem_format",
        "_start",    "_int_free", "_int_malloc"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (strncmp(function, prefixes[i], strlen(prefixes[i])) == 0)
            return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(function, names[i]) == 0)
            return true;
    return false;
}

static bool is_through(const char *function, const char *const *through)
{
    for (; through && *through; through++)
        if (strcmp(function, *through) == 0)
            return true;
    return is_runtime(function);
}

static bool is_harness(const char *function)
{
    static const char *const names[] = {"play_ask", "LLVMFuzzerTestOneInput", "main"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(function, names[i]) == 0)
            return true;
    return false;
}

/* "    #1 0x55.. in parse_name /home/x/parser.c:12:3", or "... (/lib/libmine.so+0x12)" behind it. */
static bool read_frame(struct bytes line, struct crash_frame *out)
{
    while (line.len && *line.ptr == ' ')
        line = (struct bytes){line.ptr + 1, line.len - 1};
    struct bytes name = behind(line, " in ");
    if (!begins(line, "#") || !name.ptr)
        return false;
    *out = (struct crash_frame){0};
    struct bytes function = up_to(name, " (");
    put(out->function, sizeof out->function, function);
    struct bytes place = behind(name, " ");
    if (!place.ptr || begins(place, "("))
        return true;
    const char *slash = memrchr(place.ptr, '/', place.len);
    if (slash)
        place = (struct bytes){slash + 1, (size_t)(place.ptr + place.len - slash - 1)};
    put(out->file, sizeof out->file, up_to(place, ": "));
    struct bytes number = behind(place, ":");
    char digits[12];
    put(digits, sizeof digits, number.ptr ? up_to(number, ":") : (struct bytes){"", 0});
    out->line = (unsigned)strtoul(digits, NULL, 10);
    return true;
}

static void add_frame(struct crash *c, const struct crash_frame *frame)
{
    bool again =
        c->frame_count && strcmp(c->frames[c->frame_count - 1].function, frame->function) == 0;
    if (!again && c->frame_count < CRASH_FRAMES)
        c->frames[c->frame_count++] = *frame;
}

/* The first stack of what is left. */
static void read_stack(struct crash *c, struct bytes rest, const char *const *through)
{
    struct bytes line;
    struct crash_frame frame;
    bool any = false;
    while (next_line(&rest, &line)) {
        if (!read_frame(line, &frame)) {
            if (any)
                return;
            continue;
        }
        any = true;
        if (is_harness(frame.function))
            return;
        if (!is_through(frame.function, through))
            add_frame(c, &frame);
    }
}

/* --- what it says --- */

/* Addresses are others each time. */
static struct bytes without_addresses(struct bytes text)
{
    static const char *const from[] = {" on address 0x", " on unknown address 0x", " (pc ",
                                       " at pc "};
    for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
        const char *at = text.len ? memmem(text.ptr, text.len, from[i], strlen(from[i])) : NULL;
        if (at)
            text.len = (size_t)(at - text.ptr);
    }
    return text;
}

static void sanitizer(struct crash *c, struct bytes line, struct bytes rest,
                      const char *const *through)
{
    struct bytes text = behind(line, "Sanitizer: ");
    c->kind = CRASH_MEMORY;
    put(c->type, sizeof c->type, up_to(text, " ("));
    if (begins(text, "detected memory leaks")) {
        c->kind = CRASH_LEAK;
        snprintf(c->type, sizeof c->type, "leak");
    }
    put(c->says, sizeof c->says, without_addresses(text));
    read_stack(c, rest, through);
}

/* "parser.c:12:3: runtime error: signed integer overflow: ..." */
static void undefined(struct crash *c, struct bytes line, struct bytes rest,
                      const char *const *through)
{
    struct bytes text = behind(line, "runtime error: ");
    c->kind = CRASH_MEMORY;
    snprintf(c->type, sizeof c->type, "undefined-behavior");
    put(c->says, sizeof c->says, text);
    read_stack(c, rest, through);
}

/* libFuzzer's own: "ERROR: libFuzzer: timeout after 10 seconds". */
static void engine(struct crash *c, struct bytes line, struct bytes rest,
                   const char *const *through)
{
    struct bytes text = behind(line, "libFuzzer: ");
    c->kind = begins(text, "timeout")         ? CRASH_HANG
              : begins(text, "out-of-memory") ? CRASH_HUNGRY
                                              : CRASH_MEMORY;
    put(c->type, sizeof c->type, up_to(text, " ("));
    if (c->kind == CRASH_MEMORY)
        snprintf(c->type, sizeof c->type, "deadly-signal");
    put(c->says, sizeof c->says, text);
    read_stack(c, rest, through);
}

static void clause(struct crash *c, struct bytes line, struct bytes rest)
{
    struct bytes told;
    c->kind = CRASH_CLAUSE;
    put(c->type, sizeof c->type, up_to(behind(line, "BROKEN     "), " "));
    if (next_line(&rest, &told) && begins(told, "           "))
        put(c->says, sizeof c->says, behind(told, "           "));
    while (!*c->where && next_line(&rest, &told))
        if (begins(told, "key        "))
            put(c->where, sizeof c->where, behind(told, "key        "));
}

static void promise(struct crash *c, struct bytes line, struct bytes rest,
                    const char *const *through)
{
    struct bytes text = behind(line, ": broken: ");
    c->kind = CRASH_PROMISE;
    put(c->says, sizeof c->says, text);
    put(c->type, sizeof c->type, up_to(line, " "));
    read_stack(c, rest, through);
}

static bool understood(struct crash *c, struct bytes line, struct bytes rest,
                       const char *const *through)
{
    if (begins(line, "BROKEN     "))
        clause(c, line, rest);
    else if (behind(line, ": broken: ").ptr)
        promise(c, line, rest, through);
    else if (behind(line, "runtime error: ").ptr)
        undefined(c, line, rest, through);
    else if (behind(line, "ERROR: libFuzzer: ").ptr)
        engine(c, line, rest, through);
    else if (behind(line, "ERROR: ").ptr && behind(line, "Sanitizer: ").ptr)
        sanitizer(c, line, rest, through);
    else if (behind(line, "WARNING: MemorySanitizer: ").ptr)
        sanitizer(c, line, rest, through);
    return c->kind != CRASH_NONE;
}

static void silent(struct crash *c, const struct crash_end *end)
{
    c->kind = end->exited ? CRASH_UNKNOWN : CRASH_MEMORY;
    if (end->exited) {
        snprintf(c->type, sizeof c->type, "exit-%d", end->code);
        snprintf(c->says, sizeof c->says, "ended with status %d and no report", end->code);
        return;
    }
    snprintf(c->type, sizeof c->type, "SIG%s",
             sigabbrev_np(end->code) ? sigabbrev_np(end->code) : "?");
    snprintf(c->says, sizeof c->says, "ended by signal %d and no report", end->code);
}

void crash_read(struct crash *out, const struct crash_end *end, struct bytes output,
                const char *const *through)
{
    struct bytes rest = output, line;
    *out = (struct crash){0};
    if (end->timed_out) {
        out->kind = CRASH_HANG;
        snprintf(out->type, sizeof out->type, "timeout");
        snprintf(out->says, sizeof out->says, "did not end within the limit");
        return;
    }
    if (end->exited && end->code == 0)
        return;
    while (next_line(&rest, &line))
        if (understood(out, line, rest, through))
            return;
    silent(out, end);
}

void crash_trace(struct bytes output, char out[CRASH_TRACE])
{
    struct bytes line;
    size_t len = 0;
    out[0] = '\0';
    while (next_line(&output, &line)) {
        struct bytes place = behind(line, " (");
        if (!begins(line, "    #") || !place.ptr) {
            if (len)
                return;
            continue;
        }
        place = up_to(place, ")");
        if (len + place.len + 1 >= CRASH_TRACE)
            return;
        put(out + len, CRASH_TRACE - len, place);
        len += place.len;
        out[len++] = ' ';
        out[len] = '\0';
    }
}
