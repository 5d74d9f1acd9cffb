/* The reader of target files (--target): refused with a reason, or options that hold. */
#include "conformance/options.h"
#include "fuzz/fuzz.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    int fd = memfd_create("target", MFD_CLOEXEC);
    must(fd >= 0 && write(fd, data, size) == (ssize_t)size, "no memory file");
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    char *argv[] = {"certify", "--target", path, NULL};
    struct options options;
    struct err err = {0};
    if (options_read(&options, 3, argv, &err))
        must(*err.text, "refused without a reason");
    else
        must(options.url && options.jobs >= 1, "options without a target");
    options_free(&options);
    close(fd);
    return 0;
}
