#include "reference/sharedkey.h"
#include "base/mem.h"
#include "reference/body.h"
#include "reference/commit.h"
#include "reference/connection.h"
#include "reference/refuse.h"

#include <stdlib.h>
#include <string.h>

static cJSON *document_of(const char *key)
{
    cJSON *document = cJSON_CreateObject();
    cJSON_AddStringToObject(document, "value", key);
    return document;
}

void sharedkey_get(struct call *c)
{
    if (!connection_missing(c))
        c->answer.body = document_of(c->key ? c->key : "");
}

void sharedkey_save(struct call *c)
{
    struct connection *owner = state_connection(c->service, &c->uri);
    const char *key = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(c->after, "value"));
    if (!owner || !key)
        return;
    free(owner->key);
    owner->key = mem_string(key);
}

static void change_to(struct call *c, const char *key)
{
    c->after = document_of(key);
    bool stores = commit_allowed(c);
    c->answer.body = cJSON_Duplicate(c->after, true);
    if (stores)
        sharedkey_save(c);
}

/* The string member of the body, or NULL when the request is refused for it. */
static const char *member(struct call *c, const char *name, const char *where)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(c->sent, name);
    if (!item && refused(c, 400, "MissingMember", where, "a required member is missing"))
        return NULL;
    if (item && cJSON_IsNull(item) && refused(c, 400, "NullMember", where, "the member is null"))
        return NULL;
    if (item && !cJSON_IsNull(item) && !cJSON_IsString(item) &&
        refused(c, 400, "WrongType", where, "the member is not a string"))
        return NULL;
    return cJSON_IsString(item) ? item->valuestring : "";
}

void sharedkey_put(struct call *c)
{
    if (connection_missing(c) || body_type_refuses(c) || body_refuses(c))
        return;
    const char *key = member(c, "value", "/value");
    if (key)
        change_to(c, key);
}

/* 1 to KEY_LENGTH_MAX, or 0 for anything else. */
static size_t parse_length(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 3 || text[digits] || *text == '0')
        return 0;
    size_t length = strtoul(text, NULL, 10);
    return length <= KEY_LENGTH_MAX ? length : 0;
}

static void reset_to(struct call *c, size_t length)
{
    char *key;
    while (key = state_secret(c->service, length), c->key && strcmp(key, c->key) == 0)
        free(key); /* a short key may come out as the old one */
    change_to(c, key);
    free(key);
}

void sharedkey_reset(struct call *c)
{
    if (connection_missing(c) || body_type_refuses(c) || body_refuses(c))
        return;
    const char *text = member(c, "KeyLength", "/KeyLength");
    if (!text)
        return;
    size_t length = parse_length(text);
    if (length == 0 && refused(c, 400, "InvalidKeyLength", "/KeyLength",
                               "KeyLength is not a number from 1 to 128"))
        return;
    reset_to(c, length ? length : 32);
}
