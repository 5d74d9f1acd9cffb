#include "base/message.h"
#include "base/mem.h"

#include <stdlib.h>
#include <strings.h>

void headers_add(struct headers *h, const char *name, const char *value)
{
    h->list = mem_grow(h->list, h->count + 1, sizeof *h->list);
    h->list[h->count++] = (struct header){mem_string(name), mem_string(value)};
}

static void header_free(struct header *h)
{
    free(h->name);
    free(h->value);
}

void headers_remove(struct headers *h, const char *name)
{
    size_t kept = 0;
    for (size_t i = 0; i < h->count; i++) {
        if (strcasecmp(h->list[i].name, name) == 0)
            header_free(&h->list[i]);
        else
            h->list[kept++] = h->list[i];
    }
    h->count = kept;
}

void headers_set(struct headers *h, const char *name, const char *value)
{
    headers_remove(h, name);
    headers_add(h, name, value);
}

const char *headers_get(const struct headers *h, const char *name)
{
    for (size_t i = 0; i < h->count; i++)
        if (strcasecmp(h->list[i].name, name) == 0)
            return h->list[i].value;
    return NULL;
}

size_t headers_count(const struct headers *h, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < h->count; i++)
        count += strcasecmp(h->list[i].name, name) == 0;
    return count;
}

void headers_free(struct headers *h)
{
    for (size_t i = 0; i < h->count; i++)
        header_free(&h->list[i]);
    free(h->list);
    *h = (struct headers){0};
}

struct request request_new(const char *method, const char *path)
{
    return (struct request){.method = mem_string(method), .path = mem_string(path)};
}

void request_body(struct request *rq, const void *body, size_t len)
{
    char *copy = mem_copy(body, len);
    free(rq->body);
    rq->body = copy;
    rq->body_len = len;
}

struct request request_copy(const struct request *rq)
{
    struct request copy = request_new(rq->method, rq->path);
    for (size_t i = 0; i < rq->headers.count; i++)
        headers_add(&copy.headers, rq->headers.list[i].name, rq->headers.list[i].value);
    if (rq->body)
        request_body(&copy, rq->body, rq->body_len);
    copy.anonymous = rq->anonymous;
    copy.exact = rq->exact;
    return copy;
}

static bool headers_same(const struct headers *a, const struct headers *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (strcmp(a->list[i].name, b->list[i].name) != 0 ||
            strcmp(a->list[i].value, b->list[i].value) != 0)
            return false;
    return true;
}

bool request_same(const struct request *a, const struct request *b)
{
    return strcmp(a->method, b->method) == 0 && strcmp(a->path, b->path) == 0 &&
           !a->body == !b->body && a->anonymous == b->anonymous &&
           bytes_equal((struct bytes){a->body, a->body_len},
                       (struct bytes){b->body, b->body_len}) &&
           headers_same(&a->headers, &b->headers);
}

void request_free(struct request *rq)
{
    free(rq->method);
    free(rq->path);
    headers_free(&rq->headers);
    free(rq->body);
    *rq = (struct request){0};
}

void response_free(struct response *rs)
{
    headers_free(&rs->headers);
    free(rs->body);
    free(rs->note);
    *rs = (struct response){0};
}

const char *delivery_name(enum delivery d)
{
    static const char *const names[] = {"answered", "refused", "dropped", "timed-out", "garbled"};
    return names[d];
}
