/* Connections that end, stop, come late or early, and TLS that is none. */
#include "conformance/tests/hostile.h"

#define EARLY                                                                                      \
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n"              \
    "{\"name\":\"early\"}"

/* Each answer is the one to the request before. */
static bool answer_late(struct line *l, const struct request *rq)
{
    struct response now;
    service_handle(l->server->service, rq, &now);
    if (!l->late.status)
        service_handle(l->server->service, rq, &l->late);
    bool fine = line_answer(l, &l->late, rq);
    response_free(&l->late);
    l->late = now;
    return fine;
}

static bool answer_twice(struct line *l, const struct request *rq)
{
    struct response rs;
    service_handle(l->server->service, rq, &rs);
    bool fine = line_answer(l, &rs, rq) && line_answer(l, &rs, rq);
    response_free(&rs);
    return fine;
}

const struct mode modes_line[] = {
    {.name = "silent", .says = "reads, and never answers", .mute = true, .end = STALL},
    {.name = "deaf", .says = "accepts, and never does anything", .when = ON_ACCEPT, .end = IGNORE},
    {.name = "closes", .says = "accepts and closes at once", .when = ON_ACCEPT, .end = CLOSE},
    {.name = "closes-unanswered",
     .says = "closes when it has read a request",
     .mute = true,
     .end = CLOSE},
    {.name = "closes-unread",
     .says = "closes when it has read the head of a request",
     .when = ON_HEAD,
     .mute = true,
     .end = CLOSE},
    {.name = "closes-in-head",
     .says = "closes in the middle of the headers",
     .reach = HALF_HEAD,
     .end = CLOSE},
    {.name = "closes-in-body",
     .says = "closes half way through a body",
     .reach = HALF_BODY,
     .end = CLOSE},
    {.name = "closes-each-time",
     .says = "closes after each good answer without a word",
     .end = CLOSE,
     .ruling = RIGHT},
    {.name = "closes-politely",
     .says = "good answers that say the connection closes, and it does",
     .lines = BYTES("Connection: close\r\n"),
     .end = CLOSE,
     .ruling = RIGHT},
    {.name = "resets", .says = "RST at once", .when = ON_ACCEPT, .end = RESET},
    {.name = "resets-unanswered",
     .says = "RST when it has read a request",
     .mute = true,
     .end = RESET},
    {.name = "resets-in-body",
     .says = "RST in the middle of the answer",
     .reach = HALF_BODY,
     .end = RESET},
    {.name = "stops-in-head",
     .says = "says half the headers and no more",
     .reach = HALF_HEAD,
     .end = STALL},
    {.name = "stops-in-body",
     .says = "says half the body and no more",
     .reach = HALF_BODY,
     .end = STALL},
    {.name = "half-closes",
     .says = "says half the body, ends its side and keeps the other open",
     .reach = HALF_BODY,
     .end = SHUT},
    {.name = "dies", .says = "the process is gone", .mute = true, .end = DIE},
    {.name = "dies-in-body",
     .says = "the process is gone half way through a body",
     .reach = HALF_BODY,
     .end = DIE},
    {.name = "drips", .says = "a byte a second", .piece = 1, .pause_ms = 1000},
    {.name = "drips-quickly", .says = "a byte each 50 ms", .piece = 1, .pause_ms = 50},
    {.name = "slow",
     .says = "good answers in pieces, each a moment late",
     .piece = 128,
     .pause_ms = 10,
     .ruling = RIGHT},
    {.name = "early",
     .says = "answers before there is a request",
     .when = ON_ACCEPT,
     .text = BYTES(EARLY)},
    {.name = "early-body",
     .says = "answers when it has read the head of a request, then closes",
     .when = ON_HEAD,
     .text = BYTES(EARLY),
     .end = CLOSE},
    {.name = "late", .says = "answers the request before", .act = answer_late},
    {.name = "twice", .says = "two answers to one request", .act = answer_twice},
    {.name = "tls-self-signed",
     .says = "a certificate that nobody vouches for",
     .mute = true,
     .end = CLOSE,
     .certificate = UNKNOWN},
    {.name = "tls-elsewhere",
     .says = "a certificate for another host",
     .mute = true,
     .end = CLOSE,
     .certificate = ELSEWHERE},
    {.name = "tls-expired",
     .says = "a certificate of last year",
     .mute = true,
     .end = CLOSE,
     .certificate = EXPIRED},
    {.name = "tls-stops",
     .says = "never answers the handshake",
     .when = ON_ACCEPT,
     .end = STALL,
     .certificate = TRUSTED},
    {.name = "tls-garbage",
     .says = "nonsense in the place of a handshake",
     .when = ON_ACCEPT,
     .text = BYTES("\x16\x03\x03\xff\xff\x02\x00\x00\x00\x1b]0;owned\x07 and so on"),
     .end = STALL,
     .certificate = TRUSTED},
    {.name = "tls-alert",
     .says = "refuses every handshake",
     .when = ON_ACCEPT,
     .text = BYTES("\x15\x03\x03\x00\x02\x02\x28"),
     .end = CLOSE,
     .certificate = TRUSTED},
    {.name = "tls-not",
     .says = "plain HTTP on an https URL",
     .when = ON_ACCEPT,
     .text = BYTES("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"),
     .end = CLOSE,
     .certificate = TRUSTED},
    {.name = "tls-cut",
     .says = "ends TLS in the middle of the body",
     .reach = HALF_BODY,
     .end = CLOSE,
     .certificate = TRUSTED},
    {.name = "tls-unasked",
     .says = "TLS on an http URL",
     .when = ON_ACCEPT,
     .text = BYTES("\x15\x03\x01\x00\x02\x02\x46"),
     .end = STALL},
    {0},
};
