/* Mutants of the robust clauses: bytes that are no text. */
#include "reference/mutants_robust_sights.h"

#include <string.h>

/* Of U+0000 in a string, which is C0 80 in a tree, and what follows it nothing is kept. */
static void cut_strings(cJSON *value)
{
    for (cJSON *item = value->child; item; item = item->next)
        cut_strings(item);
    char *nul = cJSON_IsString(value) ? strstr(value->valuestring, "\xC0\x80") : NULL;
    if (nul)
        *nul = '\0';
}

static bool store_cut(struct call *c)
{
    if (c->after && harm_on_connection(c))
        cut_strings(c->after);
    return true;
}

/* As if \u0000 ended every string: the checks see what is left. */
static void end_at_nul(struct call *c, struct request *rq)
{
    size_t to = 0;
    (void)c;
    for (size_t i = 0; i < rq->body_len; i++) {
        if (rq->body_len - i > 6 && memcmp(rq->body + i, "\\u0000", 6) == 0)
            while (i < rq->body_len && rq->body[i] != '"')
                i++;
        if (i < rq->body_len)
            rq->body[to++] = rq->body[i];
    }
    rq->body_len = to;
}

#define CUT "x-connspec-cut" /* a header that the mutant tells itself with */

/* As if a NUL ended the body. */
static void end_body_at_nul(struct call *c, struct request *rq)
{
    if (!sees_nul_byte(c) || !*rq->body)
        return;
    rq->body_len = strlen(rq->body);
    headers_add(&rq->headers, CUT, "");
}

/* The half is no JSON. */
static void fail_at_cut(struct call *c)
{
    if (sees_truncated(c) && headers_get(&c->request->headers, CUT))
        harm_status_as(c, 500, "unexpected end of input");
}

static bool overlook_bad_utf8(struct call *c, struct fault *fault)
{
    return strcmp(fault->code, "InvalidJson") == 0 && sees_bad_utf8(c) && !sees_nul_byte(c);
}

static const struct mutant table[] = {
    {.name = "bytes-bad-utf8-500",
     .clause = "ROB-03",
     .says = "answers 500 to bytes that are not UTF-8",
     .seam = FAILS,
     .data = HARM(sees_bad_utf8)},
    {.name = "bytes-bad-utf8-in-name-held",
     .clause = "ROB-03",
     .says = "never answers when a member name is not UTF-8",
     .rare = true,
     .seam = HOLDS,
     .data = HARM(sees_bad_utf8_in_name)},
    {.name = "bytes-bad-utf8-stored",
     .clause = "ROB-03",
     .says = "stores and answers bytes that are not UTF-8",
     .seam = {.on_fault = overlook_bad_utf8}},
    {.name = "bytes-overlong-dies",
     .clause = "ROB-03",
     .says = "dies of overlong UTF-8",
     .seam = DIES,
     .data = HARM(sees_overlong)},
    {.name = "bytes-overlong-spoils",
     .clause = "ROB-03",
     .says = "drops the tags for overlong UTF-8, which it refuses",
     .rare = true,
     .seam = {.on_refused = harm_spoil_tags},
     .data = HARM(sees_overlong)},
    {.name = "bytes-surrogate-dropped",
     .clause = "ROB-03",
     .says = "closes the connection on a surrogate in UTF-8",
     .rare = true,
     .seam = DROPS,
     .data = HARM(sees_raw_surrogate)},
    {.name = "bytes-lone-surrogate-500",
     .clause = "ROB-03",
     .says = "answers 500 to a lone surrogate",
     .seam = FAILS,
     .data = HARM(sees_lone_surrogate)},
    {.name = "bytes-low-surrogate-dies-soon",
     .clause = "ROB-03",
     .says = "dies a moment after it answered a low surrogate",
     .rare = true,
     .seam = DIES_SOON,
     .data = HARM(sees_low_surrogate)},
    {.name = "bytes-lone-surrogate-patch-500",
     .clause = "ROB-03",
     .says = "answers 500 to a PATCH with a lone surrogate",
     .rare = true,
     .seam = FAILS,
     .data = HARM(sees_lone_surrogate, sees_patch)},
    {.name = "bytes-nul-dropped",
     .clause = "ROB-03",
     .says = "closes the connection on a NUL byte",
     .seam = DROPS,
     .data = HARM(sees_nul_byte)},
    {.name = "bytes-nul-ends-body-500",
     .clause = "ROB-03",
     .says = "takes a NUL byte for the end of the body and answers 500 to the half before it",
     .rare = true,
     .seam = {.on_request = end_body_at_nul, .on_answer = fail_at_cut}},
    {.name = "bytes-nul-poisons",
     .clause = "ROB-03",
     .says = "answers 500 to every PUT of a connection that was sent a NUL byte",
     .rare = true,
     .seam = POISONS,
     .data = HARM(sees_nul_byte)},
    {.name = "bytes-escaped-nul-500",
     .clause = "ROB-03",
     .says = "answers 500 to an escaped NUL",
     .seam = FAILS,
     .data = HARM(sees_escaped_nul)},
    {.name = "bytes-escaped-nul-in-name-dies",
     .clause = "ROB-03",
     .says = "dies of an escaped NUL in a member name",
     .rare = true,
     .seam = DIES,
     .data = HARM(sees_escaped_nul_in_name)},
    {.name = "bytes-escaped-nul-cuts-stored",
     .clause = "ROB-03",
     .says = "stores of a string what is before an escaped NUL",
     .seam = {.on_store = store_cut}},
    {.name = "bytes-escaped-nul-cuts-read",
     .clause = "ROB-03",
     .says = "reads of a string what is before an escaped NUL, so that a gateway that is not there "
             "passes",
     .rare = true,
     .seam = {.on_request = end_at_nul}},
};

const struct mutant *mutants_robust_bytes(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
