/* What a run of a harness printed (campaign/crash.h), which may be anything: texts that end, are printable,
 * and name the same bug again. */
#include "fuzz/campaign/crash.h"
#include "fuzz/fuzz.h"

#include <string.h>

static void printable(const char *text, size_t max)
{
    must(strlen(text) < max, "too long");
    for (; *text; text++)
        must(*text >= 0x20 && *text < 0x7F, "byte %02x", (unsigned char)*text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes output = {size ? (const char *)data : "", size};
    struct crash c;
    char slug[101], trace[CRASH_TRACE];
    crash_read(&c, &(struct crash_end){.exited = true, .code = 1}, output, NULL);
    must(c.kind != CRASH_NONE, "an error is none");
    printable(c.type, sizeof c.type);
    printable(c.says, sizeof c.says);
    printable(c.where, sizeof c.where);
    for (size_t i = 0; i < c.frame_count; i++)
        printable(c.frames[i].function, sizeof c.frames[i].function);
    must(crash_same(&c, &c), "it is not the same as itself");
    crash_slug(&c, slug);
    must(!strpbrk(slug, "/. "), "%s", slug);
    crash_trace(output, trace);
    printable(trace, sizeof trace);
    return 0;
}
