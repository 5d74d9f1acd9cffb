/* Variants: what is accepted besides, and what is refused besides. */
#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/shape.h"
#include "reference/text.h"
#include "reference/variants_tools.h"

#include <stdlib.h>
#include <string.h>

static bool put_without_name(const struct call *c)
{
    return is_put(c) && !tool_has(c->sent, "name");
}

static bool has_null(const cJSON *value)
{
    for (const cJSON *at = value ? value->child : NULL; at; at = at->next)
        if (cJSON_IsNull(at) || has_null(at))
            return true;
    return false;
}

static bool patch_has_null(const struct call *c)
{
    return is_patch(c) && has_null(c->sent);
}

static bool has_unknown(const cJSON *object, const struct member *members)
{
    for (const cJSON *at = object ? object->child : NULL; at; at = at->next) {
        const struct member *m = members;
        while (m->name && strcmp(m->name, at->string) != 0)
            m++;
        if (!m->name || (m->kind == KIND_OBJECT && has_unknown(at, m->members)))
            return true;
    }
    return false;
}

static bool sends_unknown(const struct call *c)
{
    return (is_put(c) || is_patch(c)) && has_unknown(c->sent, shape_connection());
}

static bool name_beyond_ascii(const struct call *c)
{
    const char *at = c->uri.name ? c->uri.name : "";
    while (*at && (unsigned char)*at < 0x80)
        at++;
    return is_put(c) && *at;
}

static bool patch_is_empty(const struct call *c)
{
    return is_patch(c) && c->sent && !c->sent->child;
}

static void name_gateways(cJSON *body)
{
    static const char *const places[] = {"/properties/gateway1", "/properties/gateway2"};
    for (size_t i = 0; i < 2; i++) {
        const char *name = tool_text(body, places[i]);
        if (!*name)
            continue;
        cJSON *gateway = cJSON_CreateObject();
        cJSON_AddStringToObject(gateway, "name", name);
        pointer_set(body, places[i], gateway);
    }
}

static void spell_choices(cJSON *body)
{
    static const char *const types[] = {"SiteToSite", "PointToSite", "Dedicated"};
    static const char *const states[] = {"Connected", "Disconnected"};
    for (size_t i = 0; i < 3; i++)
        if (text_same(tool_text(body, "/properties/connectionType"), types[i]))
            tool_set(body, "/properties/connectionType", types[i]);
    for (size_t i = 0; i < 2; i++)
        if (text_same(tool_text(body, "/properties/connectivityState"), states[i]))
            tool_set(body, "/properties/connectivityState", states[i]);
}

static void take_gateway_names(struct call *c, struct request *request)
{
    (void)c;
    variant_edit_body(request, name_gateways);
}

static void take_any_case(struct call *c, struct request *request)
{
    (void)c;
    variant_edit_body(request, spell_choices);
}

/* data: `code` is a list of codes, divided by spaces */
static bool overlook_all(struct call *c, struct fault *fault)
{
    const struct twist *t = c->data;
    size_t len = strlen(fault->code);
    for (const char *at = t->code; (at = strstr(at, fault->code)); at += len)
        if ((at == t->code || at[-1] == ' ') && (!at[len] || at[len] == ' '))
            return true;
    return false;
}

static bool overlook_missing(struct call *c, struct fault *fault)
{
    return is_patch(c) && overlook_all(c, fault);
}

static const struct variant table[] = {
    {.name = "body-name-required",
     .free = "E7",
     .says = "refuses a PUT whose body has no name",
     .whole = true,
     .seam = REJECT,
     .data = TWIST(.when = put_without_name, .status = 400)},
    {.name = "body-name-ignored",
     .free = "E7",
     .says = "takes the name from the URI, whatever the body says",
     .whole = true,
     .seam = {.on_fault = overlook_all},
     .data = TWIST(.code = "NameMismatch")},
    {.name = "gateway-as-string",
     .free = "E11",
     .says = "takes a string for a gateway, as its name",
     .whole = true,
     .seam = {.on_request = take_gateway_names}},
    {.name = "choices-any-case",
     .free = "CORE-32",
     .says = "takes the values of connectionType and connectivityState in any case",
     .whole = true,
     .seam = {.on_request = take_any_case}},
    {.name = "any-content-type",
     .free = "PLAT-15",
     .says = "takes a body of any Content-Type for JSON",
     .whole = true,
     .warns_above = true,
     .seam = {.on_fault = overlook_all},
     .data = TWIST(.code = "UnsupportedMediaType")},
    {.name = "any-api-version",
     .free = "PLAT-03",
     .says = "does not look at the api-version",
     .seam = {.on_fault = overlook_all},
     .data = TWIST(.code = "MissingApiVersion InvalidApiVersion")},
    {.name = "location-changes",
     .free = "PLAT-13",
     .says = "moves a connection to another location",
     .seam = {.on_fault = overlook_all},
     .data = TWIST(.code = "LocationChanged")},
    {.name = "tags-without-limit",
     .free = "PLAT-19",
     .says = "takes any number of tags of any length",
     .whole = true,
     .seam = {.on_fault = overlook_all},
     .data = TWIST(.code = "TooManyTags TagTooLong")},
    {.name = "preconditions-ignored",
     .free = "PLAT-09",
     .says = "does not look at If-Match and If-None-Match",
     .seam = {.on_fault = overlook_all},
     .data = TWIST(.code = "InvalidPrecondition PreconditionFailed NotModified")},
    {.name = "patch-creates",
     .free = "PLAT-05",
     .says = "creates a missing connection by a PATCH that is complete",
     .seam = {.on_fault = overlook_missing},
     .data = TWIST(.code = "ConnectionNotFound")},
    {.name = "patch-null-refused",
     .free = "PLAT-12",
     .says = "refuses a PATCH with a null anywhere",
     .seam = REJECT,
     .data = TWIST(.when = patch_has_null, .status = 400)},
    {.name = "patch-empty-refused",
     .free = "CORE-03",
     .says = "refuses a PATCH that names no member",
     .seam = REJECT,
     .data = TWIST(.when = patch_is_empty, .status = 400)},
    {.name = "names-ascii-only",
     .free = "CORE-34",
     .says = "refuses to create under a name with letters beyond ASCII",
     .seam = REJECT,
     .data = TWIST(.when = name_beyond_ascii, .status = 400)},
    {.name = "unknown-members-refused",
     .free = "PLAT-16",
     .says = "refuses members that the page does not have",
     .whole = true,
     .seam = REJECT,
     .data = TWIST(.when = sends_unknown, .status = 400)},
};

const struct variant *variants_asked(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
