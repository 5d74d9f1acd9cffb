/* record_line.h - a line of results.jsonl as it is written: a JSON object, member by member, redacted.
 *
 * Texts of unknown origin become UTF-8 (what is none becomes U+FFFD), secrets in them are replaced,
 * and what no terminal shows is spelled out. */
#ifndef CONTRACT_RECORD_LINE_H
#define CONTRACT_RECORD_LINE_H

#include "base/buf.h"
#include "contract/redact.h"

#include <cjson/cJSON.h>

struct record_line {
    struct buf *out;
    const struct secrets *secrets;
    bool more; /* a member or item went before */
};

struct record_line put_begin(struct buf *out, const struct secrets *secrets, const char *type);
void put_end(struct record_line *l);

/* In all of these `name` is NULL for an item of an array, and a NULL text is left out. */
void put_text(struct record_line *l, const char *name, const char *text);
/* The suite's own words: a short secret that happens to be one of them must not make the line
 * unreadable, so they are not redacted. */
void put_words(struct record_line *l, const char *name, const char *words);
/* Valid UTF-8, redacted already. */
void put_clean(struct record_line *l, const char *name, struct bytes text);
/* At most so many bytes of it, then "..."; no secret is cut in two. */
void put_start(struct record_line *l, const char *name, const char *text, size_t max);
void put_number(struct record_line *l, const char *name, double number);
void put_count(struct record_line *l, const char *name, unsigned count);   /* 0 is left out */
void put_seconds(struct record_line *l, const char *name, double seconds); /* to the microsecond */
void put_bool(struct record_line *l, const char *name, bool value);
void put_null(struct record_line *l, const char *name);
void put_value(struct record_line *l, const char *name, const cJSON *value); /* not redacted */

/* bracket: '{' or '[' to open, '}' or ']' to close. */
void put_open(struct record_line *l, const char *name, char bracket);
void put_close(struct record_line *l, char bracket);

#endif
