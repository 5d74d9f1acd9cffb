/* The reader of results.jsonl, which may be anybody's: refused with a reason, or every exchange can be asked
 * for and a page made of it that is sound. */
#include "fuzz/fuzz.h"
#include "reports/render.h"
#include "reports/tests/page.h"

#include <sys/mman.h>
#include <unistd.h>

static const struct contract none;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    int fd = memfd_create("results", MFD_CLOEXEC);
    must(fd >= 0 && write(fd, data, size) == (ssize_t)size, "no memory file");
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct results *r = NULL;
    struct err err = {0};
    if (results_read(&r, path, false, &err)) {
        must(*err.text, "refused without a reason");
    } else {
        for (size_t i = 0; i < r->exchange_count; i++)
            must(exchange_tree(r, i), "an exchange that was vetted cannot be read");
        struct buf page = buf_new(256 << 20);
        struct report_source source = {"results", r, NULL};
        render_html(&source, 1, &none, &page);
        const char *fault = page_fault(buf_view(&page), 1);
        must(!fault, "%s", fault);
        buf_free(&page);
        results_free(r);
    }
    close(fd);
    return 0;
}
