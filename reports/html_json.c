/* JSON inside HTML: a script element ends at "</script", and a comment in one begins with "<!--", wherever in
 * the JSON that stands. So no '<' does. */
#include "reports/html.h"

#include "base/json.h"
#include "base/mem.h"
#include "reports/escape.h"

#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 24

static void add_safe(struct buf *out, struct bytes json)
{
    for (size_t i = 0; i < json.len; i++) {
        char c = json.ptr[i];
        if (c == '<' || c == '>' || c == '&') /* within a string: JSON has them nowhere else */
            buf_format(out, "\\u%04x", (unsigned)c);
        else
            buf_byte(out, c);
    }
}

static void add_string(struct buf *out, struct bytes text)
{
    struct buf json = buf_new(8 * text.len + 16);
    json_add_visible_string(&json, text);
    add_safe(out, buf_view(&json));
    buf_free(&json);
}

static void add_cut(struct buf *out, const char *text)
{
    size_t len = strlen(text), end = HTML_TEXT_MAX;
    if (len <= end) {
        add_string(out, (struct bytes){text, len});
        return;
    }
    while (((unsigned char)text[end] & 0xC0) == 0x80)
        end--;
    char *words = mem_format("%.*s [cut here: %zu bytes in all]", (int)end, text, len);
    add_string(out, bytes_of(words));
    free(words);
}

static bool is_named(const char *name, const char *const *names)
{
    for (; names && *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

static void add_value(struct buf *out, const cJSON *value, const char *const *without, int depth);

static void add_members(struct buf *out, const cJSON *value, const char *const *without, int depth)
{
    size_t count = 0;
    buf_byte(out, cJSON_IsObject(value) ? '{' : '[');
    for (const cJSON *m = value->child; m && count < HTML_LIST_MAX; m = m->next) {
        if (m->string && is_named(m->string, without))
            continue;
        if (count++)
            buf_byte(out, ',');
        if (cJSON_IsObject(value)) {
            add_cut(out, m->string);
            buf_byte(out, ':');
        }
        add_value(out, m, NULL, depth + 1);
    }
    buf_byte(out, cJSON_IsObject(value) ? '}' : ']');
}

static void add_value(struct buf *out, const cJSON *value, const char *const *without, int depth)
{
    if (cJSON_IsString(value))
        add_cut(out, value->valuestring);
    else if (cJSON_IsNumber(value))
        json_add_number(out, value->valuedouble);
    else if (cJSON_IsBool(value))
        buf_text(out, cJSON_IsTrue(value) ? "true" : "false");
    else if ((cJSON_IsObject(value) || cJSON_IsArray(value)) && depth < DEPTH_MAX)
        add_members(out, value, without, depth);
    else
        buf_text(out, "null");
}

void html_json(struct buf *out, const cJSON *value, const char *const *without)
{
    add_value(out, value, without, 0);
}

void html_json_text(struct buf *out, const char *text)
{
    struct buf clean = buf_new(16 * strlen(text) + 1);
    escape_terminal(&clean, bytes_of(text));
    add_cut(out, clean.len ? buf_view(&clean).ptr : "");
    buf_free(&clean);
}
