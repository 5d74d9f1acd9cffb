#include "conformance/publish.h"

#include "base/file.h"
#include "base/mem.h"
#include "contract/verdict.h"
#include "reports/escape.h"
#include "reports/render.h"
#include "reports/results.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define DOCUMENT_MAX ((size_t)256 << 20)

static struct console_style console_style(void)
{
    struct console_style style = {0};
    struct winsize size;
    const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");
    bool dumb = !term || strcmp(term, "dumb") == 0;
    if (!isatty(STDOUT_FILENO))
        return style;
    style.colour = !dumb && !(no_color && *no_color);
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        style.width = size.ws_col;
    return style;
}

static int write_file(const char *dir, const char *name, struct buf *text, struct err *err)
{
    char *path = mem_format("%s/%s", dir, name);
    int result = text->failed ? err_set(err, "%s would be too large", path)
                              : file_write_soon(path, buf_view(text), err);
    free(path);
    return result;
}

/* Scripts of an earlier run would be taken for this one's. */
static void remove_scripts(const char *dir)
{
    DIR *stream = opendir(dir);
    struct dirent *entry;
    while (stream && (entry = readdir(stream))) {
        size_t len = strlen(entry->d_name);
        if (len > 3 && strcmp(entry->d_name + len - 3, ".sh") == 0)
            unlinkat(dirfd(stream), entry->d_name, 0);
    }
    if (stream)
        closedir(stream);
}

static bool wants_script(const cJSON *check)
{
    enum status status;
    const char *name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(check, "status"));
    return name && status_parse(name, &status) &&
           (status == STATUS_FAIL || status == STATUS_WARN || status == STATUS_INCONCLUSIVE);
}

static char *script_name(const cJSON *check)
{
    struct buf name = buf_new(4096);
    escape_file_name(&name, cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(check, "id")));
    buf_text(&name, ".sh");
    return buf_take(&name);
}

static int write_script(const struct results *r, const cJSON *check, const char *dir,
                        struct err *err)
{
    struct buf script = buf_new(DOCUMENT_MAX);
    int result = 0;
    if (render_curl(r, check, &script)) {
        char *name = script_name(check);
        result = write_file(dir, name, &script, err);
        char *path = mem_format("%s/%s", dir, name);
        if (!result)
            chmod(path, 0755);
        free(path);
        free(name);
    }
    buf_free(&script);
    return result;
}

static int write_scripts(const struct results *r, const char *dir, struct err *err)
{
    char *folder = mem_format("%s/repro", dir);
    int result = file_make_dir(folder, err);
    if (!result)
        remove_scripts(folder);
    for (size_t i = 0; !result && i < r->check_count; i++)
        if (wants_script(r->checks[i])) {
            result = write_script(r, r->checks[i], folder, err);
            results_forget(r);
        }
    free(folder);
    return result;
}

int publish(const char *results, const char *dir, const struct contract *contract, struct err *err)
{
    struct results *r;
    struct console_style style = console_style();
    struct buf text = buf_new(DOCUMENT_MAX);
    if (results_read(&r, results, true, err))
        return -1;
    render_junit(r, contract, &text);
    int result = write_file(dir, "junit.xml", &text, err);
    if (!result)
        result = write_scripts(r, dir, err);
    buf_clear(&text);
    render_console(r, contract, &style, dir, &text);
    if (!result && !text.failed)
        fwrite(text.data, 1, text.len, stdout);
    buf_free(&text);
    results_free(r);
    return result;
}
