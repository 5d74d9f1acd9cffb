#include "reports/escape.h"

#include "contract/utf8.h"

#include <stdint.h>

static bool between(uint32_t c, uint32_t low, uint32_t high)
{
    return c >= low && c <= high;
}

/* Nothing to be seen, or what is seen is not where it stands. */
static bool deceives(uint32_t c)
{
    return c < 0x20 || between(c, 0x7f, 0x9f) || c == 0xad || c == 0x61c || c == 0x180e ||
           between(c, 0x200b, 0x200f) || between(c, 0x2028, 0x202e) || between(c, 0x2060, 0x206f) ||
           c == 0xfeff || between(c, 0xfff9, 0xfffb) || between(c, 0xe0000, 0xe0fff);
}

static void visible(struct buf *out, uint32_t c)
{
    buf_format(out, c > 0xffff ? "\\U%08x" : "\\u%04x", (unsigned)c);
}

/* Takes one character off the text; false, and one byte in *code, if it is no UTF-8. C0 80 is how
 * a tree spells U+0000 (json.h). */
static bool take(struct bytes *text, uint32_t *code, size_t *len)
{
    *len = utf8_next(*text, code);
    if (text->len >= 2 && memcmp(text->ptr, "\xc0\x80", 2) == 0) {
        *len = 2;
        *code = 0;
    }
    bool valid = *len > 0;
    if (!valid) {
        *code = (unsigned char)text->ptr[0];
        *len = 1;
    }
    text->ptr += *len;
    text->len -= *len;
    return valid;
}

void escape_terminal(struct buf *out, struct bytes text)
{
    uint32_t c;
    size_t len;
    while (text.len) {
        const char *at = text.ptr;
        if (!take(&text, &c, &len))
            buf_format(out, "\\x%02x", (unsigned)c);
        else if (c == '\n' || c == '\t' || c == '\r')
            buf_text(out, c == '\n' ? "\\n" : c == '\t' ? "\\t" : "\\r");
        else if (deceives(c))
            visible(out, c);
        else
            buf_add(out, at, len);
    }
}

static const char *entity(uint32_t c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\t':
        return "&#9;";
    case '\n':
        return "&#10;";
    case '\r':
        return "&#13;";
    default:
        return NULL;
    }
}

void escape_xml(struct buf *out, struct bytes text)
{
    uint32_t c;
    size_t len;
    while (text.len) {
        const char *at = text.ptr;
        bool valid = take(&text, &c, &len);
        const char *name = valid ? entity(c) : NULL;
        if (!valid)
            buf_format(out, "\\x%02x", (unsigned)c);
        else if (name)
            buf_text(out, name);
        else if (deceives(c) || c == 0xfffe || c == 0xffff)
            visible(out, c);
        else
            buf_add(out, at, len);
    }
}

void escape_shell(struct buf *out, struct bytes text)
{
    buf_byte(out, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\'')
            buf_text(out, "'\\''");
        else if (text.ptr[i])
            buf_byte(out, text.ptr[i]);
    }
    buf_byte(out, '\'');
}

#define FILE_NAME_MAX 180 /* leaves room for a suffix below the 255 bytes a name may have */

static uint32_t fnv(const char *text)
{
    uint32_t hash = 2166136261u;
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619u;
    return hash;
}

static bool plain(char c)
{
    return between((unsigned char)c, 'a', 'z') || between((unsigned char)c, 'A', 'Z') ||
           between((unsigned char)c, '0', '9') || (c && strchr("-_.@+=", c));
}

void escape_file_name(struct buf *out, const char *check_id)
{
    bool exact = true;
    size_t i = 0;
    if (*check_id == '-' || *check_id == '.' || !*check_id)
        buf_byte(out, '_');
    for (; check_id[i] && i < FILE_NAME_MAX; i++) {
        if (check_id[i] == '/')
            buf_text(out, "--");
        else
            buf_byte(out, plain(check_id[i]) ? check_id[i] : '_');
        exact &= check_id[i] == '/' || plain(check_id[i]);
    }
    if (!exact || check_id[i])
        buf_format(out, "-%08x", (unsigned)fnv(check_id));
}

/* As many backticks as it takes (CommonMark 6.1); a pipe would end a cell. */
void escape_markdown(struct buf *out, struct bytes text)
{
    struct buf clean = buf_new(1 << 20);
    escape_terminal(&clean, text);
    size_t longest = 0, run = 0;
    for (const char *p = buf_view(&clean).ptr; *p; p++) {
        run = *p == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    for (size_t i = 0; i <= longest; i++)
        buf_byte(out, '`');
    buf_byte(out, ' ');
    for (const char *p = buf_view(&clean).ptr; *p; p++)
        *p == '|' ? buf_text(out, "\\|") : buf_byte(out, *p);
    buf_byte(out, ' ');
    for (size_t i = 0; i <= longest; i++)
        buf_byte(out, '`');
    buf_free(&clean);
}
