#include "fuzz/oracle/journal.h"

#include "base/file.h"
#include "base/mem.h"

#include <dirent.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static char *name(const char *folder)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return mem_format("%s/%010lld%09ld-%ld", folder, (long long)t.tv_sec, t.tv_nsec,
                      (long)getpid());
}

/* What processes that have ended left: the newest stay. */
static void tidy(const char *folder)
{
    struct dirent **list = NULL;
    int count = scandir(folder, &list, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        char *path = mem_format("%s/%s", folder, list[i]->d_name);
        if (i < count - JOURNAL_INPUTS && list[i]->d_name[0] != '.')
            unlink(path);
        free(path);
        free(list[i]);
    }
    free(list);
}

void journal_add(struct bytes input)
{
    static char *last[JOURNAL_INPUTS]; /* there is one journal, as there is one model */
    static unsigned long long count;
    const char *folder = getenv("CONNSPEC_JOURNAL");
    struct err err;
    if (!folder || !*folder)
        return;
    if (!count)
        tidy(folder);
    char **place = &last[count++ % JOURNAL_INPUTS];
    if (*place)
        unlink(*place);
    free(*place);
    *place = name(folder);
    file_write_soon(*place, input, &err);
}
