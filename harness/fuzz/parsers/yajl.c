/* A connection as a plain implementation on yajl's tree reads it. The tree is made of a C string.
 * Links with: -lyajl */
#include "fuzz/parsers/members.h"

#include <stdio.h>
#include <yajl/yajl_tree.h>
#include <yajl/yajl_version.h>

#define TEXT_OF(x) #x
#define VERSION(a, b, c) TEXT_OF(a) "." TEXT_OF(b) "." TEXT_OF(c)

static enum connspec_kind kind_of(yajl_val value)
{
    return YAJL_IS_STRING(value)   ? CONNSPEC_STRING
           : YAJL_IS_NUMBER(value) ? CONNSPEC_NUMBER
           : YAJL_IS_OBJECT(value) ? CONNSPEC_OBJECT
           : YAJL_IS_ARRAY(value)  ? CONNSPEC_ARRAY
           : YAJL_IS_TRUE(value)   ? CONNSPEC_TRUE
           : YAJL_IS_FALSE(value)  ? CONNSPEC_FALSE
                                   : CONNSPEC_NULL;
}

static struct connspec_text text_of(yajl_val value, char digits[32])
{
    digits[0] = '\0';
    if (YAJL_IS_STRING(value))
        return members_text(YAJL_GET_STRING(value));
    if (YAJL_IS_INTEGER(value))
        snprintf(digits, 32, "%lld", YAJL_GET_INTEGER(value));
    else if (YAJL_IS_NUMBER(value))
        snprintf(digits, 32, "%.17g", YAJL_GET_DOUBLE(value));
    return members_text(digits);
}

static void *find(void *value, const char *name)
{
    const char *path[] = {name, NULL};
    return yajl_tree_get(value, path, yajl_t_any);
}

static void tell(struct connspec_sink *sink, const char *pointer, void *of)
{
    char digits[32];
    yajl_val value = of;
    sink->member(sink, members_text(pointer), kind_of(value), text_of(value, digits));
    if (strcmp(pointer, "/tags") != 0 || !YAJL_IS_OBJECT(value))
        return;
    for (size_t i = 0; i < value->u.object.len; i++) {
        yajl_val tag = value->u.object.values[i];
        members_tag(sink, value->u.object.keys[i], kind_of(tag), text_of(tag, digits));
    }
}

static bool parse(const char *body, size_t len, struct connspec_sink *sink)
{
    char why[128];
    char *text = malloc(len + 1);
    if (!text)
        return false;
    if (len)
        memcpy(text, body, len);
    text[len] = '\0';
    yajl_val root = yajl_tree_parse(text, why, sizeof why);
    bool accepted = YAJL_IS_OBJECT(root);
    if (accepted)
        members_read(root, find, tell, sink);
    yajl_tree_free(root);
    free(text);
    return accepted;
}

static const struct connspec_parser parser = {parse};
const struct connspec_adapter connspec_adapter = {
    .version = CONNSPEC_ADAPTER_VERSION,
    .name = "yajl",
    .about = "yajl " VERSION(YAJL_MAJOR, YAJL_MINOR, YAJL_MICRO),
    .parser = &parser,
};
