#include "conformance/uri.h"

#include <ctype.h>

const char *method_name(enum method m)
{
    static const char *const names[] = {"PUT", "PATCH", "GET", "DELETE", "POST"};
    return names[m];
}

static void add_encoded(struct buf *out, const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if ((*c < 0x80 && isalnum(*c)) || strchr("-._~", *c))
            buf_byte(out, (char)*c);
        else
            buf_format(out, "%%%02X", *c);
    }
}

void uri_of(struct buf *out, const struct surface *surface, enum method method,
            const struct place *place)
{
    buf_text(out, "/subscriptions/");
    add_encoded(out, place->subscription);
    buf_text(out, surface->plural[method] ? "/resourceGroups/" : "/resourceGroup/");
    add_encoded(out, place->group);
    if (!place->name)
        return;
    buf_text(out, "/providers/microsoft.network/connections/");
    add_encoded(out, place->name);
}
