#include "conformance/tape.h"

#include "base/mem.h"
#include "contract/redact.h"
#include "reports/chain.h"
#include "reports/line.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* In the place of bytes that are no UTF-8 (U+FFFD). */
#define MENDED "\xEF\xBF\xBD"

struct tape {
    const struct results *r;
    size_t *sorted; /* exchanges, by case and then as they came */
    size_t at, end; /* in `sorted`: those of the case that is played */
    bool *used;     /* one of each of these */
    struct tape_end came;
    pthread_mutex_t lock;
};

/* --- the order --- */

static const char *case_of(const struct results *r, size_t i)
{
    return r->exchanges[i].case_id ? r->exchanges[i].case_id : "";
}

static int by_case(const void *left, const void *right, void *of)
{
    const size_t *a = left, *b = right;
    int order = strcmp(case_of(of, *a), case_of(of, *b));
    return order ? order : (*a > *b) - (*a < *b);
}

struct tape *tape_open(const struct results *r)
{
    struct tape *t = mem_alloc(sizeof *t);
    t->r = r;
    t->sorted = mem_alloc((r->exchange_count + 1) * sizeof *t->sorted);
    for (size_t i = 0; i < r->exchange_count; i++)
        t->sorted[i] = i;
    qsort_r(t->sorted, r->exchange_count, sizeof *t->sorted, by_case, (void *)r);
    pthread_mutex_init(&t->lock, NULL);
    return t;
}

void tape_close(struct tape *t)
{
    if (!t)
        return;
    pthread_mutex_destroy(&t->lock);
    free(t->came.missing);
    free(t->used);
    free(t->sorted);
    free(t);
}

static size_t first_not_before(const struct tape *t, const char *case_id, bool behind)
{
    size_t low = 0, high = t->r->exchange_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(case_of(t->r, t->sorted[middle]), case_id);
        if (order < 0 || (behind && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t tape_play(struct tape *t, const char *case_id)
{
    t->at = first_not_before(t, case_id ? case_id : "", false);
    t->end = first_not_before(t, case_id ? case_id : "", true);
    free(t->used);
    t->used = mem_alloc(t->end - t->at + 1);
    return t->end - t->at;
}

static const cJSON *line_at(const struct tape *t, size_t i)
{
    return exchange_tree(t->r, t->sorted[t->at + i]);
}

size_t tape_left(const struct tape *t)
{
    size_t left = 0;
    for (size_t i = 0; i < t->end - t->at; i++)
        left += !t->used[i] && strcmp(line_text(line_at(t, i), "role"), "cleanup") != 0;
    return left;
}

struct tape_end tape_stop(struct tape *t)
{
    struct tape_end came = t->came;
    t->came = (struct tape_end){0};
    results_forget(t->r);
    return came;
}

bool tape_is_sure(const struct tape *t)
{
    return !t->came.cut && !t->came.redacted;
}

/* --- is it that? --- */

/* What was written is what is asked, or, *guessed, cannot be told apart from it. */
static bool same_text(const char *kept, const char *asked, bool *guessed)
{
    bool same = strcmp(kept, asked) == 0, guess = strstr(kept, REDACTED) || strstr(kept, MENDED);
    *guessed |= !same && guess;
    return same || guess;
}

static bool same_url(const cJSON *kept, const struct tape_question *q, bool *guessed)
{
    char *url = mem_format("%s%s%s", q->origin, q->prefix, q->request->path);
    bool same = same_text(line_text(kept, "url"), url, guessed);
    free(url);
    return same;
}

static bool has_header(const cJSON *kept, const struct header *h, bool *guessed)
{
    const cJSON *header;
    cJSON_ArrayForEach(header, line_member(kept, "headers"))
    {
        if (strcasecmp(line_text(header, "name"), h->name) == 0 &&
            (line_member(header, "valueLength") ||
             same_text(line_text(header, "value"), h->value, guessed)))
            return true;
    }
    return cJSON_IsTrue(line_member(kept, "headersCut"));
}

static bool same_headers(const cJSON *kept, const struct request *rq, bool *guessed)
{
    for (size_t i = 0; i < rq->headers.count; i++)
        if (!has_header(kept, &rq->headers.list[i], guessed))
            return false;
    return true;
}

static bool same_body(const cJSON *kept, const struct request *rq)
{
    const char *coded = cJSON_GetStringValue(line_member(kept, "bodyBase64"));
    const char *text = coded ? coded : cJSON_GetStringValue(line_member(kept, "body"));
    size_t len;
    if (text && !coded && strstr(text, REDACTED))
        return true;
    if (cJSON_IsTrue(line_member(kept, "bodyCut")) ||
        !text) /* of one with a key no more than its length */
        return line_number(kept, "bodyLength") == rq->body_len;
    char *body = kept_body(text, coded, &len);
    bool same = body && len == rq->body_len && (!len || memcmp(body, rq->body, len) == 0);
    free(body);
    return same;
}

static bool is_asked(const cJSON *line, const struct tape_question *q, bool *guessed)
{
    const cJSON *kept = line_member(line, "request");
    return line_number(line, "step") == q->step &&
           strcmp(line_text(line, "role"), role_name(q->role)) == 0 &&
           strcmp(line_text(kept, "method"), q->request->method) == 0 &&
           same_url(kept, q, guessed) && same_headers(kept, q->request, guessed) &&
           same_body(kept, q->request);
}

/* --- the answer --- */

static bool is_redacted(const cJSON *message)
{
    const char *text = cJSON_GetStringValue(line_member(message, "body"));
    return text && strstr(text, REDACTED);
}

static void give(struct tape *t, const cJSON *line, struct response *rs, bool *again)
{
    const cJSON *response = line_member(line, "response");
    bool whole = kept_response(response, rs);
    t->came.cut |= !whole;
    t->came.redacted |= is_redacted(response) || is_redacted(line_member(line, "request"));
    if (rs->delivery == ANSWERED && !rs->body)
        rs->body = mem_string("");
    *again = line_member(line, "retryAfter");
}

/* Tidying up is left out on request (--keep), and proves nothing. */
static void lack(struct tape *t, const struct tape_question *q, struct response *rs)
{
    *rs = (struct response){.delivery = REFUSED, .note = mem_string("it is not in the recording")};
    if (q->role != ROLE_CLEANUP && !t->came.missing)
        t->came.missing = mem_format("step %u, %s %s with %zu bytes of body", q->step,
                                     q->request->method, q->request->path, q->request->body_len);
}

void tape_answer(struct tape *t, const struct tape_question *q, struct response *rs, bool *again)
{
    size_t i = 0, count = t->end - t->at;
    *again = false;
    response_free(rs);
    pthread_mutex_lock(&t->lock);
    bool guessed = false;
    while (i < count && (t->used[i] || !is_asked(line_at(t, i), q, &guessed))) {
        guessed = false;
        i++;
    }
    if (i < count) {
        t->used[i] = true;
        t->came.redacted |= guessed;
        give(t, line_at(t, i), rs, again);
    } else {
        lack(t, q, rs);
    }
    pthread_mutex_unlock(&t->lock);
}
