/* Mutants of the robust clauses: headers, and where a body ends. */
#include "base/mem.h"
#include "reference/mutants_robust_sights.h"

#include <stdlib.h>
#include <string.h>

/* As if the chunks were the body. */
static void keep_chunk_marks(struct call *c, struct request *rq)
{
    if (!sees_chunks(c) || !rq->body_len)
        return;
    char *marked = mem_format("%zx\r\n%s\r\n0\r\n\r\n", rq->body_len, rq->body);
    request_body(rq, marked, strlen(marked));
    free(marked);
}

static void forget_chunks(struct call *c, struct request *rq)
{
    if (sees_chunks(c))
        rq->body_len = 0;
}

/* What the first reading of the socket brings. */
static void keep_first_piece(struct call *c, struct request *rq)
{
    if (sees_chunks(c) && rq->body_len > 256)
        rq->body_len = 256;
}

static bool overlook_length(struct call *c, struct fault *fault)
{
    (void)c;
    return strcmp(fault->code, "UnclearLength") == 0;
}

static bool sees_hundred_headers(const struct call *c)
{
    return c->request->headers.count >= 100;
}

static const struct mutant table[] = {
    {.name = "header-64k-500",
     .clause = "ROB-09",
     .says = "answers 500 to a header of 64 KiB",
     .seam = FAILS,
     .data = HARM(sees_large_header)},
    {.name = "header-64k-dropped",
     .clause = "ROB-09",
     .says = "closes the connection on a header of 64 KiB",
     .seam = DROPS,
     .data = HARM(sees_large_header)},
    {.name = "header-64k-get-dies",
     .clause = "ROB-09",
     .says = "dies of a GET with a header of 64 KiB",
     .rare = true,
     .seam = DIES,
     .data = HARM(sees_large_header, sees_get)},
    {.name = "header-64k-put-held",
     .clause = "ROB-09",
     .says = "never answers a PUT with a header of 64 KiB",
     .rare = true,
     .seam = HOLDS,
     .data = HARM(sees_large_header, sees_put)},
    {.name = "lengths-two-500",
     .clause = "ROB-09",
     .says = "answers 500 to two Content-Lengths",
     .seam = FAILS,
     .data = HARM(sees_two_lengths)},
    {.name = "lengths-two-die",
     .clause = "ROB-09",
     .says = "dies of two Content-Lengths",
     .rare = true,
     .seam = DIES,
     .data = HARM(sees_two_lengths)},
    {.name = "lengths-two-spoil",
     .clause = "ROB-09",
     .says = "drops the tags for two Content-Lengths, which it refuses",
     .rare = true,
     .seam = {.on_refused = harm_spoil_tags},
     .data = HARM(sees_two_lengths)},
    {.name = "lengths-obeyed",
     .clause = "ROB-09",
     .says = "takes one of two Content-Lengths, and the rest of the body for another request",
     .seam = {.on_fault = overlook_length, .guesses_length = true}},
    {.name = "length-and-chunks-dropped",
     .clause = "ROB-09",
     .says = "closes the connection on chunks with a Content-Length",
     .seam = DROPS,
     .data = HARM(sees_length_and_chunks)},
    {.name = "length-and-chunks-501",
     .clause = "ROB-09",
     .says = "answers 501 to chunks with a Content-Length",
     .rare = true,
     .seam = FAILS,
     .data = HARM(sees_length_and_chunks, .status = 501)},
    {.name = "headers-hundred-500",
     .clause = "ROB-09",
     .says = "answers 500 to a hundred headers",
     .rare = true,
     .seam = FAILS,
     .data = HARM(sees_hundred_headers)},
    {.name = "expect-held",
     .clause = "ROB-09",
     .says = "never answers a request with Expect",
     .seam = HOLDS,
     .data = HARM(sees_expect)},
    {.name = "expect-patch-500",
     .clause = "ROB-09",
     .says = "answers 500 to a PATCH with Expect",
     .rare = true,
     .seam = FAILS,
     .data = HARM(sees_expect, sees_patch)},
    {.name = "expect-dropped",
     .clause = "ROB-09",
     .says = "closes the connection on a request with Expect",
     .rare = true,
     .seam = DROPS,
     .data = HARM(sees_expect)},
    {.name = "chunks-411",
     .clause = "ROB-09",
     .says = "answers 411 to a body in chunks",
     .seam = FAILS,
     .data = HARM(sees_chunks, .status = 411)},
    {.name = "chunks-500",
     .clause = "ROB-09",
     .says = "answers 500 to a body in chunks",
     .seam = FAILS,
     .data = HARM(sees_chunks)},
    {.name = "chunks-raw",
     .clause = "ROB-09",
     .says = "takes the marks between chunks for the body",
     .rare = true,
     .seam = {.on_request = keep_chunk_marks}},
    {.name = "chunks-lost",
     .clause = "ROB-09",
     .says = "takes a body in chunks for none",
     .seam = {.on_request = forget_chunks}},
    {.name = "chunks-first-only",
     .clause = "ROB-09",
     .says = "reads the first 256 bytes of a body in chunks",
     .rare = true,
     .seam = {.on_request = keep_first_piece}},
};

const struct mutant *mutants_robust_heads(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
