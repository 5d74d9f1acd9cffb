/* The reader of a campaign's results, which may be anybody's: refused with a reason, or every document can be
 * made of it. */
#include "base/json.h"
#include "fuzz/fuzz.h"
#include "reports/render.h"
#include "reports/tests/page.h"

#include <sys/mman.h>
#include <unistd.h>

static const struct contract none;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    int fd = memfd_create("campaign", MFD_CLOEXEC);
    must(fd >= 0 && write(fd, data, size) == (ssize_t)size, "no memory file");
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct campaign *c = NULL;
    struct err err = {0};
    if (campaign_read(&c, path, &err)) {
        must(*err.text, "refused without a reason");
    } else {
        struct buf sarif = buf_new(64 << 20), markdown = buf_new(64 << 20);
        struct json_problem problem = {0};
        render_sarif(c, &none, &sarif);
        render_campaign_markdown(c, &none, &markdown);
        must(json_check(buf_view(&sarif), NULL, &problem), "%s", problem.text);
        must(!memchr(buf_view(&markdown).ptr, 0x1B, markdown.len), "an escape for a terminal");
        struct buf page = buf_new(64 << 20);
        struct report_source source = {"campaign", NULL, c};
        render_html(&source, 1, &none, &page);
        const char *fault = page_fault(buf_view(&page), 0);
        must(!fault, "%s", fault);
        buf_free(&page);
        buf_free(&sarif);
        buf_free(&markdown);
        campaign_free(c);
    }
    close(fd);
    return 0;
}
