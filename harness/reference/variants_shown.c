/* Variants: the members of an answer. */
#include "base/pointer.h"
#include "reference/variants_tools.h"

#include <string.h>

static bool is_not_site_to_site(const struct call *c)
{
    return !is_site_to_site(c);
}

/* After a PATCH of other members as well, where `sent` has no type. */
static bool stores_other_type(const struct call *c)
{
    return strcmp(tool_text(c->after, "/properties/connectionType"), "SiteToSite") != 0;
}

/* data: `where` gets `value`, whether it was there or not */
static void answer_added(struct call *c)
{
    const struct twist *t = c->data;
    if (!tool_shows(c))
        return;
    cJSON *value = cJSON_Parse(t->value);
    if (!pointer_set(c->answer.body, t->where, value))
        cJSON_Delete(value);
}

static void answer_extra(struct call *c)
{
    static const struct {
        const char *where, *value;
    } extra[] = {
        {"/type", "\"Microsoft.Network/connections\""},
        {"/systemData", "{\"createdAt\":\"2015-05-01T00:00:00Z\",\"properties\":[]}"},
        {"/zones", "[]"},
        {"/managedBy", "null"},
        {"/properties/provisioningState", "\"Succeeded\""},
        {"/properties/ingressBytesTransferred", "0"},
        {"/properties/name", "\"not the name\""},
        {"/properties/gateway1/location", "\"elsewhere\""},
        {"/properties/gateway2/properties", "{\"name\":1}"},
    };
    if (!tool_shows(c))
        return;
    for (size_t i = 0; i < sizeof extra / sizeof *extra; i++)
        pointer_set(c->answer.body, extra[i].where, cJSON_Parse(extra[i].value));
    if (pointer_get(c->answer.body, "/properties/ipsecParameters"))
        pointer_set(c->answer.body, "/properties/ipsecParameters/mode", cJSON_CreateTrue());
}

static void answer_reversed(struct call *c)
{
    if (tool_shows(c))
        variant_reverse(c->answer.body);
}

static void answer_tags_always(struct call *c)
{
    if (tool_shows(c) && !tool_has(c->answer.body, "tags"))
        cJSON_AddObjectToObject(c->answer.body, "tags");
}

static void answer_tags_unless_empty(struct call *c)
{
    const cJSON *tags = cJSON_GetObjectItemCaseSensitive(c->answer.body, "tags");
    if (tool_shows(c) && tags && !tags->child)
        pointer_remove(c->answer.body, "/tags");
}

#define ADDRESSES "/properties/allocatedIPAddresses"
#define IPSEC "/properties/ipsecParameters"

static const struct variant table[] = {
    {.name = "extra-members",
     .free = "CORE-20",
     .says = "shows members that nobody asked for, at every level",
     .whole = true,
     .seam = {.on_answer = answer_extra}},
    {.name = "members-reversed",
     .free = "CORE-20",
     .says = "shows the members in the opposite order",
     .whole = true,
     .seam = {.on_answer = answer_reversed}},
    {.name = "tags-always",
     .free = "CORE-16",
     .says = "shows empty tags where there are none",
     .whole = true,
     .seam = {.on_answer = answer_tags_always}},
    {.name = "tags-unless-empty",
     .free = "CORE-16",
     .says = "leaves empty tags out",
     .whole = true,
     .seam = {.on_answer = answer_tags_unless_empty}},
    {.name = "ipsec-hidden",
     .free = "CORE-15",
     .says = "shows ipsecParameters on SiteToSite alone",
     .whole = true,
     .seam = {.on_answer = answer_without},
     .data = TWIST(.when = is_not_site_to_site, .where = IPSEC)},
    {.name = "ipsec-dropped",
     .free = "CORE-15",
     .says = "forgets ipsecParameters on any type but SiteToSite",
     .whole = true,
     .seam = {.on_store = store_without},
     .data = TWIST(.when = stores_other_type, .where = IPSEC)},
    {.name = "addresses-empty",
     .free = "CORE-25",
     .says = "has allocated no address yet",
     .whole = true,
     .seam = {.on_answer = answer_value},
     .data = TWIST(.where = ADDRESSES, .value = "[]")},
    {.name = "addresses-ipv6",
     .free = "CORE-25",
     .says = "allocates addresses of IPv6",
     .whole = true,
     .seam = {.on_answer = answer_value},
     .data = TWIST(.where = ADDRESSES,
                   .value = "[\"2001:db8::1\",\"::\",\"FE80::1:0:0:ABCD\",\"::ffff:192.0.2.1\","
                            "\"2001:db8:0:0:1:0:0:1\"]")},
    {.name = "addresses-everywhere",
     .free = "CORE-25",
     .says = "allocates addresses to every type",
     .whole = true,
     .seam = {.on_answer = answer_added},
     .data = TWIST(.where = ADDRESSES, .value = "[\"10.0.0.1\",\"255.255.255.255\",\"fd00::1\"]")},
    {.name = "addresses-empty-everywhere",
     .free = "CORE-25",
     .says = "shows an empty list of addresses on every type",
     .whole = true,
     .seam = {.on_answer = answer_added},
     .data = TWIST(.where = ADDRESSES, .value = "[]")},
    {.name = "state-connected",
     .free = "E8",
     .says = "shows the state it is in, which is Connected, whatever was sent",
     .whole = true,
     .warns = true,
     .seam = {.on_answer = answer_added},
     .data = TWIST(.where = "/properties/connectivityState", .value = "\"Connected\"")},
    {.name = "state-disconnected",
     .free = "E8",
     .says = "shows the state it is in, which is Disconnected, whatever was sent",
     .whole = true,
     .warns = true,
     .seam = {.on_answer = answer_added},
     .data = TWIST(.where = "/properties/connectivityState", .value = "\"Disconnected\"")},
};

const struct variant *variants_shown(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
