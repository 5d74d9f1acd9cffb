/* Variants that are several others at once: data is the list of their names, NULL-ended. Hooks that
 * no variant of such a list has are not passed on. */
#include "reference/variants.h"

/* The variant at *at, with its data in the call; NULL at the end. */
static const struct variant *next(struct call *c, const char *const **at)
{
    const struct variant *v = **at ? variant_find(*(*at)++) : NULL;
    if (v)
        c->data = v->data;
    return v;
}

static void all_request(struct call *c, struct request *request)
{
    const void *own = c->data;
    const char *const *at = own;
    for (const struct variant *v; (v = next(c, &at));)
        if (v->seam.on_request)
            v->seam.on_request(c, request);
    c->data = own;
}

static bool all_fault(struct call *c, struct fault *fault)
{
    const void *own = c->data;
    const char *const *at = own;
    bool overlooked = false;
    for (const struct variant *v; (v = next(c, &at));)
        if (v->seam.on_fault)
            overlooked |= v->seam.on_fault(c, fault);
    c->data = own;
    return overlooked;
}

static bool all_store(struct call *c)
{
    const void *own = c->data;
    const char *const *at = own;
    bool store = true;
    for (const struct variant *v; (v = next(c, &at));)
        if (v->seam.on_store)
            store &= v->seam.on_store(c);
    c->data = own;
    return store;
}

static void all_answer(struct call *c)
{
    const void *own = c->data;
    const char *const *at = own;
    for (const struct variant *v; (v = next(c, &at));)
        if (v->seam.on_answer)
            v->seam.on_answer(c);
    c->data = own;
}

static void all_text(struct call *c, struct response *rs)
{
    const void *own = c->data;
    const char *const *at = own;
    for (const struct variant *v; (v = next(c, &at));)
        if (v->seam.on_text)
            v->seam.on_text(c, rs);
    c->data = own;
}

/* clang-format off */
#define ALL {.on_request = all_request, .on_fault = all_fault, .on_store = all_store, \
             .on_answer = all_answer, .on_text = all_text}
/* clang-format on */

static const struct variant table[] = {
    {.name = "minimal",
     .free = "FAM-01",
     .says = "has PUT and PATCH alone, in the page's spelling, and leaves out whatever it may",
     .seam = ALL,
     .data = (const char *const[]){"spelling-singular", "no-get-no-delete", "etag-header-absent",
                                   "request-id-absent", "refusal-body-empty", "ipsec-dropped",
                                   "addresses-empty", "gateway-id-bare", "type-bare", NULL}},
    {.name = "lenient",
     .free = "PLAT-16",
     .says = "accepts whatever it may",
     .seam = ALL,
     .data = (const char *const[]){"body-name-ignored", "gateway-as-string", "choices-any-case",
                                   "any-content-type", "any-api-version", "location-changes",
                                   "tags-without-limit", "preconditions-ignored", "patch-creates",
                                   NULL}},
    {.name = "strict",
     .free = "PLAT-16",
     .says = "refuses whatever it may, each in its own way",
     .seam = ALL,
     .data = (const char *const[]){"body-name-required", "unknown-members-refused",
                                   "patch-null-refused", "refusals-assorted", "one-group",
                                   "refusal-body-html", NULL}},
    {.name = "ornate",
     .free = "CORE-20",
     .says = "answers with as many bytes as it may",
     .whole = true,
     .seam = ALL,
     .data = (const char *const[]){"extra-members", "members-reversed", "tags-always",
                                   "addresses-everywhere", "gateway-id-url", "id-upper",
                                   "text-all-escaped", "type-parameters", "headers-extra",
                                   "headers-upper", "chunked", "slow", NULL}},
    {.name = "rest-as-of-today",
     .free = "FAM-02",
     .says = "serves resourceGroups alone, deletes with 204, numbers its etags, refuses with 422",
     .seam = ALL,
     .data = (const char *const[]){"spelling-plural", "delete-204-always", "etag-numbered",
                                   "refusals-422", "type-bare", "unknown-members-refused",
                                   "headers-lower", "etag-header-absent", NULL}},
    {.name = "whole-lenient",
     .free = "PLAT-16",
     .says = "accepts whatever it may at every level",
     .whole = true,
     .seam = ALL,
     .data = (const char *const[]){"duplicates-last",     "surrogates-replaced",
                                   "numbers-any",         "path-of-bytes",
                                   "slash-accepted",      "body-name-ignored",
                                   "gateway-as-string",   "choices-any-case",
                                   "charset-ignored",     "tags-without-limit",
                                   "tags-nulls-removed",  "location-as-sent",
                                   "names-of-any-length", "key-length-any",
                                   "key-length-number",   "if-none-match-star-alone",
                                   "get-unconditional",   "options-answered",
                                   "client-id-always",    NULL}},
    {.name = "whole-strict",
     .free = "PLAT-16",
     .says = "refuses whatever it may at every level, and closes the connection",
     .whole = true,
     .seam = ALL,
     .data = (const char *const[]){"unknown-members-refused",
                                   "location-exact",
                                   "tags-null-refused",
                                   "merge-patch-refused",
                                   "methods-501",
                                   "content-type-400",
                                   "if-match-list-refused",
                                   "if-match-malformed-412",
                                   "nul-refused",
                                   "nesting-16",
                                   "values-1000",
                                   "ipsec-counts-checked",
                                   "ipsec-1024",
                                   "names-80",
                                   "names-odd-404",
                                   "slash-400",
                                   "body-512k",
                                   "header-8k-431",
                                   "error-message-foreign",
                                   "refusals-close",
                                   NULL}},
    {.name = "whole-bare",
     .free = "FAM-06",
     .says = "answers with as few bytes as it may at every level",
     .whole = true,
     .seam = ALL,
     .data = (const char *const[]){"key-put-empty", "key-reset-empty", "gateway-put-empty",
                                   "etag-header-absent", "etag-short", "error-bare",
                                   "error-message-short", "error-code-odd", "unauthorized-bare",
                                   "request-id-numbered", "ipsec-dropped", "addresses-empty",
                                   "gateway-id-bare", "type-bare", "tags-unless-empty", NULL}},
    {.name = "whole-ornate",
     .free = "FAM-03",
     .says = "answers with as many bytes as it may at every level",
     .whole = true,
     .seam = ALL,
     .data = (const char *const[]){"key-described", "key-beyond-ascii", "gateway-put-echoed",
                                   "delete-shown", "list-turned", "list-extra", "error-more",
                                   "unauthorized-described", "etag-of-marks", "request-id-long",
                                   "client-id-always", "extra-members", "tags-always",
                                   "addresses-everywhere", "id-upper", "text-all-escaped",
                                   "headers-extra", "chunked", NULL}},
};

const struct variant *variants_mixed(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
