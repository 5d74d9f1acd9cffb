/* Where a body ends: lengths, chunks, encodings. */
#include "conformance/tests/hostile.h"

#include "base/mem.h"

#include <stdlib.h>

#define LENGTH "Content-Length"
#define BODY_MAX ((size_t)4 << 20)

static void set_length(struct response *rs, long long len)
{
    char *text = mem_format("%lld", len);
    headers_set(&rs->headers, LENGTH, text);
    free(text);
}

static void length_large(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    set_length(rs, (long long)rs->body_len + 100);
}

static void length_small(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    set_length(rs, (long long)rs->body_len / 2);
}

static void length_minus(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    set_length(rs, -(long long)rs->body_len - 1);
}

static void length_differs(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    set_length(rs, (long long)rs->body_len);
    headers_add(&rs->headers, LENGTH, "7");
}

static void length_text(struct response *rs, const char *text)
{
    headers_set(&rs->headers, LENGTH, text);
}

static void length_word(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    length_text(rs, "plenty");
}

static void length_huge(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    length_text(rs, "99999999999999999999999999999999999999");
}

static void length_tera(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    length_text(rs, "1099511627776");
}

/* --- chunks --- */

/* The body in chunks of `size` bytes, and whatever is to follow them. */
static void chunk(struct response *rs, size_t size, const char *last)
{
    struct buf b = buf_new(BODY_MAX);
    if (rs->status == 204)
        return;
    for (size_t at = 0; at < rs->body_len; at += size) {
        size_t len = rs->body_len - at < size ? rs->body_len - at : size;
        buf_format(&b, "%zx\r\n", len);
        buf_add(&b, rs->body + at, len);
        buf_text(&b, "\r\n");
    }
    buf_text(&b, last);
    headers_set(&rs->headers, "Transfer-Encoding", "chunked");
    body_set(rs, &b);
}

static void chunks_open(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    chunk(rs, BODY_MAX, "");
}

static void chunks_tiny(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    chunk(rs, 1, "0\r\n\r\n");
}

static void chunks_counted(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    set_length(rs, 5);
    chunk(rs, 64, "0\r\n\r\n");
}

static void encoding_unknown(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    headers_set(&rs->headers, "Transfer-Encoding", "rot13, chunked");
}

/* --- gzip --- */

struct bits {
    struct buf *to;
    unsigned held, count;
};

static void put_bit(struct bits *b, unsigned bit)
{
    b->held |= bit << b->count++;
    if (b->count == 8) {
        buf_byte(b->to, (char)b->held);
        b->held = b->count = 0;
    }
}

/* The first bit of a Huffman code comes first. */
static void put_code(struct bits *b, unsigned code, unsigned width)
{
    while (width--)
        put_bit(b, code >> width & 1);
}

/* One fixed block (RFC 1951): a space, then "258 bytes from one byte back" a million times. */
static void gzip_bomb(struct response *rs, const struct line *l, const struct request *rq)
{
    static const char head[] = "\x1f\x8b\x08\0\0\0\0\0\0\x03";
    struct buf body = buf_new(BODY_MAX);
    struct bits b = {&body, 0, 0};
    (void)l, (void)rq;
    buf_add(&body, head, sizeof head - 1);
    put_bit(&b, 1);
    put_bit(&b, 1);
    put_bit(&b, 0);
    put_code(&b, 0x30 + ' ', 8);
    for (int i = 0; i < 1000000; i++) {
        put_code(&b, 0xc5, 8);
        put_code(&b, 0, 5);
    }
    put_code(&b, 0, 7);
    while (b.count)
        put_bit(&b, 0);
    buf_add(&body, "\0\0\0\0\0\0\0\0", 8);
    headers_set(&rs->headers, "Content-Encoding", "gzip");
    body_set(rs, &body);
}

static void deflate_garbage(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    headers_set(&rs->headers, "Content-Encoding", "deflate");
    for (size_t i = 0; i < rs->body_len; i++)
        rs->body[i] = (char)(rs->body[i] * 151 + (int)i);
}

static void encodings(struct response *rs, const struct line *l, const struct request *rq)
{
    (void)l, (void)rq;
    struct buf all = buf_new(BODY_MAX);
    for (int i = 0; i < 1000; i++)
        buf_text(&all, "gzip, ");
    buf_text(&all, "br");
    char *text = buf_take(&all);
    headers_set(&rs->headers, "Content-Encoding", text);
    free(text);
}

#define CHUNKED                                                                                    \
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"

const struct mode modes_frame[] = {
    {.name = "length-large",
     .says = "a length beyond the body, and nothing more",
     .spoil = length_large,
     .end = STALL},
    {.name = "length-large-closes",
     .says = "a length beyond the body, then closes",
     .spoil = length_large,
     .end = CLOSE},
    {.name = "length-small", .says = "a length of half the body", .spoil = length_small},
    {.name = "length-negative", .says = "a length below zero", .spoil = length_minus},
    {.name = "lengths-differ", .says = "two lengths", .spoil = length_differs},
    {.name = "length-word", .says = "a length that is no number", .spoil = length_word},
    {.name = "length-huge", .says = "a length of 38 digits", .spoil = length_huge},
    {.name = "length-tera",
     .says = "a length of a tebibyte, and it comes",
     .spoil = length_tera,
     .again = BYTES("                                                                ")},
    {.name = "length-and-chunks",
     .says = "a length, and chunks that differ from it",
     .spoil = chunks_counted,
     .ruling = EITHER},
    {.name = "body-endless",
     .says = "a body without length and end",
     .without = LENGTH,
     .again = BYTES("                                                                ")},
    {.name = "chunks-endless",
     .says = "chunks without end",
     .spoil = chunks_open,
     .without = LENGTH,
     .again = BYTES("8\r\n        \r\n")},
    {.name = "chunks-tiny",
     .says = "good answers, a chunk a byte",
     .spoil = chunks_tiny,
     .without = LENGTH,
     .ruling = RIGHT},
    {.name = "chunk-garbage",
     .says = "a chunk size that is no number",
     .text = BYTES(CHUNKED "size\r\n{}\r\n0\r\n\r\n")},
    {.name = "chunk-empty-size",
     .says = "a chunk without a size",
     .text = BYTES(CHUNKED "\r\n{}\r\n0\r\n\r\n")},
    {.name = "chunk-huge",
     .says = "a chunk of 16 exbibytes",
     .text = BYTES(CHUNKED "ffffffffffffffff\r\n{}"),
     .end = STALL},
    {.name = "chunk-overflow",
     .says = "a chunk size of 40 digits",
     .text = BYTES(CHUNKED "ffffffffffffffffffffffffffffffffffffffff\r\n{}"),
     .end = STALL},
    {.name = "chunk-negative",
     .says = "a chunk size below zero",
     .text = BYTES(CHUNKED "-2\r\n{}\r\n0\r\n\r\n")},
    {.name = "chunk-short",
     .says = "a chunk longer than its size",
     .text = BYTES(CHUNKED "2\r\n{\"name\":1}\r\n0\r\n\r\n")},
    {.name = "chunk-size-endless",
     .says = "a chunk size without end",
     .text = BYTES(CHUNKED),
     .again = BYTES("00000000000000000000000000000000")},
    {.name = "chunk-extension-endless",
     .says = "a chunk extension without end",
     .text = BYTES(CHUNKED "2;a=b"),
     .again = BYTES(";and=so;on=and;so=on;and=so;on=and;so=on")},
    {.name = "trailers-endless",
     .says = "trailers without end",
     .text = BYTES(CHUNKED "2\r\n{}\r\n0\r\n"),
     .again = BYTES("X-Trailer: and so on and so on and so on\r\n")},
    {.name = "chunks-cut",
     .says = "closes where the last chunk is due",
     .spoil = chunks_open,
     .without = LENGTH,
     .end = CLOSE},
    {.name = "chunks-stop",
     .says = "stops where the last chunk is due",
     .spoil = chunks_open,
     .without = LENGTH,
     .end = STALL},
    {.name = "transfer-unknown",
     .says = "a transfer encoding that nobody knows",
     .spoil = encoding_unknown,
     .without = LENGTH,
     .end = CLOSE},
    {.name = "gzip-bomb", .says = "1.6 MB that would be 258 MB", .spoil = gzip_bomb},
    {.name = "deflate-garbage", .says = "calls nonsense deflated", .spoil = deflate_garbage},
    {.name = "encodings", .says = "a thousand encodings, one over the other", .spoil = encodings},
    {0},
};
