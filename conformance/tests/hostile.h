/* hostile.h - a server that misbehaves in one of many ways, for the tests of connspec itself.
 *
 * What is good about its answers comes from the built-in reference service in this process; a mode
 * says what is done to them. Everything waits for the other side or for the end of the program. */
#ifndef TESTS_HOSTILE_H
#define TESTS_HOSTILE_H

#include "base/buf.h"
#include "base/message.h"
#include "reference/service.h"

#include <openssl/ssl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

/* --- modes --- */

enum when { ON_REQUEST, ON_HEAD, ON_ACCEPT }; /* how much is read before it misbehaves */
enum reach { WHOLE, HALF_HEAD, HALF_BODY };
/* STALL reads on, IGNORE does not, SHUT ends its side and stays, DIE ends the process. */
enum end { KEEP, CLOSE, STALL, IGNORE, RESET, SHUT, DIE };
enum certificate { NONE, TRUSTED, UNKNOWN, ELSEWHERE, EXPIRED, CERTIFICATES };

/* What a run may make of it: never a certificate; that too; or no failure at all. */
enum ruling { WRONG, EITHER, RIGHT };

struct line;

/* What an answer is made of, in this order: `text`, or a good answer with what is said here done to
 * it; then `more` or `again`, many times; then `tail`; then `end`. Zeroed members do nothing. */
struct mode {
    const char *name, *says;
    enum when when;
    struct bytes text;
    bool mute;          /* no good answer */
    const char *before; /* interim answers, say */
    const char *line;   /* the status line; or parts of it: */
    const char *version, *reason;
    struct bytes lines;  /* first of the headers, CR LF and all */
    const char *without; /* a header of the good answer that is left out */
    void (*spoil)(struct response *rs, const struct line *l, const struct request *rq);
    enum reach reach;
    void (*more)(struct buf *to, size_t at); /* piece number `at` */
    struct bytes again;
    size_t times; /* 0: until the other side closes */
    struct bytes tail;
    bool (*act)(struct line *l, const struct request *rq); /* does all of it; false closes */
    unsigned piece, pause_ms;                              /* so many bytes, then a pause */
    enum end end;
    enum certificate certificate; /* else than NONE: the URL is https */
    enum ruling ruling;
};

#define BYTES(literal)                                                                             \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

/* Each NULL-ended by a mode without a name. */
extern const struct mode modes_line[], modes_head[], modes_frame[], modes_body[], modes_text[];
const struct mode *mode_find(const char *name);
void mode_list(FILE *to);

/* --- the server --- */

struct hostile {
    const struct mode *mode;
    unsigned after, every; /* good answers first; then each so-manieth is bad */
    struct service *service;
    SSL_CTX *tls[CERTIFICATES];
    FILE *log;
    int stop[2]; /* readable once the program is to end */
    unsigned port, other_port;
    atomic_uint requests, accepted;
    pthread_mutex_t lock; /* of what follows, and of the log */
    pthread_cond_t fewer;
    unsigned lines;
};

/* One connection. */
struct line {
    struct hostile *server;
    int fd;
    SSL *ssl;
    bool other;            /* it came to the port that nobody was asked to visit */
    struct buf in;         /* read, but not used yet */
    struct response late;  /* kept for the next request */
    const struct mode *on; /* the mode, while it misbehaves */
};

void line_run(struct line *l); /* from accept to close */

/* Puts other bytes in the place of the body. */
void body_set(struct response *rs, struct buf *body);

/* All false when there is no more use in going on. */
bool line_say(struct line *l, struct bytes text);
bool line_answer(struct line *l, const struct response *rs, const struct request *rq);
bool line_stall(struct line *l); /* until the other side closes; always false */
bool line_pause(struct line *l, unsigned ms);

/* --- hostile_wire.c: what goes over a line --- */

bool wire_open(struct line *l, enum certificate certificate);
void wire_close(struct line *l);
long wire_read(struct line *l, char *to, size_t len);
long wire_write(struct line *l, const char *from, size_t len);

/* False where the line ended before there was a request; `head_only` leaves its body unread. */
bool wire_request(struct line *l, struct request *rq, bool head_only);

/* --- hostile_tls.c --- */

/* Makes the certificates; all but UNKNOWN are written to `cacert` to be trusted. */
bool tls_open(SSL_CTX *tls[CERTIFICATES], const char *cacert);
void tls_close(SSL_CTX *tls[CERTIFICATES]);

/* --- hostile_measure.c --- */

/* Runs a command, killed after `limit` seconds, and writes to `file` its peak memory in KiB, exit
 * status, milliseconds, and how many processes it left behind. */
int measure(const char *file, unsigned limit, char **command);

#endif
