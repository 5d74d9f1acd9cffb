/* A connection as a plain implementation on json-glib reads it.
 * Links with: pkg:json-glib-1.0 */
#include "fuzz/parsers/members.h"

#include <json-glib/json-glib.h>
#include <stdio.h>

static enum connspec_kind kind_of(JsonNode *value)
{
    if (JSON_NODE_HOLDS_OBJECT(value))
        return CONNSPEC_OBJECT;
    if (JSON_NODE_HOLDS_ARRAY(value))
        return CONNSPEC_ARRAY;
    if (JSON_NODE_HOLDS_NULL(value))
        return CONNSPEC_NULL;
    if (json_node_get_value_type(value) == G_TYPE_STRING)
        return CONNSPEC_STRING;
    if (json_node_get_value_type(value) == G_TYPE_BOOLEAN)
        return json_node_get_boolean(value) ? CONNSPEC_TRUE : CONNSPEC_FALSE;
    return CONNSPEC_NUMBER;
}

static struct connspec_text text_of(JsonNode *value, char digits[32])
{
    enum connspec_kind kind = kind_of(value);
    digits[0] = '\0';
    if (kind == CONNSPEC_STRING)
        return members_text(json_node_get_string(value));
    if (kind == CONNSPEC_NUMBER && json_node_get_value_type(value) == G_TYPE_INT64)
        snprintf(digits, 32, "%lld", (long long)json_node_get_int(value));
    else if (kind == CONNSPEC_NUMBER)
        snprintf(digits, 32, "%.17g", json_node_get_double(value));
    return members_text(digits);
}

static void *find(void *value, const char *name)
{
    return JSON_NODE_HOLDS_OBJECT(value) ? json_object_get_member(json_node_get_object(value), name)
                                         : NULL;
}

static void tell_tag(JsonObject *tags, const gchar *key, JsonNode *value, gpointer sink)
{
    char digits[32];
    (void)tags;
    members_tag(sink, key, kind_of(value), text_of(value, digits));
}

static void tell(struct connspec_sink *sink, const char *pointer, void *value)
{
    char digits[32];
    sink->member(sink, members_text(pointer), kind_of(value), text_of(value, digits));
    if (strcmp(pointer, "/tags") == 0 && JSON_NODE_HOLDS_OBJECT(value))
        json_object_foreach_member(json_node_get_object(value), tell_tag, sink);
}

static bool parse(const char *body, size_t len, struct connspec_sink *sink)
{
    JsonParser *reader = json_parser_new();
    JsonNode *root = NULL;
    if (json_parser_load_from_data(reader, body, (gssize)len, NULL))
        root = json_parser_get_root(reader);
    bool accepted = root && JSON_NODE_HOLDS_OBJECT(root);
    if (accepted)
        members_read(root, find, tell, sink);
    g_object_unref(reader);
    return accepted;
}

static const struct connspec_parser parser = {parse};
const struct connspec_adapter connspec_adapter = {
    .version = CONNSPEC_ADAPTER_VERSION,
    .name = "json-glib",
    .about = "json-glib " JSON_VERSION_S,
    .parser = &parser,
};
