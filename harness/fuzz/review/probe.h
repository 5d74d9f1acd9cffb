/* probe.h - questionable JSON inside the body of a connection, as data: what is sent, what the rules
 * say of it, and what it means for the API when a parser makes this or that of it. */
#ifndef FUZZ_REVIEW_PROBE_H
#define FUZZ_REVIEW_PROBE_H

#include "base/buf.h"
#include "base/bytes.h"

#include <stdbool.h>
#include <stddef.h>

/* RFC 8259: a text that is not JSON is to be refused, one that is is to be read as it stands. In
 * between is what the RFC leaves to the parser: duplicate names, limits, lone surrogates. */
enum rule { RULE_ACCEPT, RULE_REFUSE, RULE_EITHER };

/* Where in a good SiteToSite body the text of a probe goes. Empty where no probe is, but for the values. */
enum slot {
    SLOT_FRONT,    /* before the first brace */
    SLOT_LOCATION, /* a value: "West US" */
    SLOT_TAGS,     /* a value: {"key1":"value1"} */
    SLOT_FIRST,    /* before the first member of properties */
    SLOT_GATEWAY1, /* a value: {"name":"firstgateway"} */
    SLOT_SIZE,     /* a value, of saDataSizeKilobytes: "102400000" */
    SLOT_LAST,     /* behind the last member of properties */
    SLOT_END,      /* behind the last member of the body */
    SLOT_BEHIND,   /* behind the last brace */
    SLOT_WHOLE,    /* in place of the body */
};
#define SLOTS 9

/* A value that a parser may be left with, what that is called, and why it matters (NULL: it does not). */
struct reading {
    struct bytes text;
    const char *word, *risk;
};

struct probe {
    const char *id, *says;
    enum rule rule;
    enum slot slot;
    /* head before... text behind... tail: `before` and `behind` count times each, a % in them being
     * the number of the repetition. */
    struct bytes head, before, text, behind, tail;
    size_t count;
    bool deepest; /* count is the most there is to try: how many are accepted is looked for */
    const char
        *at; /* pointer to the member to look at; NULL: it is enough to know if it is accepted */
    struct bytes is;  /* what stands there, unescaped; for a number its text */
    bool number;      /* compare as numbers */
    size_t tags;      /* not 0: so many must be told, */
    size_t length;    /* ... and so many bytes of text at `at` */
    const char *risk; /* of accepting what is to be refused, and of making something else of it */
    struct reading readings[4];
};

#define B(literal)                                                                                 \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

struct probe_class {
    const char *id, *title;
    const char *says; /* what to look for, one sentence */
    const struct probe *list;
    size_t count;
};

/* One a source file, in the order of the report. */
#define PROBE_CLASSES 8
extern const struct probe_class probe_duplicates, probe_lookalikes, probe_text, probe_bytes,
    probe_numbers, probe_syntax, probe_depth, probe_size;
const struct probe_class *probe_class(size_t index); /* below PROBE_CLASSES */

/* The body with so many repetitions, to buf_free; NULL is the good body, with no probe in it. */
struct buf probe_body(const struct probe *p, size_t count);

#endif
