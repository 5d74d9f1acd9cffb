/* json_text.h - the words of JSON text (RFC 8259 sections 6 and 7), for json_*.c alone. */
#ifndef BASE_JSON_TEXT_H
#define BASE_JSON_TEXT_H

#include "base/json.h"

/* Scanners: *at is at the first byte of the word, which is below end. JSON_FINE leaves *at behind
 * the word; any other fault leaves it at the offending byte. Nothing at or behind end is read. */
enum json_fault json_scan_string(const char **at, const char *end);
enum json_fault json_scan_number(const char **at, const char *end);

/* The length of the UTF-8 character at `at`; 0 when it is invalid, -1 when the end cuts it. */
int json_utf8(const char *at, const char *end);

static inline const char *json_skip_space(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t'))
        at++;
    return at;
}

/* Printable ASCII that stands for itself in a string. */
static inline bool json_plain(char c)
{
    return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

/* A scanned string, byte by byte and unescaped; U+0000 is C0 80, as in the trees of json_read. */
struct json_reader {
    const char *at; /* begins behind the opening quote */
    char bytes[4];
    unsigned char have, given;
};
int json_next(struct json_reader *r); /* the next byte, -1 at the closing quote */

/* Writes a scanned number in fewer than 64 bytes, which is all that some versions of cJSON take:
 * its first 40 digits, and one more that stands for the rest. Returns the length. */
#define JSON_NUMBER_MAX 64
size_t json_shorten(const char *at, const char *end, char out[JSON_NUMBER_MAX]);

void json_place(struct bytes text, size_t offset, size_t *line, size_t *column);

#endif
