/* Mutants of the family clauses: resetting a shared key, and a key beside its connection. */
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/mutants_family_tools.h"

#include <stdlib.h>
#include <string.h>

#define MISSING .code = "ConnectionNotFound"

static const char *stored_key(const struct call *c)
{
    return is_key_reset(c) ? tool_text(c->after, "/value") : "";
}

static void set_key(struct call *c, const char *key)
{
    tool_put(c->after, "value", cJSON_CreateString(key));
}

/* A key of `length` characters, the same for the same seed. */
static char *made_key(unsigned long seed, size_t length)
{
    char *key = mem_alloc(length + 1);
    for (size_t i = 0; i < length; i++) {
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF;
        key[i] = (char)('a' + (seed >> 16) % 26);
    }
    return key;
}

static void set_made_key(struct call *c, unsigned long seed, size_t length)
{
    char *key = made_key(seed, length);
    set_key(c, key);
    free(key);
}

static bool store_of_32(struct call *c)
{
    if (*stored_key(c))
        set_made_key(c, c->serial, 32);
    return true;
}

static bool store_twice_as_long(struct call *c)
{
    size_t length = strlen(stored_key(c));
    if (length)
        set_made_key(c, c->serial, length * 2);
    return true;
}

static bool store_at_most_64(struct call *c)
{
    if (strlen(stored_key(c)) > 64)
        set_made_key(c, c->serial, 64);
    return true;
}

/* The same request gives the same key, each time. */
static bool store_of_name(struct call *c)
{
    size_t length = strlen(stored_key(c));
    if (length)
        set_made_key(c, (unsigned char)*c->uri.name, length);
    return true;
}

static bool store_second_as_first(struct call *c)
{
    if (!*stored_key(c))
        return true;
    const cJSON *first = rule_kept(c, "first");
    if (first)
        set_key(c, first->valuestring);
    else
        rule_keep(c, "first", cJSON_CreateString(stored_key(c)));
    return true;
}

static void answer_other_key(struct call *c)
{
    if (is_key_reset(c) && c->answer.status == 200)
        rule_keep(c, "other", cJSON_CreateString(tool_text(c->answer.body, "/value")));
    if (is_key_get(c) && c->answer.status == 200 && rule_kept(c, "other"))
        tool_put(c->answer.body, "value", cJSON_CreateString(""));
}

static bool is_reset_after_put(const struct call *c)
{
    return is_key_reset(c) && rule_kept(c, "put");
}

static bool keep_put_key(struct call *c)
{
    if (is_key_put(c))
        rule_keep(c, "put", cJSON_CreateTrue());
    return !is_reset_after_put(c);
}

/* --- a key beside its connection --- */

/* data: `when` says which writes of the connection lose the key that was written last */
static void answer_lost_key(struct call *c)
{
    const struct twist *t = c->data;
    if (c->answer.status != 200)
        return;
    if (is_key(c) && !is_key_get(c))
        rule_keep(c, "lost", NULL);
    else if (c->uri.resource == RESOURCE_CONNECTION && t->when(c))
        rule_keep(c, "lost", cJSON_CreateNumber((double)c->serial));
    const cJSON *lost = is_key_get(c) ? rule_kept(c, "lost") : NULL;
    if (lost) {
        char *key = made_key((unsigned long)lost->valuedouble, 32);
        tool_put(c->answer.body, "value", cJSON_CreateString(key));
        free(key);
    }
}

static bool is_third_change(const struct call *c)
{
    return is_change(c) && c->writes >= 3;
}

static bool is_change_of_type(const struct call *c)
{
    const char *now = tool_text(c->sent, "/properties/connectionType");
    return is_change(c) && *now &&
           strcmp(now, tool_text(c->before, "/properties/connectionType")) != 0;
}

static void note_key_written(struct call *c)
{
    bool writes = c->uri.resource == RESOURCE_CONNECTION && (is_put(c) || is_patch(c));
    if (c->answer.status != 200 || (!writes && !is_key(c)))
        return;
    if (writes)
        rule_keep(c, "key", NULL);
    else if (!is_key_get(c))
        rule_keep(c, "key", cJSON_CreateString(tool_text(c->answer.body, "/value")));
}

/* data: `where` of the connection becomes `value`, or is gone, when its key was written */
static void answer_disturbed(struct call *c)
{
    const struct twist *t = c->data;
    note_key_written(c);
    if (!is_get(c) || !tool_shows(c) || !rule_kept(c, "key"))
        return;
    pointer_remove(c->answer.body, t->where);
    cJSON *value = t->value ? cJSON_Parse(t->value) : NULL;
    if (value && !pointer_set(c->answer.body, t->where, value))
        cJSON_Delete(value);
}

/* data: `where` of the connection shows the key */
static void answer_with_key(struct call *c)
{
    const struct twist *t = c->data;
    cJSON *key = tool_shows(c) && c->key ? cJSON_CreateString(c->key) : NULL;
    if (key && !pointer_set(c->answer.body, t->where, key))
        cJSON_Delete(key);
}

static void answer_list_with_key(struct call *c)
{
    cJSON *item;
    if (is_key(c) && c->answer.status == 200)
        tool_put(c->memory, "key", cJSON_Duplicate(c->answer.body, true));
    if (is_list(c) && tool_has(c->memory, "key"))
        cJSON_ArrayForEach(item, c->answer.body)
            cJSON_AddStringToObject(item, "sharedKey", tool_text(c->memory, "/key/value"));
}

static const struct mutant table[] = {
    {.name = "key-reset-nothing",
     .clause = "FAM-07",
     .says = "answers 200 to a reset and keeps the shared key",
     .seam = {.on_store = rule_store_nothing},
     .data = TWIST(.when = is_key_reset)},
    {.name = "key-reset-after-put-nothing",
     .clause = "FAM-07",
     .says = "does not reset a shared key that was PUT",
     .rare = true,
     .seam = {.on_store = keep_put_key}},
    {.name = "key-reset-of-32",
     .clause = "FAM-07",
     .says = "makes a key of 32 characters whatever KeyLength says",
     .should = true,
     .seam = {.on_store = store_of_32}},
    {.name = "key-reset-hex",
     .clause = "FAM-07",
     .says = "makes a key of twice as many characters as KeyLength says",
     .should = true,
     .seam = {.on_store = store_twice_as_long}},
    {.name = "key-reset-at-most-64",
     .clause = "FAM-07",
     .says = "makes no key of more than 64 characters",
     .rare = true,
     .should = true,
     .seam = {.on_store = store_at_most_64}},
    {.name = "key-reset-of-name",
     .clause = "FAM-07",
     .says = "makes the same key at every reset to the same length",
     .rare = true,
     .seam = {.on_store = store_of_name}},
    {.name = "key-reset-second-as-first",
     .clause = "FAM-07",
     .says = "makes the key of the first reset again at the second",
     .rare = true,
     .seam = {.on_store = store_second_as_first}},
    {.name = "key-reset-empty",
     .clause = "FAM-07",
     .says = "shows an empty key after a reset",
     .seam = {.on_answer = answer_other_key}},
    {.name = "key-reset-202",
     .clause = "FAM-07",
     .says = "answers 202 to a reset of a shared key",
     .seam = {.on_answer = rule_status},
     .data = TWIST(.when = is_key_reset, .status = 202)},
    {.name = "key-reset-204",
     .clause = "FAM-07",
     .says = "answers 204 to a reset of a shared key",
     .seam = {.on_answer = rule_status},
     .data = TWIST(.when = is_key_reset, .status = 204)},
    {.name = "key-reset-without-length",
     .clause = "FAM-07",
     .says = "resets a shared key without KeyLength",
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(.when = is_key_reset, .where = "/KeyLength")},
    {.name = "key-reset-without-body",
     .clause = "FAM-07",
     .says = "refuses a reset without KeyLength with 500",
     .rare = true,
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.when = is_key_reset, .code = "MissingMember", .status = 500)},
    {.name = "key-reset-missing-200",
     .clause = "FAM-07",
     .says = "answers 200 to a reset of the key of a missing connection",
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(.when = is_key_reset, MISSING)},
    {.name = "key-reset-missing-400",
     .clause = "FAM-07",
     .says = "answers 400 to a reset of the key of a missing connection",
     .rare = true,
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.when = is_key_reset, MISSING, .status = 400)},
    {.name = "key-lost-on-update",
     .clause = "FAM-10",
     .says = "makes a new shared key when a connection is replaced",
     .seam = {.on_answer = answer_lost_key},
     .data = TWIST(.when = is_update)},
    {.name = "key-lost-on-patch",
     .clause = "FAM-10",
     .says = "makes a new shared key when a connection is patched",
     .rare = true,
     .seam = {.on_answer = answer_lost_key},
     .data = TWIST(.when = is_patch)},
    {.name = "key-lost-on-third-write",
     .clause = "FAM-10",
     .says = "makes a new shared key from the fourth write of a connection on",
     .rare = true,
     .seam = {.on_answer = answer_lost_key},
     .data = TWIST(.when = is_third_change)},
    {.name = "key-lost-with-type",
     .clause = "FAM-10",
     .says = "makes a new shared key when the type of a connection changes",
     .rare = true,
     .seam = {.on_answer = answer_lost_key},
     .data = TWIST(.when = is_change_of_type)},
    {.name = "key-disconnects",
     .clause = "FAM-10",
     .says = "shows a connection as Disconnected when its key was written",
     .seam = {.on_answer = answer_disturbed},
     .data = TWIST(.where = "/properties/connectivityState", .value = "\"Disconnected\"")},
    {.name = "key-drops-tags",
     .clause = "FAM-10",
     .says = "loses the tags of a connection when its key is written",
     .rare = true,
     .seam = {.on_answer = answer_disturbed},
     .data = TWIST(.where = "/tags")},
    {.name = "key-drops-ipsec",
     .clause = "FAM-10",
     .says = "loses the hashAlgorithm of a connection when its key is written",
     .rare = true,
     .seam = {.on_answer = answer_disturbed},
     .data = TWIST(.where = "/properties/ipsecParameters/hashAlgorithm", .value = "\"\"")},
    {.name = "key-in-properties",
     .clause = "FAM-10",
     .says = "shows the shared key among the properties of a connection",
     .seam = {.on_answer = answer_with_key},
     .data = TWIST(.where = "/properties/sharedKey")},
    {.name = "key-in-patched",
     .clause = "FAM-10",
     .says = "shows the shared key at the top of what a PATCH answers",
     .rare = true,
     .seam = {.on_answer = answer_with_key},
     .data = TWIST(.when = is_patch, .where = "/authorizationKey")},
    {.name = "key-in-ipsec",
     .clause = "FAM-10",
     .says = "shows the shared key among the ipsecParameters on GET",
     .rare = true,
     .seam = {.on_answer = answer_with_key},
     .data = TWIST(.when = is_get, .where = "/properties/ipsecParameters/psk")},
    {.name = "key-in-list",
     .clause = "FAM-10",
     .says = "shows shared keys in the list of a gateway's connections",
     .rare = true,
     .seam = {.on_answer = answer_list_with_key}},
};

const struct mutant *mutants_family_reset(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
