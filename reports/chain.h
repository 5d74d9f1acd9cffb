/* chain.h - what was sent in a run and led to a check, to be sent again. */
#ifndef REPORTS_CHAIN_H
#define REPORTS_CHAIN_H

#include "base/message.h"
#include "reports/results.h"

struct chain {
    const struct results *r;
    const cJSON *
        shown; /* the exchange that shows the check; NULL: none does, and nothing is in the chain */
    unsigned shown_id, case_hash;
};

void chain_of(struct chain *out, const struct results *r, const cJSON *check);
/* Whether the exchange at this index of the results is to be sent: those of the same case up to the one that shows
 * it, but for what was looked up, tidied up, or sent again after a while. */
bool chain_has(const struct chain *c, size_t index);

/* Not all of a request was kept: it cannot be sent again. */
bool request_is_cut(const cJSON *request);

/* The text of a body that was kept (U+0000 as json_read has it), or its bytes in base64: to free(). NULL where that
 * cannot be decoded, or text is NULL. */
char *kept_body(const char *text, bool base64, size_t *len);

/* The request of an exchange line, as it went out but for what every target adds (target.h) and for secrets, in whose
 * place `secret` stands; its path is the URL's behind `prefix` bytes of it. For request_free. False where it was cut. */
bool kept_request(const cJSON *request, size_t prefix, const char *secret, struct request *out);

/* The answer of an exchange line, for response_free. False where not all of it was kept. */
bool kept_response(const cJSON *response, struct response *out);

#endif
