#include "fuzz/oracle/muted.h"

#include "base/file.h"
#include "fuzz/oracle/key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MUTED_MAX ((size_t)1 << 20)

int muted_read(char **out, struct err *err)
{
    const char *path = getenv("CONNSPEC_MUTED");
    size_t len;
    *out = NULL;
    return path && *path ? file_read(path, MUTED_MAX, out, &len, err) : 0;
}

bool muted_has(const char *muted, const char *clause, const char *key)
{
    char line[ORACLE_KEY_MAX + 2];
    size_t len = (size_t)snprintf(line, sizeof line, "%s\n", key);
    for (const char *at = muted; at && *at; at = strchr(at, '\n'), at += at != NULL) {
        size_t word = strcspn(at, " ");
        bool same = strncmp(at, clause, word) == 0 && !clause[word];
        if ((same || (word == 1 && *at == '*')) && at[word] &&
            strncmp(at + word + 1, line, len) == 0)
            return true;
    }
    return false;
}
