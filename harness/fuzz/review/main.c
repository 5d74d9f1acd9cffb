/* review - the profile of parsers, and the review of one adapter; scripts/profile and scripts/review
 * build the adapters and call this. */
#include "base/file.h"
#include "base/mem.h"
#include "fuzz/review/profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: review profile DIR GUEST...   writes DIR/profile.md and DIR/profile.json\n"
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

static int run_profile(const char *folder, char **programs, size_t count)
{
    struct guest *guests = mem_alloc(count * sizeof *guests);
    struct profile p = {0};
    struct err err;
    size_t open = 0;
    int failed = 0;
    while (open < count && !failed) {
        failed = guest_open(&guests[open], programs[open], NULL, &err);
        open += !failed;
    }
    failed = failed || profile_run(&p, guests, count, &err) || write_profile(&p, folder, &err);
    profile_free(&p);
    while (open)
        guest_close(&guests[--open]);
    free(guests);
    return failed ? complain(&err) : 0;
}

int main(int argc, char **argv)
{
    if (argc >= 4 && strcmp(argv[1], "profile") == 0)
        return run_profile(argv[2], argv + 3, (size_t)argc - 3);
    fputs(usage, stderr);
    return 2;
}
