/* backend.h - what a kind of target provides; for harness/target/ only. */
#ifndef TARGET_BACKEND_H
#define TARGET_BACKEND_H

#include "target/target.h"

struct backend {
    int (*send)(void *self, const struct request *rq, struct response *rs, struct err *err);
    void (*close)(void *self);
    void (*reset)(void *self); /* NULL: cannot */
    const char *(*prefix)(const void *self);
    const char *(*origin)(const void *self);
};

extern const struct backend backend_http, backend_inprocess;

int http_open(void **out, const char *url, const struct target_options *options, struct err *err);
int inprocess_open(void **out, const char *spec, const struct target_options *options,
                   struct err *err);

#endif
