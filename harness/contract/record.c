#include "contract/record.h"

#include "base/json.h"
#include "base/mem.h"
#include "contract/body.h"
#include "contract/record_line.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

struct record {
    pthread_mutex_t lock;
    int fd;
    int failed; /* errno of the first write that failed; nothing is written after it */
    char *path;
    unsigned exchanges;
    size_t written;  /* bytes */
    struct buf text; /* of the line being written */
    struct secrets secrets;
    char **headers; /* names whose values are never written */
    size_t header_count;
    void (*observe)(void *context, const struct record_seen *seen);
    void *observer;
};

int record_open(struct record **out, const char *path, struct err *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644);
    if (fd < 0)
        return err_set(err, "%s: cannot be written: %s", path, strerror(errno));
    struct record *r = mem_alloc(sizeof *r);
    pthread_mutex_init(&r->lock, NULL);
    r->fd = fd;
    r->path = mem_string(path);
    r->text = buf_new(SIZE_MAX / 4);
    *out = r;
    record_secret_header(r, "authorization");
    record_secret_header(r, "proxy-authorization");
    return 0;
}

int record_close(struct record *r, struct err *err)
{
    if (!r)
        return 0;
    if (!r->failed && fsync(r->fd) && errno != EINVAL && errno != EROFS)
        r->failed = errno;
    if (close(r->fd) && !r->failed)
        r->failed = errno;
    int status = 0;
    if (r->failed)
        status =
            err_set(err, "%s: not all of it could be written: %s", r->path, strerror(r->failed));
    for (size_t i = 0; i < r->header_count; i++)
        free(r->headers[i]);
    free(r->headers);
    secrets_free(&r->secrets);
    buf_free(&r->text);
    pthread_mutex_destroy(&r->lock);
    free(r->path);
    free(r);
    return status;
}

void record_observe(struct record *r,
                    void (*observe)(void *context, const struct record_seen *seen), void *context)
{
    r->observe = observe;
    r->observer = context;
}

void record_secret(struct record *r, const char *secret)
{
    pthread_mutex_lock(&r->lock);
    secrets_add(&r->secrets, secret);
    pthread_mutex_unlock(&r->lock);
}

void record_secret_header(struct record *r, const char *name)
{
    pthread_mutex_lock(&r->lock);
    r->headers = mem_grow(r->headers, r->header_count + 1, sizeof *r->headers);
    r->headers[r->header_count++] = mem_string(name);
    pthread_mutex_unlock(&r->lock);
}

void record_fill(struct record *r)
{
    pthread_mutex_lock(&r->lock);
    r->written = RECORD_FULL;
    pthread_mutex_unlock(&r->lock);
}

static bool is_secret_header(const struct record *r, const char *name)
{
    for (size_t i = 0; i < r->header_count; i++)
        if (strcasecmp(r->headers[i], name) == 0)
            return true;
    return false;
}

/* Members of the head that only ever hold the suite's own words (record_line.h). */
static bool own_words(const char *name)
{
    static const char *const names[] = {"level", "status", "outcome", "asked", "id"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (name && strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static void redact_string(const struct secrets *secrets, cJSON *string)
{
    struct buf out = buf_new(SIZE_MAX / 4);
    secrets_apply(secrets, bytes_of(string->valuestring), SIZE_MAX, &out);
    if (strcmp(buf_view(&out).ptr, string->valuestring) != 0)
        cJSON_SetValuestring(string, out.data);
    buf_free(&out);
}

static void redact_tree(const struct secrets *secrets, cJSON *tree, bool own)
{
    for (cJSON *child = tree->child; child && secrets->count; child = child->next) {
        if (!cJSON_IsString(child))
            redact_tree(secrets, child, false);
        else if (!own || !own_words(child->string))
            redact_string(secrets, child);
    }
}

static void write_text(struct record *r, const char *text, size_t len)
{
    r->written += len;
    while (len && !r->failed) {
        ssize_t done = write(r->fd, text, len);
        if (done < 0 && errno != EINTR)
            r->failed = errno;
        text += done > 0 ? done : 0;
        len -= done > 0 ? (size_t)done : 0;
    }
}

/* --- lines --- */

static struct record_line begin(struct record *r, const char *type)
{
    pthread_mutex_lock(&r->lock);
    buf_clear(&r->text);
    return put_begin(&r->text, &r->secrets, type);
}

static void end(struct record *r, struct record_line *l, struct record_seen seen)
{
    put_end(l);
    seen.line = buf_view(&r->text);
    if (r->observe)
        r->observe(r->observer, &seen);
    write_text(r, r->text.data, r->text.len);
    pthread_mutex_unlock(&r->lock);
}

void record_head(struct record *r, cJSON *head)
{
    const cJSON *member;
    struct record_line line = begin(r, "head");
    put_number(&line, "schema", 1);
    redact_tree(&r->secrets, head, true);
    cJSON_ArrayForEach(member, head) put_value(&line, member->string, member);
    end(r, &line, (struct record_seen){0});
    cJSON_Delete(head);
}

/* How much of a message is kept. */
struct share {
    size_t body, headers, header;
};

/* A long request that is cut cannot be sent again: what shows what it was is enough. */
static size_t kept_of_request(const struct share *share, size_t len)
{
    return len > share->body && share->body ? RECORD_BEGINNING : share->body;
}

static struct share share_of(const struct record *r, bool answer)
{
    if (r->written >= RECORD_FULL)
        return (struct share){0};
    if (answer)
        return (struct share){RECORD_ANSWER_MAX, RECORD_ANSWER_HEADERS_MAX,
                              RECORD_ANSWER_HEADER_MAX};
    return (struct share){RECORD_BODY_MAX, RECORD_HEADERS_MAX, RECORD_HEADERS_MAX};
}

static void add_header(const struct record *r, struct record_line *to, const struct header *h,
                       size_t max)
{
    bool secret = h->value[0] && is_secret_header(r, h->name);
    put_open(to, NULL, '{');
    put_text(to, "name", h->name);
    put_start(to, "value", secret ? REDACTED : h->value, max);
    if (!secret && strlen(h->value) > max)
        put_number(to, "valueLength", (double)strlen(h->value));
    put_close(to, '}');
}

/* Those that fit; the first that does not is the last that is looked at. */
static void add_headers(const struct record *r, struct record_line *to,
                        const struct headers *headers, const struct share *share)
{
    size_t kept = 0, i = 0;
    put_open(to, "headers", '[');
    for (; i < headers->count; i++) {
        const struct header *h = &headers->list[i];
        size_t value = strlen(h->value);
        kept += strlen(h->name) + (value < share->header ? value : share->header);
        if (kept > share->headers)
            break;
        add_header(r, to, h, share->header);
    }
    put_close(to, ']');
    if (i < headers->count)
        put_bool(to, "headersCut", true);
}

static void add_request(struct record *r, struct record_line *to, const struct record_exchange *x,
                        bool key)
{
    const struct request *rq = x->request;
    char *url =
        mem_format("%s%s%s", x->origin ? x->origin : "", x->prefix ? x->prefix : "", rq->path);
    put_open(to, "request", '{');
    put_words(to, "method", rq->method);
    put_text(to, "url", url);
    struct share share = share_of(r, false);
    add_headers(r, to, &rq->headers, &share);
    if (rq->anonymous)
        put_bool(to, "anonymous", true);
    if (rq->body)
        body_line(to, &r->secrets, (struct bytes){rq->body, rq->body_len},
                  key ? BODY_KEY_REQUEST : BODY_PLAIN, kept_of_request(&share, rq->body_len));
    put_close(to, '}');
    free(url);
}

static void add_response(struct record *r, struct record_line *to, const struct response *rs,
                         bool key)
{
    put_open(to, "response", '{');
    put_words(to, "delivery", delivery_name(rs->delivery));
    if (rs->status)
        put_number(to, "status", rs->status);
    struct share share = share_of(r, true);
    add_headers(r, to, &rs->headers, &share);
    if (rs->body)
        body_line(to, &r->secrets, (struct bytes){rs->body, rs->body_len},
                  key ? BODY_KEY_ANSWER : BODY_PLAIN, share.body);
    put_text(to, "note", rs->note);
    put_number(to, "micros", rs->micros);
    put_close(to, '}');
}

const char *role_name(enum role r)
{
    static const char *const roles[] = {"discovery", "given", "step",
                                        "read-back", "twin",  "cleanup"};
    return roles[r];
}

unsigned record_exchange(struct record *r, const struct record_exchange *x)
{
    bool key = body_is_key(x->request->path);
    struct record_line line = begin(r, "exchange");
    unsigned id = ++r->exchanges;
    put_number(&line, "id", id);
    put_words(&line, "case", x->case_id);
    put_count(&line, "step", x->step);
    put_words(&line, "role", role_name(x->role));
    put_seconds(&line, "at", x->at);
    add_request(r, &line, x, key);
    add_response(r, &line, x->response, key);
    if (x->again)
        put_seconds(&line, "retryAfter", x->wait);
    end(r, &line, (struct record_seen){.exchange = x});
    return id;
}

/* "core/put-required" of "core/put-required/location@CORE-30", "every-answer" of
 * "every-answer@CORE-23". */
static size_t scenario_length(const char *id)
{
    size_t end = strcspn(id, "@"), first = strcspn(id, "/@");
    if (first == end)
        return end;
    return first + 1 + strcspn(id + first + 1, "/@");
}

void record_check(struct record *r, const struct contract *c, const struct check *check)
{
    const struct clause *clause = &c->clauses.list[check->clause];
    char *scenario = mem_copy(check->id, scenario_length(check->id));
    struct record_line line = begin(r, "check");
    put_words(&line, "id", check->id);
    put_words(&line, "clause", clause->id);
    put_words(&line, "level", level_name(clause->level));
    put_words(&line, "strength", clause->must ? "must" : "should");
    put_words(&line, "scenario", scenario);
    put_words(&line, "case", check->case_id);
    put_text(&line, "says", check->says);
    put_count(&line, "step", check->step);
    put_words(&line, "status", status_name(check->status));
    put_start(&line, "message", check->message, RECORD_TEXT_MAX);
    put_start(&line, "where", check->where, RECORD_TEXT_MAX);
    put_start(&line, "expected", check->expected, RECORD_TEXT_MAX);
    put_start(&line, "actual", check->actual, RECORD_TEXT_MAX);
    put_words(&line, "blockedBy", check->blocked_by);
    put_start(&line, "requestId", check->request_id, RECORD_TEXT_MAX);
    put_count(&line, "exchange", check->exchange);
    put_count(&line, "occurrences", check->occurrences);
    put_count(&line, "broken", check->broken);
    end(r, &line, (struct record_seen){.check = check});
    free(scenario);
}

static void add_clauses(struct record_line *to, const struct contract *c, const struct verdict *v)
{
    put_open(to, "clauses", '[');
    for (size_t i = 0; i < c->clauses.count; i++) {
        put_open(to, NULL, '{');
        put_words(to, "id", c->clauses.list[i].id);
        put_words(to, "status", status_name(v->clauses[i]));
        put_number(to, "checks", (double)v->checks[i]);
        put_close(to, '}');
    }
    put_close(to, ']');
}

static void add_reasons(struct record_line *to, const struct verdict *v)
{
    put_open(to, "reasons", '[');
    for (size_t i = 0; i < v->reason_count; i++)
        put_text(to, NULL, v->reasons[i]);
    put_close(to, ']');
}

static void add_counts(struct record_line *to, const struct verdict *v)
{
    put_open(to, "counts", '{');
    for (int i = 0; i < STATUSES; i++)
        put_number(to, status_name((enum status)i), (double)v->counts[i]);
    put_close(to, '}');
}

void record_verdict(struct record *r, const struct contract *c, const struct verdict *v, int asked,
                    bool interrupted, double seconds)
{
    static const char *const outcomes[] = {"certified",   "not-conforming", "usage",
                                           "unreachable", "internal",       "incomplete"};
    struct record_line line = begin(r, "verdict");
    if (v->level < 0)
        put_null(&line, "level");
    else
        put_words(&line, "level", level_name((enum level)v->level));
    put_words(&line, "asked", asked == LEVELS ? "all" : level_name((enum level)asked));
    put_words(&line, "outcome", outcomes[v->outcome]);
    put_number(&line, "exitCode", v->outcome);
    add_counts(&line, v);
    add_clauses(&line, c, v);
    add_reasons(&line, v);
    put_bool(&line, "interrupted", interrupted);
    put_seconds(&line, "seconds", seconds);
    end(r, &line, (struct record_seen){0});
}
