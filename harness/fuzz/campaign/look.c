#include "fuzz/campaign/look.h"

#include "base/mem.h"
#include "fuzz/campaign/triage.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SECONDS 10

static void print(const struct crash *c)
{
    char slug[101];
    crash_slug(c, slug);
    printf("%s: %s\n", slug, c->says);
    for (size_t i = 0; i < c->frame_count; i++)
        printf("    %s %s:%u\n", c->frames[i].function, c->frames[i].file, c->frames[i].line);
}

int look_at(const char *program, const char *file, const char *const *through, struct err *err)
{
    char scratch[] = "/tmp/connspec-look.XXXXXX";
    struct crash crash;
    if (!mkdtemp(scratch))
        return err_set(err, "%s: cannot be made", scratch);
    struct triage t = {.scratch = scratch, .through = through, .seconds = SECONDS};
    int status = triage_look(&t, program, file, &crash, err);
    if (!status && crash.kind == CRASH_NONE)
        puts("it came through");
    else if (!status)
        print(&crash);
    char *left = mem_format("%s/input", scratch);
    unlink(left);
    rmdir(scratch);
    free(left);
    triage_close(&t);
    return status ? -1 : crash.kind != CRASH_NONE;
}
