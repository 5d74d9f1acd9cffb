/* connspec report RESULTS... --format FORMAT [-o FILE] */
#include "conformance/commands.h"

#include "base/file.h"
#include "conformance/loaded.h"
#include "reports/har.h"
#include "reports/render.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REPORT_MAX ((size_t)1 << 30)
#define SOURCES_MAX 16

struct report_options {
    const char *results[SOURCES_MAX], *format, *output;
    size_t count;
};

static int read_report_options(struct report_options *o, int argc, char **argv, struct err *err)
{
    *o = (struct report_options){.output = "-"};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--format") == 0 && i + 1 < argc)
            o->format = argv[++i];
        else if ((strcmp(argv[i], "-o") == 0 || strcmp(argv[i], "--output") == 0) && i + 1 < argc)
            o->output = argv[++i];
        else if (argv[i][0] != '-' && o->count < SOURCES_MAX)
            o->results[o->count++] = argv[i];
        else
            return err_set(err, "report: unexpected '%s'", argv[i]);
    }
    if (!o->count || !o->format)
        return err_set(
            err, "report what, and how? connspec report RESULTS... --format FORMAT [-o FILE]");
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

static const struct format {
    const char *name;
    void (*of_run)(const struct results *r, const struct contract *c, struct buf *out);
    void (*of_campaign)(const struct campaign *all, const struct contract *c, struct buf *out);
    void (*of_all)(const struct report_source *list, size_t count, const struct contract *c,
                   struct buf *out);
} formats[] = {
    {.name = "console", .of_run = console_report},   {.name = "junit", .of_run = render_junit},
    {.name = "har", .of_run = har_report},           {.name = "badge", .of_run = render_badge},
    {.name = "markdown", .of_all = render_markdown}, {.name = "sarif", .of_campaign = render_sarif},
    {.name = "html", .of_all = render_html}};

static int find_format(const char *name, const struct format **out, struct err *err)
{
    for (*out = formats; *out < formats + sizeof formats / sizeof *formats; ++*out)
        if (strcmp((*out)->name, name) == 0)
            return 0;
    return err_set(err,
                   "report: there is no format '%s'; there are console, junit, har and badge of a "
                   "conformance run, sarif of a campaign, html and markdown of either and of "
                   "several",
                   name);
}

struct opened {
    struct results *run;
    struct campaign *campaign;
};

static int open_source(struct opened *out, const char *path, struct err *err)
{
    if (campaign_is(path))
        return campaign_read(&out->campaign, path, err);
    return results_read(&out->run, path, false, err);
}

static void close_source(struct opened *o)
{
    if (o->run)
        results_free(o->run);
    if (o->campaign)
        campaign_free(o->campaign);
}

static int render_one(const struct format *f, const char *path, const struct contract *c,
                      struct buf *out, struct err *err)
{
    struct opened o = {0};
    bool campaign = campaign_is(path);
    if (campaign && !f->of_campaign)
        return err_set(
            err, "report: %s is a campaign's; markdown, sarif and html can be made of it", path);
    if (!campaign && !f->of_run)
        return err_set(err,
                       "report: %s is no campaign's; console, junit, har, badge, markdown and html "
                       "can be made of it",
                       path);
    if (open_source(&o, path, err))
        return -1;
    if (campaign)
        f->of_campaign(o.campaign, c, out);
    else
        f->of_run(o.run, c, out);
    close_source(&o);
    return 0;
}

static int render_all(const struct format *f, const struct report_options *o,
                      const struct contract *c, struct buf *out, struct err *err)
{
    struct opened opened[SOURCES_MAX] = {0};
    struct report_source list[SOURCES_MAX];
    int status = 0;
    for (size_t i = 0; !status && i < o->count; i++) {
        status = open_source(&opened[i], o->results[i], err);
        list[i] = (struct report_source){o->results[i], opened[i].run, opened[i].campaign};
    }
    if (!status)
        f->of_all(list, o->count, c, out);
    for (size_t i = 0; i < o->count; i++)
        close_source(&opened[i]);
    return status;
}

static int render(const struct format *f, const struct report_options *o, const struct contract *c,
                  struct buf *out, struct err *err)
{
    if (f->of_all)
        return render_all(f, o, c, out, err);
    if (o->count > 1)
        return err_set(err, "report: %s is of one results file; html and markdown compare several",
                       f->name);
    return render_one(f, o->results[0], c, out, err);
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
    const struct format *format;
    if (read_report_options(&o, argc, argv, &err) || find_format(o.format, &format, &err) ||
        loaded_open_contract(&l, NULL, "2015-05-01-preview", &err))
        return complain(&err, OUTCOME_USAGE);
    int status = render(format, &o, l.contract, &out, &err);
    if (!status && out.failed)
        status = err_set(&err, "report: this makes too much to be written");
    status = status ? complain(&err, OUTCOME_USAGE) : put_out(o.output, buf_view(&out), &err);
    if (status < 0)
        status = complain(&err, OUTCOME_INTERNAL);
    buf_free(&out);
    loaded_close(&l);
    return status;
}
