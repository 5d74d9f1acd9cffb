/* connspec report RESULTS --format FORMAT [-o FILE] */
#include "conformance/commands.h"

#include "base/file.h"
#include "conformance/loaded.h"
#include "reports/har.h"
#include "reports/render.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REPORT_MAX ((size_t)1 << 30)

struct report_options {
    const char *results, *format, *output;
};

static int read_report_options(struct report_options *o, int argc, char **argv, struct err *err)
{
    *o = (struct report_options){.output = "-"};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--format") == 0 && i + 1 < argc)
            o->format = argv[++i];
        else if ((strcmp(argv[i], "-o") == 0 || strcmp(argv[i], "--output") == 0) && i + 1 < argc)
            o->output = argv[++i];
        else if (argv[i][0] != '-' && !o->results)
            o->results = argv[i];
        else
            return err_set(err, "report: unexpected '%s'", argv[i]);
    }
    if (!o->results || !o->format)
        return err_set(err,
                       "report what, and how? connspec report RESULTS --format FORMAT [-o FILE]");
    return 0;
}

static void console_report(const struct results *r, const struct contract *c, struct buf *out)
{
    struct console_style style = {0};
    render_console(r, c, &style, NULL, out);
}

static void har_report(const struct results *r, const struct contract *c, struct buf *out)
{
    (void)c;
    render_har(r, out);
}

static const struct {
    const char *format;
    void (*of_run)(const struct results *r, const struct contract *c, struct buf *out);
    void (*of_campaign)(const struct campaign *all, const struct contract *c, struct buf *out);
} formats[] = {{"console", console_report, NULL},
               {"junit", render_junit, NULL},
               {"har", har_report, NULL},
               {"markdown", NULL, render_campaign_markdown},
               {"sarif", NULL, render_sarif}};

static int find_format(const char *name, size_t *out, struct err *err)
{
    for (*out = 0; *out < sizeof formats / sizeof *formats; ++*out)
        if (strcmp(formats[*out].format, name) == 0)
            return 0;
    return err_set(
        err,
        "report: there is no format '%s'; there are console, junit and har of a conformance run, "
        "markdown and sarif of a campaign",
        name);
}

static int render(const struct report_options *o, size_t format, const struct contract *c,
                  struct buf *out, struct err *err)
{
    struct campaign *campaign;
    struct results *results;
    if (campaign_is(o->results)) {
        if (!formats[format].of_campaign)
            return err_set(err, "report: %s is a campaign's; markdown and sarif can be made of it",
                           o->results);
        if (campaign_read(&campaign, o->results, err))
            return -1;
        formats[format].of_campaign(campaign, c, out);
        campaign_free(campaign);
        return 0;
    }
    if (!formats[format].of_run)
        return err_set(err, "report: %s is no campaign's; console, junit and har can be made of it",
                       o->results);
    if (results_read(&results, o->results, false, err))
        return -1;
    formats[format].of_run(results, c, out);
    results_free(results);
    return 0;
}

static int put_out(const char *path, struct bytes text, struct err *err)
{
    if (strcmp(path, "-") != 0)
        return file_write(path, text, err);
    return fwrite(text.ptr, 1, text.len, stdout) == text.len && fflush(stdout) == 0
               ? 0
               : err_set(err, "standard output cannot be written");
}

int command_report(int argc, char **argv)
{
    struct report_options o;
    struct loaded l;
    struct err err;
    struct buf out = buf_new(REPORT_MAX);
    size_t format;
    if (read_report_options(&o, argc, argv, &err) || find_format(o.format, &format, &err) ||
        loaded_open_contract(&l, NULL, "2015-05-01-preview", &err))
        return complain(&err, OUTCOME_USAGE);
    int status = render(&o, format, l.contract, &out, &err);
    if (!status && out.failed)
        status = err_set(&err, "report: %s makes too much to be written", o.results);
    status = status ? complain(&err, OUTCOME_USAGE) : put_out(o.output, buf_view(&out), &err);
    if (status < 0)
        status = complain(&err, OUTCOME_INTERNAL);
    buf_free(&out);
    loaded_close(&l);
    return status;
}
