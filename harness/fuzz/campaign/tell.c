#include "fuzz/campaign/tell.h"

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "fuzz/campaign/keep.h"
#include "fuzz/campaign/legs.h"
#include "fuzz/campaign/samples.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLE_SECONDS 10 /* between samples of log.jsonl */
#define LINE_SECONDS 60   /* between lines where there is no terminal */
#define RESULTS_MAX ((size_t)64 << 20)

int tell_open(struct night *n, struct err *err)
{
    char *path = mem_format("%s/log.jsonl", n->o->out);
    n->log = fopen(path, n->o->resume ? "ae" : "we");
    int status = n->log ? 0 : err_set(err, "%s: cannot be written: %s", path, strerror(errno));
    free(path);
    return status;
}

void tell_close(struct night *n)
{
    if (n->log)
        fclose(n->log);
    n->log = NULL;
}

static double elapsed(const struct night *n)
{
    return n->spent_before + now_seconds() - n->began;
}

/* One write a line; a log that cannot be written stops nothing. Takes the line. */
static void log_line(struct night *n, cJSON *line)
{
    char *text = json_print(line, false);
    if (n->log)
        fprintf(n->log, "%s\n", text), fflush(n->log);
    free(text);
    cJSON_Delete(line);
}

static cJSON *line_of(const struct night *n, const char *type)
{
    cJSON *line = cJSON_CreateObject();
    char *time = time_now();
    cJSON_AddStringToObject(line, "type", type);
    cJSON_AddStringToObject(line, "time", time);
    cJSON_AddNumberToObject(line, "at", (double)(long long)(elapsed(n) * 10) / 10);
    free(time);
    return line;
}

/* On a line of its own, whatever stands on the terminal. */
static void say(const struct night *n, const char *colour, const char *text)
{
    bool coloured = n->o->colour && colour;
    fprintf(stderr, "%s%s%s%s\n", n->o->terminal ? "\r\033[K" : "", coloured ? colour : "", text,
            coloured ? "\033[0m" : "");
}

void tell_event(struct night *n, const char *what, const char *harness, const char *text)
{
    cJSON *line = line_of(n, what);
    cJSON_AddStringToObject(line, "harness", harness);
    cJSON_AddStringToObject(line, "text", text);
    log_line(n, line);
    if (strcmp(what, "leg") == 0)
        return;
    char *words = mem_format("%s: %s: %s", harness, what, text);
    say(n, NULL, words);
    free(words);
}

void tell_leg(struct night *n, const struct worker *w, double seconds)
{
    cJSON *line = line_of(n, "leg-ended");
    cJSON_AddStringToObject(line, "harness", w->room->harness.name);
    cJSON_AddStringToObject(line, "engine", mode_name(w->leg.mode));
    cJSON_AddNumberToObject(line, "seed", (double)w->leg.seed);
    cJSON_AddNumberToObject(line, "seconds", (double)(long long)seconds);
    cJSON_AddNumberToObject(line, "executionsPerSecond", w->room->now.per_second);
    cJSON_AddNumberToObject(line, "edges", w->room->now.edges);
    cJSON_AddNumberToObject(line, "saved", (double)w->taken);
    log_line(n, line);
}

void tell_finding(struct night *n, const struct bug *f)
{
    cJSON *line = line_of(n, "finding");
    cJSON_AddItemToObject(line, "finding", bug_json(&n->triage.bugs, f));
    log_line(n, line);
    char *words = mem_format("found      %s: %s (%zu bytes%s)", f->name, f->crash.says, f->bytes,
                             f->again < f->tries ? ", flaky" : "");
    say(n, "\033[31m", words);
    free(words);
}

/* --- progress --- */

struct sum {
    double executions, per_second, edges;
    size_t corpus, before;
};

static struct sum sum_of(const struct night *n)
{
    struct sum s = {0};
    for (size_t i = 0; i < n->room_count; i++) {
        const struct room *r = &n->rooms[i];
        s.executions += r->executions;
        s.corpus += (size_t)(r->now.corpus > 0 ? r->now.corpus : (double)r->corpus_at_start);
        s.before += r->corpus_at_start;
        s.edges = r->now.edges > s.edges ? r->now.edges : s.edges;
    }
    for (size_t i = 0; i < n->o->jobs; i++) {
        struct figures f;
        const struct worker *w = &n->workers[i];
        if (!w->pid || !leg_figures(&w->leg, w->log, &f))
            continue;
        double done = leg_executions(w, &f);
        s.per_second += done / (now_seconds() - w->began + 1);
        s.executions += done;
        if (w->leg.mode == MODE_LIBFUZZER || !w->room->harness.libfuzzer)
            s.edges = f.edges > s.edges ? f.edges : s.edges;
    }
    return s;
}

static void sample(struct night *n, const struct sum *s)
{
    cJSON *line = line_of(n, "sample");
    cJSON_AddNumberToObject(line, "executions", s->executions);
    cJSON_AddNumberToObject(line, "executionsPerSecond", s->per_second);
    cJSON_AddNumberToObject(line, "edges", s->edges);
    cJSON_AddNumberToObject(line, "corpus", (double)s->corpus);
    cJSON_AddNumberToObject(line, "findings", (double)n->triage.bugs.count);
    cJSON_AddNumberToObject(line, "newFindings", (double)n->new_findings);
    log_line(n, line);
}

static char *running(const struct night *n)
{
    struct buf text = buf_new(400);
    for (size_t i = 0; i < n->o->jobs; i++)
        if (n->workers[i].pid)
            buf_format(&text, "%s%s %s", text.len ? ", " : "", n->workers[i].room->harness.name,
                       mode_name(n->workers[i].leg.mode));
    return buf_take(&text);
}

static void line_for_people(const struct night *n, const struct sum *s)
{
    unsigned left = n->ends > now_seconds() ? (unsigned)(n->ends - now_seconds()) : 0;
    char *who = running(n);
    fprintf(
        stderr,
        "%s%u:%02u:%02u left  %.0f executions, %.0f/s  %.0f edges  findings %zu (%llu new)  %s%s",
        n->o->terminal ? "\r\033[K" : "", left / 3600, left / 60 % 60, left % 60, s->executions,
        s->per_second, s->edges, n->triage.bugs.count, n->new_findings, who,
        n->o->terminal ? "" : "\n");
    fflush(stderr);
    free(who);
}

void tell_progress(struct night *n, double now)
{
    bool line = now >= n->next_line, sampled = now >= n->next_sample;
    if (!line && !sampled)
        return;
    struct sum s = sum_of(n);
    if (sampled) {
        sample(n, &s);
        n->next_sample = now + SAMPLE_SECONDS;
    }
    if (line) {
        line_for_people(n, &s);
        n->next_line = now + (n->o->terminal ? 1 : LINE_SECONDS);
    }
}

/* --- the end --- */

static void add_line(struct buf *out, cJSON *line)
{
    json_add_visible(out, line);
    buf_byte(out, '\n');
    cJSON_Delete(line);
}

static cJSON *head(const struct night *n)
{
    cJSON *line = cJSON_CreateObject();
    cJSON_AddStringToObject(line, "type", "campaign");
    cJSON_AddNumberToObject(line, "schema", 1);
    cJSON_AddStringToObject(line, "id", n->id);
    cJSON_AddStringToObject(line, "target", n->o->target);
    cJSON_AddNumberToObject(line, "seconds", n->o->seconds);
    cJSON_AddNumberToObject(line, "jobs", n->o->jobs);
    cJSON_AddNumberToObject(line, "seed", (double)n->o->seed);
    return line;
}

static cJSON *harness_line(const struct room *r)
{
    cJSON *line = cJSON_CreateObject();
    cJSON_AddStringToObject(line, "type", "harness");
    cJSON_AddStringToObject(line, "name", r->harness.name);
    cJSON_AddNumberToObject(line, "executions", r->executions);
    cJSON_AddNumberToObject(line, "edges", r->now.edges);
    cJSON_AddNumberToObject(line, "corpusBefore", (double)r->corpus_at_start);
    cJSON_AddNumberToObject(line, "corpus", (double)keep_count(r->place.corpus));
    return line;
}

static cJSON *finding_line(const struct night *n, const struct bug *f)
{
    cJSON *line = bug_json(&n->triage.bugs, f);
    cJSON_AddItemToObject(line, "fault", cJSON_DetachItemFromObjectCaseSensitive(line, "type"));
    cJSON_AddStringToObject(line, "type", "finding");
    return line;
}

static size_t count_of(const struct night *n, enum bug_status status)
{
    size_t count = 0;
    for (size_t i = 0; i < n->triage.bugs.count; i++)
        count += n->triage.bugs.list[i].status == status;
    return count;
}

static cJSON *verdict(const struct night *n)
{
    cJSON *line = cJSON_CreateObject();
    cJSON_AddStringToObject(line, "type", "campaign-verdict");
    cJSON_AddNumberToObject(line, "new", (double)count_of(n, BUG_NEW));
    cJSON_AddNumberToObject(line, "known", (double)count_of(n, BUG_KNOWN));
    cJSON_AddNumberToObject(line, "fixed", (double)count_of(n, BUG_FIXED));
    cJSON_AddNumberToObject(line, "unreproduced", (double)n->nothing);
    cJSON_AddNumberToObject(line, "notLookedAt", (double)n->failed);
    cJSON_AddNumberToObject(line, "elapsed", (double)(long long)elapsed(n));
    return line;
}

static void list_findings(const struct night *n, enum bug_status status, const char *title)
{
    const struct bugs *all = &n->triage.bugs;
    bool any = false;
    for (size_t i = 0; i < all->count; i++) {
        const struct bug *f = &all->list[i];
        if (f->status != status)
            continue;
        if (!any)
            printf("\n%s\n", title);
        any = true;
        printf("  %s  %zu bytes, %llu times%s\n    %s\n", f->name, f->bytes, f->count,
               f->again < f->tries ? ", flaky" : "", f->crash.says);
        char *command = bug_command(all, f);
        if (status != BUG_FIXED)
            printf("    %s\n", command);
        free(command);
    }
}

static void print_end(struct night *n)
{
    struct sum s = sum_of(n);
    if (n->o->terminal)
        fputs("\r\033[K", stderr);
    list_findings(n, BUG_NEW, "New findings, smallest inputs and how to see them again:");
    list_findings(n, BUG_KNOWN, "Known, and still there:");
    list_findings(n, BUG_FIXED, "Fixed: their inputs come through now:");
    printf("\n%.0f executions, %.0f edges; findings: %zu new, %zu known, %zu fixed", s.executions,
           s.edges, count_of(n, BUG_NEW), count_of(n, BUG_KNOWN), count_of(n, BUG_FIXED));
    if (n->nothing)
        printf("; %llu inputs did nothing when they were replayed (%s)", n->nothing,
               n->triage.unreproduced);
    if (n->failed)
        printf("; %llu are still to be looked at: %s", n->failed,
               *n->trouble ? n->trouble : "the time was up");
    printf("\n");
}

int tell_results(struct night *n, struct err *err)
{
    struct buf out = buf_new(RESULTS_MAX);
    char *path = mem_format("%s/results.jsonl", n->o->out);
    char *log = mem_format("%s/log.jsonl", n->o->out);
    add_line(&out, head(n));
    for (size_t i = 0; i < n->room_count; i++)
        add_line(&out, harness_line(&n->rooms[i]));
    samples_add(&out, log);
    for (size_t i = 0; i < n->triage.bugs.count; i++)
        add_line(&out, finding_line(n, &n->triage.bugs.list[i]));
    add_line(&out, verdict(n));
    int status = out.failed ? err_set(err, "%s: too much to be written", path)
                            : file_write(path, buf_view(&out), err);
    print_end(n);
    buf_free(&out);
    free(log);
    free(path);
    return status;
}
