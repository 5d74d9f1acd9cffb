#include "fuzz/campaign/samples.h"

#include "base/err.h"
#include "base/file.h"

#include <stdlib.h>
#include <string.h>

#define LOG_MAX ((size_t)256 << 20)

/* The next line of it that is a sample, with its end; false when there is none. */
static bool next_sample(struct bytes *rest, struct bytes *line)
{
    static const char beginning[] = "{\"type\":\"sample\",";
    const char *end;
    while (rest->len && (end = memchr(rest->ptr, '\n', rest->len))) {
        *line = (struct bytes){rest->ptr, (size_t)(end - rest->ptr) + 1};
        *rest = (struct bytes){end + 1, rest->len - line->len};
        if (line->len > sizeof beginning && memcmp(line->ptr, beginning, sizeof beginning - 1) == 0)
            return true;
    }
    return false;
}

void samples_add(struct buf *out, const char *log)
{
    char *data = NULL;
    size_t len, count = 0, index = 0;
    struct err err;
    struct bytes line, last = {0};
    if (file_read(log, LOG_MAX, &data, &len, &err))
        return;
    for (struct bytes rest = {data, len}; next_sample(&rest, &line); count++)
        last = line;
    size_t stride = count / SAMPLES_MAX + 1;
    for (struct bytes rest = {data, len}; next_sample(&rest, &line); index++)
        if (index % stride == 0 || line.ptr == last.ptr)
            buf_add(out, line.ptr, line.len);
    free(data);
}
