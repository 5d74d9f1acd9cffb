/* har.h - exchanges as HAR 1.2 (HTTP Archive): written for tools that show traffic, and read back by
 * `connspec judge`, from whatever tool it comes. */
#ifndef REPORTS_HAR_H
#define REPORTS_HAR_H

#include "base/buf.h"
#include "base/message.h"
#include "reports/results.h"

/* All exchanges of a run, redacted as they are in its results. Members of our own begin with "_", as the format
 * asks: "_case", "_step", "_role", "_exchange", "_bodyCut", "_headersCut"; of a body that is no text "_encoding":
 * "base64" (what an answer has is the format's own "encoding"); and of what was not answered, whose status is 0,
 * "_error": the delivery, with the note. */
void render_har(const struct results *r, struct buf *out);

/* One entry, read back. */
struct har_exchange {
    char *origin; /* "http://127.0.0.1:8080" */
    struct request request;
    struct response response;
    bool cut; /* not all of the answer, or of the request, is in the file */
};

/* Calls `take` for each entry of the file, in its order, until it returns other than 0, which is returned. -1 for a
 * file that is none, with err set. At most RESULTS_MAX bytes are read; a header is what HAR has of it. */
typedef int take_har(void *context, size_t number, const struct har_exchange *x);
int har_read(const char *path, take_har *take, void *context, struct err *err);

#endif
