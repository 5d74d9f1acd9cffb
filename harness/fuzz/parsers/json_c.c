/* A connection as a plain implementation on json-c reads it: a tokener as it comes, not the strict one,
 * and strings by json_object_get_string, which ends them at a NUL.
 * Links with: -ljson-c */
#include "fuzz/parsers/members.h"

#include <json-c/json.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>

/* The library has null as NULL, so a member that is null needs a value of ours. */
static const char null_value;

static json_object *held(void *value)
{
    return value == &null_value ? NULL : value;
}

static enum connspec_kind kind_of(json_object *value)
{
    switch (json_object_get_type(value)) {
    case json_type_object:
        return CONNSPEC_OBJECT;
    case json_type_array:
        return CONNSPEC_ARRAY;
    case json_type_string:
        return CONNSPEC_STRING;
    case json_type_int:
    case json_type_double:
        return CONNSPEC_NUMBER;
    case json_type_boolean:
        return json_object_get_boolean(value) ? CONNSPEC_TRUE : CONNSPEC_FALSE;
    default:
        return CONNSPEC_NULL;
    }
}

static struct connspec_text text_of(json_object *value, char digits[32])
{
    digits[0] = '\0';
    if (json_object_is_type(value, json_type_string))
        return members_text(json_object_get_string(value));
    if (json_object_is_type(value, json_type_int))
        snprintf(digits, 32, "%lld", (long long)json_object_get_int64(value));
    else if (json_object_is_type(value, json_type_double))
        snprintf(digits, 32, "%.17g", json_object_get_double(value));
    return members_text(digits);
}

static void *find(void *value, const char *name)
{
    json_object *found = NULL;
    if (!json_object_is_type(held(value), json_type_object) ||
        !json_object_object_get_ex(held(value), name, &found))
        return NULL;
    return found ? (void *)found : (void *)(uintptr_t)&null_value;
}

static void tell(struct connspec_sink *sink, const char *pointer, void *of)
{
    char digits[32];
    json_object *value = held(of);
    sink->member(sink, members_text(pointer), kind_of(value), text_of(value, digits));
    if (strcmp(pointer, "/tags") != 0 || !json_object_is_type(value, json_type_object))
        return;
    json_object_object_foreach(value, key, tag)
        members_tag(sink, key, kind_of(tag), text_of(tag, digits));
}

static bool parse(const char *body, size_t len, struct connspec_sink *sink)
{
    json_tokener *tokener = json_tokener_new();
    json_object *root =
        tokener && len <= INT_MAX ? json_tokener_parse_ex(tokener, body, (int)len) : NULL;
    bool accepted = root && json_tokener_get_error(tokener) == json_tokener_success &&
                    json_object_is_type(root, json_type_object);
    if (accepted)
        members_read(root, find, tell, sink);
    json_object_put(root);
    if (tokener)
        json_tokener_free(tokener);
    return accepted;
}

static const struct connspec_parser parser = {parse};
const struct connspec_adapter connspec_adapter = {
    .version = CONNSPEC_ADAPTER_VERSION,
    .name = "json-c",
    .about = "json-c " JSON_C_VERSION,
    .parser = &parser,
};
