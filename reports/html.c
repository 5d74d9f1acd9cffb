/* The HTML report: reports/html/page.html with its slots filled, once; what fills one is not looked at for
 * slots again. */
#include "reports/html.h"

#include "reports/escape.h"

#include <string.h>

#define PART_MAX ((size_t)1 << 30)
#define EVIDENCE_MAX ((size_t)16 << 20) /* of all runs */

struct page_parts {
    const struct report_source *list;
    size_t count;
    const struct contract *c;
    const char *title;
    struct buf script;
};

static const char *title_of(const struct report_source *list, size_t count)
{
    size_t runs = 0;
    for (size_t i = 0; i < count; i++)
        runs += list[i].run != NULL;
    if (!runs)
        return "Connection API: fuzz campaign";
    return runs > 1 ? "Connection API: conformance compared" : "Connection API: conformance report";
}

static void fill_evidence(const struct page_parts *p, struct buf *out)
{
    size_t runs = 0;
    for (size_t i = 0; i < p->count; i++)
        runs += p->list[i].run != NULL;
    for (size_t i = 0; i < p->count; i++) {
        if (!p->list[i].run)
            continue;
        buf_format(out, "<script type=\"application/json\" id=\"evidence-%zu\">", i);
        html_evidence(p->list[i].run, EVIDENCE_MAX / runs, out);
        buf_text(out, "</script>\n");
    }
}

static void fill_file(struct buf *out, const char *name)
{
    struct bytes file = html_file(name);
    buf_add(out, file.ptr, file.len);
}

static void fill(const struct page_parts *p, struct bytes slot, struct buf *out)
{
    if (bytes_equal(slot, bytes_of("title")))
        escape_xml(out, bytes_of(p->title));
    else if (bytes_equal(slot, bytes_of("style")))
        fill_file(out, "style.css");
    else if (bytes_equal(slot, bytes_of("style-hash")))
        html_hash(out, html_file("style.css"));
    else if (bytes_equal(slot, bytes_of("script")))
        buf_add(out, p->script.data, p->script.len);
    else if (bytes_equal(slot, bytes_of("script-hash")))
        html_hash(out, buf_view(&p->script));
    else if (bytes_equal(slot, bytes_of("plain")))
        html_plain(p->list, p->count, out);
    else if (bytes_equal(slot, bytes_of("data")))
        html_data(p->list, p->count, p->c, p->title, out);
    else if (bytes_equal(slot, bytes_of("evidence")))
        fill_evidence(p, out);
}

void render_html(const struct report_source *list, size_t count, const struct contract *c,
                 struct buf *out)
{
    struct page_parts p = {list, count, c, title_of(list, count), buf_new(PART_MAX)};
    struct bytes rest = html_file("page.html");
    html_script(&p.script);
    for (;;) {
        const char *open = memmem(rest.ptr, rest.len, "{{", 2);
        const char *close =
            open ? memmem(open, rest.len - (size_t)(open - rest.ptr), "}}", 2) : NULL;
        if (!close)
            break;
        buf_add(out, rest.ptr, (size_t)(open - rest.ptr));
        fill(&p, (struct bytes){open + 2, (size_t)(close - open) - 2}, out);
        rest.len -= (size_t)(close + 2 - rest.ptr);
        rest.ptr = close + 2;
    }
    buf_add(out, rest.ptr, rest.len);
    buf_free(&p.script);
}
