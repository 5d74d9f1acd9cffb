#include "contract/schema_words.h"

#include "contract/schema_number.h"
#include "contract/utf8.h"

#include <stdio.h>

static const char dots[] = "...";

struct words words_new(size_t max)
{
    return (struct words){.text = buf_new(max + sizeof dots), .max = max};
}

char *words_take(struct words *w)
{
    return buf_take(&w->text);
}

/* Adds the whole unit or, the first time there is no room, the dots. */
static void add(struct words *w, const char *unit, size_t len)
{
    if (w->full)
        return;
    if (w->text.len + len > w->max) {
        w->full = true;
        w->text.len = w->mark;
        buf_text(&w->text, dots);
        return;
    }
    buf_add(&w->text, unit, len);
    if (w->text.len + sizeof dots - 1 <= w->max)
        w->mark = w->text.len;
}

static void add_text(struct words *w, const char *text)
{
    add(w, text, strlen(text));
}

static void add_code(struct words *w, uint32_t code)
{
    static const char short_forms[] = "\bb\ff\nn\rr\tt";
    char escaped[8];
    for (size_t i = 0; i + 1 < sizeof short_forms; i += 2) {
        if ((uint32_t)short_forms[i] == code) {
            add(w, (char[]){'\\', short_forms[i + 1]}, 2);
            return;
        }
    }
    snprintf(escaped, sizeof escaped, "\\u%04x", (unsigned)code & 0xffff);
    add_text(w, escaped);
}

static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code <= 0x9f) || code == 0x2028 || code == 0x2029;
}

/* One character off the front of the text. */
static void add_character(struct words *w, struct bytes *text, const char *escaped)
{
    uint32_t code = 0;
    size_t len = utf8_next(*text, &code);
    bool nul = text->len >= 2 && memcmp(text->ptr, "\xC0\x80", 2) == 0;
    if (nul || (len && is_control(code)))
        add_code(w, nul ? 0 : code);
    else if (len == 0)
        add_code(w, 0xfffd);
    else if (len == 1 && strchr(escaped, (int)code))
        add(w, (char[]){'\\', (char)code}, 2);
    else
        add(w, text->ptr, len);
    size_t used = nul ? 2 : len ? len : 1;
    text->ptr += used;
    text->len -= used;
}

static void add_characters(struct words *w, const char *text, const char *escaped)
{
    struct bytes rest = bytes_of(text);
    while (rest.len && !w->full)
        add_character(w, &rest, escaped);
}

void words_text(struct words *w, const char *text)
{
    add_characters(w, text, "");
}

void words_number(struct words *w, double value)
{
    char text[NUMBER_TEXT];
    number_text(value, text);
    add_text(w, text);
}

static void string(struct words *w, const char *text)
{
    add_text(w, "\"");
    add_characters(w, text, "\"\\");
    add_text(w, "\"");
}

static void container(struct words *w, const cJSON *value, bool object)
{
    add_text(w, object ? "{" : "[");
    for (const cJSON *child = value->child; child && !w->full; child = child->next) {
        if (object) {
            string(w, child->string);
            add_text(w, ":");
        }
        words_json(w, child);
        if (child->next)
            add_text(w, ",");
    }
    add_text(w, object ? "}" : "]");
}

void words_json(struct words *w, const cJSON *value)
{
    switch (value->type & 0xFF) {
    case cJSON_String:
        string(w, value->valuestring);
        break;
    case cJSON_Number:
        words_number(w, value->valuedouble);
        break;
    case cJSON_Array:
    case cJSON_Object:
        container(w, value, cJSON_IsObject(value));
        break;
    case cJSON_True:
    case cJSON_False:
        add_text(w, cJSON_IsTrue(value) ? "true" : "false");
        break;
    default:
        add_text(w, "null");
    }
}
