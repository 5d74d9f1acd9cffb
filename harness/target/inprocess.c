#include "base/mem.h"
#include "reference/service.h"
#include "target/backend.h"
#include "target/outgoing.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

struct inprocess {
    struct service *service;
    char *origin;
    struct headers extra;
};

/* A name is a mutant's, or else a variant's. */
static int open_service(struct service **out, const char *name, const char *token, struct err *err)
{
    static const char *const gateways[] = {"firstgateway", "secondgateway", NULL};
    struct service_options how = {.token = token, .gateways = gateways, .mutant = name};
    struct err unknown;
    if (service_open(out, &how, err) == 0)
        return 0;
    how.mutant = NULL;
    how.variant = name;
    return name && service_open(out, &how, &unknown) == 0 ? 0 : -1;
}

int inprocess_open(void **out, const char *spec, const struct target_options *options,
                   struct err *err)
{
    const char *colon = strchr(spec, ':');
    struct inprocess self = {0};
    if (outgoing_open(&self.extra, options, err))
        return -1;
    if (open_service(&self.service, colon ? colon + 1 : NULL, options->token, err)) {
        headers_free(&self.extra);
        return -1;
    }
    self.origin = mem_string(spec);
    *out = mem_alloc(sizeof self);
    memcpy(*out, &self, sizeof self);
    return 0;
}

static int send_inprocess(void *of, const struct request *rq, struct response *rs, struct err *err)
{
    struct inprocess *self = of;
    struct timespec before, after;
    (void)err;
    struct request whole = *rq;
    whole.headers = outgoing_merge(&self->extra, rq);
    clock_gettime(CLOCK_MONOTONIC, &before);
    service_handle(self->service, &whole, rs);
    clock_gettime(CLOCK_MONOTONIC, &after);
    rs->micros = (unsigned)((after.tv_sec - before.tv_sec) * 1000000 +
                            (after.tv_nsec - before.tv_nsec) / 1000);
    free(whole.headers.list);
    return 0;
}

static void close_inprocess(void *of)
{
    struct inprocess *self = of;
    service_close(self->service);
    free(self->origin);
    headers_free(&self->extra);
    free(self);
}

static void reset_inprocess(void *of)
{
    service_reset(((struct inprocess *)of)->service);
}

static const char *no_prefix(const void *self)
{
    (void)self;
    return "";
}

static const char *origin_of(const void *self)
{
    return ((const struct inprocess *)self)->origin;
}

const struct backend backend_inprocess = {send_inprocess, close_inprocess, reset_inprocess,
                                          no_prefix, origin_of};
