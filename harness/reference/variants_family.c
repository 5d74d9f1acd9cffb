/* Variants of the family: the shared key, gateways, request ids, what is not there at all. */
#include "base/buf.h"
#include "base/mem.h"
#include "base/pointer.h"
#include "reference/state.h"
#include "reference/variants_tools.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEY_MAX ((size_t)1 << 16)

/* data: the occasion. */
static void answer_empty(struct call *c)
{
    if (rule_done(c))
        variant_show(c, NULL);
}

static void key_described(struct call *c)
{
    if (!is_key(c) || c->answer.status != 200)
        return;
    cJSON_AddStringToObject(c->answer.body, "id", c->uri.name);
    cJSON_AddStringToObject(c->answer.body, "type", "Microsoft.Network/connections/sharedkey");
    cJSON_AddNullToObject(c->answer.body, "expires");
    cJSON_AddStringToObject(cJSON_AddObjectToObject(c->answer.body, "properties"), "value", "none");
}

/* One of the letters after the other, until the key is another one. data: the letters, NULL-ended */
static bool store_letters(struct call *c)
{
    const char *const *letters = c->data;
    size_t len = strlen(tool_text(c->after, "/value")), count = 0;
    if (!is_key_reset(c))
        return true;
    while (letters[count])
        count++;
    struct buf key = buf_new(KEY_MAX);
    do {
        buf_clear(&key);
        for (size_t i = 0; i < len; i++)
            buf_text(&key, letters[state_random(c->service) % count]);
    } while (c->key && strcmp(key.data, c->key) == 0);
    tool_set(c->after, "/value", key.data);
    buf_free(&key);
    return true;
}

static void set_secret(struct call *c, size_t len)
{
    char *key = state_secret(c->service, len);
    tool_set(c->after, "/value", key);
    free(key);
}

static bool store_forty(struct call *c)
{
    if (is_key_reset(c))
        set_secret(c, 40);
    return true;
}

static bool overlook_length(struct call *c, struct fault *fault)
{
    (void)c;
    return strcmp(fault->code, "InvalidKeyLength") == 0;
}

/* The reference makes 32 characters where it cannot tell. */
static bool store_any_length(struct call *c)
{
    const char *text = tool_text(c->sent, "/KeyLength");
    size_t digits = strspn(text, "0123456789");
    bool large = is_key_reset(c) && digits > 2 && digits <= 4 && !text[digits];
    size_t len = large ? strtoul(text, NULL, 10) : 0;
    if (len > 128)
        set_secret(c, len);
    return true;
}

static void spell_length(cJSON *body)
{
    const cJSON *length = cJSON_GetObjectItemCaseSensitive(body, "KeyLength");
    double n = cJSON_IsNumber(length) ? length->valuedouble : 0;
    char text[8];
    if (n < 1 || n > 128 || n != (int)n)
        return;
    snprintf(text, sizeof text, "%d", (int)n);
    tool_put(body, "KeyLength", cJSON_CreateString(text));
}

static void take_number(struct call *c, struct request *request)
{
    (void)c;
    if (variant_resource(request) == RESOURCE_KEY_RESET)
        variant_edit_body(request, spell_length);
}

static void key_unset(struct call *c)
{
    struct connection *made =
        is_create(c) && tool_shows(c) ? state_connection(c->service, &c->uri) : NULL;
    if (made) {
        free(made->key);
        made->key = mem_string("");
    }
}

/* data: a format for the number of the request */
static void id_formatted(struct call *c)
{
    const char *const *format = c->data;
    char *id = mem_format("%s%lu%s", format[0], c->serial, format[1]);
    headers_set(&c->answer.headers, "x-ms-request-id", id);
    free(id);
}

static void id_in_capitals(struct call *c)
{
    const char *id = headers_get(&c->answer.headers, "x-ms-request-id");
    char *capitals = mem_format("{%s}", id ? id : "");
    for (char *p = capitals; *p; p++)
        *p = variant_upper(*p);
    headers_set(&c->answer.headers, "x-ms-request-id", capitals);
    free(capitals);
}

static void gateway_echoed(struct call *c)
{
    if (is_gateway_put(c) && c->answer.status == 200)
        variant_show(c, cJSON_Duplicate(c->sent, true));
}

#define BIT(resource) (1u << RESOURCE_##resource)
#define LONG_ID                                                                                    \
    "/0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-"    \
    "0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789"
/* clang-format off */
#define LETTERS(...) (const char *const[]) { __VA_ARGS__, NULL }
#define AROUND(before, after) (const char *const[]) { before, after }
#define WITHOUT(...) &(const struct lack) { __VA_ARGS__ }
/* clang-format on */

static const struct variant table[] = {
    {.name = "key-put-empty",
     .free = "FAM-06",
     .says = "answers PUT of the shared key without a body",
     .whole = true,
     .seam = {.on_answer = answer_empty},
     .data = TWIST(.when = is_key_put)},
    {.name = "key-reset-empty",
     .free = "FAM-07",
     .says = "answers a reset of the shared key without a body",
     .whole = true,
     .seam = {.on_answer = answer_empty},
     .data = TWIST(.when = is_key_reset)},
    {.name = "key-described",
     .free = "FAM-05",
     .says = "shows more than the value with a shared key",
     .whole = true,
     .seam = {.on_answer = key_described}},
    {.name = "key-of-digits",
     .free = "FAM-07",
     .says = "resets the shared key to digits",
     .whole = true,
     .seam = {.on_store = store_letters},
     .data = LETTERS("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")},
    {.name = "key-of-marks",
     .free = "FAM-07",
     .says = "resets the shared key to quotes, spaces and other marks",
     .whole = true,
     .seam = {.on_store = store_letters},
     .data = LETTERS("\"", "\\", "/", "+", "=", " ", "<", "&", "%", "'", "$", "{")},
    {.name = "key-beyond-ascii",
     .free = "FAM-07",
     .says = "resets the shared key to letters beyond ASCII",
     .whole = true,
     .seam = {.on_store = store_letters},
     .data = LETTERS("\u00e9", "\u00df", "\u0416", "\u05d0", "\u03a9", "\u63a5", "\u20ac")},
    {.name = "key-of-forty",
     .free = "FAM-07",
     .says = "resets the shared key to 40 characters, whatever is asked for",
     .whole = true,
     .warns_above = true,
     .seam = {.on_store = store_forty}},
    {.name = "key-length-any",
     .free = "FAM-07",
     .says = "resets to a key of up to 9999 characters, and of 32 where KeyLength is no number",
     .whole = true,
     .seam = {.on_fault = overlook_length, .on_store = store_any_length}},
    {.name = "key-length-number",
     .free = "FAM-07",
     .says = "takes a JSON number for KeyLength too",
     .whole = true,
     .seam = {.on_request = take_number}},
    {.name = "key-unset",
     .free = "FAM-05",
     .says = "has an empty shared key until one is set",
     .whole = true,
     .seam = {.on_answer = key_unset}},
    {.name = "request-id-numbered",
     .free = "FAM-03",
     .says = "counts its requests in x-ms-request-id",
     .whole = true,
     .seam = {.on_answer = id_formatted},
     .data = AROUND("", "")},
    {.name = "request-id-odd",
     .free = "FAM-03",
     .says = "has marks and spaces in x-ms-request-id",
     .whole = true,
     .seam = {.on_answer = id_formatted},
     .data = AROUND("|a=\"b\", c; ", "_.%~")},
    {.name = "request-id-long",
     .free = "FAM-03",
     .says = "has an x-ms-request-id of more than 150 characters",
     .whole = true,
     .seam = {.on_answer = id_formatted},
     .data = AROUND("", LONG_ID)},
    {.name = "request-id-capitals",
     .free = "FAM-03",
     .says = "writes its x-ms-request-id in capitals and braces",
     .whole = true,
     .seam = {.on_answer = id_in_capitals}},
    {.name = "request-id-constant",
     .free = "FAM-04",
     .says = "has one x-ms-request-id for all requests",
     .whole = true,
     .warns_above = true,
     .seam = {.on_answer = rule_header},
     .data = TWIST(.where = "x-ms-request-id", .value = "0")},
    {.name = "gateway-put-empty",
     .free = "FAM-09",
     .says = "answers PUT of a gateway without a body",
     .whole = true,
     .seam = {.on_answer = answer_empty},
     .data = TWIST(.when = is_gateway_put)},
    {.name = "gateway-put-echoed",
     .free = "FAM-09",
     .says = "answers PUT of a gateway with the body that was sent",
     .whole = true,
     .seam = {.on_answer = gateway_echoed}},
    {.name = "gateway-unread",
     .free = "FAM-09",
     .says = "has no GET of a gateway: 405",
     .whole = true,
     .seam = LACK,
     .data = WITHOUT(BIT(GATEWAY), "GET HEAD", "PUT")},
    {.name = "no-keys",
     .free = "FAM-05",
     .says = "has no shared keys: 404",
     .seam = LACK,
     .data = WITHOUT(BIT(KEY) | BIT(KEY_RESET), NULL, NULL)},
    {.name = "no-key-reset",
     .free = "FAM-07",
     .says = "has no reset of a shared key: 405",
     .seam = LACK,
     .data = WITHOUT(BIT(KEY_RESET), "POST", "OPTIONS")},
    {.name = "no-key-put",
     .free = "FAM-06",
     .says = "has no PUT of a shared key: 405",
     .seam = LACK,
     .data = WITHOUT(BIT(KEY), "PUT", "GET, HEAD")},
    {.name = "no-lists",
     .free = "FAM-08",
     .says = "has no lists of a gateway's connections: 404",
     .seam = LACK,
     .data = WITHOUT(BIT(GATEWAY_CONNECTIONS), NULL, NULL)},
    {.name = "no-gateways",
     .free = "FAM-09",
     .says = "has no PUT of a gateway, only those that are there: 405",
     .seam = LACK,
     .data = WITHOUT(BIT(GATEWAY), "PUT", "GET, HEAD")},
    {.name = "connections-alone",
     .free = "FAM-05",
     .says = "has neither shared keys nor gateways nor lists: 404",
     .seam = LACK,
     .data =
         WITHOUT(BIT(KEY) | BIT(KEY_RESET) | BIT(GATEWAY) | BIT(GATEWAY_CONNECTIONS), NULL, NULL)},
};

const struct variant *variants_family(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
