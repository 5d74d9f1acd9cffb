/* answer.h - an HTTP/1.1 answer as it comes in, line by line and piece by piece (RFC 9112).
 *
 * Interim answers (1xx) are passed over and leave nothing behind; trailers are ignored. What comes
 * in is bounded: 256 KiB of header lines in all, 1,000 headers, 100 interim answers, and the body
 * by its maximum. What was read before a fault stays in the response, as evidence. */
#ifndef TARGET_ANSWER_H
#define TARGET_ANSWER_H

#include "base/buf.h"
#include "base/message.h"

#include <stdbool.h>
#include <stddef.h>

struct answer {
    struct response *rs; /* status, headers, and in a fault the note are filled as they come */
    struct buf body;
    size_t header_bytes;
    unsigned lines, interim;
    enum { ANSWER_STATUS, ANSWER_HEADERS, ANSWER_BODY } next; /* BODY: the headers are whole */
    bool begun; /* a line came, be it an interim one */
    bool old;   /* HTTP/1.0 */
};

/* rs is a zeroed response that outlives the answer. */
struct answer answer_new(struct response *rs, size_t max_body);

/* False: read no more; rs->note says why. A line comes with its end. */
bool answer_line(struct answer *a, struct bytes line);
bool answer_piece(struct answer *a, struct bytes piece);

/* Hands the body to rs. False, and a note, when the headers contradict each other or the body is
 * encoded (Content-Encoding). */
bool answer_end(struct answer *a);

/* How far it came, to go on "the connection ended ...". Constant text. */
const char *answer_stage(const struct answer *a);

#endif
