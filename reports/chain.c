#include "reports/chain.h"

#include "base/buf.h"
#include "base/mem.h"
#include "reports/line.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#define REDACTED "[redacted]"
#define REQUEST_MAX ((size_t)1 << 20) /* of what results keep of one (record.h) */

static bool is_sent_again(const cJSON *exchange)
{
    static const char *const roles[] = {"given", "step", "read-back", "twin"};
    if (line_member(exchange, "retryAfter")) /* it was not taken, and comes again */
        return false;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (strcmp(line_text(exchange, "role"), roles[i]) == 0)
            return true;
    return false;
}

void chain_of(struct chain *out, const struct results *r, const cJSON *check)
{
    *out = (struct chain){.r = r, .shown = results_exchange(r, line_number(check, "exchange"))};
    if (!out->shown)
        return;
    out->shown_id = line_number(out->shown, "id");
    out->case_hash = exchange_case_hash(line_text(out->shown, "case"));
}

bool chain_has(const struct chain *c, size_t index)
{
    const struct exchange_line *x = &c->r->exchanges[index];
    if (!c->shown || x->id > c->shown_id)
        return false;
    if (x->id == c->shown_id)
        return true;
    return c->case_hash && x->case_hash == c->case_hash && x->case_id &&
           strcmp(x->case_id, line_text(c->shown, "case")) == 0 &&
           is_sent_again(exchange_tree(c->r, index));
}

bool request_is_cut(const cJSON *request)
{
    const cJSON *header;
    cJSON_ArrayForEach(header, line_member(request, "headers"))
    {
        if (line_member(header, "valueLength"))
            return true;
    }
    return cJSON_IsTrue(line_member(request, "bodyCut")) ||
           cJSON_IsTrue(line_member(request, "headersCut"));
}

static size_t unfold(char *text)
{
    size_t to = 0;
    for (size_t at = 0; text[at]; at++) {
        bool nul = (unsigned char)text[at] == 0xC0;
        text[to++] = nul ? '\0' : text[at];
        at += nul;
    }
    return to;
}

static char *decode(const char *text, size_t *len)
{
    size_t coded = strlen(text);
    unsigned char *out = mem_alloc(coded / 4 * 3 + 4);
    int got = coded % 4 || coded > (1u << 30)
                  ? -1
                  : EVP_DecodeBlock(out, (const unsigned char *)text, (int)coded);
    for (size_t i = coded; got > 0 && i && text[i - 1] == '='; i--)
        got--;
    *len = got > 0 ? (size_t)got : 0;
    out[*len] = '\0'; /* what the padding left out may have been there */
    if (got >= 0)
        return (char *)out;
    free(out);
    return NULL;
}

char *kept_body(const char *text, bool base64, size_t *len)
{
    *len = 0;
    if (text && base64)
        return decode(text, len);
    char *copy = mem_string(text);
    if (copy)
        *len = unfold(copy);
    return copy;
}

/* To free(). */
static char *with_secret(const char *text, const char *secret)
{
    struct buf out = buf_new(REQUEST_MAX);
    const char *at;
    while ((at = strstr(text, REDACTED))) {
        buf_add(&out, text, (size_t)(at - text));
        buf_text(&out, secret);
        text = at + strlen(REDACTED);
    }
    buf_text(&out, text);
    return buf_take(&out);
}

bool kept_request(const cJSON *request, size_t prefix, const char *secret, struct request *out)
{
    if (request_is_cut(request))
        return false;
    const char *url = line_text(request, "url");
    char *path = with_secret(strlen(url) > prefix ? url + prefix : "/", secret);
    *out = request_new(line_text(request, "method"), path);
    free(path);
    const cJSON *header;
    cJSON_ArrayForEach(header, line_member(request, "headers"))
    {
        char *value = with_secret(line_text(header, "value"), secret);
        headers_add(&out->headers, line_text(header, "name"), value);
        free(value);
    }
    const char *coded = cJSON_GetStringValue(line_member(request, "bodyBase64"));
    const char *text = coded ? coded : cJSON_GetStringValue(line_member(request, "body"));
    char *whole = text && !coded ? with_secret(text, secret) : NULL;
    size_t len;
    char *body = kept_body(whole ? whole : text, coded, &len);
    if (body)
        request_body(out, body, len);
    free(body);
    free(whole);
    return body || !text;
}

static enum delivery delivery_of(const char *name)
{
    enum delivery d = ANSWERED;
    while (d < GARBLED && strcmp(delivery_name(d), name) != 0)
        d++;
    return d;
}

bool kept_response(const cJSON *response, struct response *out)
{
    const cJSON *header;
    const char *coded = cJSON_GetStringValue(line_member(response, "bodyBase64"));
    const char *text = cJSON_GetStringValue(line_member(response, "body"));
    *out =
        (struct response){.delivery = delivery_of(line_text(response, "delivery")),
                          .status = (int)line_number(response, "status"),
                          .note = mem_string(cJSON_GetStringValue(line_member(response, "note"))),
                          .micros = line_number(response, "micros")};
    cJSON_ArrayForEach(header, line_member(response, "headers"))
        headers_add(&out->headers, line_text(header, "name"), line_text(header, "value"));
    out->body = kept_body(coded ? coded : text, coded, &out->body_len);
    return (out->body || out->delivery != ANSWERED) && !request_is_cut(response);
}
