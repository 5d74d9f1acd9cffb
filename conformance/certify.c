/* connspec certify URL: load, find out, play, decide, report. */
#include "conformance/commands.h"

#include "base/file.h"
#include "base/mem.h"
#include "conformance/alike.h"
#include "conformance/baseline.h"
#include "conformance/certificate.h"
#include "conformance/discover.h"
#include "conformance/head.h"
#include "conformance/loaded.h"
#include "conformance/pace.h"
#include "conformance/progress.h"
#include "conformance/publish.h"
#include "conformance/runner.h"
#include "conformance/suspects.h"
#include "reports/dsse.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

struct certification {
    struct options options;
    struct loaded loaded;
    struct run run;
    struct client client; /* for finding out; workers have their own */
    struct progress progress;
    bool *runs, partial;
    struct verdict verdict;
    struct baseline baseline;
    char *trouble;      /* the first reason, where discovery found one */
    bool set_up_failed; /* nothing could be said about conformance */
    char *results;      /* path of results.jsonl */
};

/* --- before --- */

static void set_run_id(struct run *run)
{
    static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
    unsigned char random[8];
    char id[sizeof random + 1] = "";
    if (getrandom(random, sizeof random, 0) != sizeof random)
        for (size_t i = 0; i < sizeof random; i++)
            random[i] = (unsigned char)((unsigned long)time(NULL) >> (i * 4));
    for (size_t i = 0; i < sizeof random; i++)
        id[i] = letters[random[i] % (sizeof letters - 1)];
    run_identify(run, id);
}

static void write_head(struct certification *c)
{
    const struct options *o = &c->options;
    const char *level = o->level == LEVELS ? "all" : level_name((enum level)o->level);
    cJSON *head = head_new(&c->loaded, c->run.id, o->url, level);
    head_add_options(head, o);
    record_head(c->run.record, head);
}

static void keep_secrets(struct certification *c)
{
    const struct options *o = &c->options;
    if (o->token)
        record_secret(c->run.record, o->token);
    for (size_t i = 0; i < o->headers.count; i++) {
        const char *header = o->headers.list[i], *colon = strchr(header, ':');
        char *name = mem_copy(header, (size_t)(colon - header));
        record_secret_header(c->run.record, name);
        free(name);
        record_secret(c->run.record, colon + 1 + strspn(colon + 1, " \t"));
    }
}

static size_t selected_checks(const struct certification *c)
{
    size_t count = 0;
    for (size_t i = 0; i < c->loaded.suite.count; i++)
        count += c->loaded.suite.selected[i];
    return count;
}

static int prepare(struct certification *c, const volatile sig_atomic_t *interrupted,
                   struct err *err)
{
    c->run = (struct run){.options = &c->options,
                          .contract = c->loaded.contract,
                          .assets = &c->loaded.assets,
                          .plan = c->loaded.plan,
                          .started = clock_now(),
                          .interrupted = interrupted};
    if (c->options.max_time_ms)
        c->run.deadline = c->run.started + c->options.max_time_ms / 1000.0;
    set_run_id(&c->run);
    c->run.pace = pace_new(c->options.rate);
    c->run.alike = alike_new();
    c->run.suspects = suspects_new();
    if (client_open(&c->client, &c->run, err))
        return -1;
    c->results = mem_format("%s/results.jsonl", c->options.report_dir);
    c->progress = progress_new(c->options.verbose, selected_checks(c));
    if (file_make_dir(c->options.report_dir, err) || record_open(&c->run.record, c->results, err))
        return -1;
    record_observe(c->run.record, progress_line, &c->progress);
    keep_secrets(c);
    write_head(c);
    return 0;
}

/* --- during --- */

static int find_out(struct certification *c, struct err *err)
{
    struct discovery found;
    int result = discover(&c->client, &found, err);
    if (!result) {
        c->run.surface = found.surface;
        c->trouble = mem_string(found.trouble);
        c->set_up_failed = found.set_up_failed;
    }
    discovery_free(&found);
    return result;
}

static void settle_standing(struct certification *c)
{
    struct suite *s = &c->loaded.suite;
    size_t count = s->count - s->standing;
    struct check *found = mem_alloc(count * sizeof *found);
    standing_checks(c->run.standing, found);
    for (size_t i = 0; i < count; i++) {
        struct check *check = &s->checks[s->standing + i];
        bool selected = s->selected[s->standing + i];
        struct check *dropped = selected ? check : &found[i];
        check_clear(dropped);
        if (selected)
            *check = found[i];
        record_check(c->run.record, c->loaded.contract, check);
    }
    free(found);
}

static int play(struct certification *c, struct err *err)
{
    atomic_store(&c->run.unreachable, 0);
    c->run.standing = standing_new(c->loaded.contract);
    int result = runner_play(&c->run, &c->loaded.suite, c->runs, err);
    if (!result)
        settle_standing(c);
    standing_free(c->run.standing);
    return result;
}

/* --- after --- */

static const char *ended_early(const struct certification *c)
{
    if (*c->run.interrupted)
        return "the run was interrupted";
    if (c->run.deadline > 0 && clock_now() >= c->run.deadline)
        return "the run was out of time (--max-time)";
    if (atomic_load(&c->run.gone) || atomic_load(&c->run.unreachable) >= UNREACHABLE_LIMIT)
        return "the target no longer answers";
    return NULL;
}

static void decide(struct certification *c)
{
    const char *early = ended_early(c);
    struct verdict_input in = {.contract = c->loaded.contract,
                               .required = &c->loaded.required,
                               .checks = c->loaded.suite.checks,
                               .count = c->loaded.suite.count,
                               .asked = c->options.level,
                               .partial = c->partial,
                               .interrupted = early != NULL};
    verdict_reach(&in, &c->verdict);
    char *killed = c->run.killer ? mem_format("the target was gone after %s", c->run.killer) : NULL;
    if (early)
        verdict_blame(&c->verdict, early);
    if (killed)
        verdict_blame(&c->verdict, killed);
    free(killed);
    if (c->trouble && c->verdict.outcome != OUTCOME_CERTIFIED)
        verdict_blame(&c->verdict, c->trouble);
    char *alike = alike_words(c->run.alike);
    if (alike)
        verdict_blame(&c->verdict, alike);
    free(alike);
    if (c->set_up_failed && !*c->run.interrupted)
        c->verdict.outcome = OUTCOME_UNREACHABLE;
    record_verdict(c->run.record, c->loaded.contract, &c->verdict, c->options.level, early != NULL,
                   clock_now() - c->run.started);
}

static int run(struct certification *c, struct err *err)
{
    int result = find_out(c, err);
    if (!result && !c->set_up_failed)
        result = play(c, err);
    if (!result)
        decide(c);
    if (!result)
        baseline_weigh(&c->baseline, &c->loaded.suite, c->loaded.contract);
    progress_end(&c->progress);
    struct err unwritten;
    if (record_close(c->run.record, result ? &unwritten : err))
        result = -1;
    c->run.record = NULL;
    loaded_close_suite(&c->loaded); /* the reports need memory too, and only the contract */
    if (!result)
        result = publish(c->results, c->options.report_dir, c->loaded.contract, err);
    const struct options *o = &c->options;
    if (!result && o->certificate)
        result = certificate_write(c->results, o->certificate, o->product, o->signing_key,
                                   c->loaded.contract, err);
    return result;
}

static int dry_run(const struct certification *c)
{
    for (size_t i = 0; i < c->loaded.suite.count; i++)
        if (c->loaded.suite.selected[i])
            puts(c->loaded.suite.checks[i].id);
    return 0;
}

/* The verdict is what it is; what CI does about it is another matter. */
static int exit_status(const struct certification *c)
{
    int status = (int)c->verdict.outcome;
    if (!c->options.baseline)
        return status;
    size_t stale = baseline_tell(&c->baseline, c->options.baseline);
    if (status == OUTCOME_NOT_CONFORMING && !c->baseline.new)
        status = KNOWN_FAILURES;
    return stale && (status == OUTCOME_CERTIFIED || status == KNOWN_FAILURES) ? OUTCOME_USAGE
                                                                              : status;
}

static void close_all(struct certification *c)
{
    baseline_free(&c->baseline);
    verdict_free(&c->verdict);
    struct err ignored;
    if (c->run.record)
        record_close(c->run.record, &ignored);
    client_close(&c->client);
    pace_free(c->run.pace);
    alike_free(c->run.alike);
    suspects_free(c->run.suspects);
    free(c->trouble);
    free(c->run.killer);
    free(c->results);
    free(c->runs);
    loaded_close(&c->loaded);
    options_free(&c->options);
}

/* Before a run of hours, not behind it. */
static int vet_certificate(const struct options *o, struct err *err)
{
    struct buf envelope = buf_new(1 << 16);
    cJSON *product = certificate_product(o->product, o->url, err);
    int status = product ? dsse_seal(&envelope, "", bytes_of(""), o->signing_key, err) : -1;
    cJSON_Delete(product);
    buf_free(&envelope);
    return status;
}

int command_certify(int argc, char **argv, const volatile sig_atomic_t *interrupted)
{
    struct certification c = {0};
    struct err err;
    int status;
    if (options_read(&c.options, argc, argv, &err) ||
        loaded_open(&c.loaded, c.options.suite, c.options.api_version, true, &err) ||
        suite_select(&c.loaded.suite, c.loaded.contract, c.loaded.plan, &c.options, &c.runs,
                     &c.partial, &err) ||
        (c.options.baseline && baseline_read(&c.baseline, c.options.baseline, &err)) ||
        vet_certificate(&c.options, &err))
        status = complain(&err, OUTCOME_USAGE);
    else if (c.options.dry_run)
        status = dry_run(&c);
    else if (prepare(&c, interrupted, &err))
        status = complain(&err, OUTCOME_USAGE);
    else if (run(&c, &err))
        status = complain(&err, OUTCOME_INTERNAL);
    else
        status = exit_status(&c);
    close_all(&c);
    return status;
}
