/* Mutants of the core clauses: name and id in answers. */
#include "base/buf.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/mutants_core_tools.h"

#include <stdlib.h>
#include <string.h>

static bool has_only_digits(const struct call *c)
{
    return c->uri.name[strspn(c->uri.name, "0123456789")] == '\0';
}

static const char *part(const struct call *c, char letter)
{
    return letter == 's' ? c->uri.subscription : letter == 'g' ? c->uri.group : c->uri.name;
}

/* `value` with {s}, {g} and {n} for the URI's subscription, group and name. */
static char *expand(const struct call *c, const char *value)
{
    struct buf text = buf_new(1 << 16);
    for (; *value; value++)
        if (value[0] == '{' && value[1] && value[2] == '}') {
            buf_text(&text, part(c, value[1]));
            value += 2;
        } else {
            buf_byte(&text, *value);
        }
    return buf_take(&text);
}

static void answer_made(struct call *c)
{
    const struct twist *t = c->data;
    if (!tool_shows(c))
        return;
    char *text = expand(c, t->value);
    tool_set(c->answer.body, t->where, text);
    free(text);
}

static void answer_number_name(struct call *c)
{
    if (tool_shows(c) && has_only_digits(c))
        tool_put(c->answer.body, "name", cJSON_CreateNumber(strtod(c->uri.name, NULL)));
}

static void answer_name_to_dot(struct call *c)
{
    cJSON *name = tool_shows(c) ? pointer_get(c->answer.body, "/name") : NULL;
    if (cJSON_IsString(name))
        name->valuestring[strcspn(name->valuestring, ".")] = '\0';
}

static const struct mutant table[] = {
    {.name = "name-of-example",
     .clause = "CORE-21",
     .says = "answers connection1 for every name",
     .seam = {.on_answer = answer_made},
     .data = &(const struct twist){.where = "/name", .value = "connection1"}},
    {.name = "name-with-group",
     .clause = "CORE-21",
     .says = "answers with the group before the name",
     .seam = {.on_answer = answer_made},
     .data = &(const struct twist){.where = "/name", .value = "{g}/{n}"}},
    {.name = "name-is-id",
     .clause = "CORE-21",
     .says = "answers a PATCH with the id for the name",
     .seam = {.on_answer = answer_made},
     .data = &(const struct twist){.when = is_patch,
                                   .where = "/name",
                                   .value = "/subscriptions/{s}/resourceGroups/{g}/providers/"
                                            "microsoft.network/connections/{n}"}},
    {.name = "name-lower",
     .clause = "CORE-21",
     .says = "answers with the name in lower case",
     .rare = true,
     .seam = {.on_answer = answer_lower},
     .data = &(const struct twist){.when = name_has_upper, .where = "/name"}},
    {.name = "name-to-dot",
     .clause = "CORE-21",
     .says = "cuts the name at its first dot",
     .rare = true,
     .seam = {.on_answer = answer_name_to_dot},
     .data = &(const struct twist){.when = name_has_dot}},
    {.name = "name-number",
     .clause = "CORE-21",
     .says = "answers a name of digits as a number",
     .rare = true,
     .seam = {.on_answer = answer_number_name},
     .data = &(const struct twist){.when = has_only_digits}},
    {.name = "name-missing",
     .clause = "CORE-21",
     .says = "answers without the name",
     .seam = {.on_answer = answer_without},
     .data = &(const struct twist){.where = "/name"}},
    {.name = "name-object",
     .clause = "CORE-21",
     .says = "answers with an object for the name",
     .seam = {.on_answer = answer_value},
     .data = &(const struct twist){.where = "/name", .value = "{\"value\":\"connection1\"}"}},
    {.name = "id-without-slash",
     .clause = "CORE-22",
     .says = "answers with an id that lacks its leading slash",
     .seam = {.on_answer = answer_made},
     .data = &(const struct twist){.where = "/id",
                                   .value = "subscriptions/{s}/resourceGroups/{g}/providers/"
                                            "microsoft.network/connections/{n}"}},
    {.name = "id-resource-group",
     .clause = "CORE-22",
     .says = "answers with resourceGroup in the id",
     .seam = {.on_answer = answer_made},
     .data = &(const struct twist){.where = "/id",
                                   .value = "/subscriptions/{s}/resourceGroup/{g}/providers/"
                                            "microsoft.network/connections/{n}"}},
    {.name = "id-slash-after",
     .clause = "CORE-22",
     .says = "ends the id with a slash",
     .seam = {.on_answer = answer_made},
     .data = &(const struct twist){.where = "/id",
                                   .value = "/subscriptions/{s}/resourceGroups/{g}/providers/"
                                            "microsoft.network/connections/{n}/"}},
    {.name = "id-url",
     .clause = "CORE-22",
     .says = "answers with a URL for the id",
     .seam = {.on_answer = answer_made},
     .data =
         &(const struct twist){.where = "/id",
                               .value =
                                   "https://management.azure.com/subscriptions/{s}/resourceGroups/"
                                   "{g}/providers/microsoft.network/connections/{n}"}},
    {.name = "id-version",
     .clause = "CORE-22",
     .says = "answers with the api-version in the id",
     .seam = {.on_answer = answer_made},
     .data =
         &(const struct twist){
             .where = "/id",
             .value = "/subscriptions/{s}/resourceGroups/{g}/providers/microsoft.network/"
                      "connections/{n}?api-version=2015-05-01-preview"}},
    {.name = "id-group-of-example",
     .clause = "CORE-22",
     .says = "answers with the group myrg1 in every id",
     .seam = {.on_answer = answer_made},
     .data = &(const struct twist){.where = "/id",
                                   .value = "/subscriptions/{s}/resourceGroups/myrg1/providers/"
                                            "microsoft.network/connections/{n}"}},
    {.name = "id-group-is-name",
     .clause = "CORE-22",
     .says = "answers with the name for the group in the id",
     .seam = {.on_answer = answer_made},
     .data = &(const struct twist){.where = "/id",
                                   .value = "/subscriptions/{s}/resourceGroups/{n}/providers/"
                                            "microsoft.network/connections/{n}"}},
    {.name = "id-other-subscription",
     .clause = "CORE-22",
     .says = "answers with another subscription in the id",
     .seam = {.on_answer = answer_made},
     .data =
         &(const struct twist){
             .where = "/id",
             .value = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/{g}/"
                      "providers/microsoft.network/connections/{n}"}},
    {.name = "id-gateway",
     .clause = "CORE-22",
     .says = "answers with the id of a gateway",
     .seam = {.on_answer = answer_made},
     .data = &(const struct twist){.where = "/id",
                                   .value = "/subscriptions/{s}/resourceGroups/{g}/providers/"
                                            "microsoft.network/virtualNetworkGateways/{n}"}},
    {.name = "id-is-name-in-patch",
     .clause = "CORE-22",
     .says = "answers a PATCH with the name for the id",
     .rare = true,
     .seam = {.on_answer = answer_made},
     .data = &(const struct twist){.when = is_patch, .where = "/id", .value = "{n}"}},
    {.name = "id-lower",
     .clause = "CORE-22",
     .says = "answers with the id in lower case",
     .rare = true,
     .seam = {.on_answer = answer_lower},
     .data = &(const struct twist){.when = name_has_upper, .where = "/id"}},
    {.name = "id-missing",
     .clause = "CORE-22",
     .says = "answers without the id",
     .seam = {.on_answer = answer_without},
     .data = &(const struct twist){.where = "/id"}},
};

const struct mutant *mutants_core_names(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
