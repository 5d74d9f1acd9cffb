#include "contract/source.h"

#include "base/json.h"
#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int source_read(struct source *out, const struct assets *assets, const char *folder,
                const char *file, struct err *err)
{
    *out = (struct source){.name = mem_format("%s%s", folder, file)};
    if (!assets_get(assets, out->name, &out->text))
        return err_set(err, "%s: there is no such file in the suite", out->name);
    out->tree = json_read_named(out->name, out->text, err);
    if (!out->tree)
        return -1;
    return cJSON_IsObject(out->tree) ? 0 : source_fail(out, "", err, "must be an object");
}

void source_free(struct source *s)
{
    free(s->name);
    cJSON_Delete(s->tree);
    *s = (struct source){0};
}

int source_fail(const struct source *s, const char *pointer, struct err *err, const char *format,
                ...)
{
    size_t line, column;
    pointer = pointer ? pointer : "";
    json_where(s->text, pointer, &line, &column);
    char what[600];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    return err_set(err, "%s:%zu: %s: %s", s->name, line, pointer[0] ? pointer : "(root)", what);
}
