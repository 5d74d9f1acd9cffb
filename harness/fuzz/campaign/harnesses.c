#include "fuzz/campaign/harnesses.h"

#include "base/mem.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *program(const char *folder, const char *flavour, const char *name)
{
    char *path = mem_format("%s/%s/fuzz_%s", folder, flavour, name);
    if (access(path, X_OK) == 0)
        return path;
    free(path);
    return NULL;
}

static const char *mutate_of(const char *name)
{
    static const char *const names[][2] = {{"put", "put"},
                                           {"patch", "patch"},
                                           {"sequence", "sequence"},
                                           {"parsers", "put"},
                                           {"parser", "put"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i][0], name) == 0)
            return names[i][1];
    return NULL;
}

static bool has(const struct night *n, const char *name)
{
    for (size_t i = 0; i < n->room_count; i++)
        if (strcmp(n->rooms[i].harness.name, name) == 0)
            return true;
    return false;
}

static void find_in(struct night *n, const char *flavour)
{
    char *folder = mem_format("%s/%s", n->o->programs, flavour);
    struct dirent **list = NULL;
    int count = scandir(folder, &list, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        const char *name = list[i]->d_name + 5;
        if (strncmp(list[i]->d_name, "fuzz_", 5) == 0 && !strchr(name, '.') && !has(n, name) &&
            n->room_count < HARNESSES_MAX)
            n->rooms[n->room_count++].harness =
                (struct harness){.name = mem_string(name),
                                 .libfuzzer = program(n->o->programs, "libfuzzer", name),
                                 .afl = program(n->o->programs, "afl", name),
                                 .afl_asan = program(n->o->programs, "afl-asan", name),
                                 .afl_cmplog = program(n->o->programs, "afl-cmplog", name),
                                 .mutate = mutate_of(name)};
        free(list[i]);
    }
    free(list);
    free(folder);
}

int find_harnesses(struct night *n, struct err *err)
{
    find_in(n, "libfuzzer");
    find_in(n, "afl");
    return n->room_count
               ? 0
               : err_set(err, "%s: there is no libfuzzer/fuzz_NAME and no afl/fuzz_NAME in it",
                         n->o->programs);
}
