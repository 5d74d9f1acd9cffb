/* schema_words.h - text for people about values we do not trust: always valid UTF-8, control
 * characters escaped as in JSON, cut at a character to a maximum and then ending in "...". */
#ifndef CONTRACT_SCHEMA_WORDS_H
#define CONTRACT_SCHEMA_WORDS_H

#include "base/buf.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

struct words {
    struct buf text;
    size_t max, mark; /* mark: where the dots go if there is more to come */
    bool full;
};

#define WORDS_FOUND 200
#define WORDS_EXPECTED 400

struct words words_new(size_t max);
void words_text(struct words *w, const char *text);   /* quotes and backslashes as they are */
void words_json(struct words *w, const cJSON *value); /* compact JSON; stops when it is full */
void words_number(struct words *w, double value);
char *words_take(struct words *w); /* to free() */

#endif
