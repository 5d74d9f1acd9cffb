/* Mutants of the robust clauses: strings that do not come back byte for byte. */
#include "base/buf.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/mutants_core_tools.h"
#include "reference/mutants_robust_tools.h"

#include <stdlib.h>
#include <string.h>

#define LONGEST ((size_t)64 << 20)

/* "from" becomes "to" wherever it stands; ends with a NULL. */
struct swap {
    const char *from, *to;
};

struct respelling {
    const struct swap *swaps;
    char *(*as)(const char *text); /* instead of swaps */
    const char *where;             /* JSON pointer of a string; NULL: of every tag and location */
};

static char *swapped(const struct swap *swaps, const char *text)
{
    struct buf out = buf_new(LONGEST);
    while (*text) {
        const struct swap *s = swaps;
        while (s->from && strncmp(text, s->from, strlen(s->from)) != 0)
            s++;
        if (s->from)
            buf_text(&out, s->to);
        else
            buf_byte(&out, *text);
        text += s->from ? strlen(s->from) : 1;
    }
    return buf_take(&out);
}

/* --- what is not a swap of one text for another --- */

static size_t character(const char *at)
{
    unsigned char first = (unsigned char)*at;
    return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/* As some databases do with what is beyond U+FFFF. */
static char *cut_at_emoji(const char *text)
{
    size_t len = 0;
    while (text[len] && character(text + len) < 4)
        len += character(text + len);
    return mem_copy(text, len);
}

static char *emoji_asked(const char *text)
{
    struct buf out = buf_new(LONGEST);
    for (; *text; text += character(text))
        if (character(text) < 4)
            buf_add(&out, text, character(text));
        else
            buf_text(&out, "??");
    return buf_take(&out);
}

/* UTF-8 taken for ISO 8859-1 and made UTF-8 once more. */
static char *encoded_twice(const char *text)
{
    struct buf out = buf_new(LONGEST);
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte >= 0x80)
            buf_byte(&out, (char)(0xC0 | byte >> 6));
        buf_byte(&out, (char)(byte < 0x80 ? byte : 0x80 | (byte & 0x3F)));
    }
    return buf_take(&out);
}

static char *trimmed(const char *text)
{
    text += strspn(text, " \t\r\n");
    size_t len = strlen(text);
    while (len && strchr(" \t\r\n", text[len - 1]))
        len--;
    return mem_copy(text, len);
}

static char *without_markup(const char *text)
{
    struct buf out = buf_new(LONGEST);
    for (const char *close; *text; text++)
        if (*text == '<' && (close = strchr(text, '>')))
            text = close;
        else
            buf_byte(&out, *text);
    return buf_take(&out);
}

static char *until_sql_comment(const char *text)
{
    const char *comment = strstr(text, "--");
    return mem_copy(text, comment ? (size_t)(comment - text) : strlen(text));
}

static char *expanded(const char *text)
{
    struct buf out = buf_new(LONGEST);
    for (const char *close; *text; text++)
        if (*text == '$' && strchr("{(", text[1]) && text[1] && (close = strpbrk(text, "})")))
            text = close;
        else
            buf_byte(&out, *text);
    return buf_take(&out);
}

/* --- hooks --- */

static void respell(const struct call *c, cJSON *value)
{
    const struct respelling *r = c->data;
    if (!cJSON_IsString(value))
        return;
    char *text = r->swaps ? swapped(r->swaps, value->valuestring) : r->as(value->valuestring);
    cJSON_free(value->valuestring);
    value->valuestring = text;
}

static void respell_all(const struct call *c, cJSON *document)
{
    const struct respelling *r = c->data;
    if (r->where) {
        respell(c, pointer_get(document, r->where));
        return;
    }
    respell(c, cJSON_GetObjectItemCaseSensitive(document, "location"));
    cJSON *tags = cJSON_GetObjectItemCaseSensitive(document, "tags");
    for (cJSON *tag = tags ? tags->child : NULL; tag; tag = tag->next)
        respell(c, tag);
}

static bool store_respelt(struct call *c)
{
    if (c->after && harm_on_connection(c))
        respell_all(c, c->after);
    return true;
}

static void show_respelt(struct call *c)
{
    if (harm_on_connection(c) && c->answer.status == 200 && c->answer.body)
        respell_all(c, c->answer.body);
}

static void show_respelt_in_get(struct call *c)
{
    if (strcmp(c->request->method, "GET") == 0)
        show_respelt(c);
}

#define STORED                                                                                     \
    {                                                                                              \
        .on_store = store_respelt                                                                  \
    }
#define SHOWN                                                                                      \
    {                                                                                              \
        .on_answer = show_respelt                                                                  \
    }
#define READ                                                                                       \
    {                                                                                              \
        .on_answer = show_respelt_in_get                                                           \
    }
#define SWAP(...) (&(const struct respelling){.swaps = (const struct swap[]){__VA_ARGS__, {0}}})
#define AS(...) (&(const struct respelling){.as = __VA_ARGS__})
#define ROW(name_, says_, rare_, seam_, data_)                                                     \
    {                                                                                              \
        .name = name_, .clause = "ROB-11", .says = says_, .rare = rare_, .seam = seam_,            \
        .data = data_                                                                              \
    }

static const struct mutant table[] = {
    ROW("string-html-escaped", "escapes strings for HTML", false, STORED,
        SWAP({"<", "&lt;"}, {">", "&gt;"}, {"&", "&amp;"}, {"\"", "&quot;"})),
    ROW("string-html-escaped-in-get", "escapes & for HTML in a GET", true, READ,
        SWAP({"&", "&amp;"})),
    ROW("string-html-unescaped", "turns &lt; and &amp; into what they stand for", true, STORED,
        SWAP({"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"})),
    ROW("string-markup-lost", "strips what is between < and >", false, STORED, AS(without_markup)),
    ROW("string-cut-at-emoji", "cuts a string at the first emoji", false, STORED, AS(cut_at_emoji)),
    ROW("string-emoji-asked", "shows two question marks for an emoji", true, SHOWN,
        AS(emoji_asked)),
    ROW("string-encoded-twice", "encodes strings in UTF-8 twice", false, SHOWN, AS(encoded_twice)),
    ROW("string-trimmed", "trims the strings", false, STORED, AS(trimmed)),
    ROW("string-location-trimmed", "trims the location", true, STORED,
        AS(trimmed, .where = "/location")),
    ROW("string-ipsec-trimmed", "trims the encryptionType", true, STORED,
        AS(trimmed, .where = "/properties/ipsecParameters/encryptionType")),
    ROW("string-marks-lost", "drops the marks that turn the writing direction", true, STORED,
        SWAP({"\xE2\x80\x8E", ""}, {"\xE2\x80\x8F", ""}, {"\xE2\x80\xAE", ""}, {"\xE2\x80\xAB", ""},
             {"\xE2\x81\xA7", ""})),
    ROW("string-right-to-left-marked", "puts a mark before a Hebrew letter", true, SHOWN,
        SWAP({"\xD7\x9D", "\xE2\x80\x8F\xD7\x9D"}, {"\xD9\x85", "\xE2\x80\x8F\xD9\x85"})),
    ROW("string-quote-doubled", "doubles single quotes", false, STORED, SWAP({"'", "''"})),
    ROW("string-sql-comment-cut", "cuts a string at two dashes", true, STORED,
        AS(until_sql_comment)),
    ROW("string-semicolon-lost", "drops semicolons", true, STORED, SWAP({";", ""})),
    ROW("string-expanded", "expands $(...) and ${...} to nothing", true, STORED, AS(expanded)),
    ROW("string-backslash-lost", "drops backslashes", false, STORED, SWAP({"\\", ""})),
    ROW("string-unescaped-twice", "takes a backslash and an n for a new line", true, STORED,
        SWAP({"\\n", "\n"}, {"\\t", "\t"}, {"\\\"", "\""})),
    ROW("string-slash-escaped", "keeps a slash with the backslash before it", true, SHOWN,
        SWAP({"/", "\\/"})),
    ROW("string-new-line-made-space", "turns a new line into a space", true, STORED,
        SWAP({"\n", " "}, {"\t", " "})),
    ROW("string-return-lost", "drops carriage returns", true, STORED, SWAP({"\r", ""})),
    ROW("string-percent-decoded", "decodes %20 and %41 in strings", true, STORED,
        SWAP({"%20", " "}, {"%41", "A"}, {"%2F", "/"}, {"%s", ""}, {"%n", ""})),
    ROW("string-composed", "composes e and an accent", true, STORED,
        SWAP({"e\xCC\x81", "\xC3\xA9"}, {"a\xCC\x88", "\xC3\xA4"})),
};

const struct mutant *mutants_robust_strings(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
