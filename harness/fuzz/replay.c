/* replay FILE|FOLDER... - runs each file, and each below a folder, through the harness it is linked
 * with. Ends with 0 when all of them came through, 2 when a file cannot be read. */
#include "base/file.h"
#include "base/mem.h"
#include "fuzz/fuzz.h"

#include <errno.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>

#define INPUT_MAX ((size_t)64 << 20)

/* A copy that ends where its memory ends, so that a sanitizer sees one byte more. */
static int run_file(const char *path)
{
    struct err err;
    char *data;
    size_t len;
    if (file_read(path, INPUT_MAX, &data, &len, &err)) {
        fprintf(stderr, "replay: %s\n", err.text);
        return 2;
    }
    char *exact = mem_grow(NULL, len, 1);
    memcpy(exact, data, len);
    free(data);
    LLVMFuzzerTestOneInput((const uint8_t *)exact, len);
    free(exact);
    return 0;
}

static int on_entry(const char *path, const struct stat *about, int kind, struct FTW *at)
{
    (void)about, (void)at;
    return kind == FTW_F ? run_file(path) : 0;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: %s FILE|FOLDER...\n", argv[0]);
        return 2;
    }
    for (int i = 1; i < argc; i++) {
        int status = nftw(argv[i], on_entry, 16, FTW_PHYS);
        if (status < 0)
            fprintf(stderr, "replay: %s: %s\n", argv[i], strerror(errno));
        if (status)
            return 2;
    }
    return 0;
}
