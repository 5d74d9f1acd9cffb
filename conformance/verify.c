/* connspec verify DIR [--public-key FILE] */
#include "conformance/verify.h"

#include "base/mem.h"
#include "conformance/commands.h"
#include "reports/bundle.h"
#include "reports/escape.h"
#include "reports/line.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_BYTES ((size_t)64 << 10)

void verify_say(struct verification *v, bool holds, const char *format, ...)
{
    struct buf line = buf_new(LINE_MAX_BYTES);
    char text[4096];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    escape_terminal(&line, bytes_of(text));
    printf("%-7s %s\n", holds ? "holds" : "BROKEN", line.data ? line.data : "");
    buf_free(&line);
    v->held += holds;
    v->broken += !holds;
}

static int read_verify_options(struct verification *v, int argc, char **argv, struct err *err)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--public-key") == 0 && i + 1 < argc)
            v->key = argv[++i];
        else if (argv[i][0] != '-' && !v->dir)
            v->dir = argv[i];
        else
            return err_set(err, "verify: unexpected '%s'", argv[i]);
    }
    return v->dir ? 0 : err_set(err, "verify what? connspec verify DIR [--public-key FILE]");
}

static int read_results(struct verification *v, struct err *err)
{
    char *path = mem_format("%s/%s", v->dir, BUNDLE_RESULTS);
    int status = results_read(&v->results, path, false, err);
    free(path);
    return status;
}

static int conclude(const struct verification *v)
{
    if (v->broken) {
        printf("\nNOT WHAT IT SAYS: %zu of %zu points are broken\n", v->broken,
               v->broken + v->held);
        return OUTCOME_NOT_CONFORMING;
    }
    struct buf target = buf_new(LINE_MAX_BYTES);
    escape_terminal(&target, bytes_of(line_text(v->results->head, "target")));
    printf("\nIT HOLDS: %s was found %s\n", target.data ? target.data : "",
           v->certified ? "conforming at the level asked for"
                        : "not conforming, or not all of it was checked");
    buf_free(&target);
    return v->certified ? OUTCOME_CERTIFIED : OUTCOME_INCOMPLETE;
}

int command_verify(int argc, char **argv)
{
    struct verification v = {0};
    struct err err;
    int status;
    if (read_verify_options(&v, argc, argv, &err) ||
        loaded_open(&v.loaded, NULL, "2015-05-01-preview", true, &err))
        return complain(&err, OUTCOME_USAGE);
    if (read_results(&v, &err) || verify_files(&v, &err)) {
        status = complain(&err, OUTCOME_USAGE);
    } else {
        verify_verdict(&v);
        verify_evidence(&v);
        status = verify_played(&v, &err) ? complain(&err, OUTCOME_USAGE) : conclude(&v);
    }
    results_free(v.results);
    loaded_close(&v.loaded);
    return status;
}
