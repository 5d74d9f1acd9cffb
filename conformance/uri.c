#include "conformance/uri.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

const char *method_name(enum method m)
{
    static const char *const names[] = {"PUT", "PATCH", "GET", "DELETE", "POST", "OTHER"};
    return names[m];
}

static const struct {
    const char *name, *words;
} operations[OPERATIONS] = {
    [OP_PUT] = {"put", "PUT of a connection"},
    [OP_PATCH] = {"patch", "PATCH of a connection"},
    [OP_GET] = {"get", "GET of a connection"},
    [OP_DELETE] = {"delete", "DELETE of a connection"},
    [OP_KEY] = {"key", "GET .../sharedkey"},
    [OP_SET_KEY] = {"set-key", "PUT .../sharedkey"},
    [OP_RESET_KEY] = {"reset-key", "POST .../sharedkey/reset"},
    [OP_LIST] = {"list", "GET .../virtualNetworkGateways/{gateway}/connections"},
    [OP_GATEWAY] = {"gateway", "PUT .../virtualNetworkGateways/{name}"},
    [OP_LOCAL_GATEWAY] = {"local-gateway", "PUT .../localnetworkgateways/{name}"},
};

const char *operation_name(enum operation op)
{
    return operations[op].name;
}

const char *operation_words(enum operation op)
{
    return operations[op].words;
}

bool operation_parse(const char *name, enum operation *out)
{
    for (int i = 0; i < OPERATIONS; i++) {
        if (strcmp(name, operations[i].name) == 0) {
            *out = (enum operation)i;
            return true;
        }
    }
    return false;
}

static bool begins(const char *rest, const char *with)
{
    return strncasecmp(rest, with, strlen(with)) == 0;
}

static enum operation of_connection(enum method method)
{
    static const enum operation of[] = {OP_PUT, OP_PATCH, OP_GET, OP_DELETE, OP_PUT, OP_PUT};
    return of[method];
}

enum operation operation_of(enum method method, const char *rest)
{
    if (begins(rest, "/sharedkey"))
        return begins(rest, "/sharedkey/") ? OP_RESET_KEY
               : method == METHOD_GET      ? OP_KEY
                                           : OP_SET_KEY;
    if (begins(rest, "/providers/microsoft.network/virtualNetworkGateways/"))
        return method == METHOD_GET ? OP_LIST : OP_GATEWAY;
    if (begins(rest, "/providers/microsoft.network/localnetworkgateways/"))
        return OP_LOCAL_GATEWAY;
    return of_connection(method);
}

void uri_encode(struct buf *out, const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if ((*c < 0x80 && isalnum(*c)) || strchr("-._~", *c))
            buf_byte(out, (char)*c);
        else
            buf_format(out, "%%%02X", *c);
    }
}

static void add_fixed(struct buf *out, const char *text, const char *segments)
{
    bool upper = segments && strcmp(segments, "upper") == 0;
    for (const char *c = text; *c; c++)
        buf_byte(out, (char)(upper      ? toupper((unsigned char)*c)
                             : segments ? tolower((unsigned char)*c)
                                        : *c));
}

void uri_of(struct buf *out, const struct surface *surface, enum operation op,
            const struct place *place)
{
    add_fixed(out, "/subscriptions/", place->segments);
    uri_encode(out, place->subscription);
    add_fixed(out, surface->plural[op] ? "/resourceGroups/" : "/resourceGroup/", place->segments);
    uri_encode(out, place->group);
    if (!place->name)
        return;
    add_fixed(out, "/providers/microsoft.network/connections/", place->segments);
    uri_encode(out, place->name);
}
