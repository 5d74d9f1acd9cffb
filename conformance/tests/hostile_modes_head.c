/* Status lines and headers: too many, too long, malformed, leading elsewhere. */
#include "conformance/tests/hostile.h"

#include "base/mem.h"

#include <stdlib.h>

#define EMPTY "Content-Length: 0\r\n\r\n"
#define TEXT "Content-Type: text/plain\r\nContent-Length: 4\r\n\r\nhere"

/* The same place on the other host, where a good answer waits. */
static void lead_away(struct response *rs, const struct line *l, const struct request *rq)
{
    char *place = mem_format("http://127.0.0.2:%u%s", l->server->other_port, rq->path);
    headers_add(&rs->headers, "Location", place);
    headers_add(&rs->headers, "Content-Location", place);
    headers_add(&rs->headers, "Azure-AsyncOperation", place);
    headers_add(&rs->headers, "Refresh", place);
    char *next = mem_format("<%s>; rel=\"next\"", place);
    headers_add(&rs->headers, "Link", next);
    free(next);
    free(place);
}

static void lead_here(struct response *rs, const struct line *l, const struct request *rq)
{
    char *place = mem_format("http://127.0.0.1:%u%s", l->server->port, rq->path);
    headers_add(&rs->headers, "Location", place);
    free(place);
}

static void many_cookies(struct buf *to, size_t at)
{
    buf_format(to, "Set-Cookie: c%zu=%zu; Path=/\r\n", at, at);
}

static void odd_headers(struct buf *to, size_t at)
{
    buf_format(to, "X-%zu: and no end\r\n", at);
}

const struct mode modes_head[] = {
    {.name = "redirect-self",
     .says = "302 to the same place",
     .line = "HTTP/1.1 302 Found",
     .spoil = lead_here},
    {.name = "redirect-other",
     .says = "302 to another host",
     .line = "HTTP/1.1 302 Found",
     .spoil = lead_away},
    {.name = "redirect-307",
     .says = "307 to another host",
     .line = "HTTP/1.1 307 Temporary Redirect",
     .spoil = lead_away},
    {.name = "redirect-308",
     .says = "308 to another host",
     .line = "HTTP/1.1 308 Permanent Redirect",
     .spoil = lead_away},
    {.name = "redirect-303",
     .says = "303 to another host",
     .line = "HTTP/1.1 303 See Other",
     .spoil = lead_away},
    {.name = "leads-away",
     .says = "good answers with headers that lead to another host",
     .spoil = lead_away,
     .ruling = RIGHT},
    {.name = "async-elsewhere",
     .says = "202, to be asked about at another host",
     .line = "HTTP/1.1 202 Accepted",
     .spoil = lead_away},
    {.name = "redirect-file",
     .says = "302 to a file",
     .line = "HTTP/1.1 302 Found",
     .lines = BYTES("Location: file:///etc/passwd\r\n")},
    {.name = "asks-password",
     .says = "401 that asks for a password in every way",
     .text = BYTES("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"\x1b[31m\"\r\n"
                   "WWW-Authenticate: NTLM\r\nWWW-Authenticate: Negotiate\r\n" EMPTY)},
    {.name = "asks-proxy-password",
     .says = "407 though nobody asked a proxy",
     .text = BYTES("HTTP/1.1 407 Proxy Authentication Required\r\n"
                   "Proxy-Authenticate: Basic realm=\"x\"\r\n" EMPTY)},
    {.name = "http-0.9",
     .says = "text without a status line",
     .text = BYTES("<html>\x1b]0;owned\x07 no header at all</html>\r\n\r\n"),
     .end = CLOSE},
    {.name = "http-2",
     .says = "HTTP/2 frames",
     .text = BYTES("\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64PRI * HTTP/2.0\r\n"
                   "\r\nSM\r\n\r\n"),
     .end = STALL},
    {.name = "http-2-line", .says = "HTTP/2 in the status line", .version = "HTTP/2"},
    {.name = "http-9.9", .says = "HTTP/9.9", .version = "HTTP/9.9"},
    {.name = "http-1.0",
     .says = "HTTP/1.0, which ends with the connection",
     .version = "HTTP/1.0",
     .without = "Content-Length",
     .end = CLOSE,
     .ruling = RIGHT},
    {.name = "status-endless",
     .says = "a status line without an end",
     .text = BYTES("HTTP/1.1 200 "),
     .again = BYTES("and so on and so on and so on and so on and so on and so on and so on ")},
    {.name = "status-999", .says = "status 999", .line = "HTTP/1.1 999 Why Not"},
    {.name = "status-000", .says = "status 000", .line = "HTTP/1.1 000 Nothing"},
    {.name = "status-099", .says = "status 099", .line = "HTTP/1.1 099 Nothing"},
    {.name = "status-1000", .says = "status 1000", .line = "HTTP/1.1 1000 Much"},
    {.name = "status-negative", .says = "status -200", .line = "HTTP/1.1 -200 Less"},
    {.name = "status-word", .says = "a status that is no number", .line = "HTTP/1.1 fine OK"},
    {.name = "status-nul",
     .says = "a NUL in the status line",
     .text = BYTES("HTTP/1.1 200 O\0K\r\n" TEXT)},
    {.name = "status-204-body", .says = "204 with a body", .line = "HTTP/1.1 204 No Content"},
    {.name = "status-304", .says = "304 to everything", .line = "HTTP/1.1 304 Not Modified"},
    {.name = "status-205", .says = "205 with a body", .line = "HTTP/1.1 205 Reset Content"},
    {.name = "interims",
     .says = "100 Continue, without end",
     .mute = true,
     .again = BYTES("HTTP/1.1 100 Continue\r\n\r\n")},
    {.name = "interims-heavy",
     .says = "103 with headers, without end",
     .mute = true,
     .again = BYTES("HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n")},
    {.name = "interims-few",
     .says = "three interim answers before each good one",
     .before = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
               "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n",
     .ruling = RIGHT},
    {.name = "switches",
     .says = "101 to a protocol that nobody asked for",
     .text = BYTES("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
                   "Upgrade\r\n\r\n\x81\x05hello"),
     .end = STALL},
    {.name = "headers-endless",
     .says = "header lines without end",
     .text = BYTES("HTTP/1.1 200 OK\r\n"),
     .more = odd_headers},
    {.name = "header-endless",
     .says = "one header without end",
     .text = BYTES("HTTP/1.1 200 OK\r\nX-Long: "),
     .again = BYTES("and so on and so on and so on and so on and so on and so on and so on ")},
    {.name = "header-name-endless",
     .says = "the name of a header without end",
     .text = BYTES("HTTP/1.1 200 OK\r\n"),
     .again = BYTES("X-And-So-On-And-So-On-And-So-On-And-So-On-And-So-On-And-So-On-And-So")},
    {.name = "cookies",
     .says = "fifty thousand cookies",
     .text = BYTES("HTTP/1.1 200 OK\r\n"),
     .more = many_cookies,
     .times = 50000,
     .tail = BYTES(TEXT)},
    {.name = "header-injection",
     .says = "an answer split in two by what stands in a header",
     .lines = BYTES("ETag: \"a\"\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nX: y\r\n")},
    {.name = "header-cr",
     .says = "a bare CR in a header",
     .lines = BYTES("x-ms-request-id: abc\rInjected: yes\r\n")},
    {.name = "header-nul", .says = "a NUL in a header", .lines = BYTES("X-Odd: a\0b\r\n")},
    {.name = "header-no-colon", .says = "a header without a colon", .lines = BYTES("X-Odd\r\n")},
    {.name = "header-no-name", .says = "a header without a name", .lines = BYTES(": odd\r\n")},
    {.name = "header-space",
     .says = "white space before the colon",
     .lines = BYTES("X-Odd : yes\r\n")},
    {.name = "header-fold",
     .says = "a header over several lines",
     .lines = BYTES("X-Odd: a\r\n b\r\n\tc\r\n"),
     .ruling = EITHER},
    {.name = "header-fold-first",
     .says = "headers that begin with a folded line",
     .lines = BYTES(" folded\r\n")},
    {.name = "header-fold-endless",
     .says = "folded lines without end",
     .text = BYTES("HTTP/1.1 200 OK\r\nX-Odd: a\r\n"),
     .again = BYTES(" and so on\r\n")},
    {.name = "header-bytes",
     .says = "bytes beyond ASCII in a header",
     .lines = BYTES("x-ms-request-id: \xff\xfe\x80\xc3\xa9\r\n"),
     .ruling = RIGHT},
    {.name = "bare-lf",
     .says = "LF alone between the headers",
     .text = BYTES("HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: 4\n\nhere")},
    {.name = "throttled-429",
     .says = "429, try again after a second",
     .text = BYTES("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\n" EMPTY)},
    {.name = "throttled-huge",
     .says = "429, try again after three thousand years",
     .text = BYTES("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 99999999999\r\n" EMPTY)},
    {.name = "throttled-overflow",
     .says = "429 with more digits than a number has",
     .text = BYTES("HTTP/1.1 429 Too Many Requests\r\n"
                   "Retry-After: 99999999999999999999999999999999999999999\r\n" EMPTY)},
    {.name = "throttled-negative",
     .says = "503, try again before now",
     .text = BYTES("HTTP/1.1 503 Service Unavailable\r\nRetry-After: -5\r\n" EMPTY)},
    {.name = "throttled-date",
     .says = "503 until the end of the century",
     .text = BYTES("HTTP/1.1 503 Service Unavailable\r\n"
                   "Retry-After: Thu, 31 Dec 2099 23:59:59 GMT\r\n" EMPTY)},
    {.name = "throttled-past",
     .says = "503 until a date long ago",
     .text = BYTES("HTTP/1.1 503 Service Unavailable\r\n"
                   "Retry-After: Thu, 01 Jan 1970 00:00:00 GMT\r\n" EMPTY)},
    {.name = "throttled-garbage",
     .says = "503 until nobody knows when",
     .text = BYTES("HTTP/1.1 503 Service Unavailable\r\nRetry-After: \x1b[2J soon\r\n" EMPTY)},
    {0},
};
