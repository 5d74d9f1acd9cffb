#include "target/target.h"

#include "base/mem.h"
#include "target/backend.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct target {
    const struct backend *backend;
    void *self;
};

static bool is_http(const char *spec)
{
    return strncasecmp(spec, "http://", 7) == 0 || strncasecmp(spec, "https://", 8) == 0;
}

static bool is_reference(const char *spec)
{
    return strcmp(spec, "reference") == 0 || strncmp(spec, "reference:", 10) == 0;
}

int target_open(struct target **out, const char *spec, const struct target_options *options,
                struct err *err)
{
    static const struct target_options defaults;
    struct target t = {0};
    if (!options)
        options = &defaults;
    if (!is_http(spec) && !is_reference(spec) && strchr(spec, '@'))
        return err_set(err, "the target is no URL that begins with http:// or https://");
    if (!is_http(spec) && !is_reference(spec))
        return err_set(err,
                       "%.200s: a target is a URL that begins with http:// or https://, or "
                       "reference, or reference:MUTANT",
                       spec);
    t.backend = is_http(spec) ? &backend_http : &backend_inprocess;
    if ((is_http(spec) ? http_open : inprocess_open)(&t.self, spec, options, err))
        return -1;
    *out = mem_alloc(sizeof **out);
    **out = t;
    return 0;
}

void target_close(struct target *t)
{
    if (!t)
        return;
    t->backend->close(t->self);
    free(t);
}

int target_send(struct target *t, const struct request *rq, struct response *rs, struct err *err)
{
    *rs = (struct response){0};
    return t->backend->send(t->self, rq, rs, err);
}

bool target_reset(struct target *t)
{
    if (t->backend->reset)
        t->backend->reset(t->self);
    return t->backend->reset;
}

const char *target_prefix(const struct target *t)
{
    return t->backend->prefix(t->self);
}

const char *target_origin(const struct target *t)
{
    return t->backend->origin(t->self);
}
