/* json.h - JSON read strictly (RFC 8259), from bytes we do not trust.
 *
 * json_check looks at the raw bytes first, because cJSON accepts trailing bytes, leading zeros, raw
 * control characters, invalid UTF-8, duplicate members and a byte order mark. It is iterative, so
 * nesting costs heap and not stack, and it is about linear in the length of the text (member names
 * of an object are sorted to find duplicates). Only text that passed is handed to cJSON. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"
#include "base/bytes.h"
#include "base/err.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

enum json_fault {
    JSON_FINE,
    JSON_EMPTY,          /* nothing, or white space only */
    JSON_SYNTAX,         /* not the grammar of RFC 8259 section 2 */
    JSON_TRUNCATED,      /* ends before the value does */
    JSON_TRAILING,       /* bytes after the value */
    JSON_BOM,            /* begins with a byte order mark (section 8.1) */
    JSON_NUMBER,         /* not the grammar of section 6: 01, +1, .5, 1., 0x1, NaN, Infinity */
    JSON_RANGE,          /* a number that a double cannot hold even roughly: 1e400 */
    JSON_ESCAPE,         /* an escape that section 7 does not have */
    JSON_CONTROL,        /* an unescaped control character in a string */
    JSON_UTF8,           /* invalid UTF-8: overlong, surrogates, above U+10FFFF, cut short */
    JSON_LONE_SURROGATE, /* \ud800 without its partner (section 8.2) */
    JSON_DUPLICATE,      /* a member name twice in one object, compared unescaped (section 4) */
    JSON_DEPTH,          /* nested deeper than the limit */
    JSON_SIZE,           /* longer than the limit */
    JSON_VALUES,         /* more values than the limit */
};

struct json_limits {
    size_t max_bytes;  /* 0: JSON_MAX_BYTES */
    size_t max_depth;  /* 0: JSON_MAX_DEPTH; the outermost array or object is depth 1 */
    size_t max_values; /* 0: as many as the bytes hold; a tree takes some 150 bytes for each */
};
#define JSON_MAX_BYTES ((size_t)128 << 20)
#define JSON_MAX_DEPTH ((size_t)128)
#define JSON_READ_DEPTH ((size_t)CJSON_NESTING_LIMIT)
#define JSON_OUTSIDE_VALUES ((size_t)50000) /* what is read of anybody's answer */

struct json_problem {
    enum json_fault fault;
    size_t offset;       /* of the offending byte, from 0; see below */
    size_t line, column; /* from 1; the column counts bytes */
    char text[160];      /* e.g. "duplicate member \"name\"": printable ASCII only */
};

/* True when the text is one JSON value and nothing else. `limits` and `problem` may be NULL.
 * The first fault of the text is reported, except that an object's duplicates are looked for when
 * it closes. The offending byte is the text's end for EMPTY and TRUNCATED, the backslash for ESCAPE
 * and LONE_SURROGATE, the first byte of the character for UTF8, of the number for RANGE, the
 * opening quote of the second name for DUPLICATE, the bracket that is one too many for DEPTH, the
 * first byte of the value that is for VALUES. */
bool json_check(struct bytes text, const struct json_limits *limits, struct json_problem *problem);

/* Checks, then parses into a tree for cJSON_Delete; NULL when the check failed. A max_depth above
 * JSON_READ_DEPTH, which is where cJSON stops, counts as that.
 * U+0000 in a string, which cJSON would cut at, becomes the bytes C0 80; they cannot come from
 * anything else, since the check refuses overlong UTF-8, so two strings are equal in the tree
 * exactly when they are equal on the wire. json_print turns them back into \u0000. */
cJSON *json_read(struct bytes text, const struct json_limits *limits, struct json_problem *problem);

/* The same for a file of the suite: `name` and the line go into err. NULL on failure. */
cJSON *json_read_named(const char *name, struct bytes text, struct err *err);

/* Line and column of the value at an RFC 6901 pointer in text that passed json_check; false (and
 * 1, 1) when nothing is there. The last part may name a member that is there: its name's place. */
bool json_where(struct bytes text, const char *pointer, size_t *line, size_t *column);

/* The text of the value at an RFC 6901 pointer in text that passed json_check; false when nothing is
 * there. Of members of one name it is the first one, which json_check lets through only once. */
bool json_find(struct bytes text, const char *pointer, struct bytes *value);

/* Compact or indented (two spaces, no newline at the end) text, to free(). Never fails, but NULL
 * gives NULL. What json_read made reads back equal: numbers have as many digits as that takes. */
char *json_print(const cJSON *value, bool pretty);
/* The same, compact and appended. */
void json_add(struct buf *out, const cJSON *value);
/* The same value, for a file that a person may look at: what no terminal shows, or what makes one show
 * text where it does not stand (DEL, C1, line and paragraph separators, bidirectional controls), is
 * written as \u00XX or \uXXXX too. */
void json_add_visible(struct buf *out, const cJSON *value);
/* What it adds for a string, which is UTF-8 with U+0000 as itself or as C0 80, and for a number. */
void json_add_visible_string(struct buf *out, struct bytes text);
void json_add_number(struct buf *out, double number);

/* Equal as JSON values: member order does not matter, numbers compare as doubles. NULL equals only
 * NULL. */
bool json_equal(const cJSON *a, const cJSON *b);

const char *json_fault_name(enum json_fault fault); /* "duplicate-member", "invalid-utf-8", ... */

#endif
