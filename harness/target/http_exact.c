#include "target/http_exact.h"

#include "base/mem.h"
#include "target/framing.h"

#include <curl/curl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PIECE ((size_t)64 << 10)
#define RESIDUE_MAX ((size_t)64 << 10)
#define TICK_MS 500 /* how often give_up is asked */

/* One request under way. */
struct transfer {
    struct exact *e;
    struct bytes parts[2]; /* what is still to be sent: head, body */
    struct answer answer;
    struct framing framing;
    curl_socket_t fd;
    double deadline;
    bool deaf;  /* the peer takes no more */
    bool ended; /* it has closed the connection */
    bool timed_out, given_up;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* --- connections --- */

static void forget_connection(struct exact *e)
{
    e->connected = false;
    buf_clear(&e->residue);
}

/* Whether the kept connection was closed meanwhile; what came on it unasked is kept. */
static bool is_closed(struct exact *e)
{
    char byte[512];
    size_t len = 0;
    CURLcode code = curl_easy_recv(e->curl, byte, sizeof byte, &len);
    if (code == CURLE_OK && len)
        buf_add(&e->residue, byte, len);
    return code != CURLE_AGAIN && !(code == CURLE_OK && len);
}

/* A handle of its own each time: libcurl loses the connection that a second one replaces. */
static bool connect_anew(struct exact *e, struct response *rs)
{
    char reason[CURL_ERROR_SIZE] = "";
    forget_connection(e);
    curl_easy_cleanup(e->curl);
    e->curl = curl_easy_duphandle(e->model);
    CURLcode code = CURLE_OUT_OF_MEMORY;
    if (e->curl) {
        curl_easy_setopt(e->curl, CURLOPT_ERRORBUFFER, reason);
        code = curl_easy_perform(e->curl);
        curl_easy_setopt(e->curl, CURLOPT_ERRORBUFFER, NULL);
    }
    e->connected = code == CURLE_OK;
    if (e->connected)
        return true;
    rs->delivery =
        code == CURLE_OPERATION_TIMEDOUT || code == CURLE_ABORTED_BY_CALLBACK ? TIMED_OUT : REFUSED;
    rs->note = mem_format("no connection: %s", reason[0] ? reason : curl_easy_strerror(code));
    return false;
}

/* --- one request --- */

static bool all_sent(const struct transfer *t)
{
    return !t->parts[0].len && !t->parts[1].len;
}

static bool answer_over(const struct transfer *t)
{
    return t->framing.state == FRAMING_DONE || t->framing.state == FRAMING_BROKEN;
}

static void send_some(struct transfer *t)
{
    struct bytes *part = t->parts[0].len ? &t->parts[0] : &t->parts[1];
    size_t sent = 0, len = part->len < PIECE ? part->len : PIECE;
    CURLcode code = curl_easy_send(t->e->curl, part->ptr, len, &sent);
    t->deaf = code != CURLE_OK && code != CURLE_AGAIN;
    part->ptr += sent;
    part->len -= sent;
}

static void take(struct transfer *t, struct bytes data)
{
    size_t taken = framing_feed(&t->framing, data);
    if (t->framing.state == FRAMING_DONE && taken < data.len)
        buf_add(&t->e->residue, data.ptr + taken, data.len - taken);
}

static void receive_some(struct transfer *t)
{
    char data[PIECE];
    size_t len = 0;
    CURLcode code = curl_easy_recv(t->e->curl, data, sizeof data, &len);
    if (code == CURLE_AGAIN)
        return;
    if (code == CURLE_OK && len)
        take(t, (struct bytes){data, len});
    else
        t->ended = true;
}

static void wait_for(struct transfer *t)
{
    double left = t->deadline - now();
    struct pollfd p = {.fd = t->fd,
                       .events = (short)(POLLIN | (t->deaf || all_sent(t) ? 0 : POLLOUT))};
    if (left <= 0)
        t->timed_out = true;
    else if (t->e->give_up && t->e->give_up(t->e->context))
        t->timed_out = t->given_up = true;
    else
        poll(&p, 1, left * 1000 < TICK_MS ? (int)(left * 1000) + 1 : TICK_MS);
}

static void transfer_run(struct transfer *t)
{
    struct bytes early = buf_view(&t->e->residue);
    char *copy = early.len ? mem_copy(early.ptr, early.len) : NULL;
    buf_clear(&t->e->residue);
    if (copy)
        take(t, (struct bytes){copy, early.len});
    free(copy);
    while (!answer_over(t) && !t->ended && !t->timed_out) {
        if (!t->deaf && !all_sent(t))
            send_some(t);
        receive_some(t);
        if (!answer_over(t) && !t->ended)
            wait_for(t);
    }
}

static void conclude(struct transfer *t)
{
    struct response *rs = t->answer.rs;
    bool whole = t->framing.state == FRAMING_DONE || (t->ended && framing_close(&t->framing));
    bool agree = answer_end(&t->answer);
    if (rs->note || !agree)
        rs->delivery = GARBLED;
    else if (whole)
        rs->delivery = ANSWERED;
    else
        rs->delivery = t->ended ? DROPPED : TIMED_OUT;
    if (rs->delivery == ANSWERED || rs->note)
        return;
    const char *stage = answer_stage(&t->answer);
    rs->note = t->ended      ? mem_format("the connection ended %s", stage)
               : t->given_up ? mem_format("given up before the time was over, %s", stage)
                             : mem_format("no whole answer within %u ms: time ran out %s",
                                          t->e->timeout_ms, stage);
}

/* True when it is to be tried once more, on a new connection. */
static bool try_once(struct exact *e, struct bytes head, struct bytes body, bool is_head,
                     struct response *rs)
{
    bool used = e->connected;
    double begun = now();
    if (!used && !connect_anew(e, rs))
        return false;
    struct transfer t = {.e = e,
                         .parts = {head, body},
                         .answer = answer_new(rs, e->max_answer),
                         .deadline = begun + e->timeout_ms / 1000.0};
    t.framing = framing_new(&t.answer, is_head);
    curl_easy_getinfo(e->curl, CURLINFO_ACTIVESOCKET, &t.fd);
    transfer_run(&t);
    conclude(&t);
    rs->micros = (unsigned)((now() - begun) * 1e6);
    e->connected = framing_keeps(&t.framing) && all_sent(&t) && !t.ended;
    bool again = used && rs->delivery == DROPPED && !t.answer.begun;
    framing_free(&t.framing);
    buf_free(&t.answer.body);
    return again;
}

void exact_send(struct exact *e, struct bytes head, struct bytes body, bool is_head,
                struct response *rs)
{
    if (e->residue.max == 0)
        e->residue = buf_new(RESIDUE_MAX);
    if (e->connected && is_closed(e))
        forget_connection(e);
    if (!try_once(e, head, body, is_head, rs))
        return;
    response_free(rs);
    try_once(e, head, body, is_head, rs);
}

void exact_close(struct exact *e)
{
    curl_easy_cleanup(e->curl);
    curl_easy_cleanup(e->model);
    buf_free(&e->residue);
    *e = (struct exact){0};
}
