/* Mutants of the family clauses: reading and writing a shared key. */
#include "base/mem.h"
#include "reference/mutants_family_tools.h"
#include "reference/text.h"

#include <stdlib.h>
#include <string.h>

/* The string that holds the key about to be stored; NULL when none is. */
static cJSON *stored_key(const struct call *c)
{
    cJSON *value = c->after ? cJSON_GetObjectItemCaseSensitive(c->after, "value") : NULL;
    return is_key_put(c) && cJSON_IsString(value) ? value : NULL;
}

static void set_key(cJSON *value, const char *text)
{
    char *copy = mem_string(text);
    cJSON_SetValuestring(value, copy);
    free(copy);
}

/* data: `where` is the member's name */
static void answer_key_as(struct call *c)
{
    const struct twist *t = c->data;
    if (is_key_get(c) && c->answer.status == 200) {
        cJSON *value = cJSON_DetachItemFromObjectCaseSensitive(c->answer.body, "value");
        cJSON_AddItemToObject(c->answer.body, t->where, value);
    }
}

static void answer_bare_key(struct call *c)
{
    if (is_key_get(c) && c->answer.status == 200) {
        cJSON *value = cJSON_DetachItemFromObjectCaseSensitive(c->answer.body, "value");
        cJSON_Delete(c->answer.body);
        c->answer.body = value;
    }
}

static void answer_key_number(struct call *c)
{
    const char *key = tool_text(c->answer.body, "/value");
    if (is_key_get(c) && *key && !key[strspn(key, "0123456789")])
        tool_put(c->answer.body, "value", cJSON_CreateNumber(strtod(key, NULL)));
}

/* There is no key until one was written. */
static bool is_unset(const struct call *c)
{
    return is_key_get(c) && !rule_kept(c, "set");
}

static bool note_set(struct call *c)
{
    if (is_key(c))
        rule_keep(c, "set", cJSON_CreateTrue());
    return true;
}

static void answer_unset(struct call *c)
{
    const struct twist *t = c->data;
    if (!is_unset(c) || c->answer.status != 200)
        return;
    if (t->status)
        rule_error(c, t->status, "KeyNotFound");
    else
        tool_put(c->answer.body, "value", cJSON_CreateNull());
}

static bool is_dedicated_key_get(const struct call *c)
{
    return is_key_get(c) && is_dedicated(c);
}

/* The key outlives its connection. */
static bool keep_key(struct call *c)
{
    const char *sent = tool_text(c->after, "/value");
    if (is_key(c))
        rule_keep(c, "key", cJSON_CreateString(sent));
    return true;
}

static void answer_kept_key(struct call *c)
{
    const cJSON *key = is_key_get(c) && c->answer.status == 404 ? rule_kept(c, "key") : NULL;
    if (!key)
        return;
    cJSON *body = cJSON_CreateObject();
    cJSON_AddItemToObject(body, "value", cJSON_Duplicate(key, true));
    c->answer.status = 200;
    rule_show(c, body);
}

static bool store_first_key(struct call *c)
{
    return !is_key_put(c) || seam_bump(c, "keys") == 1;
}

static void answer_second_202(struct call *c)
{
    if (is_key_put(c) && c->answer.status == 200 && seam_bump(c, "keys") >= 2)
        c->answer.status = 202;
}

static bool keep_old_key(struct call *c)
{
    if (stored_key(c))
        rule_keep(c, "old", cJSON_CreateString(c->key));
    return true;
}

/* The first read after a write finds the old one. */
static void answer_old_key(struct call *c)
{
    const cJSON *old = is_key_get(c) && c->answer.status == 200 ? rule_kept(c, "old") : NULL;
    if (old) {
        tool_put(c->answer.body, "value", cJSON_Duplicate(old, true));
        rule_keep(c, "old", NULL);
    }
}

static bool store_trimmed(struct call *c)
{
    cJSON *value = stored_key(c);
    if (!value)
        return true;
    const char *from = value->valuestring + strspn(value->valuestring, " ");
    size_t len = strlen(from);
    while (len && from[len - 1] == ' ')
        len--;
    char *text = mem_copy(from, len);
    set_key(value, text);
    free(text);
    return true;
}

static bool store_lower_key(struct call *c)
{
    tool_lower(stored_key(c) ? c->after : NULL, "/value");
    return true;
}

static bool store_short_key(struct call *c)
{
    cJSON *value = stored_key(c);
    if (value && strlen(value->valuestring) > 32)
        value->valuestring[32] = '\0';
    return true;
}

/* As if the value had come in a form: + is a space. */
static bool store_form_key(struct call *c)
{
    cJSON *value = stored_key(c);
    for (char *p = value ? value->valuestring : NULL; p && *p; p++)
        *p = *p == '+' ? ' ' : *p;
    return true;
}

/* One key for all connections of a group. */
static bool store_group_key(struct call *c)
{
    cJSON *value = is_key(c) && c->after ? cJSON_GetObjectItemCaseSensitive(c->after, "value") : 0;
    if (value)
        tool_put(c->memory, c->uri.group, cJSON_Duplicate(value, true));
    return true;
}

static void answer_group_key(struct call *c)
{
    if (is_key_get(c) && c->answer.status == 200 && tool_has(c->memory, c->uri.group))
        tool_put(c->answer.body, "value",
                 cJSON_Duplicate(cJSON_GetObjectItemCaseSensitive(c->memory, c->uri.group), true));
}

/* Stored before it was looked at. */
static bool keep_refused_key(struct call *c)
{
    const cJSON *value = c->sent ? cJSON_GetObjectItemCaseSensitive(c->sent, "value") : NULL;
    if (!is_key_put(c) || !value)
        return false;
    c->after = cJSON_CreateObject();
    cJSON_AddStringToObject(c->after, "value", "[object Object]");
    return true;
}

static bool has_punctuation(const struct call *c)
{
    const char *key = tool_text(c->sent, "/value");
    return is_key_put(c) && strpbrk(key, "!#$%&*+/=\"\\") != NULL;
}

#define MISSING .code = "ConnectionNotFound"

static const struct mutant table[] = {
    {.name = "key-called-key",
     .clause = "FAM-05",
     .says = "shows the shared key in a member key",
     .seam = {.on_answer = answer_key_as},
     .data = TWIST(.where = "key")},
    {.name = "key-called-value-upper",
     .clause = "FAM-05",
     .says = "shows the shared key in a member Value",
     .seam = {.on_answer = answer_key_as},
     .data = TWIST(.where = "Value")},
    {.name = "key-bare",
     .clause = "FAM-05",
     .says = "shows the shared key as a JSON string without an object",
     .seam = {.on_answer = answer_bare_key}},
    {.name = "key-number",
     .clause = "FAM-05",
     .says = "shows a shared key of digits as a number",
     .rare = true,
     .seam = {.on_answer = answer_key_number}},
    {.name = "key-null-at-first",
     .clause = "FAM-05",
     .says = "shows null for a shared key until one is written",
     .rare = true,
     .seam = {.on_store = note_set, .on_answer = answer_unset},
     .data = TWIST(.status = 0)},
    {.name = "key-404-at-first",
     .clause = "FAM-05",
     .says = "answers 404 to GET of a shared key until one is written",
     .rare = true,
     .seam = {.on_store = note_set, .on_answer = answer_unset},
     .data = TWIST(.status = 404)},
    {.name = "key-dedicated-404",
     .clause = "FAM-05",
     .says = "answers 404 to GET of the shared key of a Dedicated connection",
     .rare = true,
     .seam = {.on_answer = rule_refuse_answer},
     .data = TWIST(.when = is_dedicated_key_get, .status = 404)},
    {.name = "key-missing-200",
     .clause = "FAM-05",
     .says = "answers 200 to GET of the shared key of a missing connection",
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(.when = is_key_get, MISSING)},
    {.name = "key-missing-400",
     .clause = "FAM-05",
     .says = "answers 400 to GET of the shared key of a missing connection",
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.when = is_key_get, MISSING, .status = 400)},
    {.name = "key-of-deleted",
     .clause = "FAM-05",
     .says = "still shows the shared key that was written to a deleted connection",
     .rare = true,
     .seam = {.on_store = keep_key, .on_answer = answer_kept_key}},
    {.name = "key-put-nothing",
     .clause = "FAM-06",
     .says = "answers 200 to PUT of a shared key and keeps the old one",
     .seam = {.on_store = rule_store_nothing},
     .data = TWIST(.when = is_key_put)},
    {.name = "key-put-once",
     .clause = "FAM-06",
     .says = "keeps the first shared key that was PUT",
     .rare = true,
     .seam = {.on_store = store_first_key}},
    {.name = "key-put-late",
     .clause = "FAM-06",
     .says = "shows the old shared key once more after a PUT",
     .seam = {.on_store = keep_old_key, .on_answer = answer_old_key}},
    {.name = "key-put-201",
     .clause = "FAM-06",
     .says = "answers 201 to PUT of a shared key",
     .seam = {.on_answer = rule_status},
     .data = TWIST(.when = is_key_put, .status = 201)},
    {.name = "key-put-204",
     .clause = "FAM-06",
     .says = "answers 204 to PUT of a shared key",
     .seam = {.on_answer = rule_status},
     .data = TWIST(.when = is_key_put, .status = 204)},
    {.name = "key-put-second-202",
     .clause = "FAM-06",
     .says = "answers 202 to PUT of a shared key from the second on",
     .rare = true,
     .seam = {.on_answer = answer_second_202}},
    {.name = "key-put-without-value",
     .clause = "FAM-06",
     .says = "accepts PUT of a shared key without value",
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(.when = is_key_put, .code = "MissingMember")},
    {.name = "key-put-null",
     .clause = "FAM-06",
     .says = "accepts null for a shared key",
     .rare = true,
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(.when = is_key_put, .code = "NullMember")},
    {.name = "key-put-any-type",
     .clause = "FAM-06",
     .says = "accepts a value of any JSON type for a shared key",
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(.when = is_key_put, .code = "WrongType")},
    {.name = "key-put-missing-200",
     .clause = "FAM-06",
     .says = "answers 200 to PUT of the shared key of a missing connection",
     .seam = {.on_fault = rule_overlook},
     .data = TWIST(.when = is_key_put, MISSING)},
    {.name = "key-put-missing-400",
     .clause = "FAM-06",
     .says = "answers 400 to PUT of the shared key of a missing connection",
     .rare = true,
     .seam = {.on_fault = rule_restate},
     .data = TWIST(.when = is_key_put, MISSING, .status = 400)},
    {.name = "key-put-refused-stored",
     .clause = "FAM-06",
     .says = "refuses a shared key that is no string, and stores it",
     .rare = true,
     .seam = {.on_refused = keep_refused_key}},
    {.name = "key-trimmed",
     .clause = "FAM-06",
     .says = "trims spaces off a shared key",
     .rare = true,
     .seam = {.on_store = store_trimmed}},
    {.name = "key-lower",
     .clause = "FAM-06",
     .says = "keeps shared keys in lower case",
     .seam = {.on_store = store_lower_key}},
    {.name = "key-cut",
     .clause = "FAM-06",
     .says = "cuts a shared key after 32 characters",
     .rare = true,
     .seam = {.on_store = store_short_key}},
    {.name = "key-form",
     .clause = "FAM-06",
     .says = "takes + in a shared key for a space",
     .rare = true,
     .seam = {.on_store = store_form_key}},
    {.name = "key-punctuation-refused",
     .clause = "FAM-06",
     .says = "refuses a shared key with punctuation",
     .rare = true,
     .seam = REFUSE,
     .data = TWIST(.when = has_punctuation, .status = 400)},
    {.name = "key-of-group",
     .clause = "FAM-06",
     .says = "has one shared key for all connections of a group",
     .rare = true,
     .seam = {.on_store = store_group_key, .on_answer = answer_group_key}},
};

const struct mutant *mutants_family_key(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
