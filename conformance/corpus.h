/* corpus.h - bodies out of corpus/, made ready to be sent. */
#ifndef CONFORMANCE_CORPUS_H
#define CONFORMANCE_CORPUS_H

#include "base/assets.h"
#include "base/err.h"

#include <cjson/cJSON.h>

/* What the names in the corpus stand for in this run; NULL leaves them as they are. */
struct corpus_names {
    const char *connection, *gateway1, *gateway2, *missing;
};

/* Reads corpus/PATH.json for "@PATH". A top-level "name" becomes names->connection; each string that
 * is firstgateway, secondgateway or nosuchgateway becomes the run's. For cJSON_Delete; NULL and err
 * when there is no such file or it is no JSON. */
cJSON *corpus_body(const struct assets *assets, const char *ref, const struct corpus_names *names,
                   struct err *err);

/* Takes out the members at `without` (a pointer or an array of them), then puts in those of `with`
 * (pointer to value). Either may be NULL. -1 and err for a pointer that leads nowhere. */
int body_edit(cJSON *body, const cJSON *without, const cJSON *with, struct err *err);

#endif
