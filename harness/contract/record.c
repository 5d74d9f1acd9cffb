#include "contract/record.h"

#include "base/json.h"
#include "base/mem.h"
#include "contract/body.h"
#include "contract/redact.h"
#include "contract/utf8.h"

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
    void (*observe)(void *context, const cJSON *line);
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

void record_observe(struct record *r, void (*observe)(void *context, const cJSON *line),
                    void *context)
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

/* Text of unknown origin as JSON can hold it: what is no UTF-8 becomes U+FFFD. */
static void add_text(cJSON *to, const char *name, const char *text)
{
    if (!text)
        return;
    if (utf8_valid(bytes_of(text))) {
        cJSON_AddStringToObject(to, name, text);
        return;
    }
    struct buf clean = buf_new(SIZE_MAX / 4);
    struct bytes rest = bytes_of(text);
    while (rest.len) {
        size_t len = utf8_next(rest, NULL);
        if (len)
            buf_add(&clean, rest.ptr, len);
        else
            utf8_add(&clean, 0xfffd);
        rest.ptr += len ? len : 1;
        rest.len -= len ? len : 1;
    }
    cJSON_AddStringToObject(to, name, buf_view(&clean).ptr);
    buf_free(&clean);
}

static void add_count(cJSON *to, const char *name, unsigned count)
{
    if (count)
        cJSON_AddNumberToObject(to, name, count);
}

/* To the microsecond. */
static void add_seconds(cJSON *to, const char *name, double seconds)
{
    cJSON_AddNumberToObject(to, name, (double)(long long)(seconds * 1e6) / 1e6);
}

/* Members that only ever hold the suite's own words. A short secret that happens to be one of them
 * must not make the line unreadable. */
static bool own_words(const char *name)
{
    static const char *const names[] = {"type",   "id",       "clause", "level",    "strength",
                                        "case",   "scenario", "status", "role",     "delivery",
                                        "method", "outcome",  "asked",  "blockedBy"};
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

/* `own`: whether members of this level, and below it, may hold the suite's own words. */
static void redact_tree(const struct secrets *secrets, cJSON *tree, bool own, bool own_below)
{
    if (!secrets->count)
        return;
    for (cJSON *child = tree->child; child; child = child->next) {
        if (!cJSON_IsString(child))
            redact_tree(secrets, child, own_below, own_below);
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

/* Takes the line. */
static void write_line(struct record *r, cJSON *line)
{
    if (r->observe)
        r->observe(r->observer, line);
    buf_clear(&r->text);
    json_add_visible(&r->text, line);
    buf_byte(&r->text, '\n');
    write_text(r, r->text.data, r->text.len);
    cJSON_Delete(line);
}

static cJSON *new_line(const char *type)
{
    cJSON *line = cJSON_CreateObject();
    cJSON_AddStringToObject(line, "type", type);
    return line;
}

void record_head(struct record *r, cJSON *head)
{
    cJSON *line = new_line("head");
    cJSON_AddNumberToObject(line, "schema", 1);
    pthread_mutex_lock(&r->lock);
    redact_tree(&r->secrets, head, true, false);
    while (head->child) {
        cJSON *member = cJSON_DetachItemViaPointer(head, head->child);
        cJSON_AddItemToObject(line, member->string, member);
    }
    write_line(r, line);
    pthread_mutex_unlock(&r->lock);
    cJSON_Delete(head);
}

/* At most so many bytes; no secret is cut in two. */
static void add_start(const struct record *r, cJSON *to, const char *name, const char *text,
                      size_t max)
{
    struct bytes all = bytes_of(text ? text : "");
    if (all.len <= max) {
        add_text(to, name, text);
        return;
    }
    struct buf out = buf_new(SIZE_MAX / 4);
    secrets_apply(&r->secrets, all, utf8_cut(all, max), &out);
    buf_text(&out, "...");
    add_text(to, name, buf_view(&out).ptr);
    buf_free(&out);
}

/* How much of a message is kept. */
struct share {
    size_t body, headers, header;
};

static struct share share_of(const struct record *r, bool answer)
{
    if (r->written >= RECORD_FULL)
        return (struct share){0};
    if (answer)
        return (struct share){RECORD_ANSWER_MAX, RECORD_ANSWER_HEADERS_MAX,
                              RECORD_ANSWER_HEADER_MAX};
    return (struct share){RECORD_BODY_MAX, RECORD_HEADERS_MAX, RECORD_HEADERS_MAX};
}

static cJSON *header_line(const struct record *r, const struct header *h, size_t max)
{
    cJSON *header = cJSON_CreateObject();
    bool secret = h->value[0] && is_secret_header(r, h->name);
    add_text(header, "name", h->name);
    add_start(r, header, "value", secret ? REDACTED : h->value, max);
    if (!secret && strlen(h->value) > max)
        cJSON_AddNumberToObject(header, "valueLength", (double)strlen(h->value));
    return header;
}

/* Those that fit; the first that does not is the last that is looked at. */
static void add_headers(const struct record *r, cJSON *to, const struct headers *headers,
                        const struct share *share)
{
    cJSON *list = cJSON_AddArrayToObject(to, "headers");
    size_t kept = 0;
    for (size_t i = 0; i < headers->count; i++) {
        const struct header *h = &headers->list[i];
        size_t value = strlen(h->value);
        kept += strlen(h->name) + (value < share->header ? value : share->header);
        if (kept > share->headers) {
            cJSON_AddTrueToObject(to, "headersCut");
            return;
        }
        cJSON_AddItemToArray(list, header_line(r, h, share->header));
    }
}

static void add_request(struct record *r, cJSON *line, const struct record_exchange *x, bool key)
{
    const struct request *rq = x->request;
    cJSON *to = cJSON_AddObjectToObject(line, "request");
    char *url =
        mem_format("%s%s%s", x->origin ? x->origin : "", x->prefix ? x->prefix : "", rq->path);
    add_text(to, "method", rq->method);
    add_text(to, "url", url);
    struct share share = share_of(r, false);
    add_headers(r, to, &rq->headers, &share);
    if (rq->anonymous)
        cJSON_AddTrueToObject(to, "anonymous");
    if (rq->body)
        body_line(to, &r->secrets, (struct bytes){rq->body, rq->body_len},
                  key ? BODY_KEY_REQUEST : BODY_PLAIN, share.body);
    free(url);
}

static void add_response(struct record *r, cJSON *line, const struct response *rs, bool key)
{
    cJSON *to = cJSON_AddObjectToObject(line, "response");
    cJSON_AddStringToObject(to, "delivery", delivery_name(rs->delivery));
    if (rs->status)
        cJSON_AddNumberToObject(to, "status", rs->status);
    struct share share = share_of(r, true);
    add_headers(r, to, &rs->headers, &share);
    if (rs->body)
        body_line(to, &r->secrets, (struct bytes){rs->body, rs->body_len},
                  key ? BODY_KEY_ANSWER : BODY_PLAIN, share.body);
    add_text(to, "note", rs->note);
    cJSON_AddNumberToObject(to, "micros", rs->micros);
}

unsigned record_exchange(struct record *r, const struct record_exchange *x)
{
    static const char *const roles[] = {"discovery", "given", "step",
                                        "read-back", "twin",  "cleanup"};
    bool key = body_is_key(x->request->path);
    cJSON *line = new_line("exchange");
    pthread_mutex_lock(&r->lock);
    unsigned id = ++r->exchanges;
    cJSON_AddNumberToObject(line, "id", id);
    add_text(line, "case", x->case_id);
    add_count(line, "step", x->step);
    cJSON_AddStringToObject(line, "role", roles[x->role]);
    add_seconds(line, "at", x->at);
    add_request(r, line, x, key);
    add_response(r, line, x->response, key);
    if (x->again)
        add_seconds(line, "retryAfter", x->wait);
    redact_tree(&r->secrets, line, true, true);
    write_line(r, line);
    pthread_mutex_unlock(&r->lock);
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
    cJSON *line = new_line("check");
    char *scenario = mem_copy(check->id, scenario_length(check->id));
    pthread_mutex_lock(&r->lock);
    add_text(line, "id", check->id);
    add_text(line, "clause", clause->id);
    cJSON_AddStringToObject(line, "level", level_name(clause->level));
    cJSON_AddStringToObject(line, "strength", clause->must ? "must" : "should");
    add_text(line, "scenario", scenario);
    add_text(line, "case", check->case_id);
    add_text(line, "says", check->says);
    add_count(line, "step", check->step);
    cJSON_AddStringToObject(line, "status", status_name(check->status));
    add_start(r, line, "message", check->message, RECORD_TEXT_MAX);
    add_start(r, line, "where", check->where, RECORD_TEXT_MAX);
    add_start(r, line, "expected", check->expected, RECORD_TEXT_MAX);
    add_start(r, line, "actual", check->actual, RECORD_TEXT_MAX);
    add_text(line, "blockedBy", check->blocked_by);
    add_start(r, line, "requestId", check->request_id, RECORD_TEXT_MAX);
    add_count(line, "exchange", check->exchange);
    add_count(line, "occurrences", check->occurrences);
    add_count(line, "broken", check->broken);
    free(scenario);
    redact_tree(&r->secrets, line, true, true);
    write_line(r, line);
    pthread_mutex_unlock(&r->lock);
}

static void add_clauses(cJSON *line, const struct contract *c, const struct verdict *v)
{
    cJSON *list = cJSON_AddArrayToObject(line, "clauses");
    for (size_t i = 0; i < c->clauses.count; i++) {
        cJSON *clause = cJSON_CreateObject();
        add_text(clause, "id", c->clauses.list[i].id);
        cJSON_AddStringToObject(clause, "status", status_name(v->clauses[i]));
        cJSON_AddNumberToObject(clause, "checks", (double)v->checks[i]);
        cJSON_AddItemToArray(list, clause);
    }
}

static void add_reasons(cJSON *line, const struct verdict *v)
{
    cJSON *list = cJSON_AddArrayToObject(line, "reasons");
    for (size_t i = 0; i < v->reason_count; i++)
        cJSON_AddItemToArray(list, cJSON_CreateString(v->reasons[i]));
}

void record_verdict(struct record *r, const struct contract *c, const struct verdict *v, int asked,
                    bool interrupted, double seconds)
{
    static const char *const outcomes[] = {"certified",   "not-conforming", "usage",
                                           "unreachable", "internal",       "incomplete"};
    cJSON *line = new_line("verdict");
    if (v->level < 0)
        cJSON_AddNullToObject(line, "level");
    else
        cJSON_AddStringToObject(line, "level", level_name((enum level)v->level));
    cJSON_AddStringToObject(line, "asked", asked == LEVELS ? "all" : level_name((enum level)asked));
    cJSON_AddStringToObject(line, "outcome", outcomes[v->outcome]);
    cJSON_AddNumberToObject(line, "exitCode", v->outcome);
    cJSON *counts = cJSON_AddObjectToObject(line, "counts");
    for (int i = 0; i < STATUSES; i++)
        cJSON_AddNumberToObject(counts, status_name((enum status)i), (double)v->counts[i]);
    add_clauses(line, c, v);
    add_reasons(line, v);
    cJSON_AddBoolToObject(line, "interrupted", interrupted);
    add_seconds(line, "seconds", seconds);
    pthread_mutex_lock(&r->lock);
    redact_tree(&r->secrets, line, true, true);
    write_line(r, line);
    pthread_mutex_unlock(&r->lock);
}
