/* review - the profile of parsers, and the review of one adapter; scripts/profile and scripts/review
 * build the adapters and call this. */
#include "base/file.h"
#include "base/mem.h"
#include "fuzz/review/profile.h"
#include "fuzz/review/review.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: review [--seconds N] profile DIR GUEST...\n"
    "       review [--seconds N] review DIR GUEST\n"
    "profile: what parsers make of questionable JSON; printed, and written to DIR/profile.md and\n"
    "DIR/profile.json. review: what breaks one adapter; of its parser, the profile.\n"
    "--seconds: the CPU time each body may take [5].\n"
    "Exit status: 0 nothing was found, 1 something was (review alone), 2 it could not be looked "
    "at.\n"
    "A GUEST is an adapter linked with harness/fuzz/guest/main.c: see harness/fuzz/REVIEW.md.\n";

#define OUT_MAX ((size_t)16 << 20)

static int complain(const struct err *err)
{
    fprintf(stderr, "review: %s\n", err->text);
    return 2;
}

static int write_to(const char *folder, const char *name, const struct buf *text, struct err *err)
{
    char *path = mem_format("%s/%s", folder, name);
    int failed = text->failed ? err_set(err, "%s would be too long", path)
                              : file_write_soon(path, buf_view(text), err);
    free(path);
    return failed;
}

static int write_profile(const struct profile *p, const char *folder, struct err *err)
{
    struct buf markdown = buf_new(OUT_MAX), json = buf_new(OUT_MAX);
    profile_markdown(p, &markdown);
    profile_json(p, &json);
    int failed = file_make_dir(folder, err) || write_to(folder, "profile.md", &markdown, err) ||
                 write_to(folder, "profile.json", &json, err);
    if (!failed)
        fwrite(markdown.data, 1, markdown.len, stdout);
    buf_free(&markdown);
    buf_free(&json);
    return failed ? -1 : 0;
}

static int profile(const char *folder, struct guest *guests, size_t count, struct profile *p,
                   struct err *err)
{
    return profile_run(p, guests, count, err) || write_profile(p, folder, err) ? -1 : 0;
}

static int run_profile(const char *folder, char **programs, size_t count,
                       const struct guest_limits *limits)
{
    struct guest *guests = mem_alloc(count * sizeof *guests);
    struct profile p = {0};
    struct err err;
    size_t open = 0;
    int failed = 0;
    while (open < count && !failed) {
        failed = guest_open(&guests[open], programs[open], limits, &err);
        open += !failed;
    }
    failed = failed || profile(folder, guests, count, &p, &err);
    profile_free(&p);
    while (open)
        guest_close(&guests[--open]);
    free(guests);
    return failed ? complain(&err) : 0;
}

/* Sums up what the table shows; how many of it matter. */
static size_t sum_up(const struct profile *p)
{
    size_t counts[MADE_NOTHING + 1] = {0}, risks = 0;
    for (size_t i = 0; i < p->probes * p->count; i++) {
        counts[p->made[i].verdict]++;
        risks += p->made[i].risk != NULL;
    }
    printf("\n%zu probes: %zu fine, %zu not survived, %zu accepted that are no JSON, %zu "
           "understood as "
           "something else, %zu good ones refused; %zu are a risk to the API\n",
           p->probes, counts[MADE_FINE], counts[MADE_DIES], counts[MADE_LAX],
           counts[MADE_ALTERED] + counts[MADE_RISKY], counts[MADE_STRICT], risks);
    return risks + counts[MADE_STRICT];
}

static int review_its_parser(struct guest *g, const char *folder, size_t *found, struct err *err)
{
    struct profile p = {0};
    if (profile(folder, g, 1, &p, err))
        return -1;
    *found += sum_up(&p);
    profile_free(&p);
    return 0;
}

static int review_its_handler(struct guest *g, size_t *found, struct err *err)
{
    struct assets assets = {0};
    struct contract *contract = NULL;
    struct report report = {0};
    struct buf text = buf_new(OUT_MAX);
    int failed = assets_open(&assets, NULL, err) ||
                 contract_open(&contract, &assets, "2015-05-01-preview", err);
    report.contract = contract;
    failed = failed || review_handler(g, &assets, &report, err);
    if (!failed) {
        report_print(&report, &text);
        fwrite(text.data, 1, text.len, stdout);
        *found += report_broken(&report);
    }
    buf_free(&text);
    report_free(&report);
    contract_close(contract);
    assets_close(&assets);
    return failed ? -1 : 0;
}

static int run_review(const char *folder, const char *program, const struct guest_limits *limits)
{
    struct guest g;
    struct err err;
    size_t found = 0;
    if (guest_open(&g, program, limits, &err))
        return complain(&err);
    printf("# %s%s%s\n\n", g.name, g.about[0] ? ": " : "", g.about);
    int failed = g.parser && review_its_parser(&g, folder, &found, &err);
    failed = failed || (g.handler && review_its_handler(&g, &found, &err));
    guest_close(&g);
    return failed ? complain(&err) : found > 0;
}

int main(int argc, char **argv)
{
    struct guest_limits limits = {0};
    if (argc > 2 && strcmp(argv[1], "--seconds") == 0) {
        unsigned long seconds = strtoul(argv[2], NULL, 10);
        limits.seconds = seconds < 3600 ? (unsigned)seconds : 3600;
        argc -= 2;
        argv += 2;
    }
    if (argc >= 4 && strcmp(argv[1], "profile") == 0)
        return run_profile(argv[2], argv + 3, (size_t)argc - 3, &limits);
    if (argc == 4 && strcmp(argv[1], "review") == 0)
        return run_review(argv[2], argv[3], &limits);
    fputs(usage, stderr);
    return 2;
}
