/* samples.h: a night's log is thinned out evenly, and its end is there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fuzz/campaign/samples.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The samples of a log of so many, which are numbered; and how many there are. */
static char *thinned(unsigned count, const char *end, size_t *lines)
{
    char path[] = "/tmp/connspec-samples.XXXXXX";
    int fd = mkstemp(path);
    FILE *f = fdopen(fd, "w");
    for (unsigned i = 1; i <= count; i++)
        fprintf(f, "{\"type\":\"leg\",\"text\":\"afl\"}\n{\"type\":\"sample\",\"at\":%u}\n", i);
    fprintf(f, "%s", end);
    fclose(f);
    struct buf out = buf_new(1 << 20);
    samples_add(&out, path);
    unlink(path);
    char *text = buf_take(&out);
    *lines = 0;
    for (const char *at = text; (at = strchr(at, '\n')); at++)
        ++*lines;
    return text;
}

static void few_are_all_there(void **state)
{
    (void)state;
    size_t lines;
    char *text = thinned(3, "", &lines);
    assert_string_equal(text, "{\"type\":\"sample\",\"at\":1}\n{\"type\":\"sample\",\"at\":2}\n"
                              "{\"type\":\"sample\",\"at\":3}\n");
    free(text);
}

static void many_are_thinned(void **state)
{
    (void)state;
    size_t lines;
    char *text = thinned(30000, "", &lines);
    assert_true(lines <= SAMPLES_MAX + 1 && lines > SAMPLES_MAX / 2);
    assert_non_null(strstr(text, "\"at\":1}"));
    assert_non_null(strstr(text, "\"at\":30000}"));
    free(text);
}

static void what_is_cut_is_none(void **state)
{
    (void)state;
    size_t lines;
    char *text = thinned(2, "{\"type\":\"sample\",\"at\":3", &lines);
    assert_int_equal(lines, 2);
    free(text);
    struct buf out = buf_new(1 << 10);
    samples_add(&out, "/nowhere/log.jsonl");
    assert_int_equal(out.len, 0);
    assert_false(out.failed);
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_are_all_there),
        cmocka_unit_test(many_are_thinned),
        cmocka_unit_test(what_is_cut_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
