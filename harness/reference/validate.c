#include "reference/validate.h"
#include "reference/shape.h"
#include "reference/text.h"

#include <stdio.h>

#define SITE_TO_SITE "SiteToSite"

struct check {
    struct faults *out;
    bool site_to_site;
};

static void check_members(struct check *c, const cJSON *object, const struct member *members,
                          const char *where);

static void check_choice(struct check *c, const cJSON *value, const struct member *m,
                         const char *where)
{
    for (size_t i = 0; m->choices[i]; i++)
        if (strcmp(m->choices[i], value->valuestring) == 0)
            return;
    faults_add(c->out, 400, "NotOneOf", where, "the value is not one of those allowed");
}

static bool check_tag(struct check *c, const cJSON *tag, const char *where)
{
    if (cJSON_IsNull(tag))
        faults_add(c->out, 400, "NullMember", where, "a tag's value is null");
    else if (!cJSON_IsString(tag))
        faults_add(c->out, 400, "WrongType", where, "a tag's value is not a string");
    else if (text_points(tag->string) > TAG_KEY_MAX)
        faults_add(c->out, 400, "TagTooLong", where, "a tag's key is longer than 512 characters");
    else if (text_points(tag->valuestring) > TAG_VALUE_MAX)
        faults_add(c->out, 400, "TagTooLong", where, "a tag's value is longer than 256 characters");
    else
        return true;
    return false;
}

static void check_tags(struct check *c, const cJSON *tags, const char *where)
{
    size_t count = 0;
    for (const cJSON *tag = tags->child; tag; tag = tag->next)
        count++;
    if (count > TAGS_MAX)
        faults_add(c->out, 400, "TooManyTags", where, "there are more than 15 tags");
    for (const cJSON *tag = tags->child; tag; tag = tag->next)
        if (!check_tag(c, tag, where))
            return; /* one is enough to say */
}

static bool has_kind(const cJSON *value, enum kind kind)
{
    bool text = kind == KIND_TEXT || kind == KIND_CHOICE;
    return text ? cJSON_IsString(value) : cJSON_IsObject(value);
}

static void check_value(struct check *c, const cJSON *value, const struct member *m,
                        const char *where)
{
    if (cJSON_IsNull(value))
        faults_add(c->out, 400, "NullMember", where, "the member is null");
    else if (!has_kind(value, m->kind))
        faults_add(c->out, 400, "WrongType", where, "the member has the wrong JSON type");
    else if (m->kind == KIND_CHOICE)
        check_choice(c, value, m, where);
    else if (m->kind == KIND_TAGS)
        check_tags(c, value, where);
    else if (m->kind == KIND_OBJECT)
        check_members(c, value, m->members, where);
}

static void check_members(struct check *c, const cJSON *object, const struct member *members,
                          const char *where)
{
    for (const struct member *m = members; m->name; m++) {
        char pointer[sizeof(((struct fault *)NULL)->where)];
        snprintf(pointer, sizeof pointer, "%s/%s", where, m->name);
        const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, m->name);
        if (value)
            check_value(c, value, m, pointer);
        else if (m->need == NEED_ALWAYS || (m->need == NEED_SITE_TO_SITE && c->site_to_site))
            faults_add(c->out, 400, "MissingMember", pointer, "a required member is missing");
    }
}

void validate(const cJSON *document, struct faults *out)
{
    const cJSON *properties = cJSON_GetObjectItemCaseSensitive(document, "properties");
    const cJSON *type = cJSON_GetObjectItemCaseSensitive(properties, "connectionType");
    bool site = cJSON_IsString(type) && strcmp(type->valuestring, SITE_TO_SITE) == 0;
    struct check c = {.out = out, .site_to_site = site};
    check_members(&c, document, shape_connection(), "");
}
