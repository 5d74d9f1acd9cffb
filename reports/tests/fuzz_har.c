/* The reader of HAR files, which may be anybody's: refused with a reason, or every entry is a message that can be
 * looked at. */
#include "fuzz/fuzz.h"
#include "reports/har.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int look(void *of, size_t number, const struct har_exchange *x)
{
    size_t *count = of;
    must(number == ++*count, "entry %zu", number);
    must(x->origin && x->request.method && x->request.path && *x->request.path, "no request");
    must(x->response.delivery != ANSWERED || x->response.body, "an answer without a body");
    must(!x->response.body || !x->response.body[x->response.body_len], "no end");
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    int fd = memfd_create("har", MFD_CLOEXEC);
    must(fd >= 0 && write(fd, data, size) == (ssize_t)size, "no memory file");
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct err err = {0};
    size_t count = 0;
    must(har_read(path, look, &count, &err) == 0 || *err.text, "refused without a reason");
    close(fd);
    return 0;
}
