#include "target/wire.h"

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
    struct wire *w;
    struct bytes parts[2]; /* what is still to be sent: head, body */
    struct answer answer;
    struct framing framing;
    curl_socket_t fd;
    double deadline;
    bool *told;     /* `waiting` was called for this request */
    bool connected; /* there was a connection to send it on */
    bool begun;     /* a byte of the answer came */
    bool deaf;      /* the peer takes no more */
    bool ended;     /* it has closed the connection */
    bool timed_out, given_up;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* --- connections --- */

static void forget_connection(struct wire *w)
{
    w->connected = false;
    buf_clear(&w->residue);
}

/* Whether the kept connection was closed meanwhile, or brought what nobody asked for. */
static bool is_stale(struct wire *w)
{
    char byte[512];
    size_t len = 0;
    CURLcode code = curl_easy_recv(w->curl, byte, sizeof byte, &len);
    if (code == CURLE_OK && len && w->pipelined)
        return !buf_add(&w->residue, byte, len);
    return code != CURLE_AGAIN;
}

/* What stands for a target that could not be reached; anything else is a fault on our side. */
static bool delivery_of(CURLcode code, enum delivery *out)
{
    static const CURLcode refused[] = {
        CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT,
        CURLE_SSL_CONNECT_ERROR,    CURLE_SSL_INVALIDCERTSTATUS,
        CURLE_SSL_ISSUER_ERROR,     CURLE_PEER_FAILED_VERIFICATION,
        CURLE_SSL_CERTPROBLEM,      CURLE_SSL_CIPHER,
        CURLE_RECV_ERROR,           CURLE_SEND_ERROR,
        CURLE_GOT_NOTHING,
    };
    if (code == CURLE_OPERATION_TIMEDOUT || code == CURLE_ABORTED_BY_CALLBACK) {
        *out = TIMED_OUT;
        return true;
    }
    *out = REFUSED;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (refused[i] == code)
            return true;
    return false;
}

static char *note_of(const struct wire *w, CURLcode code, const char *reason)
{
    if (code == CURLE_ABORTED_BY_CALLBACK)
        return mem_string("given up before there was a connection");
    if (code == CURLE_OPERATION_TIMEDOUT)
        return mem_format(
            "no whole answer within %u ms: time ran out before there was a connection",
            w->options->timeout_ms);
    return mem_format("no connection to %s: %s", w->origin, reason);
}

/* A handle of its own each time: libcurl loses the connection that a second one replaces. */
static int connect_anew(struct wire *w, struct response *rs, struct err *err)
{
    char reason[CURL_ERROR_SIZE] = "";
    CURLcode code = CURLE_OUT_OF_MEMORY;
    forget_connection(w);
    curl_easy_cleanup(w->curl);
    w->curl = curl_easy_duphandle(w->model);
    if (w->curl) {
        curl_easy_setopt(w->curl, CURLOPT_ERRORBUFFER, reason);
        code = curl_easy_perform(w->curl);
        curl_easy_setopt(w->curl, CURLOPT_ERRORBUFFER, NULL);
    }
    w->connected = code == CURLE_OK;
    if (w->connected)
        return 0;
    const char *words = reason[0] ? reason : curl_easy_strerror(code);
    if (!delivery_of(code, &rs->delivery))
        return err_set(err, "the request to %.300s could not be tried: %.300s", w->origin, words);
    rs->note = note_of(w, code, words);
    return 0;
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
    CURLcode code = curl_easy_send(t->w->curl, part->ptr, len, &sent);
    t->deaf = code != CURLE_OK && code != CURLE_AGAIN;
    part->ptr += sent;
    part->len -= sent;
}

static void tell(struct transfer *t)
{
    const struct target_options *o = t->w->options;
    if (*t->told || !o->waiting)
        return;
    *t->told = true;
    o->waiting(o->context);
}

static void take(struct transfer *t, struct bytes data)
{
    t->begun = true;
    size_t taken = framing_feed(&t->framing, data);
    if (t->framing.state == FRAMING_DONE && taken < data.len)
        buf_add(&t->w->residue, data.ptr + taken, data.len - taken);
}

static void receive_some(struct transfer *t)
{
    char data[PIECE];
    size_t len = 0;
    CURLcode code = curl_easy_recv(t->w->curl, data, sizeof data, &len);
    if (code == CURLE_AGAIN)
        return;
    if (code == CURLE_OK && len)
        take(t, (struct bytes){data, len});
    else
        t->ended = true;
}

static void wait_for(struct transfer *t)
{
    const struct target_options *o = t->w->options;
    double left = t->deadline - now();
    struct pollfd p = {.fd = t->fd,
                       .events = (short)(POLLIN | (t->deaf || all_sent(t) ? 0 : POLLOUT))};
    if (left <= 0)
        t->timed_out = true;
    else if (o->give_up && o->give_up(o->context))
        t->timed_out = t->given_up = true;
    else
        poll(&p, 1, left * 1000 < TICK_MS ? (int)(left * 1000) + 1 : TICK_MS);
}

/* What came behind the answer before is the beginning of this one. */
static void take_residue(struct transfer *t)
{
    struct buf early = t->w->residue;
    if (!early.len)
        return;
    t->w->residue = buf_new(RESIDUE_MAX);
    take(t, buf_view(&early));
    buf_free(&early);
}

static void transfer_run(struct transfer *t)
{
    take_residue(t);
    while (!answer_over(t) && !t->ended && !t->timed_out) {
        if (!t->deaf && !all_sent(t))
            send_some(t);
        if (all_sent(t))
            tell(t);
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
    const char *stage =
        t->begun && !t->answer.begun ? "in the first line of the answer" : answer_stage(&t->answer);
    rs->note = t->ended      ? mem_format("the connection ended %s", stage)
               : t->given_up ? mem_format("given up before the time was over, %s", stage)
                             : mem_format("no whole answer within %u ms: time ran out %s",
                                          t->w->options->timeout_ms, stage);
}

/* *t says how it went; without a connection, its delivery and note alone. */
static int try_once(struct transfer *t, const struct outbound *out, struct response *rs,
                    struct err *err)
{
    struct wire *w = t->w;
    t->deadline = now() + w->options->timeout_ms / 1000.0;
    if (!w->connected && connect_anew(w, rs, err))
        return -1;
    t->connected = w->connected;
    if (!t->connected)
        return 0;
    double begun = now();
    t->parts[0] = out->head;
    t->parts[1] = out->body;
    t->answer = answer_new(rs, out->answer_max ? out->answer_max : w->options->max_answer);
    t->framing = framing_new(&t->answer, out->no_body);
    curl_easy_getinfo(w->curl, CURLINFO_ACTIVESOCKET, &t->fd);
    transfer_run(t);
    conclude(t);
    rs->micros = (unsigned)((now() - begun) * 1e6);
    w->connected =
        framing_keeps(&t->framing) && all_sent(t) && !t->ended && (w->pipelined || !w->residue.len);
    framing_free(&t->framing);
    buf_free(&t->answer.body);
    return 0;
}

/* The first connection had been used before, and ended without a byte. */
static int try_again(struct wire *w, const struct outbound *out, bool *told, struct response *rs,
                     struct err *err)
{
    struct transfer t = {.w = w, .told = told};
    response_free(rs);
    if (try_once(&t, out, rs, err))
        return -1;
    if (!t.connected) {
        rs->delivery = DROPPED;
        free(rs->note);
        rs->note = mem_string("the connection ended before an answer began, and no other one "
                              "could be made");
    }
    return 0;
}

int wire_send(struct wire *w, const struct outbound *out, struct response *rs, struct err *err)
{
    bool told = false;
    if (w->residue.max == 0)
        w->residue = buf_new(RESIDUE_MAX);
    if (w->connected && is_stale(w))
        forget_connection(w);
    bool used = w->connected;
    struct transfer t = {.w = w, .told = &told};
    if (try_once(&t, out, rs, err))
        return -1;
    bool again = used && rs->delivery == DROPPED && !t.begun;
    return again ? try_again(w, out, &told, rs, err) : 0;
}

void wire_close(struct wire *w)
{
    curl_easy_cleanup(w->curl);
    buf_free(&w->residue);
    *w = (struct wire){0};
}
