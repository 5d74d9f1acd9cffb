#include "conformance/variables.h"

#include "base/buf.h"
#include "base/mem.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX ((size_t)16 << 20)

struct expansion {
    variable_lookup lookup;
    void *context;
    bool keep; /* unknown words stay */
    struct err *err;
};

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

/* The word of a "{word}" or "{label:/pointer}" at `text`, to free(); NULL when there is none there. */
static char *word_at(const char *text)
{
    size_t len = 0;
    while (is_word(text[len + 1]))
        len++;
    if (len && text[len + 1] == ':' && text[len + 2] == '/')
        len += strcspn(text + len + 1, "}");
    return len && text[len + 1] == '}' ? mem_copy(text + 1, len) : NULL;
}

static int add_value(const struct expansion *x, const char *word, struct buf *out)
{
    const cJSON *value = x->lookup(x->context, word);
    if (value && !cJSON_IsString(value))
        return err_set(x->err, "{%s} is not a string, so it cannot stand inside one", word);
    if (!value && !x->keep)
        return err_set(x->err, "there is no variable {%s}", word);
    if (value) {
        buf_text(out, value->valuestring);
        return 0;
    }
    buf_byte(out, '{');
    buf_text(out, word);
    buf_byte(out, '}');
    return 0;
}

/* NULL on an error; else to free(). */
static char *expand_text(const struct expansion *x, const char *text)
{
    struct buf out = buf_new(TEXT_MAX);
    for (const char *c = text; *c; c++) {
        size_t plain = strcspn(c, "{");
        buf_add(&out, c, plain);
        c += plain;
        if (!*c)
            break;
        char *word = word_at(c);
        if (c[1] == '{') {
            buf_text(&out, x->keep ? "{{" : "{");
            c++;
        } else if (!word) {
            buf_byte(&out, *c);
        } else {
            int failed = add_value(x, word, &out);
            c += strlen(word) + 1;
            free(word);
            if (failed) {
                buf_free(&out);
                return NULL;
            }
        }
    }
    return buf_take(&out);
}

/* A string that is one variable and nothing else. */
static const cJSON *whole_value(const struct expansion *x, const char *text)
{
    char *word = text[0] == '{' ? word_at(text) : NULL;
    const cJSON *value = NULL;
    if (word && strlen(word) + 2 == strlen(text))
        value = x->lookup(x->context, word);
    free(word);
    return value;
}

static int expand_string(const struct expansion *x, cJSON *parent, cJSON **item)
{
    if (!strchr((*item)->valuestring, '{'))
        return 0;
    const cJSON *whole = whole_value(x, (*item)->valuestring);
    cJSON *new;
    if (whole) {
        new = cJSON_Duplicate(whole, true);
        free(new->string);
        new->string = NULL;
    } else {
        char *text = expand_text(x, (*item)->valuestring);
        if (!text)
            return -1;
        new = cJSON_CreateString(text);
        free(text);
    }
    new->string = mem_string((*item)->string);
    cJSON_ReplaceItemViaPointer(parent, *item, new);
    *item = new;
    return 0;
}

static int expand_name(const struct expansion *x, cJSON *item)
{
    if (!item->string || !strchr(item->string, '{'))
        return 0;
    char *name = expand_text(x, item->string);
    if (!name)
        return -1;
    free(item->string);
    item->string = name;
    return 0;
}

static int expand(const struct expansion *x, cJSON *tree)
{
    for (cJSON *item = tree->child; item; item = item->next) {
        if (expand_name(x, item))
            return -1;
        if (cJSON_IsString(item) && expand_string(x, tree, &item))
            return -1;
        if (item->child && expand(x, item))
            return -1;
    }
    return 0;
}

static int vet(const struct expansion *x, const cJSON *tree);

static int vet_text(const struct expansion *x, const char *text)
{
    char *expanded = strchr(text, '{') ? expand_text(x, text) : mem_string("");
    free(expanded);
    return expanded ? 0 : -1;
}

static int vet_string(const struct expansion *x, const char *text)
{
    const cJSON *whole = whole_value(x, text);
    return whole ? vet(x, whole) : vet_text(x, text);
}

static int vet(const struct expansion *x, const cJSON *tree)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, tree)
    {
        if ((item->string && vet_text(x, item->string)) ||
            (cJSON_IsString(item) && vet_string(x, item->valuestring)) || vet(x, item))
            return -1;
    }
    return 0;
}

int variables_vet(const cJSON *tree, variable_lookup lookup, void *context, struct err *err)
{
    struct expansion x = {lookup, context, false, err};
    return vet(&x, tree);
}

int variables_expand(cJSON *tree, variable_lookup lookup, void *context, struct err *err)
{
    struct expansion x = {lookup, context, false, err};
    return expand(&x, tree);
}

int variables_expand_known(cJSON *tree, variable_lookup lookup, void *context, struct err *err)
{
    struct expansion x = {lookup, context, true, err};
    return expand(&x, tree);
}
