/* crash.h - how a run of a harness ended, read from its exit and what it printed; and which of two ends
 * are one bug.
 *
 * Pure. The output may be any bytes: nothing of it is trusted but as text that is cut to size. What is
 * understood: the reports of ASan, LSan, MSan and UBSan with a symbolised stack, libFuzzer's of time and
 * memory, and the harnesses' own of a broken clause (oracle/play.h) or promise (fuzz.h). */
#ifndef CAMPAIGN_CRASH_H
#define CAMPAIGN_CRASH_H

#include "base/bytes.h"
#include "fuzz/oracle/key.h"

#include <stdbool.h>
#include <stddef.h>

enum crash_kind {
    CRASH_NONE,    /* it came through */
    CRASH_MEMORY,  /* a sanitizer's report or a deadly signal */
    CRASH_LEAK,    /* memory that was lost */
    CRASH_HANG,    /* no end within the limit */
    CRASH_HUNGRY,  /* more memory than the limit */
    CRASH_CLAUSE,  /* a broken clause of the contract */
    CRASH_PROMISE, /* a broken promise of one of our own readers */
    CRASH_UNKNOWN, /* it ended with an error, and said nothing that is understood */
};
const char *crash_kind_name(enum crash_kind kind); /* "memory", ... */
bool crash_kind_parse(const char *name, enum crash_kind *out);

#define CRASH_FRAMES 3

struct crash_frame {
    char function[96];
    char file[64]; /* without its folders; "" where the stack has none */
    unsigned line; /* 0: none */
};

struct crash {
    enum crash_kind kind;
    char type[64];              /* "heap-buffer-overflow", "SEGV", "CORE-05" ... */
    char says[256];             /* one sentence, printable ASCII */
    char where[ORACLE_KEY_MAX]; /* of a clause: oracle/key.h */
    /* The innermost frames of the project, recursion folded: those of C's library, of the sanitizer,
     * of the harness, and those named in `through` are left out. */
    struct crash_frame frames[CRASH_FRAMES];
    size_t frame_count;
};

struct crash_end {
    bool exited; /* else by a signal */
    int code;    /* exit status or signal */
    bool timed_out;
};

/* `through`: functions that are only on the way to a fault, as an allocator of the project; NULL-ended,
 * may be NULL. */
void crash_read(struct crash *out, const struct crash_end *end, struct bytes output,
                const char *const *through);

#define CRASH_TRACE 1024

/* Where a report without symbols says it was: the places of its first stack, as they are written. Of one
 * program the same text is the same stack. "" when there is none. */
void crash_trace(struct bytes output, char out[CRASH_TRACE]);

/* A clause that is broken by an answer 5xx with a message: whatever clause the request is about. */
bool crash_is_failure(const struct crash *c);

/* One bug: a clause broken in the same way; or stacks whose innermost frames are the same line, whatever
 * leads there, or the same function in which the same happens, and one more function is the same (lines
 * move between builds, and one fault may have several). A hang's stack is wherever it was just then: two of
 * its functions must be the same. */
bool crash_same(const struct crash *a, const struct crash *b);

/* What it is, for a file's name: "heap-buffer-overflow-in-parse_name", at most 100 bytes of [A-Za-z0-9_-]. */
void crash_slug(const struct crash *c, char out[101]);

#endif
