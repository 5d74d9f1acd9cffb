/* A connection as a plain implementation on Jansson reads it: no flags.
 * Links with: -ljansson */
#include "fuzz/parsers/members.h"

#include <jansson.h>
#include <stdio.h>

static enum connspec_kind kind_of(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return CONNSPEC_OBJECT;
    case JSON_ARRAY:
        return CONNSPEC_ARRAY;
    case JSON_STRING:
        return CONNSPEC_STRING;
    case JSON_INTEGER:
    case JSON_REAL:
        return CONNSPEC_NUMBER;
    case JSON_TRUE:
        return CONNSPEC_TRUE;
    case JSON_FALSE:
        return CONNSPEC_FALSE;
    default:
        return CONNSPEC_NULL;
    }
}

static struct connspec_text text_of(const json_t *value, char digits[32])
{
    if (json_is_string(value))
        return members_text(json_string_value(value));
    digits[0] = '\0';
    if (json_is_integer(value))
        snprintf(digits, 32, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    else if (json_is_real(value))
        snprintf(digits, 32, "%.17g", json_real_value(value));
    return members_text(digits);
}

static void *find(void *value, const char *name)
{
    return json_object_get(value, name);
}

static void tell(struct connspec_sink *sink, const char *pointer, void *of)
{
    char digits[32];
    const char *key;
    json_t *value = of, *tag;
    sink->member(sink, members_text(pointer), kind_of(value), text_of(value, digits));
    if (strcmp(pointer, "/tags") != 0)
        return;
    json_object_foreach(value, key, tag) members_tag(sink, key, kind_of(tag), text_of(tag, digits));
}

static bool parse(const char *body, size_t len, struct connspec_sink *sink)
{
    json_error_t why;
    json_t *root = json_loadb(body, len, 0, &why);
    bool accepted = json_is_object(root);
    if (accepted)
        members_read(root, find, tell, sink);
    json_decref(root);
    return accepted;
}

static const struct connspec_parser parser = {parse};
const struct connspec_adapter connspec_adapter = {
    .version = CONNSPEC_ADAPTER_VERSION,
    .name = "Jansson",
    .about = "Jansson " JANSSON_VERSION,
    .parser = &parser,
};
