#include "conformance/progress.h"

#include "base/json.h"
#include "conformance/run.h"
#include "reports/escape.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define EVERY 0.05 /* seconds between two drawings */

struct progress progress_new(bool verbose, size_t total)
{
    const char *term = getenv("TERM");
    bool dumb = !term || strcmp(term, "dumb") == 0;
    return (struct progress){
        .terminal = isatty(STDERR_FILENO) && !dumb && !verbose, .verbose = verbose, .total = total};
}

static const char *text_of(const cJSON *line, const char *member)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(line, member));
    return text ? text : "";
}

static void draw(struct progress *p, const char *what)
{
    double now = clock_now();
    if (now - p->shown < EVERY)
        return;
    p->shown = now;
    fprintf(stderr, "\r\033[K%zu/%zu checks, %zu broken  %.60s", p->done, p->total, p->failed,
            what);
    fflush(stderr);
}

static void print_safely(const char *prefix, const char *text)
{
    struct buf out = buf_new((size_t)1 << 20);
    escape_terminal(&out, bytes_of(text));
    fprintf(stderr, "%s%s\n", prefix, buf_view(&out).ptr);
    buf_free(&out);
}

static void print_message(const char *prefix, const cJSON *message)
{
    const cJSON *h;
    cJSON_ArrayForEach(h, cJSON_GetObjectItemCaseSensitive(message, "headers"))
    {
        char header[1024];
        snprintf(header, sizeof header, "%s: %s", text_of(h, "name"), text_of(h, "value"));
        print_safely(prefix, header);
    }
    const char *body = text_of(message, "body");
    if (*body)
        print_safely(prefix, body);
}

static void print_exchange(struct bytes text)
{
    struct json_problem problem;
    cJSON *line = json_read(text, NULL, &problem);
    const cJSON *rq = cJSON_GetObjectItemCaseSensitive(line, "request");
    const cJSON *rs = cJSON_GetObjectItemCaseSensitive(line, "response");
    const cJSON *status = cJSON_GetObjectItemCaseSensitive(rs, "status");
    char head[4096];
    snprintf(head, sizeof head, "%s %s", text_of(rq, "method"), text_of(rq, "url"));
    fprintf(stderr, "\n[%s, %s]\n", *text_of(line, "case") ? text_of(line, "case") : "discovery",
            text_of(line, "role"));
    print_safely("> ", head);
    print_message("> ", rq);
    snprintf(head, sizeof head, "%d %s %s", status ? status->valueint : 0, text_of(rs, "delivery"),
             text_of(rs, "note"));
    print_safely("< ", head);
    print_message("< ", rs);
    cJSON_Delete(line);
}

/* To a terminal each time, else once. */
static void say_waiting(struct progress *p, const struct record_exchange *x)
{
    char text[80];
    snprintf(text, sizeof text, "%d with Retry-After: waiting %.1f s, then asking again",
             x->response->status, x->wait);
    if (p->terminal) {
        p->shown = 0;
        draw(p, text);
    } else if (p->verbose || !p->patient) {
        fprintf(stderr, "connspec: %s\n", text);
    }
    p->patient = true;
}

static void count_check(struct progress *p, const struct check *check)
{
    p->done++;
    p->failed += check->status == STATUS_FAIL;
    if (p->verbose && check->status != STATUS_NOT_RUN)
        fprintf(stderr, "\n%s %s\n", status_name(check->status), check->id);
    if (p->terminal)
        draw(p, check->id);
}

void progress_line(void *progress, const struct record_seen *seen)
{
    struct progress *p = progress;
    if (seen->exchange && p->verbose)
        print_exchange(seen->line);
    if (seen->exchange && seen->exchange->again)
        say_waiting(p, seen->exchange);
    if (seen->check)
        count_check(p, seen->check);
}

void progress_end(struct progress *p)
{
    if (p->terminal && (p->done || p->patient))
        fputs("\r\033[K", stderr);
}
