/* The built-in reference implementation; with CONNSPEC_REFERENCE in the environment one of its mutants
 * or variants.
 * Links with: build/plain/libconnspec.a -lcjson -lcurl -lmicrohttpd -lpcre2-8 -lcrypto -lm */
#include "fuzz/adapter.h"

#include "base/mem.h"
#include "target/target.h"

#include <stdio.h>
#include <stdlib.h>

struct reference {
    struct target *target;
    struct response rs;              /* of the last call: what it was answered points in there */
    struct connspec_header *headers; /* the same headers, for the answer */
};

static struct target *start(void)
{
    struct target *t = NULL;
    struct err err;
    const char *name = getenv("CONNSPEC_REFERENCE");
    char spec[128];
    snprintf(spec, sizeof spec, "reference%s%s", name ? ":" : "", name ? name : "");
    if (target_open(&t, spec, NULL, &err) == 0)
        return t;
    fprintf(stderr, "%s\n", err.text);
    return NULL;
}

static void *open_reference(void)
{
    struct reference self = {.target = start()};
    return self.target ? memcpy(mem_alloc(sizeof self), &self, sizeof self) : NULL;
}

static void forget_answer(struct reference *self)
{
    response_free(&self->rs);
    free(self->headers);
    self->headers = NULL;
}

static void answer(struct reference *self, struct connspec_response *rs)
{
    size_t count = self->rs.headers.count;
    self->headers = mem_alloc(count * sizeof *self->headers);
    for (size_t i = 0; i < count; i++)
        self->headers[i] =
            (struct connspec_header){self->rs.headers.list[i].name, self->rs.headers.list[i].value};
    *rs = (struct connspec_response){self->rs.status, self->headers, count, self->rs.body,
                                     self->rs.body_len};
}

static void handle(void *of, const struct connspec_request *asked, struct connspec_response *rs)
{
    struct reference *self = of;
    struct err err;
    struct request rq = request_new(asked->method, asked->path);
    for (size_t i = 0; i < asked->header_count; i++)
        headers_add(&rq.headers, asked->headers[i].name, asked->headers[i].value);
    if (asked->body)
        request_body(&rq, asked->body, asked->body_len);
    forget_answer(self);
    if (target_send(self->target, &rq, &self->rs, &err) == 0)
        answer(self, rs);
    request_free(&rq);
}

static void reset(void *of)
{
    struct reference *self = of;
    target_reset(self->target);
}

static void close_reference(void *of)
{
    struct reference *self = of;
    forget_answer(self);
    target_close(self->target);
    free(self);
}

static const struct connspec_handler handler = {open_reference, handle, reset, close_reference};
const struct connspec_adapter connspec_adapter = {
    .version = CONNSPEC_ADAPTER_VERSION,
    .name = "reference",
    .about = "the built-in implementation",
    .handler = &handler,
};
