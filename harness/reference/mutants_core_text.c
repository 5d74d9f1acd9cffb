/* Mutants of the core clauses: the text of an answer. */
#include "base/json.h"
#include "base/mem.h"
#include "reference/mutants_core_tools.h"

#include <stdlib.h>
#include <string.h>

static void set_body(struct response *rs, char *body)
{
    free(rs->body);
    rs->body = body;
    rs->body_len = strlen(body);
}

/* The body between `where` and `value`. */
static void text_between(struct call *c, struct response *rs)
{
    const struct twist *t = c->data;
    if (tool_shows(c))
        set_body(rs, mem_format("%s%s%s", t->where, rs->body, t->value));
}

/* `where` in place of the first brace, `value` in place of the last one. */
static void text_braces(struct call *c, struct response *rs)
{
    const struct twist *t = c->data;
    if (tool_shows(c) && rs->body_len > 2)
        set_body(rs,
                 mem_format("%s%.*s%s", t->where, (int)rs->body_len - 2, rs->body + 1, t->value));
}

/* data: `value` is the Content-Type, NULL for none */
static void text_type(struct call *c, struct response *rs)
{
    const struct twist *t = c->data;
    if (!tool_shows(c))
        return;
    headers_remove(&rs->headers, "Content-Type");
    if (t->value)
        headers_add(&rs->headers, "Content-Type", t->value);
}

static void text_in_string(struct call *c, struct response *rs)
{
    cJSON *string = tool_shows(c) ? cJSON_CreateString(rs->body) : NULL;
    if (string)
        set_body(rs, json_print(string, false));
    cJSON_Delete(string);
}

static void text_empty(struct call *c, struct response *rs)
{
    if (tool_shows(c))
        set_body(rs, mem_string(""));
}

static void text_cut_at_512(struct call *c, struct response *rs)
{
    if (!tool_shows(c) || rs->body_len <= 512)
        return;
    rs->body[512] = '\0';
    rs->body_len = 512;
}

/* U+0080 to U+00FF as one byte each. */
static void text_latin1(struct call *c, struct response *rs)
{
    size_t to = 0;
    if (!tool_shows(c))
        return;
    for (size_t i = 0; i < rs->body_len; i++) {
        unsigned char byte = (unsigned char)rs->body[i];
        bool two = byte == 0xC2 || byte == 0xC3;
        if (two)
            byte = (unsigned char)(((byte & 3) << 6) | (rs->body[++i] & 0x3F));
        rs->body[to++] = (char)byte;
    }
    rs->body[to] = '\0';
    rs->body_len = to;
}

/* The length was counted with the NUL. */
static void text_nul(struct call *c, struct response *rs)
{
    if (tool_shows(c))
        rs->body_len++;
}

static void text_single_quotes(struct call *c, struct response *rs)
{
    if (tool_shows(c))
        for (size_t i = 0; i < rs->body_len; i++)
            if (rs->body[i] == '"')
                rs->body[i] = '\'';
}

static const struct mutant table[] = {
    {.name = "content-type-missing",
     .clause = "CORE-20",
     .says = "answers without a Content-Type",
     .seam = {.on_text = text_type},
     .data = &(const struct twist){.value = NULL}},
    {.name = "content-type-html",
     .clause = "CORE-20",
     .says = "answers with Content-Type text/html",
     .seam = {.on_text = text_type},
     .data = &(const struct twist){.value = "text/html"}},
    {.name = "content-type-text",
     .clause = "CORE-20",
     .says = "answers with Content-Type text/plain",
     .seam = {.on_text = text_type},
     .data = &(const struct twist){.value = "text/plain; charset=utf-8"}},
    {.name = "content-type-text-json",
     .clause = "CORE-20",
     .says = "answers with Content-Type text/json",

     .seam = {.on_text = text_type},
     .data = &(const struct twist){.value = "text/json"}},
    {.name = "content-type-missing-in-patch",
     .clause = "CORE-20",
     .says = "answers a PATCH without a Content-Type",
     .rare = true,
     .seam = {.on_text = text_type},
     .data = &(const struct twist){.when = is_patch}},
    {.name = "content-type-octets-in-update",
     .clause = "CORE-20",
     .says = "answers an update with Content-Type application/octet-stream",
     .rare = true,
     .seam = {.on_text = text_type},
     .data = &(const struct twist){.when = is_update, .value = "application/octet-stream"}},
    {.name = "body-array",
     .clause = "CORE-20",
     .says = "answers with the object in an array",
     .seam = {.on_text = text_between},
     .data = &(const struct twist){.where = "[", .value = "]"}},
    {.name = "body-value",
     .clause = "CORE-21",
     .says = "answers with the object in a value member",
     .seam = {.on_text = text_between},
     .data = &(const struct twist){.where = "{\"value\":", .value = "}"}},
    {.name = "body-bom",
     .clause = "CORE-20",
     .says = "answers with a byte order mark before the object",
     .seam = {.on_text = text_between},
     .data = &(const struct twist){.where = "\xEF\xBB\xBF", .value = ""}},
    {.name = "body-garbage",
     .clause = "CORE-20",
     .says = "answers with OK after the object",
     .seam = {.on_text = text_between},
     .data = &(const struct twist){.where = "", .value = " OK"}},
    {.name = "body-twice",
     .clause = "CORE-20",
     .says = "answers with a second object after the first",
     .seam = {.on_text = text_between},
     .data = &(const struct twist){.where = "", .value = "{}"}},
    {.name = "body-prefix",
     .clause = "CORE-20",
     .says = "answers with a guard against script inclusion before the object",

     .seam = {.on_text = text_between},
     .data = &(const struct twist){.where = ")]}',\n", .value = ""}},
    {.name = "body-callback",
     .clause = "CORE-20",
     .says = "answers with the object in a function call",

     .seam = {.on_text = text_between},
     .data = &(const struct twist){.where = "callback(", .value = ")"}},
    {.name = "body-comma",
     .clause = "CORE-20",
     .says = "answers with a comma after the last member",
     .seam = {.on_text = text_braces},
     .data = &(const struct twist){.where = "{", .value = ",}"}},
    {.name = "body-duplicate",
     .clause = "CORE-20",
     .says = "answers with name twice",
     .rare = true,
     .seam = {.on_text = text_braces},
     .data = &(const struct twist){.when = is_update,
                                   .where = "{\"name\":\"connection1\",",
                                   .value = "}"}},
    {.name = "body-open",
     .clause = "CORE-20",
     .says = "answers without the last brace",
     .seam = {.on_text = text_braces},
     .data = &(const struct twist){.where = "{", .value = ""}},
    {.name = "body-bad-utf8",
     .clause = "CORE-20",
     .says = "answers with a byte that is not UTF-8",
     .seam = {.on_text = text_braces},
     .data = &(const struct twist){.where = "{\"note\":\"\xFF\",", .value = "}"}},
    {.name = "body-not-a-number",
     .clause = "CORE-20",
     .says = "answers with NaN in a member",

     .seam = {.on_text = text_braces},
     .data = &(const struct twist){.where = "{\"cost\":NaN,", .value = "}"}},
    {.name = "body-in-string",
     .clause = "CORE-20",
     .says = "answers with the object in a JSON string",
     .seam = {.on_text = text_in_string}},
    {.name = "body-empty",
     .clause = "CORE-20",
     .says = "answers 200 with no body",
     .seam = {.on_text = text_empty}},
    {.name = "body-empty-in-patch",
     .clause = "CORE-20",
     .says = "answers a PATCH with 200 and no body",
     .rare = true,
     .seam = {.on_text = text_empty},
     .data = &(const struct twist){.when = is_patch}},
    {.name = "body-cut",
     .clause = "CORE-20",
     .says = "cuts a body after 512 bytes",

     .seam = {.on_text = text_cut_at_512}},
    {.name = "body-latin1",
     .clause = "CORE-20",
     .says = "answers in ISO 8859-1",
     .rare = true,
     .seam = {.on_text = text_latin1}},
    {.name = "body-nul",
     .clause = "CORE-20",
     .says = "answers with a NUL after the object",
     .seam = {.on_text = text_nul}},
    {.name = "body-single-quotes",
     .clause = "CORE-20",
     .says = "answers with single quotes for double ones",
     .seam = {.on_text = text_single_quotes}},
};

const struct mutant *mutants_core_text(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
