/* Variants: the ids and etags of an answer. */
#include "base/json.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/text.h"
#include "reference/variants_tools.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* data: `value` is what stands before the name */
static void gateway_ids(struct call *c)
{
    static const char *const places[][2] = {
        {"/properties/gateway1/id", "/properties/gateway1/name"},
        {"/properties/gateway2/id", "/properties/gateway2/name"},
    };
    const struct twist *t = c->data;
    for (size_t i = 0; i < 2 && tool_shows(c); i++) {
        char *id = mem_format("%s%s", t->value, tool_text(c->answer.body, places[i][1]));
        tool_set(c->answer.body, places[i][0], id);
        free(id);
    }
}

static void spell_id(struct call *c, letter *first, letter *rest)
{
    if (tool_shows(c))
        variant_spell_id(pointer_get(c->answer.body, "/id"), first, rest);
}

static void id_upper(struct call *c)
{
    spell_id(c, variant_upper, variant_upper);
}

static void id_lower(struct call *c)
{
    spell_id(c, text_lower, text_lower);
}

static void id_capitals(struct call *c)
{
    spell_id(c, variant_upper, variant_same);
}

static void set_etag(struct call *c, char *etag)
{
    if (tool_set(c->answer.body, "/etag", etag))
        headers_set(&c->answer.headers, "ETag", etag);
    free(etag);
}

static void etag_constant(struct call *c)
{
    const struct twist *t = c->data;
    if (tool_shows(c))
        set_etag(c, mem_string(t->value));
}

static void etag_numbered(struct call *c)
{
    if (tool_shows(c))
        set_etag(c, mem_format("W/\"%u\"", c->writes + (is_put(c) || is_patch(c))));
}

/* FNV-1a of what is shown. */
static void etag_hashed(struct call *c)
{
    if (!tool_shows(c))
        return;
    uint64_t hash = 0xcbf29ce484222325u;
    tool_set(c->answer.body, "/etag", "");
    char *text = json_print(c->answer.body, false);
    for (const char *p = text; *p; p++)
        hash = (hash ^ (unsigned char)*p) * 0x100000001b3u;
    free(text);
    set_etag(c, mem_format("W/\"%016llx\"", (unsigned long long)hash));
}

static void etag_fresh(struct call *c)
{
    if (tool_shows(c))
        set_etag(c, mem_format("W/\"%lu\"", c->serial));
}

static void etag_unsent(struct call *c)
{
    headers_remove(&c->answer.headers, "ETag");
}

static const struct variant table[] = {
    {.name = "gateway-id-bare",
     .free = "E6",
     .says = "shows /name as the id of a gateway",
     .whole = true,
     .seam = {.on_answer = gateway_ids},
     .data = TWIST(.value = "/")},
    {.name = "gateway-id-name",
     .free = "E6",
     .says = "shows the name alone as the id of a gateway",
     .whole = true,
     .seam = {.on_answer = gateway_ids},
     .data = TWIST(.value = "")},
    {.name = "gateway-id-url",
     .free = "E6",
     .says = "shows a URL as the id of a gateway",
     .whole = true,
     .seam = {.on_answer = gateway_ids},
     .data = TWIST(.value = "https://gateways.example/v1/")},
    {.name = "gateway-id-of-page",
     .free = "E6",
     .says = "shows the ids of gateways as the page has them",
     .whole = true,
     .seam = {.on_answer = gateway_ids},
     .data = TWIST(.value = "/subscriptions/s/resourceGroups/g/providers/microsoft.network/"
                            "connections/SiteToSite/")},
    {.name = "id-upper",
     .free = "CORE-22",
     .says = "shows the fixed segments of the id in capitals",
     .whole = true,
     .seam = {.on_answer = id_upper}},
    {.name = "id-lower",
     .free = "CORE-22",
     .says = "shows the fixed segments of the id in small letters",
     .whole = true,
     .seam = {.on_answer = id_lower}},
    {.name = "id-capitals",
     .free = "CORE-22",
     .says = "shows the fixed segments of the id with capitals in front",
     .whole = true,
     .seam = {.on_answer = id_capitals}},
    {.name = "etag-numbered",
     .free = "CORE-23",
     .says = "counts the writes in the etag",
     .seam = {.on_answer = etag_numbered}},
    {.name = "etag-hashed",
     .free = "CORE-23",
     .says = "makes the etag out of what it shows",
     .seam = {.on_answer = etag_hashed}},
    {.name = "etag-constant",
     .free = "PLAT-08",
     .says = "has one etag for everything",
     .seam = {.on_answer = etag_constant},
     .data = TWIST(.value = "W/\"00000000-0000-0000-0000-000000000000\"")},
    {.name = "etag-fresh",
     .free = "PLAT-08",
     .says = "has another etag for each answer",
     .seam = {.on_answer = etag_fresh}},
    {.name = "etag-odd",
     .free = "CORE-23",
     .says = "has every character that RFC 9110 allows at its edges in the etag",
     .seam = {.on_answer = etag_constant},
     .data = TWIST(.value = "W/\"!#$'/\\<>,;=%{}~\"")},
    {.name = "etag-header-absent",
     .free = "PLAT-07",
     .says = "sends no ETag header",
     .whole = true,
     .seam = {.on_answer = etag_unsent}},
};

const struct variant *variants_ids(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
