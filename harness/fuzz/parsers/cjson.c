/* A connection as a plain implementation on cJSON reads it. Strings are C strings there.
 * Links with: -lcjson */
#include "fuzz/parsers/members.h"

#include <cjson/cJSON.h>
#include <stdio.h>

#define TEXT_OF(x) #x
#define VERSION(a, b, c) TEXT_OF(a) "." TEXT_OF(b) "." TEXT_OF(c)

static enum connspec_kind kind_of(const cJSON *value)
{
    return cJSON_IsNull(value)     ? CONNSPEC_NULL
           : cJSON_IsFalse(value)  ? CONNSPEC_FALSE
           : cJSON_IsTrue(value)   ? CONNSPEC_TRUE
           : cJSON_IsNumber(value) ? CONNSPEC_NUMBER
           : cJSON_IsString(value) ? CONNSPEC_STRING
           : cJSON_IsObject(value) ? CONNSPEC_OBJECT
                                   : CONNSPEC_ARRAY;
}

static struct connspec_text text_of(const cJSON *value, char digits[32])
{
    if (cJSON_IsString(value))
        return members_text(value->valuestring);
    if (!cJSON_IsNumber(value))
        return members_text("");
    snprintf(digits, 32, "%.17g", value->valuedouble);
    return members_text(digits);
}

static void *find(void *value, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(value, name);
}

static void tell(struct connspec_sink *sink, const char *pointer, void *of)
{
    char digits[32];
    const cJSON *value = of, *tag;
    sink->member(sink, members_text(pointer), kind_of(value), text_of(value, digits));
    if (strcmp(pointer, "/tags") != 0)
        return;
    cJSON_ArrayForEach(tag, value) if (tag->string)
        members_tag(sink, tag->string, kind_of(tag), text_of(tag, digits));
}

static bool parse(const char *body, size_t len, struct connspec_sink *sink)
{
    cJSON *root = cJSON_ParseWithLength(body, len);
    bool accepted = cJSON_IsObject(root);
    if (accepted)
        members_read(root, find, tell, sink);
    cJSON_Delete(root);
    return accepted;
}

static const struct connspec_parser parser = {parse};
const struct connspec_adapter connspec_adapter = {
    .version = CONNSPEC_ADAPTER_VERSION,
    .name = "cJSON",
    .about = "cJSON " VERSION(CJSON_VERSION_MAJOR, CJSON_VERSION_MINOR, CJSON_VERSION_PATCH),
    .parser = &parser,
};
